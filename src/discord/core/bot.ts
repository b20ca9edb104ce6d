// The bot's features, and the methods that each offers to commands, messages, buttons, selects and modals: signatures only, so
// that a handler can call another feature's renderer even if the rendered message holds that handler's own button.

import type { App } from '../../app.js';
import type { Curation } from '../../curation/curation.js';
import type { Decided } from '../../curation/decisions.js';
import type { Drafted } from '../../curation/drafts.js';
import type { EarlierAnswers } from '../../curation/earlier-answers.js';
import type { Forgetting } from '../../curation/forgetting.js';
import type { Keepers } from '../../curation/keepers.js';
import type { Trial } from '../../curation/measuring.js';
import type { UiLanguage } from '../../i18n/translator.js';
import type { NoteStatus } from '../../notes/note.js';
import type { NoteProposal, Proposal } from '../../notes/revision.js';
import type { GuildSettings } from '../../store/store.js';
import type { ArticleView } from '../../views/article-view.js';
import type { NoteState } from '../../views/note-catalog.js';
import type { RecentAnswers } from '../answers/recent.js';
import type { MessageContext as MessagePlace } from '../kit/embeds.js';
import type { Asked, Reply } from '../kit/reply.js';
import type { EffectWaits } from '../notes/effect-waits.js';
import type { ListFilter } from '../notes/list-filter.js';
import type { Moderation } from '../notes/moderation.js';
import type { Unfinished, UnfinishedForms } from '../notes/unfinished.js';
import type { FetchAttachment } from './attachment.js';
import type { Gate } from './gate.js';
import type { Actor, Place } from './input.js';

/** The bot's health. */
export interface Health {
  /** Milliseconds since it started. */
  readonly uptime: number;
  /** Milliseconds to the gateway and back; undefined before the first heartbeat. */
  readonly ping: number | undefined;
  readonly waiting: number;
  /** Questions answered since the start. */
  readonly answered: number;
}

/** A reader's opinion of an answer. Ids only: no question and no names. */
export interface Judgement {
  readonly messageId: string;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason?: string | undefined;
}

/** A sent answer. */
export interface Answered {
  readonly messageId: string;
  readonly place: Place;
  readonly reply: Reply;
  readonly isPrivate: boolean;
}

/** Earlier questions, from memory or from the messages in the channel. */
export interface Conversation {
  /** The question behind the bot's last answer in a place. */
  lastAsked(place: Place): Promise<Asked | undefined>;
  /** The question behind a message; undefined if it is not an answer of the bot, is deleted, or may not be read. */
  askedIn(channelId: string, messageId: string): Promise<Asked | undefined>;
  /** The words of any message; undefined if the bot cannot read them: Discord withholds messages that do not address it. */
  wordsIn(channelId: string, messageId: string): Promise<string | undefined>;
}

/** Answers: the parts that are remembered and stored, and the requests under them. */
export interface Answers extends Conversation {
  readonly recent: RecentAnswers;
  readonly earlier: EarlierAnswers;
  /** Questions answered since the start. */
  count(): number;
  /** Remembers an answer for follow-ups, counts it, and stores its content for rendering; for other messages only stores the content. */
  answered(answered: Answered): Promise<void>;
  /** Stores what a message shows without counting it again: a shared answer, or a turned page. */
  showing(answered: Answered): Promise<void>;
  /** Keeps feedback. */
  judge(place: Place, judgement: Judgement): Promise<void>;
  /** The question that a message answers, if the message or the memory still holds it. */
  questionOf(message: { readonly id: string; readonly content: string }): string | undefined;
  /** A private answer as a public one: as it was shown, or, if that is no longer stored, answered again. */
  forEverybody(question: string, messageId: string, actor: Actor): Promise<Reply>;
  /** Further passages, by the indexes of their sentences. */
  showFurther(kind: 'more' | 'nearest', sentences: readonly number[], actor: Actor): Promise<Reply>;
}

/** Ranges of the body whose notes are shown; `order` holds the notes to show first, `related` further ones, by digest. */
export interface NotesAt {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly order: readonly string[];
  readonly related: readonly string[];
  readonly page: number;
}

/** Lookups without a question: passages, notes, claims, sources. */
export interface Lookups {
  /** The keepers of some notes, as the readers of a guild see them. */
  keepersOf(guildId: string | undefined, noteIds: readonly string[]): Promise<Keepers>;
  /** A paragraph with its neighbours; if it is too long for a message, the part with that number, from 0. */
  showContext(paragraph: number, part: number, actor: Actor): Promise<Reply>;
  showNotes(at: NotesAt, actor: Actor): Promise<Reply>;
  showClaim(noteId: string, actor: Actor): Promise<Reply>;
  showClaims(page: number, status: NoteStatus | undefined, actor: Actor): Promise<Reply>;
  showSources(page: number, actor: Actor): Promise<Reply>;
}

/** Notes, for moderators and for the readers who suggest them. */
export interface Notes {
  readonly effectWaits: EffectWaits;
  readonly unfinished: UnfinishedForms;
  readonly fetchAttachment: FetchAttachment;
  /** Whether readers of a guild may suggest notes. */
  takesSuggestions(guildId: string | undefined): boolean;
  /** A guild's note. Throws UserError for an unknown id. */
  note(guildId: string, noteId: string): Promise<NoteState>;
  showCard(note: NoteState, language: UiLanguage): Reply;
  showList(guildId: string, filter: ListFilter, page: number, language: UiLanguage): Promise<Reply>;
  showHistory(guildId: string, noteId: string, version: number, language: UiLanguage): Promise<Reply>;
  /** A note as readers see it, and the effect on answers of retracting it. */
  preview(guildId: string, note: NoteState, actor: Actor): Promise<Reply>;
  showProposal(proposal: Proposal, language: UiLanguage): Promise<Reply>;
  /** The effect of a change on answers. */
  showEffect(trial: Trial, actor: Actor): Promise<Reply>;
  /** The outcome of a modal. */
  showDrafted(drafted: Drafted, sent: Unfinished, actor: Actor): Promise<Reply>;
  showDecided(decided: Decided, actor: Actor): Promise<Reply>;
  /** The reply to the second of two clicks on "Save". */
  showSavedBefore(proposalId: string, actor: Actor): Promise<Reply>;
  /** Tells everybody concerned that a proposal was rejected. */
  showRejected(proposal: Proposal, reason: string, actor: Actor): Promise<Reply>;
  /** Submits a suggestion to the moderators; false if that is impossible. */
  queue(proposal: Proposal): Promise<boolean>;
  /** Shows a proposal in the queue as it is now. */
  requeue(proposal: NoteProposal): Promise<void>;
  /** The reason why a modal was refused, with a button to reopen it later. */
  keep(why: string, sent: Unfinished, actor: Actor): Reply;
}

/** Open questions, and the training examples made from them. */
export interface OpenQuestions {
  showList(guildId: string, page: number, language: UiLanguage): Promise<Reply>;
  /** One group, by one of its questions. */
  showGroup(questionId: string, actor: Moderator): Promise<Reply>;
  /** Teaches that a sentence answers a question, or that the article does not. Throws UserError for an unknown sentence. */
  teach(questionId: string, sentence: number | undefined, actor: Moderator): Promise<Reply>;
  /** Closes a group without teaching anything. */
  putAside(questionId: string, actor: Moderator): Promise<Reply>;
  /** Takes a training example back, or submits that to another moderator. */
  takeBack(exampleId: string, actor: Moderator): Promise<Reply>;
}

type Moderator = Actor & { readonly guildId: string };

export interface Settings {
  of(guildId: string | undefined): GuildSettings;
  change(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings>;
  /** Whether the bot may answer in a place, according to its guild's settings. */
  mayAnswerIn(place: Place): boolean;
}

export interface Bot {
  readonly app: App;
  readonly curation: Curation;
  /** The limits for each person and for all at once. */
  readonly gate: Gate;
  readonly settings: Settings;
  readonly answers: Answers;
  readonly lookups: Lookups;
  readonly notes: Notes;
  readonly openQuestions: OpenQuestions;
  /** Messages of moderation in other places: the queue, the log channel, the person who suggested a note. */
  readonly moderation: Moderation;
  readonly forgetting: Forgetting;
  readonly about: {
    readonly version: string;
    health(): Health;
    /** Questions that the article answers, in one language; none while it is still being read, or if the model fails. */
    examples(language: UiLanguage): Promise<readonly string[]>;
  };
  /** The view of a guild's readers, loaded if it is not in memory; without a guild, the article as shipped. */
  view(guildId: string | undefined): Promise<ArticleView>;
  /** The context of a message for a reader. */
  contextOf(reader: Pick<Place, 'userId' | 'guildId'>): MessagePlace;
}

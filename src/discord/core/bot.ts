// The bot's features, and what each offers to commands, messages, buttons, selects and modals: signatures alone, so that a
// handler can ask for what another feature renders, though its message may hold that handler's own button.

import type { App } from '../../app.js';
import type { Curation, Drafted } from '../../curation/curation.js';
import type { Decided } from '../../curation/decisions.js';
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
import type { Place as MessagePlace } from '../kit/embeds.js';
import type { Asked, Reply } from '../kit/reply.js';
import type { EffectWaits } from '../notes/effect-waits.js';
import type { ListFilter } from '../notes/list-filter.js';
import type { Moderation } from '../notes/moderation.js';
import type { Unfinished, UnfinishedForms } from '../notes/unfinished.js';
import type { FetchAttachment } from './attachment.js';
import type { Gate } from './gate.js';
import type { Actor, Place } from './input.js';

/** How the bot is doing. */
export interface Health {
  /** Milliseconds since it started. */
  readonly uptime: number;
  /** Milliseconds to the gateway and back; undefined before the first heartbeat. */
  readonly ping: number | undefined;
  readonly waiting: number;
  /** Questions answered since the start. */
  readonly answered: number;
}

/** What a reader thinks of an answer. Ids only: no question, and nobody's name. */
export interface Judgement {
  readonly messageId: string;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason?: string | undefined;
}

/** An answer that was sent. */
export interface Answered {
  readonly messageId: string;
  readonly place: Place;
  readonly reply: Reply;
  readonly isPrivate: boolean;
}

/** What is still known of questions that were asked, from memory or from what stands in the channel. */
export interface Conversation {
  /** The question behind the bot's last answer in a place. */
  lastAsked(place: Place): Promise<Asked | undefined>;
  /** The question behind one message; undefined where it is none of the bot's answers, is gone, or may not be read. */
  askedIn(channelId: string, messageId: string): Promise<Asked | undefined>;
  /** What any message says; undefined where nothing of it can be read: Discord shows the bot only what is meant for it. */
  wordsIn(channelId: string, messageId: string): Promise<string | undefined>;
}

/** Questions and their answers: what is remembered and kept of them, and what can be asked for under them. */
export interface Answers extends Conversation {
  readonly recent: RecentAnswers;
  readonly earlier: EarlierAnswers;
  /** Questions answered since the start. */
  count(): number;
  /** Remembers an answer for follow-ups, counts it, and keeps what it takes to render it again; of what answers no question only that. */
  answered(answered: Answered): Promise<void>;
  /** Keeps what a message shows that was counted before: an answer that somebody shared, or a page that somebody turned. */
  showing(answered: Answered): Promise<void>;
  /** Keeps feedback. */
  judge(place: Place, judgement: Judgement): Promise<void>;
  /** The question that a message answers, as far as the message or the memory still tells. */
  questionOf(message: { readonly id: string; readonly content: string }): string | undefined;
  /** A private answer as everybody may see it: what it showed before, or, where that is not kept, what is answered now. */
  forEverybody(question: string, messageId: string, actor: Actor): Promise<Reply>;
  /** Further passages, by the indexes of their sentences. */
  showFurther(kind: 'more' | 'nearest', sentences: readonly number[], actor: Actor): Promise<Reply>;
}

/** Ranges of the body with the notes at them, those with some marks first, in their order, and related ones by their digests. */
export interface NotesAt {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly order: readonly string[];
  readonly related: readonly string[];
  readonly page: number;
}

/** What can be looked up without a question: passages, notes, claims, sources. */
export interface Lookups {
  /** Whose some notes are, as the readers of a place see them. */
  keepersOf(guildId: string | undefined, noteIds: readonly string[]): Promise<Keepers>;
  /** A paragraph with its neighbours; of one that is too long for a message, the part with that number, from 0. */
  showContext(paragraph: number, part: number, actor: Actor): Promise<Reply>;
  showNotes(at: NotesAt, actor: Actor): Promise<Reply>;
  showClaim(noteId: string, actor: Actor): Promise<Reply>;
  showClaims(page: number, status: NoteStatus | undefined, actor: Actor): Promise<Reply>;
  showSources(page: number, actor: Actor): Promise<Reply>;
}

/** Notes as moderators keep them, and readers suggest them. */
export interface Notes {
  readonly effectWaits: EffectWaits;
  readonly unfinished: UnfinishedForms;
  readonly fetchAttachment: FetchAttachment;
  /** Whether readers of a server may suggest notes. */
  takesSuggestions(guildId: string | undefined): boolean;
  /** A server's note. Throws UserError where there is none with that id. */
  note(guildId: string, noteId: string): Promise<NoteState>;
  showCard(note: NoteState, language: UiLanguage): Reply;
  showList(guildId: string, filter: ListFilter, page: number, language: UiLanguage): Promise<Reply>;
  showHistory(guildId: string, noteId: string, version: number, language: UiLanguage): Promise<Reply>;
  /** A note as readers see it, and what answers would be without it. */
  preview(guildId: string, note: NoteState, actor: Actor): Promise<Reply>;
  showProposal(proposal: Proposal, language: UiLanguage): Promise<Reply>;
  /** What a change would do to answers. */
  showEffect(trial: Trial, actor: Actor): Promise<Reply>;
  /** What came of a modal. */
  showDrafted(drafted: Drafted, sent: Unfinished, actor: Actor): Promise<Reply>;
  showDecided(decided: Decided, actor: Actor): Promise<Reply>;
  /** What the second of two clicks on "Save" says. */
  showSavedBefore(proposalId: string, actor: Actor): Promise<Reply>;
  /** Tells everybody concerned that a proposal was rejected. */
  showRejected(proposal: Proposal, reason: string, actor: Actor): Promise<Reply>;
  /** Lays a suggestion before the moderators; false where that cannot be. */
  queue(proposal: Proposal): Promise<boolean>;
  /** Shows a proposal in the queue as it is now. */
  requeue(proposal: NoteProposal): Promise<void>;
  /** Why a modal was not taken, with a way to send it later. */
  keep(why: string, sent: Unfinished, actor: Actor): Reply;
}

/** Questions that found no answer, and what is taught about them. */
export interface OpenQuestions {
  showList(guildId: string, page: number, language: UiLanguage): Promise<Reply>;
  /** One group, by one of its questions. */
  showGroup(questionId: string, actor: Moderator): Promise<Reply>;
  /** Teaches that a sentence answers a question, or that the article does not. Throws UserError for a sentence that there is not. */
  teach(questionId: string, sentence: number | undefined, actor: Moderator): Promise<Reply>;
  /** Closes a group without having learnt anything. */
  putAside(questionId: string, actor: Moderator): Promise<Reply>;
  /** Takes a training example back, or lays that before another moderator. */
  takeBack(exampleId: string, actor: Moderator): Promise<Reply>;
}

type Moderator = Actor & { readonly guildId: string };

export interface Settings {
  of(guildId: string | undefined): GuildSettings;
  change(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings>;
  /** Whether the bot may answer in a place, by its server's settings. */
  mayAnswerIn(place: Place): boolean;
}

export interface Bot {
  readonly app: App;
  readonly curation: Curation;
  /** Before the model, and before all that somebody may ask for too often. */
  readonly gate: Gate;
  readonly settings: Settings;
  readonly answers: Answers;
  readonly lookups: Lookups;
  readonly notes: Notes;
  readonly openQuestions: OpenQuestions;
  /** What moderation says elsewhere: in the queue, in the log channel, to who suggested a note. */
  readonly moderation: Moderation;
  readonly forgetting: Forgetting;
  readonly about: {
    readonly version: string;
    health(): Health;
    /** Questions that the article answers, in one language; none while it is still being read, or where the model fails. */
    examples(language: UiLanguage): Promise<readonly string[]>;
  };
  /** What the readers of a place see: with the notes of its server, which are loaded where they are not held, or as it was shipped. */
  view(guildId: string | undefined): Promise<ArticleView>;
  /** Who a message is for, as its buttons carry it, and which notes of a server are its own. */
  placeOf(reader: Pick<Place, 'userId' | 'guildId'>): MessagePlace;
}

// What is kept for guilds, whatever database it lies in. Every promise that resolves says that it is on disk; one that rejects because of
// the database, with StoreError, tells whether anything can have been saved.

import type { Change, KeptNote, NewProposal, Proposal, ProposalState, Revision } from '../notes/revision.js';

/** Why a revision could not be added: somebody else's came first. Nothing was changed. */
export interface Conflict {
  readonly kind: 'conflict';
  /** What stands there now; undefined where nothing was ever kept of the note. */
  readonly current: KeptNote | undefined;
}

export type Saved = { readonly kind: 'saved'; readonly revision: Revision } | Conflict;

/** What came of a proposal; what it wanted tells which. */
export type Accepted =
  | Saved
  | { readonly kind: 'imported'; readonly count: number }
  | (Conflict & { readonly noteId: string })
  /** Whether a training example was there to be taken back; always for one that is taught. */
  | { readonly kind: 'taught'; readonly wasThere: boolean };

export interface GuildSettings {
  /** Snowflake of a role whose members moderate besides those who may manage messages. */
  readonly moderatorRole: string | undefined;
  readonly logChannel: string | undefined;
  readonly queueChannel: string | undefined;
  /** Snowflakes; empty: the bot answers wherever it is not denied. */
  readonly allowedChannels: readonly string[];
  readonly deniedChannels: readonly string[];
  /** Questions that one person may ask within 15 seconds. */
  readonly questionsPerWindow: number;
  /** Whether every change of a note needs a second moderator. */
  readonly isTwoPerson: boolean;
  /** Days for which unanswered questions are kept; 0: they are not kept. */
  readonly keepQuestionsDays: number;
  /** What the bot speaks where the reader's own language is not known; undefined: the guild's. */
  readonly language: 'en' | 'es' | undefined;
}

export const DEFAULT_SETTINGS: GuildSettings = {
  moderatorRole: undefined,
  logChannel: undefined,
  queueChannel: undefined,
  allowedChannels: [],
  deniedChannels: [],
  questionsPerWindow: 6,
  isTwoPerson: false,
  keepQuestionsDays: 0,
  language: undefined,
};

/** What a moderator taught the bot about a question. */
export interface TrainingExample {
  readonly id: string;
  readonly guildId: string;
  readonly question: string;
  /** The sentence of the article that answers it, word for word; undefined: the article does not answer it. */
  readonly answer: string | undefined;
  readonly authorId: string | undefined;
  readonly at: number;
}

/** A question that found nothing, or whose answer did not help. */
export interface OpenQuestion {
  readonly id: string;
  readonly guildId: string;
  readonly question: string;
  readonly why: 'not-covered' | 'unsure' | 'not-helpful';
  readonly at: number;
}

export interface Feedback {
  /** The same for all that one person says of one answer, and tells nobody who that is. */
  readonly id: string;
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason: string | undefined;
  readonly at: number;
}

/** A message of the bot's that shows notes or quotations: what it takes to render it again, and nothing that anybody typed. */
export interface Answer {
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** Snowflake of who may use its buttons; undefined where nobody knows any more. */
  readonly askerId: string | undefined;
  /** Whether only the one who asked sees it, so that nobody can edit it. */
  readonly isPrivate: boolean;
  /** Of the article that it quotes; undefined: sent before it was kept. */
  readonly article: string | undefined;
  /** A value of JSON that its renderer reads; undefined: sent before such values were kept. */
  readonly shown: unknown;
  /** Versions, by id, of the notes that it was first sent with; of one that was sent before they were kept, empty texts. */
  readonly notes: Readonly<Record<string, string>>;
  /** What it is known to show, as a digest; undefined where nobody knows. */
  readonly stands: string | undefined;
  /** When its notes were first found to be others than it was sent with; undefined where they are not. */
  readonly noticedAt: number | undefined;
  readonly at: number;
}

/** An answer that this process alone may edit for a time. */
export interface LeasedAnswer extends Answer {
  readonly leasedUntil: number;
  readonly marks: number;
  /** How often in a row it could not be edited. */
  readonly tries: number;
}

/** Something that another process must hear of. `seq` only grows, in the order in which changes became visible. */
export interface StoreEvent {
  readonly seq: number;
  readonly guildId: string;
  readonly what: 'notes' | 'lessons' | 'settings' | 'forgotten';
  /** The note or training example that it is about, where it is about one. */
  readonly subject: string | undefined;
}

/** A proposal's message in a guild's queue. */
export interface QueueMessage {
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
}

export interface Deletion {
  readonly kind: 'guild' | 'user';
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

/** What is kept of notes, read for many at once. */
export interface BulkNotes {
  /** Those of some notes that a guild's moderators touched. */
  keptNotesAmong(guildId: string, noteIds: readonly string[]): Promise<readonly KeptNote[]>;
  /** The version of every note that a guild's moderators touched, by id: tells which of them have changed. */
  keptVersions(guildId: string): Promise<ReadonlyMap<string, number>>;
}

/** Asked in the transaction that would change something, while nobody else can: whether it is still right beside what is kept now. */
export type IsRight = (kept: BulkNotes) => Promise<boolean>;

/** It was not right. Nothing was changed. */
export interface Refused {
  readonly kind: 'refused';
}

/** How many suggestions may wait for a decision in a guild. */
export interface WaitingLimits {
  readonly ofPerson: number;
  readonly ofGuild: number;
}

export interface TooMany {
  readonly kind: 'full';
  readonly of: 'person' | 'guild';
  /** So many wait. */
  readonly count: number;
}

/** What came of a draft that was to be laid before the moderators. */
export type Submitted = { readonly kind: 'waiting'; readonly proposal: Proposal } | TooMany;

export interface Store extends BulkNotes {
  // Notes
  /** Every note that a guild's moderators touched, also the retracted ones. */
  keptNotes(guildId: string): Promise<readonly KeptNote[]>;
  keptNote(guildId: string, noteId: string): Promise<KeptNote | undefined>;
  /** Oldest first. */
  revisions(guildId: string, noteId: string): Promise<readonly Revision[]>;
  /** Adds a revision for each change, or none: nothing is changed where a note has moved on from its `baseVersion`. */
  addRevisions(
    changes: readonly Change[],
    at: number,
    isRight?: IsRight,
  ): Promise<{ readonly kind: 'saved'; readonly count: number } | (Conflict & { readonly noteId: string }) | Refused>;

  // Proposals
  addProposal(proposal: NewProposal): Promise<void>;
  proposal(id: string): Promise<Proposal | undefined>;
  waitingProposals(guildId: string): Promise<readonly Proposal[]>;
  /**
   * Lays a draft before the moderators. A suggestion is discarded where as many wait as may; undefined where it was no draft any more.
   */
  submitProposal(id: string, by: string, at: number, limits: WaitingLimits): Promise<Submitted | undefined>;
  /** Changes a proposal's state, and gives the proposal; undefined where it was no longer in the state `from`: somebody was quicker. */
  moveProposal(id: string, from: ProposalState, to: ProposalState, by: string, at: number): Promise<Proposal | undefined>;
  /**
   * Puts a proposal in the place of a draft or waiting one, also where that stands in the queue, and gives it; the other one is discarded.
   * Undefined where that was decided, or replaced, meanwhile.
   */
  replaceProposal(id: string, by: NewProposal, at: number): Promise<Proposal | undefined>;
  setQueueMessage(id: string, channelId: string, messageId: string): Promise<void>;
  /** In one transaction: the proposal is accepted and what it wants is done. After a conflict, or where it is refused, it is as it was; undefined where it was no longer in the state `from`. */
  acceptProposal(id: string, from: 'draft' | 'waiting', by: string, at: number, isRight?: IsRight): Promise<Accepted | Refused | undefined>;

  // Settings
  settings(guildId: string): Promise<GuildSettings>;
  /** Of every guild that has some. */
  everySettings(): Promise<ReadonlyMap<string, GuildSettings>>;
  changeSettings(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings>;

  // Lessons
  trainingExamples(guildId: string): Promise<readonly TrainingExample[]>;
  addTrainingExample(lesson: TrainingExample): Promise<void>;
  removeTrainingExample(guildId: string, id: string): Promise<boolean>;

  // What readers asked and thought
  /** Keeps a judgement in the place of the one with its id; the same judgement without a reason leaves the reason that was given. */
  keepFeedback(feedback: Feedback): Promise<void>;
  /** Newest first. */
  openQuestions(guildId: string): Promise<readonly OpenQuestion[]>;
  /** Leaves the one that has its id, where there is one. */
  addOpenQuestion(question: OpenQuestion): Promise<void>;
  removeOpenQuestions(guildId: string, ids: readonly string[]): Promise<void>;
  /** Counts an answer at a paragraph, from 1. */
  countAnswer(guildId: string, paragraph: number): Promise<void>;
  /** Answers by paragraph. */
  answerCounts(guildId: string): Promise<ReadonlyMap<number, number>>;

  // Answers that stay true
  /** Keeps what a message shows, in the place of what it showed before. */
  keepAnswer(answer: Answer): Promise<void>;
  answer(messageId: string): Promise<Answer | undefined>;
  /** A page of the answers that everybody sees, newest first: those after one of them, of one guild or of all. */
  publicAnswers(limit: number, after?: Pick<Answer, 'at' | 'messageId'>, guildId?: string): Promise<readonly Answer[]>;
  /** Has answers edited as soon as that can be; those that wait already wait as long as before. */
  markAnswers(messageIds: readonly string[], now: number): Promise<void>;
  /** Leases the newest answer that is to be edited now; undefined where there is none. */
  leaseAnswer(now: number, leaseMs: number): Promise<LeasedAnswer | undefined>;
  /** An answer shows what it should. Where it was marked meanwhile, it goes on to wait. */
  settleAnswer(answer: LeasedAnswer, stands: string, isAsSent: boolean): Promise<void>;
  /** An answer could not be edited, and is to be later. */
  postponeAnswer(answer: LeasedAnswer, dueAt: number): Promise<void>;
  /** The same for all of a channel that wait and were sent before a time. */
  postponeChannel(channelId: string, sentBefore: number, dueAt: number): Promise<void>;
  /** Forgets an answer that is gone or cannot be reached. */
  removeAnswer(messageId: string): Promise<void>;
  /** When a guild's moderators last changed each of some notes, by id. */
  lastChanges(guildId: string, noteIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  // Forgetting
  /** Guilds of which anything is kept. */
  guildsKept(): Promise<readonly string[]>;
  scheduleDeletion(deletion: Deletion): Promise<void>;
  cancelDeletion(kind: Deletion['kind'], id: string): Promise<boolean>;
  deletion(kind: Deletion['kind'], id: string): Promise<Deletion | undefined>;
  dueDeletions(now: number): Promise<readonly Deletion[]>;
  /** The messages in queues that name a person, who proposed or decided what stands there. */
  queueMessagesNaming(userId: string): Promise<readonly QueueMessage[]>;
  /** Takes a person's id out of everything, and removes what is theirs alone (drafts and suggestions that wait). */
  forgetUser(userId: string): Promise<void>;
  /** Removes everything about a guild. */
  forgetGuild(guildId: string): Promise<void>;
  /** Removes answers, feedback, open questions and drafts that are older than they may be kept. */
  purge(limits: {
    readonly answersBefore: number;
    readonly feedbackBefore: number;
    readonly draftsBefore: number;
    readonly now: number;
  }): Promise<void>;

  /** What was deleted is no longer in the database's files from then on, as far as that is ours to do: on a PostgreSQL server it is the server's. */
  scrub(): Promise<void>;

  // Hearing of changes
  /** Calls the listener for every event from now on, of this process and of others, each once and in order; the returned function ends that. */
  listen(listener: (event: StoreEvent) => void): () => void;

  /** Writes all that is kept into a new SQLite file, as it stands at one moment, while others go on writing. Throws InputError where the file exists. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

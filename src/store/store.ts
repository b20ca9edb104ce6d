// The stored data of guilds, in any database. A promise of a change resolves when it is on disk; if the database fails, it rejects with
// StoreError, which says whether anything can have been saved.

import type { Change, KeptNote, NewProposal, Proposal, ProposalState, Revision } from '../notes/revision.js';

/** A revision could not be added, since another came first. Nothing was changed. */
export interface Conflict {
  readonly kind: 'conflict';
  /** The note as it is now; undefined if the guild never touched it. */
  readonly current: KeptNote | undefined;
}

export type Saved = { readonly kind: 'saved'; readonly revision: Revision } | Conflict;

/** The outcome of a proposal, by its kind. */
export type Accepted =
  | Saved
  | { readonly kind: 'imported'; readonly count: number }
  | (Conflict & { readonly noteId: string })
  /** `wasThere`: whether the training example to remove existed; always true for one added. */
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
  /** Days for which open questions are kept; 0: they are not kept. */
  readonly keepQuestionsDays: number;
  /** The bot's language if the reader's is unknown; undefined: the guild's. */
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

/** A question that a moderator tied to a sentence, or to none. */
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
  /** The same for all judgements by one person of one answer, without revealing who. */
  readonly id: string;
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason: string | undefined;
  readonly at: number;
}

/** A message of the bot with notes or quotations: the data to render it again, without any typed text. */
export interface Answer {
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** Snowflake of the person who may use its buttons; undefined if forgotten. */
  readonly askerId: string | undefined;
  /** Whether only the asker sees it; such a message cannot be edited later. */
  readonly isPrivate: boolean;
  /** Identifies the quoted article; undefined: sent before it was stored. */
  readonly article: string | undefined;
  /** A JSON value for its renderer; undefined: sent before such values were stored. */
  readonly shown: unknown;
  /** Versions, by id, of the notes that it was first sent with; empty texts if it was sent before versions were stored. */
  readonly notes: Readonly<Record<string, string>>;
  /** A digest of the shown message; undefined if unknown. */
  readonly stands: string | undefined;
  /** Time when its notes were first found to differ from those it was sent with; undefined if they do not. */
  readonly noticedAt: number | undefined;
  readonly at: number;
}

/** An answer that this process alone may edit for a time. */
export interface LeasedAnswer extends Answer {
  readonly leasedUntil: number;
  readonly marks: number;
  /** Number of failed edits in a row. */
  readonly tries: number;
}

/** A change that other processes must learn of. `seq` grows in the order in which changes became visible. */
export interface StoreEvent {
  readonly seq: number;
  readonly guildId: string;
  readonly what: 'notes' | 'lessons' | 'settings' | 'forgotten';
  /** Id of the note or training example, if the event is about a single one. */
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

/** Reads many kept notes at once. */
export interface BulkNotes {
  /** The kept notes among some ids. */
  keptNotesAmong(guildId: string, noteIds: readonly string[]): Promise<readonly KeptNote[]>;
  /** The version of every note that a guild's moderators touched, by id, to find changed notes. */
  keptVersions(guildId: string): Promise<ReadonlyMap<string, number>>;
}

/** Called within the write transaction: whether the change is still right beside what is stored now. */
export type IsRight = (kept: BulkNotes) => Promise<boolean>;

/** `IsRight` said no. Nothing was changed. */
export interface Refused {
  readonly kind: 'refused';
}

/** Most suggestions waiting for a decision in a guild. */
export interface WaitingLimits {
  readonly ofPerson: number;
  readonly ofGuild: number;
}

export interface TooMany {
  readonly kind: 'full';
  readonly of: 'person' | 'guild';
  /** Number of waiting suggestions. */
  readonly count: number;
}

/** The outcome of submitting a draft to the moderators. */
export type Submitted = { readonly kind: 'waiting'; readonly proposal: Proposal } | TooMany;

export interface Store extends BulkNotes {
  // Notes
  /** Every note that a guild's moderators touched, retracted or not. */
  keptNotes(guildId: string): Promise<readonly KeptNote[]>;
  keptNote(guildId: string, noteId: string): Promise<KeptNote | undefined>;
  /** Oldest first. */
  revisions(guildId: string, noteId: string): Promise<readonly Revision[]>;
  /** Adds a revision for each change, or none if a note's version is no longer its `baseVersion`. */
  addRevisions(
    changes: readonly Change[],
    at: number,
    isRight?: IsRight,
  ): Promise<{ readonly kind: 'saved'; readonly count: number } | (Conflict & { readonly noteId: string }) | Refused>;
  /** Guilds that have notes or training examples of their own. */
  guildsWithNotes(): Promise<readonly string[]>;

  // Proposals
  addProposal(proposal: NewProposal): Promise<void>;
  proposal(id: string): Promise<Proposal | undefined>;
  waitingProposals(guildId: string): Promise<readonly Proposal[]>;
  /**
   * Submits a draft to the moderators. A suggestion over the limits is discarded; undefined if it was no longer a draft.
   */
  submitProposal(id: string, by: string, at: number, limits: WaitingLimits): Promise<Submitted | undefined>;
  /** Changes a proposal's state and returns the proposal; undefined if it was no longer in the state `from`. */
  moveProposal(id: string, from: ProposalState, to: ProposalState, by: string, at: number): Promise<Proposal | undefined>;
  /**
   * Replaces a draft or waiting proposal by another, also in the queue, and returns it; the old one is discarded.
   * Undefined if the old one was decided or replaced meanwhile.
   */
  replaceProposal(id: string, by: NewProposal, at: number): Promise<Proposal | undefined>;
  setQueueMessage(id: string, channelId: string, messageId: string): Promise<void>;
  /** Accepts and applies a proposal in one transaction. Conflicts and refusals change nothing; undefined if not in the state `from`. */
  acceptProposal(id: string, from: 'draft' | 'waiting', by: string, at: number, isRight?: IsRight): Promise<Accepted | Refused | undefined>;

  // Settings
  settings(guildId: string): Promise<GuildSettings>;
  /** Of every guild that changed any. */
  everySettings(): Promise<ReadonlyMap<string, GuildSettings>>;
  changeSettings(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings>;

  // Training examples
  trainingExamples(guildId: string): Promise<readonly TrainingExample[]>;
  addTrainingExample(lesson: TrainingExample): Promise<void>;
  removeTrainingExample(guildId: string, id: string): Promise<boolean>;

  // Readers' questions and feedback
  /** Stores a judgement, replacing the one with its id; the same judgement without a reason keeps the earlier reason. */
  keepFeedback(feedback: Feedback): Promise<void>;
  /** Newest first. */
  openQuestions(guildId: string): Promise<readonly OpenQuestion[]>;
  /** Does nothing if one with its id exists. */
  addOpenQuestion(question: OpenQuestion): Promise<void>;
  removeOpenQuestions(guildId: string, ids: readonly string[]): Promise<void>;
  /** Counts an answer at a paragraph, from 1. */
  countAnswer(guildId: string, paragraph: number): Promise<void>;
  /** Answers by paragraph. */
  answerCounts(guildId: string): Promise<ReadonlyMap<number, number>>;

  // Earlier answers
  /** Stores what a message shows, replacing what it showed before. */
  keepAnswer(answer: Answer): Promise<void>;
  answer(messageId: string): Promise<Answer | undefined>;
  /** A page of public answers, newest first, of one guild or of all, after a given one. */
  publicAnswers(limit: number, after?: Pick<Answer, 'at' | 'messageId'>, guildId?: string): Promise<readonly Answer[]>;
  /** Marks answers to be edited as soon as possible; answers already marked keep their due time. */
  markAnswers(messageIds: readonly string[], now: number): Promise<void>;
  /** Leases the newest answer that is due; undefined if there is none. */
  leaseAnswer(now: number, leaseMs: number): Promise<LeasedAnswer | undefined>;
  /** Records that an answer is up to date. If it was marked meanwhile, it stays due. */
  settleAnswer(answer: LeasedAnswer, stands: string, isAsSent: boolean): Promise<void>;
  /** Postpones an answer that could not be edited. */
  postponeAnswer(answer: LeasedAnswer, dueAt: number): Promise<void>;
  /** The same for all due answers of a channel that were sent before a time. */
  postponeChannel(channelId: string, sentBefore: number, dueAt: number): Promise<void>;
  /** Forgets an answer that was deleted or cannot be reached. */
  removeAnswer(messageId: string): Promise<void>;
  /** Time of the last change of each of some notes by a guild's moderators, by id. */
  lastChanges(guildId: string, noteIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  // Forgetting
  /** Guilds with any stored data. */
  guildsKept(): Promise<readonly string[]>;
  scheduleDeletion(deletion: Deletion): Promise<void>;
  cancelDeletion(kind: Deletion['kind'], id: string): Promise<boolean>;
  deletion(kind: Deletion['kind'], id: string): Promise<Deletion | undefined>;
  dueDeletions(now: number): Promise<readonly Deletion[]>;
  /** Messages in queues that name a person, as author or decider. */
  queueMessagesNaming(userId: string): Promise<readonly QueueMessage[]>;
  /** Removes a person's id everywhere, and everything that is theirs alone (drafts and waiting suggestions). */
  forgetUser(userId: string): Promise<void>;
  /** Removes everything about a guild. */
  forgetGuild(guildId: string): Promise<void>;
  /** Removes answers, feedback, open questions and drafts that have expired. */
  purge(limits: {
    readonly answersBefore: number;
    readonly feedbackBefore: number;
    readonly draftsBefore: number;
    readonly now: number;
  }): Promise<void>;

  /** Removes deleted data from the database's files; on PostgreSQL that is up to the server. */
  scrub(): Promise<void>;

  // Events
  /** Calls the listener for every event from now on, of all processes, once each and in order; the returned function stops it. */
  listen(listener: (event: StoreEvent) => void): () => void;

  /** Writes a snapshot of everything into a new SQLite file while others go on writing. Throws InputError if the file exists. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

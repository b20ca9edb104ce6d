// Revisions of notes, which are only ever added, and proposals, which may become one.

import type { Note } from './note.js';

/** All of a note but its id. */
export type NoteContent = Omit<Note, 'id'>;

/**
 * The effect of a revision on what a guild's readers see.
 * - add: a note of the guild's own
 * - edit: other words, status or sources; of a shipped note, for this guild only
 * - withdraw: it is shown no more
 * - restore: it is shown again, as it was in some revision or as it was shipped
 */
export const NOTE_ACTIONS = ['add', 'edit', 'withdraw', 'restore'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];

/** A note of a guild as its last revision left it. Notes that the guild never touched have none. */
export interface KeptNote {
  readonly guildId: string;
  readonly noteId: string;
  /** Number of the last revision, from 1. */
  readonly version: number;
  readonly isRetracted: boolean;
  /** Undefined: as it was shipped. */
  readonly content: NoteContent | undefined;
}

/** Snowflakes of those whose words somebody else changed before they were saved, the first one first; undefined who was forgotten. Absent for none. */
export type Coauthors = readonly (string | undefined)[];

/** One step in a note's history. Nothing ever changes or removes one; only who made it can be forgotten. */
export interface Revision extends KeptNote {
  readonly action: NoteAction;
  /** Snowflakes; undefined where the person asked to be forgotten, or for the approver, where nobody had to approve. */
  readonly authorId: string | undefined;
  readonly coauthorIds?: Coauthors | undefined;
  readonly approverId: string | undefined;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A revision that somebody wants. */
export interface Change {
  readonly guildId: string;
  readonly noteId: string;
  readonly action: NoteAction;
  /** What the note is to say from then on; undefined: as it was shipped. */
  readonly content: NoteContent | undefined;
  /** The version that its author saw; 0 for a note that the guild never touched. */
  readonly baseVersion: number;
  /** The author of the words as they are. */
  readonly authorId: string | undefined;
  readonly coauthorIds?: Coauthors | undefined;
  readonly reason: string;
}

/**
 * The state of a proposal.
 * - draft: its author sees its effect
 * - waiting: another moderator must decide
 * - accepted, rejected, discarded: decided, by a moderator or by its author
 */
const PROPOSAL_STATES = ['draft', 'waiting', 'accepted', 'rejected', 'discarded'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** What every proposal has, whatever it wants. What it wants never changes: other words are a proposal of their own, which takes its place. */
interface Proposed {
  /** Short, and safe in a custom id. */
  readonly id: string;
  readonly origin: 'moderator' | 'reader';
  readonly state: ProposalState;
  readonly decidedBy: string | undefined;
  /** Its message in the moderators' queue, once posted. */
  readonly queueMessage: { readonly channelId: string; readonly messageId: string } | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly decidedAt: number | undefined;
}

/** A change of one note that somebody wants. */
export interface NoteProposal extends Proposed, Change {
  readonly kind: 'note';
}

/** The common fields of proposals that are not about a single note. */
type Wish = Pick<Change, 'guildId' | 'authorId' | 'coauthorIds' | 'reason'>;

/** A change as a part of many, which have their author and reason in common. */
export type ImportedChange = Pick<Change, 'noteId' | 'action' | 'content' | 'baseVersion'>;

/** Changes of many notes, from a file: all of them or none. Once it is decided they are kept in the notes' histories alone. */
export interface ImportProposal extends Proposed, Wish {
  readonly kind: 'import';
  readonly changes: readonly ImportedChange[];
}

/** Something to be taught about a question, or to be taken back. Once it is decided its words are kept as a training example, or not at all. */
export interface TrainingProposal extends Proposed, Wish {
  readonly kind: 'lesson';
  readonly act: 'teach' | 'take-back';
  readonly exampleId: string;
  readonly question: string;
  /** The sentence of the article that answers it, word for word; undefined: the article does not answer it. */
  readonly answer: string | undefined;
}

export type Proposal = NoteProposal | ImportProposal | TrainingProposal;

type Fresh<One> = One extends Proposed
  ? Omit<One, 'state' | 'decidedBy' | 'decidedAt' | 'queueMessage'> & { readonly state: 'draft' | 'waiting' }
  : never;
/** A proposal that nobody has decided yet. */
export type NewProposal = Fresh<Proposal>;

/** What somebody wants, before it is known as whose proposal. */
export type Intent<One> = One extends Proposed
  ? Omit<One, 'id' | 'authorId' | 'coauthorIds' | 'origin' | 'createdAt' | 'state' | 'decidedBy' | 'decidedAt' | 'queueMessage'>
  : never;

/** The changes of notes that a proposal is accepted with; a training example is none. */
export function changesOf(proposal: NoteProposal | ImportProposal): readonly Change[] {
  if (proposal.kind === 'note') return [proposal];
  const { guildId, authorId, coauthorIds, reason } = proposal;
  return proposal.changes.map((change) => ({ ...change, guildId, authorId, coauthorIds, reason }));
}

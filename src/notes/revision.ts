// Revisions of notes, which are append-only, and proposals, which may become revisions.

import type { Note } from './note.js';

/** A note without its id. */
export type NoteContent = Omit<Note, 'id'>;

/**
 * The effect of a revision on the notes that a guild's readers see.
 * - add: a new note of the guild's own
 * - edit: different words, status or sources; a shipped note changes for this guild only
 * - withdraw: the note is hidden (retracted)
 * - restore: the note is visible again, with the content of some revision or as shipped
 */
export const NOTE_ACTIONS = ['add', 'edit', 'withdraw', 'restore'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];

/** A guild's note after its last revision. A note without revisions has no KeptNote. */
export interface KeptNote {
  readonly guildId: string;
  readonly noteId: string;
  /** Number of the last revision, from 1. */
  readonly version: number;
  readonly isRetracted: boolean;
  /** Undefined: the shipped content. */
  readonly content: NoteContent | undefined;
}

/**
 * Snowflakes of authors whose words somebody else changed before saving, the first one first; undefined for a forgotten person. Absent for
 * none.
 */
export type Coauthors = readonly (string | undefined)[];

/** One step in a note's history. Revisions are never changed or removed; only their authors can be forgotten. */
export interface Revision extends KeptNote {
  readonly action: NoteAction;
  /** Snowflakes; undefined for a forgotten person or, as approver, if no approval was needed. */
  readonly authorId: string | undefined;
  readonly coauthorIds?: Coauthors | undefined;
  readonly approverId: string | undefined;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A wanted revision. */
export interface Change {
  readonly guildId: string;
  readonly noteId: string;
  readonly action: NoteAction;
  /** The wanted content; undefined: the shipped content. */
  readonly content: NoteContent | undefined;
  /** The version that the author saw; 0 for a note that the guild never touched. */
  readonly baseVersion: number;
  /** The author of the present words. */
  readonly authorId: string | undefined;
  readonly coauthorIds?: Coauthors | undefined;
  readonly reason: string;
}

/**
 * The state of a proposal.
 * - draft: its author is reviewing its effect
 * - waiting: another moderator must decide
 * - accepted, rejected, discarded: decided, by a moderator or by its author
 */
const PROPOSAL_STATES = ['draft', 'waiting', 'accepted', 'rejected', 'discarded'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** Common fields of all proposals. The content of a proposal never changes: a rewording is a new proposal that replaces it. */
interface Proposed {
  /** Short, and usable in a custom id. */
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

/** A wanted change of one note. */
export interface NoteProposal extends Proposed, Change {
  readonly kind: 'note';
}

/** The common fields of proposals that are not about a single note. */
type Wish = Pick<Change, 'guildId' | 'authorId' | 'coauthorIds' | 'reason'>;

/** A change within an import, whose changes share author and reason. */
export type ImportedChange = Pick<Change, 'noteId' | 'action' | 'content' | 'baseVersion'>;

/** Changes of many notes from a file, all of them or none. After the decision only the notes' histories keep them. */
export interface ImportProposal extends Proposed, Wish {
  readonly kind: 'import';
  readonly changes: readonly ImportedChange[];
}

/** A training example to add or remove. After the decision its words are kept as a training example, or not at all. */
export interface TrainingProposal extends Proposed, Wish {
  readonly kind: 'lesson';
  readonly act: 'teach' | 'take-back';
  readonly exampleId: string;
  readonly question: string;
  /** The answering sentence of the article, word for word; undefined if the article does not answer the question. */
  readonly answer: string | undefined;
}

export type Proposal = NoteProposal | ImportProposal | TrainingProposal;

type Fresh<One> = One extends Proposed
  ? Omit<One, 'state' | 'decidedBy' | 'decidedAt' | 'queueMessage'> & { readonly state: 'draft' | 'waiting' }
  : never;
/** A proposal before any decision. */
export type NewProposal = Fresh<Proposal>;

/** The content of a proposal before it has an author. */
export type Intent<One> = One extends Proposed
  ? Omit<One, 'id' | 'authorId' | 'coauthorIds' | 'origin' | 'createdAt' | 'state' | 'decidedBy' | 'decidedAt' | 'queueMessage'>
  : never;

/** The note changes of an accepted proposal; training proposals have none. */
export function changesOf(proposal: NoteProposal | ImportProposal): readonly Change[] {
  if (proposal.kind === 'note') return [proposal];
  const { guildId, authorId, coauthorIds, reason } = proposal;
  return proposal.changes.map((change) => ({ ...change, guildId, authorId, coauthorIds, reason }));
}

// What moderators make of notes: revisions that are only ever added to, and proposals on their way to become one.

import type { Note } from './note.js';

/** All of a note but its id. */
export type NoteContent = Omit<Note, 'id'>;

/**
 * What a revision does to a note as a server's readers see it.
 * - add: a note of the server's own
 * - edit: other words, status or sources; of a shipped note, for this server only
 * - withdraw: it is shown no more
 * - restore: it is shown again, as it was in some revision or as it was shipped
 */
export const NOTE_ACTIONS = ['add', 'edit', 'withdraw', 'restore'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];

/** A note of a server as its last revision left it. Notes that the server never touched have none. */
export interface KeptNote {
  readonly guildId: string;
  readonly noteId: string;
  /** Number of the last revision, from 1. */
  readonly version: number;
  readonly isWithdrawn: boolean;
  /** Undefined: as it was shipped. */
  readonly content: NoteContent | undefined;
}

/** One step in a note's history. Nothing ever changes or removes one; only who made it can be forgotten. */
export interface Revision extends KeptNote {
  readonly action: NoteAction;
  /** Snowflakes; undefined where the person asked to be forgotten, or for the approver, where nobody had to approve. */
  readonly authorId: string | undefined;
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
  /** The version that its author saw; 0 for a note that the server never touched. */
  readonly baseVersion: number;
  readonly authorId: string | undefined;
  readonly reason: string;
}

/**
 * How far a proposal is.
 * - draft: its author sees its effect
 * - waiting: another moderator must decide
 * - accepted, rejected, discarded: decided, by a moderator or by its author
 */
const PROPOSAL_STATES = ['draft', 'waiting', 'accepted', 'rejected', 'discarded'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export interface Proposal extends Change {
  /** Short, and safe in a custom id. */
  readonly id: string;
  readonly origin: 'moderator' | 'reader';
  readonly state: ProposalState;
  readonly decidedBy: string | undefined;
  /** Where it stands in the moderators' queue, once it does. */
  readonly queueMessage: { readonly channelId: string; readonly messageId: string } | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly decidedAt: number | undefined;
}

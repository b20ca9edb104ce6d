// The tables as queries see them, equal in SQLite and PostgreSQL. Times are milliseconds since 1970, booleans 0 or 1.

import type { NoteAction, Proposal, ProposalState } from '../notes/revision.js';
import type { Deletion, Feedback, OpenQuestion, StoreEvent } from './store.js';

/** JSON as text, so that no query depends on a database's treatment of JSON. */
type Json = string;
type Bit = 0 | 1;

/** All rows of a guild refer to its row in `guilds`, and are deleted with it. */
interface OfGuild {
  readonly guild_id: string;
}

interface KeptNoteColumns extends OfGuild {
  readonly note_id: string;
  readonly version: number;
  readonly is_withdrawn: Bit;
  readonly content: Json | null;
}

interface RevisionColumns extends KeptNoteColumns {
  readonly action: NoteAction;
  readonly author_id: string | null;
  /** A list of ids and nulls; null for none. */
  readonly coauthors: Json | null;
  readonly approver_id: string | null;
  readonly reason: string;
  readonly at: number;
}

interface ProposalColumns extends OfGuild {
  readonly id: string;
  readonly kind: Proposal['kind'];
  /** Empty for an import; for a training example its id. */
  readonly note_id: string;
  /** Without meaning for imports and training examples. */
  readonly action: NoteAction;
  /** For an import its changes, for a training example the example to add or remove; for both null once decided. */
  readonly content: Json | null;
  readonly base_version: number;
  readonly author_id: string | null;
  /** As in revisions. */
  readonly coauthors: Json | null;
  readonly reason: string;
  readonly origin: Proposal['origin'];
  readonly state: ProposalState;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
  readonly queue_channel_id: string | null;
  readonly queue_message_id: string | null;
  readonly created_at: number;
}

interface AnswerColumns extends OfGuild {
  readonly message_id: string;
  readonly channel_id: string;
  readonly asker_id: string | null;
  readonly is_private: Bit;
  /** Null, like `shown`, if sent before this was stored. */
  readonly article: string | null;
  readonly shown: Json | null;
  /** Versions by the ids of notes; empty texts if sent before versions were stored. */
  readonly notes: Json;
  readonly stands: string | null;
  readonly noticed_at: number | null;
  /** Time from which it may be edited; null: no edit is due. */
  readonly due_at: number | null;
  /** Time until which nobody else edits it. */
  readonly leased_until: number | null;
  /** Number of times it was marked as behind: shows whether it was marked again during an edit. */
  readonly marks: number;
  /** Number of failed edits in a row. */
  readonly tries: number;
  readonly at: number;
}

export interface Tables {
  readonly guilds: { readonly id: string };
  /** The state of each note after its last revision. */
  readonly notes: KeptNoteColumns;
  readonly revisions: RevisionColumns;
  /** The values that a guild changed, as JSON; the rest are the program's defaults. */
  readonly settings: OfGuild & { readonly changed: Json };
  readonly feedback: {
    readonly id: string;
    readonly message_id: string;
    readonly channel_id: string;
    readonly guild_id: string | null;
    readonly verdict: Feedback['verdict'];
    readonly reason: string | null;
    readonly at: number;
  };
  readonly proposals: ProposalColumns;
  readonly lessons: OfGuild & {
    readonly id: string;
    readonly question: string;
    readonly answer: string | null;
    readonly author_id: string | null;
    readonly at: number;
  };
  readonly open_questions: OfGuild & {
    readonly id: string;
    readonly question: string;
    readonly why: OpenQuestion['why'];
    readonly at: number;
  };
  readonly answer_counts: OfGuild & { readonly paragraph: number; readonly answers: number };
  readonly answers: AnswerColumns;
  readonly deletions: { readonly kind: Deletion['kind']; readonly id: string; readonly due_at: number };
  readonly events: OfGuild & { readonly seq: number; readonly what: StoreEvent['what']; readonly subject: string | null };
}

/** Every table with its primary key; a table comes after those that it refers to. */
export const PRIMARY_KEYS = {
  guilds: ['id'],
  notes: ['guild_id', 'note_id'],
  revisions: ['guild_id', 'note_id', 'version'],
  settings: ['guild_id'],
  feedback: ['id'],
  proposals: ['id'],
  lessons: ['id'],
  open_questions: ['id'],
  answer_counts: ['guild_id', 'paragraph'],
  answers: ['message_id'],
  deletions: ['kind', 'id'],
  events: ['seq'],
} as const satisfies Readonly<Record<keyof Tables, readonly string[]>>;

export const TABLE_NAMES = Object.keys(PRIMARY_KEYS) as readonly (keyof Tables)[];

/** Most rows of one statement: few enough for the databases' limits of parameters, 32,766 in SQLite and 65,535 in PostgreSQL. */
export const MOST_ROWS = 500;

/** The items in their order, in lists short enough for one statement. */
export function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += MOST_ROWS) yield items.slice(start, start + MOST_ROWS);
}

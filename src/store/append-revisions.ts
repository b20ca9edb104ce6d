// Appends revisions: each must build on the current version of its note, or none of them is added.

import { setImmediate } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Change, KeptNote, Revision } from '../notes/revision.js';
import { fromKeptNote, fromRevision, toKeptNote } from './rows.js';
import { batches, type Tables } from './schema.js';
import type { Conflict } from './store.js';
import type { WriteTransaction } from './write-transaction.js';

interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly approverId?: string | undefined;
}

export type Appended = { readonly kind: 'saved'; readonly revisions: readonly Revision[] } | (Conflict & { readonly noteId: string });

/** Adds revisions, several of one note in order; writes nothing if there is a conflict. Records no event. */
export async function appendRevisions(
  transaction: WriteTransaction,
  changes: readonly Change[],
  { at, approverId }: Stamp,
): Promise<Appended> {
  const kept = await keptBefore(transaction.tables, changes);
  const latest = new Map<string, KeptNote>();
  const revisions: Revision[] = [];
  for (const change of changes) {
    const { guildId, noteId, action, content, authorId, coauthorIds, reason } = change;
    const key = keyOf(change);
    const before = latest.get(key) ?? kept.get(key);
    const version = before?.version ?? 0;
    if (version !== change.baseVersion) return { kind: 'conflict', noteId, current: kept.get(key) };
    const isRetracted = isRetractedAfter(action, before);
    const revision = { guildId, noteId, version: version + 1, isRetracted, content, action, authorId, coauthorIds, approverId, reason, at };
    latest.set(key, revision);
    revisions.push(revision);
  }
  for (const guildId of new Set(changes.map((change) => change.guildId))) await transaction.addGuild(guildId);
  for (const batch of batches([...latest.values()])) {
    await transaction.tables
      .insertInto('notes')
      .values(batch.map(fromKeptNote))
      .onConflict((conflict) =>
        conflict.columns(['guild_id', 'note_id']).doUpdateSet(({ ref }) => ({
          version: ref('excluded.version'),
          is_withdrawn: ref('excluded.is_withdrawn'),
          content: ref('excluded.content'),
        })),
      )
      .execute();
    await afterBatch(batch.length, latest.size);
  }
  for (const batch of batches(revisions)) {
    await transaction.tables.insertInto('revisions').values(batch.map(fromRevision)).execute();
    await afterBatch(batch.length, revisions.length);
  }
  return { kind: 'saved', revisions };
}

/** Whether a note is retracted after an action: editing a retracted note does not show it again. */
function isRetractedAfter(action: Change['action'], before: KeptNote | undefined): boolean {
  switch (action) {
    case 'withdraw':
      return true;
    case 'add':
    case 'restore':
      return false;
    case 'edit':
      return before?.isRetracted ?? false;
  }
}

async function keptBefore(tables: Transaction<Tables>, changes: readonly Change[]): Promise<ReadonlyMap<string, KeptNote>> {
  const kept = new Map<string, KeptNote>();
  for (const guildId of new Set(changes.map((change) => change.guildId))) {
    const noteIds = new Set(changes.filter((change) => change.guildId === guildId).map((change) => change.noteId));
    for (const batch of batches([...noteIds])) {
      const rows = await tables.selectFrom('notes').selectAll().where('guild_id', '=', guildId).where('note_id', 'in', batch).execute();
      for (const note of rows.map(toKeptNote)) kept.set(keyOf(note), note);
      await afterBatch(batch.length, noteIds.size);
    }
  }
  return kept;
}

/** SQLite is synchronous and many batches take long, so this yields between them. */
async function afterBatch(length: number, all: number): Promise<void> {
  if (length < all) await setImmediate();
}

function keyOf({ guildId, noteId }: Pick<KeptNote, 'guildId' | 'noteId'>): string {
  return JSON.stringify([guildId, noteId]);
}

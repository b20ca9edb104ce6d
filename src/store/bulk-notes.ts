// Reads many notes at once, outside or inside a write transaction.

import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { KeptNote } from '../notes/revision.js';
import { toKeptNote } from './rows.js';
import { batches, type Tables } from './schema.js';
import type { BulkNotes } from './store.js';

export function bulkNotesIn(tables: Pick<Kysely<Tables>, 'selectFrom'>): BulkNotes {
  return {
    keptVersions: async (guildId) => {
      const rows = await tables.selectFrom('notes').select(['note_id', 'version']).where('guild_id', '=', guildId).execute();
      return new Map(rows.map((row) => [row.note_id, row.version]));
    },
    keptNotesAmong: async (guildId, noteIds) => {
      const notes: KeptNote[] = [];
      for (const batch of batches(noteIds)) {
        const among = tables.selectFrom('notes').selectAll().where('guild_id', '=', guildId).where('note_id', 'in', batch);
        notes.push(...(await among.execute()).map(toKeptNote));
        // SQLite is synchronous and this may take long, so it yields between batches.
        if (batch.length < noteIds.length) await setImmediate();
      }
      return notes;
    },
  };
}

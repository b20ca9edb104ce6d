// Coauthors of a change, and proposals about something other than one note.

import { type Kysely, type Migration, sql } from 'kysely';
import type { DatabaseKind } from './columns.js';

export function createAuthors(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await schema.alterTable('revisions').addColumn('coauthors', 'text').execute();
      await schema.alterTable('proposals').addColumn('coauthors', 'text').execute();
      await schema
        .alterTable('proposals')
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('note'))
        .execute();
      for (const statement of TRIGGERS[kind]) await sql.raw(statement).execute(db);
    },
  };
}

/** A forgotten author is null in the list, so the list never grows, and never appears later. */
const GROWN = 'new.coauthors is not null and (old.coauthors is null or length(new.coauthors) > length(old.coauthors))';
const GONE = 'new.coauthors is null and old.coauthors is not null';

const TRIGGERS: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: [
    `create trigger coauthors_never_change before update on revisions when (${GROWN}) or (${GONE})
     begin select raise(abort, 'a revision never changes'); end`,
  ],
  postgres: [
    `create trigger coauthors_never_change before update on revisions
     for each row when ((${GROWN}) or (${GONE})) execute function revision_never_changes()`,
  ],
};

// Migrations: the steps between versions of the tables, the record of those taken, and taking the rest.

import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { createNotes } from './migrations/0001-notes.js';
import { createProposals } from './migrations/0002-proposals.js';
import { createAuthors } from './migrations/0003-authors.js';
import { indexFeedback } from './migrations/0004-feedback.js';
import { keepAnswers } from './migrations/0005-answers.js';
import type { DatabaseKind } from './migrations/columns.js';
import type { Tables } from './schema.js';

/** Table of the steps taken. It is created before all others, and identifies our databases. */
export const MIGRATION_TABLE = 'marginalia_migrations';

/** New steps are appended; a released step never changes. */
const STEPS: Readonly<Record<string, (kind: DatabaseKind) => Migration>> = {
  '0001-notes': createNotes,
  '0002-proposals': createProposals,
  '0003-authors': createAuthors,
  '0004-feedback': indexFeedback,
  '0005-answers': keepAnswers,
};

/**
 * The version of a database, by the steps taken in it.
 * - current: nothing to do
 * - older: it can be brought up to date
 * - newer: a later version of the program was here
 */
export function ageOf(taken: readonly string[]): 'current' | 'older' | 'newer' {
  if (taken.some((name) => !(name in STEPS))) return 'newer';
  return Object.keys(STEPS).every((name) => taken.includes(name)) ? 'current' : 'older';
}

/** The steps, for Kysely's Migrator; with a schema, everything is created in it. */
function migrationProvider(kind: DatabaseKind, schema?: string): MigrationProvider {
  const within = (migration: Migration): Migration => ({
    async up(db: Kysely<unknown>) {
      if (schema !== undefined) await sql`set local search_path to ${sql.id(schema)}`.execute(db);
      await migration.up(db);
    },
  });
  return {
    getMigrations: async () => Object.fromEntries(Object.entries(STEPS).map(([name, create]) => [name, within(create(kind))])),
  };
}

/** Takes all remaining steps in one transaction; on PostgreSQL it also creates the schema. Several processes may call it at once. */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind, schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: migrationProvider(kind, schema),
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

// The kinds of databases, for `describe.each`: PostgreSQL only in the long tier, if available. In the short tier, postgres.test.ts runs a
// part of the contract over PostgreSQL.

import { hasPostgres } from '../missing.js';
import { isLongTier } from '../tier.js';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './databases.js';

type Kind = readonly [name: string, create: () => Promise<TestDatabase>];

const SQLITE: Kind = ['SQLite', createSqliteDatabase];
const POSTGRES: Kind = ['PostgreSQL', createPostgresDatabase];

export const DATABASE_KINDS: readonly Kind[] = isLongTier && hasPostgres ? [SQLITE, POSTGRES] : [SQLITE];

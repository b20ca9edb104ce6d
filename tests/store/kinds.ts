// The kinds of databases, for `describe.each`: PostgreSQL only in the long tier, if available. postgres.test.ts has the short tier's part
// of its tests.

import { hasPostgres } from '../missing.js';
import { isLongTier } from '../tier.js';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './databases.js';

type Kind = readonly [name: string, create: () => Promise<TestDatabase>];

const SQLITE: Kind = ['SQLite', createSqliteDatabase];
const POSTGRES: Kind = ['PostgreSQL', createPostgresDatabase];

export const DATABASE_KINDS: readonly Kind[] = isLongTier && hasPostgres ? [SQLITE, POSTGRES] : [SQLITE];

// The kinds of databases, for `describe.each`: PostgreSQL in the long tier, where one can be reached. What of it the short tier tests stands
// in postgres.test.ts.

import { hasPostgres } from '../missing.js';
import { isLongTier } from '../tier.js';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './databases.js';

type Kind = readonly [name: string, create: () => Promise<TestDatabase>];

const SQLITE: Kind = ['SQLite', createSqliteDatabase];
const POSTGRES: Kind = ['PostgreSQL', createPostgresDatabase];

export const DATABASE_KINDS: readonly Kind[] = isLongTier && hasPostgres ? [SQLITE, POSTGRES] : [SQLITE];

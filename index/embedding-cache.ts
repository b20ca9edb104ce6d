// Embeddings of guilds' own notes and examples, kept on disk so that a start need not repeat them. Only a cache: a problem with it
// is logged once and costs time, never an answer.

import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { Sqlite, type SqliteConnection, type SqliteStatement } from '../src/sqlite.js';
import { type Text, textKey } from './corpus.js';
import type { TextEmbedding } from './text-embedding.js';

/** Identifies our files among SQLite files: "marg". */
const APPLICATION_ID = 0x6d617267;
/** Raised whenever the stored data or its form changes. */
const FORMAT = 2;
/** Entries unused for this many days are removed. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** Number of entries removed before other work gets its turn. */
const FORGOTTEN_AT_ONCE = 50;
/** Longest wait for another process that has locked the file: at the start, and while questions are answered. */
const START_PATIENCE_MS = 2_000;
const PATIENCE_MS = 10;

/** Codes of errors that do not mean a damaged file. */
const NOT_DAMAGE = /^(?:SQLITE_(?:CANTOPEN|PERM|READONLY|FULL|IOERR|BUSY|LOCKED|NOMEM|AUTH)|E(?!RR_)[A-Z]+$)/u;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS embeddings (
    key BLOB PRIMARY KEY, used_on INTEGER NOT NULL, checksum INTEGER NOT NULL, vector BLOB NOT NULL, tokens BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS embeddings_used_on ON embeddings (used_on);
`;

export interface EmbeddingCacheOptions {
  readonly file: string;
  /** Hash of the embedding model; embeddings of other models are not found. */
  readonly modelHash: string;
  readonly log: { warn(message: string): void };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Row {
  readonly used_on: number;
  readonly checksum: number;
  readonly vector: Buffer;
  readonly tokens: Buffer;
}

/** An open file and its prepared statements. */
interface Connection {
  readonly database: SqliteConnection;
  readonly read: SqliteStatement<[Buffer], Row>;
  readonly write: SqliteStatement<[Buffer, number, number, Uint8Array, Uint8Array]>;
  readonly use: SqliteStatement<[number, Buffer]>;
  readonly forget: SqliteStatement<[number, number]>;
}

/** The cache. Several processes may use one file. */
export class EmbeddingCache {
  /** Undefined when the cache is closed or unusable. */
  #connection: Connection | undefined;

  private constructor(private readonly options: EmbeddingCacheOptions) {
    try {
      mkdirSync(dirname(options.file), { recursive: true });
      this.#connection = connect(options.file);
    } catch (error) {
      this.#mend(error);
    }
  }

  /** Opens or creates a file; replaces a file that is damaged or not ours. Removes long-unused entries piece by piece. */
  static open(options: EmbeddingCacheOptions): EmbeddingCache {
    const cache = new EmbeddingCache(options);
    void cache.#forget();
    return cache;
  }

  get(text: Text): TextEmbedding | undefined {
    return this.#try(({ read, use }) => {
      const key = this.#key(text);
      const row = read.get(key);
      // SQLite does not detect a changed byte in its data.
      if (row === undefined || checksumOf(key, row.vector, row.tokens) !== row.checksum) return undefined;
      const today = this.#today();
      if (row.used_on !== today) use.run(today, key);
      return { vector: new Float32Array(copyOf(row.vector)), tokens: new Int16Array(copyOf(row.tokens)) };
    });
  }

  set(text: Text, embedding: TextEmbedding): void {
    const [key, vector, tokens] = [this.#key(text), bytesOf(embedding.vector), bytesOf(embedding.tokens)];
    this.#try(({ write }) => write.run(key, this.#today(), checksumOf(key, vector, tokens), vector, tokens));
  }

  /** May be called more than once; afterwards nothing is found or stored. */
  close(): void {
    this.#connection?.database.close();
    this.#connection = undefined;
  }

  async #forget(): Promise<void> {
    for (let gone = FORGOTTEN_AT_ONCE; gone === FORGOTTEN_AT_ONCE; ) {
      await setImmediate();
      gone = this.#try(({ forget }) => forget.run(this.#today() - KEPT_DAYS, FORGOTTEN_AT_ONCE).changes) ?? 0;
    }
  }

  #try<Result>(work: (connection: Connection) => Result): Result | undefined {
    if (this.#connection === undefined) return undefined;
    try {
      return work(this.#connection);
    } catch (error) {
      // Another process is writing: a missing entry only means that its text is embedded again.
      if (codeOf(error).startsWith('SQLITE_BUSY')) return undefined;
      this.close();
      this.#mend(error);
      return undefined;
    }
  }

  /** Replaces a damaged file; continues without a cache if that does not help. */
  #mend(error: unknown): void {
    const { file, log } = this.options;
    const why = error instanceof Error ? error.message : String(error);
    if (!NOT_DAMAGE.test(codeOf(error))) {
      try {
        for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
        this.#connection = connect(file);
        log.warn(
          `The embeddings kept in ${file} could not be read (${why}). They were thrown away and are made anew when they are needed.`,
        );
        return;
      } catch {
        // Logged below.
      }
    }
    log.warn(
      `Embeddings cannot be kept in ${file} (${why}), so every start embeds the servers' notes again: look at its permissions and at the disk.`,
    );
  }

  #key(text: Text): Buffer {
    return createHash('sha256')
      .update(`${this.options.modelHash} ${textKey(text)}`)
      .digest();
  }

  #today(): number {
    return Math.floor(this.options.now() / DAY_MS);
  }
}

/** A SQLite file of another program, or of another version of this one. */
class ForeignFile extends Error {}

function connect(file: string): Connection {
  const database = new Sqlite(file, { timeout: START_PATIENCE_MS });
  try {
    // A crash of the machine may cost the last entries, which are then embedded again.
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.transaction(() => prepare(database)).immediate();
    database.pragma(`busy_timeout = ${PATIENCE_MS}`);
    return {
      database,
      read: database.prepare('SELECT used_on, checksum, vector, tokens FROM embeddings WHERE key = ?'),
      write: database.prepare('INSERT OR REPLACE INTO embeddings (key, used_on, checksum, vector, tokens) VALUES (?, ?, ?, ?, ?)'),
      use: database.prepare('UPDATE embeddings SET used_on = ? WHERE key = ?'),
      forget: database.prepare('DELETE FROM embeddings WHERE rowid IN (SELECT rowid FROM embeddings WHERE used_on < ? LIMIT ?)'),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Initialises an empty file. Throws ForeignFile for any other file that is not ours. */
function prepare(database: SqliteConnection): void {
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
  const id = database.pragma('application_id', { simple: true });
  const format = database.pragma('user_version', { simple: true });
  if (!isEmpty && id !== APPLICATION_ID) throw new ForeignFile('it holds something else');
  if (!isEmpty && format !== FORMAT) throw new ForeignFile(`it has format ${format}, this version writes ${FORMAT}`);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${FORMAT}`);
  database.exec(SCHEMA);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function checksumOf(...parts: readonly Uint8Array[]): number {
  // zlib's CRC of zero bytes is 0, whatever came before.
  return parts.reduce((sum, part) => (part.length === 0 ? sum : crc32(part, sum)), 0);
}

function bytesOf(array: Float32Array | Int16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A copy, since a Buffer need not start at a multiple of four. */
function copyOf(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

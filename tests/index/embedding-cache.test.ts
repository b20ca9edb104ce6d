// Tests of the embedding cache: the same numbers come back, and damage to the file costs time, never a wrong number.

import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Text } from '../../index/corpus.js';
import { EmbeddingCache } from '../../index/embedding-cache.js';
import type { TextEmbedding } from '../../index/text-embedding.js';
import { Sqlite } from '../../src/sqlite.js';
import { runs } from '../tier.js';
import { DAMAGES } from './fixtures/damages.js';

const DAY_MS = 86_400_000;
const DIMENSIONS = 8;

let folder = '';
let file = '';
let warnings: string[] = [];
let today = 20_000;
const opened: EmbeddingCache[] = [];

function open(changes: { readonly file?: string; readonly modelHash?: string } = {}): EmbeddingCache {
  const cache = EmbeddingCache.open({
    file,
    modelHash: 'a'.repeat(64),
    log: { warn: (message) => warnings.push(message) },
    now: () => today * DAY_MS + 5,
    ...changes,
  });
  opened.push(cache);
  return cache;
}

const textOf = (i: number): Text => ({ text: `text ${i}`, role: 'passage', tokens: 'topic' });

/** Arbitrary numbers, different for each text. */
const embeddingOf = (i: number, tokens = i % 40): TextEmbedding => ({
  vector: Float32Array.from({ length: DIMENSIONS }, (_, d) => Math.sin(i + d)),
  tokens: Int16Array.from({ length: tokens * DIMENSIONS }, (_, d) => Math.round(32_767 * Math.cos(i * 3 + d))),
});

/** Makes a file with this many embeddings, and closes it. */
function makeFile(count: number): void {
  const cache = open();
  for (let i = 0; i < count; i++) cache.set(textOf(i), embeddingOf(i));
  cache.close();
}

/** Expects that every text is found unchanged or not at all. Gives the number found. */
function expectNothingWrong(cache: EmbeddingCache, count: number): number {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const embedding = cache.get(textOf(i));
    if (embedding === undefined) continue;
    expect(embedding).toEqual(embeddingOf(i));
    found++;
  }
  return found;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-cache-'));
  file = join(folder, 'embeddings.sqlite');
  warnings = [];
  today = 20_000;
});

afterEach(() => {
  for (const cache of opened.splice(0)) cache.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an embedding', () => {
  it('is found again, to the bit, also by another start', () => {
    makeFile(100);
    const cache = open();
    expect(expectNothingWrong(cache, 100)).toBe(100);
    expect(warnings).toEqual([]);
  });

  it.each<[string, Partial<Text>, string]>([
    ['another text', { text: 'text 10' }, 'a'],
    ['another role', { role: 'query' }, 'a'],
    ['other tokens', { tokens: 'words' }, 'a'],
    ['another model', {}, 'b'],
  ])('is not taken for that of %s', (_, change, model) => {
    makeFile(2);
    expect(open({ modelHash: model.repeat(64) }).get({ ...textOf(1), ...change })).toBeUndefined();
  });

  it('takes the place of the one before', () => {
    const cache = open();
    cache.set(textOf(1), embeddingOf(1));
    cache.set(textOf(1), embeddingOf(2));
    expect(cache.get(textOf(1))).toEqual(embeddingOf(2));
  });

  it('may have no tokens', () => {
    const cache = open();
    cache.set(textOf(1), embeddingOf(1, 0));
    expect(cache.get(textOf(1))).toEqual(embeddingOf(1, 0));
  });

  it('is not found once the cache is closed, and cannot be kept, and nothing throws', () => {
    const cache = open();
    cache.set(textOf(1), embeddingOf(1));
    cache.close();
    cache.close();
    cache.set(textOf(2), embeddingOf(2));
    expect([cache.get(textOf(1)), cache.get(textOf(2))]).toEqual([undefined, undefined]);
    expect(warnings).toEqual([]);
  });
});

describe('what nobody asked for in 90 days', () => {
  const left = (cache: EmbeddingCache, count: number) => Array.from({ length: count }, (_, i) => i).filter((i) => cache.get(textOf(i)));

  it('is forgotten bit by bit after a start, and nothing else is', async () => {
    makeFile(170);
    today += 60;
    const later = open();
    for (let i = 0; i < 20; i++) later.get(textOf(i));
    later.close();
    today += 31;
    const cache = open();
    // A lookup counts as a use, so only rows are counted until the rest is gone.
    const rows = new Sqlite(file, { readonly: true }).prepare('SELECT count(*) FROM embeddings').pluck();
    await expect.poll(() => rows.get()).toBe(20);
    expect(left(cache, 170)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('is kept on the last day', async () => {
    makeFile(3);
    today += 90;
    const cache = open();
    await wait(50);
    expect(left(cache, 3)).toEqual([0, 1, 2]);
  });
});

describe('a file that is', () => {
  it.each(DAMAGES)('$name gives nothing wrong, and can be used again', ({ harm }) => {
    makeFile(60);
    harm(file);
    const cache = open();
    expectNothingWrong(cache, 60);
    expect(warnings.length).toBeLessThanOrEqual(1);
    cache.set(textOf(7), embeddingOf(7));
    expect(cache.get(textOf(7))).toEqual(embeddingOf(7));
    expect(warnings.length).toBeLessThanOrEqual(1);
  });

  it('damaged anywhere gives nothing wrong, and warns once at most', () => {
    makeFile(40);
    const good = readFileSync(file);
    const damage = fc.record({
      at: fc.nat({ max: good.length - 1 }),
      length: fc.integer({ min: 1, max: 5000 }),
      value: fc.nat({ max: 255 }),
    });
    fc.assert(
      fc.property(damage, ({ at, length, value }) => {
        warnings = [];
        for (const name of [`${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
        const bytes = Buffer.from(good);
        bytes.fill(value, at, Math.min(bytes.length, at + length));
        writeFileSync(file, bytes);
        const cache = open();
        expectNothingWrong(cache, 40);
        cache.set(textOf(1), embeddingOf(1));
        expectNothingWrong(cache, 40);
        cache.close();
        expect(warnings.length).toBeLessThanOrEqual(1);
      }),
      runs(60, 12),
    );
  });

  it('damaged within one embedding gives the others, and embeds only that one again', () => {
    makeFile(40);
    const bytes = readFileSync(file);
    // Text 0 has no tokens, so only its vector can be checked.
    for (const i of [0, 7]) {
      const vector = new Uint8Array(embeddingOf(i).vector.buffer);
      // SQLite leaves copies behind when it splits a page.
      for (let at = bytes.indexOf(vector); at >= 0; at = bytes.indexOf(vector)) bytes.fill(87, at, at + 4);
    }
    writeFileSync(file, bytes);
    const cache = open();
    expect([cache.get(textOf(0)), cache.get(textOf(7))]).toEqual([undefined, undefined]);
    expect(expectNothingWrong(cache, 40)).toBe(38);
    expect(warnings).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['no database', () => writeFileSync(file, 'This is text.\n'.repeat(1000))],
    ['somebody else’s database', () => new Sqlite(file).exec('CREATE TABLE people (name TEXT)').close()],
    [
      'one of another version',
      () => {
        makeFile(3);
        const database = new Sqlite(file);
        database.pragma('user_version = 99');
        database.close();
      },
    ],
  ])('%s is thrown away with one warning', (_, make) => {
    make();
    const cache = open();
    expect(warnings).toEqual([expect.stringContaining(`The embeddings kept in ${file} could not be read (`)]);
    expect(warnings[0]).toContain('thrown away');
    cache.set(textOf(1), embeddingOf(1));
    cache.close();
    expect(open().get(textOf(1))).toEqual(embeddingOf(1));
    expect(warnings).toHaveLength(1);
  });

  it('empty or not there is begun without a word', () => {
    writeFileSync(file, '');
    open().set(textOf(1), embeddingOf(1));
    open({ file: join(folder, 'deep', 'down', 'embeddings.sqlite') }).set(textOf(1), embeddingOf(1));
    expect(existsSync(join(folder, 'deep', 'down', 'embeddings.sqlite'))).toBe(true);
    expect(warnings).toEqual([]);
  });

  it.each<[string, () => string]>([
    [
      'a folder',
      () => {
        mkdirSync(file);
        return file;
      },
    ],
    [
      'in a folder that is a file',
      () => {
        appendFileSync(file, 'text');
        return join(file, 'embeddings.sqlite');
      },
    ],
  ])('%s is done without, with one warning', (_, make) => {
    const cache = open({ file: make() });
    cache.set(textOf(1), embeddingOf(1));
    expect(cache.get(textOf(1))).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("every start embeds the servers' notes again");
  });
});

describe('two processes', () => {
  it('use one file', () => {
    const [one, other] = [open(), open()];
    one.set(textOf(1), embeddingOf(1));
    other.set(textOf(2), embeddingOf(2));
    expect(other.get(textOf(1))).toEqual(embeddingOf(1));
    expect(one.get(textOf(2))).toEqual(embeddingOf(2));
  });

  it('do not wait for each other: what cannot be kept at once is not kept', () => {
    makeFile(3);
    const cache = open();
    const writer = new Sqlite(file);
    writer.exec('BEGIN IMMEDIATE');
    cache.set(textOf(5), embeddingOf(5));
    expect(cache.get(textOf(1))).toEqual(embeddingOf(1));
    writer.exec('COMMIT');
    writer.close();
    cache.set(textOf(6), embeddingOf(6));
    expect([cache.get(textOf(5)), cache.get(textOf(6))]).toEqual([undefined, embeddingOf(6)]);
    expect(warnings).toEqual([]);
  });

  it('do not block each other when both forget and mark what they use', () => {
    makeFile(20);
    today += 1;
    const [one, other] = [open(), open()];
    expect([expectNothingWrong(one, 20), expectNothingWrong(other, 20)]).toEqual([20, 20]);
  });
});

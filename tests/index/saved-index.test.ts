// Tests of the index on disk: every byte is checked, and several may write at once.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCorpus } from '../../index/corpus.js';
import { type Expected, type ReadResult, readIndex, writeIndex } from '../../index/saved-index.js';
import { InputError } from '../../src/input-error.js';
import { runs } from '../tier.js';
import { DAMAGES } from './fixtures/damages.js';
import { EXPECTED, type MadeUp, makeParts } from './fixtures/parts-without-model.js';
import { smallSources, withNoteText } from './fixtures/small-article.js';

let madeUp: MadeUp;
let parent = '';
let folder = '';
/** Bytes of every file of a good index, by name. */
const good = new Map<string, Buffer>();

const write = (to = folder, expected: Expected = EXPECTED) => writeIndex(to, madeUp.parts, madeUp.vectors, expected);
const read = () => readIndex(folder, EXPECTED);

const whyStale = (result: ReadResult) => (result.kind === 'stale' ? result.why : 'it is current');

const dataFiles = () => [...good.keys()].filter((name) => name !== 'manifest.json');

/** Makes the folder a good index, but for these files. */
function writeFolder(files: ReadonlyMap<string, Buffer>): void {
  cpSync(join(parent, 'good'), folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

beforeAll(async () => {
  madeUp = await makeParts();
  const made = mkdtempSync(join(tmpdir(), 'marginalia-saved-'));
  await write(join(made, 'good'));
  for (const name of readdirSync(join(made, 'good'))) good.set(name, readFileSync(join(made, 'good', name)));
  rmSync(made, { recursive: true });
});

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'marginalia-saved-'));
  folder = join(parent, 'saved');
  await write(join(parent, 'good'));
  await write();
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('a saved index', () => {
  it('is read as it was written', async () => {
    const result = await read();
    if (result.kind !== 'current') throw new Error(result.why);
    const { parts } = result;
    expect(parts.corpus).toBe(EXPECTED.corpus);
    expect(parts.tokens.data).toEqual(madeUp.parts.tokens.data);
    expect(parts.tokens.offsets).toEqual(madeUp.parts.tokens.offsets);
    expect(parts.tokenIds).toEqual(madeUp.parts.tokenIds);
    for (const name of ['sentences', 'readerQuestions', 'decoys', 'notes'] as const) {
      const vector = [...madeUp.vectors.subarray(0, 8)];
      expect(parts.graphs[name].search(vector, 5), name).toEqual(madeUp.parts.graphs[name].search(vector, 5));
    }
    expect(parts.words.sentences.scores('ferry bridge')).toEqual(madeUp.parts.words.sentences.scores('ferry bridge'));
    expect(parts.words.notes.scores('turnout')).toEqual(madeUp.parts.words.notes.scores('turnout'));
  });

  it('is the same, byte for byte, whenever it is written', () => {
    for (const [name, bytes] of good) expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true);
  });

  it('gives its embeddings for other content', async () => {
    const corpus = createCorpus(withNoteText(smallSources(), 'cost-of-the-bridge', 'Another text.'));
    const result = await readIndex(folder, { ...EXPECTED, corpus });
    if (result.kind !== 'stale') throw new Error('It was taken for current.');
    expect(result.why).toBe('the content changed');
    expect(result.embeddings?.vectors).toEqual(madeUp.vectors);
    expect(result.embeddings?.tokens.data).toEqual(madeUp.parts.tokens.data);
    expect(result.embeddings?.tokenIds).toEqual(madeUp.parts.tokenIds);
  });
});

describe('damage', () => {
  it.each(DAMAGES)('of any file is found, and the file is named: one that is $name', async ({ harm }) => {
    const names = dataFiles();
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      writeFolder(new Map());
      harm(join(folder, name));
      expect(whyStale(await read()), name).toContain(name);
    }
  });

  it('of any one byte of any file is found, and the file is named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...dataFiles()), fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, place, change) => {
        const bytes = Buffer.from(good.get(name) ?? []);
        const at = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        writeFolder(new Map([[name, bytes]]));
        expect(whyStale(await read())).toContain(name);
      }),
      runs(30, 8),
    );
  });

  it('of any one byte of the manifest does no harm: what is read is whole or not taken', async () => {
    const whole = good.get('manifest.json') ?? Buffer.alloc(0);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        writeFolder(new Map([['manifest.json', bytes]]));
        const result = await read();
        if (result.kind === 'current') expect(result.parts.tokens.data).toEqual(madeUp.parts.tokens.data);
        else expect(result.why).not.toBe('');
      }),
      runs(30, 8),
    );
  });

  it('before it was written is found too: a graph that is none, with a checksum that fits it', async () => {
    const bytes = Buffer.from('no graph');
    const manifest = JSON.parse(String(good.get('manifest.json')));
    manifest.files['sentences.hnsw'] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    writeFolder(
      new Map([
        ['sentences.hnsw', bytes],
        ['manifest.json', Buffer.from(JSON.stringify(manifest))],
      ]),
    );
    const result = await read();
    expect(whyStale(result)).toMatch(/^it cannot be read \(.+\)$/u);
    expect(result.kind === 'stale' && result.embeddings?.vectors).toEqual(madeUp.vectors);
  });
});

describe('writers', () => {
  it('in one process at once all succeed', async () => {
    await Promise.all(Array.from({ length: 5 }, () => write()));
    expect((await read()).kind).toBe('current');
    expect(readdirSync(parent).filter((name) => name !== 'good')).toEqual([basename(folder)]);
  });

  it('that fail do not hold up those after them', async () => {
    writeFileSync(join(parent, 'file'), '');
    const [failed, written] = await Promise.allSettled([write(join(parent, 'file', 'index')), write()]);
    expect(failed?.status === 'rejected' && failed.reason).toBeInstanceOf(InputError);
    expect(written?.status).toBe('fulfilled');
    expect((await read()).kind).toBe('current');
  });
});

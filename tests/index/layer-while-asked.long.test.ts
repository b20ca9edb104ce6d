// Tests of changing a layer while it is asked: how soon a note is seen, that nobody waits, and that no question sees half a change.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleIndex } from '../../index/article-index.js';
import { Embedder } from '../../index/embedder.js';
import { EmbeddingCache } from '../../index/embedding-cache.js';
import type { Layer, NoteText } from '../../index/layer.js';
import { modelEntry } from '../../index/models.js';
import type { PreparedNote } from '../../index/note-index.js';
import { openIndex } from '../../index/open-index.js';
import type { EmbeddedQuestion } from '../../src/answer/ports.js';
import { manyNotes } from './fixtures/many-notes.js';
import { smallSources } from './fixtures/small-article.js';

const MODEL = { id: 'Xenova/e5-small-v2', hash: 'a'.repeat(64) };
/** Of the time that a change takes, nothing may block the loop for longer than this part. */
const MOST_BLOCKED = 1 / 20;
/** One round of so many must do: a collection of garbage may fall into one, while what blocks by itself blocks in each. */
const ROUNDS = 3;
/** A note is seen after its embedding in at most so many times the time that this took; it is a fraction on a quiet machine. */
const MOST_EMBEDDINGS = 3;
const MANY = 2000;
const QUESTION = 'How deep is the harbour?';

/** Different notes of the length that notes have. */
function noteText(i: number): NoteText {
  const note =
    `The harbour of Halden was dredged to ${i + 4} metres in ${1900 + i}, as the log of the harbour master says; the county paid ${i * 3} ` +
    `thousand kroner for it, and the sand was laid out as beach number ${i} beside the old ropewalk, where the children of the island learn to swim.`;
  return { id: `harbour-${i}`, note, keywords: ['harbour', 'depth', `beach ${i}`], sentences: [i % 12] };
}

let embedder: Embedder;
let parent = '';
let index: ArticleIndex;
let question: EmbeddedQuestion;
const few: PreparedNote[] = [];

async function open(cache?: EmbeddingCache): Promise<ArticleIndex> {
  const { index: opened, whole } = await openIndex(smallSources(), {
    file: join(parent, 'index.pack'),
    shipped: {},
    model: MODEL,
    weights: modelEntry(MODEL.id).weights,
    embedder: Promise.resolve(embedder),
    cache,
    progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
    log: { info: () => undefined, warn: () => undefined },
  });
  await whole;
  return opened;
}

/** Ids of the notes that a layer's question finds now. */
function found(layer: Layer): string[] {
  const retriever = index.retriever(layer);
  return retriever.retrieve(question, retriever.matchWords(QUESTION)).notes.map(({ id }) => id);
}

/**
 * Asks again and again while something is done, and gives the longest that the loop was blocked and how long all took, in milliseconds
 * of processor time: what other processes took meanwhile does not count.
 */
async function whileAsked(work: () => Promise<unknown>, look: () => void): Promise<{ readonly longest: number; readonly whole: number }> {
  let isDone = false;
  let [longest, whole] = [0, 0];
  const done = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const startedAt = performance.now();
    const before = process.cpuUsage();
    look();
    await setImmediate();
    const { user, system } = process.cpuUsage(before);
    const took = Math.min(performance.now() - startedAt, (user + system) / 1000);
    longest = Math.max(longest, took);
    whole += took;
  }
  await done;
  return { longest, whole };
}

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'marginalia-while-'));
  embedder = await Embedder.start({ model: MODEL.id, modelsDirectory: resolve(import.meta.dirname, '../../models') });
  index = await open();
  question = await embedder.embedQuestion(QUESTION);
  const layer = index.layer();
  for (let i = 0; i < 20; i++) few.push(await layer.prepareNote(noteText(i)));
  layer.release();
  // What runs for the first time is slow.
  found(index.layer());
});

afterAll(async () => {
  await embedder.close();
  rmSync(parent, { recursive: true });
});

describe('a note', () => {
  it('is seen soon after its embedding, the first one and each that follows', async () => {
    const layer = index.layer();
    let [embedding, seeing] = [0, 0];
    for (let i = 0; i < 20; i++) {
      const startedAt = performance.now();
      const note = await layer.prepareNote({ ...noteText(i), id: `new-${i}` });
      const embeddedAt = performance.now();
      embedding += embeddedAt - startedAt;
      await layer.apply({ add: [note], remove: i < 4 ? [] : [`new-${i - 4}`] });
      expect(found(layer)).toContain(`new-${i}`);
      seeing += performance.now() - embeddedAt;
    }
    expect(seeing / embedding).toBeLessThan(MOST_EMBEDDINGS);
    layer.release();
  });

  it('is seen soon after its embedding in a layer of thousands, also while a copy of it is made', async () => {
    const layer = index.layer();
    await layer.apply({ add: manyNotes(few.slice(1), MANY, 'many'), remove: [] });
    let [embedding, seeing] = [0, 0];
    const copying = layer.copy();
    for (let i = 0; i < 5; i++) {
      const startedAt = performance.now();
      const note = await layer.prepareNote({ ...noteText(0), id: 'new', note: `${QUESTION} It is ${i} metres deep.`, keywords: [] });
      const embeddedAt = performance.now();
      embedding += embeddedAt - startedAt;
      await layer.apply({ add: [note], remove: [] });
      expect(found(layer)[0]).toBe('new');
      seeing += performance.now() - embeddedAt;
    }
    (await copying).release();
    layer.release();
    expect(seeing / embedding).toBeLessThan(MOST_EMBEDDINGS);
  });
});

describe('2,000 notes', () => {
  it('come, are replaced and go without blocking the loop, and every question sees all of a change or nothing of it', async () => {
    const layer = index.layer();
    const before = index.memory.tokens;
    const shipped = [...layer.notes.ids];
    const [first, second] = [manyNotes(few, MANY, 'first'), manyNotes(few, MANY, 'second')];
    const seen: string[] = [];
    const look = () => {
      const kinds = new Set(found(layer).map((id) => id.split('-')[0] ?? ''));
      const now = kinds.has('first') ? 'first' : kinds.has('second') ? 'second' : 'shipped';
      expect([...kinds].every((kind) => now === 'shipped' || kind === now)).toBe(true);
      if (seen.at(-1) !== now) seen.push(now);
    };
    const ids = (notes: readonly PreparedNote[]) => notes.map(({ id }) => id);
    const parts = [Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS && Math.min(...parts) >= MOST_BLOCKED; round++) {
      seen.length = 0;
      const gone = round === 0 ? shipped : [];
      const blocked = [
        await whileAsked(() => layer.apply({ add: first, remove: gone }), look),
        await whileAsked(() => layer.apply({ add: second, remove: ids(first) }), look),
        await whileAsked(() => layer.copy().then((copy) => copy.release()), look),
        await whileAsked(() => layer.apply({ add: [], remove: ids(second) }), look),
      ];
      look();
      expect(seen).toEqual(['shipped', 'first', 'second', 'shipped']);
      const whole = blocked.reduce((sum, one) => sum + one.whole, 0);
      parts.push(Math.max(...blocked.map(({ longest }) => longest)) / whole);
    }
    expect(Math.min(...parts)).toBeLessThan(MOST_BLOCKED);
    layer.release();
    expect(index.memory.tokens).toBe(before);
  });

  it('are seen together with what changes along with them', async () => {
    const layer = index.layer();
    let isTold = false;
    const look = () => expect(found(layer).some((id) => id.startsWith('many'))).toBe(isTold);
    await whileAsked(
      () =>
        layer.apply({ add: manyNotes(few, 300, 'many'), remove: [] }, () => {
          isTold = true;
        }),
      look,
    );
    expect(isTold).toBe(true);
    layer.release();
  });

  it('whose layer is released half-way are refused, and leave nothing behind', async () => {
    const before = index.memory.tokens;
    const layer = index.layer();
    const change = layer.apply({ add: manyNotes(few, MANY, 'many'), remove: [] });
    while (index.memory.tokens === before) await setImmediate();
    layer.release();
    await expect(change).rejects.toThrow('The layer was released.');
    expect(index.memory.tokens).toBe(before);
  });

  it('of one server do not keep another waiting', async () => {
    const [layer, other] = [index.layer(), index.layer()];
    const change = layer.apply({ add: manyNotes(few, MANY, 'many'), remove: [] });
    const note = await other.prepareNote(noteText(30));
    await other.apply({ add: [note], remove: [] });
    expect(found(other)).toContain('harbour-30');
    expect(found(layer).some((id) => id.startsWith('many'))).toBe(false);
    await change;
    for (const one of [layer, other]) one.release();
  });

  it('are read from where embeddings are kept without blocking the loop', async () => {
    const cache = EmbeddingCache.open({
      file: join(parent, 'embeddings.sqlite'),
      modelHash: MODEL.hash,
      log: { warn: expect.fail },
      now: () => 0,
    });
    const [sample] = few;
    for (let i = 0; i < MANY; i++) {
      const { note } = noteText(i);
      cache.set({ text: note, role: 'passage', tokens: 'topic' }, sample?.text ?? expect.fail());
    }
    const layer = (await open(cache)).layer();
    // Each is read four times, so that a slice of time is a small part of the whole.
    const texts = Array.from({ length: 4 * MANY }, (_, i) => ({ ...noteText(i % MANY), keywords: [] }));
    let prepared: PreparedNote[] = [];
    const work = async () => {
      prepared = [];
      for (const text of texts) prepared.push(await layer.prepareNote(text));
    };
    const parts = [Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS && Math.min(...parts) >= MOST_BLOCKED; round++) {
      const { longest, whole } = await whileAsked(work, () => undefined);
      parts.push(longest / whole);
      expect(prepared.map(({ id }) => id)).toEqual(texts.map(({ id }) => id));
    }
    expect(Math.min(...parts)).toBeLessThan(MOST_BLOCKED);
    cache.close();
  });
});

describe('a question that is under way', () => {
  it('sees the change as a whole: its words are matched again', async () => {
    const layer = index.layer();
    const retriever = index.retriever(layer);
    await layer.apply({ add: few.slice(0, 10), remove: [] });
    const words = retriever.matchWords(QUESTION);
    await layer.apply({
      add: few.slice(10).map((note) => ({ ...note, id: `later-${note.id}` })),
      remove: few.slice(0, 10).map(({ id }) => id),
    });
    const now = retriever.retrieve(question, words);
    expect(now).toEqual(retriever.retrieve(question, retriever.matchWords(QUESTION)));
    expect(now.notes.some(({ id }) => id.startsWith('later-'))).toBe(true);
    layer.release();
  });

  it('takes the words that it was given where nothing has changed', () => {
    const retriever = index.retriever(index.layer());
    const words = retriever.matchWords(QUESTION);
    const others = { ...words, notes: new Map([[0, 5]]) };
    expect(retriever.retrieve(question, others).notes).not.toEqual(retriever.retrieve(question, words).notes);
  });
});

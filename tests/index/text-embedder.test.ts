// Tests of embedding overlays' texts: equal to the index's own embeddings, done once, and without delaying questions.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Text } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { EmbeddingCache } from '../../index/embedding-cache.js';
import { TextEmbedder } from '../../index/text-embedder.js';
import { toTextEmbedding } from '../../index/text-embedding.js';
import { sharedEmbedder } from '../model.js';

const NOTE: Text = { text: 'Only a third of the islanders took part in the vote.', role: 'passage', tokens: 'topic' };

let embedder: Embedder;
let folder = '';
let files = 0;

function openCache(file = join(folder, `${files++}.sqlite`)): EmbeddingCache {
  return EmbeddingCache.open({ file, modelHash: 'a'.repeat(64), log: { warn: () => undefined }, now: () => 0 });
}

/** An embedder that must not be used. */
function noEmbedder(): Promise<Embedder> {
  const none = Promise.reject<Embedder>(new Error('The model was asked.'));
  none.catch(() => undefined);
  return none;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-texts-'));
  embedder = await sharedEmbedder();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
});

describe('a text', () => {
  it('has the vector that the model gives it, and of its tokens those that may carry a topic', async () => {
    const whole = await embedder.embed(NOTE.text, NOTE.role);
    const { vector, tokens } = await new TextEmbedder(Promise.resolve(embedder), undefined).embed(NOTE);
    expect(vector).toEqual(whole.vector);
    expect(tokens).toEqual(toTextEmbedding(whole, 'topic').tokens);
    expect(tokens.length).toBeLessThan(whole.tokens.length);
  });

  it('that was embedded once is never embedded again, and is the same', async () => {
    const file = join(folder, 'kept.sqlite');
    const first = openCache(file);
    const embedded = await new TextEmbedder(Promise.resolve(embedder), first).embed(NOTE);
    first.close();
    const again = openCache(file);
    expect(await new TextEmbedder(noEmbedder(), again).embed(NOTE)).toEqual(embedded);
    again.close();
  });

  it('that cannot be embedded is refused alone', async () => {
    const cache = openCache();
    const texts = new TextEmbedder(noEmbedder(), cache);
    const known = await new TextEmbedder(Promise.resolve(embedder), cache).embed(NOTE);
    await expect(texts.embed({ ...NOTE, text: 'Something new.' })).rejects.toThrow('The model was asked.');
    expect(await texts.embed(NOTE)).toEqual(known);
    cache.close();
  });
});

describe('many texts', () => {
  it('let a question pass: it waits for no more than one of them', async () => {
    const texts = new TextEmbedder(Promise.resolve(embedder), undefined);
    let done = 0;
    const all = Array.from({ length: 40 }, async (_, i) => {
      await texts.embed({ ...NOTE, text: `Note ${i} says that a third of the islanders took part.` });
      done++;
    });
    while (done < 3) await all[done];
    const before = done;
    await embedder.embedQuestion('How many took part?');
    expect(done - before).toBeLessThanOrEqual(2);
    await Promise.all(all);
  });

  it('do not block the loop when they are all kept already', async () => {
    const cache = openCache();
    const embedding = await new TextEmbedder(Promise.resolve(embedder), undefined).embed(NOTE);
    for (let i = 0; i < 1000; i++) cache.set({ ...NOTE, text: `Note ${i}` }, embedding);
    const texts = new TextEmbedder(noEmbedder(), cache);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => texts.embed({ ...NOTE, text: `Note ${i}` })));
    isDone = true;
    expect(all.every(({ tokens }) => tokens.length === embedding.tokens.length)).toBe(true);
    // Other work had its turn while the thousand were read.
    expect(turns).toBeGreaterThan(3);
    cache.close();
  });
});

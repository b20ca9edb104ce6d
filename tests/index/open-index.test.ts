// Tests of opening an index with the real model: embeddings come from packs where known, and questions work before everything is read.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleIndex } from '../../index/article-index.js';
import { createCorpus, firstTexts, type Sources, TEXT_KINDS } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { modelEntry } from '../../index/models.js';
import { type OpenedIndex, type OpenOptions, openIndex, type PackFiles } from '../../index/open-index.js';
import type { EmbeddedQuestion } from '../../src/answer/ports.js';
import { InputError } from '../../src/input-error.js';
import { sharedEmbedder } from '../model.js';
import { makeArticle, smallSources, withNoteText } from './fixtures/small-article.js';

const MODEL = { id: 'Xenova/e5-small-v2', hash: 'a'.repeat(64) };
const QUESTIONS = [
  'Where was the ferry built?',
  'how long is the bridge',
  'What did the vote say about turnout?',
  'who is gonzalez',
  'the of to',
];

const sources = smallSources();
const corpus = createCorpus(sources);
const first = firstTexts(corpus).size;
const rest = corpus.texts.length - first;

let embedder: Embedder;
let questions: EmbeddedQuestion[] = [];
/** A valid pack of all texts, copied for each test that needs one. */
let good = '';
let answersOfGood: unknown;
let folder = '';
let file = '';

interface Opened extends OpenedIndex {
  readonly infos: readonly string[];
  readonly warnings: readonly string[];
  readonly work: readonly string[];
}

/** Opens an index, waits until it is whole, and records log messages and calls. */
async function open(changes: Partial<OpenOptions> = {}, from: Sources = sources): Promise<Opened> {
  const opened = await begin(changes, from);
  await opened.whole;
  return opened;
}

/** Opens an index until it can be asked. */
async function begin(changes: Partial<OpenOptions> = {}, from: Sources = sources): Promise<Opened> {
  const infos: string[] = [];
  const warnings: string[] = [];
  const work: string[] = [];
  const opened = await openIndex(from, {
    file,
    shipped: {},
    model: MODEL,
    weights: modelEntry(MODEL.id).weights,
    embedder: Promise.resolve(embedder),
    progress: { start: (total) => work.push(`start ${total}`), step: () => work.push('step'), stop: () => work.push('stop') },
    log: { info: (message) => infos.push(message), warn: (message) => warnings.push(message) },
    ...changes,
  });
  return { ...opened, infos, warnings, work };
}

const steps = (count: number) => [`start ${count}`, ...Array.from({ length: count }, () => 'step'), 'stop'];

/** An embedder that must not be used. */
function noEmbedder(): Promise<Embedder> {
  const none = Promise.reject<Embedder>(new Error('The embedder was awaited, though nothing is to be embedded.'));
  none.catch(() => undefined);
  return none;
}

const answers = (index: ArticleIndex) => questions.map((question) => index.retrieve(question, index.matchWords(question.text)));

/** Opens an index and expects that every text is known. */
async function expectCurrent(from: Sources = sources): Promise<ArticleIndex> {
  const { index, infos, work } = await open({ embedder: noEmbedder() }, from);
  expect(infos).toEqual([]);
  expect(work).toEqual([]);
  return index;
}

beforeAll(async () => {
  embedder = await sharedEmbedder();
  questions = await Promise.all(QUESTIONS.map((question) => embedder.embedQuestion(question)));
  good = join(mkdtempSync(join(tmpdir(), 'marginalia-index-')), 'good.pack');
  file = good;
  answersOfGood = answers((await open()).index);
});

afterAll(() => {
  rmSync(dirname(good), { recursive: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-index-'));
  file = join(folder, 'data', 'small-article.pack');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('an article that was never read', () => {
  it('is embedded with progress, what is needed first and then the rest, and kept', async () => {
    const { infos, warnings, work } = await open();
    expect(infos).toEqual([`${corpus.texts.length} of ${corpus.texts.length} texts are to be embedded.`]);
    expect(warnings).toEqual([]);
    expect(work).toEqual([...steps(first), ...steps(rest)]);
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    expect(answers(await expectCurrent())).toEqual(answersOfGood);
  });

  it('can be asked before its own questions are read, and then answers as an article without them', async () => {
    const opened = await begin();
    expect(opened.index.isWhole).toBe(false);
    const early = answers(opened.index);
    const decoys = sources.decoys.filter(({ kind }) => kind === 'general');
    const bare = await open({ file: join(folder, 'bare.pack') }, { ...sources, readerQuestions: [], decoys });
    expect(early).toEqual(answers(bare.index));
    await opened.whole;
    expect(opened.index.isWhole).toBe(true);
    expect(answers(opened.index)).toEqual(answersOfGood);
  });

  it('shows its own questions to overlays that were there before them', async () => {
    const opened = await begin();
    const retriever = opened.index.retriever(opened.index.overlay());
    await opened.whole;
    expect(questions.map((question) => retriever.retrieve(question, retriever.matchWords(question.text)))).toEqual(answersOfGood);
  });

  it('keeps what was embedded when the rest fails, and passes the failure on', async () => {
    let done = 0;
    const step = () => {
      done += 1;
      if (done > first) throw new Error('the work broke off');
    };
    const opened = await begin({ progress: { start: () => undefined, step, stop: () => undefined } });
    await expect(opened.whole).rejects.toThrow('the work broke off');
    expect(opened.index.isWhole).toBe(false);
    expect((await open()).work).toEqual(steps(rest));
  });

  it('says how many texts were too long to be read whole', async () => {
    // A sentence has at most 1,500 characters, which are more than 512 tokens only if they are not words.
    const dense = Array.from({ length: 280 }, (_, i) => `x${i}z`).join(' ');
    const { warnings } = await open({}, { ...sources, notes: [], article: makeArticle(dense) });
    expect(warnings).toEqual(['The model read only the beginning of 1 texts, which are longer than it can take.']);
  });

  it('leaves nothing behind when the model fails, and the failure is passed on', async () => {
    const none = Promise.reject<Embedder>(new InputError('no model'));
    none.catch(() => undefined);
    await expect(open({ embedder: none })).rejects.toThrow(new InputError('no model'));
    expect(existsSync(file)).toBe(false);
  });

  it('is refused before anything is embedded where its embeddings cannot be kept', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    await expect(open({ embedder: noEmbedder() })).rejects.toThrow(/(?:ENOTDIR|EEXIST).*DATA_DIR/u);
  });
});

describe('changed content', () => {
  beforeEach(() => {
    cpSync(good, file, { recursive: true });
  });

  const changed = withNoteText(sources, 'cost-of-the-bridge', 'The road authority said 150 million kroner.');

  it('in one note embeds that note only', async () => {
    const { infos, work } = await open({}, changed);
    expect(infos).toEqual([`1 of ${corpus.texts.length} texts are to be embedded.`]);
    expect(work).toEqual(steps(1));
    await expectCurrent(changed);
  });

  it('answers as an index does that is built of it from nothing', async () => {
    const { index } = await open({}, changed);
    const { index: fresh } = await open({ file: join(folder, 'fresh.pack') }, changed);
    expect(answers(index)).toEqual(answers(fresh));
  });

  it('that takes texts away embeds nothing', async () => {
    await expectCurrent({ ...sources, notes: sources.notes.slice(1), decoys: sources.decoys.slice(1) });
  });

  it('in the article embeds the new sentence only, and finds it', async () => {
    const longer = makeArticle(`${sources.article.body}\nA second ferry was ordered from Gdansk.\n`);
    const { index, work } = await open({}, { ...sources, article: longer });
    expect(work[0]).toBe('start 1');
    const question = await embedder.embedQuestion('What was ordered from Gdansk?');
    expect(index.retrieve(question, index.matchWords(question.text)).candidates.map(({ sentence }) => sentence)).toContain(
      longer.sentences.length - 1,
    );
  });

  it('is the same text in another part too: a decoy that becomes a reader question is not embedded again', async () => {
    const [decoy] = sources.decoys;
    const [reader] = sources.readerQuestions;
    if (decoy === undefined || reader === undefined) throw new Error('The sources are too small.');
    await expectCurrent({
      ...sources,
      decoys: sources.decoys.slice(1),
      readerQuestions: [...sources.readerQuestions, { ...reader, question: decoy.question }],
    });
  });
});

describe('embeddings that were damaged', () => {
  it('are made anew, with a line that names the file', async () => {
    cpSync(good, file, { recursive: true });
    truncateSync(file, 1000);
    const { index, warnings, work } = await open();
    expect(warnings).toEqual([`${file} is not used: it is damaged. Its texts are embedded anew.`]);
    expect(work).toEqual([...steps(first), ...steps(rest)]);
    expect(answers(index)).toEqual(answersOfGood);
    await expectCurrent();
  });
});

describe('several that open one file at once', () => {
  it('all get a good index, and leave one file behind', async () => {
    const opened = await Promise.all([open(), open(), open()]);
    for (const { index } of opened) expect(answers(index)).toEqual(answersOfGood);
    expect(answers(await expectCurrent())).toEqual(answersOfGood);
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
  });
});

describe('embeddings that ship', () => {
  let shipped: PackFiles = {};

  beforeEach(async () => {
    shipped = Object.fromEntries(TEXT_KINDS.map((kind) => [kind, join(folder, 'shipped', `${kind}.pack`)]));
    cpSync(good, file, { recursive: true });
    const { ship } = await open({ shipped, embedder: noEmbedder() });
    expect(await ship()).toEqual(TEXT_KINDS.map((kind) => shipped[kind]));
    rmSync(dirname(file), { recursive: true });
  });

  it('are enough for an index: nothing is embedded, and nothing is written', async () => {
    const { index, infos, warnings, stale } = await open({ shipped, embedder: noEmbedder() });
    expect([infos, warnings, stale]).toEqual([[], [], []]);
    expect(answers(index)).toEqual(answersOfGood);
    expect(existsSync(file)).toBe(false);
  });

  it('are stale for the kinds of text that changed alone; what is missing is embedded and kept, and they are shipped anew', async () => {
    const changed = withNoteText(sources, 'cost-of-the-bridge', 'The road authority said 150 million kroner.');
    const before = readFileSync(shipped.sentences ?? '');
    const { work, stale } = await open({ shipped }, changed);
    expect([work, stale]).toEqual([steps(1), ['notes']]);
    const again = await open({ shipped, embedder: noEmbedder() }, changed);
    expect(again.stale).toEqual(['notes']);
    expect(await again.ship()).toEqual([shipped.notes]);
    rmSync(dirname(file), { recursive: true });
    expect((await open({ shipped, embedder: noEmbedder() }, changed)).stale).toEqual([]);
    expect(readFileSync(shipped.sentences ?? '').equals(before)).toBe(true);
  });

  it('are stale where a text is gone', async () => {
    const { stale } = await open({ shipped, embedder: noEmbedder() }, { ...sources, notes: sources.notes.slice(1) });
    expect(stale).toEqual(['notes']);
  });

  it('of sentences in context are stale where a neighbour has changed, and those neighbours alone are embedded', async () => {
    const body = sources.article.body.replace('Captain Ingrid', 'Skipper Ingrid');
    const article = makeArticle(body);
    const { work, stale } = await open({ shipped }, { ...sources, article, notes: [], readerQuestions: [], decoys: [] });
    // The sentence itself, and the three of its paragraph as they are read together.
    expect(work).toEqual(steps(4));
    expect(stale.slice(0, 2)).toEqual(['sentences', 'inContext']);
    const before = Object.fromEntries(TEXT_KINDS.map((kind) => [kind, readFileSync(shipped[kind] ?? '')]));
    const again = await open({ shipped, embedder: noEmbedder() }, { ...sources, article });
    expect(again.stale).toEqual(['sentences', 'inContext']);
    expect(await again.ship()).toEqual([shipped.sentences, shipped.inContext]);
    for (const kind of ['notes', 'readerQuestions', 'decoys', 'generalDecoys'] as const) {
      expect(readFileSync(shipped[kind] ?? '').equals(before[kind] ?? Buffer.of()), kind).toBe(true);
    }
  });

  it('that are damaged are made anew, with a line that names the file', async () => {
    truncateSync(shipped.readerQuestions ?? '', 100);
    const { warnings, index } = await open({ shipped });
    expect(warnings).toEqual([`${shipped.readerQuestions} is not used: it is damaged. Its texts are embedded anew.`]);
    expect(answers(index)).toEqual(answersOfGood);
  });
});

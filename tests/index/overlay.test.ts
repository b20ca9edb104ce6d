// Tests of one guild's overlay: its own notes and training examples over the shipped ones, and nothing of other guilds.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleIndex, NoteText } from '../../index/article-index.js';
import type { ReaderQuestion, Sources } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { EmbeddingCache } from '../../index/embedding-cache.js';
import { modelEntry } from '../../index/models.js';
import { openIndex } from '../../index/open-index.js';
import type { Overlay, PreparedNote } from '../../index/overlay.js';
import type { EmbeddedQuestion, Retrieval } from '../../src/answer/ports.js';
import { overlaps } from '../../src/article/article.js';
import { noteSchema } from '../../src/notes/note.js';
import { sharedEmbedder } from '../model.js';
import { runs } from '../tier.js';
import { manyNotes } from './fixtures/many-notes.js';
import { smallSources } from './fixtures/small-article.js';

const MODEL = { id: 'Xenova/e5-small-v2', hash: 'a'.repeat(64) };
const ASKED = [
  'How much would the bridge cost?',
  'How many of the islanders took part in the vote?',
  'Did two sailors drown?',
  'Who owns the bakery?',
  'Are there seals on the strait?',
  'Which engine does the ferry have?',
  'Can I bring my dog?',
  'Who won the football match last night?',
  'hello',
];

const sources = smallSources();
const { article } = sources;

/** Guilds' own notes, each with its quoted words. */
const OWN_NOTES: readonly (readonly [id: string, quote: string, note: string, keywords: readonly string[]])[] = [
  ['bakery', 'Olav Strand', 'The bakery has belonged to the county since 2019; Strand only runs it.', ['bakery', 'owner']],
  ['seals', 'wind on the strait', 'Grey seals rest on the skerries of the strait from October to March.', []],
  ['engine', 'built in Bergen', 'The ferry got a new diesel engine from Ulsteinvik in 1998.', ['engine', 'diesel', 'Ulsteinvik']],
  ['dogs', 'every hour', 'Dogs travel free on the lower deck and must be kept on a lead.', ['dog', 'pets']],
  ['tolls', 'paid by tolls', 'The council withdrew the plan for tolls in March.', ['toll', 'council']],
];

let embedder: Embedder;
let parent = '';
let index: ArticleIndex;
const questions = new Map<string, EmbeddedQuestion>();
/** Own notes, and shipped ones with another text, ready to be added. */
const prepared = new Map<string, PreparedNote>();

function sentencesAt(quote: string): number[] {
  const start = article.body.indexOf(quote);
  const span = { start, end: start + quote.length };
  return article.sentences.filter((sentence) => overlaps(sentence, span)).map((sentence) => sentence.index);
}

const ownNote = ([id, quote, note, keywords]: (typeof OWN_NOTES)[number]): NoteText => ({
  id,
  note,
  keywords,
  sentences: sentencesAt(quote),
});

async function open(from: Sources = sources, file = 'index'): Promise<ArticleIndex> {
  const { index: opened, whole } = await openIndex(from, {
    file: join(parent, `${file}.pack`),
    shipped: {},
    model: MODEL,
    weights: modelEntry(MODEL.id).weights,
    embedder: Promise.resolve(embedder),
    progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
    log: { info: () => undefined, warn: () => undefined },
  });
  await whole;
  return opened;
}

function note(id: string): PreparedNote {
  const found = prepared.get(id);
  if (found === undefined) throw new Error(`No note ${id} was prepared.`);
  return found;
}

async function embed(text: string): Promise<EmbeddedQuestion> {
  const embedded = questions.get(text) ?? (await embedder.embedQuestion(text));
  questions.set(text, embedded);
  return embedded;
}

async function ask(question: string, overlay: Overlay, of = index): Promise<Retrieval> {
  const retriever = of.retriever(overlay);
  return retriever.retrieve(await embed(question), retriever.matchWords(question));
}

async function askBase(question: string, of = index): Promise<Retrieval> {
  return of.retrieve(await embed(question), of.matchWords(question));
}

const askAll = (overlay: Overlay) => Promise.all(ASKED.map((question) => ask(question, overlay)));
const askBaseAll = (of = index) => Promise.all(ASKED.map((question) => askBase(question, of)));

/** Expects equal notes and scores, except for different orders of summation. */
function expectSameNotes(actual: Retrieval['notes'], expected: Retrieval['notes'], question: string): void {
  const byId = (notes: Retrieval['notes']) => notes.toSorted((a, b) => a.id.localeCompare(b.id));
  expect(
    byId(actual).map(({ id }) => id),
    question,
  ).toEqual(byId(expected).map(({ id }) => id));
  const scores = new Map(expected.map(({ id, score }) => [id, score]));
  for (const { id, score } of actual) expect(score, `${id} for "${question}"`).toBeCloseTo(scores.get(id) ?? Number.NaN, 6);
}

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'marginalia-overlays-'));
  embedder = await sharedEmbedder();
  index = await open();
  const edits = sources.notes.map(({ note: shipped }) => ({
    id: shipped.id,
    note: `${shipped.note} This was seen again in 2024.`,
    keywords: [...shipped.keywords, 'seen again'],
    sentences: [],
  }));
  for (const text of [...OWN_NOTES.map(ownNote), ...edits]) prepared.set(text.id, await index.prepareNote(text));
});

afterAll(async () => {
  rmSync(parent, { recursive: true });
});

describe('an overlay in which nothing was changed', () => {
  it('sees exactly what the index sees', async () => {
    expect(await askAll(index.overlay())).toEqual(await askBaseAll());
    expect(await askAll(index.overlay().with({}))).toEqual(await askBaseAll());
  });
});

describe('a note', () => {
  it.each([
    ['Who owns the bakery?', 'bakery'],
    ['Are there seals on the strait?', 'seals'],
    ['Which engine does the ferry have?', 'engine'],
  ])('of its own is found with what is asked: %s', async (question, id) => {
    const overlay = index.overlay().with({ notes: [note(id), note('dogs')] });
    expect((await ask(question, overlay)).notes[0]?.id).toBe(id);
  });

  it('that is hidden is not found, whether it was shipped or its own', async () => {
    const overlay = index
      .overlay()
      .with({ notes: [note('bakery')] })
      .with({ hide: ['bakery', 'turnout-of-the-vote'] });
    for (const { notes } of await askAll(overlay)) {
      expect(notes.map(({ id }) => id).toSorted()).toEqual(['cost-of-the-bridge', 'drowned-in-1951']);
    }
  });

  it('takes the place of the one with its id, and only for its guild', async () => {
    const id = 'turnout-of-the-vote';
    const shipped = (await askBase('Was it seen again?')).notes.find((one) => one.id === id);
    const overlay = index.overlay().with({ notes: [note(id)] });
    const { notes } = await ask('Was it seen again?', overlay);
    expect(notes.filter((one) => one.id === id)).toHaveLength(1);
    expect(notes.find((one) => one.id === id)?.score).toBeGreaterThan((shipped?.score ?? Number.NaN) + 0.02);
    expect([...overlay.noteIds].toSorted()).toEqual(sources.notes.map((one) => one.note.id).toSorted());
  });

  it('given twice in one change is the last one, and in the place of what is hidden', async () => {
    const overlay = index.overlay().with({ notes: [{ ...note('seals'), id: 'bakery' }, note('bakery')], hide: ['bakery'] });
    expect(await askAll(overlay)).toEqual(await askAll(index.overlay().with({ notes: [note('bakery')] })));
  });

  it('that is not there may be hidden or restored, which changes nothing', async () => {
    const overlay = index.overlay().with({ hide: ['no-such-note', '__proto__'], restore: ['constructor'] });
    expect(await askAll(overlay)).toEqual(await askBaseAll());
    expect(await askAll(overlay.with({ notes: [note('dogs')] }).with({ restore: ['dogs'] }))).toEqual(await askBaseAll());
  });

  it('that is restored is the shipped one, whatever took its place or hid it', async () => {
    const id = 'turnout-of-the-vote';
    for (const change of [{ hide: [id] }, { notes: [note(id)] }]) {
      const changed = index.overlay().with(change);
      expect(await askAll(changed)).not.toEqual(await askBaseAll());
      expect(await askAll(changed.with({ restore: [id] }))).toEqual(await askBaseAll());
    }
  });

  it('that is shown again scores as before', async () => {
    const overlay = index.overlay().with({ notes: [note('dogs')] });
    const again = overlay.with({ hide: ['dogs'] }).with({ notes: [note('dogs')] });
    expect(await askAll(again)).toEqual(await askAll(overlay));
  });

  it('may be the only one, or there may be none at all', async () => {
    const none = index.overlay().with({ hide: sources.notes.map((one) => one.note.id) });
    for (const { notes } of await askAll(none)) expect(notes).toEqual([]);
    for (const { notes } of await askAll(none.with({ notes: [note('seals')] }))) expect(notes.map(({ id }) => id)).toEqual(['seals']);
  });

  it('has the texts that a shipped one would have: prepared and embedded alike', async () => {
    const again = await Promise.all(
      sources.notes.map(({ note: { id, note: text, keywords }, spans }) =>
        index.prepareNote({
          id,
          note: text,
          keywords,
          sentences: article.sentences.filter((one) => spans.some((span) => overlaps(span, one))).map((one) => one.index),
        }),
      ),
    );
    for (const [i, retrieval] of (await askAll(index.overlay().with({ notes: again }))).entries()) {
      const expected = await askBase(ASKED[i] ?? '');
      expect({ ...retrieval, notes: [] }).toEqual({ ...expected, notes: [] });
      expectSameNotes(retrieval.notes, expected.notes, ASKED[i] ?? '');
    }
  });
});

describe('a training example', () => {
  const question = 'What do the people of the island eat for breakfast?';

  async function taught(overlay: Overlay, id: string, asked: string, sentence?: number): Promise<Overlay> {
    return overlay.with({ examples: [await index.prepareExample(id, asked, sentence)] });
  }

  it('that a sentence answers a question puts the sentence first, with what it was taught as its ground', async () => {
    const [lighthouse = -1] = sentencesAt('A lighthouse from 1871');
    expect((await askBase(question)).candidates[0]?.sentence).not.toBe(lighthouse);
    const overlay = await taught(index.overlay(), 'l1', question, lighthouse);
    const { candidates, features } = await ask(question, overlay);
    expect(candidates[0]?.sentence).toBe(lighthouse);
    expect(candidates[0]?.signals.readerQuestions[0]).toBeCloseTo(1, 3);
    expect(features.byQuestions?.coverage).toBeCloseTo(1, 3);
    const grounds = index.retriever(overlay).explain(await embed(question), [lighthouse]);
    expect(grounds.sentences.get(lighthouse)?.readerQuestions[0]).toEqual({ question, score: expect.closeTo(1, 3) });
  });

  it('that the article does not answer a question speaks against an answer', async () => {
    const asked = 'How much would the bridge cost?';
    const before = (await askBase(asked)).features.byQuestions ?? expect.fail();
    const overlay = await taught(index.overlay(), 'l1', asked);
    const { byQuestions: features = expect.fail() } = (await ask(asked, overlay)).features;
    for (const sign of ['coverageGap', 'margin', 'neighbourhood'] as const) expect(features[sign], sign).toBeLessThan(before[sign] - 0.02);
    const { decoys } = index.retriever(overlay).explain(await embed(asked), []);
    expect(decoys[0]).toEqual({ question: asked, score: expect.closeTo(1, 3) });
  });

  it('is as near as it is, between what is shipped, however few are wanted', async () => {
    const asked = 'What does the bridge cost?';
    const { vector } = await embed(asked);
    let overlay = await taught(index.overlay(), 'far', 'Who sings best?', 1);
    overlay = await taught(overlay, 'near', 'How much does the bridge cost the county?', 4);
    overlay = await taught(overlay, 'no', 'How much is a ferry ticket for children?');
    const nearest = (count: number) => overlay.nearestReaderQuestions(vector, count).map((one) => one.question);
    expect(nearest(2)).toEqual([asked, 'How much does the bridge cost the county?']);
    expect(nearest(100)).toHaveLength(sources.readerQuestions.length + 2);
    expect(nearest(100)).toContain('Who sings best?');
    const [first, second] = overlay.nearestDecoys((await embed('How much is a ferry ticket for children?')).vector, 2);
    expect([first?.question, second?.question]).toEqual([
      'How much is a ferry ticket for children?',
      'How much is a ferry ticket for a child?',
    ]);
  });

  it('that is forgotten leaves everything as it was', async () => {
    const one = await taught(index.overlay(), 'l1', question, 3);
    const both = await taught(one, 'l2', 'How much would the bridge cost?');
    expect(await askAll(both)).not.toEqual(await askBaseAll());
    expect(await askAll(both.with({ forget: ['l1', 'l2', 'l3'] }))).toEqual(await askBaseAll());
  });

  it('takes the place of the one with its id, of whatever kind', async () => {
    const asked = 'How much would the bridge cost?';
    const overlay = await taught(await taught(index.overlay(), 'l1', asked), 'l1', question, 3);
    const [now, before] = [await ask(asked, overlay), await askBase(asked)];
    expect(now.features.byQuestions?.coverageGap).toBe(before.features.byQuestions?.coverageGap);
    expect(now.features.bySentences).toEqual(before.features.bySentences);
    expect((await ask(question, overlay)).candidates[0]?.sentence).toBe(3);
  });

  it('about a sentence that the article does not have is refused', async () => {
    for (const sentence of [-1, 0.5, article.sentences.length]) {
      const example = await index.prepareExample('l1', question, sentence);
      expect(() => index.overlay().with({ examples: [example] })).toThrow(new RangeError(`The article has no sentence ${sentence}.`));
    }
  });
});

describe('a change', () => {
  it('is seen in what it gives alone: by no earlier value, no other guild and not by the index', async () => {
    const base = await askBaseAll();
    const first = index.overlay().with({ notes: [note('dogs')], hide: ['drowned-in-1951'] });
    const example = await index.prepareExample('l1', 'Who owns the bakery?', 2);
    const values = [index.overlay(), first, first.with({ examples: [example] }), first.with({ notes: [note('seals')] })];
    const before = await Promise.all(values.map(askAll));
    for (const value of values) {
      value.with({ notes: manyNotes([note('dogs'), note('seals')], 200, 'own'), hide: ['cost-of-the-bridge', 'dogs'] });
      value.with({ restore: ['drowned-in-1951'], forget: ['l1'], examples: [{ ...example, id: 'l2', sentence: undefined }] });
    }
    expect(await Promise.all(values.map(askAll))).toEqual(before);
    expect(await askBaseAll()).toEqual(base);
  });

  it('gives the same whether it comes at once or in parts', async () => {
    const many = manyNotes([note('dogs'), note('seals'), note('bakery')], 90, 'many');
    const whole = index.overlay().with({ notes: many });
    let parts = index.overlay();
    for (let i = 0; i < many.length; i += 7) parts = parts.with({ notes: many.slice(i, i + 7) });
    expect(await askAll(parts)).toEqual(await askAll(whole));
    expect(parts.noteIds).toEqual(whole.noteIds);
  });

  it('of one note among thousands reads the words of that note alone', async () => {
    let read: string[] = [];
    const watched = (one: PreparedNote): PreparedNote => ({
      ...one,
      get words() {
        read.push(one.id);
        return one.words;
      },
    });
    const overlay = index.overlay().with({ notes: manyNotes([note('dogs')], 2_000, 'many').map(watched) });
    expect(new Set(read).size).toBe(2_000);
    read = [];
    const edited = overlay.with({ notes: [watched({ ...note('seals'), id: 'many-7' })] });
    expect(read).toEqual(['many-7']);
    expect((await ask('Are there seals on the strait?', edited)).notes[0]?.id).toBe('many-7');
  });
});

describe('any changes of notes', () => {
  const ids = [...sources.notes.map((one) => one.note.id), ...OWN_NOTES.map(([id]) => id)];

  /** The sources with these notes, as if read from a file. */
  function sourcesWith(now: ReadonlyMap<string, 'shipped' | 'own'>): Sources {
    const shipped = sources.notes.filter((one) => now.get(one.note.id) === 'shipped');
    const own = OWN_NOTES.filter(([id]) => now.has(id)).map(([id, quote, text, keywords]) => {
      const start = article.body.indexOf(quote);
      const parsed = noteSchema.parse({
        id,
        status: 'context',
        quotes: [quote],
        note: text,
        keywords,
        sources: [{ publisher: 'P', title: 'T' }],
      });
      return { note: parsed, spans: [{ start, end: start + quote.length }] };
    });
    return { ...sources, notes: [...shipped, ...own] };
  }

  it('give what an index gives that is built afresh of the same notes', async () => {
    const change = fc.record({ id: fc.constantFrom(...ids), what: fc.constantFrom('hide', 'show') });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        let overlay = index.overlay();
        const now = new Map<string, 'shipped' | 'own'>(sources.notes.map((one) => [one.note.id, 'shipped']));
        for (const { id, what } of changes) {
          const isShipped = sources.notes.some((one) => one.note.id === id);
          if (what === 'hide') now.delete(id);
          else now.set(id, isShipped ? 'shipped' : 'own');
          overlay = overlay.with(what === 'hide' ? { hide: [id] } : isShipped ? { restore: [id] } : { notes: [note(id)] });
        }
        const fresh = await open(sourcesWith(now), 'fresh');
        for (const question of ASKED) {
          const [actual, expected] = [await ask(question, overlay), await askBase(question, fresh)];
          expect({ ...actual, notes: [] }, question).toEqual({ ...expected, notes: [] });
          expectSameNotes(actual.notes, expected.notes, question);
        }
      }),
      runs(15),
    );
  });
});

describe('training examples', () => {
  it('rank and support sentences as reader questions do that are built into an index', async () => {
    const lessons: readonly (readonly [string, string])[] = [
      ['What lies under the old pier?', 'herring'],
      ['Which year is the lighthouse from?', 'A lighthouse from 1871'],
      ['Is there a captain on board, and who is it?', 'Captain Ingrid Møller'],
    ];
    let overlay = index.overlay();
    const built: ReaderQuestion[] = [];
    for (const [i, [question, quote]] of lessons.entries()) {
      const start = article.body.indexOf(quote);
      built.push({ question, answer: { start, end: start + quote.length } });
      overlay = overlay.with({ examples: [await index.prepareExample(`l${i}`, question, sentencesAt(quote)[0] ?? -1)] });
    }
    const fresh = await open({ ...sources, readerQuestions: [...sources.readerQuestions, ...built] }, 'fresh');
    for (const question of [...lessons.map(([asked]) => asked), ...ASKED]) {
      const [actual, expected] = [await ask(question, overlay), await askBase(question, fresh)];
      expect(actual.candidates, question).toEqual(expected.candidates);
      expect(actual.features, question).toEqual(expected.features);
    }
  });
});

describe('what an overlay takes', () => {
  it('grows with what it holds, and not with what is gone', () => {
    const one = index.overlay().with({ notes: [note('bakery')] });
    const many = index.overlay().with({ notes: manyNotes([note('bakery')], 50, 'many') });
    expect(one.bytes).toBeLessThan(50_000);
    expect(many.bytes / one.bytes).toBeGreaterThan(30);
    expect(many.bytes / one.bytes).toBeLessThan(60);
    let edited = one;
    for (let i = 0; i < 500; i++) edited = edited.with({ notes: [{ ...note(i % 2 === 0 ? 'seals' : 'bakery'), id: 'bakery' }] });
    expect(edited.bytes).toBeLessThan(1.5 * one.bytes);
    expect(edited.isWorn).toBe(false);
  });

  it('is told to be worn where it has collected the words of many notes that are gone', () => {
    let overlay = index.overlay();
    for (let i = 0; i < 300; i++) {
      const words = Array.from({ length: 100 }, (_, k) => `strange${i}x${k}`).join(' ');
      overlay = overlay.with({ notes: [{ ...note('bakery'), words }] });
    }
    expect(overlay.isWorn).toBe(true);
    expect(index.overlay().isWorn).toBe(false);
  });
});

describe('after a restart', () => {
  it('notes and examples are prepared without the model', async () => {
    const cache = EmbeddingCache.open({
      file: join(parent, 'embeddings.sqlite'),
      modelHash: MODEL.hash,
      log: { warn: expect.fail },
      now: () => 0,
    });
    const openWith = (model: Promise<Embedder>) =>
      openIndex(sources, {
        file: join(parent, 'index.pack'),
        shipped: {},
        model: MODEL,
        weights: modelEntry(MODEL.id).weights,
        embedder: model,
        cache,
        progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
        log: { info: () => undefined, warn: () => undefined },
      });
    const none = Promise.reject<Embedder>(new Error('The model was asked.'));
    none.catch(() => undefined);
    const [first, later] = [(await openWith(Promise.resolve(embedder))).index, (await openWith(none)).index];
    const text = ownNote(OWN_NOTES[0] ?? expect.fail());
    const [kept, example] = [await first.prepareNote(text), await first.prepareExample('l1', 'hello', 2)];
    expect(await later.prepareNote(text)).toEqual(kept);
    expect(await later.prepareExample('l1', 'hello', 2)).toEqual(example);
    await expect(later.prepareExample('l1', 'hello?', 2)).rejects.toThrow('The model was asked.');
    cache.close();
  });
});

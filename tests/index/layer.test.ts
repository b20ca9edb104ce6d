// Tests of what one server sees: its own notes and lessons over the shipped ones, and nothing of any other server's.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleIndex } from '../../index/article-index.js';
import type { ReaderQuestion, Sources } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { EmbeddingCache } from '../../index/embedding-cache.js';
import type { Layer, NoteText } from '../../index/layer.js';
import { modelEntry } from '../../index/models.js';
import type { PreparedNote } from '../../index/note-index.js';
import { openIndex } from '../../index/open-index.js';
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

/** Notes of servers, each with the words that it stands at. */
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
/** Own notes, and the shipped ones with other words, ready to be added. */
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

async function ask(question: string, layer: Layer, of = index): Promise<Retrieval> {
  const retriever = of.retriever(layer);
  return retriever.retrieve(await embed(question), retriever.matchWords(question));
}

async function askBase(question: string, of = index): Promise<Retrieval> {
  return of.retrieve(await embed(question), of.matchWords(question));
}

const askAll = (layer: Layer) => Promise.all(ASKED.map((question) => ask(question, layer)));
const askBaseAll = (of = index) => Promise.all(ASKED.map((question) => askBase(question, of)));

/** Notes with the same scores, but that one index adds up in another order than the other. */
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
  parent = mkdtempSync(join(tmpdir(), 'marginalia-layers-'));
  embedder = await sharedEmbedder();
  index = await open();
  const layer = index.layer();
  const edits = sources.notes.map(({ note: shipped }) => ({
    id: shipped.id,
    note: `${shipped.note} This was seen again in 2024.`,
    keywords: [...shipped.keywords, 'seen again'],
    sentences: [],
  }));
  for (const text of [...OWN_NOTES.map(ownNote), ...edits]) prepared.set(text.id, await layer.prepareNote(text));
  layer.release();
});

afterAll(async () => {
  rmSync(parent, { recursive: true });
});

describe('a layer in which nothing was changed', () => {
  it('sees exactly what the index sees', async () => {
    expect(await askAll(index.layer())).toEqual(await askBaseAll());
  });

  it('takes no memory, whatever is prepared for it', async () => {
    const before = index.memory;
    const layer = index.layer();
    await layer.prepareNote(ownNote(OWN_NOTES[0] ?? expect.fail()));
    await layer.prepareQuestion('Who owns the bakery?');
    expect(index.memory).toEqual(before);
    expect(await askAll(layer)).toEqual(await askBaseAll());
  });
});

describe('a note', () => {
  it.each([
    ['Who owns the bakery?', 'bakery'],
    ['Are there seals on the strait?', 'seals'],
    ['Which engine does the ferry have?', 'engine'],
  ])('that was added is found with what is asked: %s', async (question, id) => {
    const layer = index.layer();
    await layer.apply({ add: [note(id), note('dogs')], remove: [] });
    expect((await ask(question, layer)).notes[0]?.id).toBe(id);
  });

  it('that was removed is not found, whether it was shipped or added', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('bakery')], remove: [] });
    await layer.apply({ add: [], remove: ['bakery', 'turnout-of-the-vote'] });
    for (const { notes } of await askAll(layer)) {
      expect(notes.map(({ id }) => id).toSorted()).toEqual(['cost-of-the-bridge', 'drowned-in-1951']);
    }
  });

  it('takes the place of the one with its id, and only for its server', async () => {
    const layer = index.layer();
    const id = 'turnout-of-the-vote';
    const shipped = (await askBase('Was it seen again?')).notes.find((one) => one.id === id);
    await layer.apply({ add: [note(id)], remove: [] });
    const { notes } = await ask('Was it seen again?', layer);
    expect(notes.filter((one) => one.id === id)).toHaveLength(1);
    expect(notes.find((one) => one.id === id)?.score).toBeGreaterThan((shipped?.score ?? Number.NaN) + 0.02);
    expect([...layer.notes.ids].toSorted()).toEqual(sources.notes.map((one) => one.note.id).toSorted());
  });

  it('given twice in one change is the last one', async () => {
    const [layer, other] = [index.layer(), index.layer()];
    await layer.apply({ add: [{ ...note('seals'), id: 'bakery' }, note('bakery')], remove: ['bakery'] });
    await other.apply({ add: [note('bakery')], remove: [] });
    expect(await askAll(layer)).toEqual(await askAll(other));
  });

  it('that is not there may be removed, which changes nothing', async () => {
    const layer = index.layer();
    await layer.apply({ add: [], remove: ['no-such-note', '__proto__'] });
    expect((await askAll(layer)).map(({ candidates }) => candidates)).toEqual((await askBaseAll()).map(({ candidates }) => candidates));
    expect([...layer.notes.ids].toSorted()).toEqual(sources.notes.map((one) => one.note.id).toSorted());
  });

  it('that is shown again scores as before', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('dogs')], remove: [] });
    const before = await askAll(layer);
    await layer.apply({ add: [], remove: ['dogs'] });
    await layer.apply({ add: [note('dogs')], remove: [] });
    for (const [i, { notes }] of (await askAll(layer)).entries()) expectSameNotes(notes, before[i]?.notes ?? [], ASKED[i] ?? '');
  });

  it('may be the only one, or there may be none at all', async () => {
    const layer = index.layer();
    await layer.apply({ add: [], remove: sources.notes.map((one) => one.note.id) });
    for (const { notes } of await askAll(layer)) expect(notes).toEqual([]);
    await layer.apply({ add: [note('seals')], remove: [] });
    for (const { notes } of await askAll(layer)) expect(notes.map(({ id }) => id)).toEqual(['seals']);
  });

  it('has the texts that a shipped one would have: prepared and embedded alike', async () => {
    const layer = index.layer();
    const again = await Promise.all(
      sources.notes.map(({ note: { id, note: text, keywords }, spans }) =>
        layer.prepareNote({
          id,
          note: text,
          keywords,
          sentences: article.sentences.filter((one) => spans.some((span) => overlaps(span, one))).map((one) => one.index),
        }),
      ),
    );
    await layer.apply({ add: again, remove: [] });
    for (const [i, retrieval] of (await askAll(layer)).entries()) {
      const expected = await askBase(ASKED[i] ?? '');
      expect({ ...retrieval, notes: [] }).toEqual({ ...expected, notes: [] });
      expectSameNotes(retrieval.notes, expected.notes, ASKED[i] ?? '');
    }
  });
});

describe('a lesson', () => {
  const question = 'What do the people of the island eat for breakfast?';

  async function teach(layer: Layer, id: string, asked: string, sentence?: number): Promise<void> {
    const lesson = await layer.prepareQuestion(asked);
    if (sentence === undefined) layer.addDecoy(id, lesson);
    else layer.addReaderQuestion(id, sentence, lesson);
  }

  it('that a sentence answers a question puts the sentence first, with what it was taught as its ground', async () => {
    const layer = index.layer();
    const [lighthouse = -1] = sentencesAt('A lighthouse from 1871');
    expect((await ask(question, layer)).candidates[0]?.sentence).not.toBe(lighthouse);
    await teach(layer, 'l1', question, lighthouse);
    const { candidates, evidence } = await ask(question, layer);
    expect(candidates[0]?.sentence).toBe(lighthouse);
    expect(candidates[0]?.legs.readerQuestions[0]).toBeCloseTo(1, 3);
    expect(evidence.coverage).toBeCloseTo(1, 3);
    const grounds = index.retriever(layer).explain(await embed(question), [lighthouse]);
    expect(grounds.sentences.get(lighthouse)?.readerQuestions[0]).toEqual({ question, score: expect.closeTo(1, 3) });
  });

  it('that the article does not answer a question speaks against an answer', async () => {
    const layer = index.layer();
    const asked = 'How much would the bridge cost?';
    const before = (await ask(asked, layer)).evidence;
    await teach(layer, 'l1', asked);
    const { evidence } = await ask(asked, layer);
    for (const sign of ['coverageGap', 'margin', 'neighbourhood'] as const) expect(evidence[sign], sign).toBeLessThan(before[sign] - 0.02);
    const { decoys } = index.retriever(layer).explain(await embed(asked), []);
    expect(decoys[0]).toEqual({ question: asked, score: expect.closeTo(1, 3) });
  });

  it('is as near as it is, between what is shipped, however few are wanted', async () => {
    const layer = index.layer();
    const asked = 'What does the bridge cost?';
    const { vector } = await embed(asked);
    await teach(layer, 'far', 'Who sings best?', 1);
    await teach(layer, 'near', 'How much does the bridge cost the county?', 4);
    await teach(layer, 'no', 'How much is a ferry ticket for children?');
    const nearest = (count: number) => layer.nearestReaderQuestions([...vector], count).map((one) => one.question);
    expect(nearest(2)).toEqual([asked, 'How much does the bridge cost the county?']);
    expect(nearest(100)).toHaveLength(sources.readerQuestions.length + 2);
    expect(nearest(100)).toContain('Who sings best?');
    const [first, second] = layer.nearestDecoys([...(await embed('How much is a ferry ticket for children?')).vector], 2);
    expect([first?.question, second?.question]).toEqual([
      'How much is a ferry ticket for children?',
      'How much is a ferry ticket for a child?',
    ]);
  });

  it('that is removed leaves everything as it was', async () => {
    const layer = index.layer();
    await teach(layer, 'l1', question, 3);
    await teach(layer, 'l2', 'How much would the bridge cost?');
    expect([layer.removeLesson('l1'), layer.removeLesson('l2'), layer.removeLesson('l2')]).toEqual([true, true, false]);
    expect(await askAll(layer)).toEqual(await askBaseAll());
  });

  it('takes the place of the one with its id, of whatever kind', async () => {
    const layer = index.layer();
    const asked = 'How much would the bridge cost?';
    await teach(layer, 'l1', asked);
    await teach(layer, 'l1', question, 3);
    expect((await ask(asked, layer)).evidence.coverageGap).toBe((await askBase(asked)).evidence.coverageGap);
    expect((await ask(question, layer)).candidates[0]?.sentence).toBe(3);
  });

  it('about a sentence that the article does not have is refused', async () => {
    const layer = index.layer();
    const lesson = await layer.prepareQuestion(question);
    for (const sentence of [-1, 0.5, article.sentences.length]) {
      expect(() => layer.addReaderQuestion('l1', sentence, lesson)).toThrow(new RangeError(`The article has no sentence ${sentence}.`));
    }
    expect(await askAll(layer)).toEqual(await askBaseAll());
  });
});

describe('servers', () => {
  it('see nothing of each other, and the index nothing of any of them', async () => {
    const before = await askBaseAll();
    const [changed, untouched, other] = [index.layer(), index.layer(), index.layer()];
    await other.apply({ add: [note('dogs')], remove: ['drowned-in-1951'] });
    const ofOther = await askAll(other);
    await changed.apply({ add: manyNotes([note('dogs'), note('seals')], 200, 'own'), remove: ['cost-of-the-bridge'] });
    const lesson = await changed.prepareQuestion('Who owns the bakery?');
    changed.addReaderQuestion('l1', 2, lesson);
    changed.addDecoy('l2', lesson);
    expect(await askBaseAll()).toEqual(before);
    expect(await askAll(untouched)).toEqual(before);
    expect(await askAll(other)).toEqual(ofOther);
  });
});

describe('any changes of notes', () => {
  const ids = [...sources.notes.map((one) => one.note.id), ...OWN_NOTES.map(([id]) => id)];

  /** The sources with these notes, as a file would give them. */
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
    const change = fc.record({ id: fc.constantFrom(...ids), removes: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const layer = index.layer();
        const now = new Map<string, 'shipped' | 'own'>(sources.notes.map((one) => [one.note.id, 'shipped']));
        for (const { id, removes } of changes) {
          const isShipped = sources.notes.some((one) => one.note.id === id);
          if (removes) now.delete(id);
          else if (!isShipped) now.set(id, 'own');
          await layer.apply(removes ? { add: [], remove: [id] } : { add: isShipped ? [] : [note(id)], remove: [] });
        }
        const fresh = await open(sourcesWith(now), 'fresh');
        for (const question of ASKED) {
          const [actual, expected] = [await ask(question, layer), await askBase(question, fresh)];
          expect({ ...actual, notes: [] }, question).toEqual({ ...expected, notes: [] });
          expectSameNotes(actual.notes, expected.notes, question);
        }
        layer.release();
      }),
      runs(15),
    );
  });
});

describe('lessons', () => {
  it('rank sentences as reader questions do that are built into an index, though words weigh as they are shipped', async () => {
    const lessons: readonly (readonly [string, string])[] = [
      ['What lies under the old pier?', 'herring'],
      ['Which year is the lighthouse from?', 'A lighthouse from 1871'],
      ['Is there a captain on board, and who is it?', 'Captain Ingrid Møller'],
    ];
    const layer = index.layer();
    const built: ReaderQuestion[] = [];
    for (const [i, [question, quote]] of lessons.entries()) {
      const start = article.body.indexOf(quote);
      built.push({ question, answer: { start, end: start + quote.length } });
      layer.addReaderQuestion(`l${i}`, sentencesAt(quote)[0] ?? -1, await layer.prepareQuestion(question));
    }
    const fresh = await open({ ...sources, readerQuestions: [...sources.readerQuestions, ...built] }, 'fresh');
    for (const question of [...lessons.map(([asked]) => asked), ...ASKED]) {
      const [actual, expected] = [await ask(question, layer), await askBase(question, fresh)];
      expect(actual.candidates.slice(0, 2).map(({ sentence }) => sentence)).toEqual(
        expected.candidates.slice(0, 2).map(({ sentence }) => sentence),
      );
      for (const sign of ['coverage', 'coverageGap', 'margin', 'ownMargin'] as const) {
        expect(Math.abs(actual.evidence[sign] - expected.evidence[sign]), `${sign} of "${question}"`).toBeLessThan(0.02);
      }
    }
  });
});

describe('a copy', () => {
  it('sees what its original sees, after the changes that were asked for before it', async () => {
    const layer = index.layer();
    void layer.apply({ add: [note('bakery')], remove: ['drowned-in-1951'] });
    const lesson = await layer.prepareQuestion('Who owns the bakery?');
    layer.addReaderQuestion('l1', 2, lesson);
    void layer.apply({ add: [note('dogs')], remove: [] });
    const copy = await layer.copy();
    expect([...copy.notes.ids].toSorted()).toEqual(['bakery', 'cost-of-the-bridge', 'dogs', 'turnout-of-the-vote']);
    expect(await askAll(copy)).toEqual(await askAll(layer));
  });

  it('can be changed without its original, and the other way round', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('bakery'), note('dogs')], remove: [] });
    const lesson = await layer.prepareQuestion('hello');
    layer.addDecoy('l1', lesson);
    const before = await askAll(layer);
    const copy = await layer.copy();
    await copy.apply({ add: [note('seals'), note('cost-of-the-bridge')], remove: ['bakery'] });
    copy.removeLesson('l1');
    copy.addReaderQuestion('l2', 1, lesson);
    expect(await askAll(layer)).toEqual(before);
    const ofCopy = await askAll(copy);
    await layer.apply({ add: [note('tolls')], remove: ['dogs', 'turnout-of-the-vote'] });
    layer.removeLesson('l1');
    expect(await askAll(copy)).toEqual(ofCopy);
  });

  it('that is released takes nothing from its original, and gives back what it took', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('bakery')], remove: [] });
    const [before, memory] = [await askAll(layer), index.memory];
    const copy = await layer.copy();
    await copy.apply({ add: [note('seals'), ...manyNotes([note('dogs')], 60, 'many')], remove: ['bakery'] });
    copy.addReaderQuestion('l1', 1, await copy.prepareQuestion('hello'));
    expect(index.memory.tokens).toBeGreaterThan(memory.tokens);
    copy.release();
    expect(index.memory.tokens).toBe(memory.tokens);
    expect(await askAll(layer)).toEqual(before);
  });

  it('still sees everything when its original is changed and released', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('bakery'), note('dogs')], remove: ['drowned-in-1951'] });
    const copy = await layer.copy();
    const before = await askAll(copy);
    await layer.apply({ add: [note('seals')], remove: ['bakery'] });
    layer.release();
    expect(await askAll(copy)).toEqual(before);
    await copy.apply({ add: [note('seals')], remove: [] });
    expect((await ask('Are there seals on the strait?', copy)).notes[0]?.id).toBe('seals');
  });
});

describe('memory', () => {
  it('is given back by a change that removes, and by a release', async () => {
    const before = index.memory.tokens;
    const layer = index.layer();
    await layer.apply({ add: OWN_NOTES.map(([id]) => note(id)), remove: [] });
    const withAll = index.memory.tokens;
    await layer.apply({ add: [note('dogs')], remove: ['seals'] });
    expect(index.memory.tokens).toBe(withAll - note('seals').text.tokens.length / 384);
    layer.addDecoy('l1', await layer.prepareQuestion('hello'));
    layer.release();
    expect(index.memory.tokens).toBe(before);
  });

  it('does not grow by thousands of edits', async () => {
    const layer = index.layer();
    await layer.apply({ add: OWN_NOTES.map(([id]) => note(id)), remove: [] });
    const lesson = await layer.prepareQuestion('hello');
    const before = index.memory;
    for (let i = 0; i < 2000; i++) {
      await layer.apply({ add: [{ ...note(i % 2 === 0 ? 'seals' : 'engine'), id: 'bakery' }], remove: [] });
      layer.addDecoy('l1', lesson);
    }
    expect(index.memory.bytes).toBe(before.bytes);
    expect((await ask('Which engine does the ferry have?', layer)).notes.map(({ id }) => id)).toContain('bakery');
    layer.release();
  });
});

describe('layers that are changed, copied and released all at once', () => {
  it('end with the notes that were asked for, and give all memory back', async () => {
    const many = manyNotes([note('dogs'), note('seals'), note('bakery')], 120, 'many');
    const step = fc.record({
      which: fc.nat(),
      what: fc.constantFrom('add', 'add', 'add many', 'remove', 'copy', 'release', 'teach', 'wait', 'wait'),
      from: fc.nat({ max: 119 }),
      count: fc.integer({ min: 1, max: 80 }),
    });
    const before = index.memory.tokens;
    const lesson = await index.layer().prepareQuestion('hello');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const layers = [{ layer: index.layer(), ids: new Set(sources.notes.map((one) => one.note.id)) }];
        const underWay: Promise<unknown>[] = [];
        const refused: unknown[] = [];
        const change = (layer: Layer, ids: Set<string>, add: readonly PreparedNote[], remove: readonly string[]) => {
          for (const id of remove) ids.delete(id);
          for (const { id } of add) ids.add(id);
          underWay.push(layer.apply({ add, remove }).catch((error) => refused.push(error.message)));
        };
        for (const { which, what, from, count } of steps) {
          const one = layers[which % layers.length];
          if (one === undefined) break;
          const { layer, ids } = one;
          const range = many.slice(from, from + count);
          if (what === 'add') change(layer, ids, range.slice(0, 3), []);
          else if (what === 'add many') change(layer, ids, range, ['dogs', 'cost-of-the-bridge']);
          else if (what === 'remove') {
            const gone = range.map(({ id }) => id);
            change(layer, ids, [], gone);
          } else if (what === 'copy') {
            const seen = new Set(ids);
            underWay.push(
              layer.copy().then(
                (copy) => layers.push({ layer: copy, ids: seen }),
                (error) => refused.push(error.message),
              ),
            );
          } else if (what === 'teach') layer.addDecoy(`l${from % 3}`, lesson);
          else if (what === 'wait') await new Promise((resolve) => setImmediate(resolve));
          else {
            layer.release();
            layers.splice(layers.indexOf(one), 1);
          }
        }
        await Promise.all(underWay);
        for (const { layer, ids } of layers) {
          expect([...layer.notes.ids].toSorted()).toEqual([...ids].toSorted());
          const found = (await ask('Can I bring my dog?', layer)).notes.map(({ id }) => id);
          expect(found.length).toBeGreaterThanOrEqual(Math.min(6, ids.size));
          expect(found.every((id) => ids.has(id))).toBe(true);
          layer.release();
        }
        expect(new Set(refused).size).toBeLessThanOrEqual(1);
        expect(index.memory.tokens).toBe(before);
      }),
      runs(60),
    );
  });
});

describe('a layer that is released', () => {
  it('refuses every change, and takes no memory by it', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('dogs')], remove: [] });
    const lesson = await layer.prepareQuestion('hello');
    layer.release();
    const { tokens } = index.memory;
    await expect(layer.apply({ add: [note('seals')], remove: [] })).rejects.toThrow('The layer was released.');
    await expect(layer.copy()).rejects.toThrow('The layer was released.');
    expect(() => layer.addReaderQuestion('l1', 1, lesson)).toThrow('The layer was released.');
    expect(() => layer.addDecoy('l1', lesson)).toThrow('The layer was released.');
    expect(index.memory.tokens).toBe(tokens);
  });

  it('harms no question that is under way', async () => {
    const layer = index.layer();
    await layer.apply({ add: [note('dogs')], remove: [] });
    const retriever = index.retriever(layer);
    const words = retriever.matchWords('Can I bring my dog?');
    const question = await embed('Can I bring my dog?');
    layer.release();
    const { notes, candidates } = retriever.retrieve(question, words);
    expect(notes).toEqual([]);
    expect(candidates).toEqual((await askBase('Can I bring my dog?')).candidates);
  });
});

describe('after a restart', () => {
  it('notes and lessons are prepared without the model', async () => {
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
    const [first, later] = [(await openWith(Promise.resolve(embedder))).index.layer(), (await openWith(none)).index.layer()];
    const text = ownNote(OWN_NOTES[0] ?? expect.fail());
    const [kept, lesson] = [await first.prepareNote(text), await first.prepareQuestion('hello')];
    expect(await later.prepareNote(text)).toEqual(kept);
    expect(await later.prepareQuestion('hello')).toEqual(lesson);
    await expect(later.prepareQuestion('hello?')).rejects.toThrow('The model was asked.');
    cache.close();
  });
});

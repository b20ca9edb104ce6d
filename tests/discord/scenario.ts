// Random articles with notes that are difficult for Discord's markdown, and search results over them.

import fc from 'fast-check';
import type { AskContext } from '../../src/answer/ask.js';
import type { Candidate } from '../../src/answer/ports.js';
import type { Article, Span } from '../../src/article/article.js';
import { trimSpan } from '../../src/article/paragraphs.js';
import { parseArticle } from '../../src/article/parse.js';
import type { Reader } from '../../src/discord/kit/embeds.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { NOTE_STATUSES, noteSchema } from '../../src/notes/note.js';
import { covering, likeFrom } from '../answer/relation-model.js';
import { SEED, sized } from '../tier.js';
import { markupText, splitsPair } from './arbitraries.js';

export interface Scenario {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  readonly context: AskContext;
  readonly reader: Reader;
}

const atMost = (length: number) => (text: string) => text.length <= length;
export const optional = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined });

export const sentence = fc.oneof(
  { weight: 4, arbitrary: fc.nat(999).map((n) => `The council counted ${n} votes there, and “nobody” said so.`) },
  { weight: 1, arbitrary: fc.constantFrom('Who counted them there?', 'None.', '¿Quién lo dijo?', 'Es la verdad de los votos.') },
  { weight: 4, arbitrary: markupText(16).map((text) => `Some ${text} more.`) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 120 }).map((count) => 'No. It was so. '.repeat(count)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map((count) => `It ${'went on\u00a0and on *and* on '.repeat(count)}there.`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', '*', '_', '😀', '中', '[x](y)', '`', '\\', '>', 'a_b/'), fc.integer({ min: 100, max: 3_000 }))
      .map(([text, count]) => text.repeat(count)),
  },
);
export const paragraph = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((sentences) => sentences.join(' '));
const body = fc
  .tuple(
    fc.array(paragraph, { minLength: 1, maxLength: 6 }),
    fc.constantFrom('\n\n', '\r\n\r\n', '\n\n\n', '\n'),
    fc.constantFrom(1, 1, 1, 12),
  )
  .map(([paragraphs, gap, times]) => new Array<string>(times).fill(`The beginning.${gap}${paragraphs.join(gap)}`).join(gap));
const about = fc.record({
  title: fc.oneof(markupText(12), fc.constant('A *long* title '.repeat(60))),
  author: optional(markupText(6)),
  kind: optional(fc.constantFrom('opinion', 'Report', 'pamphlet_*')),
  published: optional(fc.constantFrom('2024', '2024-08', '2024-08-01')),
  language: fc.constantFrom('en', 'es', 'es-419', 'zh-Hant', 'xx-unknown'),
  about: optional(fc.oneof(markupText(20), fc.constant('*About* it. '.repeat(400)))),
  aboutInSpanish: optional(markupText(20)),
});

export const HARD_TEXT = '*_'.repeat(240);
export const noteText = fc.oneof(
  markupText(20).filter(atMost(480)),
  fc.constantFrom(HARD_TEXT, 'It was so, and nobody said why. '.repeat(15)),
);
const shortText = fc.oneof(
  markupText(6).map((text) => `P ${text}`),
  fc.constantFrom(HARD_TEXT, 'The Herald', 'El País'),
);
export const source = fc.record({
  publisher: shortText,
  title: shortText,
  date: optional(fc.constantFrom('2024', '2024-08', '2024-08-01', '9999-99-99')),
  url: optional(
    fc.constantFrom(
      'https://www.example.org/a_(b)',
      `https://example.org/${'*'.repeat(200)}`,
      `https://example.org/${'a'.repeat(650)}`,
      'http://example.org/?q=[x]&y=@everyone#<@1>',
      'https://user:secret@example.org/',
    ),
  ),
  via: optional(shortText),
});
/** A note's place: anywhere, or exactly one sentence. */
const place = fc.oneof(
  fc.record({ at: fc.nat(), length: fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 80, max: 4_000 })) }),
  fc.record({ sentence: fc.nat() }),
);
const note = fc.record({
  status: fc.constantFrom(...NOTE_STATUSES),
  text: noteText,
  sources: fc.array(source, { minLength: 1, maxLength: 8 }),
  places: fc.array(place, { minLength: 1, maxLength: 3 }),
});

/** Articles shared by the properties of a process: making and parsing one takes much longer than rendering its answer. */
const articles: readonly (() => Article)[] = fc
  .sample(fc.record({ body, about, isMarkdown: fc.boolean() }), { seed: SEED, numRuns: sized(400, 60) })
  .map(({ body: text, about: facts, isMarkdown }) => {
    let article: Article | undefined;
    return () => (article ??= parseArticle(text, { ...facts, title: facts.title.trim() || 'A Test' }, { isMarkdown }));
  });

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    article: fc.constantFrom(...articles).map((read) => read()),
    notes: fc.array(note, { maxLength: 10 }),
    language: fc.constantFrom('en' as const, 'es' as const),
    order: fc.array(fc.nat(), { maxLength: 14 }),
    evidence: fc.constantFrom(-2, 0, 2),
    related: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ article, notes: drafts, language, order, evidence, related }) => {
    const notes = drafts.map(({ places, ...draft }, i) => ({
      note: noteSchema.parse({
        id: `note-${i}`,
        status: draft.status,
        quotes: [],
        note: `${noteMark(i)} ${draft.text}`,
        sources: draft.sources.map((one, k) => ({ ...one, title: `${sourceMark(i, k)} ${one.title}` })),
      }),
      spans: places.map((one) => spanAt(article, one)),
    }));
    const reader = { language, asker: '123456789012345678', content: 'abc123' };
    // Printed by a failing property.
    const summary = () => JSON.stringify({ body: article.body, about: article.about, order, evidence, language, notes });
    return { article, notes, reader, context: contextOf(article, notes, order, evidence, related), [fc.toStringMethod]: summary };
  });

/** Unique marks by which a note and a source are found in displayed text. */
export function noteMark(i: number): string {
  return `Note${i}mark`;
}

export function sourceMark(i: number, k: number): string {
  return `Source${i}x${k}mark`;
}

export function spanAt({ body: text, sentences }: Article, where: { at: number; length: number } | { sentence: number }): Span {
  const whole = sentences['sentence' in where ? where.sentence % sentences.length : 0] ?? { start: 0, end: 1 };
  if ('sentence' in where) return { start: whole.start, end: whole.end };
  const at = where.at % text.length;
  const end = Math.min(text.length, at + where.length);
  const span = trimSpan(text, { start: splitsPair(text, at) ? at - 1 : at, end: splitsPair(text, end) ? end + 1 : end });
  return span.end > span.start ? span : { start: whole.start, end: whole.end };
}

/** A context whose retriever returns sentences and notes in a given order, regardless of the question. */
export function contextOf(
  article: Article,
  notes: readonly AnchoredNote[],
  order: readonly number[],
  value: number,
  related: readonly number[],
): AskContext {
  const evenAdded = (all: number) => ({ coverage: all, addedCoverage: all, addedMargin: all });
  const even = (all: number) => ({ coverage: all, coverageGap: all, margin: all, ownMargin: all, neighbourhood: all });
  const followUps = {
    ...{ intercept: 0, weights: evenAdded(1), mean: evenAdded(0), deviation: evenAdded(1) },
    thresholds: { answered: 0.8, notCovered: 0.3 },
  };
  const decision = { intercept: 0, weights: even(1), mean: even(0), deviation: even(1), thresholds: { answered: 0.8, notCovered: 0.3 } };
  const signals = { readerQuestions: [0, 0, 0] as const, sentence: 0, expanded: 0, words: 0, paragraphWords: 0 };
  const found = [...new Set(order.map((n) => n % article.sentences.length))];
  const candidates = found.map((index, rank): Candidate => ({ sentence: index, score: 1 - rank / 100, signals }));
  const matches = [...new Set(related.map((n) => notes[n % Math.max(1, notes.length)]))].flatMap((one) => one ?? []);
  const none = new Float32Array();
  return {
    article,
    notes,
    embedder: {
      embedQuestion: async (text) => ({
        text,
        vector: none,
        tokens: new Int16Array(),
        tokenIds: new Uint32Array(),
        topical: new Uint8Array(),
      }),
    },
    retriever: {
      matchWords: () => ({ sentences: new Map(), notes: new Map() }),
      retrieve: () => ({
        candidates,
        features: { bySentences: even(value), byQuestions: undefined, isWellKnown: false },
        notes: matches.map(({ note: { id } }) => ({ id, score: 1 })),
      }),
      rateNotes: () => new Map(matches.map(({ note: { id } }, i) => [id, 1 - i / 100])),
      resemble: ({ text }) =>
        candidates.slice(text.length % 3).map(({ sentence: index, score }) => ({ sentence: index, score, signals: covering(score) })),
      explain: ({ text }, sentences) => ({
        sentences: new Map(
          sentences.map((index) => [
            index,
            {
              words: text.split(' '),
              readerQuestions: [
                { question: text, score: 0.5 },
                { question: HARD_TEXT, score: 0.1 },
              ],
            },
          ]),
        ),
        decoys: [{ question: text, score: 0.3 }],
      }),
    },
    measured: {
      decisions: { bySentences: decision, byQuestions: decision },
      followUps: { bySentences: followUps, byQuestions: followUps },
      relation: likeFrom(0.5),
    },
    relatedNotesThreshold: 0.5,
    correctSpelling: (text) => text,
    isWhole: () => true,
    now: () => 0,
  };
}

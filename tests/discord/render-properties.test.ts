// Properties of every renderer, over random articles and notes: what is sent fits, quotes the article and nothing else.

import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerQuote } from '../../src/answer/answer.js';
import { type AskContext, respond } from '../../src/answer/ask.js';
import { check, normaliseMessage } from '../../src/answer/check.js';
import { everyClaim, listClaims } from '../../src/answer/claims.js';
import { explain } from '../../src/answer/explain.js';
import type { Candidate } from '../../src/answer/ports.js';
import { normaliseQuestion } from '../../src/answer/question.js';
import { type Article, overlaps, type Span } from '../../src/article/article.js';
import { trimSpan } from '../../src/article/paragraphs.js';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote } from '../../src/article/quote.js';
import { type CustomId, decodeId } from '../../src/discord/custom-id.js';
import type { Reader } from '../../src/discord/embeds.js';
import { faultsOf } from '../../src/discord/limits.js';
import { echoedQuestion, renderAnswer, renderFurther } from '../../src/discord/render-answer.js';
import { renderCheck } from '../../src/discord/render-check.js';
import { renderClaim, renderClaims } from '../../src/discord/render-claims.js';
import { renderNotesAt } from '../../src/discord/render-notes.js';
import { renderContext, renderPassage } from '../../src/discord/render-passage.js';
import { renderSources } from '../../src/discord/render-sources.js';
import { renderWhy } from '../../src/discord/render-why.js';
import type { Reply } from '../../src/discord/reply.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { NOTE_STATUSES, noteSchema, type Source } from '../../src/notes/note.js';
import { words } from '../../src/words/words.js';
import { checkMessage } from '../fakes/discord/limits.js';
import { markupText, splitsPair } from './arbitraries.js';
import { displayed, displayedQuotes, read, withPlainBreaks } from './displayed.js';

/** Each reply must be made within; they take some milliseconds, but a test machine may be busy. */
const QUICK_MS = 2_000;
const MOST_PAGES = 500;

interface Scenario {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  readonly context: AskContext;
  readonly reader: Reader;
}

const atMost = (length: number) => (text: string) => text.length <= length;
const optional = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined });

const sentence = fc.oneof(
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
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((sentences) => sentences.join(' '));
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
});

const HARD_TEXT = '*_'.repeat(240);
const noteText = fc.oneof(markupText(20).filter(atMost(480)), fc.constantFrom(HARD_TEXT, 'It was so, and nobody said why. '.repeat(15)));
const shortText = fc.oneof(
  markupText(6).map((text) => `P ${text}`),
  fc.constantFrom(HARD_TEXT, 'The Herald', 'El País'),
);
const source = fc.record({
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
/** Where a note stands: somewhere, or at just one sentence. */
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

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    body,
    about,
    notes: fc.array(note, { maxLength: 10 }),
    language: fc.constantFrom('en' as const, 'es' as const),
    order: fc.array(fc.nat(), { maxLength: 14 }),
    evidence: fc.constantFrom(-2, 0, 2),
    related: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ body: text, about: facts, notes: drafts, language, order, evidence, related }) => {
    const article = parseArticle(text, { ...facts, title: facts.title.trim() || 'A Test' });
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
    // What a failing property prints.
    const summary = () => JSON.stringify({ body: text, about: facts, order, evidence, language, notes });
    return { article, notes, reader, context: contextOf(article, notes, order, evidence, related), [fc.toStringMethod]: summary };
  });

/** Marks that stand nowhere else, by which a note and a source are found in what is displayed. */
function noteMark(i: number): string {
  return `Note${i}mark`;
}

function sourceMark(i: number, k: number): string {
  return `Source${i}x${k}mark`;
}

function spanAt({ body: text, sentences }: Article, where: { at: number; length: number } | { sentence: number }): Span {
  const whole = sentences['sentence' in where ? where.sentence % sentences.length : 0] ?? { start: 0, end: 1 };
  if ('sentence' in where) return { start: whole.start, end: whole.end };
  const at = where.at % text.length;
  const end = Math.min(text.length, at + where.length);
  const span = trimSpan(text, { start: splitsPair(text, at) ? at - 1 : at, end: splitsPair(text, end) ? end + 1 : end });
  return span.end > span.start ? span : { start: whole.start, end: whole.end };
}

/** A context whose retriever finds sentences and notes in a given order: what a model would find is of no matter here. */
function contextOf(
  article: Article,
  notes: readonly AnchoredNote[],
  order: readonly number[],
  value: number,
  related: readonly number[],
): AskContext {
  const even = (all: number) => ({ coverage: all, coverageGap: all, margin: all, ownMargin: all, neighbourhood: all });
  const legs = { readerQuestions: [0, 0, 0] as const, sentence: 0, expanded: 0, words: 0, paragraphWords: 0 };
  const found = [...new Set(order.map((n) => n % article.sentences.length))];
  const candidates = found.map((index, rank): Candidate => ({ sentence: index, score: 1 - rank / 100, legs }));
  const matches = [...new Set(related.map((n) => notes[n % Math.max(1, notes.length)]))].flatMap((one) => one ?? []);
  const none = new Float32Array();
  return {
    article,
    notes,
    embedder: {
      embedQuestion: async (text) => ({ text, vector: none, tokens: none, tokenIds: new Uint32Array(), topical: new Uint8Array() }),
    },
    retriever: {
      matchWords: () => ({ sentences: new Map(), notes: new Map() }),
      retrieve: () => ({ candidates, evidence: even(value), notes: matches.map(({ note: { id } }) => ({ id, score: 1 })) }),
      resemble: ({ text }) => candidates.slice(text.length % 3).map(({ sentence: index, score }) => ({ sentence: index, score })),
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
    decision: { intercept: 0, weights: even(1), mean: even(0), deviation: even(1), thresholds: { answered: 0.8, notCovered: 0.3 } },
    relatedNotesThreshold: 0.5,
    correctSpelling: (text) => text,
    now: () => 0,
  };
}

const question = fc
  .oneof(
    fc.constantFrom(
      'Who counted the votes?',
      '¿Quién contó los votos?',
      'Who won? And when was it counted?',
      '😂',
      `Why ${'*_'.repeat(248)}`,
    ),
    markupText(20),
  )
  .map((raw) => {
    const normalised = normaliseQuestion(raw);
    return 'text' in normalised ? normalised : ({ kind: 'question', text: 'Who?' } as const);
  });

const PLAIN = ['text', 'br', 'twemoji'];
const MARKUP = {
  title: ['text', 'twemoji'],
  content: [...PLAIN, 'blockQuote'],
  quote: [...PLAIN, 'strong'],
  description: [...PLAIN, 'strong', 'blockQuote', 'subtext', 'link'],
};

/** What every reply must be. */
function expectSound(reply: Reply, { body: text }: Article): void {
  expect(faultsOf(reply)).toEqual([]);
  expect(checkMessage({ ...reply }, { isV2: false })).toEqual([]);
  const plainBody = withPlainBreaks(text);
  const other = (kinds: readonly string[], allowed: readonly string[]) => kinds.filter((kind) => !allowed.includes(kind));
  expect(other(read(reply.content).kinds, MARKUP.content)).toEqual([]);
  for (const { title = '', description = '' } of reply.embeds) {
    const shown = read(description);
    expect(other(read(title).kinds, MARKUP.title)).toEqual([]);
    expect(other(shown.kinds, MARKUP.description)).toEqual([]);
    expect(other(shown.kindsInQuotes, MARKUP.quote)).toEqual([]);
    for (const quote of shown.quotes) {
      expect(quote.trim()).not.toBe('');
      expect(plainBody.includes(quote), `The article does not say: ${quote}`).toBe(true);
    }
    for (const target of shown.targets) expect(target).toMatch(/^https?:\/\/[\w.-]+\//u);
  }
  const written = [reply.content, ...reply.embeds.flatMap(({ title = '', description = '' }) => [title, description])].join('\n');
  expect(written.replace(/\]\(https?:[^()\s]*\)/gu, '')).not.toMatch(/(?<!\\)(?:\\\\)*[<@]/u);
  for (const id of customIdsOf(reply)) expect(decodeId(id), id).toBeDefined();
}

function customIdsOf({ components }: Pick<Reply, 'components'>): string[] {
  return components.flatMap((row) => row.components.flatMap((part) => ('custom_id' in part ? [part.custom_id] : [])));
}

function idsOf(reply: Pick<Reply, 'components'>): CustomId[] {
  return customIdsOf(reply).flatMap((id) => decodeId(id) ?? []);
}

function quickly(render: () => Reply, article: Article): Reply {
  const started = performance.now();
  const reply = render();
  expect(performance.now() - started).toBeLessThan(QUICK_MS);
  expectSound(reply, article);
  return reply;
}

/** Every page, as somebody sees them who goes on with the button until it is switched off. */
function everyPage(render: (page: number) => Reply, { reader, article }: Scenario): Reply[] {
  const replies = [quickly(() => render(0), article)];
  for (;;) {
    const next = replies
      .at(-1)
      ?.components.flatMap(({ components }) =>
        components.flatMap((part) =>
          part.type === ComponentType.Button &&
          'label' in part &&
          part.label === words(reader.language)('button.next') &&
          part.disabled !== true
            ? [decodeId('custom_id' in part ? part.custom_id : '')]
            : [],
        ),
      )[0];
    if (next === undefined) return replies;
    if (replies.length > MOST_PAGES) throw new Error('The pages never end.');
    const number = 'page' in next ? next.page : 'part' in next ? next.part : undefined;
    expect(number).toBe(replies.length);
    replies.push(quickly(() => render(number ?? 0), article));
  }
}

/** All that the embeds of some replies show. */
function shownIn(replies: readonly Reply[]): string {
  return replies.flatMap(({ embeds }) => embeds.map(({ description = '' }) => displayed(description))).join('\n');
}

const countIn = (text: string, mark: string) => text.split(new RegExp(`${mark}(?!\\w)`, 'u')).length - 1;
const withoutSpace = (text: string) => text.replace(/\s+/gu, '');
const runs = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 5_000 });

/** A quote of an answer stands with its focus, or its beginning does and more is promised, or it is left for the next message. */
function expectQuoted(
  { text, focus }: AnswerQuote,
  shown: string | undefined,
  { embeds, components }: Reply,
  { article, reader }: Pick<Scenario, 'article' | 'reader'>,
): void {
  const focused = withPlainBreaks(article.body.slice(focus.start, focus.end));
  if (shown === undefined || shown === '') {
    const isLeft = (index: number) => article.sentences.some((sentence) => sentence.index === index && overlaps(sentence, focus));
    expect(idsOf({ components }).some((id) => id.kind === 'more' && id.sentences.some(isLeft))).toBe(true);
  } else if (shown.includes(focused)) expect(withPlainBreaks(text)).toContain(shown);
  else {
    expect(focused.startsWith(shown)).toBe(true);
    expect(embeds[0]?.description).toContain(words(reader.language)('quote.goesOn'));
  }
}

describe('an answer', () => {
  it('is sound whatever its outcome, language and place', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        scenario,
        question,
        fc.boolean(),
        fc.boolean(),
        async ({ article, notes, context, reader }, asked, isPrivate, echoQuestion) => {
          const full = await respond(asked, context);
          outcomes.add(full.answer.outcome);
          const noteSpans = new Map(notes.map(({ note: { id }, spans }) => [id, spans]));
          const reply = quickly(
            () => renderAnswer(full, article, { ...reader, isPrivate, echoQuestion, noteSpans, takesSuggestions: isPrivate }),
            article,
          );
          expect(echoedQuestion(reply.content)).toBe(echoQuestion ? asked.text : undefined);
          const quotes = reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? '');
          if (full.answer.outcome === 'not_covered') expect(quotes.join('')).toBe('');
          else for (const [i, quote] of full.answer.quotes.entries()) expectQuoted(quote, quotes[i], reply, { article, reader });
        },
      ),
      runs(45),
    );
    expect(outcomes).toEqual(new Set(['answered', 'unsure', 'not_covered']));
  });

  it('leaves the quotes that there is no room for to the next message, before what comes after them', async () => {
    const long = `So ${'*'.repeat(1_400)} it was.`;
    const article = parseArticle(new Array(5).fill(long).join('\n\n'), { title: 'A Test', language: 'en' });
    const full = await respond({ kind: 'question', text: 'Who counted the votes?' }, contextOf(article, [], [2, 0, 1, 3, 4], 2, []));
    expect(full.answer.quotes).toHaveLength(3);
    const options = {
      language: 'en',
      asker: '123456789012345678',
      content: 'abc123',
      isPrivate: false,
      echoQuestion: false,
      takesSuggestions: true,
    } as const;
    const reply = quickly(() => renderAnswer(full, article, { ...options, noteSpans: new Map() }), article);
    expect(reply.embeds.flatMap(({ description = '' }) => displayedQuotes(description))).toEqual([long, long]);
    expect(idsOf(reply)).toContainEqual({ kind: 'more', content: 'abc123', sentences: [1, 3, 4] });
  });
});

describe('further passages', () => {
  const chosen = fc.array(fc.nat(400), { maxLength: 9 });
  const notesAt = (notes: readonly AnchoredNote[]) => (span: Span) => notes.filter(({ spans }) => spans.some((one) => overlaps(one, span)));

  it('are sound', () => {
    fc.assert(
      fc.property(scenario, chosen, ({ article, notes, reader }, sentences) => {
        quickly(() => renderFurther(sentences, article, notesAt(notes), reader), article);
      }),
      runs(20),
    );
  });

  it('all come, none of them twice, for somebody who always wants more', () => {
    fc.assert(
      fc.property(scenario, chosen, ({ article, notes, reader }, wanted) => {
        const known = wanted.map((index) => index % article.sentences.length);
        const quotes: string[] = [];
        let sentences: readonly number[] | undefined = known;
        for (let step = 0; sentences !== undefined; step++) {
          expect(step).toBeLessThanOrEqual(known.length);
          const asked: readonly number[] = sentences;
          const reply = quickly(() => renderFurther(asked, article, notesAt(notes), reader), article);
          quotes.push(...reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? ''));
          sentences = idsOf(reply).flatMap((id) => (id.kind === 'more' ? [id.sentences] : []))[0];
        }
        expect(quotes.length).toBeLessThanOrEqual(new Set(known).size);
        for (const index of known) {
          const { start = 0, end = 0 } = article.sentences[index] ?? {};
          const beginning = withPlainBreaks(article.body.slice(start, Math.min(end, start + 30)));
          expect(
            quotes.some((quote) => quote.includes(beginning)),
            beginning,
          ).toBe(true);
        }
      }),
      runs(20),
    );
  });
});

describe('a paragraph', () => {
  it('is sound, and begins with its own words', () => {
    fc.assert(
      fc.property(scenario, ({ article, notes, reader }) => {
        for (const { number, start, end } of article.paragraphs.slice(0, 8)) {
          const reply = quickly(() => renderPassage(article, number, notes, reader), article);
          const [quote = ''] = displayedQuotes(reply.embeds[0]?.description ?? '');
          expect(withPlainBreaks(article.body.slice(start, end)).startsWith(quote)).toBe(true);
        }
      }),
      runs(15),
    );
  });

  it('in context is sound, and all of it is shown, in parts where it is long', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const { article, notes, reader } = one;
        for (const { number, start, end } of article.paragraphs.slice(0, 8)) {
          const replies = everyPage((part) => renderContext(article, number, notes, { ...reader, part }), one);
          const quotes = replies.map(({ embeds }) => embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? ''));
          const own = withoutSpace(article.body.slice(start, end));
          if (replies.length > 1) expect(withoutSpace(quotes.flat().join(''))).toBe(own);
          else expect(quotes.flat().map(withoutSpace)).toContain(own);
        }
      }),
      runs(15),
    );
  });
});

describe('an article of two million characters in one paragraph', () => {
  const reader: Reader = { language: 'en', asker: '123456789012345678', content: 'abc123' };
  const longest = noteSchema.parse({
    id: 'a',
    status: 'disputed',
    quotes: [],
    note: 'It.',
    sources: [{ publisher: 'Paper', title: 'Report' }],
  });

  it.each([
    ['without spaces', 'a*'.repeat(1_000_000)],
    ['with spaces', 'went on '.repeat(250_000)],
  ])('%s is quickly rendered, its first part and its last', (_, text) => {
    const article = parseArticle(text, { title: 'A Test', language: 'en' });
    const [whole = { start: 0, end: 1 }] = article.paragraphs;
    const notes = [{ note: longest, spans: [{ start: whole.start, end: whole.end }] }];
    const render: (() => Reply)[] = [
      () => renderPassage(article, 1, notes, reader),
      () => renderContext(article, 1, notes, reader),
      () => renderContext(article, 1, notes, { ...reader, part: 1_000_000 }),
      () => renderNotesAt(makeQuote(article, whole.start, whole.end), notes, 0, article, reader),
      () => renderFurther([0, article.sentences.length - 1], article, () => notes, reader),
      ...everyClaim(article, notes).map((claim) => () => renderClaim(claim, article, reader)),
    ];
    for (const one of render) expect(displayedQuotes(quickly(one, article).embeds[0]?.description ?? '')[0]?.length).toBeGreaterThan(500);
  });
});

describe('claims', () => {
  it('are sound on all pages, which show the note of each once', () => {
    const status = optional(fc.constantFrom(...NOTE_STATUSES));
    fc.assert(
      fc.property(scenario, status, (one, chosen) => {
        const { article, notes, reader } = one;
        const claims = chosen === undefined ? everyClaim(article, notes) : listClaims(article, notes, chosen);
        const shown = shownIn(everyPage((page) => renderClaims(claims, article, { ...reader, page, status: chosen }), one));
        const listed = new Set(claims.map(({ note: { id } }) => id));
        for (const [i, { note: own }] of notes.entries()) expect(countIn(shown, noteMark(i))).toBe(listed.has(own.id) ? 1 : 0);
      }),
      runs(30),
    );
  });

  it('fit where everything about them is as long as it can be', () => {
    const article = parseArticle(new Array(60).fill(`So ${'** '.repeat(400)}it was.`).join('\n\n'), {
      title: HARD_TEXT,
      author: HARD_TEXT,
      language: 'xx-unknown',
    });
    const spans = article.sentences.map(({ start, end }) => ({ start: start + 3, end }));
    for (const size of Array.from({ length: 100 }, (_, i) => i + 1)) {
      const sources = [30, 40, size, size].map((length) => ({
        publisher: HARD_TEXT,
        title: '*'.repeat(length),
        url: `https://example.org/${'a'.repeat(length)}`,
      }));
      for (const status of NOTE_STATUSES) {
        const longest = noteSchema.parse({ id: 'long', status, quotes: [], note: '*'.repeat(500), sources });
        const [claim] = everyClaim(article, [{ note: longest, spans }]);
        if (claim === undefined) throw new Error('There is no claim.');
        for (const language of ['en', 'es'] as const) {
          const reader: Reader = { language, asker: '123456789012345678', content: 'abc123' };
          expect(faultsOf(renderClaims([claim], article, { ...reader, page: 0, status }))).toEqual([]);
        }
      }
    }
  });

  it('are sound one by one, each with its note', () => {
    fc.assert(
      fc.property(scenario, ({ article, notes, reader }) => {
        for (const claim of everyClaim(article, notes)) {
          const shown = shownIn([quickly(() => renderClaim(claim, article, reader), article)]);
          expect(countIn(shown, noteMark(notes.findIndex(({ note: own }) => own === claim.note)))).toBe(1);
        }
      }),
      runs(20),
    );
  });
});

describe('notes at a passage', () => {
  it('are sound on all pages, which show each once', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), fc.boolean(), (one, at, isParagraph) => {
        const { article, notes, reader } = one;
        const spans: readonly Span[] = isParagraph ? article.paragraphs : article.sentences;
        const { start, end } = spans[at % spans.length] ?? { start: 0, end: 1 };
        const quote = makeQuote(article, start, end);
        const shown = shownIn(everyPage((page) => renderNotesAt(quote, notes, page, article, reader), one));
        for (const [i, { spans: own }] of notes.entries()) {
          expect(countIn(shown, noteMark(i))).toBe(own.some((span) => overlaps(span, quote)) ? 1 : 0);
        }
      }),
      runs(40),
    );
  });
});

describe('sources', () => {
  it('are sound on all pages, which show each once', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const { notes, reader } = one;
        // The same notes twice have the same sources.
        const shown = shownIn(everyPage((page) => renderSources([...notes, ...notes], { ...reader, page }), one));
        for (const [i, { note: own }] of notes.entries()) {
          for (const k of own.sources.keys()) expect(countIn(shown, sourceMark(i, k))).toBe(1);
        }
      }),
      runs(20),
    );
  });

  it('are two where only the address or only the title differs', () => {
    const of = (...sources: readonly Source[]) => [
      { note: noteSchema.parse({ id: 'a', status: 'context', quotes: [], note: 'It.', sources }) },
    ];
    const one = { publisher: 'Paper', title: 'Report', url: 'https://example.org/a' };
    const reader: Reader = { language: 'en', asker: '1', content: 'abc123' };
    const lines = (...sources: readonly Source[]) =>
      renderSources(of(...sources), { ...reader, page: 0 }).embeds[0]?.description?.split('\n').length;
    expect(lines(one, one)).toBe(2);
    expect(lines(one, { ...one, url: 'https://example.org/b' })).toBe(3);
    expect(lines(one, { ...one, title: 'Another' })).toBe(3);
  });
});

describe('a checked message', () => {
  it('is answered soundly', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.oneof(sentence, paragraph), async ({ article, context, reader }, raw) => {
        const message = normaliseMessage(raw.slice(0, 4_000));
        if (message.kind !== 'message') return;
        const checked = await check(message, context, 0.9);
        const reply = quickly(() => renderCheck(checked, article, reader), article);
        expect(reply.embeds.length > 0 || checked.passages.length + checked.relatedNotes.length === 0).toBe(true);
      }),
      runs(30),
    );
  });
});

describe('an explanation', () => {
  it('is sound', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, question, async ({ article, notes, context, reader }, asked) => {
        const explanation = await explain(asked, context);
        const { embeds } = quickly(() => renderWhy(explanation, article, { language: reader.language, notes }), article);
        // Room is left for the passages that came after the first.
        for (const { description = '' } of embeds) for (const quote of displayedQuotes(description)) expect(quote.length).toBeLessThan(900);
      }),
      runs(25),
    );
  });
});

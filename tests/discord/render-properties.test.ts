// Properties of every renderer, over random articles and notes: what is sent fits, quotes the article and nothing else.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerQuote } from '../../src/answer/answer.js';
import { respond } from '../../src/answer/ask.js';
import { check, normaliseMessage } from '../../src/answer/check.js';
import { passagesAround } from '../../src/answer/choose-quotes.js';
import { everyClaim, listClaims } from '../../src/answer/claims.js';
import { explain } from '../../src/answer/explain.js';
import { normaliseQuestion } from '../../src/answer/question.js';
import { overlaps, type Span } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote } from '../../src/article/quote.js';
import { noteDigest } from '../../src/discord/custom-id.js';
import type { Reader } from '../../src/discord/embeds.js';
import { faultsOf } from '../../src/discord/limits.js';
import { echoedQuestion, renderAnswer, renderFurther } from '../../src/discord/render-answer.js';
import { renderCheck } from '../../src/discord/render-check.js';
import { renderClaim, renderClaims } from '../../src/discord/render-claims.js';
import { renderNotesAt, renderRelated } from '../../src/discord/render-notes.js';
import { renderContext, renderPassage } from '../../src/discord/render-passage.js';
import { renderSources } from '../../src/discord/render-sources.js';
import { renderWhy } from '../../src/discord/render-why.js';
import type { Reply } from '../../src/discord/reply.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { NOTE_STATUSES, noteSchema, type Source } from '../../src/notes/note.js';
import { words } from '../../src/words/words.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { inLongTier, runs } from '../tier.js';
import { markupText } from './arbitraries.js';
import { displayedQuotes, shownOf } from './displayed.js';
import { contextOf, HARD_TEXT, noteMark, optional, paragraph, type Scenario, scenario, sentence, sourceMark } from './scenario.js';
import { countIn, everyPage, idsOf, shownIn, soundly, withoutSpace } from './soundness.js';

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

/** A quote of an answer stands with its focus, or its beginning does and more is promised, or it is left for the next message. */
function expectQuoted(
  { start, end, focus }: AnswerQuote,
  shown: string | undefined,
  { embeds, components }: Reply,
  { article, reader }: Pick<Scenario, 'article' | 'reader'>,
): void {
  const focused = shownOf(article, focus);
  if (shown === undefined || shown === '') {
    const isLeft = (index: number) => article.sentences.some((sentence) => sentence.index === index && overlaps(sentence, focus));
    expect(idsOf({ components }).some((id) => id.kind === 'more' && id.sentences.some(isLeft))).toBe(true);
  } else if (shown.includes(focused)) expect(shownOf(article, { start, end })).toContain(shown);
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
          const reply = soundly(
            () => renderAnswer(full, article, { ...reader, isPrivate, echoQuestion, noteSpans, takesSuggestions: isPrivate }),
            article,
          );
          expect(echoedQuestion(reply.content)).toBe(echoQuestion ? asked.text : undefined);
          const quotes = reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? '');
          if (full.answer.outcome === 'not_covered') expect(quotes.join('')).toBe('');
          else for (const [i, quote] of full.answer.quotes.entries()) expectQuoted(quote, quotes[i], reply, { article, reader });
        },
      ),
      runs(45, 4),
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
    const reply = soundly(() => renderAnswer(full, article, { ...options, noteSpans: new Map() }), article);
    expect(reply.embeds.flatMap(({ description = '' }) => displayedQuotes(description))).toEqual([long, long]);
    expect(idsOf(reply)).toContainEqual({ kind: 'more', content: 'abc123', sentences: [1, 3, 4] });
  });
});

describe('related notes that there is no room for', () => {
  it('stand behind a button that says how many, over pages, and together all are seen', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, question, async (one, asked) => {
        const { article, notes, reader, context } = one;
        const full = await respond(asked, context);
        const noteSpans = new Map(notes.map(({ note: { id }, spans }) => [id, spans]));
        const options = { ...reader, isPrivate: false, echoQuestion: false, noteSpans, takesSuggestions: false };
        const reply = renderAnswer(full, article, options);
        const [id] = idsOf(reply).flatMap((known) => (known.kind === 'related' ? [known] : []));
        const behind = id === undefined ? [] : everyPage((page) => renderRelated(notes, { ...id, page }, reader), one);
        const seen = shownIn([reply, ...behind]);
        if (full.answer.outcome === 'answered') return;
        for (const [i, { note: own }] of notes.entries()) {
          if (full.answer.relatedNotes.some((related) => related.id === own.id)) expect(countIn(seen, noteMark(i))).toBe(1);
        }
      }),
      runs(45, 4),
    );
  });

  it('are counted in the message, on the button and in what it opens', async () => {
    const article = parseArticle('So it was.', { title: 'A Test', language: 'en' });
    const sources = new Array(8).fill({ publisher: HARD_TEXT, title: '*'.repeat(200), url: `https://example.org/${'a'.repeat(400)}` });
    const notes = ['a', 'b', 'c'].map((id) => ({
      note: noteSchema.parse({ id, status: 'disputed', quotes: [], note: '*'.repeat(500), sources }),
      spans: [],
    }));
    const full = await respond({ kind: 'question', text: 'Who counted?' }, contextOf(article, notes, [0], -2, [0, 1, 2]));
    const reader: Reader = { language: 'en', asker: '123456789012345678', content: 'abc123' };
    const options = { ...reader, isPrivate: false, echoQuestion: false, noteSpans: new Map(), takesSuggestions: false };
    const reply = soundly(() => renderAnswer(full, article, options), article);
    expect(reply.content).toContain('3 notes of ours may bear on the question.');
    expect(reply.embeds.at(-1)?.description).toContain('\n\n-# 2 further notes\n');
    const [id] = idsOf(reply).flatMap((known) => (known.kind === 'related' ? [known] : []));
    expect(renderRelated(notes, id ?? { notes: [], page: 0 }, reader).content).toMatch(
      /^Further notes 1 to \d of 2 \(not the article’s words\):/u,
    );
  });

  it('say so when they are shown no more', () => {
    const reader: Reader = { language: 'en', asker: '1', content: 'abc123' };
    expect(renderRelated([], { notes: [noteDigest('gone')], page: 0 }, reader).content).toBe('These notes are not shown any more.');
  });
});

describe('further passages', () => {
  const chosen = fc.array(fc.nat(400), { maxLength: 9 });
  const notesAt = (notes: readonly AnchoredNote[]) => (span: Span) => notes.filter(({ spans }) => spans.some((one) => overlaps(one, span)));

  it('are sound', () => {
    fc.assert(
      fc.property(scenario, chosen, ({ article, notes, reader }, sentences) => {
        soundly(() => renderFurther('nearest', passagesAround(article, sentences), article, notesAt(notes), reader), article);
      }),
      runs(20, 4),
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
          const reply = soundly(() => renderFurther('more', passagesAround(article, asked), article, notesAt(notes), reader), article);
          quotes.push(...reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? ''));
          sentences = idsOf(reply).flatMap((id) => (id.kind === 'more' ? [id.sentences] : []))[0];
        }
        expect(quotes.length).toBeLessThanOrEqual(new Set(known).size);
        for (const index of known) {
          const { start = 0, end = 0 } = article.sentences[index] ?? {};
          const beginning = shownOf(article, { start, end: Math.min(end, start + 30) });
          expect(
            quotes.some((quote) => quote.includes(beginning)),
            beginning,
          ).toBe(true);
        }
      }),
      runs(20, 4),
    );
  });
});

describe('a paragraph', () => {
  it('is sound, and begins with its own words', () => {
    fc.assert(
      fc.property(scenario, ({ article, notes, reader }) => {
        for (const { number, start, end } of article.paragraphs.slice(0, 8)) {
          const reply = soundly(() => renderPassage(article, number, notes, reader), article);
          const [quote = ''] = displayedQuotes(reply.embeds[0]?.description ?? '');
          expect(shownOf(article, { start, end }).startsWith(quote)).toBe(true);
        }
      }),
      runs(15, 4),
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
      runs(15, 4),
    );
  });
});

describe('an article in one paragraph', () => {
  const reader: Reader = { language: 'en', asker: '123456789012345678', content: 'abc123' };
  const longest = noteSchema.parse({
    id: 'a',
    status: 'disputed',
    quotes: [],
    note: 'It.',
    sources: [{ publisher: 'Paper', title: 'Report' }],
  });

  const rendered = (unit: string, length: number) => {
    const article = parseArticle(unit.repeat(length / unit.length), { title: 'A Test', language: 'en' });
    const [whole = { start: 0, end: 1 }] = article.paragraphs;
    const notes = [{ note: longest, spans: [{ start: whole.start, end: whole.end }] }];
    const render: (() => Reply)[] = [
      () => renderPassage(article, 1, notes, reader),
      () => renderContext(article, 1, notes, reader),
      () => renderContext(article, 1, notes, { ...reader, part: 1_000_000 }),
      () => renderNotesAt(makeQuote(article, whole.start, whole.end), notes, 0, article, reader),
      () => renderFurther('more', passagesAround(article, [0, article.sentences.length - 1]), article, () => notes, reader),
      ...everyClaim(article, notes).map((claim) => () => renderClaim(claim, article, reader)),
    ];
    return { article, render };
  };

  inLongTier(() => {
    it.each([
      ['without spaces', 'a*'],
      ['with spaces', 'went on '],
    ])('of two million characters %s is rendered, its first part and its last', (_, unit) => {
      const { article, render } = rendered(unit, 2_000_000);
      for (const one of render) expect(displayedQuotes(soundly(one, article).embeds[0]?.description ?? '')[0]?.length).toBeGreaterThan(500);
    });
  });

  it.each([
    ['without spaces', 'a*'],
    ['with spaces', 'went on '],
  ])('%s takes no longer to render than it is longer', async (_, unit) => {
    await expectNoMoreThanLinear(40_000, (length) => {
      const { render } = rendered(unit, length);
      return () => render.map((one) => one());
    });
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
      runs(30, 4),
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
          const shown = shownIn([soundly(() => renderClaim(claim, article, reader), article)]);
          expect(countIn(shown, noteMark(notes.findIndex(({ note: own }) => own === claim.note)))).toBe(1);
        }
      }),
      runs(20, 4),
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
      runs(40, 4),
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
      runs(20, 4),
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
      fc.asyncProperty(scenario, fc.oneof(sentence, paragraph), fc.boolean(), async ({ article, context, reader }, raw, isPrivate) => {
        const message = normaliseMessage(raw.slice(0, 4_000));
        if (message.kind !== 'message') return;
        const checked = await check(message, context, 0.9);
        const reply = soundly(() => renderCheck(checked, article, { ...reader, isPrivate }), article);
        expect(reply.embeds.length > 0 || checked.passages.length + checked.relatedNotes.length === 0).toBe(true);
      }),
      runs(30, 4),
    );
  });
});

describe('an explanation', () => {
  it('is sound', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, question, async ({ article, notes, context, reader }, asked) => {
        const explanation = await explain(asked, context);
        const { embeds } = soundly(() => renderWhy(explanation, article, { language: reader.language, notes }), article);
        // Room is left for the passages that came after the first.
        for (const { description = '' } of embeds) for (const quote of displayedQuotes(description)) expect(quote.length).toBeLessThan(900);
      }),
      runs(25, 4),
    );
  });
});

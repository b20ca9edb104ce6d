// Properties of every renderer, over random articles and notes: messages fit, and quote only the article.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FullAnswer, respond } from '../../src/answer/ask.js';
import { check } from '../../src/answer/check.js';
import { passagesAround } from '../../src/answer/choose-quotes.js';
import { everyClaim, listClaims } from '../../src/answer/claims.js';
import { explain } from '../../src/answer/explain.js';
import { normaliseQuestion } from '../../src/answer/question.js';
import { normaliseMessage } from '../../src/answer/statements.js';
import { overlaps, type Span } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { more } from '../../src/discord/answers/components/more.js';
import { messageOf } from '../../src/discord/answers/message-of.js';
import { notesShown } from '../../src/discord/answers/notes-shown.js';
import { echoedQuestion, renderAnswer, renderFurther } from '../../src/discord/answers/render-answer.js';
import { checkedWords, renderCheck } from '../../src/discord/answers/render-check.js';
import type { Reader } from '../../src/discord/kit/embeds.js';
import { noteDigest } from '../../src/discord/kit/id-fields.js';
import { faultsOf } from '../../src/discord/kit/limits.js';
import type { Reply } from '../../src/discord/kit/reply.js';
import { shownOfAnswer, shownOfCheck, shownSchema, wordsChecked } from '../../src/discord/kit/shown.js';
import { notes as notesBehindButton } from '../../src/discord/lookups/components/notes.js';
import { renderClaim, renderClaims } from '../../src/discord/lookups/render-claims.js';
import { renderNotes } from '../../src/discord/lookups/render-notes.js';
import { renderContext, renderPassage } from '../../src/discord/lookups/render-passage.js';
import { renderSources } from '../../src/discord/lookups/render-sources.js';
import { renderWhy } from '../../src/discord/lookups/render-why.js';
import { translator } from '../../src/i18n/translator.js';
import { NOTE_STATUSES, type NoteStatus, noteSchema, type Source } from '../../src/notes/note.js';
import { createArticleView } from '../../src/views/article-view.js';
import { likeFrom } from '../answer/relation-model.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { inLongTier, runs, sampled } from '../tier.js';
import { markupText } from './arbitraries.js';
import { displayedQuotes, shownOf } from './displayed.js';
import { contextOf, HARD_TEXT, noteMark, optional, paragraph, type Scenario, scenario, sentence, sourceMark } from './scenario.js';
import { countIn, customIdsOf, everyPage, idsOf, shownIn, soundly, withoutSpace } from './soundness.js';

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

const SHOWING = { form: 'embeds' } as const;
const PLACE = { asker: '123456789012345678', content: 'abc123' };
const READER: Reader = { ...PLACE, language: 'en' };

/** An answer shows the quotes that answer each part of the question, or the first two passages; the others are behind "More". */
function expectQuoted({ answer }: FullAnswer, reply: Reply, { article }: Pick<Scenario, 'article'>): void {
  const quotes = reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? '');
  const chosen = answer.quotes.filter(({ role }, i) => (answer.outcome === 'answered' ? role === 'answer' : i < 2));
  const further = customIdsOf(reply).flatMap((id) => more.decode(id)?.sentences ?? []);
  for (const quote of answer.quotes) {
    const at = chosen.indexOf(quote);
    const shown = at < 0 ? '' : (quotes[at] ?? '');
    const focused = shownOf(article, quote.focus);
    if (shown === '') {
      const sentence = article.sentences.findIndex((one) => overlaps(one, quote.focus));
      // The button's id may have no room for it; its passages are in order.
      expect(at !== 0 && (further.includes(sentence) || further.length > 0)).toBe(true);
    } else if (shown.includes(focused)) expect(shownOf(article, quote)).toContain(shown);
    else {
      expect(focused.startsWith(shown)).toBe(true);
      expect(reply.embeds[at]?.description).toMatch(/\n\n-# (?:The passage goes on\.|El pasaje continúa\.)/u);
    }
  }
}

describe('an answer', () => {
  it('is sound whatever its outcome, language, place and form', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        scenario,
        question,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async ({ article, context, reader }, asked, isPrivate, echoes, isPlain) => {
          const full = await respond(asked, context);
          outcomes.add(full.answer.outcome);
          const { language } = reader;
          const shown = shownOfAnswer(full, article, { language, form: isPlain ? 'plain' : 'embeds' });
          const options = { ...PLACE, isPrivate, ...(echoes ? { question: asked.text } : {}) };
          const view = createArticleView(context);
          const reply = soundly(() => messageOf(shown, view, options), article, { quoted: [asked.text] });
          if (!isPlain) {
            expect(echoedQuestion(reply.content)).toBe(echoes ? asked.text : undefined);
            if (full.answer.outcome === 'not_covered')
              expect(reply.embeds.flatMap(({ description = '' }) => displayedQuotes(description))).toEqual([]);
            else expectQuoted(full, reply, { article });
          } else expect(reply.embeds).toEqual([]);
          // The stored record suffices for rendering, with the question as the message repeats it; a question that had no room is lost.
          const kept = shownSchema.parse(JSON.parse(JSON.stringify(reply.shows)));
          const again = messageOf(kept, view, { ...options, question: echoedQuestion(reply.content) });
          expect(again).toEqual(reply);
        },
      ),
      runs(60, 8),
    );
    expect(outcomes).toEqual(new Set(['answered', 'unsure', 'not_covered']));
  });

  it('in plain text without room for its question is the same without it', async () => {
    const long = `So ${'it was '.repeat(120)}there.`;
    const article = parseArticle(new Array(3).fill(long).join('\n\n'), { title: 'A Test', language: 'en' });
    const note = { id: 'was', status: 'disputed', quotes: [{ exact: 'So it was' }], note: 'N.', keywords: [], sources: [] } as const;
    const context = contextOf(article, [{ note, spans: [{ start: 0, end: 9 }] }], [0, 1, 2], 0, []);
    const full = await respond({ kind: 'question', text: 'Who counted the votes?' }, context);
    const view = createArticleView(context);
    const shown = shownOfAnswer(full, article, { form: 'plain', language: 'en' });
    const options = { ...PLACE, isPrivate: false, question: `Who ${'counted '.repeat(55)}them?` };
    const reply = soundly(() => messageOf(shown, view, options), article);
    expect(displayedQuotes(reply.content)).toEqual([long, long]);
    expect(reply.versions).toEqual({ was: expect.any(String) });
    expect(echoedQuestion(reply.content)).toBeUndefined();
    const kept = shownSchema.parse(JSON.parse(JSON.stringify(reply.shows)));
    expect(messageOf(kept, view, { ...PLACE, isPrivate: false, question: undefined })).toEqual(reply);
  });

  it('in plain text gives the room of a passage that it drops to the rest, and is the same when it is rendered anew', async () => {
    const long = `So ${'it was '.repeat(180)}there.`;
    const article = parseArticle(new Array(5).fill(long).join('\n\n'), { title: 'A Test', author: 'A'.repeat(200), language: 'en' });
    const note = { id: 'was', status: 'disputed', quotes: [{ exact: 'So it was' }], note: 'N.', keywords: [], sources: [] } as const;
    const first = article.sentences[0] ?? { start: 0, end: 1 };
    const context = contextOf(article, [{ note, spans: [{ start: first.start, end: first.end }] }], [2, 1, 3, 4, 0], 0, []);
    const full = await respond({ kind: 'question', text: 'Who counted the votes?' }, context);
    const view = createArticleView(context);
    const options = { ...PLACE, isPrivate: false };
    const reply = soundly(() => messageOf(shownOfAnswer(full, article, { form: 'plain', language: 'en' }), view, options), article);
    expect(displayedQuotes(reply.content)).toHaveLength(1);
    expect(reply.content).toContain(translator('en')('noNotes'));
    const kept = shownSchema.parse(JSON.parse(JSON.stringify(reply.shows)));
    expect(messageOf(kept, view, options)).toEqual(reply);
  });

  it('leaves the passages that there is no room for to the next message, before what comes after them', async () => {
    const long = `So ${'it was '.repeat(180)}there.`;
    const article = parseArticle(new Array(5).fill(long).join('\n\n'), { title: 'A Test', language: 'en' });
    const context = contextOf(article, [], [2, 0, 1, 3, 4], 0, []);
    const full = await respond({ kind: 'question', text: 'Who counted the votes?' }, context);
    expect(full.answer.outcome).toBe('unsure');
    const wide = { ...article, about: { ...article.about, author: 'A'.repeat(200) } };
    const view = { ...createArticleView(context), article: wide };
    const shown = shownOfAnswer(full, article, { ...SHOWING, language: 'en' });
    const plain = soundly(() => renderAnswer({ ...shown, form: 'plain' }, view, { ...PLACE, isPrivate: false }), article);
    expect(displayedQuotes(plain.content)).toHaveLength(1);
    expect(idsOf(plain)).toContainEqual({ sign: 'm', content: 'abc123', sentences: [0, 1, 3, 4] });
    const reply = soundly(() => renderAnswer(shown, view, { ...PLACE, isPrivate: false }), article);
    expect(reply.embeds.flatMap(({ description = '' }) => displayedQuotes(description))).toEqual([long, long]);
    expect(idsOf(reply)).toContainEqual({ sign: 'm', content: 'abc123', sentences: [1, 3, 4] });
  });
});

describe('related notes', () => {
  it('stand behind the button for notes, with those at what is quoted, and together all are seen once', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, question, async (one, asked) => {
        const { article, notes, reader, context } = one;
        const { language } = reader;
        const full = await respond(asked, context);
        const view = createArticleView(context);
        const reply = renderAnswer(shownOfAnswer(full, article, { ...SHOWING, language }), view, { ...PLACE, isPrivate: false });
        const [id] = customIdsOf(reply).flatMap((known) => notesBehindButton.decode(known) ?? []);
        const options = { ...reader, keepers: new Map(), wrong: 'suggest' } as const;
        const behind = id === undefined ? [] : everyPage((page) => renderNotes({ ...id, page }, view, options), one);
        const seen = shownIn(behind);
        // The notes that the message depends on are exactly those it shows.
        const ids = new Set(reply.shows === undefined ? [] : notesShown(reply.shows, view).map((note) => note.id));
        for (const [i, { note: own }] of notes.entries()) {
          expect(countIn(seen, noteMark(i)), own.id).toBe(ids.has(own.id) ? 1 : 0);
          if (full.answer.outcome !== 'answered' && full.answer.relatedNotes.some((related) => related.id === own.id))
            expect(ids).toContain(own.id);
        }
        const label = reply.components[0]?.components.flatMap((part) =>
          'label' in part && part.label?.includes(`(${ids.size})`) ? [part.label] : [],
        );
        if (ids.size > 1) expect(label).toHaveLength(1);
      }),
      runs(45, 4),
    );
  });

  it('say so when they are shown no more', () => {
    const view = createArticleView(contextOf(parseArticle('So it was.', { title: 'A Test', language: 'en' }), [], [0], 0, []));
    const options = { ...READER, keepers: new Map(), wrong: 'moderators' } as const;
    expect(renderNotes({ ranges: [], order: [], related: [noteDigest('gone')], page: 0 }, view, options).content).toBe(
      'There are no notes on this passage any more.',
    );
  });
});

describe('further passages', () => {
  const chosen = fc.array(fc.nat(400), { maxLength: 9 });

  it('are sound', () => {
    fc.assert(
      fc.property(scenario, chosen, ({ article, context, reader }, sentences) => {
        soundly(() => renderFurther('nearest', passagesAround(article, sentences), createArticleView(context), reader), article);
      }),
      runs(20, 4),
    );
  });

  it('all come, none of them twice, for somebody who always wants more', () => {
    fc.assert(
      fc.property(scenario, chosen, ({ article, context, reader }, wanted) => {
        const known = wanted.map((index) => index % article.sentences.length);
        const quotes: string[] = [];
        let sentences: readonly number[] | undefined = known;
        for (let step = 0; sentences !== undefined; step++) {
          expect(step).toBeLessThanOrEqual(known.length);
          const asked: readonly number[] = sentences;
          const reply = soundly(() => renderFurther('more', passagesAround(article, asked), createArticleView(context), reader), article);
          quotes.push(...reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? ''));
          sentences = customIdsOf(reply)
            .map((id) => more.decode(id)?.sentences)
            .find((known) => known !== undefined);
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
      fc.property(scenario, ({ article, context, reader }) => {
        const view = createArticleView(context);
        for (const { number, start, end } of article.paragraphs.slice(0, 8)) {
          const shown = {
            kind: 'passage',
            language: reader.language,
            form: 'embeds',
            paragraph: number,
            page: 0,
            isNearest: false,
          } as const;
          const reply = soundly(() => renderPassage(shown, view, reader), article);
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
        const { article, context, reader } = one;
        const view = createArticleView(context);
        for (const { number, start, end } of article.paragraphs.slice(0, 8)) {
          const replies = everyPage((part) => renderContext(number, part, view, reader), one);
          const quotes = replies.map(({ embeds }) => embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? ''));
          const own = withoutSpace(shownOf(article, { start, end }));
          if (replies.length > 1) expect(withoutSpace(quotes.flat().join(''))).toBe(own);
          else expect(quotes.flat().map(withoutSpace)).toContain(own);
        }
      }),
      runs(15, 4),
    );
  });
});

describe('an article in one paragraph', () => {
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
    const view = createArticleView(contextOf(article, notes, [0], 2, []));
    const passage = { kind: 'passage', language: 'en', form: 'embeds', paragraph: 1, page: 0, isNearest: false } as const;
    const claim = { kind: 'claim', language: 'en', form: 'embeds', note: 'a', isNearest: false } as const;
    const render: (() => Reply)[] = [
      () => renderPassage(passage, view, READER),
      () => renderContext(1, 0, view, READER),
      () => renderContext(1, 1_000_000, view, READER),
      () => renderFurther('more', passagesAround(article, [0, article.sentences.length - 1]), view, READER),
      ...everyClaim(article, notes).map((one) => () => renderClaim(claim, one, article, READER)),
    ];
    return { article, render };
  };

  inLongTier(() => {
    it.each([
      ['without spaces', 'a*'],
      ['with spaces', 'went on '],
    ])('of two million characters %s is rendered, its first part and its last', (_, unit) => {
      const { article, render } = rendered(unit, 2_000_000);
      for (const one of render) expect(displayedQuotes(soundly(one, article).embeds[0]?.description ?? '')[0]?.length).toBeGreaterThan(400);
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

const claimsShown = (language: 'en' | 'es', page: number, status: NoteStatus | undefined) =>
  ({ kind: 'claims', language, form: 'embeds', page, ...(status === undefined ? {} : { status }) }) as const;

describe('claims', () => {
  it('are sound on all pages, which show the note of each once', () => {
    const status = optional(fc.constantFrom(...NOTE_STATUSES));
    fc.assert(
      fc.property(scenario, status, (one, chosen) => {
        const { article, notes, reader } = one;
        const claims = chosen === undefined ? everyClaim(article, notes) : listClaims(article, notes, chosen);
        const shown = shownIn(
          everyPage((page) => renderClaims(claimsShown(reader.language, page, chosen), { article, claims }, reader), one),
        );
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
    const sizes = Array.from({ length: 100 }, (_, i) => i + 1);
    for (const size of sampled(sizes, 10)) {
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
          expect(faultsOf(renderClaims(claimsShown(language, 0, status), { article, claims: [claim] }, reader))).toEqual([]);
          const shown = { kind: 'claim', language, form: 'embeds', note: 'long', isNearest: true } as const;
          expect(faultsOf(renderClaim(shown, claim, article, reader))).toEqual([]);
        }
      }
    }
  });

  it('are sound one by one, each with its note', () => {
    fc.assert(
      fc.property(scenario, ({ article, notes, reader }) => {
        for (const claim of everyClaim(article, notes)) {
          const kept = { kind: 'claim', language: reader.language, form: 'embeds', note: claim.note.id, isNearest: false } as const;
          const shown = shownIn([soundly(() => renderClaim(kept, claim, article, reader), article)]);
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
        const { article, notes, context, reader } = one;
        const spans: readonly Span[] = isParagraph ? article.paragraphs : article.sentences;
        const { start, end } = spans[at % spans.length] ?? { start: 0, end: 1 };
        const quote = { start, end };
        const view = createArticleView(context);
        const options = { ...reader, keepers: new Map([['note-0', { origin: 'own', since: 0 } as const]]), wrong: 'suggest' } as const;
        const render = (page: number) => renderNotes({ ranges: [quote], order: [], related: [], page }, view, options);
        const shown = shownIn(everyPage(render, one, { tags: ['<t:0:D>'] }));
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
      fc.asyncProperty(
        scenario,
        fc.oneof(sentence, paragraph),
        fc.boolean(),
        async ({ article, context, reader: { language } }, raw, isPrivate) => {
          const message = normaliseMessage(raw.slice(0, 4_000));
          if (message.kind !== 'message') return;
          const checked = await check(message, context, likeFrom(0.9));
          const shown = shownOfCheck(checked, { language, form: isPrivate ? 'embeds' : 'plain' });
          const options = { ...PLACE, isPrivate, about: wordsChecked(checked) };
          const view = createArticleView(context);
          const reply = soundly(() => renderCheck(shown, view, options), article);
          const kept = shownSchema.parse(JSON.parse(JSON.stringify(reply.shows)));
          const texts = isPrivate ? reply.embeds.map(({ description = '' }) => description) : [reply.content];
          if (kept.kind !== 'check') throw new TypeError('A check shows something else.');
          const { versions: _, ...again } = messageOf(kept, view, { ...options, about: checkedWords(texts, kept) });
          expect(again).toEqual(reply);
          expect(
            !isPrivate ||
              reply.embeds.length > 0 ||
              checked.claims.every(({ passages, relatedNotes }) => passages.length + relatedNotes.length === 0),
          ).toBe(true);
        },
      ),
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
        // Room is reserved for the passages that followed the first.
        for (const { description = '' } of embeds) for (const quote of displayedQuotes(description)) expect(quote.length).toBeLessThan(900);
      }),
      runs(25, 4),
    );
  });
});

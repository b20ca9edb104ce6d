// Tests of the rules for notes, one by one: violations, borderline cases, and that the shipped notes follow all rules.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnchorFinder, createAnchorFinder } from '../../src/article/anchor.js';
import type { Article } from '../../src/article/article.js';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';
import { type DraftContent, type Lint, LONGEST, lintContent, lintNote, MOST } from '../../src/notes/lint.js';
import { readNotes } from '../../src/notes/load.js';
import { type Note, noteSchema, type Source } from '../../src/notes/note.js';
import { runs } from '../tier.js';
import { notes } from './arbitraries.js';

const NOW = Date.parse('2026-03-31T12:00:00Z');
/** When the shipped notes' sources were last read. */
const CHECKED = Date.parse('2026-11-30T12:00:00Z');
const BODY = 'The vote was held. “We won,” they said. The vote was counted.\n\nNobody knows the vote – or the count.';
const article = parseArticle(BODY, { title: 'T', language: 'en' });
const finder = createAnchorFinder(BODY);

const source: Source = { publisher: 'The Herald', title: 'A look back', date: '2024-08-13', url: 'https://example.org/a' };
const sound: DraftContent = {
  status: 'disputed',
  quotes: [{ exact: 'Nobody knows' }],
  headline: 'Somebody knows.',
  note: 'Some do know.',
  keywords: ['vote'],
  sources: [source],
};

function lint(changes: Partial<DraftContent>, others: readonly Note[] = []): Lint {
  return lintNote({ ...sound, ...changes }, { article, finder, others, now: NOW });
}

/** Kinds of faults with their places, as text. */
function faultsIn(changes: Partial<DraftContent>, others: readonly Note[] = []): string[] {
  return lint(changes, others).faults.map(({ kind, at }) => `${kind} at ${at.join('.')}`);
}

function withSource(changes: { readonly [Key in keyof Source]?: Source[Key] | undefined }): Partial<DraftContent> {
  const { publisher, title, date, url, via } = { ...source, ...changes };
  return { sources: [source, { publisher: publisher ?? '', title: title ?? '', date, url, via }] };
}

function translated(changes: { readonly headline?: string; readonly note?: string }): Partial<DraftContent> {
  return { translations: { es: { headline: 'Alguien lo sabe.', note: 'Algunos lo saben.', ...changes } } };
}

describe('the shipped notes', () => {
  let shipped: readonly Note[];
  let real: { readonly article: Article; readonly finder: AnchorFinder };

  beforeAll(async () => {
    const loaded = await loadArticle('content/article.md');
    real = { article: loaded, finder: createAnchorFinder(loaded.body) };
    shipped = await readNotes('content/notes.yaml');
  });

  it('keep every rule, each beside the others', () => {
    const faults = shipped.flatMap(({ id, ...content }) =>
      lintNote(content, { ...real, others: shipped.filter((other) => other.id !== id), now: CHECKED }).faults.map((fault) => ({
        id,
        fault,
      })),
    );
    expect(faults).toEqual([]);
  });

  it('have nothing to look at', () => {
    expect(shipped.flatMap(({ id: _, ...content }) => lintContent(content, CHECKED).warnings)).toEqual([]);
  });
});

describe('a note', () => {
  it('without faults has none', () => {
    expect(lint({})).toEqual({ faults: [], warnings: [] });
  });

  it.each<[string, Partial<DraftContent>, string[]]>([
    ['a status that is none', { status: 'wrong' }, ['unknown-status at status']],
    ['no status', { status: '' }, ['unknown-status at status']],
    ['a confidence that is none', { confidence: 'sure' }, ['unknown-confidence at confidence']],
    ['no text', { note: ' \n ' }, ['empty at note']],
    ['a text of 501 characters', { note: 'x'.repeat(501) }, ['too-long at note']],
    ['a headline of 91 characters', { headline: 'x'.repeat(91) }, ['too-long at headline']],
    ['an empty headline', { headline: ' ' }, ['empty at headline']],
    ['a headline on two lines', { headline: 'a\nb' }, ['line-break at headline']],
    ['a headline with a zero-width space', { headline: 'a\u200Bb' }, ['hidden-character at headline']],
    ['a translated headline of 101 characters', translated({ headline: 'x'.repeat(101) }), ['too-long at translations.es.headline']],
    ['a translated note of 521 characters', translated({ note: 'x'.repeat(521) }), ['too-long at translations.es.note']],
    [
      'an empty translation',
      translated({ headline: '', note: '' }),
      ['empty at translations.es.headline', 'empty at translations.es.note'],
    ],
    ['a month in words', { checked: 'March 2026' }, ['bad-month at checked']],
    ['a day for a month', { checked: '2026-03-31' }, ['bad-month at checked']],
    ['a thirteenth month of checking', { checked: '2026-13' }, ['bad-month at checked']],
    ['an override in its text', { note: 'Some \u202Edo.' }, ['hidden-character at note']],
    ['NUL in its text', { note: 'Some\0do.' }, ['hidden-character at note']],
    ['half a character in its text', { note: 'Some \uD83D do.' }, ['hidden-character at note']],
    ['21 keywords', { keywords: Array(21).fill('vote') }, ['too-many at keywords']],
    ['a keyword of 61 characters', { keywords: ['vote', 'x'.repeat(61)] }, ['too-long at keywords.1']],
    ['an empty keyword', { keywords: ['  '] }, ['empty at keywords.0']],
    ['a keyword on two lines', { keywords: ['the\nvote'] }, ['line-break at keywords.0']],
    ['a keyword with a zero-width space', { keywords: ['vo\u200Bte'] }, ['hidden-character at keywords.0']],
    ['no sources', { sources: [] }, ['no-link at sources']],
    ['no link', { sources: [{ publisher: 'A', title: 'B' }] }, ['no-link at sources']],
    ['11 sources', { sources: Array(11).fill(source) }, ['too-many at sources']],
    ['a source without a publisher', withSource({ publisher: ' ' }), ['empty at sources.1.publisher']],
    ['a source without a title', withSource({ title: '' }), ['empty at sources.1.title']],
    ['a publisher of 101 characters', withSource({ publisher: 'x'.repeat(101) }), ['too-long at sources.1.publisher']],
    ['a title of 201 characters', withSource({ title: 'x'.repeat(201) }), ['too-long at sources.1.title']],
    ['a title on two lines', withSource({ title: 'a\nb' }), ['line-break at sources.1.title']],
    ['a name of 101 characters that carries the copy', withSource({ via: 'x'.repeat(101) }), ['too-long at sources.1.via']],
    ['a date in words', withSource({ date: 'August 2024' }), ['bad-date at sources.1.date']],
    ['a date the other way round', withSource({ date: '13-08-2024' }), ['bad-date at sources.1.date']],
    ['30 February', withSource({ date: '2024-02-30' }), ['no-such-date at sources.1.date']],
    ['29 February in a year without it', withSource({ date: '2023-02-29' }), ['no-such-date at sources.1.date']],
    ['a thirteenth month', withSource({ date: '2024-13' }), ['no-such-date at sources.1.date']],
    ['a month of zero', withSource({ date: '2024-00' }), ['no-such-date at sources.1.date']],
    ['a javascript: link', withSource({ url: 'javascript:alert(1)' }), ['bad-link at sources.1.url']],
    ['a link with a password', withSource({ url: 'https://a:b@example.org/' }), ['link-with-credentials at sources.1.url']],
    ['a link of 701 characters', withSource({ url: `https://example.org/${'a'.repeat(681)}` }), ['link-too-long at sources.1.url']],
    ['a quote that stands nowhere', { quotes: [{ exact: 'Nobody knew' }] }, ['quote-not-found at quotes.0']],
    ['a quote in other case', { quotes: [{ exact: 'nobody knows' }] }, ['quote-not-found at quotes.0']],
    ['a quote after other words', { quotes: [{ exact: 'knows', prefix: 'Everybody' }] }, ['quote-not-found at quotes.0']],
    ['a quote with straight quotation marks', { quotes: [{ exact: '"We won,"' }] }, ['quote-not-exact at quotes.0']],
    ['an empty quote', { quotes: [{ exact: ' ' }] }, ['empty at quotes.0']],
    ['a quote of 2,001 characters', { quotes: [{ exact: 'x'.repeat(2_001) }] }, ['too-long at quotes.0']],
    ['21 quotes', { quotes: Array(21).fill({ exact: 'vote' }) }, ['too-many at quotes']],
    ['an override around its quote', { quotes: [{ exact: 'knows', prefix: 'Nobody\u202E' }] }, ['hidden-character at quotes.0']],
  ])('with %s is refused', (_name, changes, faults) => {
    expect(faultsIn(changes)).toEqual(faults);
  });

  it.each<[string, Partial<DraftContent>]>([
    ['a text of 450 characters', { note: 'x'.repeat(450) }],
    ['a headline of 90 characters', { headline: 'x'.repeat(90) }],
    ['a translation as long as it may be', translated({ headline: 'x'.repeat(100), note: 'x'.repeat(520) })],
    ['a month of checking', { checked: '2026-03' }],
    ['the status of an opinion', { status: 'opinion' }],
    ['a text on several lines', { note: 'Some do.\n\nOthers do not.' }],
    ['emoji, Arabic and Persian', { note: '👩\u200D🔬 مرحبا می\u200Cخواهم ❤️' }],
    ['20 keywords of 60 characters', { keywords: Array(MOST.keywords).fill('x'.repeat(LONGEST.keyword)) }],
    ['10 sources', { sources: Array(MOST.sources).fill(source) }],
    ['a publisher of 100 characters and a title of 200', withSource({ publisher: 'x'.repeat(100), title: 'x'.repeat(200) })],
    ['a source without date and link', withSource({ date: undefined, url: undefined })],
    ['29 February in a year with it', withSource({ date: '2024-02-29' })],
    ['a year', withSource({ date: '2024' })],
    ['a month', withSource({ date: '2024-02' })],
    ['a quote that stands in several places', { quotes: [{ exact: 'The vote was' }] }],
    ['a quote told apart by what stands before it', { quotes: [{ exact: 'The vote was', prefix: 'said.' }] }],
    ['several quotes', { quotes: [{ exact: 'Nobody' }, { exact: 'the count' }] }],
    ['a confidence', { confidence: 'low' }],
  ])('with %s is taken', (_name, changes) => {
    expect(lint(changes)).toEqual({ faults: [], warnings: [] });
  });

  it('is told all its faults at once, each at its place', () => {
    expect(faultsIn({ status: 'x', note: '', keywords: ['', 'a'], sources: [{ publisher: '', title: '', url: 'nowhere' }] })).toEqual([
      'unknown-status at status',
      'empty at note',
      'empty at sources.0.publisher',
      'empty at sources.0.title',
      'bad-link at sources.0.url',
      'empty at keywords.0',
    ]);
  });

  it.each<[string, Partial<DraftContent>, unknown]>([
    ['a date to come', withSource({ date: '2026-04-01' }), { kind: 'future-date', value: '2026-04-01', at: ['sources', 1, 'date'] }],
    ['a year to come', withSource({ date: '2027' }), { kind: 'future-date', value: '2027', at: ['sources', 1, 'date'] }],
    [
      'a link that is not encrypted',
      withSource({ url: 'http://example.org/' }),
      { kind: 'plain-http', value: 'http://example.org/', at: ['sources', 1, 'url'] },
    ],
    ['no quote', { quotes: [] }, { kind: 'no-quote', at: ['quotes'] }],
    ['a text of 451 characters', { note: 'x'.repeat(451) }, { kind: 'long-note', length: 451, limit: 450, at: ['note'] }],
    ['a text of 500 characters', { note: 'x'.repeat(LONGEST.note) }, { kind: 'long-note', length: 500, limit: 450, at: ['note'] }],
    ['a month of checking to come', { checked: '2026-04' }, { kind: 'future-date', value: '2026-04', at: ['checked'] }],
  ])('with %s is warned about, and taken', (_name, changes, warning) => {
    expect(lint(changes)).toEqual({ faults: [], warnings: [warning] });
  });

  it('without a headline is warned about, and taken', () => {
    const { headline: _, ...without } = sound;
    const found = lintNote(without, { article, finder, others: [], now: NOW });
    expect(found).toEqual({ faults: [], warnings: [{ kind: 'no-headline', at: ['headline'] }] });
  });

  it.each(['2026-03-31', '2026-03', '2026'])('may name a source of %s on 31 March 2026', (date) => {
    expect(lint(withSource({ date })).warnings).toEqual([]);
  });

  it('may quote what nobody sees where the article holds it, and only there', () => {
    const body = 'The elec\u00ADtion was held.';
    const context = { article: parseArticle(body, { title: 'T', language: 'en' }), finder: createAnchorFinder(body), others: [], now: NOW };
    const kinds = (exact: string) => lintNote({ ...sound, quotes: [{ exact }] }, context).faults.map(({ kind }) => kind);
    expect(kinds('elec\u00ADtion')).toEqual([]);
    expect(kinds('election')).toEqual(['quote-not-exact']);
    expect(kinds('el\u00ADection')).toEqual(['hidden-character']);
  });

  it('with a quote that stands nowhere is told the sentences that share most words with it', () => {
    const [fault] = lint({ quotes: [{ exact: 'Nobody knew the count' }] }).faults;
    expect(fault).toMatchObject({ kind: 'quote-not-found', quote: 'Nobody knew the count' });
    expect(fault?.kind === 'quote-not-found' && fault.nearest[0]).toEqual({
      text: 'Nobody knows the vote – or the count.',
      span: { start: 63, end: 100 },
      paragraph: 2,
    });
  });
});

describe('a note beside others', () => {
  const other: Note = noteSchema.parse({ ...sound, id: 'other', note: 'One, two, three, four, five, six, seven, eight, nine, ten.' });

  it.each([
    ['the same text', 'One, two, three, four, five, six, seven, eight, nine, ten.'],
    ['the text in other case, space and punctuation', ' ONE two\nthree: four five six seven (eight) nine ten'],
    ['more than four fifths of its words', 'One, two, three, four, five, six, seven, eight, nine, eleven.'],
    ['its words in another order', 'Ten, nine, eight, seven, six, five, four, three, two, one.'],
  ])('that says %s of the same words is refused, and the other named', (_name, note) => {
    expect(lint({ note }, [other]).faults).toEqual([{ kind: 'duplicate', id: 'other', at: ['note'] }]);
  });

  it.each<[string, Partial<DraftContent>]>([
    ['says something else of the same words', { note: 'Something else.' }],
    ['has just four fifths of its words', { note: 'One, two, three, four, five, six, seven, eight, x, y.' }],
    ['says much more', { note: `${other.note} Eleven, twelve, thirteen.` }],
    ['says the same of other words', { note: other.note, quotes: [{ exact: 'the count' }] }],
    ['says the same of these words and of others', { note: other.note, quotes: [{ exact: 'Nobody knows' }, { exact: 'the count' }] }],
    ['says the same of no words', { note: other.note, quotes: [] }],
  ])('that %s is taken', (_name, changes) => {
    expect(faultsIn(changes, [other])).toEqual([]);
  });

  it('is compared by the places of its quotes, not by how they are written', () => {
    const quotes = [{ exact: 'Nobody knows', suffix: 'the vote' }];
    expect(faultsIn({ note: other.note, quotes }, [other])).toEqual(['duplicate at note']);
  });

  it('is compared by all of its places, in whatever order they are given, and how often', () => {
    const two = { ...other, quotes: [{ exact: 'the count' }, { exact: 'Nobody knows' }] };
    const quotes = [{ exact: 'Nobody knows' }, { exact: 'the count' }, { exact: 'Nobody knows' }];
    expect(faultsIn({ note: other.note, quotes }, [two])).toEqual(['duplicate at note']);
  });

  it('is not compared while it has other faults', () => {
    expect(faultsIn({ note: other.note, status: 'x' }, [other])).toEqual(['unknown-status at status']);
  });

  it('in an alphabet without words is compared as it is', () => {
    const emoji = { ...other, note: '👍' };
    expect(faultsIn({ note: '👍' }, [emoji])).toEqual(['duplicate at note']);
    expect(faultsIn({ note: '👎' }, [emoji])).toEqual([]);
  });
});

describe('a note without faults', () => {
  it('keeps the schema that files are read with', () => {
    fc.assert(
      fc.property(notes, (some) => {
        for (const note of some) {
          expect(lintContent(note, NOW).faults).toEqual([]);
          expect(noteSchema.parse(note)).toEqual(note);
        }
      }),
    );
  });

  it('keeps it whatever its texts are', () => {
    const count = runs(5_000, 1_000);
    let sound = 0;
    const text = (...likely: readonly string[]) =>
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...likely) }, fc.string({ unit: 'binary', maxLength: 8 }));
    const word = text('x', ' x ', '');
    const content = fc.record({
      status: fc.constantFrom('context', 'context', ''),
      quotes: fc.array(fc.record({ exact: word }), { maxLength: 1 }),
      note: word,
      keywords: fc.array(word, { maxLength: 1 }),
      sources: fc.array(
        fc.record({
          publisher: word,
          title: word,
          date: text('2024', '2024-02-30', '0000'),
          url: text('https://example.org', 'https://', 'HTTP://x'),
        }),
        { maxLength: 1 },
      ),
    });
    fc.assert(
      fc.property(content, (made) => {
        if (lintContent(made, NOW).faults.length > 0) return;
        sound += 1;
        expect(noteSchema.safeParse({ id: 'x', ...made }).success).toBe(true);
      }),
      count,
    );
    expect(sound / count.numRuns).toBeGreaterThan(0.01);
  });
});

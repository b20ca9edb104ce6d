// Tests of note forms: a moderator's input becomes exactly that note, or is refused with a remedy.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';
import { type FormContext, formOf, type NoteForm, type ReadForm, readForm } from '../../src/notes/form.js';
import { readNotes } from '../../src/notes/load.js';
import type { NoteContent } from '../../src/notes/revision.js';
import { runs } from '../tier.js';
import { checked, confidence, headline, keywords, lines, sources, status, translations } from './arbitraries.js';

const NOW = Date.parse('2026-03-31T12:00:00Z');
const BODY = [
  'The vote was held. “We won,” they said. The vote was counted, and the elections’ results were given.',
  'Nobody knows the\u00A0vote – or the count. “We won,” we said.',
].join('\n\n');
const article = parseArticle(BODY, { title: 'T', language: 'en' });
const finder = createAnchorFinder(BODY);
const [first = { start: 0, end: 0 }, second = { start: 0, end: 0 }] = article.paragraphs;

const form: NoteForm = {
  status: 'disputed',
  quote: 'Nobody knows',
  headline: 'Somebody knows, the paper says',
  note: 'Some do know.',
  translatedHeadline: 'Alguien lo sabe, dice el diario',
  translatedNote: 'Algunos lo saben.',
  checked: '',
  sources: 'The Herald | A look back | 2024-08-13 | https://example.org/a',
  keywords: 'vote, count',
};
const content: NoteContent = {
  status: 'disputed',
  quotes: [{ exact: 'Nobody knows' }],
  headline: 'Somebody knows, the paper says',
  note: 'Some do know.',
  keywords: ['vote', 'count'],
  translations: { es: { headline: 'Alguien lo sabe, dice el diario', note: 'Algunos lo saben.' } },
  checked: '2026-03',
  sources: [{ publisher: 'The Herald', title: 'A look back', date: '2024-08-13', url: 'https://example.org/a' }],
};

function read(changes: Partial<NoteForm>, context: Partial<FormContext> = {}): ReadForm {
  return readForm({ ...form, ...changes }, { article, finder, now: NOW, ...context });
}

function faultsIn(changes: Partial<NoteForm>, context: Partial<FormContext> = {}): string[] {
  const { content: made, faults } = read(changes, context);
  expect(made === undefined).toBe(faults.length > 0);
  return faults.map(({ kind, at }) => `${kind} at ${at.join('.')}`);
}

describe('readForm', () => {
  it('makes of a form the note that it says', () => {
    expect(read({})).toEqual({ content, faults: [], warnings: [], offers: [] });
  });

  it('leaves out white space at the ends of what was typed, and nothing else', () => {
    const typed = {
      status: ' disputed\n',
      quote: '\n Nobody knows ',
      headline: ' Somebody knows, the paper says ',
      note: '  Some do.\r\n\r\nOthers do  not. ',
      keywords: '\n vote ,, count\n',
    };
    expect(read(typed).content).toEqual({ ...content, note: 'Some do.\n\nOthers do  not.' });
  });

  it.each<[string, Partial<NoteForm>, string[]]>([
    ['a status that is none', { status: 'false' }, ['unknown-status at status']],
    ['no text', { note: ' ' }, ['empty at note']],
    ['no headline', { headline: ' ' }, ['empty at headline']],
    ['a headline that is too long', { headline: 'x'.repeat(91) }, ['too-long at headline']],
    ['a headline on two lines', { headline: 'a\nb' }, ['line-break at headline']],
    ['a text that is too long for a new note', { note: 'x'.repeat(451) }, ['too-long at note']],
    ['a text that is too long for any', { note: 'x'.repeat(501) }, ['too-long at note']],
    ['a translated headline alone', { translatedNote: '' }, ['empty at translations.es.note']],
    ['a translated note alone', { translatedHeadline: '' }, ['empty at translations.es.headline']],
    [
      'translations that are too long',
      { translatedHeadline: 'x'.repeat(101), translatedNote: 'x'.repeat(521) },
      ['too-long at translations.es.headline', 'too-long at translations.es.note'],
    ],
    ['a character that nobody sees in its text', { note: 'Some\u200B do.' }, ['hidden-character at note']],
    ['one in a title', { sources: 'a | b\u202Ec | | https://x.org' }, ['hidden-character at sources.0.title']],
    ['one in a keyword', { keywords: 'vote, co\u200Dunt' }, ['hidden-character at keywords.1']],
    ['no sources', { sources: '' }, ['no-link at sources']],
    ['sources without a link', { sources: 'a | b | 2024 |' }, ['no-link at sources']],
    ['11 sources', { sources: Array(11).fill(form.sources).join('\n') }, ['too-many at sources']],
    ['21 keywords', { keywords: 'x,'.repeat(21) }, ['too-many at keywords']],
    ['no quote', { quote: ' ' }, ['empty at quotes.0']],
  ])('refuses %s', (_name, changes, faults) => {
    expect(faultsIn(changes)).toEqual(faults);
  });

  it('names every faulty line of the sources by its number, with what is wrong', () => {
    const typed = [
      'The Herald | A look back | 2024-08-13 | https://example.org/a',
      '',
      'The Herald | A look back | 2024-02-30 | https://example.org/b',
      'The Herald | A look back',
      '| A look back | 2023-02-29 | javascript:alert(1)',
      'The Herald | A look back | 2027 | http://example.org/c',
    ].join('\n');
    expect(faultsIn({ sources: typed })).toEqual([
      'no-such-date at sources.2.date',
      'too-few-parts at sources.3',
      'empty at sources.4.publisher',
      'no-such-date at sources.4.date',
      'bad-link at sources.4.url',
    ]);
    expect(read({ sources: typed }).warnings).toEqual([
      { kind: 'future-date', value: '2027', at: ['sources', 5, 'date'] },
      { kind: 'plain-http', value: 'http://example.org/c', at: ['sources', 5, 'url'] },
    ]);
  });

  it('does not ask for a link where it may stand in a line that cannot be read', () => {
    expect(faultsIn({ sources: 'The Herald | A look back | https://example.org/a' })).toEqual(['too-few-parts at sources.0']);
  });

  it('tells faults in the order of the fields', () => {
    expect(faultsIn({ keywords: '\0', sources: 'x', note: '', headline: '', quote: 'nowhere', status: '' })).toEqual([
      'unknown-status at status',
      'quote-not-found at quotes.0',
      'empty at headline',
      'empty at note',
      'too-few-parts at sources.0',
      'hidden-character at keywords.0',
    ]);
  });

  it('refuses what another note already says of the same words', () => {
    expect(read({}, { others: [{ id: 'other', ...content }] }).faults).toEqual([{ kind: 'duplicate', id: 'other', at: ['note'] }]);
  });
});

describe('the quote of a form', () => {
  it.each([
    ['straight quotation marks', '"We won," they', '“We won,” they'],
    ['a plain apostrophe', "elections' results", 'elections’ results'],
    ['a plain space for a no-break space', 'knows the vote', 'knows the\u00A0vote'],
    ['a hyphen for a dash', 'vote - or', 'vote – or'],
    ['a line break for a space', 'or\nthe count', 'or the count'],
    ['a zero-width space', 'or the\u200B count', 'or the count'],
  ])('with %s is not bent, but the exact passage is offered', (_name, quote, text) => {
    const { content: made, faults, offers } = read({ quote });
    expect(made).toBeUndefined();
    const start = BODY.indexOf(text);
    expect(faults).toEqual([{ kind: 'quote-not-exact', text: text.replace('\u00A0', ' '), at: ['quotes', 0] }]);
    expect(offers).toEqual([{ kind: 'exact-passage', text, span: { start, end: start + text.length } }]);
    expect(read({ quote: offers[0]?.text ?? '' }).content?.quotes).toEqual([{ exact: text }]);
  });

  it('that stands in several places is refused with their paragraphs', () => {
    expect(read({ quote: '“We won,”' }).faults).toEqual([{ kind: 'several-places', paragraphs: [1, 2], at: ['quotes', 0] }]);
    expect(read({ quote: 'The vote was' }).faults).toEqual([{ kind: 'several-places', paragraphs: [1], at: ['quotes', 0] }]);
  });

  it('that stands in several places means the one in the passage that was chosen', () => {
    const quotes = read({ quote: '“We won,”' }, { near: second }).content?.quotes ?? [];
    expect(quotes).toEqual([{ exact: '“We won,”', suffix: 'we' }]);
    expect(quotes.map((quote) => finder.find(quote).length)).toEqual([1]);
  });

  it('that stands in several places of the chosen passage, or in none of it, is refused', () => {
    expect(faultsIn({ quote: 'The vote was' }, { near: first })).toEqual(['several-places at quotes.0']);
    expect(faultsIn({ quote: 'The vote was' }, { near: second })).toEqual(['several-places at quotes.0']);
  });

  it('that stands once is taken wherever that is', () => {
    expect(read({ quote: 'Nobody knows' }, { near: first }).content?.quotes).toEqual([{ exact: 'Nobody knows' }]);
  });

  it('with straight quotation marks in several places offers the one in the chosen passage', () => {
    const { offers } = read({ quote: '"We won,"' }, { near: second });
    expect(offers.map(({ text, span }) => [text, span.start > second.start])).toEqual([['“We won,”', true]]);
  });

  it('that stands nowhere is refused with up to three sentences that share most words with it', () => {
    const [fault] = read({ quote: 'nobody knew the count' }).faults;
    expect(fault?.kind).toBe('quote-not-found');
    const nearest = fault?.kind === 'quote-not-found' ? fault.nearest : [];
    expect(nearest.length).toBeLessThanOrEqual(3);
    expect(nearest[0]).toMatchObject({ text: 'Nobody knows the\u00A0vote – or the count.', paragraph: 2 });
    for (const { text, span } of nearest) expect(BODY.slice(span.start, span.end)).toBe(text);
  });
});

describe('a form of a note that there is', () => {
  const old: NoteContent = {
    ...content,
    quotes: [{ exact: '“We won,”' }, { exact: 'Nobody', suffix: 'knows' }],
    confidence: 'low',
  };

  it('shows the first quote, and keeps the others and the confidence', () => {
    const shown = formOf(old);
    expect(shown.quote).toBe('“We won,”');
    expect(read({ ...shown, note: 'Something new.' }, { keep: old }).content).toEqual({ ...old, note: 'Something new.' });
  });

  it('keeps the places of a quote that did not change, though they are several', () => {
    expect(read(formOf(old), { keep: old }).content?.quotes[0]).toEqual({ exact: '“We won,”' });
    expect(faultsIn(formOf(old))).toEqual(['several-places at quotes.0']);
  });

  it('takes a new quote in place of the first', () => {
    expect(read({ ...formOf(old), quote: 'the count' }, { keep: old }).content?.quotes).toEqual([{ exact: 'the count' }, old.quotes[1]]);
  });

  it('of a note without a headline may stay without, but a headline cannot be taken away', () => {
    const { headline: _, ...without } = old;
    const kept = read(formOf(without), { keep: without });
    expect(kept.content).toEqual(without);
    expect(kept.warnings).toEqual([{ kind: 'no-headline', at: ['headline'] }]);
    expect(read({ ...formOf(without), headline: 'One' }, { keep: without }).content).toEqual({ ...without, headline: 'One' });
    expect(faultsIn({ ...formOf(old), headline: '' }, { keep: old })).toEqual(['empty at headline']);
  });

  it('may stay as long as it is, but not grow', () => {
    const long = { ...old, note: 'x'.repeat(480) };
    expect(read(formOf(long), { keep: long }).content).toEqual(long);
    expect(faultsIn({ ...formOf(long), note: 'x'.repeat(481) }, { keep: long })).toEqual(['too-long at note']);
    expect(faultsIn({ ...formOf(old), note: 'x'.repeat(451) }, { keep: old })).toEqual(['too-long at note']);
  });

  it('keeps the month of checking, or takes a typed one, until other sources are given: those were read now', () => {
    const before = { ...old, checked: '2025-01' };
    const checkedIn = (changes: Partial<NoteForm>) => read({ ...formOf(before), ...changes }, { keep: before }).content?.checked;
    expect(checkedIn({ note: 'Something new.' })).toBe('2025-01');
    expect(checkedIn({ checked: ' 2025-12 ' })).toBe('2025-12');
    expect(checkedIn({ checked: '' })).toBeUndefined();
    expect(checkedIn({ sources: `${form.sources}\nThe Times | Another look | 2025 |`, checked: '2025-12' })).toBe('2026-03');
    expect(faultsIn({ ...formOf(before), checked: 'March' }, { keep: before })).toEqual(['bad-month at checked']);
  });

  it('loses its translation when both texts of it are emptied', () => {
    const { translations: _, ...rest } = old;
    expect(read({ ...formOf(old), translatedHeadline: '', translatedNote: ' ' }, { keep: old }).content).toEqual(rest);
  });

  it('may stay without a quote, but not lose one', () => {
    const without = { ...old, quotes: [] };
    expect(read(formOf(without), { keep: without }).content).toEqual(without);
    expect(faultsIn({ ...formOf(old), quote: '' }, { keep: old })).toEqual(['empty at quotes.0']);
  });

  it('is told of a quote that no longer stands in the article', () => {
    const orphan = { ...old, quotes: [{ exact: 'Everybody knows' }] };
    expect(faultsIn(formOf(orphan), { keep: orphan })).toEqual(['quote-not-found at quotes.0']);
  });
});

describe('every note', () => {
  let real: Pick<FormContext, 'article' | 'finder' | 'now'>;

  beforeAll(async () => {
    const loaded = await loadArticle('content/article.md');
    real = { article: loaded, finder: createAnchorFinder(loaded.body), now: NOW };
  });

  it('of those that ship is read again from its form', async () => {
    for (const { id, ...shipped } of await readNotes('content/notes.yaml')) {
      const { content: again, faults } = readForm(formOf(shipped), { ...real, keep: shipped });
      expect(faults, id).toEqual([]);
      expect(again, id).toEqual(shipped);
    }
  });

  it('is read again from its form, with nothing to keep where a form shows all of it', () => {
    const words = [...real.article.body.matchAll(/\S+/gu)];
    const anchor = fc.tuple(fc.nat({ max: words.length - 1 }), fc.integer({ min: 6, max: 12 })).map(([from, length]) => {
      const last = words[Math.min(from + length, words.length) - 1];
      return { exact: real.article.body.slice(words[from]?.index, (last?.index ?? 0) + (last?.[0].length ?? 0)) };
    });
    const made = fc.record(
      { status, quotes: fc.array(anchor, { maxLength: 3 }), headline, note: lines(), keywords, translations, checked, sources, confidence },
      { requiredKeys: ['status', 'quotes', 'note', 'keywords', 'sources'] },
    );
    fc.assert(
      fc.property(made, (one) => {
        expect(readForm(formOf(one), { ...real, keep: one }).content).toEqual(one);
        const [quote] = one.quotes;
        if (quote === undefined || one.headline === undefined || real.finder.find(quote).length > 1) return;
        const { confidence: _, ...shown } = { ...one, quotes: [quote], checked: '2026-03' };
        expect(readForm(formOf(shown), real).content).toEqual(shown);
      }),
      runs(300),
    );
  });
});

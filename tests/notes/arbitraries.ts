// Random notes: texts that are difficult for notations but allowed, sources, whole notes.

import fc from 'fast-check';
import type { Anchor } from '../../src/article/anchor.js';
import { LONGEST } from '../../src/notes/lint.js';
import { LONGEST_TRANSLATED, NOTE_STATUSES, type Note, type Source } from '../../src/notes/note.js';

const PIECES = [
  ...['word', 'other words', 'Páez', '¿sí?', '委内瑞拉', 'שלום', 'مرحبا', 'می\u200Cخواهم', '👩\u200D🔬', '❤️', '\u00A0', ' ', 'e\u0301'],
  ...[
    '"',
    "'",
    "''",
    '“',
    ',',
    ';',
    '|',
    '\\',
    '\\|',
    '\\,',
    '{',
    '}',
    '[',
    '{"exact":"x"}',
    'null',
    'via x',
    '#',
    ': ',
    '- ',
    '&a',
    '*a',
    '%',
    '!',
  ],
  ...['=', '=1+1', "'=", '+', '-', '@', '@SUM(A1)', '1,062', '2024-08-13', 'https://example.org', '__proto__', '</script>', '\uFFFD'],
] as const;

function textOf(pieces: readonly string[], longest: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
    .map((some) => some.join('').trim())
    .filter((text) => text !== '' && text.length <= longest);
}

/** A text on one line, trimmed, of visible characters. */
export function line(longest = 60): fc.Arbitrary<string> {
  return textOf(PIECES, longest);
}

/** The same, possibly on several lines. */
export function lines(longest: number = LONGEST.note): fc.Arbitrary<string> {
  return textOf([...PIECES, '\n', '\n\n', '\t'], longest);
}

const date = fc.constantFrom('2024', '1999-12', '2024-02-29', '2024-08-13');
const url = fc.oneof(
  fc.constantFrom('https://example.org/a_(b)?c=d,e|f#g', 'http://example.org/', 'https://müller.example/ñ', 'https://example.org/[x]{y}'),
  fc.webUrl({ validSchemes: ['http', 'https'], withFragments: true, withQueryParameters: true }),
);

export const source: fc.Arbitrary<Source> = fc
  .record({ publisher: line(), title: line(), date, url, via: line() }, { requiredKeys: ['publisher', 'title'] })
  .map((made) => made);

/** At least one of them has a link. */
export const sources: fc.Arbitrary<readonly Source[]> = fc
  .tuple(source, url, fc.array(source, { maxLength: 4 }))
  .map(([first, link, others]) => [...others, { ...first, url: link }]);

export const keywords = fc.array(line(), { maxLength: 5 });
export const status = fc.constantFrom(...NOTE_STATUSES);
export const confidence = fc.constantFrom('high', 'medium', 'low');

/** Anchors that need not be in any article. */
export const anchor: fc.Arbitrary<Anchor> = fc.oneof(
  lines(200).map((exact) => ({ exact })),
  fc.record(
    {
      exact: lines(200),
      prefix: fc.oneof(
        fc.constant(''),
        lines(200).map((text) => ` ${text} `),
      ),
      suffix: lines(200),
    },
    { requiredKeys: ['exact'] },
  ),
);

export const headline = line(LONGEST.headline);
export const translations = fc.record({
  es: fc.record({ headline: line(LONGEST_TRANSLATED.headline), note: lines(LONGEST_TRANSLATED.note) }),
});
export const checked = fc.constantFrom('2024-08', '1999-12');

const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/u);

/** Notes with unique ids that follow every rule that needs no article. */
export const notes: fc.Arbitrary<readonly Note[]> = fc.uniqueArray(
  fc.record(
    {
      id,
      status,
      quotes: fc.array(anchor, { maxLength: 3 }),
      headline,
      note: lines(),
      keywords,
      translations,
      checked,
      sources,
      confidence,
    },
    { requiredKeys: ['id', 'status', 'quotes', 'note', 'keywords', 'sources'] },
  ),
  { maxLength: 4, selector: (note) => note.id },
);

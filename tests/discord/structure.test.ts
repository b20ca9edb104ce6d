// Tests of showing the structure of files: headings, table rows with their columns, code, footnotes, words without markup.

import { describe, expect, it } from 'vitest';
import type { Article, Span } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { quote, titleOf } from '../../src/discord/kit/embeds.js';
import { layOut } from '../../src/discord/kit/layout.js';
import { noteSchema } from '../../src/notes/note.js';
import { displayedQuotes } from './displayed.js';

const BODY = `# The hut

## Opening *hours*

It opens at [seven](https://example.org/a_b "Hours. Really") and closes **at noon**,
but not on \`Sundays\`.[^1]

| Day | Who |
| --- | --- |
| Mon | **Ann** |

\`\`\`js
lock.open(); // *now*
  return;
\`\`\`

[^1]: Ask <b>Bo</b>.
`;
const article = parseArticle(BODY, { title: 'The hut', language: 'en' }, { isMarkdown: true });
const reader = { language: 'en', asker: '1', content: 'abc', form: 'embeds' } as const;

function spanOf(words: string): Span {
  const start = BODY.indexOf(words);
  return { start, end: start + words.length };
}

function shownAs(paragraph: number, spans: readonly Span[] = []): { readonly title: string; readonly description: string } {
  const range = article.paragraphs[paragraph - 1] ?? { start: 0, end: 1 };
  const { start, end } = range;
  const note = noteSchema.parse({
    ...{ id: 'n', status: 'disputed', quotes: [], note: 'It is not so.', headline: 'It is not so' },
    sources: [{ publisher: 'Paper', title: 'Report', url: 'https://example.org/n' }],
  });
  const flags = spans.length === 0 ? [] : [{ note, spans }];
  const view = { article, notes: flags, notesAt: () => flags };
  const block = {
    kind: 'passage',
    paragraph,
    extents: [{ start, end }],
    focus: { start, end },
    isBold: true,
    withOther: true,
    colour: 0,
  } as const;
  const { embeds } = layOut({ header: () => 'Here', counts: true, blocks: [{ ...block, flags }] }, view, reader);
  return { title: embeds[0]?.title ?? '', description: embeds[0]?.description ?? '' };
}

describe('a passage of a file with markup', () => {
  it('is named by its paragraph and the heading above it', () => {
    expect(titleOf(article, 1, 'en')).toBe('¶ 1 · Opening hours');
    expect(shownAs(1).title).toBe('¶ 1 · Opening hours');
    expect(titleOf(parseArticle('# A*b\n\n## C_d_\\*e\n\nIt is.', { title: 'T', language: 'en' }, { isMarkdown: true }), 1, 'en')).toBe(
      '¶ 1 · C\\_d\\_\\*e',
    );
  });

  it('is quoted as readers see it, the focus in bold and the words of a note underlined, wherever marks were left out', () => {
    const { description } = shownAs(1, [spanOf('seven](https://example.org/a_b "Hours. Really") and'), spanOf('noon**,\nbut')]);
    expect(description).toContain('> **It opens at __seven and__ closes at __noon, but__ not on Sundays.**');
    expect(description).toContain('__seven and … noon, but__');
    expect(displayedQuotes(description)).toEqual(['It opens at seven and closes at noon, but not on Sundays.']);
  });

  it('has its footnotes under it, apart from the quotation', () => {
    expect(shownAs(1).description).toMatch(/Sundays\.\*\*\n\n-# \\\[1\\\] Ask Bo\./u);
    expect(displayedQuotes(shownAs(1).description)[0]).not.toContain('Bo');
  });

  it('has the names of its columns over it where it is a row', () => {
    expect(shownAs(2).description).toMatch(/^-# Day · Who\n> \*\*Mon \\\| Ann\*\*/u);
    expect(displayedQuotes(shownAs(2).description)).toEqual(['Mon | Ann']);
  });

  it('is code where it is code, as it is written and without marks', () => {
    expect(shownAs(3).description).toBe('> ```\n> lock.open(); // *now*\n>   return;\n> ```');
  });

  it('is an ordinary quotation where its code would end the block', () => {
    const fenced: Article = parseArticle('Run:\n\n~~~\na ``` b\nc\n~~~', { title: 'T', language: 'en' }, { isMarkdown: true });
    const code = fenced.paragraphs[1] ?? { start: 0, end: 1 };
    expect(quote(fenced, code)).toBe('> a \\`\\`\\` b\n> c');
  });
});

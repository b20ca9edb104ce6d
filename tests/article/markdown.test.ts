// Tests of reading Markdown: the role of each block, its visible text, the headings above it, footnotes.

import { describe, expect, it } from 'vitest';
import type { Article, Span } from '../../src/article/article.js';
import { displayed } from '../../src/article/display.js';
import { parseArticle } from '../../src/article/parse.js';
import { footnotesIn, searchedWords } from '../../src/article/searched.js';
import { LONGEST_SENTENCE } from '../../src/article/sentences.js';

function read(body: string, title = 'A Test'): Article {
  return parseArticle(body, { title, language: 'en' }, { isMarkdown: true });
}
const shown = (article: Article, span: Span) => displayed(article, span).text;
const paragraphs = (body: string) => {
  const article = read(body);
  return article.paragraphs.map((paragraph) => shown(article, paragraph));
};
const sentences = (body: string) => {
  const article = read(body);
  return article.sentences.map((sentence) => shown(article, sentence));
};
const raw = (body: string) => read(body).sentences.map(({ start, end }) => body.slice(start, end));
/** Words that make a text Markdown, apart from the tested part. */
const OTHER = '\n\n* an item';

describe('a heading', () => {
  it('is never quoted, and names the paragraphs below it until the next of its level', () => {
    const article = read('# Club\n\n## Keys\n\nAsk Ann.\n\n### Spare ones\n\nAsk Bo.\n\n## Hours\n\nAt dusk.');
    expect(article.paragraphs.map(({ headings }) => headings)).toEqual([['Keys'], ['Keys', 'Spare ones'], ['Hours']]);
    expect(article.paragraphs.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(article.sentences.map(({ start, end }) => article.body.slice(start, end))).toEqual(['Ask Ann.', 'Ask Bo.', 'At dusk.']);
    expect(article.sentences.map((sentence) => searchedWords(article, sentence))).toEqual([
      'Keys: Ask Ann.',
      'Keys: Spare ones: Ask Bo.',
      'Hours: At dusk.',
    ]);
  });

  it.each([
    ['underlined', 'Keys\n----\n\nAsk Ann.'],
    ['with closing signs', '## Keys ##\n\nAsk Ann.'],
    ['with markup', '## *Keys* {#keys}\n\nAsk Ann.'],
    ['a paragraph in bold', '**Keys**\n\nAsk Ann.'],
    ['numbered and underlined', '1. Keys\n-------\n\nAsk Ann.'],
    ['in HTML', '<h2 id="k">Keys</h2>\n\nAsk Ann.'],
    ['the summary of what can be folded', '<details>\n<summary>Keys</summary>\n\nAsk Ann.\n\n</details>'],
  ])('may be %s', (_, body) => {
    const article = read(body);
    expect(article.paragraphs.map((paragraph) => [shown(article, paragraph), paragraph.headings])).toEqual([['Ask Ann.', ['Keys']]]);
  });

  it('may be a question, which lends its words as they are', () => {
    for (const body of ['### Who has the key?\n\nAsk Ann.', '**Who has the key?**\n\nAsk Ann.', 'Q: Who has the key?\n\n*Ask* Ann.']) {
      const article = read(body);
      expect(article.sentences.map((sentence) => searchedWords(article, sentence)).at(-1)).toMatch(/Who has the key\? Ask Ann\.$/u);
    }
  });

  it('is no sentence in bold, no long paragraph with a line under it, and not what follows the end of what can be folded', () => {
    expect(paragraphs('**Ask Ann.**\n\nShe has it.')).toEqual(['Ask Ann.', 'She has it.']);
    const long = `Ask Ann ${'and then her neighbour '.repeat(12)}too.`;
    expect(paragraphs(`${long}\n---\n\nShe has it.`)).toEqual([long, 'She has it.']);
    const article = read('<details>\n<summary>Keys</summary>\n\nAsk Ann.\n\n</details>\n\nShe has it.');
    expect(article.paragraphs.at(-1)?.headings).toEqual([]);
  });

  it('is all there is to quote where nothing stands below any', () => {
    expect(paragraphs('# Keys\n\n## Hours')).toEqual(['Keys', 'Hours']);
  });
});

describe('what is never quoted', () => {
  it.each([
    ['a comment', '<!-- Ask Bo.\n\nHe knows. -->'],
    ['tags', '<div align="center">\n<img src="a.png" alt="A hut in the snow, seen from the mill">\n</div>'],
    ['a script', '<script>\n// Ask Bo.\n</script>'],
    ['the definition of a link', '[t]: https://example.org "Ask Bo."'],
    ['a list of contents', '* [Keys](#keys)\n* [Hours](#hours)\n  * [Winter](#winter)'],
    ['a line of contents', '[Keys](#keys) · [Hours](#hours)'],
    ['a list under such a heading', '## Table of Contents\n\n1. Keys\n2. Hours'],
    ['a rule', '***'],
    ['pictures alone', '[![build](a.svg)](b) ![npm](c.svg)'],
    ['the names of columns', '| Day | Hours |\n| --- | --- |'],
    ['tags of templates', '{% include toc.html %}\n{: .lead}'],
    ['lines for a bundler', "import Talk from './talk.astro'"],
    ['what was taken back', '~~Ask Bo.~~'],
    ['a footnote that nothing refers to', '[^1]: Ask Bo.'],
  ])('is %s', (_, block) => {
    expect(paragraphs(`Ask Ann.\n\n${block}\n\nShe *has* it.`)).toEqual(['Ask Ann.', 'She has it.']);
  });

  it('leaves lists that lead elsewhere, and the text of pictures that say something', () => {
    expect(paragraphs('* [Keys](https://example.org)\n* [Hours](hours.md)')).toEqual(['Keys', 'Hours']);
    expect(paragraphs('![The hut was painted blue in 1932](a.png)')).toEqual(['The hut was painted blue in 1932']);
  });
});

describe('what readers see', () => {
  it.each([
    ['links', 'Pay [nine *euros*](https://example.org/a#b "Fees") to the [treasurer][t].\n\n[t]: a', 'Pay nine euros to the treasurer.'],
    ['addresses', 'See <https://example.org> or https://example.org/a.', 'See https://example.org or https://example.org/a.'],
    ['emphasis', 'Ask **Ann**, _Bo_ or ***Cy***.', 'Ask Ann, Bo or Cy.'],
    ['code in a line', 'Run ``a `b` c`` now.', 'Run a `b` c now.'],
    ['escaped signs', 'Not \\*this\\* & R&amp;D.', 'Not *this* & R&D.'],
    ['pictures in a line', 'Ask ![the porter](p.png) *first*.', 'Ask the porter first.'],
    ['tags and comments in a line', 'Ask <b>Ann</b><!-- or Bo -->,<br>then\u00a0Cy.', 'Ask Ann, then\u00a0Cy.'],
    ['blanks that do not break', 'It takes 5&nbsp;minutes *a* day.', 'It takes 5 minutes a day.'],
    ['a wrap', 'Ask *Ann*\nor\n   Bo.', 'Ask Ann or Bo.'],
    ['a wrap in a quotation', '> Ask Ann\n> or *Bo*\nor Cy.', 'Ask Ann or Bo or Cy.'],
    ['a break that was meant', 'Ask *Ann*  \nor Bo\\\nor Cy.', 'Ask Ann\nor Bo\nor Cy.'],
    ['links of a wiki', 'See [[Keys]] or [[Hours|the *hours*]].', 'See Keys or the hours.'],
    ['a line for each sentence', 'Ask *Ann*.\nShe has it.\nBo has none.', 'Ask Ann. She has it. Bo has none.'],
    ['verse', '> *Ask* Ann,\n> Or ask Bo,\n> Or let it go', 'Ask Ann,\nOr ask Bo,\nOr let it go'],
    ['capitals that are wrapped', '*NOBODY* IS LIABLE\nFOR ANY KEY\nTHAT IS LOST', 'NOBODY IS LIABLE FOR ANY KEY THAT IS LOST'],
  ])('of %s', (_, body, expected) => {
    expect(paragraphs(`${body}${OTHER}`)[0]).toBe(expected);
  });
});

describe('a table', () => {
  const TABLE =
    'Come by:\n\n| Day | Hours | Who |\n|:--- | ---: | --- |\n| Mon | 9–12 | **Ann** [^a] |\n| Tue |  | Bo \\| Cy |\n\n[^a]: Or Bo.';

  it('is quoted by the row, with its columns as a label, and is found by the names of these', () => {
    const article = read(TABLE);
    const rows = article.paragraphs.filter(({ role }) => role === 'table');
    expect(rows.map((row) => shown(article, row).trim())).toEqual(['Mon | 9–12 | Ann', 'Tue |  | Bo | Cy']);
    expect(rows.map(({ row }) => row?.columns)).toEqual(['Day · Hours · Who', 'Day · Hours · Who']);
    expect(rows.map(({ row }) => row?.named)).toEqual(['Day: Mon; Hours: 9–12; Who: Ann', 'Day: Tue; Who: Bo | Cy']);
    expect(rows.map(({ sentences: own }) => own.length)).toEqual([1, 1]);
  });

  it('of HTML parts its cells', () => {
    expect(paragraphs('<table>\n<tr><td>Mon</td><td>9&nbsp;to 12</td></tr>\n<tr><td>Tue</td></tr>\n</table>')).toEqual([
      'Mon 9 to 12',
      'Tue',
    ]);
  });
});

describe('code', () => {
  it('is quoted whole and without its fence, with the breaks and blanks in it', () => {
    const article = read('Lock it:\n\n```js\nfunction open() {\n  // Never at night. He sleeps.\n  return key.Fits();\n}\n```\n\nDone.');
    const code = article.paragraphs.find(({ role }) => role === 'code');
    expect(code && shown(article, code)).toBe('function open() {\n  // Never at night. He sleeps.\n  return key.Fits();\n}');
    expect(code?.sentences).toHaveLength(1);
  });

  it('in a list or a quotation is without the signs before it', () => {
    expect(paragraphs('* Run:\n\n  ```\n  a\n    b\n  ```')[1]).toBe('a\n  b');
    expect(paragraphs('> ```\n> a\n> b\n> ```')[0]).toBe('a\nb');
  });

  it('is not quoted at all where it is too long to be shown whole', () => {
    expect(paragraphs(`Run:\n\n\`\`\`\n${'run it\n'.repeat(LONGEST_SENTENCE / 7 + 1)}\`\`\``)).toEqual(['Run:']);
  });
});

describe('a footnote', () => {
  it('stands under the sentence that refers to it, is found by its words, and is no quotation of its own', () => {
    const article = read('Pay nine euros.[^late] Ask Ann.[^Late]\n\n[^late]: Whoever pays *late*\n    pays ten.');
    expect(article.sentences).toHaveLength(2);
    const [first] = article.sentences;
    expect(first && footnotesIn(article, first).map((note) => [note.mark, shown(article, note)])).toEqual([
      ['late', 'Whoever pays late pays ten.'],
    ]);
    expect(first && searchedWords(article, first)).toBe('Pay nine euros. Whoever pays late pays ten.');
    expect(article.footnotes.map(({ references }) => references.length)).toEqual([2]);
  });
});

describe('the sentences', () => {
  it('keep the marks that enclose them, and the marks of footnotes', () => {
    const body = '**It is brass.** It hangs there. *It is old.* ~~No.~~ `Nobody` knows.[^1] _He_ oils it.\n\n[^1]: So says Ann.';
    expect(raw(body)).toEqual(['**It is brass.**', 'It hangs there.', '*It is old.*', '`Nobody` knows.[^1]', '_He_ oils it.']);
  });

  it('keep a quotation’s signs out, where one begins on a line of its own', () => {
    expect(raw('> It is old.\n> **It is brass.**')).toEqual(['It is old.', '**It is brass.**']);
  });

  it.each([
    ['code', 'Wrap it in `<Lock.StrictMode>`. It then checks.', ['Wrap it in <Lock.StrictMode>.', 'It then checks.']],
    ['code of several sentences', 'Say `Open it. Now.` and go. Then wait.', ['Say Open it. Now. and go.', 'Then wait.']],
    ['code that begins one', 'It opens. `lock.js` does not.', ['It opens.', 'lock.js does not.']],
    ['an address', 'See https://example.org/a.B?c.D!e *now*. Then go.', ['See https://example.org/a.B?c.D!e now.', 'Then go.']],
    ['the text of a link', 'See [No. Really. Yes](a.b) *now*. Then go.', undefined],
  ])('do not end within %s', (_, body, expected) => {
    const found = sentences(`${body}${OTHER}`).slice(0, -1);
    if (expected === undefined) expect(found.at(-1)).toBe('Then go.');
    else expect(found).toEqual(expected);
  });
});

describe('a text without Markdown', () => {
  it('is read as plain text, whatever its file is called', () => {
    const body = 'CHAPTER ONE\n\nIt was a cold day and the door of the hut stood open until the porter came.';
    expect(read(body)).toEqual(parseArticle(body, { title: 'A Test', language: 'en' }));
    expect(paragraphs(body)).toHaveLength(1);
  });
});

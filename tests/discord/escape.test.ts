// Tests of escaping, quoting and linking: Discord shows exactly the original text.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../src/article/article.js';
import { loadArticle } from '../../src/article/load.js';
import { blockQuote, bold, escapeMarkdown, linkTo, unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { runs } from '../tier.js';
import { markupText, spansOf } from './arbitraries.js';
import { displayed, displayedQuotes, read, withPlainBreaks } from './displayed.js';

const NASTY = [
  '# A heading',
  '## A heading\n### And another',
  '  # Indented',
  '- one\n- two',
  '* one\n* two',
  '+ one\n+ two',
  '1. one\n2. two\n10) ten',
  '   - nested\n      1. deeper',
  '> quoted',
  '>>> quoted\nto the end',
  '> # both',
  '-# small print',
  '-#no small print',
  'in `code` and ``more`code``',
  '```\nfences\n```',
  '```js\nfences();\n```',
  '||spoiler||',
  '~~struck~~',
  '*emphasis* **bold** ***both***',
  '_emphasis_ __underlined__',
  '[masked](https://example.org)',
  '[masked](https://example.org "with a title")',
  '[brackets] (apart)',
  'https://example.org/a_b_c*d*e',
  '<https://example.org/a_b>',
  'http://example.org.',
  'steam://run/1 and mailto:somebody@example.org',
  '<somebody@example.org>',
  '<@1> <@!1> <@&1>',
  '<@123456789012345678> <@&123456789012345678>',
  '<#1> <#123456789012345678>',
  '<t:1:R> <t:1700000000> <t:-1:f>',
  ':emoji: :+1: :smile::wink:',
  '<a:b:1> <:name:123456789012345678>',
  '</ask:123456789012345678> <id:guide> <id:customize>',
  '@everyone @here @silent',
  'snake_case_word and __init__',
  '\\ \\\\ \\* \\_ \\a',
  'ends in a backslash \\',
  '\\\n* after a backslash',
  'non\u00a0breaking\u00a0spaces',
  '\u00a0- after a non-breaking space',
  'lines\nof\r\nevery\rkind\u2028there\u2029is',
  '\u2028- after a separator\u2029# and another',
  'blank\n\nlines\n \n\n> between',
  'discord.gg/x and DISCORD.GG/x and discord.com/invite/x',
  'https://discord.gg/x?y=*z*',
  'and/or, 24/7, w/o',
  '😀 👩‍👩‍👧‍👦 🇻🇪 ☺️ 1️⃣',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟏. 中文',
  '¯\\_(ツ)_/¯',
  'trailing spaces   ',
  '  spaces\t around \t',
  'tabs\tand\ffeeds\u000b',
  '9:30 and 12:30:45 and a: b',
  '* * *',
  '---',
  '| a | b |\n|---|---|\n| c | d |',
  '*',
  '\\',
  '',
];

let article: Article;
let paragraphs: readonly string[];

beforeAll(async () => {
  article = await loadArticle('content/article.md');
  paragraphs = article.paragraphs.map(({ start, end }) => article.body.slice(start, end));
});

const UNSTYLED = ['text', 'br', 'twemoji'];
const styles = (kinds: readonly string[]) => kinds.filter((kind) => !UNSTYLED.includes(kind));

/** The ranges of all words in a text. */
const wordsOf = (text: string) => [...text.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));

describe('the judge of these tests', () => {
  it.each([
    ['# A heading', 'heading'],
    ['> quoted\n-# small print', 'subtext'],
    ['one\n  - two', 'list'],
    ['> 1. one', 'list'],
    ['**bold**', 'strong'],
    ['a *b* c', 'em'],
    ['||spoiler||', 'spoiler'],
    ['`code`', 'inlineCode'],
    ['[masked](https://example.org)', 'link'],
    ['see https://example.org', 'url'],
    ['<@1>', 'tag'],
    ['</ask:1>', 'tag'],
    [':smile:', 'shortcode'],
    ['@everyone', 'everyone'],
  ])('sees the markup in %j', (markdown, kind) => {
    expect(read(markdown).kinds).toContain(kind);
  });

  it('ends a block quote with its last line', () => {
    expect(read('one\n> two\n> three\nfour\n\n> five').quotes).toEqual(['two\nthree', 'five']);
  });
});

describe('escapeMarkdown', () => {
  it.each(NASTY)('lets %j be shown as it is', (text) => {
    expect(displayed(escapeMarkdown(text))).toBe(withPlainBreaks(text));
    expect(styles(read(escapeMarkdown(text)).kinds)).toEqual([]);
  });

  it('lets every paragraph of the shipped article be shown as it is', () => {
    expect(paragraphs).toHaveLength(33);
    for (const text of paragraphs) expect(displayed(escapeMarkdown(text))).toBe(withPlainBreaks(text));
  });

  it('lets any text be shown as it is, without markup', () => {
    fc.assert(
      fc.property(markupText(24), (text) => {
        expect(displayed(escapeMarkdown(text))).toBe(withPlainBreaks(text));
        expect(styles(read(escapeMarkdown(text)).kinds)).toEqual([]);
      }),
      runs(1_000),
    );
  });

  it('lets any text be shown as it is between two links of ours', () => {
    const link = linkTo('https://example.org/a');
    fc.assert(
      fc.property(markupText(16), (text) => {
        const { text: shown, targets } = read(`See ${link} ${escapeMarkdown(text)} ${link}.`);
        expect(shown).toBe(`See example.org ${withPlainBreaks(text)} example.org.`);
        expect(targets).toEqual(['https://example.org/a', 'https://example.org/a']);
      }),
      runs(1_000),
    );
  });

  it('lets no bracket after a link of ours make its label longer', () => {
    const link = linkTo('https://example.org/a');
    expect(read(`${link} ${escapeMarkdown('and [that](https://example.com)')}`).text).toBe('example.org and [that](https://example.com)');
    expect(read(`${link} ${escapeMarkdown('and that](https://example.com)')}`).targets).toEqual(['https://example.org/a']);
  });

  it.each(['discord.gg/abc', 'DISCORD.GG/abc', 'https://discord.com/invite/abc', 'discordapp.com/invite/abc'])(
    'leaves of %s no invitation that Discord would unfold',
    (text) => {
      expect(escapeMarkdown(text)).not.toMatch(/\.(?:gg|com)\//iu);
    },
  );

  it('leaves plain words as they are', () => {
    const text = 'María said: “No; 51.2% – or (44.2%)!” and so on…';
    expect(escapeMarkdown(text)).toBe(text);
  });
});

describe('unescapeMarkdown', () => {
  it('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.oneof(markupText(24), fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        expect(unescapeMarkdown(escapeMarkdown(text))).toBe(text);
      }),
      runs(1_000),
    );
  });

  it.each(NASTY)('gives back %j', (text) => {
    expect(unescapeMarkdown(escapeMarkdown(text))).toBe(text);
  });
});

describe('bold', () => {
  it.each(NASTY)('lets %j be shown as it is', (text) => {
    expect(displayed(bold(text))).toBe(withPlainBreaks(text));
  });

  it.each(NASTY.filter((text) => text.trim() !== ''))('puts %j into bold and nothing else', (text) => {
    expect(styles(read(bold(text)).kinds)).toEqual(['strong']);
  });

  it('lets every paragraph of the shipped article be shown as it is', () => {
    for (const text of paragraphs) expect(displayed(bold(text))).toBe(withPlainBreaks(text));
  });

  it('leaves white space at the ends outside', () => {
    expect(bold(' \u00a0both\u00a0ends\t')).toBe(' \u00a0**both\u00a0ends**\t');
    expect(bold(' \n ')).toBe(' \n ');
    expect(bold('')).toBe('');
  });
});

describe('blockQuote', () => {
  it.each(NASTY)('shows %j as it is, as one quotation', (text) => {
    expect(displayedQuotes(blockQuote(text))).toEqual([withPlainBreaks(text)]);
  });

  it.each(NASTY)('shows %j as it is with each word in bold', (text) => {
    expect(displayedQuotes(blockQuote(text, { bold: wordsOf(text) }))).toEqual([withPlainBreaks(text)]);
  });

  it.each(NASTY)('shows %j as it is with all of it in bold', (text) => {
    expect(displayedQuotes(blockQuote(text, { bold: [{ start: 0, end: text.length }] }))).toEqual([withPlainBreaks(text)]);
  });

  it('shows every paragraph of the shipped article as it is', () => {
    for (const text of paragraphs) expect(displayedQuotes(blockQuote(text))).toEqual([withPlainBreaks(text)]);
  });

  it('shows every paragraph as it is with any of its sentences in bold', () => {
    for (const { start, end, sentences } of article.paragraphs) {
      const text = article.body.slice(start, end);
      for (const sentence of sentences) {
        const bold = [{ start: sentence.start - start, end: sentence.end - start }];
        expect(displayedQuotes(blockQuote(text, { bold }))).toEqual([withPlainBreaks(text)]);
      }
    }
  });

  const offsetsIn = fc.array(fc.nat(200), { maxLength: 8 });

  it('shows exactly the text, whatever it is and whatever of it is in bold or underlined', () => {
    fc.assert(
      fc.property(markupText(24), offsetsIn, offsetsIn, (text, inBold, underlined) => {
        const shown = read(blockQuote(text, { bold: spansOf(text, inBold), underlined: spansOf(text, underlined) }));
        expect(shown.quotes).toEqual([withPlainBreaks(text)]);
        expect(shown.text).toBe(withPlainBreaks(text));
        expect(styles(shown.kindsInQuotes).filter((kind) => kind !== 'strong' && kind !== 'underline')).toEqual([]);
      }),
      runs(2_000),
    );
  });

  it('puts exactly the given words into bold, on each line anew', () => {
    expect(blockQuote('one two three', { bold: [{ start: 4, end: 7 }] })).toBe('> one **two** three');
    expect(blockQuote('one two\nthree four', { bold: [{ start: 4, end: 13 }] })).toBe('> one **two**\n> **three** four');
    expect(
      blockQuote('one two three', {
        bold: [
          { start: 0, end: 3 },
          { start: 8, end: 13 },
        ],
      }),
    ).toBe('> **one** two **three**');
  });

  it('underlines within bold letters, and ends and begins again at their edges, white space outside', () => {
    const marks = (bold: readonly [number, number][], underlined: readonly [number, number][]) => ({
      bold: bold.map(([start, end]) => ({ start, end })),
      underlined: underlined.map(([start, end]) => ({ start, end })),
    });
    expect(blockQuote('one two three', marks([[0, 13]], [[4, 7]]))).toBe('> **one __two__ three**');
    expect(blockQuote('one two three', marks([[4, 7]], [[0, 13]]))).toBe('> __one__ **__two__** __three__');
    expect(blockQuote('one two three', marks([[0, 7]], [[4, 13]]))).toBe('> **one __two__** __three__');
    expect(blockQuote('one two three', marks([], [[3, 8]]))).toBe('> one __two__ three');
    expect(blockQuote('one\ntwo', marks([[0, 7]], [[0, 7]]))).toBe('> **__one__**\n> **__two__**');
  });

  it('breaks lines wherever the text does', () => {
    expect(blockQuote('one\ntwo\r\nthree\rfour\u2028five\u2029six')).toBe('> one\n> two\n> three\n> four\n> five\n> six');
  });

  it('stays a quotation over blank lines', () => {
    expect(blockQuote('one\n\ntwo')).toBe('> one\n> \n> two');
  });
});

describe('linkTo', () => {
  it.each([
    ['https://example.org/a', '[example.org](https://example.org/a)'],
    ['http://www.example.org', '[example.org](http://www.example.org/)'],
    ['https://sub.example.co.uk:8443/a?b=c#d', '[sub.example.co.uk](https://sub.example.co.uk:8443/a?b=c#d)'],
    ['https://en.wikipedia.org/wiki/Coup_(2002)', '[en.wikipedia.org](https://en.wikipedia.org/wiki/Coup_%282002%29)'],
    ['https://example.org/[a]{b}|*<c>`', '[example.org](https://example.org/%5Ba%5D%7Bb%7D%7C%2A%3Cc%3E%60)'],
    ['https://example.org/a b\\c', '[example.org](https://example.org/a%20b/c)'],
    ['https://example.org/?q=a\\b)c', '[example.org](https://example.org/?q=a%5Cb%29c)'],
    ['https://münchen.example/', '[xn--mnchen-3ya.example](https://xn--mnchen-3ya.example/)'],
    ['https://snake_case.example/', '[snake-case.example](https://snake_case.example/)'],
    ['HTTPS://EXAMPLE.ORG/Case', '[example.org](https://example.org/Case)'],
  ])('of %s is %s', (address, link) => {
    expect(linkTo(address)).toBe(link);
  });

  it.each([
    'ftp://example.org/a',
    'javascript:alert(1)',
    'data:text/plain,a',
    'mailto:somebody@example.org',
    'discord://-/channels/1',
    'file:///etc/passwd',
    'example.org',
    '//example.org',
    'no address',
    '',
    'https://user@example.org/',
    'https://user:secret@example.org/',
    'https://:secret@example.org/',
    'https://[::1]/',
    'https://a(b).example/',
    'https://a*b.example/',
    'https://a~b.example/',
    'https://',
  ])('of %j is none', (address) => {
    expect(linkTo(address)).toBeUndefined();
  });

  it('is none to an address that is longer than 700 code units as it is written', () => {
    const base = 'https://example.org/';
    expect(linkTo(base + 'a'.repeat(700 - base.length))).toBeDefined();
    expect(linkTo(base + 'a'.repeat(701 - base.length))).toBeUndefined();
    expect(linkTo(base + '('.repeat(300))).toBeUndefined();
  });

  it('is one link to one web page on the address’s own host, whatever the path holds', () => {
    const part = fc.oneof(markupText(6), fc.string({ unit: 'binary', maxLength: 8 }));
    fc.assert(
      fc.property(
        fc.constantFrom('http', 'https'),
        fc.constantFrom('example.org', 'www.a-b.example', 'x_y.example:8080', '127.0.0.1', 'ñandú.example'),
        fc.array(part, { maxLength: 4 }),
        (scheme, host, parts) => {
          const address = `${scheme}://${host}/${parts.join('/')}`;
          const link = linkTo(address);
          if (link === undefined) return;
          const shown = read(`before ${link} after`);
          const url = new URL(address);
          expect(shown.text).toBe(`before ${url.hostname.replace(/^www\./u, '').replaceAll('_', '-')} after`);
          const page = `${url.origin}${url.pathname}${url.search}${url.hash}`;
          expect(shown.targets.map(decoded)).toEqual([decoded(page)]);
        },
      ),
      runs(1_000),
    );
  });
});

/** An address with its percent-encoded ASCII characters decoded. */
function decoded(address: string): string {
  return address.replace(/%[0-7][0-9A-F]/giu, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

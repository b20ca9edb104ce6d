// Tests of loading an article: what is read, what is refused, and the wording of the refusal.

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overlaps } from '../../src/article/article.js';
import { LARGEST_ARTICLE_BYTES, loadArticle, MOST_SENTENCES } from '../../src/article/load.js';
import { searchedWords } from '../../src/article/searched.js';
import { InputError } from '../../src/input-error.js';

const ARTICLE_SHA256 = '6555c0af633617b9a26b6f84ef1a6074c0fcd5689a6bf6ac23dfc907a4f8b34c';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marginalia-load-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function refusal(path: string): Promise<string> {
  const error = await loadArticle(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof Error ? error.message : '';
}

describe('the shipped article', () => {
  it('is, after its front matter, the original byte for byte', async () => {
    const { body } = await loadArticle('content/article.md');
    expect(createHash('sha256').update(body).digest('hex')).toBe(ARTICLE_SHA256);
  });

  it('says what it is', async () => {
    const { about } = await loadArticle('content/article.md');
    expect(about).toMatchObject({
      title: 'Venezuela: An Attempted Coup By Any Other Name',
      author: 'María Páez Victor',
      kind: 'opinion',
      published: '2024-08-01',
      language: 'en',
    });
    expect(about.about).toContain('as of November 2026');
    expect(about.aboutInSpanish).toContain('a fecha de noviembre de 2026');
  });
});

/** Digest of the ranges of its paragraphs and sentences: shipped embeddings and figures depend on them. */
const PLACES_SHA256 = '8b48f78d33d37e7ecbc78d126982024bebab4c02a4809126567c0d3e39c76e13';

describe('the shipped article, as it is divided', () => {
  it('has its paragraphs and sentences where they always were, each read as it is written', async () => {
    const article = await loadArticle('content/article.md');
    const places = [article.paragraphs, article.sentences].map((ranges) => ranges.map(({ start, end }) => [start, end]));
    expect(createHash('sha256').update(JSON.stringify(places)).digest('hex')).toBe(PLACES_SHA256);
    for (const sentence of article.sentences) {
      expect(searchedWords(article, sentence)).toBe(article.body.slice(sentence.start, sentence.end));
    }
    expect(article.paragraphs.flatMap(({ headings }) => headings)).toEqual([]);
    expect(article.hidden.filter((range) => article.paragraphs.some((paragraph) => overlaps(paragraph, range)))).toEqual([]);
    expect([article.footnotes, article.leftOut]).toEqual([[], []]);
  });
});

describe('what is read', () => {
  it('is in the language of its words where it names none', async () => {
    const text = 'La cabaña\n\nSe levantó en 1931 para los pastores que pasaban el verano en la sierra, y hoy es de todos.\n';
    expect((await loadArticle(await file('spanish.txt', text))).about.language).toBe('es');
    expect((await loadArticle(await file('spanish.md', `---\nlang: pt\n---\n${text}`))).about.language).toBe('pt');
  });

  it('is a .txt file, titled by its first short line', async () => {
    const path = await file('plain.txt', '\n  The Title \n\nA first sentence. A second.\n');
    const { about, body, sentences } = await loadArticle(path);
    expect(about).toEqual({ title: 'The Title', language: 'en' });
    expect(body).toBe('\n  The Title \n\nA first sentence. A second.\n');
    expect(sentences.map(({ start, end }) => body.slice(start, end))).toEqual(['A first sentence.', 'A second.']);
  });

  it('takes the name of the file for the title when the first line is long', async () => {
    const path = await file('Long story.txt', `${'word '.repeat(50)}end.`);
    expect((await loadArticle(path)).about.title).toBe('Long story');
  });

  it.each([
    ['# The *Title* #\n\nText.', 'The Title'],
    ['# [The Title](https://example.org) of `it`\n\nText.', 'The Title of it'],
    ['Intro first.\n\n# The Title\n', 'The Title'],
    ['## Part\n\nText.', 'Part'],
    ['**Bold title**\n\nText.', 'Bold title'],
  ])('takes the main heading or the first line of Markdown for the title: %j', async (text, title) => {
    expect((await loadArticle(await file('heading.md', text))).about.title).toBe(title);
  });

  it.each(['a.markdown', 'b.MD', 'c.TXT'])('has any of the known extensions, in any case: %s', async (name) => {
    expect((await loadArticle(await file(name, 'Text.'))).body).toBe('Text.');
  });

  it('leaves a UTF-8 byte order mark out', async () => {
    expect((await loadArticle(await file('bom.txt', '\uFEFFText.'))).body).toBe('Text.');
    expect((await loadArticle(await file('bom.md', '\uFEFF---\ntitle: T\n---\nText.'))).body).toBe('Text.');
  });

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('keeps %s line ends in the body, with offsets that are true', async (name, lineEnd) => {
    const text = ['Title', '', 'It is wrapped', 'here. Then it ends.', '', '* Café', ''].join(lineEnd);
    const { about, body, sentences } = await loadArticle(await file(`${name}.md`, ['---', 'title: T', '---', text].join(lineEnd)));
    expect(about.title).toBe('T');
    expect(body).toBe(text);
    expect(sentences.map((sentence) => body.slice(sentence.start, sentence.end))).toEqual([
      'Title',
      `It is wrapped${lineEnd}here.`,
      'Then it ends.',
      'Café',
    ]);
  });

  it('keeps no-break spaces, replacement characters and emoji as they are', async () => {
    const text = 'A\u00A0B \uFFFD 😀 e\u0301.';
    expect((await loadArticle(await file('raw.txt', text))).body).toBe(text);
  });

  it('may have just as many bytes as are allowed', async () => {
    const path = await file('full.txt', 'word '.repeat(LARGEST_ARTICLE_BYTES / 5 + 1).slice(0, LARGEST_ARTICLE_BYTES));
    expect((await loadArticle(path)).body).toHaveLength(LARGEST_ARTICLE_BYTES);
  });
});

describe('front matter', () => {
  it('is read whole, and the body begins right after it', async () => {
    const matter =
      'title: "T: U"\nauthor: A\nkind: report\npublished: 2024-08\nlanguage: en-GB\nabout: >-\n  One\n  two.\nabout-es: Uno dos.';
    const { about, body } = await loadArticle(await file('matter.md', `---\n${matter}\n---\n\n Text.\n---\nMore.`));
    expect(about).toEqual({
      ...{ title: 'T: U', author: 'A', kind: 'report', published: '2024-08', language: 'en-GB' },
      ...{ about: 'One two.', aboutInSpanish: 'Uno dos.' },
    });
    expect(body).toBe('\n Text.\n---\nMore.');
  });

  it('takes numbers and dates as they are written, and needs only a title', async () => {
    const { about } = await loadArticle(await file('number.md', '---\ntitle: 1984\npublished: 1949\n---\nText.'));
    expect(about).toEqual({ title: '1984', published: '1949', language: 'en' });
    const { about: dated } = await loadArticle(await file('date.md', '---\ntitle: T\npublished: 2024-08-01\nlanguage: no\n---\nText.'));
    expect(dated).toMatchObject({ published: '2024-08-01', language: 'no' });
  });

  it.each([
    ['a rule that no second one follows', '---\n\nText.'],
    ['a first line that is more than three dashes', '----\ntitle: T\n---\nText.'],
    ['a blank line before the rule', '\n---\ntitle: T\n---\nText.'],
  ])('is not seen in %s', async (_name, text) => {
    expect((await loadArticle(await file('rule.md', text))).body).toBe(text);
  });

  it('is not looked for in a .txt file', async () => {
    const text = '---\ntitle: T\n---\nText.';
    expect((await loadArticle(await file('rule.txt', text))).body).toBe(text);
  });

  it.each([
    ['a date with a time', 'date: 2024-03-02 10:00:00 +0100', { published: '2024-03-02' }],
    ['a date in words', 'pubDate: March 2, 2024', { published: '2024-03-02' }],
    ['a list of authors', 'authors:\n- Ana\n- name: Bo\n  mail: b@example.org', { author: 'Ana, Bo' }],
    ['an author with details', 'author:\n  name: Ana\n  url: https://example.org', { author: 'Ana' }],
    ['Spanish keys', 'autora: Ana\nfecha: 2024-03-02\nidioma: es', { author: 'Ana', published: '2024-03-02', language: 'es' }],
    ['a language as systems write it', 'lang: es_ES.UTF-8', { language: 'es-ES' }],
    ['an address', 'canonical_url: https://example.org/a', { url: 'https://example.org/a' }],
    ['a folded quotation without an indent', 'excerpt: "About\na hut."\nauthor: Ana', { author: 'Ana' }],
    ['a folded quotation with marks in it', 'author: "Ana \\"A\\"\nLee"', { author: 'Ana "A" Lee' }],
    ['a colon in plain text', 'author: Ana: the first', { author: 'Ana: the first' }],
    ['a quotation that never closes', 'author: "Ana', { author: 'Ana' }],
    ['an alias to nothing', 'kind: *report\nauthor: Ana', { author: 'Ana' }],
    ['a key twice', 'author: Ana\nauthor: Bo', { author: 'Ana' }],
    ['no value', 'author:\nabout-es:', {}],
  ])('of other tools is read as far as it goes: %s', async (_, matter, about) => {
    const article = await loadArticle(await file('tool.md', `---\ntitle: The hut\n${matter}\n---\nIt was built in 1931.`));
    expect(article.about).toMatchObject({ title: 'The hut', language: 'en', ...about });
    expect(article.body).toBe('It was built in 1931.');
  });

  it.each([
    ['no day', 'published: 2024-02-31'],
    ['no month', 'date: 2024-13'],
    ['no date', 'published: last week'],
    ['no language', 'language: english'],
    ['no address', 'url: /a/b'],
    ['no author', 'author: [{ mail: a@example.org }]'],
  ])('leaves a value out that is %s, and names its key', async (_, matter) => {
    const { about, leftOut } = await loadArticle(await file('odd.md', `---\ntitle: The hut\n${matter}\n---\nText.`));
    expect(about).toEqual({ title: 'The hut', language: 'en' });
    expect(leftOut).toEqual([matter.slice(0, matter.indexOf(':'))]);
  });

  it('names the keys that nothing was taken of, in their order', async () => {
    const matter = 'layout: post\ntitle: The hut\ntags: [bikes]\ndate: 2024-03-02\nexcerpt: "About\na hut."\ndraft:';
    expect((await loadArticle(await file('keys.md', `---\n${matter}\n---\nText.`))).leftOut).toEqual(['layout', 'tags', 'excerpt']);
  });

  it('may be TOML between plus signs', async () => {
    const matter = 'title = "The hut"\ndate = 2024-03-02T09:00:00Z\nauthors = ["Ana", "Bo"]\nlang = "es"\n[params]\ncover = "a.jpg"';
    const article = await loadArticle(await file('toml.md', `+++\n${matter}\n+++\nText.`));
    expect(article.about).toEqual({ title: 'The hut', published: '2024-03-02', author: 'Ana, Bo', language: 'es' });
    expect(article.leftOut).toEqual(['params']);
    expect(article.body).toBe('Text.');
    expect((await loadArticle(await file('broken.md', '+++\ntitle = "The hut"\ndate = soon\n+++\nText.'))).about.title).toBe('The hut');
  });

  it('without a title leaves that to the text', async () => {
    const { about } = await loadArticle(await file('untitled.md', '---\nauthor: A\n---\n# The hut\n\nText.'));
    expect(about).toMatchObject({ title: 'The hut', author: 'A' });
  });

  it('is not seen between two rules that name nothing', async () => {
    const text = '---\nsome prose\n---\nText.';
    expect((await loadArticle(await file('rules.md', text))).body).toBe(text);
  });

  it.each([
    ['---\ntitle: T\nText.', '---'],
    ['+++\ntitle = "T"\nText.', '+++'],
  ])('is refused when it never ends: %j', async (text, mark) => {
    expect(await refusal(await file('open.md', text))).toContain(`never ends: close it with a line of "${mark}"`);
  });

  it('alone is no article', async () => {
    expect(await refusal(await file('bare.md', '---\ntitle: T\n---\n'))).toMatch(/is empty/u);
  });
});

describe('what is refused, in one sentence that names the file and what to do', () => {
  it('is a file that does not exist', async () => {
    expect(await refusal(join(folder, 'none.txt'))).toBe(
      `The article ${JSON.stringify(join(folder, 'none.txt'))} does not exist: check the path.`,
    );
  });

  it('is a directory, even one with the right extension', async () => {
    await mkdir(join(folder, 'folder.md'));
    expect(await refusal(join(folder, 'folder.md'))).toMatch(/is a directory: give a file/u);
  });

  it('is a device', async () => {
    expect(await refusal('/dev/null')).toMatch(/is not a regular file/u);
  });

  it('is a path that the system cannot follow', async () => {
    await symlink(join(folder, 'loop.md'), join(folder, 'loop.md'));
    expect(await refusal(join(folder, 'loop.md'))).toMatch(/cannot be read \(ELOOP\): check the path and its permissions/u);
    expect(await refusal('a\0.md')).toMatch(/"a\\u0000\.md" cannot be read/u);
  });

  it.each(['paper.pdf', 'page.html', 'noextension'])('is a file of another kind: %s', async (name) => {
    expect(await refusal(await file(name, 'Text.'))).toMatch(
      /ends in "(?:\.pdf|\.html|)": give a plain text or Markdown file \(\.txt, \.md/u,
    );
  });

  it.each([
    ['empty', '', /is empty/u],
    ['only a byte order mark', '\uFEFF', /is empty/u],
    ['only white space', ' \r\n\t\u00A0', /without a single letter/u],
    ['only emoji and numbers', '😀 123 ---', /without a single letter/u],
  ])('is a file that is %s', async (_name, text, message) => {
    expect(await refusal(await file('void.md', text))).toMatch(message);
  });

  it('is a file that is too large', async () => {
    expect(await refusal(await file('large.txt', 'a'.repeat(LARGEST_ARTICLE_BYTES + 1)))).toMatch(
      /has 2097153 bytes, and at most 2097152 are read: give a shorter text/u,
    );
  });

  it('is a text with too many sentences', async () => {
    const text = 'It ended. '.repeat(MOST_SENTENCES + 1);
    expect(await refusal(await file('many.txt', text))).toMatch(/has 20001 sentences, and at most 20000 are read/u);
  });

  it('is a binary file', async () => {
    expect(await refusal(await file('binary.txt', new Uint8Array([0x41, 0x42, 0x00, 0x43])))).toMatch(/is binary \(NUL at byte 2\)/u);
  });

  it.each([
    ['little', [0xff, 0xfe, 0x41, 0x00]],
    ['big', [0xfe, 0xff, 0x00, 0x41]],
  ])('is a UTF-16 text with a %s-endian byte order mark', async (_name, bytes) => {
    expect(await refusal(await file('utf16.txt', new Uint8Array(bytes)))).toMatch(/is in UTF-16.*save it as UTF-8/u);
  });

  it.each([
    ['a Latin-1 letter', [0x63, 0x61, 0x66, 0xe9, 0x20, 0x61], 3],
    ['a character that is cut short at the end', [0x41, 0x42, 0xe2, 0x82], 2],
    ['a surrogate', [0x41, 0xed, 0xa0, 0x80, 0x42], 1],
    ['an overlong form', [0xc3, 0xa9, 0x41, 0xc0, 0xaf], 3],
  ])('is a text that is not UTF-8: %s', async (_name, bytes, at) => {
    expect(await refusal(await file('latin.txt', new Uint8Array(bytes)))).toMatch(
      new RegExp(`is not UTF-8 \\(the first fault is at byte ${at}\\)`, 'u'),
    );
  });
});

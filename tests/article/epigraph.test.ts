// Tests of epigraphs: a quotation and the line that says whose words it is.

import { describe, expect, it } from 'vitest';
import { epigraphAt } from '../../src/article/epigraph.js';
import { parseArticle } from '../../src/article/parse.js';

/** The words and the attribution of the epigraph at each paragraph of a body. */
function epigraphsIn(body: string): (readonly [string, string] | undefined)[] {
  const article = parseArticle(body, { title: 'A Test', language: 'en' });
  const text = ({ start, end }: { start: number; end: number }) => article.body.slice(start, end);
  return article.paragraphs.map((paragraph) => {
    const epigraph = epigraphAt(article, paragraph);
    return epigraph && ([text(epigraph.words), text(epigraph.attribution)] as const);
  });
}

describe('an epigraph', () => {
  it.each([
    ['“We shall see. Or not.”', 'Ada Byron, 25 July 1840, a letter'],
    ['"We shall see."', '— Ada Byron'],
    ['«Ya veremos»', 'Simón Bolívar, 1815'],
  ])('has its words and its attribution: %s', (words, attribution) => {
    const both = [words, attribution];
    expect(epigraphsIn(`${words}\n\n${attribution}\n\nOnce again it began as before.`)).toEqual([both, both, undefined]);
  });

  it.each([
    ['“We shall see,” said Ada.', 'Ada Byron, 1840'],
    ['“We shall see.”', 'Ada said so in a letter of 1840.'],
    ['“We shall see.”', 'and so they did, in the end'],
    ['“We shall see.”', `Ada ${'and Ada '.repeat(10)}again`],
    ['It was so.', 'Ada Byron, 1840'],
  ])('is not what only looks like one: %s / %s', (first, second) => {
    expect(epigraphsIn(`${first}\n\n${second}\n\nOnce again it began as before.`)).toEqual([undefined, undefined, undefined]);
  });

  it('ends at a heading', () => {
    expect(epigraphsIn('“We shall see.”\n\n## Ada Byron\n\nThe Beginning\n\nIt was so.').filter(Boolean)).toEqual([]);
  });
});

// Tests of an article's opening, after its title, motto and dates.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayed } from '../../src/article/display.js';
import { loadArticle } from '../../src/article/load.js';
import { openingOf, sectionsOf } from '../../src/article/opening.js';
import { parseArticle } from '../../src/article/parse.js';

const ROOT = join(import.meta.dirname, '..', '..');

describe('openingOf', () => {
  it.each([
    ['content/article.md', 'Once again, as in 2002, Venezuela has been the victim'],
    ['tests/golden/real/recipe.md', 'My grandmother made these on the first cold evening of September.'],
    ['tests/golden/real/chapter.txt', 'The bell of St. Olai had been cast in the year of the great herring'],
    ['tests/golden/unseen/bees.txt', 'A colony of honey bees needs less room than most people think.'],
  ])('is the first whole sentence of prose: %s', async (file, beginning) => {
    const article = await loadArticle(join(ROOT, file));
    const opening = openingOf(article);
    expect(opening && displayed(article, opening).text).toMatch(new RegExp(`^${beginning}`, 'u'));
  });

  it('is the best there is where no sentence is whole, and nothing of nothing', () => {
    const article = parseArticle('short', { language: 'en' });
    const opening = openingOf(article);
    expect(opening && article.body.slice(opening.start, opening.end)).toBe('short');
    expect(openingOf({ ...article, paragraphs: [], sentences: [] })).toBeUndefined();
  });
});

describe('sectionsOf', () => {
  it('is the highest headings, each once', async () => {
    expect(sectionsOf(await loadArticle(join(ROOT, 'tests/golden/real/faq.md')))).toEqual([
      'Booking',
      'On the water',
      'Membership',
      'Getting here',
    ]);
    expect(sectionsOf(await loadArticle(join(ROOT, 'content/article.md')))).toEqual([]);
  });
});

// Tests of how the language of a text is told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { articlesIn, GOLDEN } from '../../eval/measure.js';
import { languageOfText } from '../../src/article/language.js';

const articles = (
  await Promise.all(
    ['unseen', 'spanish-articles', 'real'].map(async (folder) => (await articlesIn(folder)).map((name) => [folder, name] as const)),
  )
).flat();
const SPANISH = ['spanish.md', 'biblioteca.md'];

describe('the language of a text', () => {
  it.each(articles)('is told of %s/%s', (folder, name) => {
    const language = folder === 'spanish-articles' || SPANISH.includes(name) ? 'es' : 'en';
    expect(languageOfText(readFileSync(join(GOLDEN, folder, name), 'utf8'))).toBe(language);
  });

  it.each([
    ['fr', 'Le chat est sur la table et il ne veut pas descendre, car il a peur des chiens qui sont dans la rue.'],
    ['de', 'Die Katze sitzt auf dem Tisch und sie will nicht herunter, weil sie Angst vor den Hunden hat.'],
    ['pt', 'O gato está em cima da mesa e não quer descer porque tem medo dos cães que estão na rua com as crianças.'],
    ['ru', 'Кошка сидит на столе и не хочет спускаться.'],
    [undefined, 'Buttons. Lists. Tables.'],
    [undefined, '2024: 51.2 %'],
    [undefined, ''],
  ])('is %s or cannot be told: %s', (language, text) => {
    expect(languageOfText(text)).toBe(language);
  });
});

// Tests of a note's headline and text, for readers of each language.

import { describe, expect, it } from 'vitest';
import { allTextsOf, headlineOf, noteTextIn } from '../../src/notes/headline.js';

const es = { headline: 'Sin pruebas, dice el fiscal', note: 'El fiscal no mostró pruebas.' };
const whole = { headline: 'The prosecutor showed no proof', note: 'He named a country. He showed nothing.', translations: { es } };

describe('headlineOf', () => {
  it('is the headline, in the language of the reader where there is a translation', () => {
    expect(headlineOf(whole, 'en')).toBe(whole.headline);
    expect(headlineOf(whole, 'es')).toBe(es.headline);
    const { translations: _, ...untranslated } = whole;
    expect(headlineOf(untranslated, 'es')).toBe(whole.headline);
  });

  it.each([
    ['the first sentence', 'The U.S. named a country. It showed nothing.', 'The U.S. named a country.'],
    ['the note where it is one sentence', 'It named a country.', 'It named a country.'],
    ['a sentence of 90 characters', `${'x'.repeat(89)}. More.`, `${'x'.repeat(89)}.`],
    [
      'the beginning of a longer one',
      `It named ${'a country and '.repeat(8)}more. It did.`,
      `It named ${'a country and '.repeat(5)}a country…`,
    ],
    ['one line of several', 'It named\na country. It did.', 'It named a country.'],
  ])('of an older note is %s', (_name, note, expected) => {
    const headline = headlineOf({ note }, 'en');
    expect(headline).toBe(expected);
    expect(headline.length).toBeLessThanOrEqual(90);
  });

  it('of an older note with a translation is the translated one', () => {
    expect(headlineOf({ note: 'It did.', translations: { es } }, 'es')).toBe(es.headline);
    expect(headlineOf({ note: 'It did.', translations: { es } }, 'en')).toBe('It did.');
  });
});

describe('noteTextIn', () => {
  it('is the text as it was written, or translated for those who read Spanish', () => {
    expect([noteTextIn(whole, 'en'), noteTextIn(whole, 'es'), noteTextIn({ note: 'It did.' }, 'es')]).toEqual([
      whole.note,
      es.note,
      'It did.',
    ]);
  });
});

describe('allTextsOf', () => {
  it('holds what a note says in every language', () => {
    for (const text of [whole.headline, whole.note, es.headline, es.note]) expect(allTextsOf(whole)).toContain(text);
    expect(allTextsOf({ note: 'It did.' })).toBe('It did.');
  });
});

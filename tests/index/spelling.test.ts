// Tests of the spelling correction: corrections towards the texts' words, and everything that must stay unchanged.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnglishWord } from '../../index/english-words.js';
import { Spelling } from '../../index/spelling.js';
import { runs } from '../tier.js';

const TEXTS = [
  'Nicolás Maduro governs Venezuela. Daniel Ortega governs Nicaragua.',
  'Maduro and Ortega spoke about Venezuela, about Pedro, about hyperinflation and about Ricardo Quiñones.',
  'Pedro met Quiñones because of the hyperinflation; a Guarimbazo was rare.',
];
const KNOWN_WORDS = ['about', 'govern', 'because', 'election', 'spoke', 'petro', 'country', 'market'];

const spelling = new Spelling(TEXTS, KNOWN_WORDS);

describe('a misspelt word', () => {
  it.each([
    ['venzuela', 'venezuela'],
    ['venezeula', 'venezuela'],
    ['vennezuela', 'venezuela'],
    ['vnzuela', 'vnzuela'],
    ['madruo', 'maduro'],
    ['madro', 'maduro'],
    ['ortaga', 'ortega'],
    ['orteag', 'ortega'],
    ['hyperinflaton', 'hyperinflation'],
    ['hiperinflacion', 'hyperinflation'],
    ['quinonnes', 'quinones'],
    ['pedor', 'pedro'],
  ])('"%s" becomes "%s"', (word, corrected) => {
    expect(spelling.correct(word)).toBe(corrected);
  });

  it('is mended in its place, and the rest of the question stays as it is', () => {
    expect(spelling.correct('  Did MADRUO, of "Venzuela",\u00a0meet 3 people?!  ')).toBe(
      '  Did maduro, of "venezuela",\u00a0meet 3 people?!  ',
    );
  });

  it('is mended wherever and however often it stands', () => {
    expect(spelling.correct('ortaga/ortaga—Ortaga')).toBe('ortega/ortega—ortega');
  });

  it('becomes the nearer of two words, and of two as near the one that is used more', () => {
    const lengths = new Spelling(['plantain plantain plantations plantations plantations'], []);
    expect(lengths.correct('plantaion')).toBe('plantain');
    const twins = new Spelling(['cantoned cantoned cantored cantored cantored'], []);
    expect(twins.correct('cantoxed')).toBe('cantored');
  });
});

describe('a slip towards a word that the texts use', () => {
  const model = new Spelling(
    ['the civil count trained a number of civil people; to count and be trained, number by number'],
    ['numerous', 'trai', 'oral', 'civil', 'count', 'trained', 'number'],
  );

  it.each([
    ['ciil', 'civil'],
    ['civl', 'civil'],
    ['cont', 'count'],
    ['traied', 'trained'],
    ['numer', 'number'],
  ])('is mended in a word that lacks a letter, short or like a form of another as it may be: "%s" is "%s"', (word, corrected) => {
    expect(model.correct(word)).toBe(corrected);
  });

  it.each(['coun', 'coal', 'oral', 'numes'])('leaves other short words and endings: %s', (word) => {
    expect(model.correct(word)).toBe(word);
  });
});

describe('a slip towards a common word', () => {
  const common = ['about', 'blake', 'baked', 'calm', 'eight', 'civil', 'other', 'wrote', 'source', 'respond', 'custom', 'customer', 'sour'];
  const model = new Spelling(['who spoke'], common, common, isEnglishWord);

  it.each([
    ['eigt', 'eight'],
    ['othr', 'other'],
    ['wroe', 'wrote'],
    ['soure', 'source'],
    ['respod', 'respond'],
    ['customeer', 'customer'],
    ['who knows Eigt', 'who knows Eigt'],
    ['Othr words', 'other words'],
  ])('is mended unless it may be a short name: "%s" is "%s"', (text, corrected) => {
    expect(model.correct(text)).toBe(corrected);
  });

  it.each(['bake', 'clam', 'mulch', 'customs', 'customers', 'responding', 'moneys', 'sourly'])(
    'leaves other words and forms of words: %s',
    (word) => {
      expect(model.correct(word)).toBe(word);
    },
  );
});

describe('left alone', () => {
  it.each(['Maduro', 'maduro', 'ORTEGA', 'Venezuela', 'Quiñones', 'Quinones', 'hyperinflation'])(
    'is a word that the texts use: %s',
    (word) => {
      expect(spelling.correct(word)).toBe(word);
    },
  );

  it.each(['Petro', 'election', 'market'])('is a word that the model knows: %s', (word) => {
    expect(spelling.correct(word)).toBe(word);
  });

  it.each(['elections', 'governing', 'governed', 'countries', 'Marketed', 'speaking'])(
    'is an inflection of a word that is right: %s',
    (word) => {
      const model = new Spelling(
        ['goverting goverting electrons electrons contries contries spearing spearing'],
        [...KNOWN_WORDS, 'speak'],
      );
      expect(model.correct(word)).toBe(word);
      expect(spelling.correct(word)).toBe(word);
    },
  );

  it.each(['madr', 'peso', 'orte', 'a', 'do', 'UN'])('is a short word: %s', (word) => {
    expect(spelling.correct(word)).toBe(word);
  });

  it('is a name that differs in one letter from another of five letters', () => {
    expect(new Spelling(TEXTS, []).correct('Petro')).toBe('Petro');
  });

  it('is a word with another first letter', () => {
    expect(spelling.correct('baduro')).toBe('baduro');
    expect(spelling.correct('Benezuela')).toBe('Benezuela');
  });

  it('is a word that is only near to one used once, which may be a slip itself', () => {
    expect(spelling.correct('nicaragu')).toBe('nicaragu');
    expect(spelling.correct('guarimbazos')).toBe('guarimbazos');
  });

  it('is a word that is too far from all', () => {
    expect(spelling.correct('vezla madagascar orchestra')).toBe('vezla madagascar orchestra');
  });

  it.each(['', '   ', '2024 51.2% 1,000,000', '?!…—“”', '😀🎉', '\ud800', 'https://', 'ab12345', '日本語'])(
    'is what is no word: "%s"',
    (text) => {
      expect(spelling.correct(text)).toBe(text);
    },
  );

  it('is everything when there are no texts', () => {
    expect(new Spelling([], []).correct('venzuela madruo')).toBe('venzuela madruo');
  });
});

describe('any text', () => {
  const words = fc.oneof(
    fc.constantFrom('maduro', 'madruo', 'Venezuela', 'venzuela', 'ortaga', 'govern', 'pedro', 'petro', 'quiñones'),
    fc.string({ unit: fc.constantFrom(...'maduroveneztgá'), minLength: 4, maxLength: 11 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );

  it('is corrected once: a second correction changes nothing', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), (list) => {
        const once = spelling.correct(list.join(' '));
        expect(spelling.correct(once)).toBe(once);
      }),
      runs(500),
    );
  });

  it('keeps all that stands between its words, character for character', () => {
    const between = (text: string) => text.split(/[\p{L}\p{M}]+/u);
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.constantFrom(' ', ', ', '\u00a0', '?!', ' 7 ', '—', '“'))), (list) => {
        const text = list.flat().join('');
        expect(between(spelling.correct(text))).toEqual(between(text));
      }),
      runs(500),
    );
  });
});

it('reads words that it is given once only, from any iterable', () => {
  const once = new Spelling(new Set(TEXTS).values(), new Set(KNOWN_WORDS).values());
  expect(once.correct('elections in venzuela')).toBe('elections in venezuela');
  expect(once.correct('elections in venzuela')).toBe('elections in venezuela');
});

// Tests of words and tokens that carry a topic, and of the comparable form of words.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFunctionWord, isTopicToken, isWordToken } from '../../index/function-words.js';
import { fold } from '../../src/article/fold.js';

describe('a folded word', () => {
  it.each([
    ['González', 'gonzalez'],
    ['PÁEZ', 'paez'],
    ['Pa\u0301ez', 'paez'],
    ['Ñandú', 'nandu'],
    ['Übergröße', 'ubergroße'],
    ['2024', '2024'],
    ['', ''],
  ])('of "%s" is "%s"', (word, folded) => {
    expect(fold(word)).toBe(folded);
  });

  it('is folded already, whatever the word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        expect(fold(fold(word))).toBe(fold(word));
      }),
    );
  });

  it('is the same for composed and decomposed letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'áéíóúüñçàèâêôABCé') }), (word) => {
        expect(fold(word.normalize('NFD'))).toBe(fold(word.normalize('NFC')));
      }),
    );
  });
});

describe('the word index', () => {
  it.each(['the', 'of', 'did', 'what', 'who', 'porque', 'los', 'cual', 'quien', 'donde', 's', 't', 'lol'])('skips "%s"', (word) => {
    expect(isFunctionWord(word)).toBe(true);
  });

  it.each(['maduro', 'election', 'votes', 'coup', 'usa', 'un1', 'no1', '2024', 'golpe', 'elecciones'])('keeps "%s"', (word) => {
    expect(isFunctionWord(word)).toBe(false);
  });

  it('skips accented function words in their folded form only, which is the form that it asks for', () => {
    expect(isFunctionWord(fold('Quién'))).toBe(true);
    expect(isFunctionWord('quién')).toBe(false);
  });

  it('has no empty word in its list, which white space around a list leaves', () => {
    expect(isFunctionWord('')).toBe(false);
  });
});

describe('a word token', () => {
  it.each(['maduro', '##zuela', 'é', '日', '5', '##5', '▁casa'])('is "%s"', (token) => {
    expect(isWordToken(token)).toBe(true);
  });

  it.each(['', '.', '?', '“', '##-', '▁', '$', '…', '¿'])('is not "%s"', (token) => {
    expect(isWordToken(token)).toBe(false);
  });
});

describe('a token that may carry a topic', () => {
  it.each(['maduro', '2024', '##zuela', '▁casa'])('is "%s"', (token) => {
    expect(isTopicToken(token)).toBe(true);
  });

  it.each(['the', 'is', 'did', 'The', '▁the', '▁los', 'are'])('is not the function word "%s"', (token) => {
    expect(isTopicToken(token)).toBe(false);
  });

  it.each(['when', 'why', 'where', 'what', 'whose', '▁quién', '▁cuándo', 'When'])(
    'is the question word "%s", which tells what is wanted',
    (token) => {
      expect(isTopicToken(token)).toBe(true);
    },
  );

  it.each(['.', '?', '##-', '▁'])('is not the punctuation "%s"', (token) => {
    expect(isTopicToken(token)).toBe(false);
  });

  it('is a piece within a word even when the letters of a function word make it', () => {
    expect(isTopicToken('##the')).toBe(true);
    expect(isTopicToken('##s')).toBe(true);
  });
});

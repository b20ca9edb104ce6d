// Tests of the searched text of a question: surrounding words and abbreviations make no difference.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksNothing, embeddedText, searchedQuestion } from '../../src/answer/searched-question.js';
import { runs } from '../tier.js';

describe('what stands around a question', () => {
  it.each([
    'who won the election? 😂🔥',
    '👀 who won the election? 🙏🏽🇻🇪',
    'who won the election? :) xD',
    '<:pepe:123456> who won the election? :joy:',
    '**who won the election?**',
    '> who won the election?',
    '"who won the election?"',
    'who won the election???!!',
    'who won the election ?',
    'ｗｈｏ ｗｏｎ ｔｈｅ ｅｌｅｃｔｉｏｎ？',
    'who won the election? pls',
    'please, who won the election?',
    'hey who won the election?',
    'hey all, quick question: who won the election?',
    'Good morning everyone! who won the election? Thanks a lot in advance to whoever answers.',
    'could you please tell me who won the election?',
    'does anyone happen to know who won the election?',
    "If it's not too much trouble, could you let me know who won the election? Cheers and all the best!",
    'Would you be so kind as to tell me who won the election? Kind regards',
    'Dear moderators, sorry for bothering you with this. who won the election?',
    'I was just wondering who won the election?',
    'who won the election? thanks!',
    'who won the election? Thank you so much, I really appreciate it!',
    'lol ok so who won the election? anyone?',
    'who won the election? https://example.org/results?page=2',
  ])('is left out: %s', (typed) => {
    expect(searchedQuestion(typed)).toBe('who won the election?');
  });

  it.each([
    'hola, quién ganó las elecciones?',
    'Buenas tardes a todos! quién ganó las elecciones? Muchas gracias de antemano.',
    'por favor, quién ganó las elecciones?',
    'me podrían decir por favor quién ganó las elecciones?',
    'quisiera saber quién ganó las elecciones?',
    'alguien sabe quién ganó las elecciones?',
    '¡Hola! quién ganó las elecciones? ¡Muchas gracias por la ayuda!',
  ])('is left out in Spanish: %s', (typed) => {
    expect(searchedQuestion(typed)).toBe('quién ganó las elecciones?');
  });
});

describe('chat spelling', () => {
  it.each([
    ['wat did teh ppl say', 'what did the people say'],
    ['y havnt they released it', "why haven't they released it"],
    ['whats gonna happen', "what's going to happen"],
    ['what’s the article about', "what's the article about"],
    ['q dice de los votos', 'que dice de los votos'],
    ['xq no hay actas', 'por qué no hay actas'],
    ['did smth happen', 'did something happen'],
  ])('of "%s" is written out', (typed, searched) => {
    expect(searchedQuestion(typed)).toBe(searched);
  });
});

describe('left as it is', () => {
  it.each([
    'who won?',
    'Who is Luisa Ortega and is she still in Colombia?',
    'who gave thanks',
    'did she say hello to the crowd?',
    'tell me about the observers',
    'what did the U.S. say?',
    '¿Cuántos votos obtuvo Maduro?',
    'Maduro y Quevedo hablaron, ¿verdad?',
    'is it true someone was paid?',
    '51.2% or 44.2%?',
    'thanks',
    'hey',
    'please',
    '😂',
    'https://example.org',
  ])('is: %s', (question) => {
    expect(searchedQuestion(question)).toBe(question);
  });
});

it('of any message holds words where that does, and is itself searched as it is', () => {
  const word = fc.constantFrom(
    'hey',
    'pls',
    'thanks',
    'in',
    'advance',
    'who',
    'won?',
    'tell',
    'me',
    'if',
    '?',
    '!',
    ',',
    '😂',
    ':)',
    '"',
    '(',
    ')',
    'hola',
    'q',
    'Maduro',
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
      const question = words.join(' ');
      const searched = searchedQuestion(question);
      if (/[\p{L}\p{N}]/u.test(question)) expect(searched).toMatch(/[\p{L}\p{N}]/u);
      expect(searchedQuestion(searched)).toBe(searched);
    }),
    runs(500),
  );
});

describe('embeddedText', () => {
  it.each([
    'who won, the election',
    'who won the election?',
    'who won the election.',
    '"who won" the election?!',
    'who won: the election…',
  ])('is the same however a question is marked: %s', (typed) => {
    expect(embeddedText(typed)).toBe('who won the election');
  });

  it.each([
    ['¿Cuántos votos obtuvo Maduro?', 'Cuántos votos obtuvo Maduro'],
    ['What did the U.S. say of 51.2%, or 1,000,000 votes?', 'What did the U.S. say of 51.2% or 1,000,000 votes'],
    ['Who won? And who lost?', 'Who won And who lost'],
    ['Maduro won. Why?', 'Maduro won. Why'],
    ['???', '???'],
  ])('of "%s" is "%s"', (typed, embedded) => {
    expect(embeddedText(typed)).toBe(embedded);
  });
});

describe('asksNothing', () => {
  it.each(['please', 'hey all', 'please 😂', 'https://example.org pls', 'thanks in advance!', 'could you please tell me', 'gracias'])(
    'is so of what is only said around questions: %s',
    (text) => {
      expect(asksNothing(text)).toBe(true);
    },
  );

  it.each(['who', 'please help Venezuela', 'hey, votes?', 'thanks to whom?', '51.2%'])('is not so of: %s', (text) => {
    expect(asksNothing(text)).toBe(false);
  });
});

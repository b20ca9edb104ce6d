// The language of a question, for the language of our own words.

import { describe, expect, it } from 'vitest';
import { detectLanguage, knownLanguage } from '../../src/answer/language.js';

describe('detectLanguage', () => {
  it.each([
    'Who won the election?',
    'who is Tarek William Saab',
    'What did María Corina Machado say?',
    'What did the Carter Center say?',
    'how many people did guarimbas kill',
    'did petro say no',
    'so is el helicoide in the article',
    'what does CNE stand for in spanish',
    'U.S. sanctions?',
    'what is a coup',
    'who won in Los Angeles',
    'who is de la Cruz',
    'does he say que viva',
    'wen did maduro blam musk for teh hack',
  ])('hears English in: %s', (question) => {
    expect(detectLanguage(question)).toBe('en');
  });

  it.each([
    '¿Quién ganó las elecciones?',
    'quien gano las elecciones',
    '¿Qué opina Petro?',
    'cuantos votos saco maduro',
    'q dice del sistema de votacion alla, es en papel o electronico?',
    'por qué culparon a Machado',
    'CUÁNTOS DETENIDOS HAY',
    'dime algo sobre el ataque cibernético',
    '¡gracias!',
    'dónde está Luisa Ortega',
    'hay algo sobre las sanciones?',
    'tiene pruebas?',
    'hubo observadores',
    'qué dijo The Guardian',
    '¿Carter Center?',
  ])('hears Spanish in: %s', (question) => {
    expect(detectLanguage(question)).toBe('es');
  });

  it.each([
    'gonzalez vote count',
    'Edmundo González',
    'Nicolás Maduro',
    'Luisa Ortega Díaz',
    'leopoldo lopez',
    'Tarek William Saab',
    'guarimbas',
    'Maduro, Machado, González',
  ])('takes names alone for English: %s', (question) => {
    expect(detectLanguage(question)).toBe('en');
  });

  it.each(['', '   ', '😂🔥', '537', '?', 'https://example.org', '谁赢了', 'кто победил'])(
    'takes what is neither for English: %j',
    (question) => {
      expect(detectLanguage(question)).toBe('en');
    },
  );
});

describe('knownLanguage', () => {
  it.each([
    'Maduro dictador?',
    'petróleo venezolano',
    'fraude electoral',
    'Edmundo González',
    'el helicoide',
    'los angeles',
    'Maduro en Caracas',
    '😂',
    '',
    '537 votes',
  ])('leaves open what nothing tells: %s', (question) => {
    expect(knownLanguage(question)).toBeUndefined();
  });

  it.each([
    ['who won', 'en'],
    ['gracias', 'es'],
    ['hablame de Rusia', 'es'],
    ['explica sanciones', 'es'],
    ['who is de la Cruz', 'en'],
  ])('knows that of: %s', (question, language) => {
    expect(knownLanguage(question)).toBe(language);
  });
});

// Tests of the language detected for a question, which decides the language of our messages.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectLanguage, knownLanguage, otherLanguage } from '../../src/answer/language.js';
import { readReaderQuestions } from '../../src/notes/load.js';

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

describe('otherLanguage', () => {
  it.each([
    ['fr', "Qui a gagné l'élection ?"],
    ['fr', 'combien de votes a obtenu maduro'],
    ['fr', "D'où vient la cyberattaque ?"],
    ['pt', 'Quem ganhou as eleições?'],
    ['pt', 'o que aconteceu na Venezuela'],
    ['de', 'Wer hat die Wahl gewonnen?'],
    ['de', 'wie viele Beobachter waren dort'],
    ['it', 'Chi ha vinto le elezioni?'],
    ['it', "da dove viene l'attacco informatico"],
    ['nl', 'waar kwam de cyberaanval vandaan'],
    ['ru', 'кто победил'],
    ['zh', '谁赢了'],
  ])('hears %s in: %s', (tag, question) => {
    expect(otherLanguage(question)).toBe(tag);
    expect(knownLanguage(question)).toBeUndefined();
  });

  it.each(['', '537', '😂', 'Maduro', 'los angeles', 'who is de la Cruz', 'qué dice este enlace https://elpais.com/'])(
    'hears none in: %s',
    (question) => {
      expect(otherLanguage(question)).toBeUndefined();
    },
  );

  it('hears none in any question of the development sets, nor in any that readers might ask', async () => {
    const golden = join(import.meta.dirname, '..', 'golden');
    const files = (await readdir(golden, { recursive: true })).filter((file) => file.endsWith('.jsonl'));
    const lines = await Promise.all(files.map((file) => readFile(join(golden, file), 'utf8')));
    const asked = lines.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line) as Record<string, unknown>);
    const readers = await readReaderQuestions(join(golden, '..', '..', 'content', 'questions.yaml'));
    const texts = [
      ...asked.flatMap(({ question, previous, message }) => [question, previous, message]),
      ...readers.flatMap(({ ask }) => ask),
    ];
    const foreign = texts.filter((text) => typeof text === 'string').filter((text) => otherLanguage(text) !== undefined);
    expect(texts.length).toBeGreaterThan(3_000);
    expect(foreign).toEqual([]);
  });
});

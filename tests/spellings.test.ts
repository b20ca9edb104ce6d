// Tests of the words that spelling is corrected towards: the article's in any language, the notes' in their own.

import { describe, expect, it } from 'vitest';
import { createCorrection } from '../src/spellings.js';

const NOTES = [
  {
    headline: 'The lighthouse of Halden was closed',
    note: 'It was the lighthouse that was closed, with the ferries of Halden.',
    translations: { es: { headline: 'El transbordador quedó cerrado', note: 'Es el transbordador el que quedó cerrado en Halden.' } },
    keywords: ['Quiñones', 'quinones'],
  },
  { note: 'El pescador dijo que los barcos son muy viejos, y otro pescador también.', keywords: [] },
];

const correct = createCorrection({ body: 'Here Nicolás Maduro governs. There Maduro spoke.', language: 'en' }, NOTES, [
  'about',
  'where',
  'donde',
]);

describe('a misspelt word', () => {
  it.each([
    ['of a headline and a note', 'where is the lighthuose?', 'where is the lighthouse?'],
    ['of a translated headline and note', '¿dónde está el transbordadro?', '¿dónde está el transbordador?'],
    ['of a Spanish note', '¿qué dijo el pescadro?', '¿qué dijo el pescador?'],
    ['of keywords, in Spanish', '¿quién es Quinonnes?', '¿quién es quinones?'],
    ['of keywords, in English', 'who is Quinonnes?', 'who is quinones?'],
    ['of the article, in Spanish', '¿qué dijo Madruo?', '¿qué dijo maduro?'],
    ['of the article, in English', 'what did Madruo say?', 'what did maduro say?'],
  ])('%s is corrected', (_, question, corrected) => {
    expect(correct(question)).toBe(corrected);
  });

  it.each([
    ['a note in English', '¿dónde está el lighthuose?'],
    ['a translation', 'where is the transbordadro?'],
    ['a note in Spanish', 'where is the pescadro?'],
  ])('is not drawn to a word of another language’s notes: %s', (_, question) => {
    expect(correct(question)).toBe(question);
  });
});

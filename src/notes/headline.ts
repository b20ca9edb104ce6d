// A note's headline and text in the reader's language.

import { findSentences } from '../article/sentences.js';
import { LONGEST_HEADLINE, type Note } from './note.js';
import { shortened } from './shortened.js';

type NoteTexts = Pick<Note, 'headline' | 'note' | 'translations'>;
type ReaderLanguage = 'en' | 'es';

/**
 * A note in one line: its headline, translated if possible. A note without a headline is represented by its first sentence, or by
 * the note's beginning if the sentence is longer than a headline may be.
 */
export function headlineOf({ headline, note, translations }: NoteTexts, language: ReaderLanguage): string {
  const given = (language === 'es' ? translations?.es.headline : undefined) ?? headline;
  if (given !== undefined) return given;
  const [first] = findSentences(note, { start: 0, end: note.length }, 'en');
  const sentence = first === undefined ? note : note.slice(first.start, first.end);
  return shortened(sentence.length <= LONGEST_HEADLINE ? sentence : note, LONGEST_HEADLINE);
}

/** A note's text for a reader: the translation, else the original text, whatever its language. */
export function noteTextIn({ note, translations }: NoteTexts, language: ReaderLanguage): string {
  return (language === 'es' ? translations?.es.note : undefined) ?? note;
}

/** All texts of a note, in all its languages. */
export function allTextsOf({ headline, note, translations }: NoteTexts): string {
  return [headline, note, translations?.es.headline, translations?.es.note].filter((text) => text !== undefined).join('\n');
}

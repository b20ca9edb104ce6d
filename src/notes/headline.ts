// The headline that stands for a note, and its text, in the reader's language.

import { findSentences } from '../article/sentences.js';
import { LONGEST_HEADLINE, type Note } from './note.js';
import { shortened } from './shortened.js';

type NoteTexts = Pick<Note, 'headline' | 'note' | 'translations'>;
type ReaderLanguage = 'en' | 'es';

/**
 * A note in one line: its headline, translated where it was. For a note without one its first sentence stands, or its
 * beginning where that is longer than a headline may be.
 */
export function headlineOf({ headline, note, translations }: NoteTexts, language: ReaderLanguage): string {
  const given = (language === 'es' ? translations?.es.headline : undefined) ?? headline;
  if (given !== undefined) return given;
  const [first] = findSentences(note, { start: 0, end: note.length }, 'en');
  const sentence = first === undefined ? note : note.slice(first.start, first.end);
  return shortened(sentence.length <= LONGEST_HEADLINE ? sentence : note, LONGEST_HEADLINE);
}

/** A note's text for a reader: the translation, or the text as it was written, whatever its language. */
export function noteTextIn({ note, translations }: NoteTexts, language: ReaderLanguage): string {
  return (language === 'es' ? translations?.es.note : undefined) ?? note;
}

/** All that a note says, in every language that it has. */
export function allTextsOf({ headline, note, translations }: NoteTexts): string {
  return [headline, note, translations?.es.headline, translations?.es.note].filter((text) => text !== undefined).join('\n');
}

// The aid against typing errors: corrects a question towards the words of the article, and of the notes in the question's language.

import { Spelling } from '../index/spelling.js';
import type { QuestionLanguage } from './answer/answer.js';
import { detectLanguage } from './answer/language.js';
import type { Note } from './notes/note.js';

type NoteWords = Pick<Note, 'headline' | 'note' | 'translations' | 'keywords'>;

/**
 * Makes what corrects the spelling of a question. A note's words count in their language alone: otherwise a word of its translation could
 * pass for one of an English question, or draw one to it.
 * @param texts what questions in both languages may be about
 * @param knownWords words of the model's vocabulary: right as they are
 */
export function createCorrection(
  texts: readonly string[],
  notes: readonly NoteWords[],
  knownWords: Iterable<string>,
): (question: string) => string {
  const both = new Spelling([...texts, ...notes.flatMap(({ keywords }) => keywords)], knownWords);
  const layers = { en: both.layer(), es: both.layer() } satisfies Record<QuestionLanguage, Spelling>;
  for (const { headline, note, translations } of notes) {
    const own = layers[detectLanguage(note)];
    for (const text of [headline ?? '', note]) own.add(text);
    for (const text of [translations?.es.headline ?? '', translations?.es.note ?? '']) layers.es.add(text);
  }
  return (question) => layers[detectLanguage(question)].correct(question);
}

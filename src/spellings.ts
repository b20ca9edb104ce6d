// Corrects misspelt words of a question towards the words of the article, and of the notes in the question's language.

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
  const both = [...texts, ...notes.flatMap(({ keywords }) => keywords)];
  const textsIn: Record<QuestionLanguage, string[]> = { en: [...both], es: [...both] };
  for (const { headline, note, translations } of notes) {
    textsIn[detectLanguage(note)].push(headline ?? '', note);
    textsIn.es.push(translations?.es.headline ?? '', translations?.es.note ?? '');
  }
  // A language is read when the first question in it comes: a start should not wait for both.
  const read = new Map<QuestionLanguage, Spelling>();
  return (question) => {
    const language = detectLanguage(question);
    const spelling = read.get(language) ?? new Spelling(textsIn[language], knownWords);
    read.set(language, spelling);
    return spelling.correct(question);
  };
}

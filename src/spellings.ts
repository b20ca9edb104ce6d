// Corrects misspelt words of a question to words of the article, and of the notes in the question's language; writes its numbers as the
// article does.

import { isEnglishWord } from '../index/english-words.js';
import { Spelling } from '../index/spelling.js';
import type { QuestionLanguage } from './answer/answer.js';
import { detectLanguage, otherLanguage } from './answer/language.js';
import { createNumberForms } from './answer/number-forms.js';
import { fold } from './article/fold.js';
import type { Note } from './notes/note.js';

type NoteWords = Pick<Note, 'headline' | 'note' | 'translations' | 'keywords'>;

/** A word with a capital within a sentence. */
const CAPITALISED = /(?<=[\p{L}\p{N},;–—-]["“(]?\s+["“(]?)\p{Lu}[\p{L}\p{M}]+/gu;
const WORD = /[\p{L}\p{M}]+/gu;
const LOWER_CASE = /(?<!\p{L})\p{Ll}[\p{L}\p{M}]+/gu;
/** Number of the model's commonest words that a misspelt word may mean. */
const COMMON_WORDS = 10_000;
/** Least length of a Spanish word to correct: shorter ones may be words that the texts lack, and the model's vocabulary is English. */
const LONG = 8;

/**
 * Makes the function that corrects a question's spelling. Words count only in their own language: otherwise a word of a translation could
 * pass as correct in an English question, or replace one. Names and keywords count in every language.
 * @param article its body, and the tag of its language
 * @param knownWords words of the model's vocabulary, mostly English, the commonest first: correct as they are
 */
export function createCorrection(
  article: { readonly body: string; readonly language: string },
  notes: readonly NoteWords[],
  knownWords: Iterable<string>,
): (question: string) => string {
  const keywords = notes.flatMap((note) => note.keywords);
  const texts: Record<QuestionLanguage, string[]> = { en: [], es: [] };
  const articleLanguage = /^es\b/iu.test(article.language) ? 'es' : 'en';
  texts[articleLanguage].push(article.body);
  for (const { headline, note, translations } of notes) {
    texts[detectLanguage(note)].push(headline ?? '', note);
    texts.es.push(translations?.es.headline ?? '', translations?.es.note ?? '');
  }
  const create: Record<QuestionLanguage | 'other', () => Spelling> = {
    en: () => {
      const names = texts.en.includes(article.body) ? [] : namesIn([article.body]);
      return new Spelling(
        [...keywords, ...texts.en, ...names],
        knownWords,
        [...knownWords].slice(0, COMMON_WORDS).map(fold),
        isEnglishWord,
      );
    },
    es: () => {
      const right = wordsOf([...texts.es, ...keywords]);
      return new Spelling(
        [...namesIn(texts.es), ...namesIn(texts.en)],
        [...knownWords, ...right],
        [...usedTwice(right.filter((word) => word.length >= LONG)), ...usedTwice(wordsOf(keywords))],
      );
    },
    // In other languages only names are known.
    other: () => new Spelling(namesIn([article.body]), knownWords),
  };
  // A language is prepared at its first question, so that the start does not wait for both.
  const read = new Map<QuestionLanguage | 'other', Spelling>();
  let writeNumbers: ReturnType<typeof createNumberForms> | undefined;
  return (question) => {
    const language = otherLanguage(question) === undefined ? detectLanguage(question) : 'other';
    const spelling = read.get(language) ?? create[language]();
    read.set(language, spelling);
    writeNumbers ??= createNumberForms(article.body);
    return spelling.correct(writeNumbers(question, language === articleLanguage));
  };
}

/** The words of texts that always begin with a capital, each as often as it occurs within a sentence. */
function namesIn(texts: readonly string[]): string[] {
  const inLowerCase = new Set(texts.flatMap((text) => [...text.matchAll(LOWER_CASE)].map(([word]) => fold(word))));
  return texts.flatMap((text) => [...text.matchAll(CAPITALISED)].map(([word]) => word)).filter((word) => !inLowerCase.has(fold(word)));
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(WORD)].map(([word]) => fold(word)));
}

/** The words that occur more than once, the commonest first. */
function usedTwice(words: readonly string[]): string[] {
  const uses = new Map<string, number>();
  for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  return [...uses]
    .filter(([, times]) => times > 1)
    .sort((a, b) => b[1] - a[1])
    .map(([word]) => word);
}

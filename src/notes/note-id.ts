// Makes ids of new notes: readable words of the note and a few random characters.

import { fold } from '../article/fold.js';
import type { Note } from './note.js';

const MOST_WORDS = 3;
const LONGEST_WORD = 16;
/** Shorter words carry little meaning. */
const SHORTEST_WORD = 4;
const SUFFIX = /^[a-z0-9]{4}$/u;
/** Letters that are not a base letter with a mark. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/**
 * An id made of three words of a note's keywords, headline or text and a suffix: "coup-attempt-2024-x7k2".
 * Throws RangeError for a suffix that is not four lower-case letters or digits.
 * @param suffix random; if the id is taken nevertheless, a number follows it
 */
export function createNoteId(
  { keywords, headline, note }: Pick<Note, 'keywords' | 'headline' | 'note'>,
  suffix: string,
  taken: ReadonlySet<string>,
): string {
  if (!SUFFIX.test(suffix)) throw new RangeError(`"${suffix}" is no suffix: expected four lower-case letters or digits.`);
  const found = new Set([...keywords, headline ?? '', note].flatMap(asciiWords));
  const telling = [...found].filter((word) => word.length >= SHORTEST_WORD);
  const words = (telling.length > 0 ? telling : [...found]).slice(0, MOST_WORDS);
  const id = [...(words.length > 0 ? words : ['note']), suffix].join('-');
  let free = id;
  for (let number = 2; taken.has(free); number += 1) free = `${id}-${number}`;
  return free;
}

/** The words of a text in letters a to z and digits; words without any are left out. */
function asciiWords(text: string): string[] {
  const ascii = fold(text).replace(/[^\0-\x7F]/gu, (letter) => LETTERS[letter] ?? ' ');
  return (ascii.match(/[a-z0-9]+/gu) ?? []).map((word) => word.slice(0, LONGEST_WORD));
}

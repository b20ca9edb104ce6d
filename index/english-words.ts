// The English dictionary: which words a question may have that the model's vocabulary of common words lacks.

import { readFileSync } from 'node:fs';
import wordsFile from 'word-list';

/** The words in lower case, sorted, a line each; read at the first question about one, in some milliseconds. */
let lines: string | undefined;

/** Whether the dictionary has a word, in lower case and without accents. Throws if the file of the package is missing. */
export function isEnglishWord(word: string): boolean {
  lines ??= readFileSync(wordsFile, 'latin1');
  let [from, to] = [0, lines.length];
  while (from < to) {
    const start = lines.lastIndexOf('\n', Math.floor((from + to) / 2) - 1) + 1;
    const end = lines.indexOf('\n', start);
    const stop = end < 0 ? lines.length : end;
    const line = lines.slice(start, stop);
    if (line === word) return true;
    if (line < word) from = stop + 1;
    else to = start;
  }
  return false;
}

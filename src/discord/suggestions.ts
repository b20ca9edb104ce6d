// What autocompletion shows: names of at most a hundred characters, which may end in "…" since nothing is quoted by them.

import type { Claim } from '../answer/claims.js';
import type { Article, Paragraph } from '../article/article.js';
import { STATUS_SYMBOLS, type WordsLanguage, words } from '../words/words.js';
import { LIMITS } from './limits.js';
import type { Choice } from './responder.js';

/** A paragraph by its number and first words. Its value is the number, which finds it whatever was typed. */
export function paragraphChoice({ body }: Article, { number, start, end }: Paragraph, language: WordsLanguage): Choice {
  const label = words(language)('paragraph', { number });
  return { name: shortened(`${label} · ${body.slice(start, end)}`), value: String(number) };
}

/** A claim by its status and first words. Its value is the note's id. */
export function claimChoice({ body }: Article, { note, sentences, spans }: Claim, language: WordsLanguage): Choice {
  const at = spans[0] ?? sentences[0];
  const words_ = at === undefined ? note.note : body.slice(at.start, at.end);
  return { name: shortened(`${STATUS_SYMBOLS[note.status]} ${words(language)(`status.${note.status}`)} · ${words_}`), value: note.id };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= LIMITS.choiceName) return line;
  // Neither half a word nor half a character.
  const kept = line.slice(0, LIMITS.choiceName - 1).replace(/\s?[^\s]*$/u, '');
  return `${kept}…`;
}

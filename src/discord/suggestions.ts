// What autocompletion shows: names of at most a hundred characters, which may end in "…" since nothing is quoted by them.

import type { Claim } from '../answer/claims.js';
import type { Article, Paragraph, Sentence } from '../article/article.js';
import type { NoteState } from '../curation/shelf.js';
import { STATUS_SYMBOLS, type WordsLanguage, words } from '../words/words.js';
import { LIMITS } from './limits.js';
import type { Choice } from './responder.js';
import { shortened } from './shortened.js';

/** A paragraph by its number and first words. Its value is the number, which finds it whatever was typed. */
export function paragraphChoice({ body }: Article, { number, start, end }: Paragraph, language: WordsLanguage): Choice {
  const label = words(language)('paragraph', { number });
  return { name: shortened(`${label} · ${body.slice(start, end)}`, LIMITS.choiceName), value: String(number) };
}

/** A sentence by its paragraph's number and first words. Its value is its index after an "s", which nobody types. */
export function sentenceChoice({ body }: Article, { index, paragraph, start, end }: Sentence, language: WordsLanguage): Choice {
  const label = words(language)('paragraph', { number: paragraph });
  return { name: shortened(`${label} · ${body.slice(start, end)}`, LIMITS.choiceName), value: `s${index}` };
}

/** A note by its status and text; one that is withdrawn says so. Its value is the note's id. */
export function noteChoice({ note, isWithdrawn }: NoteState, language: WordsLanguage): Choice {
  const label = isWithdrawn ? words(language)('note.state.withdrawn') : words(language)(`status.${note.status}`);
  return { name: shortened(`${STATUS_SYMBOLS[note.status]} ${label} · ${note.note}`, LIMITS.choiceName), value: note.id };
}

/** A claim by its status and first words. Its value is the note's id. */
export function claimChoice({ body }: Article, { note, sentences, spans }: Claim, language: WordsLanguage): Choice {
  const at = spans[0] ?? sentences[0];
  const excerpt = at === undefined ? note.note : body.slice(at.start, at.end);
  const label = `${STATUS_SYMBOLS[note.status]} ${words(language)(`status.${note.status}`)}`;
  return { name: shortened(`${label} · ${excerpt}`, LIMITS.choiceName), value: note.id };
}

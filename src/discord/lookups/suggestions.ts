// Suggestions of autocompletion: names of at most 100 characters, which may end in "…" since they are not quotes.

import type { Claim } from '../../answer/claims.js';
import type { Article, Paragraph, Sentence } from '../../article/article.js';
import { displayed } from '../../article/display.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../i18n/translator.js';
import { headlineOf } from '../../notes/headline.js';
import { shortened } from '../../notes/shortened.js';
import type { NoteState } from '../../views/note-catalog.js';
import type { Choice } from '../core/responder.js';
import { LIMITS } from '../kit/limits.js';

/** Longest excerpt of the words that a note is about, so that its headline has room. */
const LONGEST_WORDS = 36;

/** A paragraph by its number and first words. Its value is the number, which finds it whatever was typed. */
export function paragraphChoice(article: Article, { number, start, end }: Paragraph, language: UiLanguage): Choice {
  const label = translator(language)('paragraph', { number });
  return { name: shortened(`${label} · ${displayed(article, { start, end }).text}`, LIMITS.choiceName), value: String(number) };
}

/** A sentence by its paragraph's number and first words. Its value is its index after an "s", which nobody types. */
export function sentenceChoice(article: Article, { index, paragraph, start, end }: Sentence, language: UiLanguage): Choice {
  const label = translator(language)('paragraph', { number: paragraph });
  return { name: shortened(`${label} · ${displayed(article, { start, end }).text}`, LIMITS.choiceName), value: `s${index}` };
}

/** A note by its status, or its retraction, the words that it is about and its headline. Its value is the note's id. */
export function noteChoice(article: Article, { note, isRetracted, spans }: NoteState, language: UiLanguage): Choice {
  const label = isRetracted ? translator(language)('note.state.withdrawn') : translator(language)(`status.${note.status}`);
  const [at] = spans;
  const about = at === undefined ? '' : `${shortened(displayed(article, at).text, LONGEST_WORDS)}: `;
  const name = `${STATUS_SYMBOLS[note.status]} ${label} · ${about}${headlineOf(note, language)}`;
  return { name: shortened(name, LIMITS.choiceName), value: note.id };
}

/** A claim by its status and first words. Its value is the note's id. */
export function claimChoice(article: Article, { note, sentences, spans }: Claim, language: UiLanguage): Choice {
  const at = spans[0] ?? sentences[0];
  const excerpt = at === undefined ? note.note : displayed(article, at).text;
  const label = `${STATUS_SYMBOLS[note.status]} ${translator(language)(`status.${note.status}`)}`;
  return { name: shortened(`${label} · ${excerpt}`, LIMITS.choiceName), value: note.id };
}

// The searched form of a question: its words in plain characters and full spelling, without the phrases around them.
// The shown question stays as typed.

import { fold } from '../article/fold.js';
import {
  CLOSINGS,
  ENGLISH_SPELLINGS,
  LAST_SENTENCES,
  LAST_THANKS,
  MARKED_OPENINGS,
  OPENINGS,
  type Phrases,
  REQUESTS,
  SPANISH_SPELLINGS,
  TAKE_THANKS,
} from './chat-words.js';
import { knownLanguage } from './language.js';
import { LINK } from './question.js';

/** Emoji, custom emoji (`<:name:1>`) and emoji names (`:name:`). */
const PICTURE =
  /<a?:\w+:\d+>|(?<![\p{L}\p{N}]):[a-z][a-z0-9_+-]*:(?![\p{L}\p{N}])|[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]|\u20e3/giu;
const EMOTICON =
  /(?<=^|[\s?!.,])(?:[:;]['-]?[()DPpOo3/\\|*[\]]+|<\/?3+|\^[_.]?\^|-_+-|[xX]D+|[oO0T][_.][oO0T]|¯\\_\(ツ\)_\/¯)(?=$|[\s?!.,])/gu;
/** Markup of messages, and the signs before tags and names. */
const MARKUP = /[*~`|]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|^(?:>+\s)+|(?<![\p{L}\p{N}])[#@](?=\p{L})/gu;
const WORD = /[\p{L}\p{N}]+(?:'\p{L}+)*/gu;
/** A word that is not a letter of an abbreviation ("U.S."). */
const WORD_ALONE = new RegExp(`(?<!\\p{L}\\.)${WORD.source}(?!\\.\\p{L})`, 'gu');
/** Text that may separate two words of one phrase. */
const WITHIN_PHRASE = /^[\s,]*$/u;
const MARK = /[,.:;?!–—-]/u;
const QUESTION_WORD =
  /^(?:who|whom|whose|what|when|where|why|how|which|wat|wut|wen|wich|que|quien|quienes|cuando|cuanto|cuantos|cuanta|cuantas|donde|como|cual|cuales|q|xq|pq)(?:'\p{L}+)?$/u;
const PREPOSITION = /^(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)$/u;
const CONDITION = /^(?:if|whether|si)$/u;
/** Most words of a last sentence of thanks. */
const MOST_CLOSING_WORDS = 14;

interface Word {
  readonly start: number;
  readonly end: number;
}

/**
 * The searched form of a question: in plain characters, without pictures, links and markup, without greetings, requests and thanks around
 * it, each mark once, and chat spelling written out. A question without other words stays as it is.
 * @param question a normalised question
 */
export function searchedQuestion(question: string): string {
  const bare = plainWords(question);
  if (!/[\p{L}\p{N}]/u.test(bare)) return question;
  return spelledOut(withoutSurroundings(bare));
}

/**
 * The embedded form of a searched question: its words without the marks between and after them, which people type or omit. Full stops
 * within numbers and abbreviations and between sentences stay.
 */
export function embeddedText(searched: string): string {
  const bare = searched
    .replace(/[¿?¡!"]+/gu, ' ')
    .replace(/[,;:…]+(?=\s|$)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/[\s.]+$/u, '')
    .trim();
  return bare === '' ? searched : bare;
}

/** Whether a message has only greetings, requests, thanks, pictures and links: "please 😂". */
export function asksNothing(question: string): boolean {
  const { folded } = wordsOf(plainWords(question));
  let at = 0;
  for (let length = 1; length > 0; at += length) {
    length = Math.max(...[OPENINGS, REQUESTS, CLOSINGS].map((phrases) => phrases.lengthFrom(folded, at)));
  }
  return at === folded.length;
}

/** A text in plain characters, without pictures, links and markup. */
function plainWords(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[’‘´]/gu, "'")
    .replace(/[“”„«»]/gu, '"');
  return tidied(plain.replace(LINK, ' ').replace(PICTURE, ' ').replace(EMOTICON, ' ').replace(MARKUP, ''));
}

/** A question without the phrases before and after it. */
function withoutSurroundings(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = tidied(withoutClosing(withoutOpening(rest)));
  }
  return rest;
}

function withoutOpening(text: string): string {
  const { words, folded } = wordsOf(text);
  const gap = (i: number) => text.slice(words[i - 1]?.end ?? 0, words[i]?.start);
  const phrase = (phrases: Phrases) => {
    const length = phrases.lengthFrom(folded, 0);
    const isWhole = words.slice(1, length).every((_, i) => WITHIN_PHRASE.test(gap(i + 1)));
    return isWhole && length < words.length ? length : 0;
  };
  const opening = phrase(OPENINGS);
  if (opening > 0) return fromWord(text, words[opening]);
  const marked = phrase(MARKED_OPENINGS);
  if (marked > 0 && MARK.test(gap(marked))) return fromWord(text, words[marked]);
  const request = phrase(REQUESTS);
  if (request === 0) return text;
  const next = folded[request] ?? '';
  if (CONDITION.test(next) && request + 1 < words.length) return fromWord(text, words[request + 1]);
  const isAsked = QUESTION_WORD.test(next) || (PREPOSITION.test(next) && QUESTION_WORD.test(folded[request + 1] ?? ''));
  return isAsked || MARK.test(gap(request)) ? fromWord(text, words[request]) : text;
}

/** The text from a word on, with the mark that opens a Spanish question. */
function fromWord(text: string, word: Word | undefined): string {
  const start = word?.start ?? 0;
  return text.slice(/[¿¡]/u.test(text[start - 1] ?? '') ? start - 1 : start);
}

function withoutClosing(text: string): string {
  const { words, folded } = wordsOf(text);
  const gap = (i: number) => text.slice(words[i - 1]?.end ?? 0, words[i]?.start);
  for (let from = Math.max(1, words.length - MOST_CLOSING_WORDS); from < words.length; from += 1) {
    const asksNothing =
      LAST_SENTENCES.lengthFrom(folded, from) === words.length - from ||
      (LAST_THANKS.lengthFrom(folded, from) > 0 && !text.slice(words[from]?.start).includes('?'));
    if (asksNothing && /[.?!]/u.test(gap(from))) return text.slice(0, words[from]?.start);
  }
  const length = CLOSINGS.lengthAtEnd(folded);
  const kept = words.length - length;
  const between = gap(kept);
  if (length === 0 || kept === 0 || (!MARK.test(between) && TAKE_THANKS.has(folded[kept - 1] ?? ''))) return text;
  const mark = between.includes('?') || text.slice(words.at(-1)?.end).includes('?') ? '?' : '';
  return `${text.slice(0, words[kept - 1]?.end)}${mark}`;
}

function wordsOf(text: string): { readonly words: readonly Word[]; readonly folded: readonly string[] } {
  const found = [...text.matchAll(WORD)];
  return {
    words: found.map(({ 0: word, index }) => ({ start: index, end: index + word.length })),
    folded: found.map(([word]) => fold(word)),
  };
}

/** Chat spelling written out, in the language of the question. */
function spelledOut(text: string): string {
  const isSpanish = knownLanguage(text) === 'es';
  const spellings = isSpanish ? SPANISH_SPELLINGS : ENGLISH_SPELLINGS;
  const spelled = text.replace(WORD_ALONE, (word) => spellings.get(fold(word)) ?? word);
  // "y" is also the Spanish "and".
  return isSpanish ? spelled : spelled.replace(/^y(?= \p{L})/iu, 'why');
}

/** Tidies a text: no repeated marks, no mark before the first word, no space before a mark, no quotation marks or brackets around all. */
function tidied(text: string): string {
  return text
    .replace(/[?!]*\?[?!]*/gu, '?')
    .replace(/!+/gu, '!')
    .replace(/\.{4,}/gu, '...')
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[?!.,;:](?:\s|$))/gu, '')
    .replace(/^[\s.,:;!?–—-]+(?=\S)/u, '')
    .replace(/[\s,:;–—¿¡-]+$/u, '')
    .replace(/^(?:"(?<quoted>[^"]+)"|\((?<bracketed>[^()]+)\))$/u, '$<quoted>$<bracketed>')
    .trim();
}

// Splits a message into possible claims: its sentences, and the clauses of a sentence that says several things.

import type { Span } from '../article/article.js';
import { findSentences } from '../article/sentences.js';
import { detectLanguage } from './language.js';
import { LINK, withoutInvisible } from './question.js';

/** Longest message, in characters (code points): no chat message is longer. */
export const LONGEST_MESSAGE = 4_000;
/** A shorter sentence claims nothing that could be checked. */
const LEAST_WORDS = 3;
/** Least words of a clause beside a conjunction; shorter clauses found near misses among the development messages. */
const LEAST_CLAUSE = 5;
/** The end of a sentence, also without capitals; the full stop of an abbreviation is no end. */
const CHAT_BREAK =
  /(?:(?<![\p{L}\p{N}]\.\p{L}|(?<!\p{L})(?:\p{L}|[DM]rs?|Ms|Sra?|Dra|St|vs|etc|approx|aprox))(?!(?<=(?<!\p{L})no)\.\s+\p{N})\.|[!?…])+["”’»)]*\s+(?=\S)/giu;
/** Text between clauses: a semicolon, colon or dash, or a conjunction with or without a comma. */
const CLAUSE_BREAK =
  /\s*[;–—]\s*|:\s+|,?\s+(?:(?<and>and|y|e)|but|so|while|because|whereas|although|though|meanwhile|plus|pero|aunque|mientras|porque|sino)\s+/giu;
/** Words after an "and" that joins clauses, not things: the beginning of a subject, or a verb after one or two words. */
const SUBJECT =
  /^(?:i|you|he|she|it|we|they|there|this|that|these|those|his|her|its|their|my|our|your|the|an?|some|every\p{L}*|no|nobody|none|not|all|most|people|who|when|if|then|el|la|los|las|una?|su|sus|mis?|yo|ella|ellos|nadie|tod[oa]s|eso|esto|hay|ha|no|se|me|te|nos|nunca|ya|también|sí)(?!\p{L})/iu;
const VERB =
  /^(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could|es|fue|era|son|ha|han|está|tiene|\p{L}+(?:ed|ó|aron|ieron|aba|aban|ían?))$/iu;
/** Words before and after a claim, and words that join it to the claim before. */
const ASIDES = 'anyways?|ok|okay|lol|lmao|lmfao|rofl|ngl|tbh|imo|imho|fyi|btw|fwiw|smh|bro|dude|tho|though|jaja+|haha+';
const JOINING = 'and|but|so|also|plus|because|while|meanwhile|guys|y|e|pero|además|también|bueno|pues|oye|mira';
/** Words that are an answer to somebody only before a comma: "no, they did", but "no law demands it". */
const ANSWERS = 'no|nope|nah|yes|yeah|yep|sí|well';
const LEADING = new RegExp(
  `^(?:<[@#][!&]?\\d+>|[^\\p{L}\\p{N}"“'‘«$€£¿¡@<]+|(?:${ANSWERS}),\\s*|(?:${JOINING}|${ASIDES})(?:,\\s*|\\s+(?=\\S)))`,
  'iu',
);
const TRAILING = new RegExp(`(?:[^\\p{L}\\p{N}"”'’»%)>$€.!?…]+|(?<=\\s)(?:${ASIDES})[.!]*)$`, 'iu');

export type NormalisedMessage =
  | { readonly kind: 'message'; readonly text: string; readonly sentences: readonly MessageSentence[] }
  /** None of its sentences claims anything: links, emoji, a word or two. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'too-long'; readonly length: number };

/** A message that `normaliseMessage` accepted. */
export type Message = Extract<NormalisedMessage, { readonly kind: 'message' }>;

/** A sentence of a message, a range of its text. */
export interface MessageSentence extends Span {
  /** Its clauses, in order, without overlap; empty if it has only one. */
  readonly clauses: readonly Span[];
}

/** Makes a message safe like a question, but keeps its lines, and finds the sentences and clauses that may claim something. */
export function normaliseMessage(raw: string): NormalisedMessage {
  const text = withoutInvisible(raw)
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[\n ]*/gu, '\n')
    .trim();
  const length = [...text].length;
  if (length > LONGEST_MESSAGE) return { kind: 'too-long', length };
  const language = detectLanguage(text);
  const plain = withoutLinks(text);
  const sentences = [...plain.matchAll(/[^\n]+/gu)]
    .flatMap((line) => findSentences(plain, { start: line.index, end: line.index + line[0].length }, language))
    .flatMap((sentence) => parted(plain, sentence, CHAT_BREAK, LEAST_WORDS))
    .flatMap((sentence) => {
      const whole = trimmed(plain, sentence);
      if (wordsIn(plain, whole) < LEAST_WORDS) return [];
      const clauses = parted(plain, whole, CLAUSE_BREAK, LEAST_CLAUSE).map((clause) => trimmed(plain, clause));
      return [{ ...whole, clauses: clauses.length > 1 ? clauses : [] }];
    });
  return sentences.length === 0 ? { kind: 'nothing' } : { kind: 'message', text, sentences };
}

/** The words of a range, without links, on one line. */
export function wordsOfRange(text: string, { start, end }: Span): string {
  return withoutLinks(text).slice(start, end).replace(/\s+/gu, ' ').trim();
}

/** Replaces links, which claim nothing, with spaces, so that offsets stay the same. */
function withoutLinks(text: string): string {
  return text.replace(LINK, (link) => ' '.repeat(link.length));
}

function wordsIn(text: string, { start, end }: Span): number {
  return text.slice(start, end).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

/** The parts of a range between breaks, each with enough words; the range itself if there are no breaks. */
function parted(text: string, { start, end }: Span, breaks: RegExp, least: number): Span[] {
  const parts: Span[] = [];
  let from = start;
  for (const { index, 0: match, groups } of text.slice(start, end).matchAll(breaks)) {
    // The marks that end a sentence stay with it.
    const marks = /^[.!?…"”’»)]+/u.exec(match)?.[0].length ?? 0;
    const before = { start: from, end: start + index + marks };
    const after = { start: start + index + match.length, end };
    if (wordsIn(text, before) < least || wordsIn(text, after) < least) continue;
    if (groups?.and !== undefined && !beginsClause(text.slice(after.start, end))) continue;
    parts.push(before);
    from = after.start;
  }
  return [...parts, { start: from, end }];
}

function beginsClause(text: string): boolean {
  if (SUBJECT.test(text)) return true;
  const [first = '', ...next] = text.split(/\s+/u, 3);
  return !VERB.test(first) && next.some((word) => VERB.test(word));
}

/** The range without fillers and emoji at its ends. */
function trimmed(text: string, span: Span): Span {
  let { start, end } = span;
  for (;;) {
    const part = text.slice(start, end);
    const [before, after] = [LEADING.exec(part)?.[0].length ?? 0, TRAILING.exec(part)?.[0].length ?? 0];
    if ((before === 0 && after === 0) || before + after >= part.length) return { start, end };
    start += before;
    end -= after;
  }
}

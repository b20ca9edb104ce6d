// Holds somebody's message against the article: which passages its sentences are like, whether they agree or not.

import type { Span } from '../article/article.js';
import type { Quote } from '../article/quote.js';
import { findSentences } from '../article/sentences.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { type AskContext, MOST_RELATED_NOTES, readingMark } from './ask.js';
import { chooseQuotes } from './choose-quotes.js';
import { flagQuotes } from './flag.js';
import { detectLanguage } from './language.js';
import type { Resemblance } from './ports.js';
import { LINK, withoutInvisible } from './question.js';

/** Longest message, in characters (code points): no chat message is longer. */
export const LONGEST_MESSAGE = 4_000;
/** Most sentences and clauses of a message that are looked for. */
const MOST_SENTENCES = 12;
/** A shorter sentence claims nothing that could be looked for. */
const LEAST_WORDS = 3;
/** A clause that claims something of its own has so many words at least; shorter ones found near misses among the development messages. */
const LEAST_CLAUSE = 5;
/** What joins clauses: a semicolon or dash, or a comma or nothing with a conjunction. */
const CLAUSE_BREAK = /\s*[;–—]\s*|,?\s+(?:and|but|so|while|because|y|e|pero|aunque|mientras|porque)\s+/giu;

export interface CheckedPassage {
  readonly quote: Quote;
  /** The sentence of the article that the message is like, inside the quote. */
  readonly focus: Span;
  readonly score: number;
  /** Notes that stand at the quote, the one that bears most on the message first. */
  readonly flags: readonly AnchoredNote[];
  /** The range of `Check.message` that the passage is like. */
  readonly about: Span;
}

export interface Check {
  /** The message as it was checked: without what nobody sees, white space folded, lines kept. */
  readonly message: string;
  /** Best first, at most 3; none where the message is like nothing in the article. */
  readonly passages: readonly CheckedPassage[];
  readonly relatedNotes: readonly AnchoredNote[];
  /** Given while what belongs to the article is still being read: checked again later, the message may be like more or less. */
  readonly stillReading?: true;
}

export type NormalisedMessage =
  | { readonly kind: 'message'; readonly text: string; readonly sentences: readonly Span[] }
  /** No sentence in it says anything: links, emoji, a word or two. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'too-long'; readonly length: number };

/** Makes a message safe as a question is, but keeps its lines, and finds the sentences in it that may claim something, and their clauses. */
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
    .flatMap((sentence) => [sentence, ...clausesOf(plain, sentence)])
    .filter((span) => wordsIn(plain, span) >= LEAST_WORDS);
  return sentences.length === 0 ? { kind: 'nothing' } : { kind: 'message', text, sentences };
}

function wordsIn(text: string, { start, end }: Span): number {
  return text.slice(start, end).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

/** The clauses of a sentence that claims several things; none where it claims one. */
function clausesOf(text: string, { start, end }: Span): Span[] {
  const clauses: Span[] = [];
  let from = start;
  for (const { index, 0: join } of text.slice(start, end).matchAll(CLAUSE_BREAK)) {
    const [before, after] = [
      { start: from, end: start + index },
      { start: start + index + join.length, end },
    ];
    if (wordsIn(text, before) < LEAST_CLAUSE || wordsIn(text, after) < LEAST_CLAUSE) continue;
    clauses.push(before);
    from = after.start;
  }
  return clauses.length === 0 ? [] : [...clauses, { start: from, end }];
}

/** Links claim nothing. What is left stands where it stood. */
function withoutLinks(text: string): string {
  return text.replace(LINK, (link) => ' '.repeat(link.length));
}

/** One sentence of a message and what it is like, best first. */
export interface Matched {
  readonly about: Span;
  readonly resemblances: readonly Resemblance[];
}

/** What checking needs of what asking does. */
type CheckContext = Pick<AskContext, 'article' | 'notes' | 'embedder' | 'retriever' | 'relatedNotesThreshold' | 'isWhole'>;

/** A message that `normaliseMessage` let through. */
export type Message = Extract<NormalisedMessage, { readonly kind: 'message' }>;

/** What each sentence of a message is like, before anything is decided; of many sentences those that share most with the article. */
export async function matchSentences(
  { text, sentences }: Message,
  { embedder, retriever }: Pick<CheckContext, 'embedder' | 'retriever'>,
): Promise<Matched[]> {
  const plain = withoutLinks(text);
  const found = sentences.map((about) => {
    const sentence = plain.slice(about.start, about.end).replace(/\s+/gu, ' ');
    const words = retriever.matchWords(sentence);
    return { about, sentence, words, shared: Math.max(0, ...words.sentences.values()) };
  });
  const matched: Matched[] = [];
  for (const { about, sentence, words } of found.sort((a, b) => b.shared - a.shared).slice(0, MOST_SENTENCES)) {
    matched.push({ about, resemblances: retriever.resemble(await embedder.embedQuestion(sentence), words) });
  }
  return matched.sort((a, b) => (b.resemblances[0]?.score ?? 0) - (a.resemblances[0]?.score ?? 0));
}

/**
 * Holds a message against the article. Rejects only when the embedder fails.
 * @param threshold least score of a passage
 */
export async function check(message: Message, context: CheckContext, threshold: number): Promise<Check> {
  const { article, retriever, relatedNotesThreshold } = context;
  const stillReading = readingMark(context);
  const likenesses = (await matchSentences(message, context)).map(({ about, resemblances }) => ({
    about,
    resemblances: resemblances.filter(({ score }) => score >= threshold),
  }));
  const whole = withoutLinks(message.text).replace(/\s+/gu, ' ').trim();
  const embedded = await context.embedder.embedQuestion(whole);
  const words = retriever.matchWords(whole);
  const { notes } = retriever.retrieve(embedded, words);
  const chosen = chooseQuotes(
    article,
    likenesses.map(({ resemblances }) => resemblances),
  );
  const flags = flagQuotes(chosen, context.notes, [{ embedded, words }], retriever);
  const passages = chosen.flatMap(({ quote, focus, score, part }, i) =>
    likenesses.slice(part, part + 1).map(({ about }) => ({ quote, focus, score, flags: flags[i] ?? [], about })),
  );
  return {
    message: message.text,
    passages: passages.sort((a, b) => b.score - a.score),
    relatedNotes: notes
      .filter(({ score }) => score >= relatedNotesThreshold)
      .slice(0, MOST_RELATED_NOTES)
      .flatMap(({ id }) => context.notes.find(({ note }) => note.id === id) ?? []),
    ...stillReading,
  };
}

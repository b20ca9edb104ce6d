// The indexed texts of one article: its sentences, reader questions, decoys and notes, with their roles.

import { createHash } from 'node:crypto';
import { type Article, overlaps, type Span } from '../src/article/article.js';
import { searchedWords } from '../src/article/searched.js';
import type { AnchoredNote } from '../src/notes/anchored-note.js';
import type { Role } from './embedder.js';
import { type Surroundings, surroundedSentences } from './surroundings.js';

/** A question that a sentence answers. */
export interface ReaderQuestion {
  readonly question: string;
  /** Range of its answer in the article. */
  readonly answer: Span;
}

/** A question that the article does not answer. */
export interface Decoy {
  readonly question: string;
  /** Near the article's topic, or general: no article answers it. */
  readonly kind: 'near' | 'general';
}

export interface Sources {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  readonly readerQuestions: readonly ReaderQuestion[];
  readonly decoys: readonly Decoy[];
}

export interface Text {
  readonly text: string;
  readonly role: Role;
  /** The kept token vectors: of all words, or only of words that may carry a topic. */
  readonly tokens: 'words' | 'topic';
  /** The texts it is read with; undefined if it is read alone. */
  readonly within?: Surroundings | undefined;
}

/** The texts to embed, each once, and the roles they play. */
export interface Corpus {
  readonly texts: readonly Text[];
  /** Text of each sentence. */
  readonly sentences: readonly number[];
  /** Text of each sentence in context; undefined for a sentence without neighbours. */
  readonly inContext: readonly (number | undefined)[];
  /** Text of each reader question and the sentence that answers it. */
  readonly readerQuestions: readonly { readonly text: number; readonly sentence: number }[];
  /** Text of each decoy. */
  readonly decoys: readonly { readonly text: number; readonly kind: Decoy['kind'] }[];
  /** Texts of each note: the note itself, its keywords, and the sentences under its anchors. */
  readonly notes: readonly {
    readonly id: string;
    readonly text: number;
    readonly keywords: number;
    readonly sentences: readonly number[];
  }[];
  /** Identifies all of the above. */
  readonly hash: string;
}

export const TEXT_KINDS = ['sentences', 'inContext', 'notes', 'readerQuestions', 'decoys', 'generalDecoys'] as const;
/** Texts of a kind come from one file of the content, and their embeddings are in one pack. */
export type TextKind = (typeof TEXT_KINDS)[number];

/** Indexes of the texts of each kind, each once; a text may be of several kinds. */
export function textsByKind({ sentences, inContext, notes, readerQuestions, decoys }: Corpus): Record<TextKind, readonly number[]> {
  const ofDecoys = (wanted: Decoy['kind']) => decoys.flatMap(({ text, kind }) => (kind === wanted ? [text] : []));
  const all: Record<TextKind, readonly number[]> = {
    sentences,
    inContext: inContext.filter((text) => text !== undefined),
    notes: notes.flatMap(({ text, keywords }) => [text, keywords]),
    readerQuestions: readerQuestions.map(({ text }) => text),
    decoys: ofDecoys('near'),
    generalDecoys: ofDecoys('general'),
  };
  for (const kind of TEXT_KINDS) all[kind] = [...new Set(all[kind])];
  return all;
}

/** Indexes of the texts needed before any question can be answered: all but the article's own reader questions and decoys. */
export function firstTexts(corpus: Corpus): Set<number> {
  const { sentences, inContext, notes, generalDecoys } = textsByKind(corpus);
  return new Set([...sentences, ...inContext, ...notes, ...generalDecoys]);
}

/** The key of a text's embedding. */
export function textKey({ text, role, tokens, within }: Text): string {
  if (within === undefined) return `${role} ${tokens} ${text}`;
  return `${role} ${tokens}-within ${JSON.stringify([within.place, within.before, text, within.after])}`;
}

/** Lays out the texts to index. Reader questions whose answer overlaps no sentence are left out. */
export function createCorpus({ article, notes, readerQuestions, decoys }: Sources): Corpus {
  const texts: Text[] = [];
  const known = new Map<string, number>();
  const addText = (text: Text): number => {
    const key = textKey(text);
    const index = known.get(key) ?? texts.push(text) - 1;
    known.set(key, index);
    return index;
  };
  const add = (text: string, role: Role, tokens: Text['tokens'] = 'topic') => addText({ text, role, tokens });
  const layout = {
    sentences: article.sentences.map((sentence) => add(searchedWords(article, sentence), 'passage', 'words')),
    inContext: surroundedSentences(article).map((one) =>
      one === undefined ? undefined : addText({ ...one, role: 'passage', tokens: 'words' }),
    ),
    readerQuestions: readerQuestions.flatMap(({ question, answer }) => {
      const sentence = mostOverlapped(article, answer);
      return sentence === undefined ? [] : [{ text: add(question, 'query'), sentence }];
    }),
    decoys: decoys.map(({ question, kind }) => ({ text: add(question, 'query'), kind })),
    notes: notes.map(({ note, spans }) => ({
      id: note.id,
      text: add(note.note, 'passage'),
      keywords: add(keywordsText(note), 'passage'),
      sentences: article.sentences.filter((sentence) => spans.some((span) => overlaps(span, sentence))).map((sentence) => sentence.index),
    })),
  };
  return {
    texts,
    ...layout,
    hash: createHash('sha256')
      .update(JSON.stringify([texts, layout]))
      .digest('hex'),
  };
}

/** The text embedded for a note's keywords: the note itself if it has none. */
export function keywordsText({ note, keywords }: Pick<AnchoredNote['note'], 'note' | 'keywords'>): string {
  return keywords.join(', ') || note;
}

/** The sentence with the largest overlap with a span; the first of equals. */
function mostOverlapped(article: Article, span: Span): number | undefined {
  let best: { index: number; shared: number } | undefined;
  for (const sentence of article.sentences) {
    const shared = Math.min(sentence.end, span.end) - Math.max(sentence.start, span.start);
    if (shared > 0 && (best === undefined || shared > best.shared)) best = { index: sentence.index, shared };
  }
  return best?.index;
}

// The index of one article in memory: what all servers share of it, and the layers over it.

import type { EmbeddedQuestion, Grounds, Resemblance, Retrieval, Retriever, WordScores } from '../src/answer/ports.js';
import type { Article } from '../src/article/article.js';
import type { Corpus } from './corpus.js';
import { EntryGraph } from './entry-graph.js';
import { type Base, Layer } from './layer.js';
import { type ArticleSide, LayerRetriever } from './layer-retriever.js';
import type { Weights } from './models.js';
import { NoteIndex, noteReleaser } from './note-index.js';
import type { TextEmbedder } from './text-embedder.js';
import type { TokenVectors } from './token-vectors.js';
import type { VectorIndex } from './vector-index.js';
import type { WordIndex } from './word-index.js';

export const GRAPHS = ['sentences', 'readerQuestions', 'decoys', 'notes'] as const;
export type Graphs = Readonly<Record<(typeof GRAPHS)[number], VectorIndex>>;

export interface IndexParts {
  readonly corpus: Corpus;
  readonly tokens: TokenVectors;
  /** Vocabulary ids of all tokens in `tokens`, in its order. */
  readonly tokenIds: Uint32Array;
  readonly graphs: Graphs;
  readonly words: { readonly sentences: WordIndex; readonly notes: WordIndex };
}

/** As a Retriever it sees the article as it was shipped, whatever servers have changed. */
export class ArticleIndex implements Retriever {
  readonly #side: ArticleSide;
  readonly #base: Base;
  readonly #retriever: Retriever;

  /** @param texts embeds what layers add */
  constructor(
    private readonly parts: IndexParts,
    article: Article,
    weights: Weights,
    texts: TextEmbedder,
  ) {
    const { corpus, tokens, graphs, words } = parts;
    this.#side = {
      article,
      weights,
      tokens,
      sentences: corpus.sentences,
      sentenceGraph: graphs.sentences,
      sentenceWords: words.sentences,
      idf: inverseDocumentFrequencies(parts),
    };
    this.#base = createBase(parts, article, texts);
    this.#retriever = new LayerRetriever(this.#side, this.layer());
  }

  /** Identifies what is indexed, without layers. */
  get contentHash(): string {
    return this.parts.corpus.hash;
  }

  /** What the token vectors of the article and all its layers take. */
  get memory(): { readonly tokens: number; readonly bytes: number } {
    const { tokens, bytes } = this.parts.tokens;
    return { tokens, bytes };
  }

  /** A layer that sees the article as it was shipped. It costs nothing until it is changed. */
  layer(): Layer {
    return Layer.over(this.#base);
  }

  /** Retrieval over what a layer of this index sees, from now on and after every change of it. */
  retriever(layer: Layer): Retriever {
    return new LayerRetriever(this.#side, layer);
  }

  matchWords(text: string): WordScores {
    return this.#retriever.matchWords(text);
  }

  /** Candidates, evidence and notes for a question. Runs on the calling thread, about 2 ms for an article of 90 sentences. */
  retrieve(question: EmbeddedQuestion, words: WordScores): Retrieval {
    return this.#retriever.retrieve(question, words);
  }

  rateNotes(question: EmbeddedQuestion, words: WordScores, ids: Iterable<string>): ReadonlyMap<string, number> {
    return this.#retriever.rateNotes(question, words, ids);
  }

  resemble(statement: EmbeddedQuestion, words: WordScores): readonly Resemblance[] {
    return this.#retriever.resemble(statement, words);
  }

  explain(question: EmbeddedQuestion, sentences: readonly number[]): Grounds {
    return this.#retriever.explain(question, sentences);
  }
}

function createBase({ corpus, tokens, graphs, words }: IndexParts, article: Article, texts: TextEmbedder): Base {
  const { dimensions } = tokens;
  const textOf = (text: number) => corpus.texts[text]?.text ?? '';
  const readerQuestions = corpus.readerQuestions.map((reader) => ({ ...reader, question: textOf(reader.text) }));
  const decoys = corpus.decoys.map((decoy) => ({ ...decoy, question: textOf(decoy.text) }));
  const notes = corpus.notes.map((note) => ({ ...note, words: `${textOf(note.text)} ${textOf(note.keywords)}` }));
  const questionsOf = corpus.sentences.map((): (typeof readerQuestions)[number][] => []);
  for (const reader of readerQuestions) questionsOf[reader.sentence]?.push(reader);
  let number = Math.max(readerQuestions.length, decoys.length, notes.length);
  const nextNumber = () => number++;
  // What is shipped stays for good, also where layers hide it.
  const kept = () => undefined;
  return {
    article,
    dimensions,
    tokens,
    texts,
    notes: new NoteIndex({ tokens, nextNumber }, EntryGraph.over(graphs.notes, notes, dimensions, noteReleaser(tokens)), words.notes),
    readerQuestions: EntryGraph.over(graphs.readerQuestions, readerQuestions, dimensions, kept),
    questionsOf,
    decoys: EntryGraph.over(graphs.decoys, decoys, dimensions, kept),
    nextNumber,
  };
}

/**
 * Inverse document frequency of each vocabulary id over sentences and reader questions as they are shipped. What servers teach
 * does not bear on it: the thresholds were measured with these weights.
 */
function inverseDocumentFrequencies({ corpus, tokens, tokenIds }: IndexParts): (tokenId: number) => number {
  const texts = [...corpus.sentences, ...corpus.readerQuestions.map(({ text }) => text)];
  const counts = new Map<number, number>();
  for (const text of texts) {
    const ids = new Set(tokenIds.subarray(tokens.offsets[text] ?? 0, tokens.offsets[text + 1] ?? 0));
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const idf = (count: number) => Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
  const known = new Map([...counts].map(([token, count]) => [token, idf(count)]));
  const unseen = idf(0);
  return (tokenId) => known.get(tokenId) ?? unseen;
}

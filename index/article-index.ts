// The index of one article in memory: what all servers share of it, and the layers over it.

import type { EmbeddedQuestion, Grounds, Resemblance, Retrieval, Retriever, WordScores } from '../src/answer/ports.js';
import type { Article } from '../src/article/article.js';
import type { Corpus } from './corpus.js';
import { EntryGraph } from './entry-graph.js';
import { type Base, type BaseQuestions, type IndexedDecoy, type IndexedQuestion, Layer } from './layer.js';
import { type ArticleSide, LayerRetriever } from './layer-retriever.js';
import type { Weights } from './models.js';
import { NoteIndex, noteReleaser } from './note-index.js';
import type { TextEmbedder } from './text-embedder.js';
import type { IdentifiedEmbedding } from './text-embedding.js';
import { TokenVectors } from './token-vectors.js';
import { VectorIndex } from './vector-index.js';
import { WordIndex } from './word-index.js';

export interface IndexOptions {
  readonly corpus: Corpus;
  readonly article: Article;
  readonly weights: Weights;
  readonly dimensions: number;
  /** Embeds what layers add. */
  readonly texts: TextEmbedder;
}

/** What was embedded, by index of the text. */
export type Embedded = ReadonlyMap<number, IdentifiedEmbedding>;

/**
 * As a Retriever it sees the article as it was shipped, whatever servers have changed. It can be asked as soon as sentences, notes and
 * general decoys are embedded; the article's own questions join later, all at once.
 */
export class ArticleIndex implements Retriever {
  readonly #retriever: Retriever;
  #isWhole: boolean;

  private constructor(
    private readonly options: IndexOptions,
    private readonly side: ArticleSide,
    private readonly base: Base,
    /** Numbers of texts in TokenVectors, by index of the text. */
    private readonly numbers: Map<number, number>,
    /** What is searched, for `settle`. */
    private readonly vectors: VectorIndex[],
    isWhole: boolean,
  ) {
    this.#isWhole = isWhole;
    this.#retriever = new LayerRetriever(side, this.layer());
  }

  /** @param first embeddings of at least the texts that `firstTexts` gives; with those of all, the index is whole at once */
  static async open(options: IndexOptions, first: Embedded): Promise<ArticleIndex> {
    const { corpus, article, weights, dimensions, texts } = options;
    const isWhole = corpus.texts.every((_, text) => first.has(text));
    const counts = [...first.values()].map(({ tokenIds }) => tokenIds.length);
    const tokens = await TokenVectors.allocate(dimensions, counts);
    for (const [number, embedding] of [...first.values()].entries()) tokens.setLater(number, () => embedding.tokens);
    const numbers = new Map([...first.keys()].map((text, number) => [text, number]));
    const numberOf = (text: number) => numberIn(numbers, text);
    const textOf = (text: number) => corpus.texts[text]?.text ?? '';
    const side: ArticleSide = {
      article,
      weights,
      tokens,
      sentences: corpus.sentences.map(numberOf),
      sentenceGraph: vectorsOf(corpus.sentences, first, dimensions),
      sentenceWords: WordIndex.create(corpus.sentences.map(textOf)),
      idf: isWhole ? wholeFrequencies(corpus, first) : inverseDocumentFrequencies(corpus.sentences, first),
    };
    const notes = corpus.notes.map(({ id, text, keywords, sentences }) => ({
      id,
      sentences,
      text: numberOf(text),
      keywords: numberOf(keywords),
      words: `${textOf(text)} ${textOf(keywords)}`,
    }));
    const noteTexts = corpus.notes.map(({ text }) => text);
    const noteVectors = vectorsOf(noteTexts, first, dimensions);
    const noteGraph = EntryGraph.over(noteVectors, notes, dimensions, noteReleaser(tokens));
    const noteWords = WordIndex.create(notes.map(({ words }) => words));
    let number = Math.max(corpus.readerQuestions.length, corpus.decoys.length, notes.length);
    const nextNumber = () => number++;
    const general = { readerQuestions: [], decoys: corpus.decoys.filter(({ kind }) => kind === 'general') };
    const { questions, vectors } = indexQuestions(isWhole ? corpus : general, first, numbers, options);
    const base: Base = {
      article,
      dimensions,
      tokens,
      texts,
      notes: new NoteIndex({ tokens, nextNumber }, noteGraph, noteWords),
      questions,
      nextNumber,
    };
    return new ArticleIndex(options, side, base, numbers, [side.sentenceGraph, noteVectors, ...vectors], isWhole);
  }

  /** Whether the article's own questions have joined. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Lets the article's own questions join: questions asked from now on see all of them, those asked before none. To be called once. */
  complete(all: Embedded): void {
    const { corpus } = this.options;
    for (const [text, { tokens }] of all) if (!this.numbers.has(text)) this.numbers.set(text, this.side.tokens.add(tokens));
    const { questions, vectors } = indexQuestions(corpus, all, this.numbers, this.options);
    Object.assign(this.base.questions, questions);
    this.vectors.push(...vectors);
    this.side.idf = wholeFrequencies(corpus, all);
    this.#isWhole = true;
  }

  /** Builds the graphs, which takes seconds for thousands of texts; questions are answered meanwhile. Ends early when the signal aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    for (const vectors of this.vectors) await vectors.settle(signal);
  }

  /** Identifies what is indexed, without layers. */
  get contentHash(): string {
    return this.options.corpus.hash;
  }

  /** What the token vectors of the article and all its layers take. */
  get memory(): { readonly tokens: number; readonly bytes: number } {
    const { tokens, bytes } = this.side.tokens;
    return { tokens, bytes };
  }

  /** A layer that sees the article as it was shipped. It costs nothing until it is changed. */
  layer(): Layer {
    return Layer.over(this.base);
  }

  /** Retrieval over what a layer of this index sees, from now on and after every change of it. */
  retriever(layer: Layer): Retriever {
    return new LayerRetriever(this.side, layer);
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

/** The questions that every layer sees, and what searches them. */
function indexQuestions(
  { readerQuestions, decoys }: Pick<Corpus, 'readerQuestions' | 'decoys'>,
  embedded: Embedded,
  numbers: ReadonlyMap<number, number>,
  { corpus, dimensions }: IndexOptions,
): { readonly questions: BaseQuestions; readonly vectors: VectorIndex[] } {
  const known = (text: number) => ({ text: numberIn(numbers, text), question: corpus.texts[text]?.text ?? '' });
  const questions = readerQuestions.map(({ text, sentence }): IndexedQuestion => ({ ...known(text), sentence }));
  const questionsOf = corpus.sentences.map((): IndexedQuestion[] => []);
  for (const question of questions) questionsOf[question.sentence]?.push(question);
  const ofQuestions = readerQuestions.map(({ text }) => text);
  const ofDecoys = decoys.map(({ text }) => text);
  const vectors = [vectorsOf(ofQuestions, embedded, dimensions), vectorsOf(ofDecoys, embedded, dimensions)] as const;
  // What is shipped stays for good, also where layers hide it.
  const kept = () => undefined;
  return {
    questions: {
      readerQuestions: EntryGraph.over(vectors[0], questions, dimensions, kept),
      questionsOf,
      decoys: EntryGraph.over(
        vectors[1],
        decoys.map(({ text, kind }): IndexedDecoy => ({ ...known(text), kind })),
        dimensions,
        kept,
      ),
    },
    vectors: [...vectors],
  };
}

/** What searches the vectors of some texts, under their places in the list. */
function vectorsOf(texts: readonly number[], embedded: Embedded, dimensions: number): VectorIndex {
  const vectors = new Float32Array(texts.length * dimensions);
  for (const [i, text] of texts.entries()) vectors.set(embeddingIn(embedded, text).vector, i * dimensions);
  return VectorIndex.over(vectors, dimensions);
}

function numberIn(numbers: ReadonlyMap<number, number>, text: number): number {
  const number = numbers.get(text);
  if (number === undefined) throw new Error(`The token vectors of text ${text} are not in the index.`);
  return number;
}

function embeddingIn(embedded: Embedded, text: number): IdentifiedEmbedding {
  const embedding = embedded.get(text);
  if (embedding === undefined) throw new Error(`Text ${text} is not embedded.`);
  return embedding;
}

function wholeFrequencies({ sentences, readerQuestions }: Corpus, embedded: Embedded): (tokenId: number) => number {
  return inverseDocumentFrequencies([...sentences, ...readerQuestions.map(({ text }) => text)], embedded);
}

/**
 * Inverse document frequency of each vocabulary id over sentences and reader questions as they are shipped. What servers teach
 * does not bear on it: the thresholds were measured with these weights.
 */
function inverseDocumentFrequencies(texts: readonly number[], embedded: Embedded): (tokenId: number) => number {
  const counts = new Map<number, number>();
  for (const text of texts) {
    for (const id of new Set(embeddingIn(embedded, text).tokenIds)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const idf = (count: number) => Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
  const known = new Map([...counts].map(([token, count]) => [token, idf(count)]));
  const unseen = idf(0);
  return (tokenId) => known.get(tokenId) ?? unseen;
}

// The index of one article in memory: the immutable part that all guilds share, and overlays over it.

import type { Attribution, EmbeddedQuestion, Resemblance, Retrieval, Retriever, WordScores } from '../src/answer/ports.js';
import type { Article } from '../src/article/article.js';
import { type Corpus, keywordsText } from './corpus.js';
import type { Weights } from './models.js';
import { Vocabulary } from './note-words.js';
import {
  compacted,
  type EmbeddedExample,
  type IndexedDecoy,
  type IndexedQuestion,
  Overlay,
  type PreparedNote,
  type Searched,
  type Shared,
  type SharedQuestions,
  WELL_KNOWN,
} from './overlay.js';
import { type ArticleSide, type Idf, OverlayRetriever } from './overlay-retriever.js';
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
  /** Embeds the texts of overlays. */
  readonly texts: TextEmbedder;
}

export interface NoteText {
  readonly id: string;
  readonly note: string;
  readonly keywords: readonly string[];
  /** Indexes of the sentences under the note's anchors. */
  readonly sentences: readonly number[];
}

/** Embeddings by index of the text. */
export type Embedded = ReadonlyMap<number, IdentifiedEmbedding>;

/**
 * The index of an article. As a Retriever it sees the article as shipped, without any guild's changes. Questions can be asked as soon as
 * sentences, notes and general decoys are embedded; the article's reader questions and near decoys join later, all at once.
 */
export class ArticleIndex implements Retriever {
  readonly #retriever: Retriever;
  #isWhole: boolean;

  private constructor(
    private readonly options: IndexOptions,
    private readonly side: ArticleSide,
    private readonly shared: Shared,
    /** Numbers of the texts in TokenVectors, by index of the text. */
    private readonly numbers: Map<number, number>,
    isWhole: boolean,
  ) {
    this.#isWhole = isWhole;
    this.#retriever = this.retriever(this.overlay());
  }

  /** @param first embeddings of at least the texts of `firstTexts`; with embeddings of all texts, the index is whole at once */
  static async open(options: IndexOptions, first: Embedded): Promise<ArticleIndex> {
    const { corpus, article, weights, dimensions } = options;
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
      inContext: corpus.inContext.map((text) => {
        const number = text === undefined ? undefined : numberOf(text);
        return number === undefined || tokens.count(number) === 0 ? undefined : number;
      }),
      sentenceGraph: vectorsOf(corpus.sentences, first, dimensions),
      sentenceWords: WordIndex.create(corpus.sentences.map(textOf)),
      questionIdf: inverseDocumentFrequencies(corpus.sentences, first, weights.rarity),
      statementIdf: inverseDocumentFrequencies(isWhole ? textsOf(corpus) : corpus.sentences, first),
    };
    const vocabulary = new Vocabulary();
    const notes = corpus.notes.map(({ id, text, keywords, sentences }) => ({
      id,
      sentences,
      text: numberOf(text),
      keywords: numberOf(keywords),
      terms: vocabulary.read(wordsOf(textOf(text), textOf(keywords))),
    }));
    const noteTexts = corpus.notes.map(({ text }) => text);
    const noteVectors = vectorsOf(noteTexts, first, dimensions);
    const general = { readerQuestions: [], decoys: corpus.decoys.filter(({ kind }) => kind === 'general') };
    const questions = indexQuestions(isWhole ? corpus : general, first, numbers, options);
    const byId = new Map(notes.map((note) => [note.id, note]));
    const shared: Shared = { article, tokens, notes: { entries: notes, byId, vectors: noteVectors, vocabulary }, questions };
    return new ArticleIndex(options, side, shared, numbers, isWhole);
  }

  /** Whether the article's own questions have joined. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Whether the article's own reader questions cover most of its sentences well. */
  get isWellKnown(): boolean {
    const { questionsOf } = this.shared.questions;
    return questionsOf.filter(({ length }) => length >= WELL_KNOWN).length > questionsOf.length / 2;
  }

  /** Adds the article's own questions: later questions see all of them, earlier ones none. To be called once. */
  complete(all: Embedded): void {
    const { corpus } = this.options;
    for (const [text, { tokens }] of all) if (!this.numbers.has(text)) this.numbers.set(text, this.side.tokens.add(tokens));
    this.shared.questions = indexQuestions(corpus, all, this.numbers, this.options);
    this.side.statementIdf = inverseDocumentFrequencies(textsOf(corpus), all);
    this.#isWhole = true;
  }

  /** Builds the graphs, which takes seconds for thousands of texts; questions are answered meanwhile. Ends early when the signal aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    const { notes, questions } = this.shared;
    for (const { vectors } of [{ vectors: this.side.sentenceGraph }, notes, questions.readerQuestions, questions.decoys]) {
      await vectors.settle(signal);
    }
  }

  /** Identifies the indexed content, without overlays. */
  get contentHash(): string {
    return this.options.corpus.hash;
  }

  /** The overlay that sees the article as shipped. */
  overlay(): Overlay {
    return Overlay.over(this.shared);
  }

  /** Retrieval over the content of an overlay of this index. */
  retriever(overlay: Overlay): Retriever {
    return new OverlayRetriever(this.side, overlay);
  }

  /**
   * Embeds a note for an overlay. Callers with many notes should await each before the next, so that other callers' notes are embedded in
   * between. Rejects with the embedder's errors.
   */
  async prepareNote({ id, note, keywords, sentences }: NoteText): Promise<PreparedNote> {
    const { texts } = this.options;
    const textOfKeywords = keywordsText({ note, keywords });
    const { vector, tokens } = compacted(await texts.embed({ text: note, role: 'passage', tokens: 'topic' }));
    const ofKeywords =
      textOfKeywords === note ? tokens : compacted(await texts.embed({ text: textOfKeywords, role: 'passage', tokens: 'topic' })).tokens;
    return { id, sentences, words: wordsOf(note, textOfKeywords), vector, text: tokens, keywords: ofKeywords };
  }

  /**
   * Embeds a training example for an overlay. Rejects with the embedder's errors.
   * @param sentence index of the answering sentence; undefined if the article does not answer the question
   */
  async prepareExample(id: string, question: string, sentence: number | undefined): Promise<EmbeddedExample> {
    const { vector, tokens } = compacted(await this.options.texts.embed({ text: question, role: 'query', tokens: 'topic' }));
    return { id, question, vector, text: tokens, sentence };
  }

  matchWords(text: string): WordScores {
    return this.#retriever.matchWords(text);
  }

  /** Candidates, features and notes for a question. Runs on the calling thread, about 2 ms for an article of 90 sentences. */
  retrieve(question: EmbeddedQuestion, words: WordScores): Retrieval {
    return this.#retriever.retrieve(question, words);
  }

  rateNotes(question: EmbeddedQuestion, words: WordScores, ids: Iterable<string>): ReadonlyMap<string, number> {
    return this.#retriever.rateNotes(question, words, ids);
  }

  resemble(statement: EmbeddedQuestion, words: WordScores): readonly Resemblance[] {
    return this.#retriever.resemble(statement, words);
  }

  explain(question: EmbeddedQuestion, sentences: readonly number[]): Attribution {
    return this.#retriever.explain(question, sentences);
  }
}

/** The text that the word signal compares for a note. */
function wordsOf(note: string, keywords: string): string {
  return `${note} ${keywords}`;
}

/** The shipped questions and their search structures. */
function indexQuestions(
  { readerQuestions, decoys }: Pick<Corpus, 'readerQuestions' | 'decoys'>,
  embedded: Embedded,
  numbers: ReadonlyMap<number, number>,
  { corpus, dimensions }: IndexOptions,
): SharedQuestions {
  const known = (text: number) => ({ text: numberIn(numbers, text), question: corpus.texts[text]?.text ?? '' });
  const searched = <Entry>(texts: readonly { readonly text: number }[], entries: readonly Entry[]): Searched<Entry> => ({
    entries,
    vectors: vectorsOf(
      texts.map(({ text }) => text),
      embedded,
      dimensions,
    ),
  });
  const questions = readerQuestions.map(({ text, sentence }): IndexedQuestion => ({ ...known(text), sentence }));
  const questionsOf = corpus.sentences.map((): IndexedQuestion[] => []);
  for (const question of questions) questionsOf[question.sentence]?.push(question);
  return {
    readerQuestions: searched(readerQuestions, questions),
    questionsOf,
    decoys: searched(
      decoys,
      decoys.map(({ text, kind }): IndexedDecoy => ({ ...known(text), kind })),
    ),
  };
}

/** The search structure for the vectors of some texts; labels are positions in the list. */
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

/** The texts of sentences and reader questions. */
function textsOf({ sentences, readerQuestions }: Corpus): number[] {
  return [...sentences, ...readerQuestions.map(({ text }) => text)];
}

/** Inverse document frequency of each vocabulary id over some shipped texts, to a power; training examples do not affect it. */
function inverseDocumentFrequencies(texts: readonly number[], embedded: Embedded, power = 1): Idf {
  const counts = new Map<number, number>();
  for (const text of texts) {
    for (const id of new Set(embeddingIn(embedded, text).tokenIds)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const idf = (count: number) => Math.log(1 + (texts.length - count + 0.5) / (count + 0.5)) ** power;
  const known = new Map([...counts].map(([token, count]) => [token, idf(count)]));
  const unseen = idf(0);
  return (tokenId) => known.get(tokenId) ?? unseen;
}

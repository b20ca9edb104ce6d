// Interfaces that answering needs: an embedder for questions and a retriever over the index.

/** A question as the model sees it. */
export interface EmbeddedQuestion {
  readonly text: string;
  /** The whole question as one L2-normalised vector. */
  readonly vector: Float32Array;
  /** L2-normalised vectors of the tokens except punctuation, row by row, scaled by 32,767. */
  readonly tokens: Int16Array;
  /** Vocabulary ids of these tokens. */
  readonly tokenIds: Uint32Array;
  /** For each of these tokens 1 when it may carry a topic, 0 for a function word. */
  readonly topical: Uint8Array;
}

/** The model has stopped for good: no question can be embedded until the program is restarted. The message gives the reason. */
export class EmbedderStoppedError extends Error {
  override readonly name = 'EmbedderStoppedError';
}

export interface QuestionEmbedder {
  /** Rejects with EmbedderStoppedError. */
  embedQuestion(text: string): Promise<EmbeddedQuestion>;
}

/** Value of each signal for a sentence before weighting; for explanations and measurements. */
export interface Signals {
  readonly readerQuestions: readonly [number, number, number];
  readonly sentence: number;
  readonly expanded: number;
  readonly words: number;
  readonly paragraphWords: number;
}

export interface Candidate {
  /** Index among the article's sentences. */
  readonly sentence: number;
  /** Weighted sum of the signals, with an expected value for reader questions if none is near; only its order means something. */
  readonly score: number;
  readonly signals: Signals;
}

/** Absolute signs that the article answers the question or does not; the inputs of the decision. */
export interface Features {
  /** Share of the question that the best sentence and its reader questions cover, 0 to 1. */
  readonly coverage: number;
  /** `coverage` less the share that the nearest decoys cover. */
  readonly coverageGap: number;
  /** Mean of the three nearest supporting texts less the mean of the three nearest decoys. */
  readonly margin: number;
  /** Like `margin`, with the supporting texts of the best sentence only. */
  readonly ownMargin: number;
  /** Share of supporting texts among the nearest texts and decoys, weighted by nearness, 0 to 1. */
  readonly neighbourhood: number;
}

/** The features by kind of supporting text. */
export interface FeatureSets {
  /** By sentences alone; the same however many reader questions there are. */
  readonly bySentences: Features;
  /** By reader questions; undefined if there are none. */
  readonly byQuestions: Features | undefined;
  /** Whether the best sentence has so many reader questions that it hardly answers a question they do not support. */
  readonly isWellKnown: boolean;
}

export interface NoteMatch {
  readonly id: string;
  /** Late interaction of question and note, and their shared words, about 0 to 1; lowered if the question is off the article's topic. */
  readonly score: number;
}

export interface Retrieval {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  readonly features: FeatureSets;
  /** Best first. */
  readonly notes: readonly NoteMatch[];
}

/** Likeness of a statement and a sentence. */
export interface ResemblanceSignals {
  /** Share of the statement that the sentence and its reader questions cover together, 0 to 1. */
  readonly coverage: number;
  /** Share that the sentence alone covers. */
  readonly sentence: number;
  /** Share that the nearest decoy covers. */
  readonly decoys: number;
}

/** A sentence of the article that a statement is like. */
export interface Resemblance {
  /** Index among the article's sentences. */
  readonly sentence: number;
  /** Share of the statement that the sentence covers, lowered by the share that decoys cover; about 0.5 to 1. */
  readonly score: number;
  readonly signals: ResemblanceSignals;
}

/** BM25 scores: by index of the sentence, best first, and by id of the note, in no order. */
export interface WordScores {
  readonly sentences: ReadonlyMap<number, number>;
  readonly notes: ReadonlyMap<string, number>;
}

/** A question and its score against another question, 0 to 1. */
export interface ScoredQuestion {
  readonly question: string;
  readonly score: number;
}

/** Evidence for sentences as answers to a question, and for there being no answer. */
export interface Attribution {
  /** By index of the sentence. */
  readonly sentences: ReadonlyMap<
    number,
    {
      /** Words of the question that are in the sentence too, in the question's form and order. */
      readonly words: readonly string[];
      /** The questions that the sentence answers, nearest first. */
      readonly readerQuestions: readonly ScoredQuestion[];
    }
  >;
  /** Questions that the article does not answer, nearest first. */
  readonly decoys: readonly ScoredQuestion[];
}

export interface Retriever {
  /** Needs no embedding, so it can run while the model works. */
  matchWords(text: string): WordScores;
  /** @param words what `matchWords` gave for the question's text */
  retrieve(question: EmbeddedQuestion, words: WordScores): Retrieval;
  /**
   * Relevance of given notes to a question, near to it or not, by id; only the order means something.
   * @param words what `matchWords` gave for the question's text
   */
  rateNotes(question: EmbeddedQuestion, words: WordScores, ids: Iterable<string>): ReadonlyMap<string, number>;
  /**
   * The sentences most like a statement, best first, whether they repeat or contradict it.
   * @param words what `matchWords` gave for the statement's text
   */
  resemble(statement: EmbeddedQuestion, words: WordScores): readonly Resemblance[];
  /** The reasons why sentences were found for a question; apart from retrieval, which must be quick. */
  explain(question: EmbeddedQuestion, sentences: readonly number[]): Attribution;
}

// Retrieval over one overlay: candidates, late interaction, fusion, features.

import type {
  Attribution,
  Candidate,
  EmbeddedQuestion,
  FeatureSets,
  Features,
  NoteMatch,
  Resemblance,
  Retrieval,
  Retriever,
  ScoredQuestion,
  Signals,
  WordScores,
} from '../src/answer/ports.js';
import type { Article } from '../src/article/article.js';
import type { Weights } from './models.js';
import { type IndexedDecoy, type IndexedNote, type Overlay, WELL_KNOWN } from './overlay.js';
import { type QuestionTokens, type TextTokens, type TokenVectors, weightedMean } from './token-vectors.js';
import type { VectorIndex } from './vector-index.js';
import type { WordIndex } from './word-index.js';

/** Number of neighbours that each signal proposes. */
const CANDIDATES = { readerQuestions: 48, decoys: 24, notes: 6, notesByWords: 4 };
/** Number of sentences that each signal proposes. */
const SENTENCE_CANDIDATES = { readerQuestions: 16, vectors: 40, words: 40 };
/**
 * Expected lead of a reader question's score over its sentence's own, assumed if no question is nearer. So a sentence
 * with few or no questions competes with sentences that have many, and questions about something else do not lower a score.
 */
const EXPECTED_LEAD = 0.04;
/** Extra lead for a sentence without questions, shrinking with each question: the best of many is high by chance. */
const UNKNOWN_LEAD = 0.06;
/** If this share of the candidates is well known, sentences near the few others are judged by reader questions too. */
const MOST_KNOWN = 0.9;
/** Number of sentences that are scored together with all their reader questions. */
const EXPANDED = 3;
/** Number of decoys that together count against the best sentence. */
const DECOYS_TOGETHER = 8;
/** Number of texts and decoys in the neighbourhood, and the scale at which a text's weight fades with its distance to the nearest. */
const NEIGHBOURHOOD = { size: 20, temperature: 0.03 };
/** Weights of a note's texts in its score, and of shared words. */
const NOTE_WEIGHTS = { text: 1, keywords: 0.6, sentences: 0.2, words: 0.05 };

/**
 * Weights of a sentence's resemblance to a statement: late interaction with its reader questions and alone, less that of the
 * nearest decoy. The share of the sentence that the statement covers was measured too, and adds nothing.
 */
const RESEMBLANCE_WEIGHTS = { expanded: 1, sentence: 0.5, decoy: 0.5 };
const MOST_RESEMBLANCES = 3;
/** Share of the general decoys' lead, if any, that is subtracted from the notes' scores. */
const OFF_TOPIC_WEIGHT = 0.5;

/** A question while it is scored. */
interface Asked {
  readonly vector: Float32Array;
  /** All words, compared with sentences. */
  readonly words: WeightedTokens;
  /** Words that may carry a topic, compared with questions and notes. */
  readonly topic: WeightedTokens;
}

interface WeightedTokens extends QuestionTokens {
  readonly weights: Float32Array;
  /** Best cosines with each text that was scored alone, kept because many texts are scored again together with others. */
  readonly alone: Map<TextTokens, Float32Array>;
}

interface Scored {
  readonly sentence: number;
  readonly score: number;
}

type ScoredDecoy = IndexedDecoy & { readonly score: number };

/** The weight of a token by its vocabulary id. */
export type Idf = (tokenId: number) => number;

/** The article's part of retrieval, the same for all overlays. */
export interface ArticleSide {
  readonly article: Article;
  readonly weights: Weights;
  readonly tokens: TokenVectors;
  /** Each sentence's text in `tokens`. */
  readonly sentences: readonly number[];
  /** The text of each sentence in context; undefined if it has no neighbours. */
  readonly inContext: readonly (number | undefined)[];
  readonly sentenceGraph: VectorIndex;
  readonly sentenceWords: WordIndex;
  /** Token weights for questions. Reader questions do not count, so adding them lowers no answer. */
  readonly questionIdf: Idf;
  /** Token weights for statements. Measured: with the reader questions' words 63 of 69 messages find the right passage, without them 60. */
  statementIdf: Idf;
}

export class OverlayRetriever implements Retriever {
  constructor(
    private readonly side: ArticleSide,
    private readonly overlay: Overlay,
  ) {}

  matchWords(text: string): WordScores {
    return { sentences: this.side.sentenceWords.scores(text), notes: this.overlay.noteWordScores(text) };
  }

  /** Candidates, features and notes for a question. Runs on the calling thread, about 2 ms for an article of 90 sentences. */
  retrieve(question: EmbeddedQuestion, words: WordScores): Retrieval {
    const asked = this.#ask(question);
    const readers = this.#scoreReaderQuestions(asked);
    const sentences = this.#scoreSentences(asked, readers, words.sentences);
    const candidates = this.#fuse(asked, readers, sentences, words.sentences);
    const decoys = this.#scoreDecoys(asked);
    const features = this.#weigh(asked, candidates, readers, decoys);
    // A question nearest to general decoys is seldom about the article's subject, however near a note is.
    const near = decoys.filter(({ kind }) => kind === 'near');
    const subject = Math.max(meanOfThree(readers), meanOfThree(near), (features.byQuestions ?? features.bySentences).coverage);
    const offTopic = OFF_TOPIC_WEIGHT * Math.min(0, subject - meanOfThree(decoys.filter(({ kind }) => kind === 'general')));
    const notes = this.#scoreNotes(asked, sentences, words.notes).map(({ id, score }) => ({ id, score: score + offTopic }));
    return { candidates, features, notes };
  }

  rateNotes(question: EmbeddedQuestion, words: WordScores, ids: Iterable<string>): Map<string, number> {
    const asked = this.#ask(question);
    const notes = [...ids].flatMap((id) => this.overlay.note(id) ?? []);
    const sentences = new Set(notes.flatMap((note) => note.sentences));
    const scores = new Map([...sentences].map((i) => [i, this.#scoreSentence(asked, i)]));
    return new Map(this.#rateNotes(asked, notes, scores, words.notes).map(({ id, score }) => [id, score]));
  }

  resemble(statement: EmbeddedQuestion, words: WordScores): Resemblance[] {
    const asked = this.#ask(statement, this.side.statementIdf);
    const readers = this.#scoreReaderQuestions(asked);
    const sentences = this.#scoreSentences(asked, readers, words.sentences);
    const decoys = this.#scoreDecoys(asked)[0]?.score ?? 0;
    const weights = RESEMBLANCE_WEIGHTS;
    return [...sentences]
      .map(([sentence, alone]) => {
        const signals = { coverage: this.#expand(asked, sentence, alone), sentence: alone, decoys };
        return {
          sentence,
          score: weights.expanded * signals.coverage + weights.sentence * alone - weights.decoy * decoys,
          signals,
        };
      })
      .sort(byScore)
      .slice(0, MOST_RESEMBLANCES);
  }

  explain(question: EmbeddedQuestion, sentences: readonly number[]): Attribution {
    const { sentenceWords } = this.side;
    const asked = this.#ask(question);
    return {
      sentences: new Map(
        sentences.map((sentence) => [
          sentence,
          {
            words: sentenceWords.shared(question.text, sentence),
            readerQuestions: this.overlay
              .questionsOf(sentence)
              .map((reader): ScoredQuestion => ({ question: reader.question, score: this.#interact(asked.topic, reader.text) }))
              .sort(byScore),
          },
        ]),
      ),
      decoys: this.#scoreDecoys(asked).map((decoy) => ({ question: decoy.question, score: decoy.score })),
    };
  }

  #ask({ vector, tokens, tokenIds, topical }: EmbeddedQuestion, idf = this.side.questionIdf): Asked {
    const { dimensions } = this.side.tokens;
    const weigh = (kept: readonly number[]): WeightedTokens => {
      const vectors = new Int16Array(kept.length * dimensions);
      kept.forEach((i, k) => {
        vectors.set(tokens.subarray(i * dimensions, (i + 1) * dimensions), k * dimensions);
      });
      const weights = Float32Array.from(kept, (i) => idf(tokenIds[i] ?? 0));
      return { vectors, count: kept.length, weights, alone: new Map() };
    };
    const all = [...tokenIds.keys()];
    const topic = all.filter((i) => topical[i] === 1);
    return { vector, words: weigh(all), topic: weigh(topic.length > 0 ? topic : all) };
  }

  #interact(question: WeightedTokens, text: TextTokens): number {
    const best = this.side.tokens.maxSims(question, [text]);
    question.alone.set(text, best);
    return weightedMean(best, question.weights);
  }

  /** Late interaction with several texts as if they were one. */
  #interactWithAll(question: WeightedTokens, texts: readonly TextTokens[]): number {
    const best = this.side.tokens.maxSims(
      question,
      texts.filter((text) => !question.alone.has(text)),
    );
    for (const text of texts) {
      question.alone.get(text)?.forEach((similarity, i) => {
        if (similarity > (best[i] ?? similarity)) best[i] = similarity;
      });
    }
    return weightedMean(best, question.weights);
  }

  /** Late interaction with the nearest reader questions, best first. */
  #scoreReaderQuestions(asked: Asked): Scored[] {
    return this.overlay
      .nearestReaderQuestions(asked.vector, CANDIDATES.readerQuestions)
      .map(({ sentence, text }) => ({ sentence, score: this.#interact(asked.topic, text) }))
      .sort(byScore);
  }

  /** Late interaction with every candidate sentence: near by meaning, by words, or by its reader questions. */
  #scoreSentences(asked: Asked, readers: readonly Scored[], words: ReadonlyMap<number, number>): Map<number, number> {
    const { sentenceGraph } = this.side;
    const count = SENTENCE_CANDIDATES;
    const candidates = new Set<number>(readers.slice(0, count.readerQuestions).map(({ sentence }) => sentence));
    for (const { label } of sentenceGraph.search(Array.from(asked.vector), count.vectors)) candidates.add(label);
    for (const sentence of [...words.keys()].slice(0, count.words)) candidates.add(sentence);
    return new Map([...candidates].map((sentence) => [sentence, this.#scoreSentence(asked, sentence)]));
  }

  /** Late interaction with a sentence, read alone and in context. */
  #scoreSentence({ words }: Asked, sentence: number): number {
    const { sentences, inContext, weights } = this.side;
    const alone = this.#interact(words, sentences[sentence] ?? 0);
    const within = inContext[sentence];
    return within === undefined ? alone : alone + weights.inContext * (this.#interact(words, within) - alone);
  }

  #fuse(asked: Asked, readers: readonly Scored[], sentences: ReadonlyMap<number, number>, words: ReadonlyMap<number, number>): Candidate[] {
    const best = new Map<number, number[]>();
    for (const { sentence, score } of readers) {
      const scores = best.get(sentence) ?? [];
      if (scores.length < 3) best.set(sentence, [...scores, score]);
    }
    const wordShare = relative(words);
    const paragraphShare = relative(this.#byParagraph(words));
    const candidates = [...sentences].map(([sentence, score]): Candidate => {
      const [first = 0, second = first, third = second] = best.get(sentence) ?? [];
      const signals = {
        readerQuestions: [first, second, third] as const,
        sentence: score,
        // A sentence with its questions covers no less than the best of them alone.
        expanded: Math.max(score, first),
        words: wordShare(sentence),
        paragraphWords: paragraphShare(this.side.article.sentences[sentence]?.paragraph ?? 0),
      };
      return { sentence, signals, score: this.#total(signals, this.#lead(sentence)) };
    });
    candidates.sort(byScore);
    return candidates
      .map((candidate, rank) => {
        if (rank >= EXPANDED) return candidate;
        const signals = { ...candidate.signals, expanded: this.#expand(asked, candidate.sentence, candidate.signals.sentence) };
        return { ...candidate, signals, score: this.#total(signals, this.#lead(candidate.sentence)) };
      })
      .sort(byScore);
  }

  #lead(sentence: number): number {
    return expectedLead(this.overlay.questionsOf(sentence).length);
  }

  /** Word scores summed over the sentences of each paragraph. */
  #byParagraph(words: ReadonlyMap<number, number>): Map<number, number> {
    const sums = new Map<number, number>();
    for (const [sentence, score] of words) {
      const paragraph = this.side.article.sentences[sentence]?.paragraph ?? 0;
      sums.set(paragraph, (sums.get(paragraph) ?? 0) + score);
    }
    return sums;
  }

  /** @param lead expected lead of a reader question over the sentence if none is nearer */
  #total(signals: Signals, lead: number): number {
    const { readerQuestions, ...single } = this.side.weights;
    const [first, second, third] = signals.readerQuestions;
    const expected = signals.sentence + lead;
    return (
      readerQuestions[0] * Math.max(first, expected) +
      readerQuestions[1] * Math.max(second, expected) +
      readerQuestions[2] * Math.max(third, expected) +
      single.sentence * signals.sentence +
      single.expanded * signals.expanded +
      single.words * signals.words +
      single.paragraphWords * signals.paragraphWords
    );
  }

  /**
   * Late interaction with a sentence and all its reader questions as one longer text, as in document expansion.
   * @param alone late interaction with the sentence alone, used if it has no such questions
   */
  #expand(asked: Asked, sentence: number, alone: number): number {
    const questions = this.overlay.questionsOf(sentence);
    if (questions.length === 0) return alone;
    return this.#interactWithAll(asked.topic, [this.side.sentences[sentence] ?? 0, ...questions.map(({ text }) => text)]);
  }

  /** Late interaction with the nearest decoys, best first. */
  #scoreDecoys(asked: Asked): ScoredDecoy[] {
    return this.overlay
      .nearestDecoys(asked.vector, CANDIDATES.decoys)
      .map((decoy) => ({ ...decoy, score: this.#interact(asked.topic, decoy.text) }))
      .sort(byScore);
  }

  /** The features that support an answer, with sentences and reader questions considered separately. */
  #weigh(asked: Asked, candidates: readonly Candidate[], readers: readonly Scored[], decoys: readonly ScoredDecoy[]): FeatureSets {
    const against = meanOfThree(decoys);
    const decoyCoverage =
      decoys.length === 0
        ? 0
        : this.#interactWithAll(
            asked.topic,
            decoys.slice(0, DECOYS_TOGETHER).map(({ text }) => text),
          );
    const weigh = (best: number | undefined, coverage: number, support: readonly Scored[]): Features => ({
      coverage,
      coverageGap: coverage - decoyCoverage,
      margin: meanOfThree(support) - against,
      ownMargin: meanOfThree(support.filter(({ sentence }) => sentence === best)) - against,
      neighbourhood: neighbourhood(support, decoys),
    });
    const alone = candidates.map(({ sentence, signals }) => ({ sentence, score: signals.sentence })).sort(byScore);
    const unasked = candidates
      .map(({ sentence, signals }) => ({ sentence, signals, score: this.#total(withoutQuestions(signals), expectedLead(0)) }))
      .sort(byScore);
    const [best, bestAlone] = [candidates[0], unasked[0]];
    return {
      bySentences: weigh(bestAlone?.sentence, bestAlone?.signals.sentence ?? 0, alone),
      byQuestions: readers.length === 0 ? undefined : weigh(best?.sentence, best?.signals.expanded ?? 0, readers),
      isWellKnown: this.#areWellKnown([best, bestAlone]) || this.#areWellKnown(candidates, MOST_KNOWN),
    };
  }

  /** Whether at least a share of some sentences has many reader questions. */
  #areWellKnown(some: readonly ({ readonly sentence: number } | undefined)[], share = 1): boolean {
    const known = some.filter((one) => one !== undefined && this.overlay.questionsOf(one.sentence).length >= WELL_KNOWN);
    return known.length > 0 && known.length >= share * some.length;
  }

  /** The notes nearest to a question and those that share most words with it, best first. */
  #scoreNotes(asked: Asked, sentences: ReadonlyMap<number, number>, words: ReadonlyMap<string, number>): NoteMatch[] {
    const near = this.overlay.nearestNotes(asked.vector, CANDIDATES.notes);
    const byWords = bestOf(words, CANDIDATES.notesByWords).flatMap((id) => this.overlay.note(id) ?? []);
    return this.#rateNotes(asked, [...new Set([...near, ...byWords])], sentences, words).sort(byScore);
  }

  #rateNotes(
    asked: Asked,
    notes: readonly IndexedNote[],
    sentences: ReadonlyMap<number, number>,
    words: ReadonlyMap<string, number>,
  ): NoteMatch[] {
    const { tokens } = this.side;
    const total = NOTE_WEIGHTS.text + NOTE_WEIGHTS.keywords + NOTE_WEIGHTS.sentences;
    const wordShare = relative(words);
    return notes.map((note) => {
      const text = tokens.maxSims(asked.topic, [note.text]);
      const keywords = tokens.maxSims(asked.topic, [note.keywords]);
      const together = text.map((similarity, i) => Math.max(similarity, keywords[i] ?? similarity));
      // A sentence that is no candidate is less relevant to the question than any candidate.
      const sentence = Math.max(0, ...note.sentences.map((i) => sentences.get(i) ?? 0));
      const score =
        NOTE_WEIGHTS.text * weightedMean(together, asked.topic.weights) +
        NOTE_WEIGHTS.keywords * weightedMean(keywords, asked.topic.weights) +
        NOTE_WEIGHTS.sentences * sentence;
      return { id: note.id, score: score / total + NOTE_WEIGHTS.words * wordShare(note.id) };
    });
  }
}

/** The signals without the sentence's reader questions. */
function withoutQuestions(signals: Signals): Signals {
  return { ...signals, readerQuestions: [0, 0, 0], expanded: signals.sentence };
}

/** Expected lead of an unrelated question's score over a sentence, by the sentence's number of reader questions. */
export function expectedLead(questions: number): number {
  return EXPECTED_LEAD + UNKNOWN_LEAD * (1 - Math.min(1, questions / WELL_KNOWN));
}

function byScore(a: { readonly score: number }, b: { readonly score: number }): number {
  return b.score - a.score;
}

/** The ids with the best scores, best first. Sorts all scores as numbers, but only the best entries. */
function bestOf(scores: ReadonlyMap<string, number>, count: number): string[] {
  const least = Float64Array.from(scores.values()).sort().at(-count) ?? Number.NEGATIVE_INFINITY;
  return [...scores]
    .filter(([, score]) => score >= least)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([id]) => id);
}

/** Scores as shares of the best score. */
function relative<Id>(scores: ReadonlyMap<Id, number>): (id: Id) => number {
  let best = 0;
  for (const score of scores.values()) best = Math.max(best, score);
  return (id) => (best === 0 ? 0 : (scores.get(id) ?? 0) / best);
}

function meanOfThree(scored: readonly { readonly score: number }[]): number {
  const three = scored.slice(0, 3);
  return three.length === 0 ? 0 : three.reduce((sum, { score }) => sum + score, 0) / three.length;
}

function neighbourhood(support: readonly { readonly score: number }[], decoys: readonly { readonly score: number }[]): number {
  const nearest = [...support.map(({ score }) => ({ score, supports: 1 })), ...decoys.map(({ score }) => ({ score, supports: 0 }))]
    .sort(byScore)
    .slice(0, NEIGHBOURHOOD.size);
  const top = nearest[0]?.score ?? 0;
  let sum = 0;
  let total = 0;
  for (const { score, supports } of nearest) {
    const weight = Math.exp((score - top) / NEIGHBOURHOOD.temperature);
    sum += weight * supports;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

// Coverage of an article by its reader questions: sentences without any, sentences with few, and decoys that shadow an answer.

import type { QuestionLanguage } from '../answer/answer.js';
import { detectLanguage } from '../answer/language.js';
import type { App } from '../app.js';
import { overlaps, type Sentence } from '../article/article.js';
import { displayed } from '../article/display.js';

/** Number of reader questions, in each language of the readers, with which a sentence is found more reliably. */
export const ENOUGH_QUESTIONS = 5;
/**
 * Most by which a decoy may be nearer to a reader question than the text and the other questions of the sentence that answers it (late
 * interaction, 0 to 1). Paraphrases of one question differ by less.
 */
export const DECOY_ALLOWANCE = 0.05;

/** A sentence and the number of its reader questions in each language. */
export interface SentenceCoverage {
  readonly sentence: Sentence;
  /** The sentence as readers see it. */
  readonly text: string;
  readonly count: Readonly<Record<QuestionLanguage, number>>;
}

/** A decoy that is nearer to a reader question than the sentence that answers it. */
export interface Shadow {
  readonly decoy: string;
  readonly question: string;
  /** The sentence that answers the question, as readers see it. */
  readonly text: string;
  /** Difference in nearness, above DECOY_ALLOWANCE. */
  readonly lead: number;
}

/** Counts the reader questions of each sentence, in order of the article. */
export function coverSentences({ article, readerQuestions }: Pick<App, 'article' | 'readerQuestions'>): SentenceCoverage[] {
  const covered = article.sentences.map((sentence) => ({
    sentence,
    text: displayed(article, sentence).text,
    count: { en: 0, es: 0 },
  }));
  for (const { question, answer } of readerQuestions) {
    // An answer may span several sentences: the question counts for each.
    for (const { sentence, count } of covered) if (overlaps(sentence, answer)) count[detectLanguage(question)] += 1;
  }
  return covered;
}

/**
 * Finds decoys that shadow an answerable question: without that question, the rest of its sentence (the text and the other questions)
 * is farther from it than the decoy is, by more than DECOY_ALLOWANCE. The greatest lead comes first. Embeds each reader question; rejects
 * when the embedder fails.
 */
export async function findShadows({ article, readerQuestions, context }: App): Promise<Shadow[]> {
  const { embedder, retriever } = context;
  const worst = new Map<string, Shadow>();
  for (const { question, answer } of readerQuestions) {
    const embedded = await embedder.embedQuestion(question);
    const { candidates } = retriever.retrieve(embedded, retriever.matchWords(question));
    const sentences = article.sentences.filter((sentence) => overlaps(sentence, answer)).map(({ index }) => index);
    const explained = retriever.explain(embedded, sentences);
    const own = Math.max(
      0,
      ...candidates.filter(({ sentence }) => sentences.includes(sentence)).map(({ signals }) => signals.sentence),
      ...sentences.flatMap((index) =>
        (explained.sentences.get(index)?.readerQuestions ?? []).filter((other) => other.question !== question).map(({ score }) => score),
      ),
    );
    const [nearest] = explained.decoys;
    if (nearest === undefined) continue;
    const lead = nearest.score - own;
    if (lead <= DECOY_ALLOWANCE || lead <= (worst.get(nearest.question)?.lead ?? 0)) continue;
    const text = sentences.flatMap((index) => article.sentences[index] ?? []).map((sentence) => displayed(article, sentence).text);
    worst.set(nearest.question, { decoy: nearest.question, question, text: text.join(' '), lead });
  }
  return [...worst.values()].sort((a, b) => b.lead - a.lead);
}

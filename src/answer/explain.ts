// Explains an answer: the searched text, the matches, the other candidates, and the decision.

import { type Sentence, sentenceAt } from '../article/article.js';
import type { Outcome } from './answer.js';
import { type AskContext, decide, find, readingMark } from './ask.js';
import { inTurns } from './choose-quotes.js';
import { topicFor } from './follow-up.js';
import type { Features, ScoredQuestion, Signals } from './ports.js';
import type { Question } from './question.js';
import { asksNothing } from './searched-question.js';

const MOST_CANDIDATES = 4;
const MOST_NEAREST = 2;
const NO_FEATURES: Features = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };

export interface ExplainedCandidate {
  readonly sentence: Sentence;
  /** Weighted sum of the signals; only its order means something. */
  readonly score: number;
  readonly signals: Signals;
  /** Words of the question found in the sentence, as written in the question. */
  readonly words: readonly string[];
  /** Nearest of the questions that this sentence answers, at most 2. */
  readonly readerQuestions: readonly ScoredQuestion[];
}

export interface Explanation {
  /** As asked. */
  readonly question: string;
  /** The searched text: after spelling correction, with the topic of a follow-up. */
  readonly asked: string;
  readonly outcome: Outcome;
  readonly confidence: number;
  /** Whether the question names no topic, so that it is unsure at most. */
  readonly lacksTopic: boolean;
  /** Thresholds of the confidence. */
  readonly thresholds: { readonly answered: number; readonly notCovered: number };
  readonly features: Features;
  /** Best first. */
  readonly candidates: readonly ExplainedCandidate[];
  /** Nearest questions that the article does not answer, at most 2. */
  readonly decoys: readonly ScoredQuestion[];
  /** Given while the article's content is still being read. */
  readonly stillReading?: true;
}

export interface ExplainOptions {
  /** The question before. */
  readonly previous?: string | undefined;
  /** Most candidates; 4 by default. */
  readonly most?: number | undefined;
}

/** Explains the answer that `respond` gives to the same question after the same previous question. Rejects only when the embedder fails. */
export async function explain(
  question: Question,
  context: AskContext,
  { previous, most = MOST_CANDIDATES }: ExplainOptions = {},
): Promise<Explanation> {
  const { text } = question;
  if (question.kind === 'wordless' || asksNothing(text)) {
    return {
      question: text,
      asked: text,
      outcome: 'not_covered',
      confidence: 0,
      lacksTopic: false,
      thresholds: context.measured.decisions.bySentences.thresholds,
      features: NO_FEATURES,
      candidates: [],
      decoys: [],
    };
  }
  const stillReading = readingMark(context);
  const topic = topicFor(text, previous);
  const found = await find(text, context, topic);
  const { message, asked, rankings } = found;
  // A sentence belongs to the part of the question that ranks it highest: its first place in the turns.
  const best = inTurns(rankings)
    .filter(({ candidate: { sentence } }, i, all) => all.findIndex(({ candidate }) => candidate.sentence === sentence) === i)
    .slice(0, most);
  const attributions = asked.map(({ embedded }, i) =>
    context.retriever.explain(
      embedded,
      best.filter(({ part }) => part === i).map(({ candidate: { sentence } }) => sentence),
    ),
  );
  const decoys = attributions.flatMap((one) => one.decoys).sort((a, b) => b.score - a.score);
  return {
    question: text,
    asked: message,
    ...decide(found, context.measured, { text, topic }),
    candidates: best.map(({ candidate: { sentence, score, signals } }) => {
      const attribution = attributions.flatMap(({ sentences }) => sentences.get(sentence) ?? [])[0];
      return {
        sentence: sentenceAt(context.article, sentence),
        score,
        signals,
        words: attribution?.words ?? [],
        readerQuestions: attribution?.readerQuestions.slice(0, MOST_NEAREST) ?? [],
      };
    }),
    decoys: decoys.filter(({ question: one }, i) => decoys.findIndex((other) => other.question === one) === i).slice(0, MOST_NEAREST),
    ...stillReading,
  };
}

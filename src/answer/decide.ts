// Decides between answered, unsure and not covered: features give a probability, thresholds turn it into an outcome.

import { z } from 'zod';
import type { Outcome, QuestionLanguage } from './answer.js';
import type { FeatureSets, Features } from './ports.js';

export const FEATURE_NAMES = [
  'coverage',
  'coverageGap',
  'margin',
  'ownMargin',
  'neighbourhood',
] as const satisfies readonly (keyof Features)[];

const perFeature = z.strictObject({
  coverage: z.number(),
  coverageGap: z.number(),
  margin: z.number(),
  ownMargin: z.number(),
  neighbourhood: z.number(),
});

export const thresholdsSchema = z
  .strictObject({ answered: z.number().min(0).max(1), notCovered: z.number().min(0).max(1) })
  .refine(({ answered, notCovered }) => notCovered <= answered, 'notCovered lies over answered');

/** A logistic regression over standardised features and the two thresholds on its probability. */
export const decisionSchema = z.strictObject({
  intercept: z.number(),
  /** Weight of each sign after subtracting `mean` and dividing by `deviation`. */
  weights: perFeature,
  mean: perFeature,
  deviation: perFeature,
  thresholds: thresholdsSchema,
  /** For Spanish questions, whose features are lower: the model knows the language less, and fewer texts are in it. */
  spanish: thresholdsSchema.optional(),
});

export type Decision = z.infer<typeof decisionSchema>;

/** Estimated probability that the article answers the question, 0 to 1. */
export function confidenceOf(features: Features, decision: Omit<Decision, 'thresholds'>): number {
  return probabilityOf(FEATURE_NAMES, features, decision);
}

/** A logistic regression; its weights apply to standardised features. */
interface Regression<Name extends string> {
  readonly intercept: number;
  readonly weights: Readonly<Record<Name, number>>;
  readonly mean: Readonly<Record<Name, number>>;
  readonly deviation: Readonly<Record<Name, number>>;
}

/** The probability from a regression over the named features, 0 to 1. */
export function probabilityOf<Name extends string>(
  names: readonly Name[],
  features: Readonly<Record<Name, number>>,
  { intercept, weights, mean, deviation }: Regression<Name>,
): number {
  const sum = names.reduce((total, name) => total + (weights[name] * (features[name] - mean[name])) / deviation[name], intercept);
  return 1 / (1 + Math.exp(-sum));
}

/** The thresholds for questions in a language. */
export function thresholdsFor({ thresholds, spanish }: Decision, language: QuestionLanguage | undefined): Decision['thresholds'] {
  return language === 'es' ? (spanish ?? thresholds) : thresholds;
}

/** Answered from the upper threshold on, not covered below the lower one, unsure between them. */
export function outcomeOf(confidence: number, { thresholds }: Pick<Decision, 'thresholds'>): Outcome {
  if (confidence >= thresholds.answered) return 'answered';
  return confidence < thresholds.notCovered ? 'not_covered' : 'unsure';
}

/** A decision for each set of features. */
export interface Decisions {
  readonly bySentences: Decision;
  readonly byQuestions: Decision;
}

/** An outcome and the values it was decided by. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly confidence: number;
  readonly features: Features;
  readonly thresholds: Decision['thresholds'];
}

/**
 * Decides by reader questions if the best sentence has many. If it has few they can only raise the outcome by sentences alone, so that
 * teaching one sentence never lowers the answers of another.
 */
export function judge({ bySentences, byQuestions, isWellKnown }: FeatureSets, decisions: Decisions, language?: QuestionLanguage): Verdict {
  const sentences = verdictOf(bySentences, decisions.bySentences, language);
  const questions = byQuestions === undefined ? undefined : verdictOf(byQuestions, decisions.byQuestions, language);
  return chooseVerdict(sentences, questions, isWellKnown);
}

/** The verdict by reader questions if the best sentence is well known, else the better of the two. */
export function chooseVerdict(sentences: Verdict, questions: Verdict | undefined, isWellKnown: boolean): Verdict {
  if (questions === undefined) return sentences;
  return isWellKnown || RANK[questions.outcome] > RANK[sentences.outcome] ? questions : sentences;
}

const RANK = { not_covered: 0, unsure: 1, answered: 2 } as const satisfies Record<Outcome, number>;

function verdictOf(features: Features, decision: Decision, language?: QuestionLanguage): Verdict {
  const confidence = confidenceOf(features, decision);
  const thresholds = thresholdsFor(decision, language);
  return { outcome: outcomeOf(confidence, { thresholds }), confidence, features, thresholds };
}

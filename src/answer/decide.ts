// Decides between answered, unsure and not covered: features become a probability, thresholds make it an outcome.

import { z } from 'zod';
import type { Outcome, QuestionLanguage } from './answer.js';
import type { Features } from './ports.js';

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

/** A logistic regression over standardised features and the two thresholds on its probability. */
export const decisionSchema = z
  .strictObject({
    intercept: z.number(),
    /** Added to it for a question in Spanish, of which the features are lower: the model knows the language less, and fewer texts are written in it. */
    spanish: z.number().optional(),
    /** Weight of each sign after subtracting `mean` and dividing by `deviation`. */
    weights: perFeature,
    mean: perFeature,
    deviation: perFeature,
    thresholds: z.strictObject({ answered: z.number().min(0).max(1), notCovered: z.number().min(0).max(1) }),
  })
  .refine(({ thresholds }) => thresholds.notCovered <= thresholds.answered, 'thresholds.notCovered lies over thresholds.answered');

export type Decision = z.infer<typeof decisionSchema>;

/** Estimated probability that the article answers the question, 0 to 1. */
export function confidenceOf(features: Features, decision: Omit<Decision, 'thresholds'>, language: QuestionLanguage = 'en'): number {
  const sum = FEATURE_NAMES.reduce(
    (total, name) => total + (decision.weights[name] * (features[name] - decision.mean[name])) / decision.deviation[name],
    decision.intercept + (language === 'es' ? (decision.spanish ?? 0) : 0),
  );
  return 1 / (1 + Math.exp(-sum));
}

/** At or over the upper threshold answered, under the lower one not covered, between them unsure. */
export function outcomeOf(confidence: number, { thresholds }: Pick<Decision, 'thresholds'>): Outcome {
  if (confidence >= thresholds.answered) return 'answered';
  return confidence < thresholds.notCovered ? 'not_covered' : 'unsure';
}

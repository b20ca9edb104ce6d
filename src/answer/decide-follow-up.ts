// Decides on follow-ups by what they add: the question before and its answer match well whatever is asked next.

import { z } from 'zod';
import { chooseVerdict, outcomeOf, probabilityOf, thresholdsSchema, type Verdict } from './decide.js';
import type { FeatureSets, Features } from './ports.js';

export const FOLLOW_UP_FEATURES = ['coverage', 'addedCoverage', 'addedMargin'] as const;

/** Signs that the article answers a follow-up. */
export type FollowUpFeatures = Readonly<Record<(typeof FOLLOW_UP_FEATURES)[number], number>>;

const perFeature = z.strictObject({
  /** Share of both questions together that the best sentence and its reader questions cover. */
  coverage: z.number(),
  /** Share of the follow-up alone that its best sentence covers: no sentence covers what the article lacks. */
  addedCoverage: z.number(),
  /** Nearness of the follow-up alone to supporting texts, less that to decoys. */
  addedMargin: z.number(),
});

/** A logistic regression like `decisionSchema`, over other features. */
export const followUpDecisionSchema = z.strictObject({
  intercept: z.number(),
  weights: perFeature,
  mean: perFeature,
  deviation: perFeature,
  thresholds: thresholdsSchema,
});

export type FollowUpDecision = z.infer<typeof followUpDecisionSchema>;

/** A decision for each set of features. */
export interface FollowUpDecisions {
  readonly bySentences: FollowUpDecision;
  readonly byQuestions: FollowUpDecision;
}

/**
 * Decides on a follow-up, as `judge` does on a question.
 * @param together features of both questions as one text
 * @param added features of the follow-up alone
 */
export function judgeFollowUp(together: FeatureSets, added: FeatureSets, decisions: FollowUpDecisions): Verdict {
  const verdictBy = (features: Features, alone: Features, decision: FollowUpDecision): Verdict => {
    const confidence = followUpConfidence(followUpFeatures(features, alone), decision);
    return { outcome: outcomeOf(confidence, decision), confidence, features, thresholds: decision.thresholds };
  };
  const sentences = verdictBy(together.bySentences, added.bySentences, decisions.bySentences);
  const questions =
    together.byQuestions === undefined || added.byQuestions === undefined
      ? undefined
      : verdictBy(together.byQuestions, added.byQuestions, decisions.byQuestions);
  return chooseVerdict(sentences, questions, together.isWellKnown);
}

/**
 * @param together features of both questions as one text
 * @param added features of the follow-up alone
 */
export function followUpFeatures(together: Features, added: Features): FollowUpFeatures {
  return { coverage: together.coverage, addedCoverage: added.coverage, addedMargin: added.margin };
}

/** Estimated probability that the article answers the follow-up, 0 to 1. */
export function followUpConfidence(features: FollowUpFeatures, decision: Omit<FollowUpDecision, 'thresholds'>): number {
  return probabilityOf(FOLLOW_UP_FEATURES, features, decision);
}

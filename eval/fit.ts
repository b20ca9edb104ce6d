// Fits the decision (a logistic regression over the features, and thresholds on its probability) and single thresholds.

import type { Figures } from '../src/answer/calibration.js';
import { confidenceOf, type Decision, FEATURE_NAMES, outcomeOf } from '../src/answer/decide.js';
import type { Features } from '../src/answer/ports.js';

/** Evidence of a question of the dev set, and what kind of question it is. */
export interface Judged {
  readonly kind: 'answerable' | 'unanswerable' | 'offtopic';
  readonly features: Features;
}

/** Ridge penalty: with a hundred questions and five signs, weights must not grow on single cases. */
const RIDGE = 0.2;
const STEPS = 4_000;
const RATE = 0.5;
const FOLDS = 10;
/** Share of the answerable questions that must stay `answered`, and share that may at most become `not_covered`. */
const KEPT_ANSWERED = 0.92;
const LOST_TO_NOT_COVERED = 0.02;

/** Fits weights and thresholds to all questions. */
export function fitDecision(questions: readonly Judged[]): Decision {
  const model = fitModel(questions);
  return {
    ...model,
    thresholds: chooseThresholds(questions.map(({ kind, features }) => ({ kind, confidence: confidenceOf(features, model) }))),
  };
}

/** Figures over all questions, each decided by weights and thresholds that were fitted without its tenth of them. */
export function crossValidate(questions: readonly Judged[]): Figures {
  const outcomes = questions.map(({ kind, features }, i) => {
    const decision = fitDecision(questions.filter((_, other) => other % FOLDS !== i % FOLDS));
    return { kind, outcome: outcomeOf(confidenceOf(features, decision), decision) };
  });
  return figuresOf(outcomes);
}

/** Counts outcomes by kind of question. */
export function figuresOf(outcomes: readonly { readonly kind: Judged['kind']; readonly outcome: string }[]): Figures {
  const count = (kind: Judged['kind']) => {
    const of = outcomes.filter((one) => one.kind === kind);
    const hits = (outcome: string) => ({ hits: of.filter((one) => one.outcome === outcome).length, of: of.length });
    return { answered: hits('answered'), notCovered: hits('not_covered') };
  };
  return { answerable: count('answerable'), nearTopic: count('unanswerable'), offTopic: count('offtopic') };
}

/**
 * The threshold on a score that keeps most of what is right and least of what is wrong, each as a share (Youden's J);
 * midway between the scores that it parts.
 */
export function fitThreshold(right: readonly number[], wrong: readonly number[]): number {
  const scores = [...right, ...wrong].sort((a, b) => a - b);
  let best = { threshold: 1, gain: 0 };
  for (const [i, score] of scores.entries()) {
    const threshold = (score + (scores[i + 1] ?? 1)) / 2;
    const kept = right.filter((one) => one >= threshold).length / right.length;
    const silent = wrong.filter((one) => one < threshold).length / wrong.length;
    if (kept + silent > best.gain) best = { threshold, gain: kept + silent };
  }
  return round(best.threshold);
}

function fitModel(questions: readonly Judged[]): Omit<Decision, 'thresholds'> {
  const columns = FEATURE_NAMES.map((name) => questions.map(({ features }) => features[name]));
  const means = columns.map(meanOf);
  const deviations = columns.map((column, j) => Math.sqrt(meanOf(column.map((value) => (value - (means[j] ?? 0)) ** 2))) || 1);
  const rows = questions.map((_, i) => columns.map((column, j) => ((column[i] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1)));
  const targets = questions.map(({ kind }) => (kind === 'answerable' ? 1 : 0));

  let intercept = 0;
  let weights = FEATURE_NAMES.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const errors = rows.map((row, i) => 1 / (1 + Math.exp(-(intercept + dot(row, weights)))) - (targets[i] ?? 0));
    intercept -= RATE * meanOf(errors);
    weights = weights.map((weight, j) => weight - RATE * (meanOf(errors.map((error, i) => error * (rows[i]?.[j] ?? 0))) + RIDGE * weight));
  }
  return { intercept, weights: named(weights), mean: named(means), deviation: named(deviations) };
}

/**
 * `answered` starts where enough of the answerable questions stay in; `not_covered` ends where hardly any is lost.
 * Each threshold lies midway between two neighbouring probabilities.
 */
function chooseThresholds(questions: readonly { readonly kind: Judged['kind']; readonly confidence: number }[]): Decision['thresholds'] {
  const answerable = questions
    .filter(({ kind }) => kind === 'answerable')
    .map(({ confidence }) => confidence)
    .sort((a, b) => a - b);
  const at = (share: number) => {
    const rank = Math.floor(answerable.length * share);
    return ((answerable[rank] ?? 0) + (answerable[rank - 1] ?? 0)) / 2;
  };
  const answered = at(1 - KEPT_ANSWERED);
  return { answered, notCovered: Math.min(answered, at(LOST_TO_NOT_COVERED)) };
}

function named(values: readonly number[]): Features {
  return Object.fromEntries(FEATURE_NAMES.map((name, j) => [name, round(values[j] ?? 0)])) as unknown as Features;
}

/** What is saved need not be longer than what is known. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

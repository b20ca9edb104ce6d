// Fits and cross-validates decisions (logistic regression over the features, and thresholds on its probability), and single thresholds.

import type { QuestionLanguage } from '../src/answer/answer.js';
import type { Figures } from '../src/answer/calibration.js';
import { confidenceOf, type Decision, FEATURE_NAMES, outcomeOf, thresholdsFor } from '../src/answer/decide.js';
import { FOLLOW_UP_FEATURES, type FollowUpDecision, type FollowUpFeatures, followUpConfidence } from '../src/answer/decide-follow-up.js';
import type { Features } from '../src/answer/ports.js';

/** A development question: its kind and its features. */
export interface Judged {
  readonly kind: 'answerable' | 'unanswerable' | 'offtopic';
  readonly features: Features;
  /** English by default. */
  readonly language?: QuestionLanguage;
}

/** A follow-up: its kind and its features. */
export interface JudgedFollowUp {
  readonly kind: 'answerable' | 'unanswerable';
  readonly features: FollowUpFeatures;
}

/** Ridge penalty: with a hundred questions and five features, no single question may dominate a weight. */
const RIDGE = 0.2;
const STEPS = 4_000;
const RATE = 0.5;
const FOLDS = 10;
/** Minimum share of answerable questions that are `answered`, before the margin over off-topic ones. */
const KEPT_ANSWERED = 0.92;
/** Maximum share of answerable questions that are `not_covered`. */
const LOST_TO_NOT_COVERED = 0.02;
/** Margin of the threshold for `answered` over probabilities that must stay below it: twice what leaving out a fold moves a probability. */
const OVER_OFF_TOPIC = 0.02;
/** Maximum share of the answered, answerable questions that the margin may cost, rounded up to a whole question. */
const GIVEN_UP = 0.02;
/** LOST_TO_NOT_COVERED for Spanish questions, of which there are fewer. */
const SPANISH_LOST_TO_NOT_COVERED = 0.05;
/** Permitted share of `answered` among Spanish questions without an answer; the share among the other questions applies if it is higher. */
const SPANISH_WRONGLY_ANSWERED = 0.07;

/**
 * Fits weights and thresholds to all questions.
 * @param spanish additional questions, used only for the thresholds for Spanish questions; without them there are none
 */
export function fitDecision(questions: readonly Judged[], spanish: readonly Judged[] = []): Decision {
  const model = fitModel(questions);
  const judge = ({ kind, features }: Judged) => ({ kind, confidence: confidenceOf(features, model) });
  const inSpanish = [...questions, ...spanish].filter(({ language }) => language === 'es').map(judge);
  // Spanish questions with separate thresholds do not affect the other thresholds.
  const thresholds = chooseThresholds(questions.filter(({ language }) => spanish.length === 0 || language !== 'es').map(judge));
  const others = questions.filter(({ kind }) => kind !== 'answerable').map(judge);
  const wrong = others.filter(({ confidence }) => confidence >= thresholds.answered).length / (others.length || 1);
  return { ...model, thresholds, ...(spanish.length === 0 ? {} : { spanish: chooseSpanishThresholds(inSpanish, wrong) }) };
}

/** Fits only the intercept of a decision: its mean probability becomes the share of answerable questions. A few questions suffice. */
export function shiftDecision(questions: readonly Judged[], base: Decision): Decision {
  return { ...base, intercept: round(base.intercept + fitIntercept(questions, base)) };
}

/** Figures of `shiftDecision` over the questions, 10-fold cross-validated. */
export function crossValidateShift(questions: readonly Judged[], base: Decision): Figures {
  return figuresOf(decideByFold(questions, (others) => shiftDecision(others, base)));
}

/** Figures over the additional Spanish questions, 10-fold cross-validated. */
export function crossValidateSpanish(questions: readonly Judged[], spanish: readonly Judged[]): Figures {
  return figuresOf(decideByFold(spanish, (others) => fitDecision(questions, others)));
}

/** Fits weights and thresholds to all follow-ups. */
export function fitFollowUps(followUps: readonly JudgedFollowUp[]): FollowUpDecision {
  const model = fitLogistic(
    FOLLOW_UP_FEATURES,
    followUps.map(({ features }) => features),
    followUps.map(({ kind }) => (kind === 'answerable' ? 1 : 0)),
  );
  return {
    ...model,
    thresholds: chooseThresholds(followUps.map(({ kind, features }) => ({ kind, confidence: followUpConfidence(features, model) }))),
  };
}

/** Counts the answered follow-ups of each kind, 10-fold cross-validated. */
export function crossValidateFollowUps(followUps: readonly JudgedFollowUp[]): Record<JudgedFollowUp['kind'], { hits: number; of: number }> {
  const judged = byFold(followUps, fitFollowUps, ({ kind, features }, decision) => ({
    kind,
    isAnswered: followUpConfidence(features, decision) >= decision.thresholds.answered,
  }));
  const count = (kind: JudgedFollowUp['kind']) => ({
    hits: judged.filter((one) => one.kind === kind && one.isAnswered).length,
    of: judged.filter((one) => one.kind === kind).length,
  });
  return { answerable: count('answerable'), unanswerable: count('unanswerable') };
}

/** Figures over all questions, 10-fold cross-validated: weights and thresholds are fitted to the other folds. */
export function crossValidate(questions: readonly Judged[], spanish: readonly Judged[] = []): Figures {
  return figuresOf(decideByFold(questions, (others) => fitDecision(others, spanish)));
}

/** Cross-validates: fits to all folds but one, applies the fit to each item of that fold, and returns the results fold by fold. */
function byFold<Item, Fitted, Made>(
  items: readonly Item[],
  learn: (others: readonly Item[]) => Fitted,
  make: (item: Item, fitted: Fitted) => Made,
): Made[] {
  return Array.from({ length: Math.min(FOLDS, items.length) }, (_, fold) => {
    const fitted = learn(items.filter((_one, i) => i % FOLDS !== fold));
    return items.filter((_one, i) => i % FOLDS === fold).map((item) => make(item, fitted));
  }).flat();
}

function decideByFold(questions: readonly Judged[], learn: (others: readonly Judged[]) => Decision) {
  return byFold(questions, learn, ({ kind, features, language }, decision) => ({
    kind,
    outcome: outcomeOf(confidenceOf(features, decision), { thresholds: thresholdsFor(decision, language) }),
  }));
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
 * The threshold on a score with the highest Youden's J: share of right scores at or above it, plus share of wrong scores below it.
 * It lies midway between two neighbouring scores; 1 if either list is empty.
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
  return fitLogistic(
    FEATURE_NAMES,
    questions.map(({ features }) => features),
    questions.map(({ kind }) => (kind === 'answerable' ? 1 : 0)),
  );
}

/** Logistic regression over standardised features, with a ridge penalty, by gradient descent. @param targets 0 or 1 */
function fitLogistic<Name extends string>(
  names: readonly Name[],
  features: readonly Readonly<Record<Name, number>>[],
  targets: readonly number[],
): { intercept: number; weights: Record<Name, number>; mean: Record<Name, number>; deviation: Record<Name, number> } {
  const columns = names.map((name) => features.map((one) => one[name]));
  const { means, deviations } = momentsOf(columns);
  const rows = features.map((_, i) => columns.map((column, j) => ((column[i] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1)));

  let intercept = 0;
  const weights = names.map(() => 0);
  const gradients = new Float64Array(names.length);
  const count = rows.length || 1;
  for (let step = 0; step < STEPS; step++) {
    let sum = 0;
    gradients.fill(0);
    for (const [i, row] of rows.entries()) {
      const error = 1 / (1 + Math.exp(-(intercept + dot(row, weights)))) - (targets[i] ?? 0);
      sum += error;
      for (let j = 0; j < row.length; j++) gradients[j] = (gradients[j] ?? 0) + error * (row[j] ?? 0);
    }
    intercept -= RATE * (sum / count);
    for (const [j, weight] of weights.entries()) weights[j] = weight - RATE * ((gradients[j] ?? 0) / count + RIDGE * weight);
  }
  const named = (values: readonly number[]) =>
    Object.fromEntries(names.map((name, j) => [name, round(values[j] ?? 0)])) as Record<Name, number>;
  return { intercept, weights: named(weights), mean: named(means), deviation: named(deviations) };
}

/** The correction of a model's intercept that makes its mean probability the share of answerable questions. */
function fitIntercept(questions: readonly Judged[], model: Omit<Decision, 'thresholds'>): number {
  const judged = questions.map(({ kind, features }) => {
    const confidence = confidenceOf(features, model);
    return { sum: Math.log(confidence / (1 - confidence)), target: kind === 'answerable' ? 1 : 0 };
  });
  let added = 0;
  for (let step = 0; step < STEPS; step++) {
    added -= RATE * meanOf(judged.map(({ sum, target }) => 1 / (1 + Math.exp(-(sum + added))) - target));
  }
  return round(added);
}

interface Confident {
  readonly kind: Judged['kind'];
  readonly confidence: number;
}

/**
 * Chooses thresholds that answer at least KEPT_ANSWERED of the answerable questions, with a margin over off-topic ones, and leave at most
 * LOST_TO_NOT_COVERED of them not covered. Each lies midway between two neighbouring probabilities, unless the margin raises it.
 */
function chooseThresholds(questions: readonly Confident[]): Decision['thresholds'] {
  const answered = overOffTopic(answerableAt(questions, 1 - KEPT_ANSWERED), questions);
  return { answered, notCovered: Math.min(answered, answerableAt(questions, LOST_TO_NOT_COVERED)) };
}

/**
 * Chooses thresholds for Spanish questions, whose kinds overlap more: `answered` bounds the share of questions without an answer that are
 * answered, at the cost of answerable ones.
 * @param wrong this share for the other questions, 0 to 1; the bound is the higher of it and SPANISH_WRONGLY_ANSWERED
 */
function chooseSpanishThresholds(questions: readonly Confident[], wrong: number): Decision['thresholds'] {
  const others = questions.filter(({ kind }) => kind !== 'answerable').map(({ confidence }) => confidence);
  const highest = others.sort((a, b) => b - a)[Math.floor(others.length * Math.max(wrong, SPANISH_WRONGLY_ANSWERED))] ?? 0;
  const next = Math.min(1, ...questions.map(({ confidence }) => confidence).filter((confidence) => confidence > highest));
  const answered = overOffTopic((highest + next) / 2, questions, highest);
  return { answered, notCovered: Math.min(answered, answerableAt(questions, SPANISH_LOST_TO_NOT_COVERED)) };
}

/**
 * Raises a threshold to OVER_OFF_TOPIC above the highest off-topic probability, as far as GIVEN_UP allows.
 * @param over another probability that the threshold must exceed by the same margin
 */
function overOffTopic(threshold: number, questions: readonly Confident[], over = 0): number {
  const confidences = (kind: Judged['kind']) => questions.filter((one) => one.kind === kind).map(({ confidence }) => confidence);
  const offTopic = confidences('offtopic');
  if (offTopic.length === 0 && over === 0) return threshold;
  const least = Math.max(over, ...offTopic) + OVER_OFF_TOPIC;
  const kept = confidences('answerable')
    .filter((confidence) => confidence >= threshold)
    .sort((a, b) => a - b);
  const most = kept[Math.ceil(kept.length * GIVEN_UP)] ?? 1;
  return Math.max(threshold, Math.min(least, most));
}

/** The quantile of the answerable questions' confidences, midway between two neighbours. @param share 0 to 1 */
function answerableAt(questions: readonly Confident[], share: number): number {
  const answerable = questions
    .filter(({ kind }) => kind === 'answerable')
    .map(({ confidence }) => confidence)
    .sort((a, b) => a - b);
  const rank = Math.floor(answerable.length * share);
  return ((answerable[rank] ?? 0) + (answerable[rank - 1] ?? 0)) / 2;
}

/** Rounds to 6 significant digits, for saved files. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Mean and standard deviation of each column. The deviation of a constant column is 1, since features are divided by it. */
export function momentsOf(columns: readonly (readonly number[])[]): { readonly means: number[]; readonly deviations: number[] } {
  const means = columns.map(meanOf);
  const deviations = columns.map((column, j) => Math.sqrt(meanOf(column.map((value) => (value - (means[j] ?? 0)) ** 2))) || 1);
  return { means, deviations };
}

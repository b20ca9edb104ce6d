// Fits the relation model (multinomial logistic regression) to the claims of the development messages, and measures its accuracy.

import type { RelationFigures } from '../src/answer/calibration.js';
import { type Examined, type ExaminedSentence, examine, judge } from '../src/answer/check.js';
import { focusOf } from '../src/answer/choose-quotes.js';
import {
  probabilitiesOf,
  RELATION_FEATURE_NAMES,
  RELATIONS,
  type Relation,
  type RelationFeatures,
  type RelationModel,
  relationOf,
} from '../src/answer/relation.js';
import { normaliseMessage } from '../src/answer/statements.js';
import type { App } from '../src/app.js';
import { type Article, type Span, sentenceAt } from '../src/article/article.js';
import { type DevClaim, type DevMessage, isHit } from './dev-set.js';
import { momentsOf, round } from './fit.js';

/** Ridge penalty: with some 300 ranges and eleven features, no single range may dominate a weight. */
const RIDGE = 0.02;
const STEPS = 800;
const RATE = 0.5;
const FOLDS = 10;
/** Minimum share of a range that lies in a claim, for the range to have the claim's relation. */
const INSIDE = 0.5;
/** Number of passages of a claim that are searched for a gold sentence, best first. */
const MOST_PASSAGES = 3;

/** A development message, and the results of comparing its sentences with the article. */
export interface ExaminedMessage {
  readonly message: DevMessage;
  /** The normalised message; the sentences' ranges refer to it. */
  readonly text: string;
  readonly sentences: readonly ExaminedSentence[];
}

/** Compares every message with the article; relations are not decided yet. An empty or too long message has no sentences. */
export async function examineMessages(messages: readonly DevMessage[], app: Pick<App, 'context'>): Promise<ExaminedMessage[]> {
  const examined: ExaminedMessage[] = [];
  for (const message of messages) {
    const normalised = normaliseMessage(message.message);
    if (normalised.kind !== 'message') examined.push({ message, text: '', sentences: [] });
    else examined.push({ message, text: normalised.text, sentences: await examine(normalised, app.context) });
  }
  return examined;
}

interface Example {
  readonly features: RelationFeatures;
  readonly relation: Relation;
}

/** Fits the model to all messages. */
export function fitRelation(messages: readonly ExaminedMessage[]): RelationModel {
  return fitModel(messages.flatMap(examplesOf));
}

/** Figures over all messages, 10-fold cross-validated. */
export function crossValidateRelation(messages: readonly ExaminedMessage[], article: Article): RelationFigures {
  const models = Array.from({ length: FOLDS }, (_, fold) => fitRelation(messages.filter((_, i) => i % FOLDS !== fold)));
  const told = messages.flatMap((message, i) => {
    const model = models[i % FOLDS];
    return model === undefined ? [] : claimsToldOf(message, model, article);
  });
  return relationFiguresOf(told);
}

/** A claim with the relation that the model predicts. */
export interface Told {
  readonly claim: DevClaim;
  readonly relation: Relation;
  /** Whether a quoted passage contains one of the claim's gold sentences. */
  readonly isFound: boolean;
}

/** Predicts the relation of each claim of a message, from the range with the largest overlap; `not_in_article` without such a range. */
export function claimsToldOf({ message, text, sentences }: ExaminedMessage, model: RelationModel, article: Article): Told[] {
  const judged = judge(sentences, model);
  return message.claims.map((claim) => {
    const span = spanOf(claim, text);
    const [best] = judged
      .filter(({ about }) => sharedWith(about, span) > 0)
      .sort((a, b) => sharedWith(b.about, span) - sharedWith(a.about, span));
    if (best === undefined) return { claim, relation: 'not_in_article', isFound: false };
    const passages = best.compared.filter(({ features }) => relationOf(probabilitiesOf(features, model)) !== 'not_in_article');
    const isFound =
      best.relation !== 'not_in_article' &&
      passages.slice(0, MOST_PASSAGES).some(({ sentence }) => isHit(article, focusOf(article, sentenceAt(article, sentence)), claim.gold));
    return { claim, relation: best.relation, isFound };
  });
}

/** Counts by the claims' true relation: correct predictions (`told`), and claims with a gold sentence quoted (`found`). */
export function relationFiguresOf(told: readonly Told[]): RelationFigures {
  const count = (relation: Relation) => {
    const of = told.filter(({ claim }) => claim.relation === relation);
    const share = (holds: (one: Told) => boolean) => ({ hits: of.filter(holds).length, of: of.length });
    return { told: share((one) => one.relation === relation), found: share(({ isFound }) => isFound) };
  };
  return { repeats: count('repeats'), contradicts: count('contradicts'), notInArticle: { told: count('not_in_article').told } };
}

/** Training examples: each sentence or clause with the relation of the claim that contains it, else `not_in_article`. */
function examplesOf({ message, text, sentences }: ExaminedMessage): Example[] {
  const claims = message.claims.map((claim) => ({ claim, span: spanOf(claim, text) }));
  const relationAt = ({ about }: Examined): Relation => {
    const within = claims.find(({ span }) => sharedWith(about, span) >= INSIDE * (about.end - about.start));
    return within?.claim.relation ?? 'not_in_article';
  };
  return sentences.flatMap(({ whole, clauses }) => {
    const parts = new Set(clauses.map(relationAt));
    // A sentence has no single relation if its clauses differ.
    const ranges = parts.size > 1 ? clauses : [whole, ...clauses];
    return ranges.flatMap((range) => range.compared.slice(0, 1).map(({ features }) => ({ features, relation: relationAt(range) })));
  });
}

function spanOf({ text: words }: DevClaim, text: string): Span {
  const folded = words.replace(/\s+/gu, ' ').trim();
  const start = Math.max(0, text.replace(/\n/gu, ' ').indexOf(folded));
  return { start, end: start + folded.length };
}

function sharedWith(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
}

function fitModel(examples: readonly Example[]): RelationModel {
  const columns = RELATION_FEATURE_NAMES.map((name) => examples.map(({ features }) => features[name]));
  const { means, deviations } = momentsOf(columns);
  const rows = examples.map((_, i) =>
    Float64Array.from([1, ...columns.map((column, j) => ((column[i] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1))]),
  );
  const targets = examples.map(({ relation }) => RELATIONS.indexOf(relation));
  const weights = RELATIONS.map(() => new Float64Array(RELATION_FEATURE_NAMES.length + 1));
  const gradients = weights.map((own) => new Float64Array(own.length));
  const shares = new Float64Array(RELATIONS.length);
  for (let step = 0; step < STEPS; step++) {
    gradients.forEach((gradient, k) => {
      gradient.set(weights[k]?.map((weight, j) => (j === 0 ? 0 : RIDGE * weight)) ?? []);
    });
    rows.forEach((row, i) => {
      weights.forEach((own, k) => {
        shares[k] = Math.exp(dot(own, row));
      });
      const total = shares.reduce((sum, share) => sum + share, 0);
      gradients.forEach((gradient, k) => {
        const error = ((shares[k] ?? 0) / total - Number(targets[i] === k)) / rows.length;
        for (let j = 0; j < row.length; j++) gradient[j] = (gradient[j] ?? 0) + error * (row[j] ?? 0);
      });
    });
    weights.forEach((own, k) => {
      for (let j = 0; j < own.length; j++) own[j] = (own[j] ?? 0) - RATE * (gradients[k]?.[j] ?? 0);
    });
  }
  const relation = (k: number) => {
    const [intercept = 0, ...own] = weights[k] ?? new Float64Array();
    return { intercept: round(intercept), weights: named(own) };
  };
  return { mean: named(means), deviation: named(deviations), repeats: relation(0), contradicts: relation(1), not_in_article: relation(2) };
}

function named(values: readonly number[]): RelationModel['mean'] {
  return Object.fromEntries(RELATION_FEATURE_NAMES.map((name, j) => [name, round(values[j] ?? 0)])) as unknown as RelationModel['mean'];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}

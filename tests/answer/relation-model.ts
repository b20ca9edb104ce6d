// A predictable relation model: a sentence above a coverage threshold repeats the claim, or contradicts it if it has a contrast.

import { RELATION_FEATURE_NAMES, type RelationFeatures, type RelationModel } from '../../src/answer/relation.js';

/** Larger than any sum of features. */
const STEEP = 1_000;

/** @param threshold least coverage of a claim that is in the article */
export function likeFrom(threshold: number): RelationModel {
  const each = (value: number, given: Partial<Record<(typeof RELATION_FEATURE_NAMES)[number], number>> = {}) =>
    ({ ...Object.fromEntries(RELATION_FEATURE_NAMES.map((name) => [name, value])), ...given }) as RelationModel['mean'];
  return {
    mean: each(0),
    deviation: each(1),
    repeats: { intercept: 0, weights: each(0) },
    contradicts: { intercept: -1, weights: each(0, { flip: 2 }) },
    // A claim exactly at the threshold counts as above it.
    not_in_article: { intercept: STEEP * threshold - 2, weights: each(0, { coverage: -STEEP }) },
  };
}

/** The signals of a sentence with a given coverage of a claim, 0 to 1. */
export function covering(coverage: number): Pick<RelationFeatures, 'coverage' | 'sentence' | 'decoys'> {
  return { coverage, sentence: coverage, decoys: 0 };
}

// Tests of the decision on a relation: probabilities from signs, and the resulting relation.

import { describe, expect, it } from 'vitest';
import { probabilitiesOf, type RelationFeatures, relationFeatures, relationModelSchema, relationOf } from '../../src/answer/relation.js';
import { covering, likeFrom } from './relation-model.js';

const model = likeFrom(0.8);
const features = (coverage: number, more: Partial<RelationFeatures> = {}): RelationFeatures => ({
  ...relationFeatures('the mayor won', 'The mayor won.', covering(coverage)),
  ...more,
});

describe('probabilitiesOf', () => {
  it('gives shares of 1', () => {
    const { repeats, contradicts, not_in_article: without } = probabilitiesOf(features(0.8), model);
    expect(repeats + contradicts + without).toBeCloseTo(1, 12);
  });

  it('stays a number however far the sums lie apart', () => {
    expect(probabilitiesOf(features(1_000), model).not_in_article).toBe(0);
    expect(probabilitiesOf(features(-1_000), model).not_in_article).toBe(1);
  });
});

describe('relationOf', () => {
  it('decides first whether the article has it, then whether it says the same', () => {
    expect(relationOf(probabilitiesOf(features(0.9), model))).toBe('repeats');
    expect(relationOf(probabilitiesOf(features(0.9, { flip: 1 }), model))).toBe('contradicts');
    expect(relationOf(probabilitiesOf(features(0.7, { flip: 1 }), model))).toBe('not_in_article');
    // The first two together outweigh the third.
    expect(relationOf({ repeats: 0.3, contradicts: 0.25, not_in_article: 0.45 })).toBe('repeats');
  });
});

describe('relationModelSchema', () => {
  it('takes a whole model and none that lacks a sign', () => {
    expect(relationModelSchema.safeParse(model).success).toBe(true);
    const { flip: _, ...mean } = model.mean;
    expect(relationModelSchema.safeParse({ ...model, mean }).success).toBe(false);
  });
});

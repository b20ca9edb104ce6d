// Tests of the decision: from features to a probability, and from a probability to an outcome.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceOf, type Decision, decisionSchema, FEATURE_NAMES, judge, outcomeOf } from '../../src/answer/decide.js';
import type { Features } from '../../src/answer/ports.js';

const even = (value: number): Features => ({
  coverage: value,
  coverageGap: value,
  margin: value,
  ownMargin: value,
  neighbourhood: value,
});

function decision(parts: Partial<Decision> = {}): Decision {
  return {
    intercept: 0,
    weights: even(1),
    mean: even(0),
    deviation: even(1),
    thresholds: { answered: 0.7, notCovered: 0.3 },
    ...parts,
  };
}

describe('outcomeOf', () => {
  it.each([
    [1, 'answered'],
    [0.7, 'answered'],
    [0.699_999, 'unsure'],
    [0.5, 'unsure'],
    [0.3, 'unsure'],
    [0.299_999, 'not_covered'],
    [0, 'not_covered'],
  ])('calls a confidence of %d %s when the thresholds are 0.7 and 0.3', (confidence, outcome) => {
    expect(outcomeOf(confidence, decision())).toBe(outcome);
  });

  it('is never unsure when both thresholds are one', () => {
    const strict = decision({ thresholds: { answered: 0.5, notCovered: 0.5 } });
    expect(outcomeOf(0.5, strict)).toBe('answered');
    expect(outcomeOf(0.499_999, strict)).toBe('not_covered');
  });

  it('never gets worse when the confidence rises', () => {
    const rank = { not_covered: 0, unsure: 1, answered: 2 } as const;
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (a, b, c, d) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const [notCovered, answered] = c < d ? [c, d] : [d, c];
        const { thresholds } = decision({ thresholds: { answered, notCovered } });
        expect(rank[outcomeOf(high, { thresholds })]).toBeGreaterThanOrEqual(rank[outcomeOf(low, { thresholds })]);
      }),
    );
  });
});

describe('confidenceOf', () => {
  it('is one half where the evidence is average and nothing is known besides', () => {
    expect(confidenceOf(even(0.4), decision({ mean: even(0.4), deviation: even(0.1) }))).toBe(0.5);
  });

  it('is the logistic function of the standardised, weighted sum', () => {
    const evidence = { coverage: 0.9, coverageGap: 0.2, margin: -0.1, ownMargin: 0, neighbourhood: 1 };
    const given = decision({
      intercept: 0.5,
      weights: { coverage: 1, coverageGap: 2, margin: 3, ownMargin: 4, neighbourhood: 5 },
      mean: { coverage: 0.8, coverageGap: 0, margin: 0, ownMargin: 0.5, neighbourhood: 0.5 },
      deviation: { coverage: 0.1, coverageGap: 0.2, margin: 0.1, ownMargin: 1, neighbourhood: 0.5 },
    });
    // 0.5 + 1·1 + 2·1 + 3·(-1) + 4·(-0.5) + 5·1
    expect(confidenceOf(evidence, given)).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 12);
  });

  it.each(FEATURE_NAMES)('rises with %s where its weight is positive, and falls where it is negative', (name) => {
    const more = { ...even(0.2), [name]: 0.3 };
    expect(confidenceOf(more, decision())).toBeGreaterThan(confidenceOf(even(0.2), decision()));
    const against = decision({ weights: { ...even(0), [name]: -1 } });
    expect(confidenceOf(more, against)).toBeLessThan(confidenceOf(even(0.2), against));
  });

  it('stays a probability for the most extreme evidence', () => {
    for (const value of [-1e6, -1, 0, 1, 1e6]) {
      const confidence = confidenceOf(even(value), decision());
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});

describe('judge', () => {
  const decisions = { bySentences: decision(), byQuestions: decision() };
  // With equal weights these are answered, unsure and not covered, in this order.
  const [high, middle, low] = [even(1), even(0), even(-1)];

  it.each([
    ['by sentences where there are no reader questions', { bySentences: low, byQuestions: undefined, isWellKnown: false }, low],
    ['by few reader questions where they raise the outcome', { bySentences: middle, byQuestions: high, isWellKnown: false }, high],
    ['by sentences where few reader questions would lower it', { bySentences: high, byQuestions: low, isWellKnown: false }, high],
    [
      'by sentences where few reader questions change nothing',
      { bySentences: middle, byQuestions: even(0.01), isWellKnown: false },
      middle,
    ],
    ['by many reader questions, also where they lower it', { bySentences: high, byQuestions: low, isWellKnown: true }, low],
  ])('decides %s', (_name, features, expected) => {
    const { outcome, confidence, features: used, thresholds } = judge(features, decisions);
    expect(used).toEqual(expected);
    expect(confidence).toBe(confidenceOf(expected, decision()));
    expect(outcome).toBe(outcomeOf(confidence, decision()));
    expect(thresholds).toEqual(decision().thresholds);
  });
});

describe('decisionSchema', () => {
  it('takes a decision, also one without room for unsure', () => {
    expect(decisionSchema.parse(decision())).toEqual(decision());
    expect(decisionSchema.safeParse(decision({ thresholds: { answered: 0.5, notCovered: 0.5 } })).success).toBe(true);
  });

  it('refuses a lower threshold over the upper one', () => {
    const result = decisionSchema.safeParse(decision({ thresholds: { answered: 0.4, notCovered: 0.5 } }));
    expect(result.error?.issues.map(({ message }) => message)).toEqual(['notCovered lies over answered']);
  });

  it.each([
    ['a threshold over 1', { ...decision(), thresholds: { answered: 1.1, notCovered: 0.1 } }],
    ['a threshold under 0', { ...decision(), thresholds: { answered: 1, notCovered: -0.1 } }],
    ['a weight that is missing', { ...decision(), weights: { coverage: 1, coverageGap: 1, margin: 1, ownMargin: 1 } }],
    ['a sign that it does not know', { ...decision(), mean: { ...even(0), luck: 1 } }],
    ['a weight that is no number', { ...decision(), weights: { ...even(1), margin: Number.NaN } }],
    ['an intercept that is text', { ...decision(), intercept: '0' }],
  ])('refuses %s', (_name, value) => {
    expect(decisionSchema.safeParse(value).success).toBe(false);
  });
});

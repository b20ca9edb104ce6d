// Tests of cross-validation: the fit for each judged part used everything else and nothing of that part.

import { describe, expect, it } from 'vitest';
import { crossValidate, type Judged } from '../../eval/fit.js';
import type { Features } from '../../src/answer/ports.js';

function even(value: number): Features {
  return { coverage: value, coverageGap: value, margin: value, ownMargin: value, neighbourhood: value };
}

/** Twenty answerable and twenty other questions, alternating, widely separated and all different. */
function separable(): Judged[] {
  return Array.from({ length: 40 }, (_, i) => {
    const kind = i % 2 === 0 ? 'answerable' : i % 4 === 1 ? 'unanswerable' : 'offtopic';
    return { kind, features: even((kind === 'answerable' ? 0.8 : 0.2) + i / 1_000) };
  });
}

describe('crossValidate', () => {
  /**
   * Nine plain answerable questions, ten near the topic, and odd ones: answerable, with the features of one of the
   * latter. With so few questions the threshold is half the least answerable probability, so an odd one is answered
   * exactly when it, or a similar one, was learnt from.
   */
  function withOdd(...positions: readonly number[]): Judged[] {
    const questions: Judged[] = Array.from({ length: 19 }, (_, i) => ({
      kind: i < 9 ? 'answerable' : 'unanswerable',
      features: even((i < 9 ? 0.9 : 0.1) + i / 10_000),
    }));
    for (const position of positions) questions.splice(position, 0, { kind: 'answerable', features: even(0.1) });
    return questions;
  }

  it('learns from the other nine tenths', () => {
    expect(crossValidate(withOdd(0, 1)).answerable.answered).toEqual({ hits: 11, of: 11 });
    expect(crossValidate(withOdd(0, 5)).answerable.answered).toEqual({ hits: 11, of: 11 });
  });

  it('leaves out every tenth question together', () => {
    expect(crossValidate(withOdd(0, 10)).answerable).toMatchObject({ answered: { hits: 9, of: 11 }, notCovered: { hits: 2, of: 11 } });
  });

  it('judges every question once', () => {
    const { answerable, nearTopic, offTopic } = crossValidate(separable());
    expect([answerable.answered.of, nearTopic.answered.of, offTopic.answered.of]).toEqual([20, 10, 10]);
    expect(offTopic.notCovered.hits).toBe(10);
  });
});

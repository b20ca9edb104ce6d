// Tests of the shipped calibration: its shape and figures. tests/e2e/ask.test.ts checks which content it was measured on.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationSchema } from '../../src/answer/calibration.js';
import { calibrationFile } from '../../src/app.js';
import { readConfig } from '../../src/config.js';

const read = () => calibrationSchema.parse(JSON.parse(readFileSync(calibrationFile(readConfig({})), 'utf8')));

describe('the calibration file', () => {
  it('counts the 100 development questions, each once', () => {
    const { own, generic } = read();
    for (const { answerable, nearTopic, offTopic } of [own.crossValidated, generic.crossValidated]) {
      expect([answerable, nearTopic, offTopic].map(({ answered }) => answered.of)).toEqual([64, 24, 12]);
      for (const { answered, notCovered } of [answerable, nearTopic, offTopic]) {
        expect(notCovered.of).toBe(answered.of);
        expect(answered.hits + notCovered.hits).toBeLessThanOrEqual(answered.of);
      }
    }
  });

  it('counts the Spanish questions and the follow-ups, each once', () => {
    const { own, generic } = read();
    for (const { spanish, followUps } of [own, generic]) {
      expect([spanish.answerable, spanish.nearTopic].map(({ answered }) => answered.of)).toEqual([32, 34]);
      expect([followUps.crossValidated.answerable.of, followUps.crossValidated.unanswerable.of]).toEqual([32, 24]);
    }
  });

  it('counts the claims of the development messages, each once', () => {
    const { own, generic } = read();
    for (const { repeats, contradicts, notInArticle } of [own.check.crossValidated, generic.check.crossValidated]) {
      expect([repeats.told.of, contradicts.told.of, notInArticle.told.of]).toEqual([84, 80, 93]);
      expect([repeats.found.of, contradicts.found.of]).toEqual([84, 80]);
    }
  });

  it('leaves room between nothing and everything', () => {
    const { own, generic, relatedNotes } = read();
    for (const { thresholds } of [own.decision, generic.decision]) {
      expect(thresholds.notCovered).toBeGreaterThan(0);
      expect(thresholds.answered).toBeLessThan(1);
    }
    expect(relatedNotes.threshold).toBeGreaterThan(0);
    expect(relatedNotes.threshold).toBeLessThan(1);
  });
});

describe('calibrationSchema', () => {
  const { model, own, generic, relatedNotes } = read();
  const offTopic = { ...own.crossValidated.offTopic, answered: { hits: 0.5, of: 12 } };

  it.each([
    ['without a model', { own, generic, relatedNotes }],
    ['without thresholds of its own', { model, generic, relatedNotes }],
    ['without the generic thresholds', { model, own, relatedNotes }],
    ['without the threshold of related notes', { model, own, generic }],
    ['without what decides on claims', { ...read(), own: { ...own, check: undefined } }],
    ['with a key that it does not know', { ...read(), luck: 1 }],
    ['with half a question', { ...read(), own: { ...own, crossValidated: { ...own.crossValidated, offTopic } } }],
    [
      'with a decision that contradicts itself',
      { ...read(), generic: { ...generic, decision: { ...generic.decision, thresholds: { answered: 0.1, notCovered: 0.9 } } } },
    ],
  ])('refuses a file %s', (_name, value) => {
    expect(calibrationSchema.safeParse(value).success).toBe(false);
  });
});

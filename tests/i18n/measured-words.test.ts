// Tests that figures are shown for the content on which they were measured, and for no other.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationSchema, measuredOn } from '../../src/answer/calibration.js';
import { calibrationFile } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { answersInWords, checksInWords, percentOf } from '../../src/i18n/measured-words.js';

const calibration = calibrationSchema.parse(JSON.parse(readFileSync(calibrationFile(readConfig({})), 'utf8')));

describe('figures', () => {
  it('belong to the content that they were measured on', () => {
    const measured = measuredOn(calibration.own.content, calibration);
    const { answers, checks } = measured ?? {};
    expect(answers).toEqual(calibration.own.crossValidated);
    expect(checks).toEqual(calibration.own.check.crossValidated);
    for (const language of ['en', 'es'] as const) {
      const space = language === 'es' ? ' ' : '';
      const { answered } = calibration.own.crossValidated.answerable;
      expect(answersInWords(measured, 'a-model', language)).toContain(`${percentOf(answered)}${space}%`);
      expect(checksInWords(measured, language)).toHaveLength(1);
    }
  });

  it('of messages are not told where none were measured', () => {
    const none = { hits: 0, of: 0 };
    const crossValidated = { repeats: { told: none, found: none }, contradicts: { told: none, found: none }, notInArticle: { told: none } };
    const own = { ...calibration.own, check: { ...calibration.own.check, crossValidated } };
    expect(checksInWords(measuredOn(own.content, { ...calibration, own }), 'en')).toEqual([]);
  });

  it('are not told of any other content, where it is said that nothing was measured', () => {
    const measured = measuredOn('0'.repeat(64), calibration);
    expect(answersInWords(measured, 'a-model', 'en')).toBe('The model is a-model. How well it answers from this article was not measured.');
    expect(answersInWords(measured, 'a-model', 'es')).toBe(
      'El modelo es a-model. No se ha medido con qué acierto responde a partir de este artículo.',
    );
    expect(checksInWords(measured, 'en')).toEqual([]);
  });
});

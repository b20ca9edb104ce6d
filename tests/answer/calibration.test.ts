// The calibration that ships with the model: its shape, and whether it was measured on the content that ships with it.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Calibration, calibrationSchema } from '../../src/answer/calibration.js';
import { type App, calibrationFile, configuredFiles, openApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createProgress } from '../../src/ops/progress.js';

const config = readConfig({});
const file = calibrationFile(config);
const log = { info: () => undefined, warn: () => undefined };

const read = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** A copy of the shipped calibration with one value replaced. */
function changed(change: (calibration: { [key: string]: never }) => void): unknown {
  const copy = structuredClone(read()) as { [key: string]: never };
  change(copy);
  return copy;
}

describe('the calibration file', () => {
  let app: App;
  let calibration: Calibration;

  beforeAll(async () => {
    calibration = calibrationSchema.parse(read());
    app = await openApp({
      files: configuredFiles(config),
      config,
      log,
      progress: createProgress('Embedding', { bar: false, log }),
      now: () => performance.now(),
    });
  });

  afterAll(() => app?.close());

  it('was measured with the model that ships', () => {
    expect(calibration.model, 'run `npm run calibrate`').toEqual(app.model);
  });

  it('was measured on the content that ships', () => {
    expect(calibration.own.content, 'the content changed: run `npm run calibrate` and commit the file').toBe(app.contentHash);
  });

  it('is what the application decides with', () => {
    expect(app.context.decision).toEqual(calibration.own.decision);
    expect(app.context.relatedNotesThreshold).toBe(calibration.relatedNotes.threshold);
    expect(app.figures).toEqual(calibration.own.crossValidated);
  });

  it('counts the 100 development questions, each once', () => {
    for (const { answerable, nearTopic, offTopic } of [calibration.own.crossValidated, calibration.generic.crossValidated]) {
      expect([answerable, nearTopic, offTopic].map(({ answered }) => answered.of)).toEqual([64, 24, 12]);
      for (const { answered, notCovered } of [answerable, nearTopic, offTopic]) {
        expect(notCovered.of).toBe(answered.of);
        expect(answered.hits + notCovered.hits).toBeLessThanOrEqual(answered.of);
      }
    }
  });

  it('leaves room between nothing and everything', () => {
    for (const { thresholds } of [calibration.own.decision, calibration.generic.decision]) {
      expect(thresholds.notCovered).toBeGreaterThan(0);
      expect(thresholds.answered).toBeLessThan(1);
    }
    expect(calibration.relatedNotes.threshold).toBeGreaterThan(0);
    expect(calibration.relatedNotes.threshold).toBeLessThan(1);
  });
});

describe('calibrationSchema', () => {
  it.each([
    ['without a model', (copy: Record<string, never>) => delete copy.model],
    ['without thresholds of its own', (copy: Record<string, never>) => delete copy.own],
    ['without the generic thresholds', (copy: Record<string, never>) => delete copy.generic],
    ['with a key that it does not know', (copy: Record<string, unknown>) => Object.assign(copy, { notes: 1 })],
    [
      'with half a question',
      (copy: { own: Calibration['own'] }) => Object.assign(copy.own.crossValidated.offTopic.answered, { hits: 0.5 }),
    ],
  ])('refuses a file %s', (_name, change) => {
    expect(calibrationSchema.safeParse(read()).success).toBe(true);
    expect(calibrationSchema.safeParse(changed(change as never)).success).toBe(false);
  });
});

// Tests that a twentieth of the development questions keep their outcome and first quote however they are typed; noise.long.test.ts asks all.

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DevQuestion, readQuestions } from '../../eval/dev-set.js';
import type { Answer } from '../../src/answer/answer.js';
import type { App } from '../../src/app.js';
import { openShippedApp } from '../e2e/stage.js';
import { answersTo, changedBy, NOISES } from './noises.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
/** Of six questions. */
const MOST_CHANGED: Readonly<Record<string, number>> = { 'story of nobody': 2, 'story before a comma': 6 };
const MOST_CHANGED_OTHERWISE = 1;

describe('a question', () => {
  let app: App;
  let questions: DevQuestion[];
  let answers: Answer[];

  beforeAll(async () => {
    app = await openShippedApp();
    questions = (await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))).filter((_, i) => i % 20 === 0);
    answers = await answersTo(app, questions);
  });

  it.each(Object.entries(NOISES))('is answered alike with: %s', async (name, noise) => {
    const changed = await changedBy(noise, app, questions, answers);
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(MOST_CHANGED[name] ?? MOST_CHANGED_OTHERWISE);
  });
});

// Tests that more reader questions of some sentences never lower other answers; more-knowledge.long.test.ts has all cases.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readQuestions } from '../../eval/dev-set.js';
import type { Answer } from '../../src/answer/answer.js';
import type { App } from '../../src/app.js';
import { askTaught, compare, type Lesson, lessonsOf, openBare, spread, UNSEEN } from './more-knowledge.js';

let dataDir: string;
let app: App;
let lessons: Lesson[];
let questions: Awaited<ReturnType<typeof readQuestions>>;
let before: Answer[];

const texts = () => questions.map(({ question }) => question);

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'marginalia-more-'));
  app = await openBare(join(UNSEEN, 'bees.txt'), dataDir);
  lessons = await lessonsOf(app, join(UNSEEN, 'bees.reader-questions.yaml'));
  questions = (await readQuestions(join(UNSEEN, 'bees.questions.jsonl'))).filter(({ kind }) => kind === 'answerable');
  before = await askTaught(app, [], texts());
});

afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it.each([0.05, 0.3, 1])('reader questions for a share of %d of the sentences lower no answer', async (share) => {
  const taught = spread(lessons, share);
  expect(taught.length).toBeGreaterThan(0);
  const { right, fallen, displaced } = compare(app, questions, before, await askTaught(app, taught, texts()));
  expect(right).toBeGreaterThan(questions.length / 2);
  expect(fallen).toEqual([]);
  // Where all sentences have reader questions, those of a neighbour may be nearer.
  expect(displaced.length, displaced.join('\n')).toBeLessThanOrEqual(share < 1 ? 0 : 1);
});

it('a taught question puts its sentence first', async () => {
  for (const lesson of spread(lessons, 0.1)) {
    const [question = ''] = lesson.questions;
    const [answer] = await askTaught(app, [{ ...lesson, questions: [question] }], [question]);
    const sentence = app.article.sentences[lesson.sentence];
    expect([answer?.outcome, answer?.quotes[0]?.focus], question).toEqual(['answered', { start: sentence?.start, end: sentence?.end }]);
  }
});

// Tests that more reader questions of some sentences never lower other answers, on three articles with more and more reader questions.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevQuestion, readQuestions } from '../../eval/dev-set.js';
import type { Answer } from '../../src/answer/answer.js';
import type { App } from '../../src/app.js';
import { PROJECT_ROOT } from '../../src/config.js';
import { askTaught, compare, type Lesson, lessonsOf, openBare, spread, UNSEEN } from './more-knowledge.js';

const ARTICLES = [
  {
    article: join(PROJECT_ROOT, 'content', 'article.md'),
    readerQuestions: join(PROJECT_ROOT, 'content', 'questions.yaml'),
    questions: join(PROJECT_ROOT, 'tests', 'golden', 'dev-questions.jsonl'),
  },
  ...['bees', 'council'].map((name) => ({
    article: join(UNSEEN, `${name}.txt`),
    readerQuestions: join(UNSEEN, `${name}.reader-questions.yaml`),
    questions: join(UNSEEN, `${name}.questions.jsonl`),
  })),
];
/** Share of the questions with a right first quote that may lose it: two of the shipped article's, one of another's. */
const DISPLACED_AT_MOST = 0.05;

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'marginalia-more-'));
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe.each(ARTICLES)('$article', (files) => {
  let app: App;
  let lessons: Lesson[];
  let questions: DevQuestion[];
  let before: Answer[];
  const texts = () => questions.map(({ question }) => question);

  beforeAll(async () => {
    app = await openBare(files.article, dataDir);
    lessons = await lessonsOf(app, files.readerQuestions);
    questions = (await readQuestions(files.questions)).filter(({ kind }) => kind === 'answerable');
    before = await askTaught(app, [], texts());
  });

  afterAll(() => app.close());

  it.each([
    [0.05, 1],
    [0.05, 24],
    [0.3, 2],
    [0.3, 24],
    [1, 1],
    [1, 6],
  ])('with reader questions for a share of %d of the sentences, at most %d each, lowers no answer', async (share, most) => {
    const taught = spread(lessons, share).map((lesson) => ({ ...lesson, questions: lesson.questions.slice(0, most) }));
    const { right, fallen, displaced } = compare(app, questions, before, await askTaught(app, taught, texts()));
    expect(right).toBeGreaterThan(questions.length / 2);
    expect(fallen).toEqual([]);
    expect(displaced.length, displaced.join('\n')).toBeLessThanOrEqual(Math.ceil(DISPLACED_AT_MOST * right));
  });
});

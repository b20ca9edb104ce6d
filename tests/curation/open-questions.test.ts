// Tests of grouping similar open questions, over the shipped article with the real model.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/app.js';
import { sentenceAt } from '../../src/article/article.js';
import { groupQuestions } from '../../src/curation/open-questions.js';
import type { OpenQuestion } from '../../src/store/store.js';
import type { ArticleView } from '../../src/views/article-view.js';
import { openShippedApp, settle } from '../e2e/stage.js';
import { AT, GUILD } from '../store/examples.js';

let app: App;

beforeAll(async () => {
  app = await openShippedApp();
});

afterAll(() => app.close());

/** Newest first, as the store returns them. */
function open(...questions: readonly string[]): OpenQuestion[] {
  return questions.map((question, i) => ({ id: `q${i}`, guildId: GUILD, question, why: 'not-covered', at: AT - i }));
}

const gapsIn = async (...questions: readonly string[]) =>
  (await groupQuestions(open(...questions), app)).map((gap) => gap.questions.map(({ question }) => question));
const HACK = [
  'Who exactly hacked the electoral system?',
  'who hacked the system that transmits the results',
  '¿quién hackeó el sistema electoral?',
];
const OIL = 'How many barrels of oil does Venezuela sell?';

describe('open questions', () => {
  it('are none where there are none', async () => {
    expect(await groupQuestions([], app)).toEqual([]);
  });

  it('that come near to the same sentence are one group, also in another language, and the largest group comes first', async () => {
    const [first = '', second = '', third = ''] = HACK;
    expect(await gapsIn(OIL, first, second, third)).toEqual([[first, second, third], [OIL]]);
  });

  it('stand newest first within their group, and the newest speaks for it', async () => {
    const [first = '', second = ''] = HACK;
    const [gap] = await groupQuestions(open(second, OIL, first), app);
    expect(gap?.questions.map(({ question }) => question)).toEqual([second, first]);
    const { candidates } = await app.explain(second, { most: 25 });
    expect(gap?.nearest).toEqual(candidates.map(({ sentence }) => sentence.index));
  });

  it('come with the sentences that are nearest, best first, and with the nearest question that is known to have no answer', async () => {
    const [gap] = await groupQuestions(open('Where did the cyber-attack on the electoral system come from?'), app);
    const [nearest = -1] = gap?.nearest ?? [];
    const { start, end } = sentenceAt(app.article, nearest);
    expect(app.article.body.slice(start, end)).toContain('traced to North Macedonia');
    expect(new Set(gap?.nearest).size).toBe(gap?.nearest.length);
    expect(gap?.nearestDecoy).toEqual(expect.stringMatching(/\?$/u));
  });

  it('that are the same word for word stay apart, each with its own id', async () => {
    const [gap] = await groupQuestions(open(OIL, OIL), app);
    expect(gap?.questions.map(({ id }) => id)).toEqual(['q0', 'q1']);
  });

  it('without words are a group of their own, with nothing near', async () => {
    const [gap] = await groupQuestions(open('😂', '🔥🔥'), app);
    expect(gap).toMatchObject({ nearest: [], nearestDecoy: undefined });
    expect(gap?.questions).toHaveLength(2);
  });

  it('are looked for once in a quarter of an hour, after which nothing is remembered of them', async () => {
    const asked: string[] = [];
    const view: ArticleView = {
      ...app,
      explain: (question, options) => {
        asked.push(question);
        return app.explain(question, options);
      },
    };
    const { now } = performance;
    for (const minutes of [0, 14, 16]) {
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + minutes * 60_000);
      await groupQuestions(open(OIL), view);
      clock.mockRestore();
      // The time is checked once in a millisecond.
      await settle(5);
    }
    expect(asked).toEqual([OIL, OIL]);
  });

  it('are looked at as far as anybody would go through them: the newest 200', async () => {
    const [gap, ...others] = await groupQuestions(open(...new Array<string>(203).fill('😂')), app);
    expect(others).toEqual([]);
    expect(gap?.questions.map(({ id }) => id).at(-1)).toBe('q199');
  });
});

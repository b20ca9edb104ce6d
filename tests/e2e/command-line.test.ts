// Tests of the compiled program as a user runs it, built before all tests: its output on each stream, and its exit codes.

import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadArticle } from '../../src/article/load.js';
import { FOCUS, QUESTION } from '../cli/bees.js';
import { answersIn } from '../cli/run.js';
import { COLOUR, EXIT, hasTerminal, onTerminal, run, SHIPPED } from './compiled-program.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** Only a hang reaches it. */
const BUILDING = 300_000;

describe('over the shipped article', () => {
  it(
    'ask --json prints one line of JSON, and nothing else anywhere',
    async () => {
      const { code, stdout, stderr } = await run(['ask', '--json', 'Who', 'won the', 'election?'], { env: SHIPPED });
      expect([code, stderr]).toEqual([EXIT.ok, '']);
      const answers = answersIn(stdout);
      expect(answers.map(({ question }) => question)).toEqual(['Who won the election?']);
      const { body } = await loadArticle(join(ROOT, 'content/article.md'));
      expect(answers[0]?.quotes.length).toBeGreaterThan(0);
      for (const { text, start: from, end } of answers[0]?.quotes ?? []) expect(body.slice(from, end)).toBe(text);
    },
    BUILDING,
  );
});

describe('the configuration', () => {
  it('has all its faults named at once, with exit 78', async () => {
    const { code, stdout, stderr } = await run(['ask', QUESTION], { env: { EMBEDDING_MODEL: 'nope', LOG_LEVEL: 'loud' } });
    expect([code, stdout]).toEqual([EXIT.badConfiguration, '']);
    expect(stderr).toContain('EMBEDDING_MODEL is "nope"');
    expect(stderr).toContain('LOG_LEVEL is "loud"');
  });
});

describe.skipIf(!hasTerminal)('on a terminal', () => {
  /** `shown` is the terminal's output; `typed` is typed at the first prompt. */
  it('greets, tells how to connect Discord, answers in colour, and ends on Ctrl+D while it answers', async () => {
    // The answer is the same while the article's own questions are still being read.
    const { code, shown } = await onTerminal('Where do the bees of Arcadia live?\n\u0004');
    expect(code).toBe(EXIT.ok);
    expect(shown).toContain('DISCORD_TOKEN');
    expect(shown).toMatch(COLOUR);
    // The provided terminal does not know its width, so lines have the usual length.
    expect(shown).toContain(FOCUS);
  });
});

// The compiled program as a user runs it, built before all tests: what it prints where, and the code that it ends with.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { loadArticle } from '../../src/article/load.js';
import { FOCUS, makeBees, QUESTION } from '../console/bees.js';
import { answersIn, type Ended } from '../console/run.js';
import { UNSET } from './program.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/main.js');
const EXIT = { ok: 0, badInput: 2, badConfiguration: 78 };
/** Colours and letters in bold, but not the cursor movements of a prompt. */
const COLOUR = /\u001b\[[\d;]*m/u;
/** Only what hangs takes so long. */
const BUILDING = 300_000;

const { folder, env: SMALL, remove } = makeBees();
const children = new Set<ChildProcessWithoutNullStreams>();

/** What the program takes when nothing is said. */
const SHIPPED = { DATA_DIR: '', ARTICLE: '', NOTES: '', READER_QUESTIONS: '', DECOYS: '', GENERAL_DECOYS: '' };

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(remove);

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; the pipe is closed after it. */
  readonly input?: string;
  readonly nodeOptions?: readonly string[];
}

function environment(env: Given['env']): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...UNSET, LOG_LEVEL: 'warn', ...SMALL, ...env };
}

function start(args: readonly string[], { env, nodeOptions = [] }: Given = {}): ChildProcessWithoutNullStreams {
  // Not the project's folder: nothing must depend on where one stands.
  const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], { cwd: folder, env: environment(env) });
  children.add(child);
  return child;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((ends) => child.once('close', ends));
  // Neither a stack trace nor what is said of a bug.
  expect(text.stderr).not.toMatch(/^ {4}at |should not have/mu);
  return { code, ...text };
}

function run(args: readonly string[], given: Given = {}): Promise<Ended> {
  const child = start(args, given);
  // The program may end without reading.
  child.stdin.on('error', () => undefined).end(given.input ?? '');
  return ended(child);
}

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

// The program asks Node whether it talks to a terminal; `script` of util-linux lends it one.
describe.skipIf(process.platform !== 'linux' || !existsSync('/usr/bin/script'))('on a terminal', () => {
  /** What the terminal shows; `typed` is typed at the first prompt. */
  async function onTerminal(typed: string, env: Given['env'] = {}): Promise<{ code: number | null; shown: string }> {
    const command = `'${process.execPath}' '${MAIN}' --console`;
    const child = spawn('/usr/bin/script', ['-q', '-e', '-c', command, '/dev/null'], {
      cwd: folder,
      env: { ...environment(env), TERM: 'xterm' },
    });
    children.add(child);
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const isFirstPrompt = !shown.includes('› ');
      shown += chunk;
      if (isFirstPrompt && shown.includes('› ')) child.stdin.write(typed);
    });
    const code = await new Promise<number | null>((ends) => child.once('close', ends));
    return { code, shown };
  }

  it('greets, tells how to connect Discord, answers in colour, and ends on Ctrl+D while it answers', async () => {
    // Is answered alike while the article's own questions are still being read.
    const { code, shown } = await onTerminal('Where do the bees of Arcadia live?\n\u0004');
    expect(code).toBe(EXIT.ok);
    expect(shown).toContain('DISCORD_TOKEN');
    expect(shown).toMatch(COLOUR);
    // The lent terminal does not know its width: lines are as long as on a usual one.
    expect(shown).toContain(FOCUS);
  });
});

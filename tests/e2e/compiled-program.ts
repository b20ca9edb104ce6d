// Runs the compiled program in a separate folder over a small article; ends any process that a test leaves running.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import { makeBees } from '../cli/bees.js';
import type { Ended } from '../cli/run.js';
import { UNSET } from './program.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/main.js');
export const EXIT = { ok: 0, badInput: 2, badConfiguration: 78 };
/** Colours and bold, but not the cursor movements of a prompt. */
export const COLOUR = /\u001b\[[\d;]*m/u;

/** The default article, a small one. */
const bees = makeBees();
export const { folder, file, env: SMALL } = bees;
const children = new Set<ChildProcessWithoutNullStreams>();

/** Settings for the shipped content: all empty. */
export const SHIPPED = { DATA_DIR: '', ARTICLE: '', NOTES: '', READER_QUESTIONS: '', DECOYS: '', GENERAL_DECOYS: '' };

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(bees.remove);

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Piped input; the pipe is closed after it. */
  readonly input?: string;
  readonly nodeOptions?: readonly string[];
}

function environment(env: Given['env']): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...UNSET, LOG_LEVEL: 'warn', ...SMALL, ...env };
}

/** Starts the program; it is ended after the test if it still runs. */
export function start(args: readonly string[], { env, nodeOptions = [] }: Given = {}): ChildProcessWithoutNullStreams {
  // Outside the project's folder: nothing may depend on the working directory.
  const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], { cwd: folder, env: environment(env) });
  children.add(child);
  return child;
}

/** A program's output and exit code, once it has ended. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((ends) => child.once('close', ends));
  // Neither a stack trace nor the message for a bug.
  expect(text.stderr).not.toMatch(/^ {4}at |should not have/mu);
  return { code, ...text };
}

/** Runs the program to its end. */
export function run(args: readonly string[], given: Given = {}): Promise<Ended> {
  const child = start(args, given);
  // The program may end without reading.
  child.stdin.on('error', () => undefined).end(given.input ?? '');
  return ended(child);
}

/** `script` of util-linux provides a terminal. */
export const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Types into the prompt on this terminal, since the program asks Node whether it runs on a terminal. */
export async function onTerminal(typed: string, env: Given['env'] = {}): Promise<{ code: number | null; shown: string }> {
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

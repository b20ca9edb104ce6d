// The compiled program as a separate process; it is built before all tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { VARIABLE_NAMES } from '../../src/config.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** The command of `npm start`. */
const [node, ...START] = (JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')).scripts.start as string).split(' ');
if (node !== 'node') throw new Error('npm start does not start with node.');
const ARGUMENTS = START.map((part) => (part.startsWith('-') ? part : resolve(ROOT, part)));

/** Every setting unset: empty values count as unset, and override a developer's .env. */
export const UNSET: Readonly<Record<string, string>> = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, '']));

export interface Program {
  readonly child: ChildProcess;
  /** The output so far. */
  readonly output: { stdout: string; stderr: string };
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts the program with these settings only. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const { PATH = '', HOME = '' } = process.env;
  // Outside the project's folder: nothing may depend on the working directory.
  const child = spawn(process.execPath, [...ARGUMENTS, ...args], {
    cwd: tmpdir(),
    env: { PATH, HOME, ...UNSET, LOG_LEVEL: 'info', ...env },
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

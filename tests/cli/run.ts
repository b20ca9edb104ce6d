// Runs the command line in this process, and collects its output on each stream and its exit code.

import { Readable, Writable } from 'node:stream';
import { expect } from 'vitest';
import { type Answer, answerSchema } from '../../src/answer/answer.js';
import { runCommandLine } from '../../src/cli/command-line.js';
import { readConfig } from '../../src/config.js';
import { EXIT } from '../../src/exit.js';
import type { Run } from '../../src/run-app.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Given {
  readonly env: Readonly<Record<string, string>>;
  /** Piped input; the pipe is closed after it. */
  readonly input?: string;
  readonly startModel?: Run['startModel'];
  /** The folder of the settings file; by default the project's, which no test may change. */
  readonly root?: string;
}

/** A writable stream, and the text written to it. */
function collect(): { readonly stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

const noModel = () => Promise.reject(new Error('This needs no model.'));

/** Runs the program with the given arguments. */
export async function run(args: readonly string[], { env, input = '', startModel = noModel, root }: Given): Promise<Ended> {
  const [stdout, stderr] = [collect(), collect()];
  const streams = { stdin: Readable.from([Buffer.from(input)]), stdout: stdout.stream, stderr: stderr.stream };
  const config = readConfig({ LOG_LEVEL: 'warn', ...env }, root);
  const code = await runCommandLine({ args, config, streams, startModel, ...(root === undefined ? {} : { root }) });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** The answers in lines of JSON. */
export function answersIn(stdout: string): Answer[] {
  expect(stdout).toMatch(/\n$|^$/u);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => answerSchema.parse(JSON.parse(line)));
}

/** Expects one line on standard error that contains these parts, nothing on standard output, and exit code 2. */
export function expectRefused({ code, stdout, stderr }: Ended, ...parts: readonly string[]): void {
  expect(stderr).toMatch(/^[^\n]+\n$/u);
  for (const part of parts) expect(stderr).toContain(part);
  expect([code, stdout]).toEqual([EXIT.badInput, '']);
}

// Child processes that use a test's store.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** The next printed line; rejects with its error output if the process ends first. */
  line(): Promise<string>;
  /** Printed lines that nobody read, once it has ended. */
  rest(): Promise<string[]>;
}

export function startChild(script: string, ...args: readonly string[]): Child {
  const path = join(import.meta.dirname, 'fixtures', script);
  const child = spawn(process.execPath, ['--import', './tests/register-tsx.mjs', path, ...args], { cwd: ROOT });
  const ended = once(child, 'close');
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${script} ended: ${complaints}`);
      return value;
    },
    rest: async () => {
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      await ended;
      return rest;
    },
  };
}

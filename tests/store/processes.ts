// Other processes that use a store of a test.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** The next line that it prints; rejects when it ends before, with what it complained of. */
  line(): Promise<string>;
  /** Lines that were printed and not asked for, once it has ended. */
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

// The program in a sandbox, started for a test with a temporary folder of its own; what a test leaves running is ended after it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Program, startProgram } from './program.js';

/** The model is loaded, and the bot connects; only what hangs meets it. */
export const STARTING = 300_000;
const programs: Program[] = [];
/** The programs' own folder for what is temporary. */
export let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-'));
});

afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

/** Starts the program over the shipped article. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram(args, { TMPDIR: folder, ...env });
  programs.push(program);
  return program;
}

/** The address of the page, as soon as the program prints it. */
export async function addressOf({ output, ended }: Program): Promise<string> {
  const find = () => /^The sandbox is at (http:\/\/127\.0\.0\.1:\d+) /mu.exec(output.stdout)?.[1];
  await Promise.race([expect.poll(find, { timeout: STARTING }).toBeDefined(), ended]);
  const address = find();
  if (address === undefined) throw new Error(`The program ended: ${output.stderr}`);
  return address;
}

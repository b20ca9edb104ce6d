// Starts the program in a sandbox for a test, with a temporary folder; ends any process that a test leaves running.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Program, startProgram } from './program.js';

/** Time for loading the model and connecting the bot; only a hang reaches it. */
export const STARTING = 300_000;
const programs: Program[] = [];
/** The programs' temporary folder. */
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

// Before any test: compiles the program, and looks for what only some machines have.
// After all tests: says what was left out, and how to have it.

import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { UNSET } from './e2e/program.js';
import { whyNoBrowser } from './sandbox/browser.js';
import { whyNoPostgres } from './store/databases.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the tests that need it are left out for; undefined where they run. */
    readonly missing: { readonly postgres: string | undefined; readonly browser: string | undefined };
  }
}

export default async function setUp(project: TestProject): Promise<() => void> {
  const env = { ...process.env, ...UNSET };
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32', env });
  return findMissing(project);
}

/** Tells the tests what this machine does not have; gives what is to be said of that at the end. */
export async function findMissing(project: TestProject): Promise<() => void> {
  const isLong = project.vite.config.mode === 'all';
  const missing = { postgres: await whyNoPostgres(), browser: isLong ? whyNoBrowser() : undefined };
  project.provide('missing', missing);
  return () => {
    for (const why of [missing.postgres, missing.browser]) if (why !== undefined) process.stdout.write(`Left out: ${why}\n`);
  };
}

// Runs before all tests: compiles the program, and looks for optional tools of the machine.
// Runs after all tests: reports the skipped tests, and how to enable them.

import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { UNSET } from './e2e/program.js';
import { whyNoBrowser } from './sandbox/browser.js';
import { whyNoPostgres } from './store/databases.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why tests that need each tool are skipped; undefined if they run. */
    readonly missing: { readonly postgres: string | undefined; readonly browser: string | undefined };
  }
}

export default async function setUp(project: TestProject): Promise<() => void> {
  const env = { ...process.env, ...UNSET };
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32', env });
  return findMissing(project);
}

/** Provides the missing tools to the tests; returns the function that reports them at the end. */
export async function findMissing(project: TestProject): Promise<() => void> {
  const isLong = project.vite.config.mode === 'all';
  const missing = { postgres: await whyNoPostgres(), browser: isLong ? whyNoBrowser() : undefined };
  project.provide('missing', missing);
  return () => {
    for (const why of [missing.postgres, missing.browser]) if (why !== undefined) process.stdout.write(`Left out: ${why}\n`);
  };
}

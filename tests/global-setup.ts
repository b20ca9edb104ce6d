// Before any test: compiles the program and builds the index of the shipped article once, so that no test waits for it.

import { execFileSync } from 'node:child_process';
import { UNSET } from './e2e/program.js';

export default function setUp(): void {
  const env = { ...process.env, ...UNSET };
  execFileSync('npm', ['run', '--silent', 'index'], { stdio: 'inherit', shell: process.platform === 'win32', env });
}

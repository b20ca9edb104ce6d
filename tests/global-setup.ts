// Before any test: compiles the program and builds the index of the shipped article once, so that no test waits for it.

import { execFileSync } from 'node:child_process';

export default function setUp(): void {
  execFileSync('npm', ['run', '--silent', 'index'], { stdio: 'inherit', shell: process.platform === 'win32' });
}

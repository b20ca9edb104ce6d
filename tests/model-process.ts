// The process of the embedding model, from outside: its id, whether it exists, and how to make it hang.

import { execFileSync } from 'node:child_process';

/** Ids of the processes that run a model for another process. */
export function modelProcessesOf(pid: number | undefined): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(pid), '-f', 'embedder-worker'], { encoding: 'utf8' });
    return found.split('\n').filter(Boolean).map(Number);
  } catch {
    // pgrep fails if there are none.
    return [];
  }
}

/** Stops a process for good: it exists, but reacts to nothing, not even SIGTERM. */
export function hang(pid: number): void {
  process.kill(pid, 'SIGSTOP');
}

/** Whether a process exists. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

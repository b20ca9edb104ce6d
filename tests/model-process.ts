// The process of the embedding model, as one sees it from outside: where it is, and how it is made to hang.

import { execFileSync } from 'node:child_process';

/** Ids of the processes that run a model for another process. */
export function modelProcessesOf(pid: number | undefined): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(pid), '-f', 'embedder-worker'], { encoding: 'utf8' });
    return found.split('\n').filter(Boolean).map(Number);
  } catch {
    // That is how it says that there is none.
    return [];
  }
}

/** Stops a process for good: it is there, and answers nothing, not even to SIGTERM. */
export function hang(pid: number): void {
  process.kill(pid, 'SIGSTOP');
}

/** Whether a process is there. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

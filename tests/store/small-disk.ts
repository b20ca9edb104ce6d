// A separate disk for a test, which can be filled and made read-only; it needs root and a system that permits mounting.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  makeReadOnly(): void;
  remove(): void;
}

/** Mounts a disk in memory. Throws if that is not possible. */
export function mountSmallDisk(kilobytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-disk-'));
  const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, { stdio: 'pipe' });
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return {
    folder,
    makeReadOnly: () => void run('mount', '-o', 'remount,ro', folder),
    remove: () => {
      // Also works if a failed test still has a file open on it.
      run('umount', '-l', folder);
      rmdirSync(folder);
    },
  };
}

/** Whether this machine lets a test mount a disk. */
export function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    mountSmallDisk(64).remove();
    return true;
  } catch {
    return false;
  }
}

// How work grows with its size, as a ratio within one run: what takes four times as long for twice as much shows here on any machine.

import { expect } from 'vitest';

/** How many times larger the large size is. */
const TIMES = 8;
/** Linear work takes 8 times as long, quadratic work 64 times. */
const MOST = 28;
/** The least of some runs: others only add to the time. */
const ROUNDS = 3;
/** Work is repeated until it takes long enough to be measured. */
const LEAST_MS = 4;
const MOST_REPEATS = 1_000;

/** Processor time of this process in milliseconds, which others at work do not add to. */
function spent(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Expects that eight times as much takes much less than quadratic work would. `make` prepares the work for a size, which is not measured. */
export function expectNoMoreThanLinear(size: number, make: (size: number) => () => unknown): void {
  const [small, large] = [make(size), make(TIMES * size)];
  let repeats = 1;
  const repeated = () => {
    for (let i = 0; i < repeats; i++) small();
  };
  // What runs for the first time is slow.
  large();
  repeated();
  while (spent(repeated) < LEAST_MS && repeats < MOST_REPEATS) repeats *= 2;
  const rounds = Array.from({ length: ROUNDS }, () => [spent(repeated) / repeats, spent(large)] as const);
  const [ofSmall, ofLarge] = [0, 1].map((i) => Math.min(...rounds.map((round) => round[i] ?? 0)));
  expect((ofLarge ?? 0) / Math.max(ofSmall ?? 0, Number.EPSILON)).toBeLessThan(MOST);
}

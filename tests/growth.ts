// Measures the growth of work with its size, as a ratio within one run: quadratic growth shows on any machine.

import { expect } from 'vitest';

/** Ratio of the large size to the small size. */
const TIMES = 8;
/** Linear work takes 8 times as long, quadratic work 64 times. */
const MOST = 28;
/** The least of up to this many runs counts, since other work on the machine only adds time. */
const ROUNDS = 3;
/** Work is repeated until it takes long enough to measure. */
const LEAST_MS = 8;
const MOST_REPEATS = 1_024;

/** Processor time of this process for some work, in milliseconds, without that of other processes. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Expects that eight times the size takes about eight times as long, far below the 64 times of quadratic work.
 * @param size the smaller size
 * @param make prepares the work for a size, outside the measurement; the work is repeated many times
 */
export async function expectNoMoreThanLinear(size: number, make: (size: number) => () => unknown): Promise<void> {
  const [small, large] = [make(size), make(TIMES * size)];
  let repeats = 1;
  const repeated = async () => {
    for (let i = 0; i < repeats; i++) await small();
  };
  // The first run is slow, so it is not measured.
  await large();
  await repeated();
  while (repeats < MOST_REPEATS && (await processorTime(repeated)) < LEAST_MS) repeats *= 2;
  let [ofSmall, ofLarge] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS && !(ofLarge / ofSmall < MOST); round++) {
    ofSmall = Math.min(ofSmall, (await processorTime(repeated)) / repeats);
    ofLarge = Math.min(ofLarge, await processorTime(large));
  }
  expect(ofLarge / ofSmall).toBeLessThan(MOST);
}

// How work grows with its size, as a ratio within one run: what takes 64 times as long for 8 times as much shows here on any machine.

import { expect } from 'vitest';

/** How many times larger the large size is. */
const TIMES = 8;
/** Linear work takes 8 times as long, quadratic work 64 times. */
const MOST = 28;
/** The least of at most so many runs is taken: what else a machine does only adds to them. */
const ROUNDS = 3;
/** Work is repeated until it takes so long that it can be measured. */
const LEAST_MS = 8;
const MOST_REPEATS = 1_024;

/** Processor time that this process takes for some work, in milliseconds: other processes do not add to it. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Expects that eight times as much takes about eight times as long, and by far not 64 times.
 * @param size the smaller size
 * @param make prepares the work for a size, which is not measured; the work is done many times
 */
export async function expectNoMoreThanLinear(size: number, make: (size: number) => () => unknown): Promise<void> {
  const [small, large] = [make(size), make(TIMES * size)];
  let repeats = 1;
  const repeated = async () => {
    for (let i = 0; i < repeats; i++) await small();
  };
  // What runs for the first time is slow.
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

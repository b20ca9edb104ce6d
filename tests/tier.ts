// The two tiers of tests. `npm test` covers all behaviour; `npm run test:all` adds long tests: the files named
// `*.long.test.ts`, PostgreSQL's whole contract (store/kinds.ts), and the remaining runs of each property.

/** Whether this is `npm run test:all`; set by vitest.config.ts. */
export const isLongTier = process.env.TEST_TIER === 'all';

/** Seed of all properties' random numbers, so that a failing run can be repeated. */
export const SEED = 20_240_728;

/** The most runs of a property in `npm test`. */
const MOST_RUNS = 24;

/**
 * The number of runs of a property: `numRuns` in `npm run test:all`, otherwise enough to show what it is about.
 * @param short number of runs in `npm test`, for slow properties
 */
export function runs(numRuns: number, short = Math.min(numRuns, MOST_RUNS)): { readonly numRuns: number } {
  return { numRuns: isLongTier ? numRuns : short };
}

/** A number of items for a test whose time grows with it. */
export function sized(inLongTier: number, inShortTier: number): number {
  return isLongTier ? inLongTier : inShortTier;
}

/** Defines tests of the long tier beside similar short ones that share their set-up. */
export function inLongTier(define: () => void): void {
  if (isLongTier) define();
}

/** Slow cases of one kind: all in the long tier, otherwise one of each `every` cases. */
export function sampled<Case>(cases: readonly Case[], every: number): readonly Case[] {
  return cases.filter((_, i) => isLongTier || i % every === 0);
}

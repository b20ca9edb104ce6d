// The two tiers of tests. `npm test` shows the behaviour of everything; `npm run test:all` adds what takes long: the files named
// `*.long.test.ts`, PostgreSQL's whole contract (store/kinds.ts), and the rest of each property's runs.

/** Whether this is `npm run test:all`; vitest.config.ts says so. */
export const isLongTier = process.env.TEST_TIER === 'all';

/** Where the random numbers of all properties begin, so that a run that fails can be had again. */
export const SEED = 20_240_728;

/** As often as a property is run at most in `npm test`. */
const MOST_RUNS = 100;

/**
 * How often a property is run: as often as it says in `npm run test:all`, and else enough to show what it is about.
 * @param short how often in `npm test`, where each run takes long
 */
export function runs(numRuns: number, short = Math.min(numRuns, MOST_RUNS)): { readonly numRuns: number } {
  return { numRuns: isLongTier ? numRuns : short };
}

/** How much of something a test makes or asks for, where the time it takes grows with that. */
export function sized(inLongTier: number, inShortTier: number): number {
  return isLongTier ? inLongTier : inShortTier;
}

/** Tests of the long tier that stand beside their like, since they share what these need. */
export function inLongTier(define: () => void): void {
  if (isLongTier) define();
}

/** Cases of one kind where each takes long: all of them in the long tier, and else the first of every so many. */
export function sampled<Case>(cases: readonly Case[], every: number): readonly Case[] {
  return cases.filter((_, i) => isLongTier || i % every === 0);
}

// Runs before each file: gives properties the same random numbers in every run and no time limit.

import fc from 'fast-check';
import { runs, SEED } from './tier.js';

fc.configureGlobal({ seed: SEED, ...runs(100) });

// Before each file: properties begin with the same random numbers in every run, and no clock stops them.

import fc from 'fast-check';
import { runs, SEED } from './tier.js';

fc.configureGlobal({ seed: SEED, ...runs(100) });

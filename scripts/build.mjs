// Entry point of `npm run build`, also the last step of `npm ci` (there with --if-possible: packages may be installed without esbuild).

import { build } from './building.mjs';

process.exitCode = await build(!process.argv.includes('--if-possible'));

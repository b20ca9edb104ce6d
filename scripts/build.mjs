// `npm run build`, and the last step of `npm ci`: there with --if-possible, since packages may be installed without esbuild.

import { build } from './building.mjs';

process.exitCode = await build(!process.argv.includes('--if-possible'));

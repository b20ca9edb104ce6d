// `npm start`: builds if the sources have changed, then runs the program in this process; a second process would cost a third of a second.

import { build } from './building.mjs';

const code = await build(true);
if (code === 0) await import('../dist/main.js');
else process.exitCode = code;

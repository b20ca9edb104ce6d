// `npm start`: builds what has changed and runs the program in the same process; a second process would cost a third of a second.

import { build } from './building.mjs';

const code = await build(true);
if (code === 0) await import('../dist/main.js');
else process.exitCode = code;

// Every command there is.

import about from './about.js';
import type { Command } from './command.js';
import { createHelp } from './help.js';
import nearest from './nearest.js';
import passage from './passage.js';

const listed: readonly Command[] = [passage, nearest, about];

export const commands: readonly Command[] = [...listed, createHelp(listed)];

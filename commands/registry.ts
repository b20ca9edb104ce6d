// Every command there is.

import about from './about.js';
import ask from './ask.js';
import check from './check.js';
import claim from './claim.js';
import claims from './claims.js';
import type { Command } from './command.js';
import { createHelp } from './help.js';
import nearest from './nearest.js';
import passage from './passage.js';
import sources from './sources.js';
import why from './why.js';

const listed: readonly Command[] = [ask, passage, nearest, claims, claim, sources, why, check, about];

export const commands: readonly Command[] = [...listed, createHelp(listed)];

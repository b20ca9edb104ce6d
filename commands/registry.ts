// The list of all commands.

import about from './about.js';
import ask from './ask.js';
import check from './check.js';
import claim from './claim.js';
import claims from './claims.js';
import type { Command } from './command.js';
import coverage from './coverage.js';
import forgetMe from './forget-me.js';
import gaps from './gaps.js';
import { createHelp } from './help.js';
import note from './note.js';
import passage from './passage.js';
import settings from './settings.js';
import sources from './sources.js';
import suggest from './suggest.js';
import why from './why.js';

const listed: readonly Command[] = [
  ask,
  passage,
  claims,
  claim,
  sources,
  why,
  check,
  suggest,
  about,
  forgetMe,
  note,
  gaps,
  coverage,
  settings,
];

export const commands: readonly Command[] = [...listed, createHelp(listed)];

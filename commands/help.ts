// /help: how to ask, the other commands, and what the notes' statuses mean.

import { legendLines, openPage, proseLines } from '../src/console/layout.js';
import { words } from '../src/words/words.js';
import type { Command } from './command.js';

/** The help over a list of commands, itself included. */
export function createHelp(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    description: 'console.help.help',
    run: ({ page: options, language }) => {
      const page = openPage(options, language);
      const say = words(language);
      const usage = ({ name, argument }: Command) => `/${name}${argument === undefined ? '' : ` ${argument}`}`;
      const commands = [...others, help];
      const width = Math.max(...commands.map((command) => usage(command).length));
      return [
        ...proseLines(page, say('console.help.ask')),
        '',
        ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${say(command.description)}`),
        `  ${'/quit'.padEnd(width)}  ${say('console.help.quit')}`,
        '',
        ...proseLines(page, say('console.help.statuses')),
        ...legendLines(page),
      ].join('\n');
    },
  };
  return help;
}

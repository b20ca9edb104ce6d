// Every command of the prompt, and their help.

import { translator } from '../../i18n/translator.js';
import { legendLines, openPage, proseLines } from '../layout.js';
import { about } from './about.js';
import { nearest } from './nearest.js';
import { passage } from './passage.js';
import type { PromptCommand, Session } from './prompt-command.js';

const help: PromptCommand = {
  name: 'help',
  description: 'console.help.help',
  run: helpText,
};

/** In the order of the help. The prompt itself handles `/quit`. */
export const promptCommands: readonly PromptCommand[] = [passage, nearest, about, help];

function helpText({ page: options, language }: Session): string {
  const page = openPage(options, language);
  const t = translator(language);
  const rows = promptCommands.map(({ name, argument, description }) => ({
    usage: `/${name}${argument === undefined ? '' : ` ${argument}`}`,
    what: t(description),
  }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return [
    ...proseLines(page, t('console.help.ask')),
    '',
    ...rows.map(({ usage, what }) => `  ${usage.padEnd(width)}  ${what}`),
    `  ${'/quit'.padEnd(width)}  ${t('console.help.quit')}`,
    '',
    ...proseLines(page, t('console.help.statuses')),
    ...legendLines(page),
  ].join('\n');
}

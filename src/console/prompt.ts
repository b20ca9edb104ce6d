// The prompt on a terminal: questions in, answers out, commands after a slash, a history that survives.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Session } from '../../commands/command.js';
import type { App } from '../app.js';
import { InputError } from '../input-error.js';
import { sayInputError } from '../words/input-error-words.js';
import { words } from '../words/words.js';
import type { PageOptions } from './layout.js';
import { renderAnswer } from './render-answer.js';

const HISTORY_LENGTH = 200;
const PROMPT = '› ';

export interface PromptOptions {
  readonly page: () => PageOptions;
  /** File that keeps what was typed from one time to the next. */
  readonly historyFile: string;
}

/** Reads questions and commands from the terminal until /quit, Ctrl+C or Ctrl+D. */
export async function runPrompt(app: App, { page, historyFile }: PromptOptions): Promise<void> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    history: await readHistory(historyFile),
    historySize: HISTORY_LENGTH,
    removeHistoryDuplicates: true,
    prompt: PROMPT,
  });
  let history: readonly string[] = [];
  lines.on('history', (entries: string[]) => {
    history = [...entries];
  });
  const session: Session = {
    app,
    language: 'en',
    lastAnswer: undefined,
    // Read anew for each answer: terminals are resized.
    get page() {
      return page();
    },
  };
  lines.on('SIGINT', () => lines.close());
  let isOpen = true;
  lines.once('close', () => {
    isOpen = false;
  });
  const say = words(session.language);
  process.stdout.write(`${[say('console.greeting'), say('console.connectDiscord'), say('console.start')].join('\n')}\n\n`);
  lines.prompt();
  for await (const line of lines) {
    if (/^\s*\/(?:quit|exit)\s*$/u.test(line)) break;
    if (line.trim() !== '') process.stdout.write(`\n${await respond(session, line)}\n\n`);
    // A prompt after Ctrl+D would read on from a terminal that nobody listens to, and the program would never end.
    if (isOpen) lines.prompt();
  }
  lines.close();
  process.stdout.write('\n');
  if (history.length > 0) await saveHistory(historyFile, history);
}

/** What is shown for a line that was typed: an answer, a command's text, or why there is none. */
export async function respond(session: Session, line: string): Promise<string> {
  try {
    const command = /^\s*\/(\S*)\s*(.*)$/su.exec(line);
    if (command !== null) return await runCommand(session, command[1] ?? '', (command[2] ?? '').trim());
    const answer = await session.app.ask(line);
    session.lastAnswer = answer;
    session.language = answer.language;
    return renderAnswer(answer, session.app.article, session.app.noteSpans, session.page);
  } catch (error) {
    if (error instanceof InputError) return sayInputError(error, session.language);
    throw error;
  }
}

async function runCommand(session: Session, name: string, argument: string): Promise<string> {
  // The commands' other half needs discord.js, which takes long to load and is not needed to ask.
  const { commands } = await import('../../commands/registry.js');
  const command = commands.find((candidate) => candidate.name === name)?.console;
  if (command === undefined) return words(session.language)('console.unknownCommand', { command: `/${name}` });
  return command.run(session, argument);
}

async function readHistory(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  } catch {
    // The first time there is none, and a history is not worth failing for.
    return [];
  }
}

async function saveHistory(file: string, entries: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${entries.slice(0, HISTORY_LENGTH).join('\n')}\n`, { mode: 0o600 });
}

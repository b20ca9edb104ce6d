// The prompt on a terminal: questions, answers, commands after a slash, and a stored history. It opens before the article.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { clearLine, cursorTo } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import { listClaims } from '../answer/claims.js';
import type { App } from '../app.js';
import { answeredQuestions } from '../examples.js';
import { type Translate, translator } from '../i18n/translator.js';
import { UserError } from '../i18n/user-error.js';
import { type Progress, roughly, type Standing, tellProgress } from '../ops/progress.js';
import type { Session } from './commands/prompt-command.js';
import { promptCommands } from './commands/registry.js';
import { type PageOptions, showControls } from './layout.js';
import { renderReply } from './render-intent.js';

const HISTORY_LENGTH = 200;
const PROMPT = '› ';
/** Minimum milliseconds between two redraws of the prompt while something is read. */
const DRAW_MS = 250;

export interface PromptOptions {
  /** Opens the application and reports its progress. */
  readonly open: (progress: Progress) => Promise<App>;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly page: () => PageOptions;
  /** File with the lines typed in earlier runs. */
  readonly historyFile: string;
}

/**
 * Reads questions and commands from the terminal until /quit, Ctrl+C or Ctrl+D. Lines typed before the app is open wait for it.
 * Rejects as `open` does.
 */
export async function runPrompt({ open, input, output, page, historyFile }: PromptOptions): Promise<void> {
  const lines = createInterface({
    input,
    output,
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
  let isOpen = true;
  lines.once('close', () => {
    isOpen = false;
  });
  /** Ctrl+C ends at once; Ctrl+D after all earlier lines are answered. */
  const interrupted = new Promise<undefined>((resolve) => {
    lines.once('SIGINT', () => {
      lines.close();
      resolve(undefined);
    });
  });
  const t = translator('en');
  let app: App | undefined;
  let standing: Standing | undefined;
  let isAnswering = false;
  /** Draws the prompt, preceded by the pending wait if any; typed text stays. */
  const draw = () => {
    if (!isOpen || isAnswering) return;
    const waiting = waitingFor(t, app, standing);
    lines.setPrompt(waiting === undefined ? PROMPT : `${waiting} ${PROMPT}`);
    lines.prompt(true);
  };
  const write = (text: string) => {
    clearLine(output, 0);
    cursorTo(output, 0);
    output.write(`${text}\n\n`);
  };

  output.write(`${[t('console.greeting'), t('console.connectDiscord'), t('console.start')].join('\n')}\n\n`);
  draw();
  const progress = tellProgress(
    (now) => {
      standing = now;
      draw();
    },
    { leastMs: DRAW_MS },
  );
  let session: Session | undefined;
  let hasTyped = false;
  /** Shows a question that the article answers, unless somebody has begun to ask. */
  const offerExample = async (one: App) => {
    if (hasTyped || !isOpen) return;
    const [question] = await answeredQuestions(one, 'en', 1).catch(() => []);
    if (question === undefined || hasTyped || !isOpen) return;
    write(t('console.tryIt', { question: showControls(question) }));
    draw();
  };
  const opened = open(progress).then((one) => {
    app = one;
    session = {
      app: one,
      language: 'en',
      lastAnswer: undefined,
      // Read again for each answer: terminals are resized.
      get page() {
        return page();
      },
    };
    standing = undefined;
    if (isOpen && !isAnswering) write(welcome(t, one));
    draw();
    void one.whole.then(draw).then(() => offerExample(one));
    return session;
  });
  let failure: { readonly error: unknown } | undefined;
  opened.catch((error: unknown) => {
    failure = { error };
    lines.close();
  });

  for await (const line of lines) {
    if (/^\s*\/(?:quit|exit)\s*$/u.test(line)) break;
    if (line.trim() !== '') {
      hasTyped = true;
      if (session === undefined) write(t('console.waiting'));
      draw();
      const ready = session ?? (await Promise.race([opened, interrupted]));
      if (ready === undefined) break;
      isAnswering = true;
      const answer = await respond(ready, line);
      isAnswering = false;
      write(`\n${answer}`);
    }
    // Draws nothing after Ctrl+D: a prompt would keep reading a terminal that nobody listens to, and the program would never end.
    draw();
  }
  lines.close();
  output.write('\n');
  if (history.length > 0) await saveHistory(historyFile, history);
  if (failure !== undefined) throw failure.error;
}

/** Names the article. */
function welcome(t: Translate, { article: { about } }: App): string {
  const title = showControls(about.title);
  if (about.author === undefined) return t('console.article', { title });
  return t('console.articleBy', { title, author: showControls(about.author) });
}

/** The text before the prompt until everything has been read. */
function waitingFor(t: Translate, app: App | undefined, standing: Standing | undefined): string | undefined {
  if (app?.isWhole === true) return undefined;
  if (standing === undefined) return app === undefined ? t('console.loading') : undefined;
  const { done, total, secondsLeft } = standing;
  const far = secondsLeft === undefined ? t('standing', { done, total }) : t('standing.left', { done, total, time: roughly(secondsLeft) });
  return t(app === undefined ? 'console.reading' : 'console.readingMore', { standing: far });
}

/** The reply to a typed line: an answer, a command's text, or an error text. */
export async function respond(session: Session, line: string): Promise<string> {
  try {
    const command = /^\s*\/(\S*)\s*(.*)$/su.exec(line);
    if (command !== null) return runCommand(session, command[1] ?? '', (command[2] ?? '').trim());
    const { app } = session;
    const answer = await app.ask(line);
    if (answer.intent === undefined) session.lastAnswer = answer;
    session.language = answer.language;
    return renderReply(answer, app, () => listClaims(app.article, app.notes), session.page);
  } catch (error) {
    if (error instanceof UserError) return error.in(session.language);
    throw error;
  }
}

function runCommand(session: Session, name: string, argument: string): string {
  const command = promptCommands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new UserError('console.unknownCommand', { command: `/${name}` });
  return command.run(session, argument);
}

async function readHistory(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  } catch {
    // The first run has no history, and an unreadable one is not worth a failure.
    return [];
  }
}

async function saveHistory(file: string, entries: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${entries.slice(0, HISTORY_LENGTH).join('\n')}\n`, { mode: 0o600 });
}

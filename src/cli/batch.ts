// Asking without a prompt: one question, lines from a pipe, or a file of questions, each answered as it is read.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Answer } from '../answer/answer.js';
import type { App } from '../app.js';
import { UserError } from '../i18n/user-error.js';
import { InputError, unreadable } from '../input-error.js';

/** No question of at most 500 characters needs a longer line, whatever other keys stand beside it. */
const LONGEST_LINE = 65_536;

const questionLine = z.object({ question: z.string(), previous: z.string().optional() });

/** A question, with the one asked before it where it follows one. */
interface Line {
  readonly question: string;
  readonly previous?: string | undefined;
}

export interface BatchOptions {
  readonly app: Pick<App, 'ask'>;
  /** One answer as text, without a line break at its end. */
  readonly render: (answer: Answer) => string;
  readonly output: NodeJS.WritableStream;
  /** Told of each line that is no question; the others are answered all the same. */
  readonly onFault: (message: string) => void;
}

/**
 * Answers the questions of a JSONL file in order, each as soon as it is read.
 * @returns how many lines were faulty
 * Throws InputError when the file cannot be read.
 */
export async function askFile(file: string, options: BatchOptions): Promise<number> {
  await checkReadable(file);
  const input = createReadStream(file, 'utf8');
  try {
    return await askEach(input, options, parseQuestion, (number) => `${file}, line ${number}`);
  } catch (error) {
    throw error === input.errored ? unreadable(file, error) : error;
  }
}

/** Answers each line of a stream as a question in plain words. Returns how many could not be asked. */
export function askLines(input: NodeJS.ReadableStream, options: BatchOptions): Promise<number> {
  return askEach(
    input,
    options,
    (line) => ({ question: line }),
    (number) => `Line ${number}`,
  );
}

async function askEach(
  input: NodeJS.ReadableStream,
  { app, render, output, onFault }: BatchOptions,
  read: (line: string) => Line,
  place: (number: number) => string,
): Promise<number> {
  let number = 0;
  let faults = 0;
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\uFEFF/u, '') : raw;
    if (line.trim() === '') continue;
    try {
      if (line.length > LONGEST_LINE) throw new InputError(`The line has ${line.length} characters; a line has at most ${LONGEST_LINE}.`);
      const { question, previous } = read(line);
      const answer = await app.ask(question, { previous });
      if (!output.write(`${render(answer)}\n`)) await once(output, 'drain');
    } catch (error) {
      if (!(error instanceof InputError || error instanceof UserError)) throw error;
      faults += 1;
      onFault(`${place(number)}: ${error.message}`);
    }
  }
  return faults;
}

function parseQuestion(line: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new InputError('This is no JSON. Write one object a line: {"question": "…"}.');
  }
  const parsed = questionLine.safeParse(value);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.some(({ path }) => path[0] === 'previous')) {
    throw new InputError(
      '"previous" is no text. Write the question before as a text, or leave it out: {"question": "…", "previous": "…"}.',
    );
  }
  throw new InputError('There is no "question" that is a text. Write one object a line: {"question": "…"}.');
}

/** Throws InputError unless there is such a file of questions. */
export async function checkReadable(file: string): Promise<void> {
  try {
    if (!(await stat(file)).isFile()) throw new InputError(`${file} is no file. Name a JSONL file with one {"question": "…"} a line.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(file, error);
  }
}

// Questions and messages without a prompt: lines from a pipe or of a file, each processed as it is read.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Answer } from '../answer/answer.js';
import type { App } from '../app.js';
import { UserError } from '../i18n/user-error.js';
import { InputError, unreadable } from '../input-error.js';

/** Characters of the longest line: no question of at most 500 characters needs more, whatever the other keys. */
const LONGEST_LINE = 65_536;

const questionLine = z.object({ question: z.string(), previous: z.string().optional() });

/** A question, with the previous question if it is a follow-up. */
interface Line {
  readonly question: string;
  readonly previous?: string | undefined;
}

const messageLine = z.union([
  z.string().transform((message) => ({ message, id: undefined })),
  z.object({ message: z.string(), id: z.string().optional() }),
]);

interface Output {
  readonly output: NodeJS.WritableStream;
  /** Called for each faulty line; the other lines are still processed. */
  readonly onFault: (message: string) => void;
}

export interface BatchOptions extends Output {
  readonly app: Pick<App, 'ask'>;
  /** One answer as text, without a final line break. */
  readonly render: (answer: Answer) => string;
}

export interface CheckBatchOptions extends Output {
  /** Checks a message against the article and returns the output, without a final line break. */
  readonly check: (message: string, id?: string) => Promise<string>;
}

/**
 * Answers the questions of a JSONL file in order, each as soon as it is read.
 * @returns the number of faulty lines
 * Throws InputError when the file cannot be read.
 */
export function askFile(file: string, { app, render, ...output }: BatchOptions): Promise<number> {
  return eachOfFile(file, output, async (line) => {
    const { question, previous } = parseQuestion(line);
    return render(await app.ask(question, { previous }));
  });
}

/**
 * Checks the messages of a file against the article, in order, each as soon as it is read. A line is an object with a `message`, a JSON
 * string, or the message itself.
 * @returns the number of faulty lines
 * Throws InputError when the file cannot be read.
 */
export function checkFile(file: string, { check, ...output }: CheckBatchOptions): Promise<number> {
  return eachOfFile(file, output, (line) => {
    const { message, id } = parseMessage(line);
    return check(message, id);
  });
}

/** Checks each line of a stream against the article. Returns the number of faulty lines. */
export function checkLines(input: NodeJS.ReadableStream, { check, ...output }: CheckBatchOptions): Promise<number> {
  return each(input, output, check, (number) => `Line ${number}`);
}

async function eachOfFile(file: string, output: Output, respond: (line: string) => Promise<string>): Promise<number> {
  await checkReadable(file);
  const input = createReadStream(file, 'utf8');
  try {
    return await each(input, output, respond, (number) => `${file}, line ${number}`);
  } catch (error) {
    throw error === input.errored ? unreadable(file, error) : error;
  }
}

/** Answers each line of a stream as a question in plain words. Returns the number of faulty lines. */
export function askLines(input: NodeJS.ReadableStream, { app, render, ...output }: BatchOptions): Promise<number> {
  return each(
    input,
    output,
    async (line) => render(await app.ask(line)),
    (number) => `Line ${number}`,
  );
}

async function each(
  input: NodeJS.ReadableStream,
  { output, onFault }: Output,
  respond: (line: string) => Promise<string>,
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
      if (!output.write(`${await respond(line)}\n`)) await once(output, 'drain');
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

/** Parses a line; one without a JSON object or string is the message itself. */
function parseMessage(line: string): { readonly message: string; readonly id?: string | undefined } {
  if (!/^\s*[{"]/u.test(line)) return { message: line };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { message: line };
  }
  const parsed = messageLine.safeParse(value);
  if (!parsed.success) throw new InputError('There is no "message" that is a text. Write one object a line: {"id": "…", "message": "…"}.');
  return parsed.data;
}

/** Throws InputError if the file is missing or not a regular file. */
export async function checkReadable(file: string): Promise<void> {
  try {
    if (!(await stat(file)).isFile()) throw new InputError(`${file} is no file. Name a JSONL file with one {"question": "…"} a line.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(file, error);
  }
}

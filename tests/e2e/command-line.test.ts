// The compiled program as a user runs it, built before all tests: what it prints where, and the code that it ends with.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Answer, answerSchema } from '../../src/answer/answer.js';
import { loadArticle } from '../../src/article/load.js';
import { readConfig } from '../../src/config.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/src/main.js');
const EXIT = { ok: 0, badInput: 2, badConfiguration: 78 };
/** Colours and letters in bold, but not the cursor movements of a prompt. */
const COLOUR = /\u001b\[[\d;]*m/u;
/** An index of the shipped content may have to be built while other tests build theirs. */
const BUILDING = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'marginalia-command-line-'));
const children = new Set<ChildProcessWithoutNullStreams>();

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const QUESTION = 'How many hives are there?';
const FOCUS = 'The bees of Arcadia live in forty hives above the harbour.';
const BEES = `The Bees of Arcadia\r\n\r\n${FOCUS} “They are 🐝,” says the baker.\r\n\r\nA hive gives twelve jars of honey.\r\n`;

/** A small article with all that belongs to it: most of what is tested here needs no more, and starts faster. */
const SMALL = {
  DATA_DIR: join(folder, 'data'),
  ARTICLE: file('bees.txt', BEES),
  NOTES: file(
    'notes.yaml',
    'notes:\n  - {id: hives, status: disputed, quotes: [forty hives], note: Thirty-eight., sources: [{publisher: P, title: T}]}\n',
  ),
  READER_QUESTIONS: file('questions.yaml', `questions:\n  - quote: ${FOCUS}\n    ask: ["${QUESTION}", "Where do the bees live?"]\n`),
  DECOYS: file('near.yaml', 'decoys:\n  - near: forty hives\n    ask: ["What do the hives cost?"]\n'),
  GENERAL_DECOYS: file(
    'general.yaml',
    'decoys:\n  - kind: general\n    ask: ["What is the weather?", "Who won the cup?", "Tell me a joke"]\n',
  ),
};
/** What the program takes when nothing is said. */
const SHIPPED = { DATA_DIR: '', ARTICLE: '', NOTES: '', READER_QUESTIONS: '', DECOYS: '', GENERAL_DECOYS: '' };

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; the pipe is closed after it. */
  readonly input?: string;
  readonly nodeOptions?: readonly string[];
}

function environment(env: Given['env']): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, LOG_LEVEL: 'warn', ...SMALL, ...env };
}

function start(args: readonly string[], { env, nodeOptions = [] }: Given = {}): ChildProcessWithoutNullStreams {
  // Not the project's folder: no .env of a developer is read, and paths must not depend on where one stands.
  const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], { cwd: folder, env: environment(env) });
  children.add(child);
  return child;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((ends) => child.once('close', ends));
  // Neither a stack trace nor what is said of a bug.
  expect(text.stderr).not.toMatch(/^ {4}at |should not have/mu);
  return { code, ...text };
}

function run(args: readonly string[], given: Given = {}): Promise<Ended> {
  const child = start(args, given);
  // The program may end without reading.
  child.stdin.on('error', () => undefined).end(given.input ?? '');
  return ended(child);
}

function answersIn(stdout: string): Answer[] {
  expect(stdout).toMatch(/\n$|^$/u);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => answerSchema.parse(JSON.parse(line)));
}

const questionLines = (questions: readonly string[]) => questions.map((question) => `${JSON.stringify({ question })}\n`).join('');

/** One line on standard error that holds these parts, nothing on standard output, exit 2. */
function expectRefused({ code, stdout, stderr }: Ended, ...parts: readonly string[]): void {
  expect(stderr).toMatch(/^[^\n]+\n$/u);
  for (const part of parts) expect(stderr).toContain(part);
  expect([code, stdout]).toEqual([EXIT.badInput, '']);
}

describe('over the shipped article', () => {
  it(
    'ask --json prints one line of JSON, and nothing else anywhere',
    async () => {
      const { code, stdout, stderr } = await run(['ask', '--json', 'Who', 'won the', 'election?'], { env: SHIPPED });
      expect([code, stderr]).toEqual([EXIT.ok, '']);
      const answers = answersIn(stdout);
      expect(answers.map(({ question }) => question)).toEqual(['Who won the election?']);
      const { body } = await loadArticle(join(ROOT, 'content/article.md'));
      expect(answers[0]?.quotes.length).toBeGreaterThan(0);
      for (const { text, start: from, end } of answers[0]?.quotes ?? []) expect(body.slice(from, end)).toBe(text);
    },
    BUILDING,
  );

  it('a question that is piped in is answered in text without colours, no wider than a page', async () => {
    const { code, stdout, stderr } = await run(['--console'], { env: SHIPPED, input: 'Who won the election?\n' });
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    expect(stdout).toContain('▌ Nicolás Maduro was re-elected');
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter((line) => line.length > 80 && !/^ *https?:/u.test(line))).toEqual([]);
  });

  it('index says nothing when the index is current', async () => {
    expect(await run(['index'], { env: SHIPPED })).toEqual({ code: EXIT.ok, stdout: '', stderr: '' });
  });
});

describe('ask', () => {
  it('prints text without colours into a pipe', async () => {
    const { code, stdout, stderr } = await run(['ask', QUESTION]);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    expect(stdout).toContain(`▌ ${FOCUS}`);
    expect(stdout).toContain('Thirty-eight.');
    expect(stdout).not.toContain('\u001b');
  });

  it('answers each line of a pipe when it is given no question, and names the one that is none', async () => {
    const { code, stdout, stderr } = await run(['ask', '--json'], { input: `${QUESTION}\r\n\n${'a'.repeat(501)}\n¿Dónde viven?` });
    expect([code, stderr]).toEqual([EXIT.badInput, 'Line 3: The question has 501 characters; at most 500 can be asked at once.\n']);
    expect(answersIn(stdout).map(({ question }) => question)).toEqual([QUESTION, '¿Dónde viven?']);
  });

  it.each([
    ['an empty question', ['ask', ''], 'The question is empty.'],
    ['a question of 501 characters', ['ask', '🔥'.repeat(501)], '501 characters'],
  ])('refuses %s and does not wait for input', async (_name, args, words) => {
    // The pipe to the program stays open.
    expectRefused(await ended(start(args)), words);
  });

  it('refuses a question together with a file of questions', async () => {
    const path = file('together.jsonl', questionLines([QUESTION]));
    expectRefused(await run(['ask', QUESTION, '--questions', path]), '--questions');
    expectRefused(await run(['ask', '', '--questions', path]), '--questions');
  });

  it.each([
    ['an option that does not exist', ['ask', '--jsn', QUESTION], '--jsn'],
    ['an option without its value', ['ask', '--questions'], '--questions'],
    ['a command that does not exist', ['frobnicate'], 'error'],
  ])('refuses %s with exit 2', async (_name, args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([EXIT.badInput, '']);
    expect(stderr).toContain(words);
  });

  it('explains itself on --help', async () => {
    const { code, stdout, stderr } = await run(['ask', '--help']);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    for (const option of ['--json', '--questions', '--article', '--notes']) expect(stdout).toContain(option);
  });
});

describe('ask --questions', () => {
  it('answers 30 questions in order, the first before the last is asked', async () => {
    const questions = Array.from({ length: 30 }, (_, i) => `${i + 1}. ${i % 3 === 0 ? '¿Dónde viven?' : QUESTION}`);
    const lines = questions.map((question, i) => JSON.stringify({ id: i, question, gold: ['x'], lang: 'en' }));
    lines.splice(3, 0, '', '   ');
    const child = start(['ask', '--questions', file('thirty.jsonl', `\uFEFF${lines.join('\r\n')}`)]);
    let first: string | undefined;
    child.stdout.once('data', (chunk: string) => {
      first = String(chunk);
    });
    const { code, stdout, stderr } = await ended(child);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    expect(answersIn(stdout).map(({ question }) => question)).toEqual(questions);
    expect(first?.split('\n').length).toBeLessThan(20);
  });

  it('names each bad line with its number, one of 10 MB in bounded memory, answers the others and exits 2', async () => {
    const huge = `{"question":"${'x'.repeat(10_000_000)}"}`;
    const path = file('faulty.jsonl', ['{"question":"one"}', 'who?', '{"question":""}', '{"q":1}', huge, '{"question":"two"}'].join('\n'));
    const { code, stdout, stderr } = await run(['ask', '--questions', path], { nodeOptions: ['--max-old-space-size=128'] });
    expect(code).toBe(EXIT.badInput);
    expect(answersIn(stdout).map(({ question }) => question)).toEqual(['one', 'two']);
    const faults = stderr.split('\n').slice(0, -1);
    expect(faults.map((fault) => fault.slice(0, path.length + 9))).toEqual([2, 3, 4, 5].map((line) => `${path}, line ${line}:`));
    expect(faults[3]).toContain('10000015 characters');
  });

  it('prints nothing for an empty file', async () => {
    expect(await run(['ask', '--questions', file('empty.jsonl', '')])).toEqual({ code: EXIT.ok, stdout: '', stderr: '' });
  });

  it('refuses a file that is missing, and a folder', async () => {
    const missing = join(folder, 'no-such.jsonl');
    expectRefused(await run(['ask', '--questions', missing]), missing);
    expectRefused(await run(['ask', '--questions', folder]), folder);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = start(['ask', '--questions', file('many.jsonl', questionLines(Array(2_000).fill(QUESTION)))]);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const started = performance.now();
    const code = await new Promise((ends) => child.once('exit', ends));
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    // It did not answer the other 1,999 for nobody.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('ask --article', () => {
  const HARBOUR = 'The Harbour\n\nThe harbour of Arcadia has room for forty hives of fishermen, as they say there.\n\nIt is “old”…\n';

  it('quotes that article and shows no notes of the usual one', async () => {
    file('harbour.txt', HARBOUR);
    const { code, stdout, stderr } = await run(['ask', '--json', '--article', 'harbour.txt', QUESTION]);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    const [answer] = answersIn(stdout);
    expect(answer?.quotes.some(({ text }) => text.includes('forty hives of fishermen'))).toBe(true);
    for (const { text, start: from, end } of answer?.quotes ?? []) expect(HARBOUR.slice(from, end)).toBe(text);
    expect([answer?.notes, answer?.relatedNotes, answer?.quotes.flatMap(({ flags }) => flags)]).toEqual([[], [], []]);
  });

  it('takes notes, reader questions and decoys for it', async () => {
    file('harbour.txt', HARBOUR);
    const questions = file('harbour.yaml', 'questions:\n  - quote: It is “old”…\n    ask: ["Of what age?"]\n');
    const args = ['--article', 'harbour.txt', '--notes', SMALL.NOTES, '--reader-questions', questions, '--decoys', SMALL.DECOYS];
    const { code, stdout, stderr } = await run(['ask', '--json', ...args, 'Of what age?']);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    const [answer] = answersIn(stdout);
    expect(answer?.quotes[0]?.text).toBe('It is “old”…');
    expect(answer?.quotes.find(({ text }) => text.includes('forty hives'))?.flags).toEqual(['hives']);
    expect(answer?.notes.map(({ note }) => note)).toEqual(['Thirty-eight.']);
  });

  it('refuses an article that is none, in one line that names it', async () => {
    file('binary.txt', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]));
    expectRefused(await run(['ask', '--article', 'binary.txt', QUESTION]), 'binary.txt');
  });

  it('refuses notes that are none, in a line that names file, line and field', async () => {
    const path = file('faulty.yaml', readFileSync(SMALL.NOTES, 'utf8').replace('disputed', 'wrong'));
    expectRefused(await run(['ask', '--article', 'bees.txt', '--notes', path, QUESTION]), `${path}, line 2: notes[0].status: `);
  });
});

describe('the configuration', () => {
  it('has all its faults named at once, with exit 78', async () => {
    const { code, stdout, stderr } = await run(['ask', QUESTION], { env: { EMBEDDING_MODEL: 'nope', LOG_LEVEL: 'loud' } });
    expect([code, stdout]).toEqual([EXIT.badConfiguration, '']);
    expect(stderr).toContain('EMBEDDING_MODEL is "nope"');
    expect(stderr).toContain('LOG_LEVEL is "loud"');
  });

  it('may not name a model that nobody knows', async () => {
    const env = { EMBEDDING_MODEL: 'Xenova/no-such-model' };
    expectRefused(await run(['ask', QUESTION], { env }), 'Xenova/no-such-model', 'Xenova/e5-small-v2');
  });

  it('may not name a model that is not there', async () => {
    const env = { EMBEDDING_MODEL: 'Xenova/bge-small-en-v1.5', MODELS_DIR: join(folder, 'no-models') };
    expectRefused(await run(['ask', QUESTION], { env }), 'Xenova/bge-small-en-v1.5', 'ALLOW_MODEL_DOWNLOAD');
  });

  it('has damaged and missing files of the model named', async () => {
    const models = join(folder, 'models');
    cpSync(readConfig({}).modelsDir, models, { recursive: true });
    const model = join(models, 'Xenova/e5-small-v2/onnx/model_quantized.onnx');
    const bytes = readFileSync(model);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(model, bytes);
    rmSync(join(models, 'Xenova/e5-small-v2/tokenizer.json'));
    const refused = await run(['ask', QUESTION], { env: { MODELS_DIR: models } });
    expectRefused(refused, 'onnx/model_quantized.onnx is damaged', 'tokenizer.json is missing');
    rmSync(models, { recursive: true });
  });
});

// The program asks Node whether it talks to a terminal; `script` of util-linux lends it one.
describe.skipIf(process.platform !== 'linux' || !existsSync('/usr/bin/script'))('on a terminal', () => {
  /** What the terminal shows; `typed` is typed at the first prompt. */
  async function onTerminal(typed: string, env: Given['env'] = {}): Promise<{ code: number | null; shown: string }> {
    const command = `'${process.execPath}' '${MAIN}' --console`;
    const child = spawn('/usr/bin/script', ['-q', '-e', '-c', command, '/dev/null'], {
      cwd: folder,
      env: { ...environment(env), TERM: 'xterm' },
    });
    children.add(child);
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const isFirstPrompt = !shown.includes('› ');
      shown += chunk;
      if (isFirstPrompt && shown.includes('› ')) child.stdin.write(typed);
    });
    const code = await new Promise<number | null>((ends) => child.once('close', ends));
    return { code, shown };
  }

  it('greets, tells how to connect Discord, answers in colour, and ends on Ctrl+D while it answers', async () => {
    const { code, shown } = await onTerminal(`${QUESTION}\n\u0004`);
    expect(code).toBe(EXIT.ok);
    expect(shown).toContain('DISCORD_TOKEN');
    expect(shown).toMatch(COLOUR);
    // The lent terminal does not know its width: lines are as long as on a usual one.
    expect(shown).toContain(FOCUS);
  });

  it('shows no colour under NO_COLOR, and keeps a history that nobody else may read', async () => {
    const history = join(SMALL.DATA_DIR, 'history');
    rmSync(history, { force: true });
    const { code, shown } = await onTerminal(`${QUESTION}\n/passage 2\n/quit\n`, { NO_COLOR: '1' });
    expect(code).toBe(EXIT.ok);
    expect(shown).toContain(`▌ ${FOCUS}`);
    expect(shown).not.toMatch(COLOUR);
    expect(readFileSync(history, 'utf8')).toBe(`/quit\n/passage 2\n${QUESTION}\n`);
    expect(statSync(history).mode & 0o777).toBe(0o600);
  });
});

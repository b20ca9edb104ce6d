// Tests of the command line with the model, in this process: answers, refusals, and exit codes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../index/embedder.js';
import { VERSION } from '../../src/config.js';
import { sharedEmbedder } from '../model.js';
import { FOCUS, makeBees, QUESTION, questionLines } from './bees.js';
import { answersIn, expectRefused, run as runLine } from './run.js';

const EXIT = { ok: 0, badInput: 2 };
const { folder, file, env, remove } = makeBees();
let model: Embedder;

beforeAll(async () => {
  model = await sharedEmbedder();
});

afterAll(async () => {
  remove();
});

const run = (args: readonly string[], input?: string) =>
  runLine(args, { env, startModel: async () => model, ...(input === undefined ? {} : { input }) });

describe('ask', () => {
  it('prints text without colours into a pipe', async () => {
    const { code, stdout, stderr } = await run(['ask', QUESTION]);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    expect(stdout).toContain(`▌ ${FOCUS}`);
    expect(stdout).toContain('Thirty-eight.');
    expect(stdout).not.toContain('\u001b');
  });

  it('answers each line of a pipe when it is given no question, and names the one that is none', async () => {
    const { code, stdout, stderr } = await run(['ask', '--json'], `${QUESTION}\r\n\n${'a'.repeat(501)}\n¿Dónde viven?`);
    expect([code, stderr]).toEqual([EXIT.badInput, 'Line 3: The question has 501 characters; at most 500 can be asked at once.\n']);
    expect(answersIn(stdout).map(({ question }) => question)).toEqual([QUESTION, '¿Dónde viven?']);
  });

  it('refuses a question together with a file of questions', async () => {
    const path = file('together.jsonl', questionLines([QUESTION]));
    expectRefused(await run(['ask', QUESTION, '--questions', path]), '--questions');
    expectRefused(await run(['ask', '', '--questions', path]), '--questions');
  });

  it.each([
    ['an option that does not exist', ['ask', '--jsn', QUESTION], '--jsn'],
    ['an option without its value', ['ask', '--questions'], '--questions'],
    ['a command that does not exist', ['frobnicate'], "unknown command 'frobnicate'"],
  ])('refuses %s with exit 2', async (_name, args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([EXIT.badInput, '']);
    expect(stderr).toContain(words);
  });

  it('says its version', async () => {
    expect(await run(['--version'])).toEqual({ code: EXIT.ok, stdout: `${VERSION}\n`, stderr: '' });
  });

  it('explains itself on --help', async () => {
    const { code, stdout, stderr } = await run(['ask', '--help']);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    for (const option of ['--json', '--questions', '--article', '--notes']) expect(stdout).toContain(option);
  });
});

describe('ask --questions', () => {
  it('prints nothing for an empty file', async () => {
    expect(await run(['ask', '--questions', file('empty.jsonl', '')])).toEqual({ code: EXIT.ok, stdout: '', stderr: '' });
  });

  it('refuses a file that is missing, and a folder', async () => {
    const missing = join(folder, 'no-such.jsonl');
    expectRefused(await run(['ask', '--questions', missing]), missing);
    expectRefused(await run(['ask', '--questions', folder]), folder);
  });
});

describe('ask --article', () => {
  const HARBOUR = 'The Harbour\n\nThe harbour of Arcadia has room for forty hives of fishermen, as they say there.\n\nIt is “old”…\n';

  it('quotes that article and shows no notes of the usual one', async () => {
    const { code, stdout, stderr } = await run(['ask', '--json', '--article', file('harbour.txt', HARBOUR), QUESTION]);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    const [answer] = answersIn(stdout);
    expect(answer?.quotes.some(({ text }) => text.includes('forty hives of fishermen'))).toBe(true);
    for (const { text, start: from, end } of answer?.quotes ?? []) expect(HARBOUR.slice(from, end)).toBe(text);
    expect([answer?.notes, answer?.relatedNotes, answer?.quotes.flatMap(({ flags }) => flags)]).toEqual([[], [], []]);
  });

  it('takes notes, reader questions and decoys for it', async () => {
    const harbour = file('harbour.txt', HARBOUR);
    const questions = file('harbour.yaml', 'questions:\n  - quote: It is “old”…\n    ask: ["Of what age?"]\n');
    const args = ['--article', harbour, '--notes', env.NOTES, '--reader-questions', questions, '--decoys', env.DECOYS];
    const { code, stdout, stderr } = await run(['ask', '--json', ...args, 'Of what age?']);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    const [answer] = answersIn(stdout);
    expect(answer?.quotes[0]?.text).toBe('It is “old”…');
    expect(answer?.quotes.find(({ text }) => text.includes('forty hives'))?.flags).toEqual(['hives']);
    expect(answer?.notes.map(({ note }) => note)).toEqual(['Thirty-eight.']);
  });

  it('refuses an article that is none, in one line that names it', async () => {
    const binary = file('binary.txt', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]));
    expectRefused(await run(['ask', '--article', binary, QUESTION]), binary);
  });

  it('refuses notes that are none, in a line that names file, line and field', async () => {
    const path = file('faulty.yaml', readFileSync(env.NOTES, 'utf8').replace('disputed', 'wrong'));
    expectRefused(await run(['ask', '--article', env.ARTICLE, '--notes', path, QUESTION]), `${path}, line 2: notes[0].status: `);
  });
});

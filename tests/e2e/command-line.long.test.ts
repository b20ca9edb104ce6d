// Long tests of the compiled program: many questions, hostile ones, readers who leave, missing models.

import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { FOCUS, QUESTION, questionLines } from '../cli/bees.js';
import { answersIn, expectRefused } from '../cli/run.js';
import { COLOUR, EXIT, ended, file, folder, hasTerminal, onTerminal, run, SHIPPED, SMALL, start } from './compiled-program.js';

describe('over the shipped article', () => {
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

describe('over a small article', () => {
  it.each([
    ['an empty question', ['ask', ''], 'The question is empty.'],
    ['a question of 501 characters', ['ask', '🔥'.repeat(501)], '501 characters'],
  ])('refuses %s and does not wait for input', async (_name, args, words) => {
    // The pipe to the program stays open.
    expectRefused(await ended(start(args)), words);
  });

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

  it('ends quietly when nobody reads on', async () => {
    const child = start(['ask', '--questions', file('many.jsonl', questionLines(Array(2_000).fill(QUESTION)))]);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const started = performance.now();
    const answeredAt = new Promise<number>((answered) => {
      child.stdout.once('data', () => {
        child.stdout.destroy();
        answered(performance.now());
      });
    });
    const code = await new Promise((ends) => child.once('exit', ends));
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    // It did not answer the other 1,999 without a reader, which takes much longer than starting and answering one.
    const first = await answeredAt;
    expect(performance.now() - first).toBeLessThan(first - started);
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
});

describe('the configuration', () => {
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

describe.skipIf(!hasTerminal)('on a terminal', () => {
  /** `shown` is the terminal's output; `typed` is typed at the first prompt. */
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

// Tests of questions from a pipe or file: in order, each answered as it arrives, and a bad line affects no other.

import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/answer.js';
import { askFile, askLines, type BatchOptions, checkFile, checkLines } from '../../src/cli/batch.js';
import { UserError } from '../../src/i18n/user-error.js';
import { InputError } from '../../src/input-error.js';

const LONGEST_LINE = 65_536;

const folder = mkdtempSync(join(tmpdir(), 'marginalia-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

function answerTo(question: string): Answer {
  const tookMs = { embed: 0, search: 0, total: 0 };
  return { question, parts: [], outcome: 'not_covered', confidence: 0, quotes: [], notes: [], relatedNotes: [], language: 'en', tookMs };
}

/** An application that answers everything but "bad", with collected output. */
function batch(ask: BatchOptions['app']['ask'] = async (raw) => answerTo(raw)) {
  const faults: string[] = [];
  const asked: string[] = [];
  const output = new PassThrough({ encoding: 'utf8' });
  const options: BatchOptions = {
    app: {
      ask: (raw, options) => {
        asked.push(raw);
        if (raw === 'bad') throw new UserError('failure.emptyQuestion');
        return ask(raw, options);
      },
    },
    render: ({ question }) => `<${question}>`,
    output,
    onFault: (message) => faults.push(message),
  };
  const text = () => (output.read() as string | null) ?? '';
  return { options, faults, asked, output, text };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('askLines', () => {
  it('answers each line in order, a line of output each', async () => {
    const { options, text, asked } = batch();
    expect(await askLines(Readable.from(['one\ntwo\nthree\n']), options)).toBe(0);
    expect(text()).toBe('<one>\n<two>\n<three>\n');
    expect(asked).toEqual(['one', 'two', 'three']);
  });

  it('keeps the order when the first answers take longest, and never asks two at once', async () => {
    let underWay = 0;
    let most = 0;
    const { options, text } = batch(async (raw) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(10 - Number(raw));
      underWay -= 1;
      return answerTo(raw);
    });
    await askLines(Readable.from(['1\n2\n3\n4\n5\n6\n7\n8\n9\n']), options);
    expect(text()).toBe('<1>\n<2>\n<3>\n<4>\n<5>\n<6>\n<7>\n<8>\n<9>\n');
    expect(most).toBe(1);
  });

  it('answers the first line before the second is there', async () => {
    const { options, output, text } = batch();
    const input = new PassThrough();
    const done = askLines(input, options);
    input.write('one\n');
    await once(output, 'readable');
    expect(text()).toBe('<one>\n');
    input.end('two\n');
    expect(await done).toBe(0);
    expect(text()).toBe('<two>\n');
  });

  it.each([
    ['line ends of Windows', 'one\r\ntwo\r\n'],
    ['no line end at the end', 'one\ntwo'],
    ['blank lines', '\n\none\n   \n\t\n\ntwo\n\n'],
    ['a byte order mark', '\uFEFFone\ntwo\n'],
    ['a byte order mark before a blank line', '\uFEFF\none\ntwo\n'],
  ])('reads lines with %s', async (_name, lines) => {
    const { options, text } = batch();
    expect(await askLines(Readable.from([lines]), options)).toBe(0);
    expect(text()).toBe('<one>\n<two>\n');
  });

  it('reads characters and line ends that fall between two chunks', async () => {
    const { options, asked } = batch();
    const bytes = Buffer.from('¿Quién ganó?\r\n🔥 who\r\n');
    await askLines(
      Readable.from(
        [...bytes].map((byte) => Buffer.from([byte])),
        { objectMode: false },
      ),
      options,
    );
    expect(asked).toEqual(['¿Quién ganó?', '🔥 who']);
  });

  it('names each bad line by its number, blank ones counted, and answers the others', async () => {
    const { options, text, faults } = batch();
    expect(await askLines(Readable.from(['one\nbad\n\nbad\ntwo\n']), options)).toBe(2);
    expect(text()).toBe('<one>\n<two>\n');
    expect(faults).toEqual([
      'Line 2: The question is empty. Ask something in words.',
      'Line 4: The question is empty. Ask something in words.',
    ]);
  });

  it('says nothing where nothing is asked', async () => {
    const { options, text, faults } = batch();
    expect(await askLines(Readable.from(['']), options)).toBe(0);
    expect([text(), faults]).toEqual(['', []]);
  });

  it('does not take a bug for a bad line', async () => {
    const { options } = batch(() => Promise.reject(new TypeError('a bug')));
    await expect(askLines(Readable.from(['one\n']), options)).rejects.toThrow(TypeError);
  });

  it('asks no further while nobody reads the answers', async () => {
    const { options, asked } = batch();
    const waiting: (() => void)[] = [];
    const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, taken) => waiting.push(taken) });
    const done = askLines(Readable.from(['one\ntwo\nthree\n']), { ...options, output: slow });
    await sleep(50);
    expect(asked).toEqual(['one']);
    const keepTaking = setInterval(() => waiting.shift()?.(), 1);
    expect(await done).toBe(0);
    clearInterval(keepTaking);
    expect(asked).toEqual(['one', 'two', 'three']);
  });
});

describe('askFile', () => {
  it('asks the question of each line and nothing else that stands there', async () => {
    const { options, text, asked } = batch();
    const lines = ['{"question":"one","id":7,"gold":["x"]}', '', '{"lang":"en","question":"two\\nlines"}\r', '{"question":"three"}'];
    expect(await askFile(file('questions.jsonl', `\uFEFF${lines.join('\n')}`), options)).toBe(0);
    expect(asked).toEqual(['one', 'two\nlines', 'three']);
    expect(text()).toContain('<one>\n');
  });

  it('asks a question with the one before it where a line has that', async () => {
    const before: unknown[] = [];
    const { options } = batch(async (raw, given) => {
      before.push(given?.previous);
      return answerTo(raw);
    });
    const lines = ['{"question":"who won?"}', '{"question":"by how much?","previous":"who won?"}', '{"question":"why?","previous":""}'];
    expect(await askFile(file('follow-ups.jsonl', lines.join('\n')), options)).toBe(0);
    expect(before).toEqual([undefined, 'who won?', '']);
  });

  it('refuses a question before that is no text, and asks the other lines', async () => {
    const { options, faults, asked } = batch();
    const lines = ['{"question":"one","previous":5}', '{"question":"two","previous":null}', '{"question":"three"}'];
    const path = file('faulty-follow-ups.jsonl', lines.join('\n'));
    expect(await askFile(path, options)).toBe(2);
    expect(asked).toEqual(['three']);
    expect(faults).toEqual(
      [1, 2].map(
        (line) =>
          `${path}, line ${line}: "previous" is no text. Write the question before as a text, or leave it out: {"question": "…", "previous": "…"}.`,
      ),
    );
  });

  it('names file and line of what is no question, and asks the others', async () => {
    const { options, faults, asked } = batch();
    const lines = [
      '{"question":"one"}',
      'who won?',
      '[1]',
      '{"question":5}',
      '{"query":"x"}',
      'null',
      '{"question":"bad"}',
      '{"question":"two"}',
    ];
    const path = file('faulty.jsonl', lines.join('\n'));
    expect(await askFile(path, options)).toBe(6);
    expect(asked).toEqual(['one', 'bad', 'two']);
    expect(faults).toEqual([
      `${path}, line 2: This is no JSON. Write one object a line: {"question": "…"}.`,
      ...[3, 4, 5, 6].map(
        (line) => `${path}, line ${line}: There is no "question" that is a text. Write one object a line: {"question": "…"}.`,
      ),
      `${path}, line 7: The question is empty. Ask something in words.`,
    ]);
  });

  it('takes a line of 65,536 characters and refuses a longer one unread', async () => {
    const { options, faults, asked } = batch();
    const lineOf = (length: number) => `{"question":"one"${' '.repeat(length - '{"question":"one"}'.length)}}`;
    const path = file('long.jsonl', `${lineOf(LONGEST_LINE)}\n${lineOf(LONGEST_LINE + 1)}\n{"question":"two"}\n`);
    expect(await askFile(path, options)).toBe(1);
    expect(asked).toEqual(['one', 'two']);
    expect(faults).toEqual([`${path}, line 2: The line has 65537 characters; a line has at most 65536.`]);
  });

  it('answers nothing for an empty file', async () => {
    const { options, text } = batch();
    expect(await askFile(file('empty.jsonl', ''), options)).toBe(0);
    expect(text()).toBe('');
  });

  it('names every line of a file that is binary', async () => {
    const { options, faults } = batch();
    const path = file('binary.jsonl', Buffer.from([0, 255, 10, 254, 10]));
    expect(await askFile(path, options)).toBe(2);
    expect(faults.every((fault) => fault.includes('no JSON'))).toBe(true);
  });

  it('refuses a file that is missing, and a folder, in one sentence that names it', async () => {
    const { options } = batch();
    const missing = join(folder, 'no-such.jsonl');
    await expect(askFile(missing, options)).rejects.toThrow(new InputError(`${missing} does not exist: check the path.`));
    await expect(askFile(folder, options)).rejects.toThrow(
      new InputError(`${folder} is no file. Name a JSONL file with one {"question": "…"} a line.`),
    );
  });

  it.skipIf(!existsSync('/proc/self/mem'))('refuses a file that opens and cannot be read', async () => {
    const { options } = batch();
    await expect(askFile('/proc/self/mem', options)).rejects.toThrow(/^\/proc\/self\/mem cannot be read \(EIO\)/u);
  });

  it('does not blame the file when the answers cannot be written', async () => {
    const { options } = batch();
    const output = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, taken) => taken(new Error('the disk is full')) });
    await expect(askFile(file('one.jsonl', '{"question":"one"}\n'), { ...options, output })).rejects.toThrow(/^the disk is full$/u);
  });
});

describe('messages', () => {
  /** Collects what is written to it. */
  function listening() {
    const written: string[] = [];
    const faults: string[] = [];
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written.push(chunk.toString());
        done();
      },
    });
    const check = async (message: string, id?: string) => {
      if (message === 'bad') throw new InputError('Bad.');
      return `${id ?? '-'}: ${message}`;
    };
    return { written, faults, options: { check, output, onFault: (fault: string) => faults.push(fault) } };
  }

  it('of a file are objects, JSON strings or plain lines, and keep their ids', async () => {
    const { written, faults, options } = listening();
    const path = file(
      'messages.jsonl',
      '{"id":"m1","message":"one","other":1}\n"two"\nthree, plain\n"quoted" at first\n\n{"text":"four"}\nbad\n',
    );
    expect(await checkFile(path, options)).toBe(2);
    expect(written).toEqual(['m1: one\n', '-: two\n', '-: three, plain\n', '-: "quoted" at first\n']);
    expect(faults).toEqual([
      `${path}, line 6: There is no "message" that is a text. Write one object a line: {"id": "…", "message": "…"}.`,
      `${path}, line 7: Bad.`,
    ]);
  });

  it('of a stream are its lines', async () => {
    const { written, options } = listening();
    expect(await checkLines(Readable.from(['one\n{"message":"two"}\n']), options)).toBe(0);
    expect(written).toEqual(['-: one\n', '-: {"message":"two"}\n']);
  });
});

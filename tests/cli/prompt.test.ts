// Tests of the prompt: answers, commands, and reasons for no answer. One small article, the real model.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import type { Session } from '../../src/cli/commands/prompt-command.js';
import { promptCommands } from '../../src/cli/commands/registry.js';
import { respond, runPrompt } from '../../src/cli/prompt.js';
import { readConfig } from '../../src/config.js';
import { translator } from '../../src/i18n/translator.js';
import { InputError } from '../../src/input-error.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';
import { createProgress, type Progress } from '../../src/ops/progress.js';
import { createArticleView } from '../../src/views/article-view.js';
import { sharedEmbedder } from '../model.js';

const ARTICLE = `---
title: The Bees of Arcadia
author: Ada Writer
kind: report
published: 2024-08
about: A report on the bees of Arcadia.
---
The bees of Arcadia live in forty hives above the harbour. They were brought there in 1921 by the baker Lena Ford.

A hive gives twelve jars of honey in a good summer. The honey is sold at the market every Saturday.

Nobody has been stung since the fence was built.
`;
const NOTES = `notes:
  - id: forty-hives
    status: inaccurate
    quotes: ["forty hives"]
    note: The register of 2023 lists 38 hives.
    sources: [{ publisher: Arcadia Town Hall, title: Register of hives, date: "2023" }]
`;
const DECOYS = `decoys:
  - kind: general
    ask:
      - What is the weather tomorrow?
      - Who won the cup final?
      - Write me a poem about cats.
      - Who are you?
`;

const folder = mkdtempSync(join(tmpdir(), 'marginalia-prompt-'));
// Wide enough that nothing is wrapped.
const page = { width: 10_000, colour: false };
let app: App;
let session: Session;

beforeAll(async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const files = { article: join(folder, 'bees.md'), notes: join(folder, 'notes.yaml'), generalDecoys: join(folder, 'decoys.yaml') };
  writeFileSync(files.article, ARTICLE);
  writeFileSync(files.notes, NOTES);
  writeFileSync(files.generalDecoys, DECOYS);
  app = await openApp({
    files,
    config: readConfig({ DATA_DIR: join(folder, 'data') }),
    log,
    progress: createProgress('Embedding', { bar: false, log }),
    now: () => performance.now(),
    embedder: sharedEmbedder(),
  });
});

afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  session = { app, page, language: 'en', lastAnswer: undefined };
});

describe('a question at the prompt', () => {
  it('is answered with a quote and its note', async () => {
    const shown = await respond(session, 'How many hives do the bees of Arcadia live in?');
    expect(shown).toContain('▌ The bees of Arcadia live in forty hives above the harbour.');
    expect(shown).toContain('The register of 2023 lists 38 hives.');
    expect(shown).toContain('Quote: Ada Writer, report, August 2024');
    expect(session.lastAnswer?.quotes[0]?.flags).toEqual(['forty-hives']);
  });

  it('turns our words to its language, and back', async () => {
    const spanish = await respond(session, '¿Cuántas colmenas hay en Arcadia?');
    expect(spanish).toMatch(/^(?:El artículo|Puede que el artículo) /u);
    expect(await respond(session, '/help')).toContain(translator('es')('console.help.ask'));
    await respond(session, 'How much honey does a hive give?');
    expect(await respond(session, '/help')).toContain(translator('en')('console.help.ask'));
  });

  it.each([
    ['an empty line', '', 'La pregunta está vacía. Pregunte algo con palabras.'],
    ['a line of spaces', '   \t ', 'La pregunta está vacía. Pregunte algo con palabras.'],
    ['a line that is too long', 'a'.repeat(501), 'La pregunta tiene 501 caracteres; el máximo es 500.'],
  ])('is refused in one sentence of the language before when it is %s, and nothing else changes', async (_name, line, sentence) => {
    await respond(session, '¿Quién trajo las abejas?');
    const { language, lastAnswer } = session;
    expect(await respond(session, line)).toBe(sentence);
    expect(session).toMatchObject({ language, lastAnswer });
  });

  it.each([
    ['what is it about?', /^I write no summaries\..+\n\nThe Bees of Arcadia · Ada Writer · report, August 2024 · 3 paragraphs\n/u],
    [
      'how many claims are contested',
      /^1 claim of the article is contested, by a note that names its sources: ✗ Inaccurate \(1\)\. .+: \/passage 1\.$/u,
    ],
    ['is it reliable?', /^I give no verdict .+ Ada Writer, report, August 2024\. 1 claim .+ \/about\.$/u],
    ['¿de qué va?', /^No escribo resúmenes\./u],
    ['hi', /^Hello\. .+ \/help\.$/u],
  ])('about the article as a whole, or small talk, is told so, and is not the last answer: %s', async (line, told) => {
    await respond(session, 'How much honey does a hive give?');
    const { lastAnswer } = session;
    expect(await respond(session, line)).toMatch(told);
    expect(session.lastAnswer).toBe(lastAnswer);
  });

  it('what it is about is told with its first sentence, word for word, and the note there', async () => {
    const shown = await respond(session, 'tldr');
    expect(shown).toContain('│ The bees of Arcadia live in forty hives above the harbour.');
    expect(shown).toContain('The register of 2023 lists 38 hives.');
  });

  it('may hold a slash, as long as it does not begin with one', async () => {
    await respond(session, 'hives and/or honey?');
    expect(session.lastAnswer?.question).toBe('hives and/or honey?');
  });
});

describe('a command at the prompt', () => {
  it('/help lists every command, how to leave, and every status', async () => {
    const shown = await respond(session, '/help');
    for (const { name, argument } of promptCommands) {
      expect(shown).toContain(argument === undefined ? `/${name} ` : `/${name} ${argument} `);
    }
    expect(shown).toContain('/quit');
    for (const status of NOTE_STATUSES) expect(shown).toContain(translator('en')(`status.${status}`));
  });

  it('/about tells what the article is, and that nobody measured how well it is answered from', async () => {
    const shown = await respond(session, '/about');
    expect(shown).toContain('A report on the bees of Arcadia.');
    expect(shown).toContain('Xenova/e5-small-v2');
    expect(shown).toContain('was not measured');
    expect(shown).not.toContain('%');
  });

  it('/passage shows a paragraph whole, with its notes', async () => {
    const shown = await respond(session, '/passage 1');
    expect(shown).toMatch(/^¶ 1\n/u);
    expect(shown).toContain('They were brought there in 1921 by the baker Lena Ford.');
    expect(shown).toContain('The register of 2023 lists 38 hives.');
    expect(shown).not.toContain('twelve jars');
    expect(await respond(session, '/passage 3')).not.toContain('The register of 2023');
  });

  it.each(['/passage 99', '/passage 4', '/passage 0', '/passage -1', '/passage 1.5', '/passage x', '/passage', '/passage 1 2'])(
    'says how many paragraphs there are for %s',
    async (line) => {
      expect(await respond(session, line)).toBe('There is no such paragraph: the article has 3 paragraphs.');
    },
  );

  it('/nearest has nothing to show before a question was asked', async () => {
    expect(await respond(session, '/nearest')).toBe(translator('en')('console.noQuestion'));
  });

  it('/nearest shows the passages nearest to a question that the article does not cover', async () => {
    const refused = await respond(session, 'What is the weather tomorrow?');
    expect(session.lastAnswer?.outcome).toBe('not_covered');
    expect(refused).not.toMatch(/[│▌]/u);
    expect(refused).toContain('/nearest');
    const nearest = await respond(session, '/nearest');
    expect(nearest).toContain(translator('en')('nearest'));
    for (const { paragraph } of session.lastAnswer?.quotes ?? []) expect(nearest).toContain(`¶ ${paragraph}`);
    expect(session.lastAnswer?.quotes.length).toBeGreaterThan(0);
  });

  it.each([
    ['/frobnicate', '/frobnicate'],
    ['/frobnicate the article', '/frobnicate'],
    ['/', '/'],
    ['/HELP', '/HELP'],
  ])('says that there is none for %s', async (line, name) => {
    expect(await respond(session, line)).toBe(translator('en')('console.unknownCommand', { command: name }));
  });

  it('may stand between spaces', async () => {
    expect(await respond(session, '  /passage   2  ')).toMatch(/^¶ 2\n/u);
  });

  it('leaves the last question and its language as they are', async () => {
    await respond(session, '¿Quién trajo las abejas?');
    const { language, lastAnswer } = session;
    for (const line of ['/help', '/about', '/passage 2', '/passage x', '/nothing']) await respond(session, line);
    expect(session).toMatchObject({ language, lastAnswer });
    expect(await respond(session, '/passage x')).toBe(translator('es')('console.noPassage', { count: 3 }));
  });
});

/** A promise settled by the test. */
function deferred<T>() {
  let [resolve, reject] = [(_: T): void => undefined, (_: Error): void => undefined];
  const promise = new Promise<T>((done, fail) => {
    [resolve, reject] = [done, fail];
  });
  return { promise, resolve, reject };
}

describe('the prompt while the article is opened', () => {
  /** A prompt on a fake terminal; the app opens when the test lets it. */
  function start() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const opening = deferred<App>();
    let progress: Progress | undefined;
    let shown = '';
    output.on('data', (chunk) => {
      shown += String(chunk);
    });
    const open = (given: Progress) => {
      progress = given;
      return opening.promise;
    };
    const ended = runPrompt({ open, input, output, page: () => page, historyFile: join(folder, 'history') });
    ended.catch(() => undefined);
    const sees = (text: string | RegExp, from = 0) => expect.poll(() => shown.slice(from), { timeout: 60_000 }).toMatch(text);
    return {
      input,
      opening,
      ended,
      sees,
      get progress() {
        if (progress === undefined) throw new Error('Nothing is opened.');
        return progress;
      },
      get shown() {
        return shown;
      },
    };
  }

  it('is there at once, says how far the reading has come, and answers what was asked meanwhile', async () => {
    const prompt = start();
    await prompt.sees(translator('en')('console.start'));
    await prompt.sees(/\(loading the model\) › /u);
    prompt.progress.start(40);
    await prompt.sees(/\(reading the article: 0 of 40\) › /u);
    prompt.input.write('How many hives do the bees of Arcadia live in?\n');
    await prompt.sees(translator('en')('console.waiting'));
    expect(prompt.shown).not.toContain('forty hives');
    prompt.opening.resolve(app);
    await prompt.sees('▌ The bees of Arcadia live in forty hives above the harbour.');
    prompt.input.write('/quit\n');
    await prompt.ended;
    expect(prompt.shown).not.toContain(translator('en')('stillReading'));
  });

  it('says with each answer that more is being read, until it is', async () => {
    const prompt = start();
    const reading = deferred<void>();
    let isWhole = false;
    const context = { ...app.context, isWhole: () => isWhole };
    const early: App = {
      ...app,
      ...createArticleView(context),
      whole: reading.promise,
      get isWhole() {
        return isWhole;
      },
    };
    prompt.opening.resolve(early);
    await prompt.sees(/› /u);
    prompt.progress.start(500);
    await prompt.sees(/\(reading more about it: 0 of 500\) › /u);
    prompt.input.write('How much honey does a hive give?\n');
    await prompt.sees(translator('en')('stillReading'));
    isWhole = true;
    reading.resolve();
    const from = prompt.shown.length;
    prompt.input.write('How much honey does a hive give in summer?\n');
    await prompt.sees('twelve jars', from);
    await prompt.sees(/\n\n[^\n]*(?<!\) )› /u, from);
    expect(prompt.shown.slice(from)).not.toContain(translator('en')('stillReading'));
    prompt.input.write('/quit\n');
    await prompt.ended;
  });

  it('ends with the reason where the article cannot be opened, also while a question waits', async () => {
    for (const question of ['', 'Who brought the bees?\n']) {
      const prompt = start();
      await prompt.sees(/› /u);
      if (question !== '') {
        prompt.input.write(question);
        await prompt.sees(translator('en')('console.waiting'));
      }
      prompt.opening.reject(new InputError('There is no such article.'));
      await expect(prompt.ended).rejects.toThrow('There is no such article.');
    }
  });

  it('can be left before the article is there', async () => {
    const prompt = start();
    await prompt.sees(/› /u);
    prompt.input.write('/quit\n');
    await prompt.ended;
  });
});

// Tests of `npm run article`: its output, its changes to .env, and the files it leaves alone. Real files, the real model.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentWith, readConfig } from '../../src/config.js';
import { openStore } from '../../src/store/open-store.js';
import { sharedEmbedder } from '../model.js';
import { change, content, GUILD } from '../store/examples.js';
import { expectRefused, run } from './run.js';

const ROOT = resolve(import.meta.dirname, '../..');
const BEES = `---
title: The Bees of Arcadia
author: Ada Writer
weather: fine
---
The bees live in forty hives above the harbour.

<!-- Ask Lena. -->

## Who sells the honey?

The honey is sold at the market by the baker Lena Ford.

## The fence of 1990

Nobody has been stung since the fence was built in 1990.
`;
const SETTINGS = `# Mine, by hand
MODELS_DIR=${join(ROOT, 'models')}
GENERAL_DECOYS=${join(ROOT, 'content/decoys-general.yaml')}
LOG_LEVEL=error

# --- Content ---
# ARTICLE=content/article.md
NOTES=old-notes.yaml # of the article before
DECOYS=old-decoys.yaml
`;

let folder: string;
const at = (name: string) => join(folder, name);
const file = (name: string, text: string) => {
  writeFileSync(at(name), text);
  return at(name);
};
const settings = () => readFileSync(at('.env'), 'utf8');
const article = (...args: readonly string[]) =>
  run(['article', ...args], { root: folder, env: environmentWith(settings()) as Record<string, string>, startModel: sharedEmbedder });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-article-'));
  file('.env', SETTINGS);
  file('bees.md', BEES);
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('article use', () => {
  it('tells what was read, offers what is answered, and writes the choice without anything of the article before', async () => {
    const { code, stdout } = await article('use', at('bees.md'));
    expect(stdout.split('\n')).toEqual([
      '“The Bees of Arcadia”, by Ada Writer (English)',
      `  ${at('bees.md')}`,
      '  Read: 3 paragraphs, 3 sentences.',
      '  Not quoted: 2 headings, 1 comment.',
      '  Left out of the front matter: weather.',
      '  Notes: none. Reader questions: none. Decoy questions: none.',
      '',
      'Questions that it answers:',
      '  Who sells the honey?',
      expect.stringMatching(/^ {2}What does the article say about “.+”\?$/u),
      expect.stringMatching(/^ {2}What does the article say about “.+”\?$/u),
      '',
      `Written to ${at('.env')}:`,
      '  ARTICLE=bees.md',
      '  taken out: NOTES=old-notes.yaml',
      '  taken out: DECOYS=old-decoys.yaml',
      'A running program keeps the previous article. Start it again with: npm start',
      '',
    ]);
    expect(code).toBe(0);
    expect(settings()).toBe(
      SETTINGS.replace('# ARTICLE=content/article.md\n', '# ARTICLE=content/article.md\nARTICLE=bees.md\n')
        .replace('NOTES=old-notes.yaml # of the article before\n', '')
        .replace('DECOYS=old-decoys.yaml\n', ''),
    );
    const { notes, readerQuestions, decoys, evaluationQuestions } = readConfig(environmentWith(settings()), folder);
    expect([notes, readerQuestions, decoys, evaluationQuestions]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('takes the files that belong to the new article, and counts what does not stand in it', async () => {
    const source = '{publisher: P, title: T}';
    const notes = file(
      'bees.yaml',
      `notes:\n  - {id: a, status: disputed, quotes: [forty hives], note: N., sources: [${source}]}\n  - {id: b, status: disputed, quotes: [fifty hives], note: N., sources: [${source}]}\n`,
    );
    const questions = file('asked.yaml', 'questions:\n  - {quote: forty hives, ask: [How many hives are there?, "How many hives?"]}\n');
    const { stdout } = await article('use', at('bees.md'), '--notes', notes, '--reader-questions', questions);
    expect(stdout).toContain(
      'Notes: 2, of which 1 quote words that do not stand in it and are left out. Reader questions: 2. Decoy questions: none.',
    );
    expect(stdout).toContain('  How many hives are there?\n');
    expect(settings()).toContain('NOTES=bees.yaml\n');
    expect(settings()).toContain('READER_QUESTIONS=asked.yaml\n');
    expect(settings()).not.toContain('DECOYS=old');
  });

  it('goes back to the article at the usual place, and finds nothing to write where that is chosen already', async () => {
    file('.env', SETTINGS.replace('NOTES=old-notes.yaml # of the article before\nDECOYS=old-decoys.yaml\n', 'ARTICLE=bees.md\n'));
    const before = settings();
    expect((await article('use', 'content/article.md', '--shipped')).code).toBe(2);
    expectRefused(await article('use', '--shipped'), 'article.md', 'does not exist');
    expect(settings()).toBe(before);
    mkdirSync(at('content'));
    file('content/article.md', BEES);
    file('content/questions.yaml', 'questions:\n  - {quote: forty hives, ask: [How many hives are there?]}\n');
    const back = await article('use', '--shipped');
    expect(back.stdout).toContain(`  ${at('content/article.md')}\n`);
    expect(back.stdout).toContain('Notes: none. Reader questions: 1.');
    expect(settings()).toBe(before.replace('ARTICLE=bees.md\n', ''));
    expect((await article('use', '--shipped')).stdout).toContain('nothing was written');
  });

  it.each([
    ['a file that is not there', ['none.md'], ['none.md', 'does not exist: check the path']],
    ['a file of another kind', ['.env'], ['.env', 'give a plain text or Markdown file']],
    ['notes that are not there', ['bees.md', '--notes', 'none.yaml'], ['none.yaml', 'does not exist: check the path']],
    ['reader questions of another form', ['bees.md', '--reader-questions', 'bees.md'], ['bees.md', 'YAML']],
    ['evaluation questions of another form', ['bees.md', '--evaluation-questions', 'bees.md'], ['bees.md, line 1', '{"question"']],
    ['neither a file nor --shipped', [], ['Give either a file or --shipped.']],
  ])('refuses %s in one line, and writes nothing', async (_name, given, parts) => {
    const files = given.map((one) => (one.startsWith('--') ? one : at(one)));
    expectRefused(await article('use', ...files), ...parts);
    expect(settings()).toBe(SETTINGS);
  });

  it('says how many notes of servers do not stand in the new article, and deletes none', async () => {
    const log = { warn: () => undefined, error: () => undefined };
    const { storeFile } = readConfig(environmentWith(SETTINGS), folder);
    const store = await openStore({ file: storeFile, log });
    const lena = { ...content(), quotes: [{ exact: 'the baker Lena Ford' }] };
    await store.addRevisions([change()], 1);
    await store.addRevisions([change({ noteId: 'lena', content: lena })], 2);
    await store.addRevisions([change({ noteId: 'gone', action: 'withdraw', content: undefined })], 3);
    const taught = { guildId: GUILD, question: 'Who?', authorId: undefined, at: 4 };
    await store.addTrainingExample({ ...taught, id: 'one', answer: 'The honey is sold at the market by the baker Lena Ford.' });
    await store.addTrainingExample({ ...taught, id: 'two', answer: 'The bridge cost nine million.' });
    await store.addTrainingExample({ ...taught, id: 'three', answer: undefined });
    const kept = await store.keptNotes(GUILD);
    await store.close();
    const { stdout } = await article('use', at('bees.md'));
    expect(stdout).toContain(
      [
        `  Kept for servers in ${storeFile}:`,
        '    Notes on words that this article does not have, which readers do not see: 1 of 2. Look whether the others are meant for this article.',
        '    Taught questions whose answer it does not have, which are not used: 1 of 2.',
        '    Questions taught as not answered, which count for this article too until they are taken back: 1.',
        '    Nothing of it is deleted: it counts again with the article that it was made for. To begin with none, name another DATA_DIR or DATABASE_URL.',
      ].join('\n'),
    );
    const after = await openStore({ file: storeFile, log });
    expect(await after.keptNotes(GUILD)).toEqual(kept);
    expect(await after.trainingExamples(GUILD)).toHaveLength(3);
    await after.close();
  });

  it('makes no database where there is none', async () => {
    await article('use', at('bees.md'));
    expect(existsSync(readConfig(environmentWith(settings()), folder).storeFile)).toBe(false);
  });
});

describe('article show', () => {
  it('tells which article is loaded and where that is set, without a model', async () => {
    file('.env', `${SETTINGS.replace('NOTES=old-notes.yaml # of the article before\nDECOYS=old-decoys.yaml\n', '')}ARTICLE=bees.md\n`);
    const env = environmentWith(settings()) as Record<string, string>;
    const { code, stdout } = await run(['article', 'show'], { root: folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain('“The Bees of Arcadia”, by Ada Writer (English)');
    expect(stdout).toContain(`Set: ARTICLE by ${at('.env')}.`);
  });
});

// Tests of the effect of a note change on answers, measured in a copy that readers never see.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedText } from '../../src/answer/searched-question.js';
import type { App } from '../../src/app.js';
import type { Curation } from '../../src/curation/curation.js';
import { Effects } from '../../src/curation/effect.js';
import { readEvaluationQuestions } from '../../src/curation/evaluation-questions.js';
import type { OpenCuration } from '../../src/curation/open-curation.js';
import { InputError } from '../../src/input-error.js';
import type { NoteAction, NoteContent } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

const QUESTIONS = [...PASSAGES.map(({ question }) => question), 'How do I bake bread?', 'Did sailors drown beside the ferry in 1951?'];
const CARS = 'carries forty cars';
const OWN = {
  ...noteOn(CARS, 'The register of ships has thirty-six, since the deck was made longer in 1987.'),
  keywords: ['deck', 'register'],
};

const content = makeContent();
let app: App;
let database: TestDatabase;
let store: SqlStore;
let opened: OpenCuration;
let curation: Curation;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
  store = await database.open();
  await saved(store, { noteId: 'deck', action: 'add', content: OWN });
  await saved(store, { noteId: 'cost-of-the-bridge', action: 'withdraw', content: undefined });
  opened = await openCurated(app, store, QUESTIONS);
  curation = opened.curation;
});

afterAll(async () => {
  await opened.close();
  await database.drop();
  await app.close();
  content.remove();
});

const effect = (noteId: string, action: NoteAction, of: NoteContent | undefined, guildId = GUILD) =>
  curation.measuring.effectOf({ guildId, noteId, action, content: of }, new AbortController().signal);
const NEAR_CARS = 'How many cars fit on the boat?';

describe('the effect', () => {
  it.each<readonly [string, Parameters<typeof effect>]>([
    ['a keyword that nobody asks for', ['deck', 'edit', { ...OWN, keywords: [...OWN.keywords, 'zyzzyva'] }]],
    ['other words for a withdrawn note', ['cost-of-the-bridge', 'edit', noteOn('ninety million', 'Nobody knows.')]],
    ['taking back what nobody was given', ['never-was', 'withdraw', undefined]],
    ['saying the same again', ['deck', 'edit', OWN]],
    ['words that stand nowhere in the article', ['nowhere', 'add', noteOn('the tunnel', 'Ptarmigans breed on the skerries.')]],
  ])('of %s is none, of all that were asked', async (_, change) => {
    expect(await effect(...change)).toEqual({ asked: QUESTIONS.length, changed: [] });
  });

  it('of a note on a sentence that answers is the answers that quote it, with and without', async () => {
    const { asked, changed } = await effect('new', 'add', noteOn(CARS, 'Lorries take the place of three.'));
    expect(asked).toBe(QUESTIONS.length);
    expect(changed.map(({ question }) => question)).toContain(NEAR_CARS);
    expect(changed.length).toBeLessThan(QUESTIONS.length);
    for (const { before, after } of changed) {
      const flags = ({ quotes }: typeof before) => quotes.filter(({ text }) => text.includes(CARS)).flatMap((quote) => quote.flags);
      expect(flags(before)).not.toContain('new');
      expect(flags(after)).toContain('new');
    }
  });

  it.each<readonly [string, Parameters<typeof effect>, string]>([
    ['other words for a note that is shown', ['deck', 'edit', noteOn(CARS, 'Other words.')], NEAR_CARS],
    ['another status', ['deck', 'edit', { ...OWN, status: 'supported' }], NEAR_CARS],
    ['a withdrawal', ['deck', 'withdraw', OWN], NEAR_CARS],
    ['showing a shipped note again', ['cost-of-the-bridge', 'restore', undefined], 'What does the bridge cost?'],
    [
      'words for a shipped note of another server',
      ['cost-of-the-bridge', 'edit', noteOn('ninety million', 'So.'), OTHER_GUILD],
      'What does the bridge cost?',
    ],
    ['withdrawing a note that a question is near to', ['drowned-in-1951', 'withdraw', undefined], QUESTIONS.at(-1) ?? ''],
  ])('of %s is seen where it is asked about', async (_, change, question) => {
    const { changed } = await effect(...change);
    expect(changed.map((one) => one.question)).toContain(question);
    for (const { before, after } of changed) expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
  });

  it('is found without readers noticing: what they see stays, to the letter', async () => {
    const view = await curation.view(GUILD);
    const look = async () => {
      const answers = await Promise.all(QUESTIONS.map(async (question) => (await curation.view(GUILD)).ask(question)));
      return answers.map(({ tookMs: _, ...answer }) => answer);
    };
    const before = await look();
    const [{ changed }, during] = await Promise.all([effect('new', 'add', noteOn(CARS, 'Thirty-six.')), look()]);
    expect(changed.length).toBeGreaterThan(0);
    expect([during, await look()]).toEqual([before, before]);
    expect(await curation.view(GUILD)).toBe(view);
    expect(await store.keptNotes(GUILD)).toHaveLength(2);
  });

  it('has each question embedded once, however often it is measured', async () => {
    const embedded: string[] = [];
    const { embedder } = app.context;
    const embedQuestion = (text: string) => {
      embedded.push(text);
      return embedder.embedQuestion(text);
    };
    const effects = new Effects(QUESTIONS, { embedQuestion });
    for (let i = 0; i < 3; i++) expect((await effects.between(app, await curation.view(GUILD))).changed.length).toBeGreaterThan(0);
    // Parts of a question are embedded, too.
    expect(embedded).toEqual(expect.arrayContaining(QUESTIONS.map(embeddedText)));
    expect(embedded).toEqual([...new Set(embedded)]);
  });

  it('is measured a question at a time, each when readers had their turn, and no further when nobody wants to know', async () => {
    const asked: string[] = [];
    const { embedder } = app.context;
    const embedQuestion = (text: string) => {
      asked.push(text);
      return embedder.embedQuestion(text);
    };
    const effects = new Effects(QUESTIONS, { embedQuestion });
    const controller = new AbortController();
    const seen: number[] = [];
    const giveWay = async () => {
      seen.push(new Set(asked).size);
      if (seen.length === 4) controller.abort(new Error('Nobody waits.'));
    };
    const measured = effects.between(app, await curation.view(GUILD), { giveWay, signal: controller.signal });
    await expect(measured).rejects.toThrow('Nobody waits.');
    // A question may have parts, so there may be more embeddings than questions.
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(asked).not.toContain(QUESTIONS[3]);
  });

  it('of nothing to ask is nothing', async () => {
    expect(await new Effects([], app.context.embedder).between(app, await curation.view(GUILD))).toEqual({ asked: 0, changed: [] });
  });
});

it('is measured by the questions of a file, by none without one, and never by a file that is named and missing', async () => {
  const path = join(content.folder, 'evaluation.jsonl');
  writeFileSync(path, '{"question": "Who built the ferry?"}\n\n{"question": "When?"}\n');
  expect(await readEvaluationQuestions(path)).toEqual(['Who built the ferry?', 'When?']);
  expect(await readEvaluationQuestions(undefined)).toEqual([]);
  await expect(readEvaluationQuestions(`${path}.nope`)).rejects.toThrow(new InputError(`${path}.nope does not exist: check the path.`));
  writeFileSync(path, '{"question": "Who?"}\nwho?\n');
  await expect(readEvaluationQuestions(path)).rejects.toThrow(`${path}, line 2: `);
});

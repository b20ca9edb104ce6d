// Tests of a moderator's process killed at any moment: reported revisions are there, and index and store agree after the restart.

import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { TestDatabase } from '../store/databases.js';
import { GUILD } from '../store/examples.js';
import { DATABASE_KINDS } from '../store/kinds.js';
import { startChild } from '../store/processes.js';
import { makeContent, openCurated, openSmallApp, PASSAGES } from './curated.js';

const ACKNOWLEDGED = 200;
/** Number of revisions before a process is killed, at a random moment of the next one. */
const IN_A_LIFE = { least: 70, most: 90 };
const LONGEST_WAIT_MS = 25;

const content = makeContent();
let app: App;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
});

afterAll(async () => {
  await app.close();
  content.remove();
});

describe.concurrent.each(DATABASE_KINDS)('a moderator’s process on %s', (kind, create) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
  });

  afterEach(() => database.drop());

  it('that is killed again and again loses nothing it saved, and readers of the next one see just what is kept', async () => {
    const acknowledged: string[] = [];
    let lives = 0;
    while (acknowledged.length < ACKNOWLEDGED) {
      const child = startChild('../../curation/fixtures/moderate.ts', JSON.stringify(database.where), content.folder);
      lives += 1;
      const life = randomInt(IN_A_LIFE.least, IN_A_LIFE.most);
      for (let written = 0; written < life; written++) acknowledged.push(await child.line());
      await wait(randomInt(LONGEST_WAIT_MS));
      child.process.kill('SIGKILL');
      acknowledged.push(...(await child.rest()));
    }
    expect(lives).toBeGreaterThan(2);

    const store = await database.open();
    const kept = await store.keptNotes(GUILD);
    const written: string[] = [];
    for (const note of kept) {
      const history = await store.revisions(GUILD, note.noteId);
      expect(history.map(({ version }) => version)).toEqual(history.map((_, i) => i + 1));
      expect(history.at(-1)).toMatchObject(note);
      written.push(...history.map(({ version }) => `${note.noteId} ${version}`));
    }
    expect(acknowledged.filter((revision) => !written.includes(revision))).toEqual([]);
    expect(written.length - acknowledged.length).toBeLessThanOrEqual(lives);
    // A revision and its proposal are committed together.
    const proposals = await database.query("select count(*) as accepted from proposals where state = 'accepted'");
    expect(proposals.map(({ accepted }) => Number(accepted))).toEqual([written.length]);
    if (kind === 'SQLite') expect(await database.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);

    const { curation, close } = await openCurated(app, store);
    const view = await curation.view(GUILD);
    const { embedder, retriever } = view.context;
    expect(kept).toHaveLength(PASSAGES.length);
    for (const { quote, word, question } of PASSAGES) {
      const note = kept.find((one) => one.content?.quotes[0]?.exact === quote);
      const isSeen = note?.isRetracted === false;
      const asked = await embedder.embedQuestion(`What was marked with the ${word}?`);
      const found = retriever.retrieve(asked, retriever.matchWords(asked.text)).notes.map(({ id }) => id);
      expect(isSeen ? found[0] : found.includes(note?.noteId ?? ''), word).toBe(isSeen ? note.noteId : false);
      const claims = (await view.findClaims(word, 5)).map(({ value }) => value);
      expect(claims[0]?.note, word).toEqual(isSeen ? { id: note.noteId, ...note.content } : undefined);

      const { quotes } = await view.ask(question);
      expect(
        quotes.some(({ text }) => text.includes(quote)),
        question,
      ).toBe(true);
      for (const { start, end, flags } of quotes) {
        const own = flags.filter((id) => kept.some(({ noteId }) => noteId === id));
        const expected = kept.filter(({ isRetracted, content: of }) => {
          const at = app.article.body.indexOf(of?.quotes[0]?.exact ?? '');
          return !isRetracted && at < end && at + (of?.quotes[0]?.exact.length ?? 0) > start;
        });
        expect(own.toSorted(), question).toEqual(expected.map(({ noteId }) => noteId).toSorted());
      }
    }
    await close();
  });
});

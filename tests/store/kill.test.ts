// A writer that is killed at any moment: whatever it was told is kept is there, and nothing is there by half.

import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseKinds, type TestDatabase } from './databases.js';
import { GUILD } from './examples.js';
import { startChild } from './processes.js';

const ACKNOWLEDGED = 200;
/** Revisions that a writer is let to write in one life, before it is killed within the next few milliseconds. */
const IN_A_LIFE = { least: 50, most: 90 };

describe.concurrent.each(await databaseKinds())('a writer on %s', (kind, create) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
  });

  afterEach(() => database.drop());

  it('that is killed again and again loses nothing that was acknowledged, and leaves nothing by half', async () => {
    const acknowledged: string[] = [];
    let lives = 0;
    while (acknowledged.length < ACKNOWLEDGED) {
      const child = startChild('write-notes.ts', JSON.stringify(database.where));
      lives += 1;
      const life = randomInt(IN_A_LIFE.least, IN_A_LIFE.most);
      for (let written = 0; written < life; written++) acknowledged.push(await child.line());
      await wait(randomInt(8));
      child.process.kill('SIGKILL');
      acknowledged.push(...(await child.rest()));
    }
    expect(lives).toBeGreaterThan(2);

    const store = await database.open();
    const kept: string[] = [];
    for (const note of await store.keptNotes(GUILD)) {
      const history = await store.revisions(GUILD, note.noteId);
      expect(history.map(({ version }) => version)).toEqual(history.map((_, i) => i + 1));
      expect(history.at(-1)).toMatchObject(note);
      kept.push(...history.map(({ noteId, version }) => `${noteId} ${version}`));
    }
    expect(acknowledged.filter((revision) => !kept.includes(revision))).toEqual([]);
    // Each life can end between a commit and its acknowledgement, once.
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(lives);
    const events = await database.query('select seq from events order by seq');
    expect(events.map(({ seq }) => Number(seq))).toEqual(kept.map((_, i) => i + 1));
    if (kind === 'SQLite') expect(await database.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

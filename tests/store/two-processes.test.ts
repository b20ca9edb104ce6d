// Fifty editors of one note in two processes: every edit finds its place in one history, and nobody overwrites what they did not see.

import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseKinds, type TestDatabase } from './databases.js';
import { GUILD, NOTE } from './examples.js';
import { startChild } from './processes.js';

interface Edit {
  readonly authorId: string;
  readonly version: number;
  readonly conflicts: readonly { readonly baseVersion: number; readonly current: number }[];
}

const EDITORS = 25;
const oneTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe.each(await databaseKinds())('two processes on %s', (_, create) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
  });

  afterEach(() => database.drop());

  it('bring it up to date at once, make one history of fifty edits at once, tell each conflict, and both hear of all in order', async () => {
    const children = [0, 1].map(() => startChild('edit-at-once.ts', JSON.stringify(database.where), String(EDITORS)));
    const tell = () => {
      for (const child of children) child.process.stdin.write('go\n');
    };
    for (const child of children) expect(await child.line()).toBe('ready');
    tell();
    const edits = (await Promise.all(children.map((child) => child.line()))).flatMap((line): Edit[] => JSON.parse(line));

    const store = await database.open();
    const history = await store.revisions(GUILD, NOTE);
    expect(history.map(({ version }) => version)).toEqual(oneTo(2 * EDITORS));
    const byVersion = edits.toSorted((a, b) => a.version - b.version);
    expect(byVersion.map(({ authorId }) => authorId)).toEqual(history.map(({ authorId }) => authorId));
    const conflicts = edits.flatMap((edit) => edit.conflicts);
    expect(conflicts.length).toBeGreaterThan(0);
    expect(conflicts.filter(({ baseVersion, current }) => current <= baseVersion)).toEqual([]);

    // Longer than it takes SQLite's watcher to look.
    await wait(600);
    tell();
    for (const child of children) expect(JSON.parse(await child.line())).toEqual(oneTo(2 * EDITORS));
  });
});

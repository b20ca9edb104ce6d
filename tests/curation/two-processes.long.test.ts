// Tests of moderators in two processes that change the same notes at once: one whole history, and readers of both soon see the same.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres } from '../missing.js';
import { createPostgresDatabase, type TestDatabase } from '../store/databases.js';
import { GUILD, saved } from '../store/examples.js';
import { startChild } from '../store/processes.js';
import { makeContent, noteOn, PASSAGES } from './curated.js';

interface Edit {
  readonly noteId: string;
  readonly version: number;
  readonly authorId: string;
  readonly conflicts: number;
}

interface Look {
  readonly claims: readonly (readonly [id: string, note: string, spans: unknown])[];
  readonly answers: readonly (readonly [quotes: readonly (readonly [text: string, flags: readonly string[]])[], notes: unknown])[];
}

const MODERATORS = 25;
const OWN = PASSAGES.slice(0, 5).map(({ quote, word }) => ({ noteId: `own-${word}`, quote }));

describe.skipIf(!hasPostgres)('two processes on PostgreSQL', () => {
  const content = makeContent();
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createPostgresDatabase();
  });

  afterAll(async () => {
    await database.drop();
    content.remove();
  });

  it('make one history of fifty changes at once, and soon answer alike', async () => {
    const store = await database.open();
    for (const { noteId, quote } of OWN) await saved(store, { noteId, action: 'add', content: noteOn(quote, 'As the log says.') });
    const start = () =>
      startChild('../../curation/fixtures/edit-together.ts', JSON.stringify(database.where), content.folder, `${MODERATORS}`);
    const first = start();
    // The first one builds the index for both.
    expect(await first.line()).toBe('ready');
    const children = [first, start()];
    expect(await children[1]?.line()).toBe('ready');
    const ask = <T>(what: 'edit' | 'look') =>
      Promise.all(
        children.map(async (child): Promise<T> => {
          child.process.stdin.write(`${what}\n`);
          return JSON.parse(await child.line());
        }),
      );
    const before = await ask<Look>('look');
    expect(before[0]).toEqual(before[1]);

    const edits = (await ask<readonly Edit[]>('edit')).flat();
    const kept = await store.keptNotes(GUILD);
    const isTold = (look: Look) =>
      kept.every(({ noteId, content: of }) => look.claims.some(([id, note]) => id === noteId && note === of?.note));
    let looks = await ask<Look>('look');
    while (!looks.every(isTold)) looks = await ask<Look>('look');
    expect(looks.map(isTold)).toEqual([true, true]);
    expect(looks[0]).toEqual(looks[1]);
    expect(looks[0]).not.toEqual(before[0]);
    // Notes appear in answers, too, not only in lists.
    const flagged = looks[0]?.answers.flatMap(([quotes]) => quotes.flatMap(([, flags]) => flags));
    expect(OWN.filter(({ noteId }) => flagged?.includes(noteId) !== true)).toEqual([]);

    expect(edits).toHaveLength(2 * MODERATORS);
    expect(edits.some(({ conflicts }) => conflicts > 0)).toBe(true);
    const told = edits.map(({ noteId, version, authorId }) => `${noteId} ${version} ${authorId}`);
    const histories = await Promise.all(OWN.map(({ noteId }) => store.revisions(GUILD, noteId)));
    for (const history of histories) expect(history.map(({ version }) => version)).toEqual(history.map((_, i) => i + 1));
    const later = histories.flatMap((history) =>
      history.slice(1).map(({ noteId, version, authorId }) => `${noteId} ${version} ${authorId}`),
    );
    expect(told.toSorted()).toEqual(later.toSorted());
    const events = await database.query('select seq from events order by seq');
    expect(events.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: OWN.length + edits.length }, (_, i) => i + 1));
    for (const child of children) {
      child.process.stdin.end();
      expect(await child.rest()).toEqual([]);
    }
  });
});

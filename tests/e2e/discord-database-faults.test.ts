// Tests of a database that fails while moderators work, over the loopback Discord: they learn why, and always whether to save again.

import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { click as press } from '../../sandbox/discord/people.js';
import type { Message } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { Sqlite } from '../../src/sqlite.js';
import {
  addServer,
  answerTo,
  click,
  contentsOf,
  draftNote,
  eventually,
  keptIn,
  newcomer,
  noteIdIn,
  openShippedApp,
  openStage,
  QUESTION,
  type Server,
  type Stage,
  textOf,
  use,
} from './stage.js';

const EDIT = /\/messages\/@original$/u;

let app: App;
let stage: Stage;
let server: Server;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

beforeEach(async () => {
  stage.discord.faults.clear();
  server = addServer(stage);
  const { guild, office: channel } = server;
  await use(server, { user: guild.owner, channel, name: 'settings log-channel', options: { channel } });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const openFile = () => new Sqlite(join(stage.dataDir, 'marginalia.sqlite'));

function query(statement: string): void {
  const database = openFile();
  database.exec(statement);
  database.close();
}

const save = (message: Message) => click(server, { user: server.moderator, message, on: 'Save' });
const revisionsOf = (id: string) =>
  keptIn(stage)
    .get('revisions')
    ?.filter((row) => row.guild_id === server.guild.id && row.note_id === id);
const ask = () => use(server, { user: newcomer(server), channel: server.general, name: 'ask', options: { question: QUESTION } });

describe('a moderator who saves a note', () => {
  it('while others hold the database is told that nothing was saved, and can save the same draft after that', async () => {
    const draft = await draftNote(server);
    const holder = openFile();
    holder.exec('begin immediate');
    try {
      const told = await answerTo(server, press(server.discord.world, { user: server.moderator, message: draft, on: 'Save' }));
      expect(told.content).toContain('so nothing was saved. Try again in a few seconds.');
    } finally {
      holder.exec('rollback');
      holder.close();
    }
    expect(revisionsOf(noteIdIn(draft))).toEqual([]);
    expect((await save(draft)).content).toContain('is saved, and readers see it.');
  });

  it('that readers cannot be shown yet is told so, and they see it as soon as they can', async () => {
    const draft = await draftNote(server);
    query('alter table lessons rename to lessons_away');
    const { content } = await save(draft);
    query('alter table lessons_away rename to lessons');
    expect(content).toContain('is saved as version 1; do not save it again. Readers do not see it yet');
    expect(contentsOf(server.office).at(-1)).toContain('wrote **');
    expect(revisionsOf(noteIdIn(draft))).toHaveLength(1);
    await eventually(() => expect(stage.logged.some(({ message }) => message.includes('could not be applied'))).toBe(true));
    await eventually(async () => expect(textOf(await ask())).toContain('The prosecutor named the country'));
  });

  it('is told that it is saved where Discord lets nothing be shown, so that nobody saves it again', async () => {
    const draft = await draftNote(server);
    stage.discord.faults.add({ match: { method: 'PATCH', path: EDIT, times: 20 }, fault: { kind: 'status', status: 403, code: 50_013 } });
    const told = await save(draft);
    stage.discord.faults.clear();
    expect(told.content).toContain('This is saved; do not save it again.');
    expect(revisionsOf(noteIdIn(draft))).toHaveLength(1);
  });
});

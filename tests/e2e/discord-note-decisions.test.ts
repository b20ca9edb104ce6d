// Tests of decisions on notes over the loopback Discord: two at once, a second moderator's approval, the queue, the log.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandUse, componentsIn, deletePost, type FormValues, click as press, useCommand } from '../../sandbox/discord/people.js';
import { addChannel } from '../../sandbox/discord/places.js';
import type { Channel, Component, Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { translator } from '../../src/i18n/translator.js';
import {
  addNote,
  addServer,
  click,
  contentsOf,
  draftNote,
  eventually,
  fillIn,
  lastIn,
  NOTE,
  newcomer,
  noteIdIn,
  openForm,
  openShippedApp,
  openStage,
  publicIn,
  QUESTION,
  readWithNotes,
  type Server,
  type Stage,
  sendForm,
  textOf,
  use,
} from './stage.js';

const t = translator('en');

let app: App;
let stage: Stage;
/** New for each test. */
let server: Server;
let moderator: User;
let second: User;
let log: Channel;
let queue: Channel;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

beforeEach(async () => {
  server = addServer(stage);
  ({ moderator, second } = server);
  log = addChannel(stage.discord.world, server.guild, { name: 'log' });
  queue = addChannel(stage.discord.world, server.guild, { name: 'queue' });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

type Options = NonNullable<CommandUse['options']>;

const set = (part: string, options: Options) =>
  use(stage, { user: server.guild.owner, channel: server.quiet, name: `settings ${part}`, options });
const by = (user: User, part: string, options: Options): CommandUse => ({ user, channel: server.office, name: `note ${part}`, options });
const openEdit = (user: User, note: string) => openForm(stage, useCommand(stage.discord.world, by(user, 'edit', { note })));
const edit = async (user: User, note: string, values: FormValues) => sendForm(stage, await openEdit(user, note), values);
const on = (message: Message, user: User, label: string) => click(stage, { user, message, on: label });
const fillInFrom = (message: Message, user: User, label: string, values: FormValues) =>
  fillIn(stage, press(stage.discord.world, { user, message, on: label }), values);
const labelsOf = (message: Message) => componentsIn(message).map(({ label }) => label);
const mention = ({ id }: User) => `<@${id}>`;

const ask = (options: Options = {}, channel = server.general, user = newcomer(server)) =>
  use(stage, { user, channel, name: 'ask', options: { question: QUESTION, ...options } });
const answered = async () => {
  const user = newcomer(server);
  return readWithNotes(stage, user, await ask({}, server.general, user));
};
const cardOf = async (note: string) => textOf(await use(stage, by(second, 'show', { note })));

/** The history of a note, page by page, the first version first. */
async function versionsOf(note: string): Promise<string[]> {
  const message = await use(stage, by(moderator, 'history', { note }));
  const pages = [textOf(message)];
  while (componentsIn(message).some(({ label, disabled }) => label === 'Older' && disabled !== true)) {
    pages.unshift(textOf(await on(message, moderator, 'Older')));
  }
  return pages;
}

describe('a note that two moderators change at once', () => {
  const THEIRS = 'No traces of the attack were shown.';
  const MINE = 'No proof of the attack was shown.';
  let id: string;
  let conflict: Message;

  beforeEach(async () => {
    id = await addNote(server);
    const forms = [await openEdit(second, id), await openEdit(moderator, id)] as const;
    await on(await sendForm(stage, forms[0], { note: THEIRS }), second, 'Save');
    const draft = await sendForm(stage, forms[1], { note: MINE });
    conflict = await fillInFrom(draft, moderator, 'Save, with a reason', { reason: 'Nobody saw them.' });
  });

  it('has the second one see both texts and keep theirs, which stands as it was saved', async () => {
    expect(conflict.content).toBe(`${t('conflict')}\n**${id}** · ? Unverified · of this server · version 2`);
    expect(conflict.embeds.map(({ title, description }) => [title, description])).toEqual([
      [t('conflict.differences'), '**Note**\nNo ~~traces~~ **proof** of the attack ~~were~~ **was** shown.'],
    ]);
    expect(labelsOf(conflict)).toEqual(['Use mine', 'Edit', 'Keep theirs']);
    expect((await on(conflict, moderator, 'Keep theirs')).content).toBe(t('proposal.discarded'));
    expect(await cardOf(id)).toContain(THEIRS);
    expect(await versionsOf(id)).toHaveLength(2);
  });

  it('has theirs overwritten by “Use mine”, while every version and the reason stay in the history', async () => {
    expect((await on(conflict, moderator, 'Use mine')).content).toBe(t('saved.edit', { id, version: 3 }));
    expect(await answered()).toContain(MINE);
    const [first, theirs, mine, ...more] = await versionsOf(id);
    expect(more).toEqual([]);
    expect(first).toContain(NOTE.note);
    expect(theirs).toContain(`Changed by ${mention(second)}`);
    expect(mine).toContain('Reason: Nobody saw them.');
    await on(await use(stage, by(second, 'restore', { note: id, version: 2 })), second, 'Save');
    expect(await cardOf(id)).toContain(THEIRS);
  });

  it('can be written once more by the second one, who finds their own words in the form', async () => {
    const form = await openForm(stage, press(stage.discord.world, { user: moderator, message: conflict, on: 'Edit' }));
    const inputs = (form.modal?.components ?? []).map(({ component }) => component as Component & { readonly value?: string });
    expect(inputs.find(({ custom_id: name }) => name === 'note')?.value).toBe(MINE);
    const both = `${THEIRS} ${MINE}`;
    const draft = await sendForm(stage, form, { note: both });
    expect((await on(draft, moderator, 'Save')).content).toBe(t('saved.edit', { id, version: 3 }));
    expect(await cardOf(id)).toContain(both);
  });

  it('and that is changed once more before the second one chooses, is a conflict again', async () => {
    await on(await edit(second, id, { note: 'A third wording.' }), second, 'Save');
    const again = await on(conflict, moderator, 'Use mine');
    expect(again.content).toContain(`${t('conflict')}\n**${id}** · ? Unverified · of this server · version 3`);
    expect(await cardOf(id)).toContain('A third wording.');
    expect((await on(again, moderator, 'Use mine')).content).toBe(t('saved.edit', { id, version: 4 }));
  });
});

describe('two drafts of one note that are saved in the same moment', () => {
  it('are one version, and one conflict', async () => {
    const id = await addNote(server);
    const drafts = [await edit(moderator, id, { note: 'Words of one.' }), await use(stage, by(second, 'retract', { note: id }))] as const;
    const outcomes = await Promise.all([on(drafts[0], moderator, 'Save'), on(drafts[1], second, 'Save')]);
    expect(outcomes.filter(({ content }) => content.startsWith(t('conflict')))).toHaveLength(1);
    expect(await versionsOf(id)).toHaveLength(2);
  });
});

describe('the two-person rule', () => {
  const CHANGED = 'Said otherwise, by two.';
  let id: string;
  /** A change waiting in the queue. */
  let waiting: Message;

  beforeEach(async () => {
    id = await addNote(server, { status: 'context' });
    await set('queue-channel', { channel: queue });
    await set('two-person', { on: true });
    const saved = await on(await edit(moderator, id, { note: CHANGED }), moderator, 'Save');
    expect(saved.content).toBe(t('proposal.queued.rule'));
    waiting = lastIn(queue);
  });

  it('keeps a change from readers until another moderator approves, then shows it in the next answer', async () => {
    expect(waiting.content).toContain(t('proposal.by.moderator', { who: mention(moderator) }));
    expect((await on(waiting, moderator, 'Approve')).content).toBe(t('proposal.own'));
    expect(labelsOf(waiting)).toContain('Approve');
    const before = await answered();
    expect(before).toContain(NOTE.note);
    expect(before).not.toContain(CHANGED);
    expect((await on(waiting, second, 'Approve')).content).toBe(t('saved.edit', { id, version: 2 }));
    expect(await answered()).toContain(CHANGED);
    expect(waiting.content.split('\n').at(-1)).toBe(t('queue.approved', { who: mention(second) }));
    expect(componentsIn(waiting)).toEqual([]);
  });

  it('has a rejection and its reason said where the change waited and in the log, and changes nothing', async () => {
    await set('log-channel', { channel: log });
    const { embeds } = waiting;
    const rejected = await fillInFrom(waiting, second, 'Reject', { reason: 'It says *less*.' });
    expect(rejected.content).toBe(t('proposal.rejected'));
    const because = 'Reason: It says \\*less\\*.';
    expect(waiting.content.split('\n').slice(-2)).toEqual([t('queue.rejected', { who: mention(second) }), because]);
    expect(waiting.embeds).toEqual(embeds);
    expect(componentsIn(waiting)).toEqual([]);
    expect(lastIn(log).content).toBe(`${t('log.rejected', { who: mention(second), id })}\n${because}`);
    expect(await cardOf(id)).toContain(NOTE.note);
    expect(await versionsOf(id)).toHaveLength(1);
  });

  it('holds who changed the words of what waits to be its author, so that the first one may approve', async () => {
    await fillInFrom(waiting, second, 'Edit', { note: 'The words of the second.' });
    expect(waiting.content).toContain(t('proposal.by.moderator', { who: mention(second) }));
    expect((await on(waiting, second, 'Approve')).content).toBe(t('proposal.own'));
    expect((await on(waiting, moderator, 'Approve')).content).toBe(t('saved.edit', { id, version: 2 }));
    expect(await cardOf(id)).toContain('The words of the second.');
  });

  it('shows a conflict to who approves what was written before another change, and holds both', async () => {
    await on(await use(stage, by(moderator, 'retract', { note: id })), moderator, 'Save');
    await on(lastIn(queue), second, 'Approve');
    const conflict = await on(waiting, second, 'Approve');
    expect(conflict.content).toBe(`${t('conflict')}\n**${id}** · ℹ Context · ${t('note.state.withdrawn')} · version 2`);
    expect(labelsOf(conflict)).toEqual(['Approve', 'Edit', 'Reject']);
    expect(labelsOf(waiting)).toContain('Approve');
    expect((await on(conflict, second, 'Approve')).content).toBe(t('saved.editWithdrawn', { id, version: 3 }));
    expect(componentsIn(waiting)).toEqual([]);
    expect(await versionsOf(id)).toHaveLength(3);
  });
});

describe('a restart', () => {
  it('leaves what waits waiting, and drafts that were shown before it can be edited and saved', async () => {
    const id = await addNote(server, { status: 'context' });
    const drafts = [await draftNote(server, { note: 'A draft.' }), await draftNote(server, { note: 'Another draft.' })] as const;
    await set('queue-channel', { channel: queue });
    await set('two-person', { on: true });
    await on(await edit(moderator, id, { note: 'Waited for.' }), moderator, 'Save');
    const waiting = lastIn(queue);
    await stage.restart();
    expect(await answered()).not.toContain('Waited for.');
    expect((await on(waiting, moderator, 'Approve')).content).toBe(t('proposal.own'));
    expect((await on(waiting, second, 'Approve')).content).toBe(t('saved.edit', { id, version: 2 }));
    expect(await answered()).toContain('Waited for.');
    await set('two-person', { on: false });
    const [first, other] = drafts.map(noteIdIn) as [string, string];
    expect((await on(drafts[0], moderator, 'Save')).content).toBe(t('saved.add', { id: first }));
    await on(await fillInFrom(drafts[1], moderator, 'Edit', { note: 'Edited after it.' }), moderator, 'Save');
    expect(await cardOf(other)).toContain('Edited after it.');
  });
});

describe('a claim that became contested, or ceased to be, less than a day ago', () => {
  const SHIPPED = 'trump-63-lawsuits';

  /** Makes a note contested or uncontested, and gives the draft that would reverse that. */
  const TURNS: readonly [string, () => Promise<Message>][] = [
    [
      'by other words for its status',
      async () => {
        const id = await addNote(server, { status: 'unverified' });
        await on(await edit(moderator, id, { status: 'supported' }), moderator, 'Save');
        const other = await on(await edit(moderator, id, { status: 'context', note: 'Other words.' }), moderator, 'Save');
        // A change that does not reverse it needs nobody else.
        expect(other.content).toBe(t('saved.edit', { id, version: 3 }));
        return edit(moderator, id, { status: 'disputed' });
      },
    ],
    [
      'by retracting and restoring',
      async () => {
        const id = await addNote(server, { status: 'unverified' });
        // Its author could undo it at once.
        await on(await use(stage, by(second, 'retract', { note: id })), second, 'Save');
        return use(stage, by(moderator, 'restore', { note: id }));
      },
    ],
    [
      'by a change of a shipped note and back to version 0',
      async () => {
        await on(await edit(second, SHIPPED, { status: 'inaccurate' }), second, 'Save');
        return use(stage, by(moderator, 'restore', { note: SHIPPED, version: 0 }));
      },
    ],
  ];

  it.each(TURNS)('is turned back only by two: %s', async (_, turn) => {
    await set('queue-channel', { channel: queue });
    const draft = await turn();
    const id = noteIdIn(draft);
    const before = await cardOf(id);
    expect((await on(draft, moderator, 'Save')).content).toBe(t('proposal.queued.cooling'));
    expect(await cardOf(id)).toBe(before);
    const waiting = lastIn(queue);
    expect((await on(waiting, moderator, 'Approve')).content).toBe(t('proposal.own'));
    expect((await on(waiting, second, 'Approve')).content).toMatch(/as version \d, and readers see it\.$/u);
    expect(await cardOf(id)).not.toBe(before);
  });
});

describe('the queue', () => {
  it('that is set later gets what waits, the oldest first, and each is marked there as it is decided', async () => {
    await set('two-person', { on: true });
    for (const note of ['The first.', 'The second.', 'The third.']) {
      expect((await on(await draftNote(server, { note }), moderator, 'Save')).content).toBe(t('proposal.noQueue'));
    }
    await set('queue-channel', { channel: queue });
    await eventually(() => expect(contentsOf(queue)).toHaveLength(4));
    const waiting = publicIn(queue).slice(1);
    expect(waiting.map((message) => /^(The \w+\.)$/mu.exec(textOf(message))?.[1])).toEqual(['The first.', 'The second.', 'The third.']);
    const [first, , third] = waiting as [Message, Message, Message];
    await on(first, second, 'Approve');
    await fillInFrom(third, second, 'Reject', { reason: '' });
    expect(waiting.map(({ content }) => content.split('\n').at(-1))).toEqual([
      t('queue.approved', { who: mention(second) }),
      t('proposal.by.moderator', { who: mention(moderator) }),
      t('queue.rejected', { who: mention(second) }),
    ]);
    expect(waiting.map((message) => componentsIn(message).length > 0)).toEqual([false, true, false]);
  });

  it('that moves leaves in its old place what stands there, and gets what was deleted there undecided', async () => {
    await set('queue-channel', { channel: queue });
    await set('two-person', { on: true });
    for (const note of ['The first.', 'The second.']) await on(await draftNote(server, { note }), moderator, 'Save');
    const [first, deleted] = publicIn(queue).slice(1) as [Message, Message];
    deletePost(stage.discord.world, second, deleted);
    await set('queue-channel', { channel: server.quiet });
    await eventually(() => expect(contentsOf(server.quiet)).toHaveLength(2));
    const again = lastIn(server.quiet);
    expect([again.content, again.embeds]).toEqual([deleted.content, deleted.embeds]);
    for (const message of [first, again]) {
      expect((await on(message, second, 'Approve')).content).toBe(t('saved.add', { id: noteIdIn(message) }));
    }
    expect(contentsOf(server.quiet)).toHaveLength(2);
  });

  it('out of which a message was deleted holds no decision up', async () => {
    await set('log-channel', { channel: log });
    await set('queue-channel', { channel: queue });
    await set('two-person', { on: true });
    await on(await draftNote(server), moderator, 'Save');
    const waiting = lastIn(queue);
    const form = await openForm(stage, press(stage.discord.world, { user: second, message: waiting, on: 'Reject' }));
    deletePost(stage.discord.world, second, waiting);
    expect((await sendForm(stage, form, { reason: 'Gone.' })).content).toBe(t('proposal.rejected'));
    expect(lastIn(log).content).toContain('Reason: Gone.');
  });
});

describe('the log channel', () => {
  it('has a line for each change, with who made it and who agreed', async () => {
    await set('log-channel', { channel: log });
    const before = contentsOf(log).length;
    const id = await addNote(server, { status: 'context' });
    await on(await edit(second, id, { note: 'Other words.' }), second, 'Save');
    await on(await use(stage, by(moderator, 'retract', { note: id })), moderator, 'Save');
    await on(await use(stage, by(second, 'restore', { note: id })), second, 'Save');
    await set('queue-channel', { channel: queue });
    await set('two-person', { on: true });
    await on(await edit(moderator, id, { note: 'Words of two.' }), moderator, 'Save');
    await on(lastIn(queue), second, 'Approve');
    const [one, two, owner] = [moderator, second, server.guild.owner].map(mention) as [string, string, string];
    expect(contentsOf(log).slice(before)).toEqual([
      t('log.add', { who: one, id }),
      t('log.edit', { who: two, id, version: 2 }),
      t('log.withdraw', { who: one, id, version: 3 }),
      t('log.restore', { who: two, id, version: 4 }),
      t('log.settings', { who: owner, what: `**Queue channel**: <#${queue.id}>` }),
      t('log.settings', { who: owner, what: '**Two-person rule**: on' }),
      `${t('log.edit', { who: one, id, version: 5 })}\n${t('history.approved', { who: two })}`,
    ]);
  });
});

// Tests of what one person alone can and cannot do, over the loopback Discord: end a protection, change others' words, moderate by
// one channel's permissions; and a shared answer is the present one.

import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clickForged, componentsIn, type FormValues, click as press, useCommand } from '../../sandbox/discord/people.js';
import { addChannel, addGuild, addMember, addRole, setOverwrite } from '../../sandbox/discord/places.js';
import type { Channel, Message, User } from '../../sandbox/discord/state.js';
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
  keptIn,
  lastIn,
  NOTE,
  newcomer,
  openShippedApp,
  openStage,
  publicIn,
  QUESTION,
  readWithNotes,
  type Server,
  type Stage,
  suggestionsFor,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const DENIED = t('deny.moderator');

let app: App;
let stage: Stage;
/** New for each test, with a log and a queue. */
let server: Server;
let log: Channel;
let queue: Channel;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

beforeEach(async () => {
  server = addServer(stage);
  log = addChannel(stage.discord.world, server.guild, { name: 'log' });
  queue = addChannel(stage.discord.world, server.guild, { name: 'queue' });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const set = (user: User, part: string, options = {}) => use(stage, { user, channel: server.quiet, name: `settings ${part}`, options });
const mention = ({ id }: User) => `<@${id}>`;
const settingsKept = () => (keptIn(stage).get('settings') ?? []).filter(({ guild_id: guild }) => guild === server.guild.id);
const on = (message: Message, user: User, label: string) => click(stage, { user, message, on: label });
const fillInFrom = (message: Message, user: User, label: string, values: FormValues) =>
  fillIn(stage, press(stage.discord.world, { user, message, on: label }), values);
const note = (user: User, part: string, options = {}) => use(stage, { user, channel: server.office, name: `note ${part}`, options });

describe('a protection', () => {
  beforeEach(async () => {
    // Setting a missing channel takes nothing from anybody.
    await set(server.moderator, 'log-channel', { channel: log });
    await set(server.moderator, 'queue-channel', { channel: queue });
    await set(server.moderator, 'two-person', { on: true });
  });

  it.each<[string, string, () => object]>([
    ['the two-person rule is ended', 'two-person', () => ({ on: false })],
    ['the log is taken away', 'log-channel', () => ({})],
    ['the log is moved', 'log-channel', () => ({ channel: server.quiet })],
    ['the queue is taken away', 'queue-channel', () => ({})],
    ['the queue is moved', 'queue-channel', () => ({ channel: server.quiet })],
  ])(
    'is not ended or moved by a moderator who may not manage the server, and is by who may, which the log tells: %s',
    async (_, part, options) => {
      const before = settingsKept();
      expect((await set(server.moderator, part, options())).content).toBe(t('deny.manageServer'));
      expect(settingsKept()).toEqual(before);
      const told = contentsOf(log).length;
      expect((await set(server.guild.owner, part, options())).content).toContain(t('settings.changed'));
      await eventually(() =>
        expect(contentsOf(log).slice(told)).toEqual([expect.stringContaining(`${mention(server.guild.owner)} changed settings`)]),
      );
      expect(settingsKept()).not.toEqual(before);
    },
  );

  it('that is set to what it is already needs no right', async () => {
    expect((await set(server.moderator, 'log-channel', { channel: log })).content).toContain(t('settings.changed'));
    expect((await set(server.moderator, 'two-person', { on: true })).content).toContain(t('settings.changed'));
  });
});

describe('a reader’s suggestion that a moderator edits', () => {
  const WORDS = 'Words that no reader wrote.';
  let suggested: Message;
  let reader: User;

  beforeEach(async () => {
    await set(server.moderator, 'log-channel', { channel: log });
    await set(server.moderator, 'queue-channel', { channel: queue });
    reader = newcomer(server);
    const form = useCommand(stage.discord.world, { user: reader, channel: server.general, name: 'suggest', options: { passage: 's20' } });
    await fillIn(stage, form, { status: NOTE.status, headline: NOTE.headline, note: 'Words of a reader.', sources: NOTE.sources });
    suggested = lastIn(queue);
  });

  const historyOf = async () => {
    const [row] = (keptIn(stage).get('revisions') ?? []).filter(({ guild_id: guild }) => guild === server.guild.id);
    return (await note(server.second, 'history', { note: String(row?.note_id) })).content;
  };

  it('is not that moderator’s to approve under the two-person rule; history and log name the moderator as author', async () => {
    await set(server.moderator, 'two-person', { on: true });
    const shown = await fillInFrom(suggested, server.moderator, 'Edit', { note: WORDS });
    for (const message of [suggested, shown]) expect((await on(message, server.moderator, 'Approve')).content).toBe(t('proposal.own'));
    expect(suggested.content).toContain(t('proposal.reworded', { who: mention(server.moderator) }));
    expect((await on(suggested, server.second, 'Approve')).content).toMatch(/is saved, and readers see it\.$/u);
    for (const told of [await historyOf(), lastIn(log).content]) {
      expect(told).toMatch(new RegExp(`(?:Written by )?${mention(server.moderator)}`, 'u'));
      expect(told).toContain(t('history.coauthors', { who: mention(reader) }));
      expect(told).toContain(t('history.approved', { who: mention(server.second) }));
      expect(told).not.toContain(`Written by ${mention(reader)}`);
    }
  });

  it('is published by a moderator who is alone where there is no such rule', async () => {
    const shown = await fillInFrom(suggested, server.moderator, 'Edit', { note: WORDS });
    expect((await on(shown, server.moderator, 'Approve')).content).toMatch(/is saved, and readers see it\.$/u);
    expect(await historyOf()).toContain(`Written by ${mention(server.moderator)}`);
    expect(componentsIn(suggested)).toEqual([]);
  });

  it('is checked once more when it is approved: of two that say the same, one is taken', async () => {
    const form = useCommand(stage.discord.world, {
      user: newcomer(server),
      channel: server.general,
      name: 'suggest',
      options: { passage: 's20' },
    });
    await fillIn(stage, form, { status: NOTE.status, headline: NOTE.headline, note: 'Words of a reader.', sources: NOTE.sources });
    const twin = lastIn(queue);
    await on(suggested, server.second, 'Approve');
    const refused = await on(twin, server.second, 'Approve');
    expect(refused.content).toContain(t('proposal.faulty', { count: 1 }));
    expect(componentsIn(refused).map(({ label }) => label)).toEqual(['Edit', 'Reject']);
    expect(componentsIn(twin).map(({ label }) => label)).toContain('Approve');
  });
});

describe('Manage Messages in one channel alone', () => {
  it('makes nobody a moderator of the server, but lets delete the bot’s messages there', async () => {
    const { world } = stage.discord;
    const helper = newcomer(server);
    await set(server.moderator, 'queue-channel', { channel: queue });
    await set(server.moderator, 'two-person', { on: true });
    await on(await draftNote(server), server.moderator, 'Save');
    const waiting = lastIn(queue);
    for (const channel of [server.general, queue]) {
      setOverwrite(world, channel, helper.id, { kind: 'member', allow: PermissionFlagsBits.ManageMessages, deny: 0n });
    }
    const command = { user: helper, channel: server.general, name: 'note list', isForged: true };
    expect((await use(stage, command)).content).toBe(DENIED);
    expect((await use(stage, { ...command, name: 'settings two-person', options: { on: false } })).content).toBe(DENIED);
    expect((await on(waiting, helper, 'Approve')).content).toBe(DENIED);
    expect(await suggestionsFor(server, { ...command, name: 'note show', focused: { name: 'note', value: 'cyber' } })).toEqual([]);
    const answer = await use(stage, { user: newcomer(server), channel: server.general, name: 'ask', options: { question: QUESTION } });
    press(world, { user: helper, message: answer, on: 'Delete' });
    await eventually(() => expect(publicIn(server.general)).not.toContain(answer));
    // The roles still grant in the whole guild what the channel denies, but not the permission to delete there.
    setOverwrite(world, server.general, server.moderator.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.ManageMessages });
    expect((await use(stage, { ...command, user: server.moderator })).content).not.toBe(DENIED);
    const kept = await use(stage, { user: newcomer(server), channel: server.general, name: 'ask', options: { question: QUESTION } });
    expect((await on(kept, server.moderator, 'Delete')).content).toBe(t('deny.delete'));
  });

  it('and Manage Server likewise: it is the roles that count, and the owner’s word', async () => {
    const { world } = stage.discord;
    await set(server.moderator, 'two-person', { on: true });
    setOverwrite(world, server.quiet, server.moderator.id, { kind: 'member', allow: PermissionFlagsBits.ManageGuild, deny: 0n });
    expect((await set(server.moderator, 'two-person', { on: false })).content).toBe(t('deny.manageServer'));
    const manager = newcomer(server);
    addMember(world, server.guild, manager, [addRole(world, server.guild, { name: 'Administrators', permissions: ['Administrator'] })]);
    expect((await set(manager, 'two-person', { on: false })).content).toContain(t('settings.changed'));
  });

  it('is no right in a server that the bot is not in, whatever role somebody has there', async () => {
    const { world } = stage.discord;
    const owner = newcomer(server);
    const elsewhere = addGuild(world, { name: 'Elsewhere', owner });
    const channel = addChannel(world, elsewhere, { name: 'general' });
    expect((await use(stage, { user: owner, channel, name: 'note list', isForged: true })).content).toBe(DENIED);
  });
});

describe('what is taught', () => {
  it('waits under the two-person rule, closes its question when it is approved, and is told in the log', async () => {
    await set(server.moderator, 'log-channel', { channel: log });
    await set(server.moderator, 'queue-channel', { channel: queue });
    await set(server.guild.owner, 'keep-questions', { days: 30 });
    await set(server.moderator, 'two-person', { on: true });
    const asked = 'how do I bake bread?';
    await use(stage, { user: newcomer(server), channel: server.general, name: 'ask', options: { question: asked } });
    const open = () => (keptIn(stage).get('open_questions') ?? []).filter(({ guild_id: guild }) => guild === server.guild.id);
    await eventually(() => expect(open()).toHaveLength(1));
    const gaps = await use(stage, { user: server.moderator, channel: server.office, name: 'gaps' });
    const [first] = open();
    const group = await click(stage, { user: server.moderator, message: gaps, on: t('gaps.pick'), values: [String(first?.id)] });
    expect((await on(group, server.moderator, t('button.decoy'))).content).toBe(t('proposal.queued.rule'));
    expect([open().length, keptIn(stage).get('lessons')?.length]).toEqual([1, 0]);
    const waiting = lastIn(queue);
    expect(waiting.content).toContain(t('proposal.waiting.decoy', { question: asked }));
    expect((await on(waiting, server.moderator, 'Approve')).content).toBe(t('proposal.own'));
    const taught = await on(waiting, server.second, 'Approve');
    expect(taught.content).toBe([t('taught.decoy', { question: asked }), t('taught.works.decoy')].join('\n'));
    expect([open().length, keptIn(stage).get('lessons')?.length]).toEqual([0, 1]);
    expect(lastIn(log).content).toBe(
      `${t('log.taught.decoy', { who: mention(server.moderator), question: asked })}\n${t('history.approved', { who: mention(server.second) })}`,
    );
    expect(componentsIn(waiting)).toEqual([]);
    expect((await on(taught, server.second, t('button.unteach'))).content).toBe(t('proposal.queued.rule'));
    expect(lastIn(queue).content).toContain(t('proposal.waiting.takeBack', { question: asked }));
    expect((await fillInFrom(lastIn(queue), server.moderator, 'Reject', { reason: '' })).content).toBe(t('proposal.rejected'));
    expect(keptIn(stage).get('lessons')).toHaveLength(1);
  });
});

describe('an import', () => {
  it('stands in the log with its ids and what differs', async () => {
    await set(server.moderator, 'log-channel', { channel: log });
    const id = await addNote(server, { status: 'context' });
    const exported = await note(server.moderator, 'export', { scope: 'own' });
    const text = Buffer.from(exported.attachments[0]?.data ?? '').toString();
    const data = Buffer.from(text.replace('"context"', '"disputed"').replace(NOTE.note, 'Said otherwise.'));
    await note(server.second, 'import', { file: { name: 'n.json', contentType: 'application/json', data } });
    const entry = lastIn(log);
    expect(entry.content).toContain(t('log.import', { who: mention(server.second), added: 0, changed: 1 }));
    expect(textOf(entry)).toContain(`**${id}**: changed, ℹ → ⇄, Note`);
    expect(Buffer.from(entry.attachments[0]?.data ?? '').toString()).toContain(
      `  Status\n  - context\n  + disputed\n  Note\n  - ${NOTE.note}\n  + Said otherwise.`,
    );
  });

  it('is told without the file where the bot may not attach one', async () => {
    const { world } = stage.discord;
    await set(server.moderator, 'log-channel', { channel: log });
    setOverwrite(world, log, world.application.bot.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.AttachFiles });
    const file = {
      ...NOTE,
      id: 'imported',
      quotes: ['traced to North Macedonia'],
      keywords: [],
      sources: [{ publisher: 'A', title: 'B', url: 'https://example.org/' }],
    };
    const data = Buffer.from(JSON.stringify([file]));
    const done = await note(server.moderator, 'import', { file: { name: 'n.json', contentType: 'application/json', data } });
    expect(done.content).toBe(t('import.done', { added: 1, changed: 0, same: 0 }));
    expect(lastIn(log).content).toContain(t('log.noFile'));
    expect(textOf(lastIn(log))).toContain('**imported**: new, ?');
  });
});

describe('Share', () => {
  async function askInPrivate(user: User): Promise<Message> {
    return use(stage, { user, channel: server.general, name: 'ask', options: { question: QUESTION, private: true } });
  }

  it('shows the answer with the notes as they are now, and is corrected like any other', async () => {
    const id = await addNote(server, { status: 'context' });
    const reader = newcomer(server);
    const before = await askInPrivate(reader);
    const read = (message: Message) => readWithNotes(server, reader, message);
    expect(await read(before)).toContain(NOTE.note);
    await on(await note(server.moderator, 'retract', { note: id }), server.moderator, 'Save');
    const shared = await on(before, reader, 'Share');
    expect(shared.onlyFor).toBeUndefined();
    expect(await read(shared)).not.toContain(NOTE.note);
    expect(textOf(shared).startsWith(`> ${QUESTION}`)).toBe(true);

    await on(await note(server.moderator, 'restore', { note: id }), server.moderator, 'Save');
    const again = await askInPrivate(reader);
    await stage.restart();
    const late = await on(again, reader, 'Share');
    expect(await read(late)).toContain(NOTE.note);
    const shows = () => (keptIn(stage).get('answers') ?? []).some(({ message_id: message }) => message === late.id);
    await eventually(() => expect(shows()).toBe(true));
    await on(await note(server.moderator, 'retract', { note: id }), server.moderator, 'Save');
    await eventually(() => expect(late.content).toMatch(/^-# Updated <t:\d+:R>: a note was retracted[.]$/mu));
  });

  it('is no way to publish what one was not answered: a forged button finds no question', async () => {
    const reader = newcomer(server);
    const about = await use(stage, { user: reader, channel: server.general, name: 'about' });
    const before = publicIn(server.general).length;
    const private_ = await askInPrivate(reader);
    const customId = componentsIn(private_).find(({ label }) => label === 'Share')?.custom_id ?? '';
    const interaction = clickForged(stage.discord.world, { user: reader, message: about, customId });
    await eventually(() => expect(interaction.followUps.at(-1)?.content).toBe(t('button.unknown')));
    expect(publicIn(server.general)).toHaveLength(before);
  });
});

// Tests of windows' acts: each act, refusals in plain words, and requests that no page would send.

import { GatewayOpcodes } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { deletePost } from '../../sandbox/discord/people.js';
import type { Change, Interaction } from '../../sandbox/discord/state.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Act } from '../../sandbox/wire.js';
import { SOON } from '../store/databases.js';
import { inLongTier } from '../tier.js';
import { asBot, callBack, openPage, openSandbox, type Page } from './stage.js';

let sandbox: Sandbox;
const pages: Page[] = [];
const errors: unknown[] = [];

beforeAll(async () => {
  sandbox = await openSandbox(errors);
});

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  expect(errors.splice(0)).toEqual([]);
});

afterAll(() => sandbox.stop());

/** A window that acts as somebody, in #general if they see it. */
async function openAs(name: string): Promise<Page> {
  const page = await openPage(sandbox);
  pages.push(page);
  const as = sandbox.place.people.find(({ user }) => user.name === name)?.user.id ?? '';
  await page.ask({ act: 'look', as, room: sandbox.place.general.id });
  return page;
}

/** Answers the next interaction as the bot would. */
function answerNext(body: unknown): Promise<Interaction> {
  const { changes } = sandbox.discord.world;
  return new Promise((resolve) => {
    const listener = (change: Change) => {
      if (change.kind !== 'interaction' || change.interaction.acknowledgement !== undefined) return;
      changes.off('change', listener);
      void callBack(sandbox, change.interaction, body).then(() => resolve(change.interaction));
    };
    changes.on('change', listener);
  });
}

const ASK: Act = { act: 'command', command: 'ask', options: { question: 'Why?' } };

describe('a person', () => {
  it('writes, with a file and as a reply, changes it and deletes it', async () => {
    const ada = await openAs('Ada');
    const posted = ada.next('message');
    const files = [{ name: 'a b.txt', contentType: 'text/plain', data: Buffer.from('hello').toString('base64') }];
    expect(await ada.ask({ act: 'post', text: 'One.', files })).toEqual({ tell: 'done', n: 2 });
    const { message } = await posted;
    expect(message).toMatchObject({ raw: 'One.', isMine: true, files: [{ name: 'a b.txt', size: 5, contentType: 'text/plain' }] });

    const replied = ada.next('message');
    await ada.ask({ act: 'post', text: 'Two.', replyTo: message.id });
    expect((await replied).message.replyTo).toMatchObject({ id: message.id, excerpt: 'One.' });

    const changed = ada.next('message');
    await ada.ask({ act: 'edit', message: message.id, text: 'Three.' });
    expect((await changed).message).toMatchObject({ id: message.id, raw: 'Three.', isEdited: true });

    const gone = ada.next('gone');
    await ada.ask({ act: 'delete', message: message.id });
    expect(await gone).toEqual({ tell: 'gone', room: sandbox.place.general.id, message: message.id });
  });

  it('uses a command, and is done when the bot has acknowledged', async () => {
    const ada = await openAs('Ada');
    const max = sandbox.place.people[2]?.user;
    const answered = answerNext({ type: 4, data: { content: 'Because.' } });
    const told = ada.next('message');
    const options = { question: 'Why?', of: max?.id ?? '' };
    expect(await ada.ask({ act: 'command', command: 'ask', options })).toEqual({ tell: 'done', n: 2 });
    expect((await told).message.raw).toBe('Because.');
    const { raw } = await answered;
    expect(raw.data).toMatchObject({
      name: 'ask',
      options: [{ value: 'Why?' }, { value: max?.id }],
      resolved: { users: { [max?.id ?? '']: {} } },
    });
  });

  it('is suggested what the bot suggests', async () => {
    const ada = await openAs('Ada');
    void answerNext({ type: 8, data: { choices: [{ name: 'Why not?', value: 'y' }] } });
    const done = await ada.ask({ act: 'suggest', command: 'ask', options: { question: 'Wh' }, focused: { id: 'question', text: 'Wh' } });
    expect(done).toEqual({ tell: 'done', n: 2, suggestions: [{ name: 'Why not?', value: 'y' }] });
  });

  it('uses the menu of a message', async () => {
    const ada = await openAs('Ada');
    const posted = ada.next('message');
    await ada.ask({ act: 'post', text: 'Check me.' });
    const { message } = await posted;
    const answered = answerNext({ type: 4, data: { content: 'Checked.', flags: 64 } });
    await ada.ask({ act: 'menu', command: 'Check', message: message.id });
    expect((await answered).raw.data).toMatchObject({ name: 'Check', target_id: message.id });
  });

  it('clicks, is shown a form in that window alone, and sends it', async () => {
    const [ada, other] = [await openAs('Ada'), await openAs('Ada')];
    const row = { type: 1, components: [{ type: 2, style: 1, label: 'Form', custom_id: 'open' }] };
    void answerNext({ type: 4, data: { content: 'Here.', components: [row] } });
    const told = ada.next('message');
    await ada.ask(ASK);
    const { message } = await told;

    const component = { type: 18, label: 'Name', component: { type: 4, custom_id: 'name', style: 1, min_length: 2 } };
    void answerNext({ type: 9, data: { custom_id: 'form', title: 'Form', components: [component] } });
    const shown = ada.next('form');
    await ada.ask({ act: 'click', message: message.id, customId: 'open' });
    const { form } = await shown;
    expect(form.title).toBe('Form');
    expect(other.told.filter(({ tell }) => tell === 'form')).toEqual([]);

    const short = await ada.ask({ act: 'submit', form: form.id, values: { name: 'x' } });
    expect(short.refused).toContain('name takes 2 to 4000 characters');
    const sent = answerNext({ type: 4, data: { content: 'Thanks.' } });
    expect(await ada.ask({ act: 'submit', form: form.id, values: { name: 'Ada' } })).not.toHaveProperty('refused');
    expect((await sent).raw.data).toMatchObject({ custom_id: 'form', components: [{ component: { value: 'Ada' } }] });

    const max = await openAs('Max');
    expect((await max.ask({ act: 'submit', form: form.id, values: { name: 'Max' } })).refused).toBe('This form was not shown to you.');
  });

  inLongTier(() => {
    it('is told after three seconds that nothing answered', async () => {
      const ada = await openAs('Ada');
      const failed = ada.next('failed');
      const started = performance.now();
      await ada.ask(ASK);
      expect((await failed).text).toBe('The application did not respond');
      expect(performance.now() - started).toBeGreaterThan(2_900);
    });
  });

  it('comes to a room of their own where they may not see the one they ask for', async () => {
    const otto = await openAs('Otto');
    expect(otto.view).toMatchObject({ me: { name: 'Otto' }, room: { kind: 'direct', name: 'Marginalia' } });
  });
});

describe('refused is', () => {
  it.each<[string, string, Act | Record<string, unknown>, RegExp]>([
    ['an empty message', 'Ada', { act: 'post', text: ' ' }, /^A message cannot have 0 characters/u],
    ['a message that is too long', 'Ada', { act: 'post', text: 'a'.repeat(2_001) }, /2001/u],
    ['a reply to nothing', 'Ada', { act: 'post', text: 'a', replyTo: '1' }, /not there any more/u],
    ['an unknown command', 'Ada', { act: 'command', command: 'frob', options: {} }, /^\/frob is not offered to Ada/u],
    ['a command for moderators', 'Ada', { act: 'command', command: 'note add', options: {} }, /not offered/u],
    ['a command without its subcommand', 'Max', { act: 'command', command: 'note', options: {} }, /needs a subcommand/u],
    ['a command without what it needs', 'Ada', { act: 'command', command: 'ask', options: {} }, /needs question/u],
    ['an option for nobody', 'Ada', { act: 'command', command: 'ask', options: { question: 'a', of: '1' } }, /no such of/u],
    ['a click on nothing', 'Ada', { act: 'click', message: '1', customId: 'a' }, /not there any more/u],
    ['a form that was never shown', 'Ada', { act: 'submit', form: '1', values: {} }, /not shown to you/u],
    ['somebody who is not there', 'Ada', { act: 'look', as: '1', room: '1' }, /nobody like that/u],
    ['what is no act', 'Ada', { act: 'frob' }, /cannot be done/u],
    ['an act with fields that it does not have', 'Ada', { act: 'clear-faults', token: 'a' }, /cannot be done/u],
    ['an act with a wrong field', 'Ada', { act: 'post', text: 7 }, /cannot be done.*text/u],
    ['a file that is no base64', 'Ada', { act: 'post', text: 'a', files: [{ name: 'a', contentType: '', data: '%' }] }, /cannot be done/u],
    ['a fault that is none', 'Ada', { act: 'fault', fault: 'flood' }, /cannot be done/u],
  ])('%s', async (_name, who, act, words) => {
    const page = await openAs(who);
    expect((await page.ask(act as Act)).refused).toMatch(words);
  });

  it('to change or delete what somebody else wrote', async () => {
    const [ada, lucia] = [await openAs('Ada'), await openAs('Lucía')];
    const posted = lucia.next('message');
    await ada.ask({ act: 'post', text: 'Mine.' });
    const { message } = await posted;
    expect((await lucia.ask({ act: 'edit', message: message.id, text: 'Yours.' })).refused).toContain('Only who wrote');
    expect((await lucia.ask({ act: 'delete', message: message.id })).refused).toContain('may not delete');
  });

  it.each(['', '{', '7', 'null', '[]', '{"act":"post","text":"a"}', '{"n":"1"}', '\u0000'])(
    '%j, and the window stays open',
    async (sent) => {
      const ada = await openAs('Ada');
      const done = ada.next('done');
      ada.socket.send(sent);
      expect((await done).refused).toMatch(/^The window /u);
      expect(await ada.ask({ act: 'clear-faults' })).not.toHaveProperty('refused');
    },
  );
});

describe('faults', () => {
  it('wait until they strike, in every window’s eyes, and can be taken away', async () => {
    const [ada, max] = [await openAs('Ada'), await openAs('Max')];
    const struck = ada.next('faults');
    await ada.ask({ act: 'fault', fault: 'server-error' });
    expect((await struck).waiting).toBe(1);
    const { id } = sandbox.place.general;
    const seen = max.next('request', ({ request }) => request.status === 502);
    expect((await asBot(sandbox, 'POST', `/channels/${id}/messages`, { content: 'a' })).status).toBe(502);
    await seen;
    expect((await asBot(sandbox, 'POST', `/channels/${id}/messages`, { content: 'a' })).status).toBe(200);

    await ada.ask({ act: 'fault', fault: 'slow' });
    const cleared = ada.next('faults');
    await ada.ask({ act: 'clear-faults' });
    expect((await cleared).waiting).toBe(0);
    const spared = ada.next('request', ({ request }) => request.status === 200);
    expect((await asBot(sandbox, 'POST', `/channels/${id}/messages`, { content: 'a' })).status).toBe(200);
    await spared;
    expect(ada.told.filter((one) => one.tell === 'faults').at(-1)).toMatchObject({ waiting: 0 });
  });

  it('make the next acknowledgement an unknown interaction', async () => {
    const ada = await openAs('Ada');
    await ada.ask({ act: 'fault', fault: 'unknown-interaction' });
    const told = ada.next('request');
    const answered = answerNext({ type: 5 });
    const done = ada.ask(ASK);
    await answered;
    expect((await told).request).toMatchObject({ status: 404, code: 10_062, path: expect.stringContaining('/callback') });
    await done;
  });
});

describe('the connection', () => {
  it('is asked for anew by the gateway, and not broken, where the panel says so', async () => {
    const ada = await openAs('Ada');
    const socket = new WebSocket(`${sandbox.discord.world.origin.replace('http', 'ws')}/?v=10&encoding=json`);
    const heard: GatewayOpcodes[] = [];
    socket.on('message', (data) => heard.push(JSON.parse(String(data)).op));
    await vi.waitFor(() => expect(heard).toEqual([GatewayOpcodes.Hello]), SOON);
    await ada.ask({ act: 'fault', fault: 'resume' });
    await vi.waitFor(() => expect(heard).toEqual([GatewayOpcodes.Hello, GatewayOpcodes.Reconnect]), SOON);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
  });
});

describe('windows', () => {
  it('on the same room are told the same; elsewhere that there is something new', async () => {
    const [ada, lucia, max] = [await openAs('Ada'), await openAs('Lucía'), await openAs('Max')];
    await max.ask({ act: 'look', as: max.view.me.id, room: sandbox.place.moderators.id });
    const { id } = sandbox.place.general;
    const told = [ada.next('message'), lucia.next('message')];
    const unread = max.next('unread');
    await asBot(sandbox, 'POST', `/channels/${id}/messages`, { content: 'News.' });
    const [first, second] = await Promise.all(told);
    expect(first?.message.raw).toBe('News.');
    expect(second?.message).toEqual(first?.message);
    expect(await unread).toEqual({ tell: 'unread', room: id });
    expect(max.told.filter((one) => one.tell === 'message' && one.message.raw === 'News.')).toEqual([]);
  });

  it('are told nothing of what one person alone may see', async () => {
    const [ada, lucia] = [await openAs('Ada'), await openAs('Lucía')];
    void answerNext({ type: 4, data: { content: 'psst', flags: 64 } });
    const told = ada.next('message');
    await ada.ask(ASK);
    expect((await told).message).toMatchObject({ raw: 'psst', isPrivate: true });
    const message = [...sandbox.place.general.messages.values()].at(-1);
    if (message === undefined) throw new Error('There is no message.');
    const gone = ada.next('gone');
    deletePost(sandbox.discord.world, message.author, message);
    await gone;
    expect(lucia.told.filter(({ tell }) => tell === 'message' || tell === 'gone')).toEqual([]);
  });
});

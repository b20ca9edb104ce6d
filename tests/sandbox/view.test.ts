// Tests of a person's view of the sandbox's guild.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceCommands } from '../../sandbox/discord/commands.js';
import { type Discord, startDiscord } from '../../sandbox/discord/discord.js';
import * as people from '../../sandbox/discord/people.js';
import { directMessages } from '../../sandbox/discord/places.js';
import type { Channel, Interaction, User } from '../../sandbox/discord/state.js';
import { Program } from '../../sandbox/program.js';
import { buildSampleGuild, type SampleGuild } from '../../sandbox/sample-guild.js';
import { formOf, messageOf, requestOf, type Scene, viewOf } from '../../sandbox/view.js';
import { asBot, COMMANDS, callBack } from './stage.js';

let discord: Discord;
let place: SampleGuild;
let scene: Scene;

beforeAll(async () => {
  discord = await startDiscord();
  place = buildSampleGuild(discord.world);
  scene = { world: discord.world, place, program: new Program() };
  replaceCommands(discord.world, undefined, COMMANDS);
});

afterAll(() => discord.stop());

function person(name: string): User {
  const found = place.people.find(({ user }) => user.name === name)?.user;
  if (found === undefined) throw new Error(`Nobody is called ${name}.`);
  return found;
}

const seenBy = (name: string, channel: Channel = place.general) => viewOf(scene, { user: person(name), channel }, true);
const direct = (name: string) => directMessages(discord.world, person(name), discord.world.application.bot);

function ask(name: string): Interaction {
  return people.useCommand(discord.world, { user: person(name), channel: place.general, name: 'ask', options: { question: 'Why?' } });
}

describe('rooms', () => {
  it.each([
    ['Ada', ['general', 'about the article', 'Marginalia']],
    ['Max', ['general', 'about the article', 'moderators', 'Marginalia']],
    ['Otto', ['Marginalia']],
  ])('are for %s: %j', (name, rooms) => {
    const view = seenBy(name, name === 'Otto' ? direct(name) : place.general);
    expect(view.rooms.map((room) => room.name)).toEqual(rooms);
    expect(view.rooms.every(({ mayWrite }) => mayWrite)).toBe(true);
  });
});

describe('commands', () => {
  it('are those that somebody may use, with subcommands flattened', () => {
    expect(seenBy('Ada').commands.map(({ id }) => id)).toEqual(['ask']);
    expect(seenBy('Max').commands.map(({ id }) => id)).toEqual(['ask', 'note add']);
    expect(seenBy('Max', direct('Max')).commands.map(({ id }) => id)).toEqual(['ask']);
  });

  it('come in the viewer’s language, and Spanish of Spain stands in for that of Latin America', () => {
    const [command] = seenBy('Lucía').commands;
    expect(command).toMatchObject({ id: 'ask', name: 'preguntar', description: 'Pregunta acá.' });
    expect(command?.options).toEqual([
      {
        id: 'question',
        name: 'question',
        description: 'What?',
        kind: 'text',
        isRequired: true,
        hasSuggestions: true,
        choices: [],
        maxLength: 500,
      },
      { id: 'of', name: 'of', description: 'Whom?', kind: 'user', isRequired: false, hasSuggestions: false, choices: [] },
    ]);
    expect(seenBy('Ada').commands[0]).toMatchObject({ name: 'ask', description: 'Asks.' });
  });

  it('on messages stand in the menu', () => {
    expect(seenBy('Ada').menu).toEqual([{ id: 'Check', name: 'Check' }]);
  });
});

describe('messages', () => {
  it('for one person alone are seen by that person alone', async () => {
    const interaction = ask('Ada');
    await callBack({ discord }, interaction, { type: 4, data: { content: 'psst', flags: 64 } });
    expect(seenBy('Ada').messages.at(-1)).toMatchObject({ raw: 'psst', isPrivate: true, mayDelete: true });
    for (const name of ['Lucía', 'Max']) expect(JSON.stringify(seenBy(name))).not.toContain('psst');
  });

  it('show that the bot thinks, and then whose command they answer', async () => {
    const interaction = ask('Lucía');
    await callBack({ discord }, interaction, { type: 5 });
    expect(seenBy('Ada').messages.at(-1)).toMatchObject({ isThinking: true, raw: '' });
    const path = `/webhooks/${discord.world.application.id}/${interaction.token}/messages/@original`;
    await asBot({ discord }, 'PATCH', path, { content: 'Because.', embeds: [{ title: '**Why**', color: 255 }] });
    const message = seenBy('Ada').messages.at(-1);
    expect(message).toMatchObject({ isThinking: false, isEdited: false, usedBy: { who: { name: 'Lucía' }, command: 'ask' } });
    expect(message?.embeds).toEqual([{ title: [{ is: 'strong', parts: [{ is: 'text', text: 'Why' }] }], colour: '#0000ff', fields: [] }]);
    // Names of commands are in the viewer's language.
    expect(seenBy('Lucía').messages.at(-1)?.usedBy?.command).toBe('preguntar');
  });

  it('may be changed by who wrote them, and deleted by moderators too', () => {
    const { world } = discord;
    const message = people.post(world, { user: person('Ada'), channel: place.general, content: `Hello <@${person('Max').id}>` });
    const as = (name: string) => messageOf(scene, message, { user: person(name) });
    expect(as('Ada')).toMatchObject({ isMine: true, mayDelete: true, mentionsMe: false });
    expect(as('Max')).toMatchObject({ isMine: false, mayDelete: true, mentionsMe: true });
    expect(as('Lucía')).toMatchObject({ isMine: false, mayDelete: false, mentionsMe: false });
  });

  it('quote what they reply to, until that is gone', () => {
    const { world } = discord;
    const first = people.post(world, { user: person('Ada'), channel: place.general, content: `**${'a '.repeat(90)}**` });
    const reply = people.post(world, { user: person('Max'), channel: place.general, content: 'Yes.', replyTo: first });
    const quoted = () => messageOf(scene, reply, { user: person('Lucía') }).replyTo;
    expect(quoted()).toMatchObject({ id: first.id, author: { name: 'Ada' }, excerpt: `${'a '.repeat(50).trim()}…` });
    people.deletePost(world, person('Ada'), first);
    expect(quoted()).toEqual({ id: first.id, excerpt: 'The message is gone.' });
  });

  it('do not name channels that the viewer does not see', () => {
    const message = people.post(discord.world, { user: person('Max'), channel: place.general, content: `<#${place.moderators.id}>` });
    const name = (who: string) => messageOf(scene, message, { user: person(who) }).text;
    expect(name('Max')).toMatchObject([{ name: 'moderators' }]);
    expect(name('Ada')).toMatchObject([{ name: 'unknown' }]);
  });

  it('offer in a select what the server has of its kind', async () => {
    const interaction = ask('Ada');
    const select = { type: 1, components: [{ type: 6, custom_id: 'r', placeholder: 'Which?' }] };
    const buttons = { type: 1, components: [{ type: 2, style: 4, label: 'No', custom_id: 'n', disabled: true, emoji: { name: '✖' } }] };
    await callBack({ discord }, interaction, { type: 4, data: { content: 'Choose.', components: [select, buttons] } });
    const [menu, button] = seenBy('Ada').messages.at(-1)?.rows.flat() ?? [];
    expect(menu).toMatchObject({ is: 'select', customId: 'r', placeholder: 'Which?', min: 1, max: 1 });
    expect(menu?.is === 'select' ? menu.choices.map(({ label }) => label) : []).toEqual(['@everyone', 'Moderators', 'Marginalia']);
    expect(button).toEqual({ is: 'button', label: 'No', style: 4, isDisabled: true, emoji: '✖', customId: 'n' });
  });
});

describe('formOf', () => {
  it('gives texts and inputs of every kind in order', async () => {
    const interaction = ask('Ada');
    const options = [
      { label: 'A', value: 'a', default: true },
      { label: 'B', value: 'b', description: 'b' },
    ];
    const labelled = (label: string, component: unknown) => ({ type: 18, label, component });
    const data = {
      custom_id: 'f',
      title: 'Form',
      components: [
        { type: 10, content: 'Read **this**.' },
        labelled('Text', { type: 4, custom_id: 't', style: 2, value: 'x', required: false, max_length: 9 }),
        labelled('Select', { type: 3, custom_id: 's', options, max_values: 2 }),
        labelled('Radio', { type: 21, custom_id: 'r', options }),
        labelled('File', { type: 19, custom_id: 'u' }),
      ],
    };
    const answered = await callBack({ discord }, interaction, { type: 9, data });
    expect(answered.status).toBe(204);
    const choices = [
      { label: 'A', value: 'a', isDefault: true },
      { label: 'B', value: 'b', description: 'b', isDefault: false },
    ];
    expect(formOf(scene, interaction)).toEqual({
      id: interaction.id,
      title: 'Form',
      parts: [
        {
          is: 'prose',
          text: [
            { is: 'text', text: 'Read ' },
            { is: 'strong', parts: [{ is: 'text', text: 'this' }] },
            { is: 'text', text: '.' },
          ],
        },
        { is: 'text', customId: 't', label: 'Text', isRequired: false, isLong: true, value: 'x', placeholder: '', maxLength: 9 },
        { is: 'select', customId: 's', label: 'Select', isRequired: true, min: 1, max: 2, placeholder: '', choices },
        { is: 'radio', customId: 'r', label: 'Radio', isRequired: true, choices },
        { is: 'files', customId: 'u', label: 'File', isRequired: true, min: 1, max: 1 },
      ],
    });
  });
});

describe('requestOf', () => {
  it('tells no token, and how long the bot took to acknowledge', async () => {
    const interaction = ask('Ada');
    await callBack({ discord }, interaction, { type: 4, data: { content: `My token is ${discord.token}.` } });
    const record = discord.requests.at(-1);
    const told = record === undefined ? undefined : requestOf(scene, record, 7);
    expect(told).toMatchObject({ n: 7, method: 'POST', path: `/interactions/${interaction.id}/…/callback`, status: 204, violations: [] });
    expect(told?.sinceMs).toBeGreaterThanOrEqual(0);
    expect(told?.body).toContain('My token is ….');
    for (const one of discord.requests) {
      const text = JSON.stringify(requestOf(scene, one, 1));
      expect(text).not.toContain(discord.token);
      for (const token of discord.world.interactions.keys()) expect(text).not.toContain(token);
    }
  });
});

// Tests of the loopback Discord's limits: messages, components, suggestions and modals are accepted at a limit and refused above it.

import {
  ButtonStyle,
  ComponentType,
  HTTPError,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  Routes,
  TextInputStyle,
} from 'discord.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMessage } from '../../../sandbox/discord/limits.js';
import type { Interaction } from '../../../sandbox/discord/state.js';
import { runs } from '../../tier.js';
import { badForm, command, type Loopback, openLoopback, refusalOf } from './loopback.js';

let here: Loopback;

beforeAll(async () => {
  here = await openLoopback();
});

afterAll(() => here.stop());

type Body = Readonly<Record<string, unknown>>;

/** The limited property, the field named in the refusal, a body at the limit and one above it. */
type Row = readonly [what: string, field: string, atLimit: Body, over: Body];

const text = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const ids = (count: number) => times(count, (index) => String(10n ** 17n + BigInt(index)));

const embeds = (...all: readonly Body[]): Body => ({ embeds: all });
const field = (changes: Body = {}): Body => ({ name: 'name', value: 'value', ...changes });

const button = (changes: Body = {}): Body => ({
  type: ComponentType.Button,
  style: ButtonStyle.Primary,
  label: 'More',
  custom_id: 'more',
  ...changes,
});
const link = (changes: Body = {}): Body => ({
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label: 'Source',
  url: 'https://example.org',
  ...changes,
});
const select = (changes: Body = {}): Body => ({
  type: ComponentType.StringSelect,
  custom_id: 'choose',
  options: [option()],
  ...changes,
});
const option = (changes: Body = {}): Body => ({ label: 'One', value: 'one', ...changes });
const options = (count: number) => times(count, (index) => option({ value: `value ${index}` }));
const row = (...components: readonly Body[]): Body => ({ type: ComponentType.ActionRow, components });
const rows = (...components: readonly Body[]): Body => ({ content: 'Choose:', components });
const buttons = (count: number) => times(count, (index) => button({ custom_id: `button ${index}` }));

const v2 = (...components: readonly Body[]): Body => ({ flags: MessageFlags.IsComponentsV2, components });
const display = (content: string): Body => ({ type: ComponentType.TextDisplay, content });
const container = (...components: readonly Body[]): Body => ({ type: ComponentType.Container, components });
const section = (...components: readonly Body[]): Body => ({ type: ComponentType.Section, components, accessory: button() });

const send = (body: Body) => here.rest.post(Routes.channelMessages(here.general.id), { body });

describe('a message', () => {
  it.each<Row>([
    ['2,000 characters', 'content', { content: text(2_000) }, { content: text(2_001) }],
    ['10 embeds', 'embeds', embeds(...times(10, () => ({ title: 'x' }))), embeds(...times(11, () => ({ title: 'x' })))],
    ['an embed’s title of 256 characters', 'embeds.0.title', embeds({ title: text(256) }), embeds({ title: text(257) })],
    ['an embed’s description of 4,096', 'embeds.0.description', embeds({ description: text(4_096) }), embeds({ description: text(4_097) })],
    ['an author’s name of 256', 'embeds.0.author.name', embeds({ author: { name: text(256) } }), embeds({ author: { name: text(257) } })],
    ['a footer of 2,048', 'embeds.0.footer.text', embeds({ footer: { text: text(2_048) } }), embeds({ footer: { text: text(2_049) } })],
    [
      '25 fields in an embed',
      'embeds.0.fields',
      embeds({ fields: times(25, () => field()) }),
      embeds({ fields: times(26, () => field()) }),
    ],
    [
      'a field’s name of 256',
      'embeds.0.fields.0.name',
      embeds({ fields: [field({ name: text(256) })] }),
      embeds({ fields: [field({ name: text(257) })] }),
    ],
    [
      'a field’s value of 1,024',
      'embeds.0.fields.0.value',
      embeds({ fields: [field({ value: text(1_024) })] }),
      embeds({ fields: [field({ value: text(1_025) })] }),
    ],
    [
      'a field with a value',
      'embeds.0.fields.0.value',
      embeds({ fields: [field({ value: '-' })] }),
      embeds({ fields: [field({ value: '' })] }),
    ],
    [
      '6,000 characters in the descriptions of two embeds',
      'embeds',
      embeds({ description: text(3_000) }, { description: text(3_000) }),
      embeds({ description: text(3_000) }, { description: text(3_001) }),
    ],
    ['6,000 characters in all parts of an embed', 'embeds', embeds(wholeEmbed(6_000)), embeds(wholeEmbed(6_001))],
    ['a color of 24 bits', 'embeds.0.color', embeds({ title: 'x', color: 0xff_ff_ff }), embeds({ title: 'x', color: 0x1_00_00_00 })],
    [
      'a web address in an embed',
      'embeds.0.url',
      embeds({ title: 'x', url: 'https://example.org' }),
      embeds({ title: 'x', url: 'javascript:alert(1)' }),
    ],
    ['a nonce of 25 characters', 'nonce', { content: 'x', nonce: text(25) }, { content: 'x', nonce: text(26) }],
    [
      '100 users who may be mentioned',
      'allowed_mentions.users',
      { content: 'x', allowed_mentions: { users: ids(100) } },
      { content: 'x', allowed_mentions: { users: ids(101) } },
    ],
    [
      '100 roles that may be mentioned',
      'allowed_mentions.roles',
      { content: 'x', allowed_mentions: { roles: ids(100) } },
      { content: 'x', allowed_mentions: { roles: ids(101) } },
    ],
    [
      'either some users or all in its allowed mentions',
      'allowed_mentions',
      { content: 'x', allowed_mentions: { parse: ['roles'], users: ids(1) } },
      { content: 'x', allowed_mentions: { parse: ['users'], users: ids(1) } },
    ],
  ])('may have %s and no more (%s)', async (_, at, atLimit, over) => {
    await send(atLimit);
    expect(await refusalOf(send(over))).toEqual(badForm(at));
  });

  it('may have 10 files and no more', async () => {
    const files = (count: number) => times(count, (index) => ({ name: `${index}.txt`, data: 'x' }));
    await here.rest.post(Routes.channelMessages(here.general.id), { files: files(10) });
    expect(await refusalOf(here.rest.post(Routes.channelMessages(here.general.id), { files: files(11) }))).toEqual(badForm('attachments'));
  });

  it('may have an alternative text of 1,024 characters for a file and no more', async () => {
    const post = (length: number) =>
      here.rest.post(Routes.channelMessages(here.general.id), {
        body: { attachments: [{ id: '0', description: text(length) }] },
        files: [{ name: 'a.png', data: 'x' }],
      });
    await post(1_024);
    expect(await refusalOf(post(1_025))).toEqual(badForm('attachments.0.description'));
  });

  it('has its content and the texts of its embeds trimmed before they are counted, and kept so', async () => {
    const padded = (length: number) => ` \n${text(length)}  `;
    await send({ content: padded(2_000), embeds: [{ title: padded(256), description: padded(4_096), footer: { text: padded(1_648) } }] });
    const message = [...here.general.messages.values()].at(-1);
    expect(message?.content).toBe(text(2_000));
    expect(message?.embeds).toMatchObject([{ title: text(256), description: text(4_096), footer: { text: text(1_648) } }]);
  });

  it('says every field that is wrong', async () => {
    const body = { content: text(2_001), embeds: [{ title: text(257) }, { footer: { text: text(2_049) } }] };
    expect(await refusalOf(send(body))).toEqual(badForm('content', 'embeds.0.title', 'embeds.1.footer.text'));
  });

  it('with fields of the wrong type is refused and breaks nothing', () => {
    const checks = fc.property(fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue()), fc.boolean(), (body, isV2) => {
      expect(Array.isArray(checkMessage(body, { isV2 }))).toBe(true);
    });
    fc.assert(checks, runs(500));
  });

  it('is refused for the sum of its embeds exactly where a plain count passes 6,000', () => {
    const part = (max: number) => fc.integer({ min: 1, max }).map(text);
    const some = fc.record(
      {
        title: part(256),
        description: part(4_096),
        author: fc.record({ name: part(256) }),
        footer: fc.record({ text: part(2_048) }),
        fields: fc.array(fc.record({ name: part(256), value: part(1_024) }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const checks = fc.property(fc.array(some, { maxLength: 4 }), (all) => {
      const sum = JSON.stringify(all).match(/x/gu)?.length ?? 0;
      // The keys "text" contain one x each.
      const own = sum - all.filter(({ footer }) => footer !== undefined).length;
      expect(checkMessage({ embeds: all }, { isV2: false }).map(({ code }) => code)).toEqual(
        own > 6_000 ? ['MAX_EMBED_SIZE_EXCEEDED'] : [],
      );
    });
    fc.assert(checks, runs(300));
  });
});

const FIELDS = ['content', 'embeds', 'components', 'flags', 'allowed_mentions', 'attachments', 'message_reference', 'nonce', 'poll'];

/** An embed whose parts have this many characters together. */
function wholeEmbed(sum: number): Body {
  const rest = sum - 256 - 256 - 256 - 1_024 - 2_048;
  return {
    title: text(256),
    author: { name: text(256) },
    fields: [{ name: text(256), value: text(1_024) }],
    footer: { text: text(2_048) },
    description: text(rest),
  };
}

describe('components', () => {
  it.each<Row>([
    ['5 rows', 'components', rows(...buttons(5).map((one) => row(one))), rows(...buttons(6).map((one) => row(one)))],
    ['5 buttons in a row', 'components.0.components', rows(row(...buttons(5))), rows(row(...buttons(6)))],
    ['a select alone in its row', 'components.0.components', rows(row(select()), row(button())), rows(row(select(), button()))],
    ['one component at least in a row', 'components.0.components', rows(row(button())), rows(row())],
    [
      'a custom id of 100 characters',
      'components.0.components.0.custom_id',
      rows(row(button({ custom_id: text(100) }))),
      rows(row(button({ custom_id: text(101) }))),
    ],
    [
      'a custom id of 1 character',
      'components.0.components.0.custom_id',
      rows(row(button({ custom_id: 'x' }))),
      rows(row(button({ custom_id: '' }))),
    ],
    [
      'a custom id once only',
      'components',
      rows(row(button({ custom_id: 'a' })), row(button({ custom_id: 'b' }))),
      rows(row(button({ custom_id: 'a' })), row(button({ custom_id: 'a' }))),
    ],
    [
      'a label of 80 characters',
      'components.0.components.0.label',
      rows(row(button({ label: text(80) }))),
      rows(row(button({ label: text(81) }))),
    ],
    [
      'a label or an emoji on a button',
      'components.0.components.0',
      rows(row(button({ label: undefined, emoji: { name: '👍' } }))),
      rows(row(button({ label: undefined }))),
    ],
    [
      'a link of 512 characters',
      'components.0.components.0.url',
      rows(row(link({ url: `https://example.org/${text(492)}` }))),
      rows(row(link({ url: `https://example.org/${text(493)}` }))),
    ],
    ['a link without a custom id', 'components.0.components.0.custom_id', rows(row(link())), rows(row(link({ custom_id: 'x' })))],
    ['a button without a link', 'components.0.components.0.url', rows(row(button())), rows(row(button({ url: 'https://example.org' })))],
    [
      'a style of Discord’s',
      'components.0.components.0.style',
      rows(row(button({ style: ButtonStyle.Danger }))),
      rows(row(button({ style: 9 }))),
    ],
    [
      '25 options in a select',
      'components.0.components.0.options',
      rows(row(select({ options: options(25) }))),
      rows(row(select({ options: options(26) }))),
    ],
    ['1 option at least in a select', 'components.0.components.0.options', rows(row(select())), rows(row(select({ options: [] })))],
    [
      'a placeholder of 150 characters',
      'components.0.components.0.placeholder',
      rows(row(select({ placeholder: text(150) }))),
      rows(row(select({ placeholder: text(151) }))),
    ],
    ...(['label', 'value', 'description'] as const).map(
      (name): Row => [
        `an option’s ${name} of 100 characters`,
        `components.0.components.0.options.0.${name}`,
        rows(row(select({ options: [option({ [name]: text(100) })] }))),
        rows(row(select({ options: [option({ [name]: text(101) })] }))),
      ],
    ),
    [
      'an option’s value once only',
      'components.0.components.0.options.1.value',
      rows(row(select({ options: [option({ value: 'a' }), option({ value: 'b' })] }))),
      rows(row(select({ options: [option({ value: 'a' }), option({ value: 'a' })] }))),
    ],
    [
      'no more values than options',
      'components.0.components.0.max_values',
      rows(row(select({ options: options(2), max_values: 2 }))),
      rows(row(select({ options: options(2), max_values: 3 }))),
    ],
    ['no text among rows', 'components.0.type', rows(row(button())), rows(display('x'))],
  ])('have %s (%s)', async (_, at, atLimit, over) => {
    await send(atLimit);
    expect(await refusalOf(send(over))).toEqual(badForm(at));
  });
});

describe('components V2', () => {
  const displays = (count: number) => times(count, () => display('x'));

  it.each<Row>([
    ['40 components', 'components', v2(...displays(40)), v2(...displays(41))],
    ['40 components with those inside a container', 'components', v2(container(...displays(39))), v2(container(...displays(40)))],
    [
      '40 components with a section’s accessory and a row’s buttons',
      'components',
      v2(section(display('x')), row(...buttons(5)), ...displays(31)),
      v2(section(display('x')), row(...buttons(5)), ...displays(32)),
    ],
    ['4,000 characters in one text', 'components', v2(display(text(4_000))), v2(display(text(2_000)), display(text(2_001)))],
    [
      '4,000 characters in all, those in containers and sections too',
      'components',
      v2(display(text(1_000)), container(display(text(1_000))), section(display(text(2_000)))),
      v2(display(text(1_000)), container(display(text(1_000))), section(display(text(2_001)))),
    ],
    ['some text in a text', 'components.0.content', v2(display('x')), v2(display(''))],
    ['3 texts in a section', 'components.0.components', v2(section(...displays(3))), v2(section(...displays(4)))],
    [
      'an accessory in a section',
      'components.0.accessory',
      v2(section(display('x'))),
      v2({ ...section(display('x')), accessory: undefined }),
    ],
    ['no container in a container', 'components.0.components.0.type', v2(container(display('x'))), v2(container(container(display('x'))))],
    ['no button without a row', 'components.0.type', v2(row(button())), v2(button())],
    [
      'a custom id once only, at any depth',
      'components',
      v2(section(display('x')), container(row(button({ custom_id: 'other' })))),
      v2(section(display('x')), container(row(button()))),
    ],
  ])('have %s (%s)', async (_, at, atLimit, over) => {
    await send(atLimit);
    expect((await refusalOf(send(over))).at).toContain(at);
  });

  it('refuse one text of 4,001 characters at its own place too', async () => {
    expect(await refusalOf(send(v2(display(text(4_001)))))).toEqual(badForm('components.0.content', 'components'));
  });

  it.each([
    ['content', 'x'],
    ['embeds', [{ title: 'x' }]],
    ['poll', { question: { text: 'x' }, answers: [] }],
    ['sticker_ids', ['100000000000000001']],
  ])('refuse the older field %s', async (name, value) => {
    expect(await refusalOf(send({ ...v2(display('x')), [name]: value }))).toEqual(badForm(name));
  });

  // https://github.com/discord/discord-api-docs/issues/8554
  it.each([
    ['one text', (last: string) => [display('字'.repeat(3_386) + last)]],
    ['two texts', (last: string) => [display('字'.repeat(2_000)), container(display('字'.repeat(1_382) + last))]],
  ])('make Discord fail above 10,170 bytes with 12 for each text, in %s, and never at fewer', async (_, make) => {
    await send(v2(...make('')));
    const error: unknown = await send(v2(...make('x'))).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HTTPError);
    expect(error).toMatchObject({ status: 500 });
  });

  it('make Discord fail in answers to interactions too', async () => {
    const body = v2(display('字'.repeat(3_400)));
    await expect(callBack({ type: InteractionResponseType.ChannelMessageWithSource, data: body })).rejects.toMatchObject({ status: 500 });
    const interaction = await deferred();
    const requests = [editOriginal(interaction, body), followUp(interaction, body)];
    for (const result of await Promise.allSettled(requests)) expect(result).toMatchObject({ status: 'rejected', reason: { status: 500 } });
    expect(interaction.original?.components).toEqual([]);
  });
});

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, UpdateMessage, Modal } = InteractionResponseType;

/** Answers a new command. */
function callBack(body: Body, interaction = command(here)): Promise<unknown> {
  return here.rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
}

async function deferred(): Promise<Interaction> {
  const interaction = command(here);
  await callBack({ type: DeferredChannelMessageWithSource }, interaction);
  return interaction;
}

function editOriginal({ token }: Interaction, body: Body): Promise<unknown> {
  return here.rest.patch(Routes.webhookMessage(here.world.application.id, token), { body, auth: false });
}

function followUp({ token }: Interaction, body: Body): Promise<unknown> {
  return here.rest.post(Routes.webhook(here.world.application.id, token), { body, auth: false });
}

describe('an answer to an interaction', () => {
  const OVER: readonly [string, Body][] = [
    ['content', { content: text(2_001) }],
    ['embeds', embeds({ description: text(3_000) }, { description: text(3_001) })],
    ['components', rows(...buttons(6).map((one) => row(one)))],
    ['content', { ...v2(display('x')), content: 'x' }],
  ];

  it.each(OVER)('has the limits of messages, at data.%s', async (at, data) => {
    expect(await refusalOf(callBack({ type: ChannelMessageWithSource, data }))).toEqual(badForm(`data.${at}`));
  });

  it.each(OVER)('that changes a component’s message has them too, at data.%s', async (at, data) => {
    await send({ content: 'x' });
    const message = [...here.general.messages.values()].at(-1);
    const interaction = command(here, { type: InteractionType.MessageComponent, message });
    expect(await refusalOf(callBack({ type: UpdateMessage, data }, interaction))).toEqual(badForm(`data.${at}`));
    expect(message?.content).toBe('x');
  });

  it.each(OVER)('has them in edits of @original and in follow-ups, at %s', async (at, data) => {
    const interaction = await deferred();
    expect(await refusalOf(editOriginal(interaction, data))).toEqual(badForm(at));
    expect(await refusalOf(followUp(interaction, data))).toEqual(badForm(at));
    await editOriginal(interaction, { content: 'x' });
    expect(await refusalOf(followUp(interaction, data))).toEqual(badForm(at));
  });

  it('may have 10 files and no more', async () => {
    const { id, token } = command(here);
    const files = times(11, (index) => ({ name: `${index}.txt`, data: 'x' }));
    const body = { type: ChannelMessageWithSource, data: {} };
    expect(await refusalOf(here.rest.post(Routes.interactionCallback(id, token), { body, files, auth: false }))).toEqual(
      badForm('data.attachments'),
    );
  });
});

describe('suggestions', () => {
  const choice = (changes: Body = {}): Body => ({ name: 'One', value: 'one', ...changes });

  it.each<Row>([
    ['25 choices', 'choices', { choices: times(25, () => choice()) }, { choices: times(26, () => choice()) }],
    ['none at all, but a list', 'choices', { choices: [] }, {}],
    ['a name of 100 characters', 'choices.0.name', { choices: [choice({ name: text(100) })] }, { choices: [choice({ name: text(101) })] }],
    ['a name of 1 character', 'choices.0.name', { choices: [choice({ name: 'x' })] }, { choices: [choice({ name: '' })] }],
    [
      'a value of 100 characters',
      'choices.0.value',
      { choices: [choice({ value: text(100) })] },
      { choices: [choice({ value: text(101) })] },
    ],
    ['a number for a value', 'choices.0.value', { choices: [choice({ value: 7 })] }, { choices: [choice({ value: null })] }],
  ])('may have %s and no more (data.%s)', async (_, at, atLimit, over) => {
    const suggest = (data: Body) =>
      callBack(
        { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data },
        command(here, { type: InteractionType.ApplicationCommandAutocomplete }),
      );
    await suggest(atLimit);
    expect(await refusalOf(suggest(over))).toEqual(badForm(`data.${at}`));
  });
});

describe('a form', () => {
  const input = (changes: Body = {}): Body => ({
    type: ComponentType.TextInput,
    custom_id: 'why',
    style: TextInputStyle.Paragraph,
    ...changes,
  });
  const label = (changes: Body = {}, component = input()): Body => ({ type: ComponentType.Label, label: 'Why?', component, ...changes });
  const form = (changes: Body = {}): Body => ({ title: 'Why?', custom_id: 'form', components: [label()], ...changes });
  const labels = (count: number) => times(count, (index) => label({}, input({ custom_id: `input ${index}` })));
  const holding = (component: Body): Body => form({ components: [label({}, component)] });
  const group = (type: ComponentType, count: number): Body => holding({ type, custom_id: 'group', options: options(count) });
  const upload = (changes: Body): Body => holding({ type: ComponentType.FileUpload, custom_id: 'files', ...changes });

  it.each<Row>([
    ['a title of 45 characters', 'title', form({ title: text(45) }), form({ title: text(46) })],
    ['a title', 'title', form({ title: 'x' }), form({ title: '' })],
    ['a custom id of 100 characters', 'custom_id', form({ custom_id: text(100) }), form({ custom_id: text(101) })],
    ['5 parts', 'components', form({ components: labels(5) }), form({ components: labels(6) })],
    ['1 part at least', 'components', form({ components: labels(1) }), form({ components: [] })],
    ['a custom id once only', 'components', form({ components: labels(2) }), form({ components: [label(), label()] })],
    [
      'a label of 45 characters',
      'components.0.label',
      form({ components: [label({ label: text(45) })] }),
      form({ components: [label({ label: text(46) })] }),
    ],
    [
      'a label’s description of 100 characters',
      'components.0.description',
      form({ components: [label({ description: text(100) })] }),
      form({ components: [label({ description: text(101) })] }),
    ],
    ['something in a label', 'components.0.component', form(), form({ components: [{ type: ComponentType.Label, label: 'Why?' }] })],
    ['no button in a label', 'components.0.component.type', form(), holding(button())],
    ['no name of its own for an input in a label', 'components.0.component.label', form(), holding(input({ label: 'Why?' }))],
    [
      'a value of 4,000 characters',
      'components.0.component.value',
      holding(input({ value: text(4_000) })),
      holding(input({ value: text(4_001) })),
    ],
    [
      'a placeholder of 100 characters',
      'components.0.component.placeholder',
      holding(input({ placeholder: text(100) })),
      holding(input({ placeholder: text(101) })),
    ],
    [
      '4,000 characters demanded',
      'components.0.component.min_length',
      holding(input({ min_length: 4_000 })),
      holding(input({ min_length: 4_001 })),
    ],
    [
      '4,000 characters allowed',
      'components.0.component.max_length',
      holding(input({ max_length: 4_000 })),
      holding(input({ max_length: 4_001 })),
    ],
    ['1 character allowed', 'components.0.component.max_length', holding(input({ max_length: 1 })), holding(input({ max_length: 0 }))],
    ['a style for an input', 'components.0.component.style', form(), holding(input({ style: undefined }))],
    [
      '25 options in a select',
      'components.0.component.options',
      holding(select({ options: options(25) })),
      holding(select({ options: options(26) })),
    ],
    [
      '10 options in a radio group',
      'components.0.component.options',
      group(ComponentType.RadioGroup, 10),
      group(ComponentType.RadioGroup, 11),
    ],
    [
      '2 options in a radio group',
      'components.0.component.options',
      group(ComponentType.RadioGroup, 2),
      group(ComponentType.RadioGroup, 1),
    ],
    [
      '10 options in a group of checkboxes',
      'components.0.component.options',
      group(ComponentType.CheckboxGroup, 10),
      group(ComponentType.CheckboxGroup, 11),
    ],
    [
      '1 option in a group of checkboxes',
      'components.0.component.options',
      group(ComponentType.CheckboxGroup, 1),
      group(ComponentType.CheckboxGroup, 0),
    ],
    ['10 files', 'components.0.component.max_values', upload({ max_values: 10 }), upload({ max_values: 11 })],
    [
      '10 files demanded',
      'components.0.component.min_values',
      upload({ min_values: 10, max_values: 10 }),
      upload({ min_values: 11, max_values: 10 }),
    ],
    ['the older rows, with one input each', 'components.0.components', oldForm(1), oldForm(2)],
    ['a name on an input of an older row', 'components.0.components.0.label', oldForm(1), form({ components: [row(input())] })],
  ])('may have %s and no more (data.%s)', async (_, at, atLimit, over) => {
    await callBack({ type: Modal, data: atLimit });
    expect(await refusalOf(callBack({ type: Modal, data: over }))).toEqual(badForm(`data.${at}`));
  });

  function oldForm(count: number): Body {
    return form({ components: [row(...times(count, (index) => input({ custom_id: `input ${index}`, label: 'Why?' })))] });
  }
});

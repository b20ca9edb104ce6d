// Tests of the loopback Discord's registered commands: limits, daily counts, and repeated registrations.

import { ApplicationCommandOptionType, ApplicationCommandType, PermissionFlagsBits, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addGuild } from '../../../sandbox/discord/places.js';
import { badForm, type Loopback, openLoopback, refusalOf } from './loopback.js';

let here: Loopback;

beforeEach(async () => {
  here = await openLoopback();
});

afterEach(() => here.stop());

type Body = Readonly<Record<string, unknown>>;

/** The limited property, the field named in the refusal, a command at the limit and one above it. */
type Row = readonly [what: string, field: string, atLimit: Body, over: Body];

interface Registered {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

const text = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

const { String: Text, Integer, Boolean: YesNo, Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
const ask = (changes: Body = {}): Body => ({ name: 'ask', description: 'Asks', ...changes });
const option = (changes: Body = {}): Body => ({ type: Text, name: 'question', description: 'What', ...changes });
const having = (...options: readonly Body[]): Body => ask({ options });
const choice = (changes: Body = {}): Body => ({ name: 'One', value: 'one', ...changes });
const choices = (count: number) => times(count, (index) => choice({ name: `choice ${index}` }));
const menu = (changes: Body = {}): Body => ({ type: ApplicationCommandType.Message, name: 'Check claims', ...changes });
const subcommand = (name: string, ...options: readonly Body[]): Body => option({ type: Subcommand, name, options });

const globally = () => Routes.applicationCommands(here.world.application.id);
const inGuild = (id = here.guild.id) => Routes.applicationGuildCommands(here.world.application.id, id);

function register(body: Body, route = globally()): Promise<Registered> {
  return here.rest.post(route, { body }) as Promise<Registered>;
}

function replace(body: readonly Body[], route = globally()): Promise<readonly Registered[]> {
  return here.rest.put(route, { body }) as Promise<readonly Registered[]>;
}

function listed(route = globally(), query = ''): Promise<readonly Registered[]> {
  return here.rest.get(route, { query: new URLSearchParams(query) }) as Promise<readonly Registered[]>;
}

describe('a command', () => {
  it.each<Row>([
    ['a name of 32 characters', 'name', ask({ name: text(32) }), ask({ name: text(33) })],
    ['a name', 'name', ask({ name: 'x' }), ask({ name: '' })],
    ['a name in lower case', 'name', ask({ name: 'qué-es_1' }), ask({ name: 'Ask' })],
    ['a name in a script without cases', 'name', ask({ name: 'สวัสดี' }), ask({ name: 'É' })],
    ['a name without spaces', 'name', ask({ name: 'two-words' }), ask({ name: 'two words' })],
    ['a name without signs', 'name', ask({ name: 'ask' }), ask({ name: 'ask!' })],
    [
      'a translated name in lower case',
      'name_localizations.es-ES',
      ask({ name_localizations: { 'es-ES': 'preguntar' } }),
      ask({ name_localizations: { 'es-ES': 'Preguntar' } }),
    ],
    [
      'a name in languages that Discord has',
      'name_localizations.es',
      ask({ name_localizations: { 'es-419': 'preguntar' } }),
      ask({ name_localizations: { es: 'preguntar' } }),
    ],
    ['a description of 100 characters', 'description', ask({ description: text(100) }), ask({ description: text(101) })],
    ['a description', 'description', ask({ description: 'x' }), ask({ description: '' })],
    [
      'a translated description of 100 characters',
      'description_localizations.es-ES',
      ask({ description_localizations: { 'es-ES': text(100) } }),
      ask({ description_localizations: { 'es-ES': text(101) } }),
    ],
    [
      '25 options',
      'options',
      having(...times(25, (index) => option({ name: `option-${index}` }))),
      having(...times(26, (index) => option({ name: `option-${index}` }))),
    ],
    ['an option’s name of 32 characters', 'options.0.name', having(option({ name: text(32) })), having(option({ name: text(33) }))],
    ['an option’s name in lower case', 'options.0.name', having(option()), having(option({ name: 'Question' }))],
    ['an option’s name once only', 'options.1.name', having(option(), option({ name: 'other' })), having(option(), option())],
    [
      'an option’s description of 100 characters',
      'options.0.description',
      having(option({ description: text(100) })),
      having(option({ description: text(101) })),
    ],
    [
      'required options first',
      'options.1',
      having(option({ required: true }), option({ name: 'other' })),
      having(option(), option({ name: 'other', required: true })),
    ],
    ['25 choices', 'options.0.choices', having(option({ choices: choices(25) })), having(option({ choices: choices(26) }))],
    [
      'a choice’s name of 100 characters',
      'options.0.choices.0.name',
      having(option({ choices: [choice({ name: text(100) })] })),
      having(option({ choices: [choice({ name: text(101) })] })),
    ],
    [
      'a choice’s value of 100 characters',
      'options.0.choices.0.value',
      having(option({ choices: [choice({ value: text(100) })] })),
      having(option({ choices: [choice({ value: text(101) })] })),
    ],
    [
      'a choice of the option’s own type',
      'options.0.choices.0.value',
      having(option({ type: Integer, choices: [choice({ value: 1 })] })),
      having(option({ type: Integer, choices: [choice()] })),
    ],
    [
      'no choices for yes or no',
      'options.0.choices',
      having(option({ type: YesNo })),
      having(option({ type: YesNo, choices: [choice({ value: 1 })] })),
    ],
    [
      'suggestions or choices, not both',
      'options.0.autocomplete',
      having(option({ autocomplete: true })),
      having(option({ autocomplete: true, choices: choices(1) })),
    ],
    [
      'suggestions for texts and numbers only',
      'options.0.autocomplete',
      having(option({ type: Integer, autocomplete: true })),
      having(option({ type: YesNo, autocomplete: true })),
    ],
    ['6,000 characters demanded', 'options.0.min_length', having(option({ min_length: 6_000 })), having(option({ min_length: 6_001 }))],
    ['6,000 characters allowed', 'options.0.max_length', having(option({ max_length: 6_000 })), having(option({ max_length: 6_001 }))],
    ['1 character allowed', 'options.0.max_length', having(option({ max_length: 1 })), having(option({ max_length: 0 }))],
    ['options of Discord’s types', 'options.0.type', having(option({ type: 11 })), having(option({ type: 12 }))],
    [
      'subcommands, or options of other types',
      'options',
      having(subcommand('add'), subcommand('remove')),
      having(subcommand('add'), option()),
    ],
    [
      'subcommands in a group',
      'options.0.options.0.type',
      having({ ...subcommand('note', subcommand('add', option())), type: SubcommandGroup }),
      having(subcommand('note', subcommand('add'))),
    ],
    [
      'nothing but subcommands in a group',
      'options.0.options.0.type',
      having({ ...subcommand('note', subcommand('add')), type: SubcommandGroup }),
      having({ ...subcommand('note', option()), type: SubcommandGroup }),
    ],
    [
      'groups at its top only',
      'options.0.options.0.type',
      having({ ...subcommand('note'), type: SubcommandGroup }),
      having({ ...subcommand('note', { ...subcommand('other'), type: SubcommandGroup }), type: SubcommandGroup }),
    ],
    [
      'permissions as a number in a text',
      'default_member_permissions',
      ask({ default_member_permissions: '0' }),
      ask({ default_member_permissions: 'none' }),
    ],
    ['three contexts', 'contexts', ask({ contexts: [0, 1, 2], integration_types: [0, 1] }), ask({ contexts: [3] })],
    [
      'private channels where users install it',
      'contexts',
      ask({ contexts: [0, 2], integration_types: [0, 1] }),
      ask({ contexts: [0, 2], integration_types: [0] }),
    ],
    ['a menu’s name with spaces and capitals', 'name', menu({ name: `Check ${text(26)}` }), menu({ name: `Check ${text(27)}` })],
    ['a menu without a description', 'description', menu({ description: '' }), menu({ description: 'Checks' })],
    ['a menu without options', 'options', menu({ options: [] }), menu({ options: [option()] })],
  ])('may have %s (%s)', async (_, at, atLimit, over) => {
    await register(atLimit);
    expect(await refusalOf(register(over))).toEqual(badForm(at));
  });

  it.each<readonly [string, (extra: number) => Body]>([
    ['names, descriptions and values', (extra) => having(...filled(2), option({ name: 'last', description: text(extra) }))],
    [
      'the longest translations',
      (extra) => having(...filled(2), option({ name: 'last', description_localizations: { 'es-ES': text(extra), 'es-419': text(extra) } })),
    ],
    [
      'subcommands too',
      (extra) => having(subcommand('all', ...filled(2)), subcommand('l', option({ name: 'las', description: text(extra - 11) }))),
    ],
  ])('may have 8,000 characters, counting %s', async (_, make) => {
    // "ask", "Asks", and "last".
    const left = 8_000 - 3 - 4 - 4 - sizeOfFilled(2);
    await register(make(left));
    expect(await refusalOf(register(make(left + 1)))).toEqual({ status: 400, code: 50035, at: [''] });
  });

  /** Options with as many choices as allowed, each of 156 characters. */
  function filled(count: number): Body[] {
    return times(count, (index) =>
      option({
        name: `o${index}`,
        description: text(28),
        choices: times(25, (at) => choice({ name: `${text(56)}${10 + at}`, value: text(100) })),
      }),
    );
  }

  function sizeOfFilled(count: number): number {
    return count * (2 + 28 + 25 * (58 + 100));
  }

  it('names each command of a list where it is wrong', async () => {
    expect(await refusalOf(replace([ask(), ask({ name: 'Why' }), having(option({ description: '' }))]))).toEqual(
      badForm('1.name', '2.options.0.description', '2'),
    );
    expect(await listed()).toEqual([]);
  });

  it('of a server has no contexts and no kinds of installation', async () => {
    await register(ask(), inGuild());
    expect(await refusalOf(register(ask({ contexts: [0] }), inGuild()))).toEqual(badForm('contexts'));
    expect(await refusalOf(register(ask({ integration_types: [0] }), inGuild()))).toEqual(badForm('integration_types'));
  });

  it('of a server that the app is not in is refused', async () => {
    const other = addGuild(here.world, { name: 'Others', owner: here.owner });
    expect(await refusalOf(register(ask(), inGuild(other.id)))).toEqual({ status: 403, code: 50001, at: [] });
  });

  it('of another app is refused', async () => {
    expect(await refusalOf(register(ask(), Routes.applicationCommands('100000000000000009')))).toMatchObject({ code: 10002 });
  });
});

describe('the number of commands', () => {
  const commands = (count: number): Body[] => times(count, (index) => ask({ name: `ask-${index}` }));
  const menus = (type: ApplicationCommandType, count: number): Body[] => times(count, (index) => ({ type, name: `Menu ${index}` }));

  it.each([
    ['100 slash commands', commands(100), ask()],
    ['15 menus of users', menus(ApplicationCommandType.User, 15), { type: ApplicationCommandType.User, name: 'More' }],
    ['15 menus of messages', menus(ApplicationCommandType.Message, 15), menu()],
  ])('is at most %s, and as many again in a server', async (_, all, more) => {
    for (const route of [globally(), inGuild()]) {
      await replace(all, route);
      expect(await refusalOf(register(more, route))).toMatchObject({ status: 400, code: 50035 });
      expect(await listed(route)).toHaveLength(all.length);
      expect(await refusalOf(replace([...all, more], route))).toMatchObject({ status: 400, code: 50035 });
      expect(await listed(route)).toHaveLength(all.length);
    }
  });

  it('that is new is at most 200 a day, whatever is deleted; then the day after', async () => {
    for (const half of ['first', 'second']) {
      await replace(times(100, (index) => ask({ name: `${half}-${index}` })));
      await replace([]);
    }
    expect(await refusalOf(register(ask()))).toEqual({ status: 400, code: 30034, at: [] });
    here.world.clock.advance(24 * 60 * 60_000);
    await register(ask());
  });

  it('that is new is counted for each server by itself', async () => {
    await replace(commands(100));
    await replace([]);
    await replace(commands(100));
    await register(ask(), inGuild());
    expect(await refusalOf(replace([ask()]))).toMatchObject({ code: 30034 });
  });

  it('that is new does not count commands that are there already', async () => {
    await replace(commands(100));
    for (let time = 0; time < 3; time += 1) await replace(commands(100));
    for (let time = 0; time < 50; time += 1) await register(ask({ name: 'ask-7', description: `The ${time}th` }));
    expect(here.world.commandsCreated.get('global')).toHaveLength(100);
  });

  it('of one name is one of a type in a list', async () => {
    expect(await refusalOf(replace([ask(), ask()]))).toEqual(badForm('1'));
    await replace([ask(), menu({ name: 'ask' }), { type: ApplicationCommandType.User, name: 'ask' }]);
    expect(await listed()).toHaveLength(3);
  });
});

describe('a command that is registered again', () => {
  it('keeps its id, and its version where nothing changed', async () => {
    const first = await register(ask());
    expect(await register(ask())).toEqual(first);
    const changed = await register(ask({ description: 'Asks anything' }));
    expect(changed).toMatchObject({ id: first.id, description: 'Asks anything' });
    expect(changed.version).not.toBe(first.version);
    expect(await listed()).toHaveLength(1);
  });

  it('is answered with 201 when it is new and with 200 when it is not', async () => {
    await register(ask());
    await register(ask());
    expect(here.discord.requests.map(({ status }) => status)).toEqual([201, 200]);
  });

  it('stays in a list that names it, with its id, and goes with one that does not', async () => {
    const [kept, gone] = await replace([ask(), ask({ name: 'why' })]);
    const [again] = await replace([ask({ description: 'Asks anything' })]);
    expect(again?.id).toBe(kept?.id);
    expect(await refusalOf(here.rest.get(Routes.applicationCommand(here.world.application.id, gone?.id ?? '')))).toMatchObject({
      status: 404,
      code: 10063,
    });
  });

  it('in a server is another one than the global one', async () => {
    const everywhere = await register(ask());
    const local = await register(ask(), inGuild());
    expect(local.id).not.toBe(everywhere.id);
    expect(local).toMatchObject({ guild_id: here.guild.id });
    await replace([], inGuild());
    expect(await listed()).toHaveLength(1);
  });

  it('is changed in single fields, and deleted', async () => {
    const { id } = await register(having(option()));
    const one = Routes.applicationCommand(here.world.application.id, id);
    expect(await here.rest.patch(one, { body: { description: 'Asks anything' } })).toMatchObject({
      description: 'Asks anything',
      options: [{ name: 'question' }],
    });
    expect(await refusalOf(here.rest.patch(one, { body: { name: 'Ask' } }))).toEqual(badForm('name'));
    await here.rest.delete(one);
    expect(await listed()).toEqual([]);
    expect(await refusalOf(here.rest.delete(one))).toMatchObject({ code: 10063 });
  });
});

describe('what Discord gives of a command', () => {
  it('has translations only where they are asked for', async () => {
    await register(
      ask({ name_localizations: { 'es-ES': 'preguntar' }, options: [option({ name_localizations: { 'es-ES': 'pregunta' } })] }),
    );
    const [plain] = await listed();
    expect(JSON.stringify(plain)).not.toMatch(/localizations|pregunta/u);
    const [full] = await listed(globally(), 'with_localizations=true');
    expect(full).toMatchObject({
      name_localizations: { 'es-ES': 'preguntar' },
      description_localizations: null,
      options: [{ name_localizations: { 'es-ES': 'pregunta' } }],
    });
  });

  it('leaves out what is not required or not suggested, and writes out what was left out', async () => {
    const given = await register(having(option({ required: false, autocomplete: false })));
    expect(given.options).toEqual([expect.not.objectContaining({ required: false, autocomplete: false })]);
    expect(given).toMatchObject({ type: 1, contexts: null, integration_types: [0, 1], default_member_permissions: null, nsfw: false });
  });

  it('has permissions as a text, however they came', async () => {
    const bits = PermissionFlagsBits.ManageMessages;
    for (const permissions of [String(bits), Number(bits)]) {
      expect(await register(ask({ default_member_permissions: permissions }))).toMatchObject({ default_member_permissions: String(bits) });
    }
  });
});

// Tests of the registered commands: Discord's rules, both languages, and that no file is forgotten.

import { readdirSync } from 'node:fs';
import { type APIApplicationCommandOption, ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { describe, expect, it } from 'vitest';
import note from '../../commands/note.js';
import { commands } from '../../commands/registry.js';
import { commandBodies } from '../../src/discord/core/register.js';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const bodies = commandBodies(commands, undefined);
const slash = bodies.filter(({ type }) => type === ApplicationCommandType.ChatInput);
const LOCALES = ['es-ES', 'es-419'];

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: unknown;
  readonly description_localizations?: unknown;
  readonly choices?: readonly { readonly name: string; readonly value: string | number; readonly name_localizations?: unknown }[];
}

/** Readers' commands that work only in guilds that installed the bot. */
const READERS_IN_SERVERS = ['suggest'];
const MODERATORS = ['note', 'gaps', 'coverage', 'settings'];
/** Files shared by several commands. */
const HELPERS = ['command', 'registry', 'sentence-option', 'subcommands'];

type Options = { readonly options?: readonly APIApplicationCommandOption[] };

/** All lists of options in a command and its subcommands. */
function optionListsIn({ options = [] }: Options): (readonly APIApplicationCommandOption[])[] {
  return [options, ...options.flatMap((option) => optionListsIn(option as Options))];
}

/** A command with its subcommands and their options: everything with a description. */
function describedIn(body: RESTPostAPIApplicationCommandsJSONBody): Described[] {
  return [body as Described, ...(optionListsIn(body as Options).flat() as Described[])];
}

const texts = (described: Described): string[] => [described.name, ...(described.description === undefined ? [] : [described.description])];

function longest(text: string, localised: unknown): number {
  return Math.max(text.length, ...Object.values((localised ?? {}) as Record<string, string>).map(({ length }) => length));
}

describe('the registry', () => {
  it('lists every file of the folder', () => {
    const files = readdirSync('commands').flatMap((file) => (file.endsWith('.ts') ? [file.replace(/\.ts$/u, '')] : []));
    const listed = commands.map(({ data }) => (data.name === 'Check against the article' ? 'check' : data.name));
    expect([...listed, ...HELPERS].sort()).toEqual(files.sort());
  });

  it('lists every subcommand of /note', () => {
    const files = readdirSync('commands/note').map((file) => file.replace(/\.ts$/u, ''));
    const subcommands = optionListsIn(note.data as Options)[0]?.map(({ name }) => name) ?? [];
    expect([...subcommands, 'options'].sort()).toEqual(files.sort());
  });

  it('has no name twice', () => {
    expect(new Set(commands.map(({ data }) => data.name)).size).toBe(commands.length);
    for (const locale of LOCALES) {
      const names = slash.map((body) => (body.name_localizations as Record<string, string>)[locale]);
      expect(new Set(names).size).toBe(slash.length);
    }
  });
});

describe.each(bodies.map((body) => [body.name, body] as const))('the command %s', (_, body) => {
  it('is described within Discord’s limits, in both languages', () => {
    let sum = 0;
    for (const described of describedIn(body)) {
      for (const locale of LOCALES) {
        expect((described.name_localizations as Record<string, string>)[locale], described.name).toBeTruthy();
        if (described.description !== undefined) {
          expect((described.description_localizations as Record<string, string>)[locale], described.name).toBeTruthy();
        }
      }
      for (const text of texts(described)) expect(text.length).toBeLessThanOrEqual(100);
      expect(longest(described.description ?? '', described.description_localizations)).toBeLessThanOrEqual(100);
      sum +=
        longest(described.name, described.name_localizations) + longest(described.description ?? '', described.description_localizations);
      for (const { name, value, name_localizations: localised } of described.choices ?? []) {
        sum += longest(name, localised) + String(value).length;
      }
    }
    expect(sum).toBeLessThanOrEqual(8000);
  });

  it('has names that Discord takes', () => {
    for (const { name, name_localizations: localised } of body.type === ApplicationCommandType.ChatInput ? describedIn(body) : []) {
      for (const one of [name, ...Object.values(localised as Record<string, string>)]) {
        expect(one).toMatch(NAME);
        expect(one).toBe(one.toLowerCase());
      }
    }
    expect(body.name.length).toBeLessThanOrEqual(32);
  });

  it('puts required options first', () => {
    for (const options of optionListsIn(body as Options)) {
      const required = options.map((option) => option.required === true);
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    }
  });

  it('is there for whom it is made', () => {
    if (MODERATORS.includes(body.name)) {
      // 8192 is the permission to manage messages.
      expect(body).toMatchObject({ integration_types: [0], contexts: [0], default_member_permissions: '8192' });
      return;
    }
    expect(body).toMatchObject(
      READERS_IN_SERVERS.includes(body.name)
        ? { integration_types: [0], contexts: [0] }
        : { integration_types: [0, 1], contexts: [0, 1, 2] },
    );
    expect(body).not.toHaveProperty('default_member_permissions');
  });
});

it('leaves out in a server what only global commands may have', () => {
  for (const body of commandBodies(commands, '123456789012345678')) {
    expect(body).not.toHaveProperty('contexts');
    expect(body).not.toHaveProperty('integration_types');
  }
});

// The app's registered commands, global and per guild; a changed command keeps its id.

import { ApplicationCommandType } from 'discord.js';
import { checkCommand } from './command-limits.js';
import { apiError, type Issue, invalidForm } from './errors.js';
import { isFields, type Path } from './limits.js';
import type { Command, CommandFields, CommandOption, World } from './state.js';

const CREATES_PER_DAY = 200;
const DAY_MS = 24 * 60 * 60_000;
/** Limits for chat commands, user menus, message menus and the entry point, each per guild and globally. */
const MOST_BY_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15, 4: 1 };

/** The commands of one guild, or the global ones. */
export function commandsIn(world: World, guildId: string | undefined): Command[] {
  return [...world.commands.values()].filter((command) => command.guildId === guildId);
}

/** Registers a command, or replaces the one with the same name and type. */
export function upsertCommand(
  world: World,
  guildId: string | undefined,
  body: unknown,
): { readonly command: Command; readonly isNew: boolean } {
  const fields = checked(body, guildId, []);
  const known = commandsIn(world, guildId).find((one) => isSame(one, fields));
  if (known === undefined) spend(world, guildId, 1);
  const command = store(world, guildId, fields, known);
  checkCounts(world, guildId, commandsIn(world, guildId));
  world.change({ kind: 'commands' });
  return { command, isNew: known === undefined };
}

/** Changes only the given fields. */
export function patchCommand(world: World, guildId: string | undefined, id: string, body: unknown): Command {
  const known = findCommand(world, guildId, id);
  const fields = checked({ ...known.fields, ...(isFields(body) ? body : {}), type: known.type }, guildId, []);
  const command = store(world, guildId, fields, known);
  world.change({ kind: 'commands' });
  return command;
}

/** Replaces all commands with a list. */
export function replaceCommands(world: World, guildId: string | undefined, body: unknown): Command[] {
  if (!Array.isArray(body)) {
    throw invalidForm([{ path: [], code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' }]);
  }
  const issues: Issue[] = body.flatMap((one, index) =>
    isFields(one) ? checkCommand(one, guildId === undefined, [index]) : [notFields(index)],
  );
  const wanted = body as CommandFields[];
  wanted.forEach((fields, index) => {
    const first = wanted.findIndex((other) => other.name === fields.name && typeOf(other) === typeOf(fields));
    if (first < index) {
      issues.push({ path: [index], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message: 'Application command names must be unique' });
    }
  });
  if (issues.length > 0) throw invalidForm(issues);
  const present = commandsIn(world, guildId);
  const pairs = wanted.map((fields) => ({ fields, known: present.find((one) => isSame(one, fields)) }));
  checkCounts(
    world,
    guildId,
    wanted.map((fields) => ({ type: typeOf(fields) })),
  );
  spend(world, guildId, pairs.filter(({ known }) => known === undefined).length);
  const stored = pairs.map(({ fields, known }) => store(world, guildId, fields, known));
  for (const { id } of present) if (!stored.some((one) => one.id === id)) world.commands.delete(id);
  world.change({ kind: 'commands' });
  return stored;
}

export function deleteCommand(world: World, guildId: string | undefined, id: string): void {
  world.commands.delete(findCommand(world, guildId, id).id);
  world.change({ kind: 'commands' });
}

export function findCommand(world: World, guildId: string | undefined, id: string): Command {
  const command = world.commands.get(id);
  if (command === undefined || command.guildId !== guildId) throw apiError('unknownCommand');
  return command;
}

/** A command as Discord returns it: missing or false fields are omitted, or written as their defaults. */
export function commandPayload(world: World, command: Command, withLocalizations: boolean): Record<string, unknown> {
  const { id, version, guildId, type, fields } = command;
  const { installs } = world.application;
  const permissions = fields.default_member_permissions;
  const localizations = (item: CommandFields | CommandOption) =>
    withLocalizations
      ? { name_localizations: item.name_localizations ?? null, description_localizations: item.description_localizations ?? null }
      : {};
  const optionPayload = (option: CommandOption): Record<string, unknown> => {
    const { required, autocomplete, options, choices, ...rest } = option;
    const { name_localizations: _names, description_localizations: _descriptions, ...kept } = rest;
    return {
      ...kept,
      ...localizations(option),
      ...(required === true ? { required } : {}),
      ...(autocomplete === true ? { autocomplete } : {}),
      ...(choices === undefined || choices === null
        ? {}
        : {
            choices: choices.map(({ name_localizations, ...choice }) => ({
              ...choice,
              ...(withLocalizations ? { name_localizations: name_localizations ?? null } : {}),
            })),
          }),
      ...(options === undefined || options === null || options.length === 0 ? {} : { options: options.map(optionPayload) }),
    };
  };
  const everywhere = guildId === undefined;
  return {
    id,
    application_id: world.application.id,
    version,
    default_member_permissions: permissions === undefined || permissions === null ? null : String(permissions),
    type,
    name: fields.name,
    description: fields.description ?? '',
    ...localizations(fields),
    ...(everywhere
      ? {
          dm_permission: fields.contexts?.includes(1) ?? true,
          contexts: fields.contexts ?? null,
          integration_types: fields.integration_types ?? installs.map((install) => (install === 'guild' ? 0 : 1)),
        }
      : { guild_id: guildId }),
    ...(fields.options === undefined || fields.options === null || fields.options.length === 0
      ? {}
      : { options: fields.options.map(optionPayload) }),
    nsfw: fields.nsfw ?? false,
  };
}

function checked(body: unknown, guildId: string | undefined, path: Path): CommandFields {
  const issues = isFields(body) ? checkCommand(body, guildId === undefined, path) : [notFields()];
  if (issues.length > 0) throw invalidForm(issues);
  return body as unknown as CommandFields;
}

function notFields(...path: Path): Issue {
  return { path, code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used in a DictType' };
}

function typeOf({ type }: CommandFields): number {
  return type ?? ApplicationCommandType.ChatInput;
}

function isSame(command: Command, fields: CommandFields): boolean {
  return command.fields.name === fields.name && command.type === typeOf(fields);
}

function store(world: World, guildId: string | undefined, fields: CommandFields, known: Command | undefined): Command {
  const { id: _id, ...own } = fields as CommandFields & { readonly id?: string };
  const isUnchanged = known !== undefined && JSON.stringify(known.fields) === JSON.stringify(own);
  const command = {
    id: known?.id ?? world.nextId(),
    version: isUnchanged ? known.version : world.nextId(),
    guildId,
    type: typeOf(fields),
    fields: own,
  };
  world.commands.set(command.id, command);
  return command;
}

function checkCounts(world: World, guildId: string | undefined, commands: readonly { readonly type: number }[]): void {
  for (const [type, most] of Object.entries(MOST_BY_TYPE)) {
    if (commands.filter((command) => command.type === Number(type)).length <= most) continue;
    const last = commandsIn(world, guildId).at(-1);
    const message = `Maximum number of application commands reached (${most})`;
    // A single command over the limit must not stay.
    if (last !== undefined && commands.includes(last)) world.commands.delete(last.id);
    throw invalidForm([{ path: [], code: 'APPLICATION_COMMANDS_MAX', message }]);
  }
}

function spend(world: World, guildId: string | undefined, count: number): void {
  const key = guildId ?? 'global';
  const now = world.clock.now();
  const recent = (world.commandsCreated.get(key) ?? []).filter((at) => now - at < DAY_MS);
  if (count > 0 && recent.length + count > CREATES_PER_DAY) throw apiError('createsPerDay');
  world.commandsCreated.set(key, [...recent, ...Array.from({ length: count }, () => now)]);
}

// Routes of the app's commands, global and per guild.

import { commandPayload, commandsIn, deleteCommand, findCommand, patchCommand, replaceCommands, upsertCommand } from '../commands.js';
import { apiError } from '../errors.js';
import type { Command, World } from '../state.js';
import { type Call, NO_CONTENT, ok, type Route } from './route.js';

export function commandRoutes(world: World): Route[] {
  return [
    ...routesAt(world, '/applications/{application_id}/commands', () => undefined),
    ...routesAt(world, '/applications/{application_id}/guilds/{guild_id}/commands', ({ param }) => {
      const guild = world.guilds.get(param('guild_id'));
      if (guild === undefined || !guild.members.has(world.application.bot.id)) throw apiError('missingAccess');
      return guild.id;
    }),
  ];
}

function routesAt(world: World, path: string, placeOf: (call: Call) => string | undefined): Route[] {
  const guildOf = (call: Call): string | undefined => {
    if (call.param('application_id') !== world.application.id) throw apiError('unknownApplication');
    return placeOf(call);
  };
  const payload = (command: Command, isFull = true) => commandPayload(world, command, isFull);
  const one = `${path}/{command_id}`;
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ok(commandsIn(world, guildOf(call)).map((command) => payload(command, call.query.with_localizations === 'true'))),
    },
    {
      method: 'POST',
      path,
      handle: (call) => {
        const { command, isNew } = upsertCommand(world, guildOf(call), call.body);
        return { status: isNew ? 201 : 200, body: payload(command) };
      },
    },
    { method: 'PUT', path, handle: (call) => ok(replaceCommands(world, guildOf(call), call.body).map((command) => payload(command))) },
    { method: 'GET', path: one, handle: (call) => ok(payload(findCommand(world, guildOf(call), call.param('command_id')))) },
    {
      method: 'PATCH',
      path: one,
      handle: (call) => ok(payload(patchCommand(world, guildOf(call), call.param('command_id'), call.body))),
    },
    {
      method: 'DELETE',
      path: one,
      handle: (call) => {
        deleteCommand(world, guildOf(call), call.param('command_id'));
        return NO_CONTENT;
      },
    },
  ];
}

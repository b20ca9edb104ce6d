// `npm run commands`: shows the differences between Discord's list of commands and ours, and pushes ours with --push.

import { DiscordAPIError, REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { commands } from '../../commands/registry.js';
import type { Config } from '../config.js';
import { EXIT } from '../exit.js';
import { InputError } from '../input-error.js';
import { explainLogin } from './core/client.js';
import { compareCommands, pushCommands } from './core/register.js';

const SIGNS = { added: '+', changed: '~', removed: '-', same: ' ' } as const;

export interface ShowCommandsOptions {
  readonly push: boolean;
  readonly print: (line: string) => void;
  readonly complain: (message: string) => void;
}

/** Prints the differences, pushes them on demand, returns the exit code. Throws InputError without a token, or for a guild without the bot. */
export async function showCommands(
  { discordToken, discordApiUrl, discordGuildId: guildId }: Pick<Config, 'discordToken' | 'discordApiUrl' | 'discordGuildId'>,
  { push, print, complain }: ShowCommandsOptions,
): Promise<number> {
  if (discordToken === undefined)
    throw new InputError('DISCORD_TOKEN is not set, so there is no list of commands to compare with. Put it into .env.');
  const rest = new REST({ api: discordApiUrl, version: '10' }).setToken(discordToken);
  try {
    const { id: applicationId } = (await rest.get(Routes.currentApplication())) as { id: string };
    const registration = { rest, applicationId, guildId };
    const differences = await compareCommands(commands, registration);
    print(guildId === undefined ? 'Commands everywhere:' : `Commands in the server ${guildId}:`);
    for (const { name, change } of differences) print(`${SIGNS[change]} ${name}${change === 'same' ? '' : ` (${change})`}`);
    if (differences.every(({ change }) => change === 'same')) print('Discord’s commands match this version.');
    else if (push) {
      await pushCommands(commands, registration);
      print('Pushed.');
    } else print('Push them with: npm run commands -- --push');
    return EXIT.ok;
  } catch (error) {
    if (guildId !== undefined && error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingAccess) {
      throw new InputError(
        `Discord does not let the bot register commands in the server ${guildId}, which DISCORD_GUILD_ID names. Is the bot in it? Invite it as docs/discord.md shows.`,
        { cause: error },
      );
    }
    const { kind, message } = explainLogin(error, discordApiUrl);
    complain(message);
    return kind === 'token' ? EXIT.tokenRefused : kind === 'network' ? EXIT.unavailable : EXIT.bug;
  }
}

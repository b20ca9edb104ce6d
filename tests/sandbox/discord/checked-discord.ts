// A loopback Discord for tests: every request is checked against Discord's OpenAPI file.

import { fileURLToPath } from 'node:url';
import { type Discord, type DiscordOptions, startDiscord as startUnchecked } from '../../../sandbox/discord/discord.js';

/** The trimmed copy in the tests, unless the environment names another file. */
export function openApiFile(): string {
  return process.env.DISCORD_OPENAPI ?? fileURLToPath(new URL('openapi/openapi.json', import.meta.url));
}

/** A string in the form of a bot's token, which the bot of every test logs in with. */
export const TOKEN = `${Buffer.from('100000000000000001').toString('base64url')}.loop-b.${'loopback'.repeat(4)}`;

/** Starts a Discord without guilds. */
export function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  return startUnchecked({ openApi: openApiFile(), token: TOKEN, ...options });
}

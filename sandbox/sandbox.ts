// Assembles the sandbox: a loopback Discord, the sample guild, and the page.

import { type Discord, startDiscord } from './discord/discord.js';
import type { RequestRecord } from './discord/state.js';
import { createFaultPanel } from './faults.js';
import { startPageServer } from './page-server.js';
import { Program } from './program.js';
import { buildSampleGuild, type SampleGuild } from './sample-guild.js';
import { openWindow } from './window.js';

export interface SandboxOptions {
  /** The project's folder. */
  readonly root: string;
  /** The page's port; a free one by default. */
  readonly port?: number | undefined;
  /** Path of Discord's OpenAPI file; without it requests are not checked. */
  readonly openApi?: string | undefined;
  /** Called with unexpected errors. */
  readonly onError: (error: unknown) => void;
}

export interface Sandbox {
  /** The page's address. */
  readonly url: string;
  readonly discord: Discord;
  readonly place: SampleGuild;
  /** The program's state for the page; the caller reports its progress. */
  readonly program: Program;
  stop(): Promise<void>;
}

/** Starts the sandbox; the bot joins when it connects. */
export async function startSandbox({ root, port, openApi, onError }: SandboxOptions): Promise<Sandbox> {
  const discord = await startDiscord({ openApi, keepsEarlyMessages: true });
  const { world } = discord;
  const place = buildSampleGuild(world);
  const faults = createFaultPanel(discord);
  const program = new Program();
  const numbers = new WeakMap<RequestRecord, number>();
  let requests = 0;
  const numberOf = (request: RequestRecord) => {
    const number = numbers.get(request) ?? ++requests;
    numbers.set(request, number);
    return number;
  };
  try {
    const page = await startPageServer({
      world,
      root,
      port,
      openWindow: (tell) => openWindow({ scene: { world, place, program }, discord, faults, numberOf, tell, onError }),
    });
    return {
      url: page.url,
      discord,
      place,
      program,
      stop: async () => {
        await page.stop();
        await discord.stop();
      },
    };
  } catch (error) {
    await discord.stop();
    throw error;
  }
}

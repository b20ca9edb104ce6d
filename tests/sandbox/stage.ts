// A sandbox without the bot: the test takes its place, registers commands and answers interactions over HTTP.

import { resolve } from 'node:path';
import { WebSocket } from 'ws';
import { replaceCommands } from '../../sandbox/discord/commands.js';
import type { Interaction } from '../../sandbox/discord/state.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { Act, View, WireEvent } from '../../sandbox/wire.js';

export const ROOT = resolve(import.meta.dirname, '../..');

export const COMMANDS = [
  {
    name: 'ask',
    description: 'Asks.',
    name_localizations: { 'es-ES': 'preguntar' },
    description_localizations: { 'es-ES': 'Pregunta.', 'es-419': 'Pregunta acá.' },
    options: [
      { type: 3, name: 'question', description: 'What?', required: true, max_length: 500, autocomplete: true },
      { type: 6, name: 'of', description: 'Whom?' },
    ],
  },
  {
    name: 'note',
    description: 'Notes.',
    default_member_permissions: '8192',
    contexts: [0],
    options: [{ type: 1, name: 'add', description: 'Adds one.', options: [{ type: 3, name: 'passage', description: 'Where?' }] }],
  },
  { name: 'Check', type: 3 },
];

/** Starts a sandbox with commands; errors of windows fail the test that caused them. */
export async function openSandbox(errors: unknown[] = []): Promise<Sandbox> {
  const sandbox = await startSandbox({ root: ROOT, onError: (error) => errors.push(error) });
  replaceCommands(sandbox.discord.world, undefined, COMMANDS);
  return sandbox;
}

/** Answers an interaction as the bot does. */
export function callBack({ discord }: Pick<Sandbox, 'discord'>, { id, token }: Interaction, body: unknown): Promise<Response> {
  return asBot({ discord }, 'POST', `/interactions/${id}/${token}/callback`, body);
}

/** A request with the bot's token. */
export function asBot({ discord }: Pick<Sandbox, 'discord'>, method: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

type Of<K extends WireEvent['tell']> = Extract<WireEvent, { readonly tell: K }>;

export interface Page {
  /** All received events, in order. */
  readonly told: readonly WireEvent[];
  readonly view: View;
  readonly socket: WebSocket;
  ask(act: Act): Promise<Of<'done'>>;
  /** Waits for an event of a kind that arrives after this call, or since `from`. */
  next<K extends WireEvent['tell']>(kind: K, is?: (told: Of<K>) => boolean, from?: number): Promise<Of<K>>;
  close(): void;
}

/** Long enough for busy machines; only a hang reaches it. */
const WAIT_MS = 120_000;

/** Opens a window as the page does. */
export async function openPage({ url }: Pick<Sandbox, 'url'>): Promise<Page> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window`, { origin: url });
  const told: WireEvent[] = [];
  const listeners = new Set<() => void>();
  let asked = 0;
  socket.on('message', (data) => {
    told.push(JSON.parse(String(data)) as WireEvent);
    for (const listener of listeners) listener();
  });
  const next: Page['next'] = (kind, is = () => true, from = told.length) =>
    new Promise((found, fail) => {
      const timer = setTimeout(() => fail(new Error(`No ${kind} was told, but: ${told.slice(from).map(({ tell }) => tell)}`)), WAIT_MS);
      const look = () => {
        const hit = told.slice(from).find((one): one is Of<typeof kind> => one.tell === kind && is(one as Of<typeof kind>));
        if (hit === undefined) return;
        clearTimeout(timer);
        listeners.delete(look);
        found(hit);
      };
      listeners.add(look);
      look();
    });
  await next('view', undefined, 0);
  return {
    told,
    socket,
    get view() {
      const last = told.findLast((one) => one.tell === 'view');
      if (last?.tell !== 'view') throw new Error('No view was told.');
      return last.view;
    },
    ask: (act) => {
      asked += 1;
      const n = asked;
      const done = next('done', (one) => one.n === n);
      socket.send(JSON.stringify({ ...act, n }));
      return done;
    },
    next,
    close: () => socket.terminate(),
  };
}

// One browser window of the sandbox: its person, its room, and its events.

import { BadAsk, carryOut, type PersonsAct, readAsked, roomFor, viewerAs } from './acts.js';
import type { Discord } from './discord/discord.js';
import { Impossible } from './discord/people.js';
import type { Change, Interaction, Message, RequestRecord } from './discord/state.js';
import type { FaultPanel } from './faults.js';
import { formOf, messageOf, requestOf, roomsFor, type Scene, type Viewer, viewOf } from './view.js';
import type { NumberedAct, WireEvent } from './wire.js';

export interface WindowOptions {
  readonly scene: Scene;
  readonly discord: Discord;
  readonly faults: FaultPanel;
  /** The number of a request, the same in every window. */
  readonly numberOf: (request: RequestRecord) => number;
  readonly tell: (told: WireEvent) => void;
  /** Called with unexpected errors. */
  readonly onError: (error: unknown) => void;
}

export interface Window {
  /** Processes a message from the page. */
  receive(sent: string): Promise<void>;
  close(): void;
}

/** The time after which Discord's client reports a missing acknowledgement. */
const ACKNOWLEDGE_MS = 3_000;
const NO_ANSWER = 'The application did not respond';
/** Number of past requests that a new window receives. */
const MOST_PAST_REQUESTS = 50;

/** Opens a window with the first person's view. */
export function openWindow({ scene, discord, faults, numberOf, tell, onError }: WindowOptions): Window {
  const { world, place, program } = scene;
  const [first] = place.people;
  if (first === undefined) throw new Error('Nobody lives in the sandbox.');
  let viewer: Viewer = { user: first.user, channel: roomFor(scene, first.user, '') };
  let told = { isConnected: isConnected(), waiting: faults.waiting };
  /** Changes since the last flush; the page receives them once per flush. */
  let changes: Change[] = [];
  const awaited = new Map<Interaction, () => void>();

  function isConnected(): boolean {
    return discord.gateway.connected > 0;
  }

  function tellView(): void {
    if (!roomsFor(scene, viewer.user).includes(viewer.channel)) viewer = { ...viewer, channel: roomFor(scene, viewer.user, '') };
    tell({ tell: 'view', view: viewOf(scene, viewer, isConnected()) });
  }

  function onChange(change: Change): void {
    if (changes.length === 0) setImmediate(flush);
    changes.push(change);
    if (change.kind === 'interaction' && change.interaction.acknowledgement !== undefined) awaited.get(change.interaction)?.();
  }

  function flush(): void {
    const now = changes;
    changes = [];
    if (isClosed) return;
    const isNewView = now.some(({ kind }) => kind === 'guilds' || kind === 'commands');
    if (isNewView) tellView();
    const messages = new Set(now.flatMap((change) => ('message' in change ? [change.message] : [])));
    for (const message of messages) tellMessage(message, now, isNewView);
    for (const change of now) {
      if (change.kind === 'request') tell({ tell: 'request', request: requestOf(scene, change.request, numberOf(change.request)) });
      if (change.kind === 'typing' && change.channel === viewer.channel && change.user !== viewer.user) {
        tell({ tell: 'typing', room: change.channel.id, who: change.user.name });
      }
    }
    tellState();
  }

  function tellMessage(message: Message, now: readonly Change[], isInView: boolean): void {
    const { user, channel } = viewer;
    if (message.onlyFor !== undefined && message.onlyFor !== user) return;
    const isNew = now.some((change) => change.kind === 'message-created' && change.message === message);
    if (message.channel === channel) {
      if (message.deleted) tell({ tell: 'gone', room: channel.id, message: message.id });
      else if (!isInView) tell({ tell: 'message', message: messageOf(scene, message, viewer), isNew });
      return;
    }
    if (isNew && message.author !== user && roomsFor(scene, user).includes(message.channel)) {
      tell({ tell: 'unread', room: message.channel.id });
    }
  }

  function tellState(): void {
    const now = { isConnected: isConnected(), waiting: faults.waiting };
    if (now.isConnected !== told.isConnected) tell({ tell: 'bot', isConnected: now.isConnected });
    if (now.waiting !== told.waiting) tell({ tell: 'faults', waiting: now.waiting });
    told = now;
  }

  /** Waits for the bot's acknowledgement, and sends this window the modal if that is the answer. */
  async function awaitAnswer(interaction: Interaction): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ACKNOWLEDGE_MS);
      awaited.set(interaction, () => {
        clearTimeout(timer);
        resolve();
      });
      if (interaction.acknowledgement !== undefined) awaited.get(interaction)?.();
    });
    awaited.delete(interaction);
    const form = formOf(scene, interaction);
    if (form !== undefined) tell({ tell: 'form', form });
    else if (interaction.acknowledgement === undefined) tell({ tell: 'failed', text: NO_ANSWER });
  }

  async function perform(asked: NumberedAct): Promise<Extract<WireEvent, { readonly tell: 'done' }>> {
    const { n } = asked;
    switch (asked.act) {
      case 'look':
        viewer = viewerAs(scene, asked.as, asked.room);
        tellView();
        return { tell: 'done', n };
      case 'fault':
        faults.inject(asked.fault);
        return { tell: 'done', n };
      case 'clear-faults':
        faults.clear();
        return { tell: 'done', n };
      default: {
        const { interaction, suggestions } = await carryOut(scene, viewer, asked satisfies PersonsAct);
        if (interaction !== undefined) await awaitAnswer(interaction);
        return { tell: 'done', n, ...(suggestions === undefined ? {} : { suggestions }) };
      }
    }
  }

  let isClosed = false;
  world.changes.on('change', onChange);
  const stopListening = program.listen({ onStart: () => tell({ tell: 'start', start: program.start }), onArticle: tellView });
  tellView();
  if (told.waiting > 0) tell({ tell: 'faults', waiting: told.waiting });
  for (const request of discord.requests.slice(-MOST_PAST_REQUESTS)) {
    tell({ tell: 'request', request: requestOf(scene, request, numberOf(request)) });
  }
  return {
    receive: async (sent) => {
      let n = 0;
      try {
        const asked = readAsked(sent);
        n = asked.n;
        tell(await perform(asked));
      } catch (error) {
        if (!(error instanceof Impossible)) onError(error);
        const refused = error instanceof Impossible ? error.message : 'Something went wrong in the sandbox; its log tells more.';
        tell({ tell: 'done', n: error instanceof BadAsk ? error.n : n, refused });
      }
      tellState();
    },
    close: () => {
      isClosed = true;
      world.changes.off('change', onChange);
      stopListening();
      for (const stop of awaited.values()) stop();
    },
  };
}

// Shards that end when asked to, in any state; discord.js's own may reconnect or wait for ever.

import { setTimeout as sleep } from 'node:timers/promises';
import { SimpleShardingStrategy } from 'discord.js';

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];
type End = Parameters<SimpleShardingStrategy['destroy']>[0];

/** Time for a connection to close in good order. */
const CLOSE_MS = 1_000;

/** The part of a connection that is needed to terminate it. */
interface Socket {
  on(event: 'error', listener: () => void): void;
  terminate(): void;
}

export class Shards extends SimpleShardingStrategy {
  #isOver = false;

  constructor(manager: Manager) {
    super(manager);
    const { options } = manager;
    const { retrieveSessionInfo } = options;
    // A shard that is ended while it waits or connects starts over and asks for its session: here it waits for ever.
    options.retrieveSessionInfo = (id) => (this.#isOver ? new Promise(() => undefined) : retrieveSessionInfo(id));
  }

  override async destroy(options?: End): Promise<void> {
    // Without a close code, shards only make way for others.
    this.#isOver ||= options?.code !== undefined;
    const sockets = this.#sockets();
    // The shard removes its own listener before the connection fails.
    for (const socket of sockets) socket.on('error', () => undefined);
    const over = new AbortController();
    const late = sleep(CLOSE_MS, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([super.destroy(options), late]);
    over.abort();
    for (const socket of sockets) socket.terminate();
  }

  /** The library keeps these fields private. */
  #sockets(): Socket[] {
    const shards = Reflect.get(this, 'shards') as ReadonlyMap<number, object> | undefined;
    return [...(shards?.values() ?? [])].flatMap((shard) => (Reflect.get(shard, 'connection') as Socket | null) ?? []);
  }
}

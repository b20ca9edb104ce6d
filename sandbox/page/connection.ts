// The socket to the sandbox: acts and their results, events, and reconnecting after a loss.

import type { Act, NumberedAct, WireEvent } from '../wire.js';

export type Done = Extract<WireEvent, { tell: 'done' }>;

export interface Listener {
  told(told: WireEvent): void;
  opened(): void;
  lost(): void;
}

const COME_BACK_MS = [250, 1_000, 2_000, 5_000];
const LOST: Omit<Done, 'n'> = { tell: 'done', refused: 'The sandbox cannot be reached. Is it still running?' };

export class Connection {
  readonly #listener: Listener;
  readonly #waiting = new Map<number, (done: Done) => void>();
  #socket: WebSocket | undefined;
  #asked = 0;
  #losses = 0;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  open(): void {
    const url = new URL('/window', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#losses = 0;
      this.#listener.opened();
    });
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as WireEvent));
    socket.addEventListener('close', () => this.#lose());
  }

  /** Resolves when the act is done, and never rejects: an error is in `refused`. */
  ask(act: Act): Promise<Done> {
    this.#asked += 1;
    const asked: NumberedAct = { ...act, n: this.#asked };
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve({ ...LOST, n: asked.n });
    return new Promise((resolve) => {
      this.#waiting.set(asked.n, resolve);
      socket.send(JSON.stringify(asked));
    });
  }

  #hear(told: WireEvent): void {
    if (told.tell !== 'done') {
      this.#listener.told(told);
      return;
    }
    this.#waiting.get(told.n)?.(told);
    this.#waiting.delete(told.n);
  }

  #lose(): void {
    for (const [n, resolve] of this.#waiting) resolve({ ...LOST, n });
    this.#waiting.clear();
    this.#listener.lost();
    const pause = COME_BACK_MS[Math.min(this.#losses, COME_BACK_MS.length - 1)];
    this.#losses += 1;
    setTimeout(() => this.open(), pause);
  }
}

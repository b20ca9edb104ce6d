// A way to a PostgreSQL server that a test can cut, stall and fix, as a network can be; also at the moment when a change is completed.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What happens when a client says COMMIT, once.
 * - lose-answer: the server commits, and the way is cut before its answer
 * - lose-commit: the way is cut on the client's side alone; the server never hears of it, and goes on waiting
 */
export type AtCommit = 'lose-answer' | 'lose-commit';

export interface Wire {
  readonly url: string;
  /** What goes wrong at the next COMMIT; resolves when it has. */
  atCommit(how: AtCommit): Promise<void>;
  /** Lets nothing through any more, in either direction, without a word. */
  stall(): void;
  /** Ends a stall; what was not let through is lost. */
  flow(): void;
  /** Ends all connections, and takes no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Ends everything, also what the server still waits for. */
  close(): Promise<void>;
}

/** A COMMIT as a simple query. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

/** Opens a way to the server of an address. */
export async function openWire(databaseUrl: string): Promise<Wire> {
  const to = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isStalled = false;
  let plan: { readonly how: AtCommit; done(): void } | undefined;

  const server = createServer((near) => {
    const far = connect(Number(to.port || 5432), to.hostname);
    sockets.add(near).add(far);
    let hasEnded = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => one.destroy());
      one.on('close', () => {
        sockets.delete(one);
        if (!hasEnded) other.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (isStalled) return;
      const now = plan;
      if (now === undefined || !bytes.includes(COMMIT)) {
        far.write(bytes);
        return;
      }
      plan = undefined;
      hasEnded = true;
      if (now.how === 'lose-answer') {
        far.once('data', () => {
          near.destroy();
          far.destroy();
          now.done();
        });
        far.write(bytes);
      } else {
        near.destroy();
        now.done();
      }
    });
    far.on('data', (bytes) => {
      if (!isStalled && !hasEnded) near.write(bytes);
    });
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  const cut = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    atCommit: (how) =>
      new Promise((resolve) => {
        plan = { how, done: resolve };
      }),
    stall: () => {
      isStalled = true;
    },
    flow: () => {
      isStalled = false;
    },
    cut,
    mend: () => listen(port),
    close: cut,
  };
}

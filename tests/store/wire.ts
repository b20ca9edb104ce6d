// A connection to a PostgreSQL server that a test can cut, stall and repair, also at the moment of a commit.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * The effect on the next COMMIT of a client.
 * - lose-answer: the server commits, and the connection is cut before its answer
 * - lose-commit: the connection is cut on the client's side only; the server never receives the COMMIT, and keeps waiting
 */
export type AtCommit = 'lose-answer' | 'lose-commit';

export interface Wire {
  readonly url: string;
  /** Sets the failure of the next COMMIT; resolves when it has happened. */
  atCommit(how: AtCommit): Promise<void>;
  /** Silently blocks both directions. */
  stall(): void;
  /** Ends a stall; blocked data is lost. */
  flow(): void;
  /** Ends all connections and accepts no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Ends everything, including connections that the server still waits on. */
  close(): Promise<void>;
}

/** A COMMIT as a simple query. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

/** Opens a connection to the server at an address. */
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

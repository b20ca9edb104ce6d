// Host check of a loopback server: accepts only this computer's own names, so that no foreign web page can reach it.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** The `Host` headers that a listening server accepts. The first is the one to use. */
export function hostsOf(server: Server): readonly [string, ...string[]] {
  const { port } = server.address() as AddressInfo;
  return [`${LOOPBACK}:${port}`, `localhost:${port}`];
}

/**
 * Whether a request to the loopback Discord comes from a program on this computer. A page whose own domain points here is
 * recognised by `Host`, and a page of any origin by `Origin`, which browsers send and bots do not.
 */
export function isFromProgram(
  server: Server,
  { host, origin }: { readonly host: string | undefined; readonly origin: string | undefined },
): boolean {
  return host !== undefined && hostsOf(server).includes(host) && origin === undefined;
}

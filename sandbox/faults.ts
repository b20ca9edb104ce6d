// Maps the faults of the page's panel to injected faults of the loopback Discord.

import type { Discord } from './discord/discord.js';
import type { ActiveFault, FaultMatch, InjectedFault } from './discord/faults.js';
import type { FaultName } from './wire.js';

export interface FaultPanel {
  /** Number of requests still to strike. */
  readonly waiting: number;
  inject(name: FaultName): void;
  /** Removes the faults that have not struck yet. */
  clear(): void;
}

const ANY = /^\//u;
const CALLBACK = /^\/interactions\/[^/]+\/[^/]+\/callback$/u;
const UNKNOWN_INTERACTION = 10_062;
/** A close code after which a client resumes its session. */
const UNKNOWN_ERROR = 4_000;

export function createFaultPanel({ faults, gateway }: Pick<Discord, 'faults' | 'gateway'>): FaultPanel {
  let added: { readonly active: ActiveFault; readonly times: number }[] = [];
  const add = (fault: InjectedFault, path: RegExp, times = 1) => {
    const match: FaultMatch = { path, times };
    added.push({ active: faults.add({ match, fault }), times });
  };
  const inject: Readonly<Record<FaultName, () => void>> = {
    slow: () => add({ kind: 'slow', ms: 2_000 }, ANY, 3),
    'rate-limit': () => add({ kind: 'rate-limit', retryAfter: 1 }, ANY),
    'unknown-interaction': () => add({ kind: 'status', status: 404, code: UNKNOWN_INTERACTION, message: 'Unknown interaction' }, CALLBACK),
    'server-error': () => add({ kind: 'status', status: 502, message: '502: Bad Gateway' }, ANY),
    disconnect: () => gateway.close(UNKNOWN_ERROR),
    resume: () => gateway.reconnect(),
    'invalid-session': () => gateway.invalidSession(false),
  };
  return {
    get waiting() {
      added = added.filter(({ active, times }) => active.struck < times);
      return added.reduce((sum, { active, times }) => sum + times - active.struck, 0);
    },
    inject: (name) => inject[name](),
    clear: () => {
      for (const { active } of added) active.remove();
      added = [];
    },
  };
}

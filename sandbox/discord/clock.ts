// The clock of one loopback Discord: real time plus the time by which a test advanced it.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Advances this Discord's time only. */
  advance(ms: number): void;
}

/** Makes a clock that runs with `base` and can be advanced. */
export function createClock(base: () => number): Clock {
  let ahead = 0;
  return {
    now: () => base() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

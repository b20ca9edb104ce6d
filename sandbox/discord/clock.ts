// The clock of one loopback Discord: real time, plus what a test moves it on by.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves this Discord's time on; nobody else's. */
  advance(ms: number): void;
}

/** Makes a clock that runs with `base` and can be moved on. */
export function createClock(base: () => number): Clock {
  let ahead = 0;
  return {
    now: () => base() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

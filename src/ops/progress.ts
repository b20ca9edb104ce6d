// Shows the progress of long work and the time left: a bar on a terminal, log lines elsewhere.

import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  start(total: number): void;
  step(): void;
  stop(): void;
}

/** The progress of a piece of work. */
export interface Standing {
  readonly done: number;
  readonly total: number;
  /** Whole seconds; undefined while the pace is unknown, or if the work is almost done. */
  readonly secondsLeft?: number;
}

/** A log line is written at each tenth of the work. */
const TENTHS = 10;
/** The first steps say little about the pace of later ones. */
const LEAST_STEPS = 8;
const REMEMBERED_STEPS = 50;
const MINUTES_FROM = 90;
const WAITING_MS = 300;
/** Returns to the beginning of the line and clears it. */
const WIPE = '\r\u001B[2K';

/** Progress of one piece of work on standard error. */
export function createProgress(label: string, options: { readonly bar: boolean; readonly log: { info(message: string): void } }): Progress {
  return options.bar ? progressBar(label) : progressLines(label, options.log);
}

export interface TellOptions {
  /** Milliseconds from any fixed moment. */
  readonly now?: () => number;
  /** Minimum milliseconds between two reports, except the first and the last; without it every step is reported. */
  readonly leastMs?: number;
}

/** Reports the standing of one piece of work after another. */
export function tellProgress(
  tell: (standing: Standing) => void,
  { now = () => performance.now(), leastMs = 0 }: TellOptions = {},
): Progress {
  let [total, done, steppedAt, toldAt] = [0, 0, 0, 0];
  /** Milliseconds per step, weighted towards recent ones: another program may take the processor meanwhile. */
  let pace = 0;
  const standing = (): Standing => {
    const secondsLeft = done < LEAST_STEPS ? 0 : Math.round((pace * (total - done)) / 1_000);
    return { done, total, ...(secondsLeft > 0 ? { secondsLeft } : {}) };
  };
  return {
    start: (count) => {
      steppedAt = toldAt = now();
      [total, done, pace] = [count, 0, 0];
      tell(standing());
    },
    step: () => {
      done += 1;
      pace += (now() - steppedAt - pace) / Math.min(done, REMEMBERED_STEPS);
      steppedAt = now();
      if (done < total && now() - toldAt < leastMs) return;
      toldAt = now();
      tell(standing());
    },
    stop: () => undefined,
  };
}

/** One progress, shown in several places. */
export function together(...all: readonly Progress[]): Progress {
  return {
    start: (total) => {
      for (const one of all) one.start(total);
    },
    step: () => {
      for (const one of all) one.step();
    },
    stop: () => {
      for (const one of all) one.stop();
    },
  };
}

/** Shows a line on a terminal during a wait, unless it ends at once; `over` removes the line. */
export function sayWaiting(line: string, terminal: NodeJS.WritableStream): { over(): void } {
  let isShown = false;
  const timer = setTimeout(() => {
    terminal.write(line);
    isShown = true;
  }, WAITING_MS);
  return {
    over: () => {
      clearTimeout(timer);
      if (isShown) terminal.write(WIPE);
      isShown = false;
    },
  };
}

/** Estimated seconds in words: "40 s", "3 min". */
export function roughly(seconds: number): string {
  return seconds < MINUTES_FROM ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function progressBar(label: string): Progress {
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}{left}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  let isStarted = false;
  const telling = tellProgress(({ done, total, secondsLeft }) => {
    const payload = { left: secondsLeft === undefined ? '' : `, about ${roughly(secondsLeft)} left` };
    if (isStarted) bar.update(done, payload);
    else bar.start(total, done, payload);
    isStarted = true;
  });
  return {
    ...telling,
    stop: () => {
      isStarted = false;
      bar.stop();
    },
  };
}

function progressLines(label: string, log: { info(message: string): void }): Progress {
  return tellProgress(({ done, total, secondsLeft }) => {
    if (done === 0) log.info(`${label}: ${total} to do.`);
    else if (Math.floor((done * TENTHS) / total) > Math.floor(((done - 1) * TENTHS) / total)) {
      log.info(`${label}: ${done} of ${total}${secondsLeft === undefined ? '' : `, about ${roughly(secondsLeft)} left`}.`);
    }
  });
}

// Shows how long work goes on: a bar on a terminal, log lines elsewhere.

import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  start(total: number): void;
  step(): void;
  stop(): void;
}

/** Log lines come at each tenth of the work. */
const TENTHS = 10;

/** Progress of one piece of work on standard error. */
export function createProgress(label: string, options: { readonly bar: boolean; readonly log: { info(message: string): void } }): Progress {
  return options.bar ? progressBar(label) : progressLines(label, options.log);
}

function progressBar(label: string): Progress {
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}, {eta_formatted} left`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  return { start: (total) => bar.start(total, 0), step: () => bar.increment(), stop: () => bar.stop() };
}

function progressLines(label: string, log: { info(message: string): void }): Progress {
  let total = 0;
  let done = 0;
  return {
    start: (count) => {
      total = count;
      done = 0;
      log.info(`${label}: ${total} to do.`);
    },
    step: () => {
      done += 1;
      if (Math.floor((done * TENTHS) / total) > Math.floor(((done - 1) * TENTHS) / total)) log.info(`${label}: ${done} of ${total}.`);
    },
    stop: () => undefined,
  };
}

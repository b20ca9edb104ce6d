// The worker thread that rebuilds a large database file, so that questions do not wait for it.

import { parentPort, workerData } from 'node:worker_threads';
import { type ScrubReply, scrubFile } from './sqlite-scrub.js';

const port = parentPort;
if (port === null) throw new Error('sqlite-scrub-worker runs as a worker thread only.');

function attempt(): ScrubReply {
  try {
    scrubFile(workerData);
    return undefined;
  } catch (error) {
    // Only plain values reach the other thread whole.
    return { message: String(error), ...(error instanceof Error && 'code' in error ? { code: error.code } : {}) };
  }
}

port.postMessage(attempt());

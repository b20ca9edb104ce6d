// Composition: reads the configuration and runs the command line, with a model if needed.

import { EmbedderStoppedError } from './answer/ports.js';
import { type Config, loadEnvironment, readConfig } from './config.js';
import { EXIT, lineTo } from './exit.js';
import { InputError } from './input-error.js';
import { startEmbedder } from './start-embedder.js';

const complain = lineTo(process.stderr);
/** Time for leftovers at the end, such as a hanging database connection, which must not keep the process alive. */
const LEFT_OVER_MS = 1_000;

async function main(): Promise<number> {
  let config: Config;
  try {
    config = readConfig(loadEnvironment());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain(error.message);
    return EXIT.badConfiguration;
  }
  let embedder: ReturnType<typeof startEmbedder> | undefined;
  const startModel = () => {
    embedder ??= startEmbedder(config);
    return embedder;
  };
  try {
    const { runCommandLine } = await import('./cli/command-line.js');
    return await runCommandLine({ args: process.argv.slice(2), config, streams: process, startModel });
  } finally {
    await embedder?.then(
      (started) => started.close(),
      () => undefined,
    );
  }
}

// The reader of the output may stop reading, like `head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

function codeOf(error: unknown): number {
  if (error instanceof EmbedderStoppedError) {
    complain(error.message);
    return EXIT.modelStopped;
  }
  complain(`Something went wrong that should not have: ${error instanceof Error ? error.message : String(error)}`);
  return EXIT.bug;
}

main()
  .catch(codeOf)
  .then((code) => {
    process.exitCode = code;
    setTimeout(() => process.exit(), LEFT_OVER_MS).unref();
  });

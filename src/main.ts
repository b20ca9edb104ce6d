// Composition: reads the configuration and runs what the command line asks for, with a model where one is needed.

import { type Config, loadEnvironment, readConfig } from './config.js';
import { EXIT, lineTo } from './exit.js';
import { InputError } from './input-error.js';
import { startEmbedder } from './start-embedder.js';

const complain = lineTo(process.stderr);

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
    const { runCommandLine } = await import('./command-line.js');
    return await runCommandLine({ args: process.argv.slice(2), config, streams: process, startModel });
  } finally {
    await embedder?.then(
      (started) => started.close(),
      () => undefined,
    );
  }
}

// Who reads the answers may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(`Something went wrong that should not have: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = EXIT.bug;
  },
);

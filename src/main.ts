// Composition: reads the configuration, starts the model, runs what the command line asks for, and turns every failure
// into one sentence and an exit code.

import { type Config, loadEnvironment, readConfig } from './config.js';
import { complain, EXIT } from './exit.js';
import { InputError } from './input-error.js';
import { startEmbedder } from './start-embedder.js';

/** Answer nothing, so they need no model. */
const WITHOUT_MODEL: readonly (string | undefined)[] = ['commands', 'notes'];

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
  // Nothing takes as long as the model, so it loads while the rest of the program is still being read.
  if (!WITHOUT_MODEL.includes(process.argv[2])) startModel();
  try {
    const { runCommandLine } = await import('./command-line.js');
    return await runCommandLine({ config, startModel });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain(error.message);
    return EXIT.badInput;
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

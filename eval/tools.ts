// Set-up of the measuring programs: the configuration, one embedder, and apps that share it.

import type { Embedder } from '../index/embedder.js';
import type { Weights } from '../index/models.js';
import type { Calibration } from '../src/answer/calibration.js';
import { type App, type ContentFiles, configuredFiles, openApp } from '../src/app.js';
import { type Config, loadEnvironment, readConfig } from '../src/config.js';
import { UserError } from '../src/i18n/user-error.js';
import { InputError } from '../src/input-error.js';
import { createLog } from '../src/ops/log.js';
import { createProgress } from '../src/ops/progress.js';
import { startEmbedder } from '../src/start-embedder.js';
import { wholeApp } from '../src/whole-app.js';

export interface Tools {
  readonly config: Config;
  /** The configured article with its notes, reader questions and decoys. */
  readonly files: ContentFiles;
  /** The same article with general decoys only. */
  readonly bare: ContentFiles;
  readonly embedder: Promise<Embedder>;
  /** Opens an app. @param tried replaces the model's weights or calibration */
  open(files: ContentFiles, tried?: { readonly weights?: Weights; readonly calibration?: Calibration }): Promise<App>;
}

/**
 * Runs a measuring program; `use` returns the exit code. An InputError or UserError is printed as one sentence, with exit code 2; other
 * errors are thrown.
 */
export async function runTool(use: (tools: Tools) => Promise<number>): Promise<void> {
  let embedder: Promise<Embedder> | undefined;
  try {
    const config = readConfig(loadEnvironment());
    const log = createLog(config.logLevel, process.stderr.isTTY === true && !config.noColor);
    embedder = startEmbedder(config);
    const shared = embedder;
    const files = configuredFiles(config);
    process.exitCode = await use({
      config,
      files,
      embedder: shared,
      bare: { article: files.article, generalDecoys: files.generalDecoys },
      open: async (chosen, tried = {}) =>
        wholeApp(
          await openApp({
            files: chosen,
            config,
            log,
            progress: createProgress('Embedding', { bar: process.stderr.isTTY === true, log }),
            now: () => performance.now(),
            embedder: shared,
            ...tried,
          }),
        ),
    });
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } finally {
    await embedder?.then((started) => started.close()).catch(() => undefined);
  }
}

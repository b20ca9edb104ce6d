// Tests of opening an article: when it can be asked, which calibration applies until it is whole, and whether shipped files are current.

import { resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type App, type ContentFiles, configuredFiles, openApp, readCalibration } from '../src/app.js';
import { type Config, readConfig } from '../src/config.js';
import { makeBees, QUESTION } from './cli/bees.js';
import { sharedEmbedder } from './model.js';

const bees = makeBees();
const opened: App[] = [];

async function open(
  config: Config,
  files: ContentFiles = configuredFiles(config),
): Promise<{ readonly app: App; readonly said: readonly string[] }> {
  const said: string[] = [];
  const log = { info: (line: string) => said.push(line), warn: (line: string) => said.push(line) };
  const progress = { start: () => undefined, step: () => undefined, stop: () => undefined };
  const app = await openApp({ files, config, log, progress, now: () => performance.now(), embedder: sharedEmbedder() });
  opened.push(app);
  return { app, said };
}

afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

afterAll(bees.remove);

describe('an article that was never read', () => {
  it('answers before its own questions are read, as one without them, and then as one that has them', async () => {
    const config = readConfig(bees.env);
    const { own, generic } = await readCalibration(
      resolve(config.modelsDir, `${config.embeddingModel}.calibration.json`),
      (await open(readConfig({}))).app.model,
    );
    const { app } = await open(config);
    expect(app.isWhole).toBe(false);
    expect(app.context.measured.decisions).toEqual({ bySentences: generic.decision, byQuestions: own.decision });
    expect(app.context.measured.relation).toEqual(generic.check.relation);
    const before = await app.ask(QUESTION);
    expect(before.quotes.some(({ text }) => text.includes('forty hives'))).toBe(true);
    await app.whole;
    expect(app.isWhole).toBe(true);
    expect((await app.ask(QUESTION)).outcome).toBe('answered');
  });
});

describe('the shipped article', () => {
  it('is whole at once, and its embeddings are those of its texts', async () => {
    const { app, said } = await open(readConfig({}));
    expect(app.isWhole).toBe(true);
    expect([app.staleEmbeddings, said]).toEqual([[], []]);
  });
});

// Tests of a missing model without a hub, with each start in its own process. model-download.long.test.ts tests downloads.

import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'vitest';
import type { EmbedderOptions } from '../../index/embedder.js';
import type { Outcome } from './fixtures/embed-once.js';

const ROOT = resolve(import.meta.dirname, '../..');
const SCRIPT = join(import.meta.dirname, 'fixtures/embed-once.ts');
const MODEL = 'Xenova/all-MiniLM-L6-v2';
/** Long enough for busy machines; only a hang reaches it. */
const LIMIT = 300_000;

/** An empty folder for one test. */
function makeFolder({ onTestFinished }: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-download-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

type Options = Omit<EmbedderOptions, 'model'>;
type Done = NonNullable<Parameters<typeof execFile>[3]>;

function run(options: Options, done: Done): ChildProcess {
  const script = ['--import', './tests/register-tsx.mjs', SCRIPT, JSON.stringify({ ...options, model: MODEL })];
  return execFile(process.execPath, script, { cwd: ROOT, timeout: LIMIT }, done);
}

/** Starts an embedder in another process. */
function start(options: Options): Promise<Outcome> {
  return new Promise((done, fail) => {
    run(options, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(String(stdout)));
      else fail(new Error(`The process failed: ${stderr}`, { cause: error }));
    });
  });
}

/** Names of the files under a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function expectFault({ expect }: TestContext, { error }: Outcome, parts: readonly string[]): void {
  expect(error?.name).toBe('InputError');
  for (const part of [MODEL, ...parts]) expect(error?.message).toContain(part);
  expect(error?.message).not.toContain('\n');
}

// The tests are independent and mostly wait for other processes.
describe.concurrent('a model that is not there', { timeout: LIMIT }, () => {
  it('fails without a hub, with its name, the folder and the setting that would download it', async (test) => {
    const models = makeFolder(test);
    expectFault(test, await start({ modelsDirectory: models }), [models, 'ALLOW_MODEL_DOWNLOAD']);
    test.expect(filesIn(models)).toEqual([]);
  });
});

// Tests of downloading a model: from a hub on the loopback interface, whole or not at all, and found again without the hub.
// Each start has a process of its own, which can be killed in the middle.

import { type ChildProcess, execFile } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  type ReadStream,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'vitest';
import type { EmbedderOptions } from '../../index/embedder.js';
import type { Outcome } from './fixtures/embed-once.js';

const ROOT = resolve(import.meta.dirname, '../..');
const SCRIPT = join(import.meta.dirname, 'fixtures/embed-once.ts');
/** The weights do not matter here: the shipped ones are served under the name of another model. */
const SHIPPED = join(ROOT, 'models/Xenova/e5-small-v2');
const MODEL = 'Xenova/all-MiniLM-L6-v2';
const WEIGHTS = 'onnx/model_quantized.onnx';
const FILES = ['config.json', WEIGHTS, 'tokenizer.json', 'tokenizer_config.json'];
/** Only a hang reaches it. */
const LIMIT = 300_000;

/** Handles one request in its own way; returns false to serve the file normally. */
type Misbehaviour = (name: string, response: ServerResponse) => boolean;

interface Hub {
  readonly url: string;
  /** Requested paths, in order. */
  readonly asked: string[];
  misbehave: Misbehaviour;
}

/** A hub for one test. It redirects requests for the weights, as the real one does with large files. */
async function startHub({ onTestFinished }: TestContext, misbehave: Misbehaviour = () => false): Promise<Hub> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const [, place, name = ''] = /^(\/Xenova\/all-MiniLM-L6-v2\/resolve\/main|\/cdn)\/(.+)$/u.exec(path) ?? [];
    if (place !== '/cdn') asked.push(path);
    if (hub.misbehave(name, response)) return;
    if (place === undefined || !FILES.includes(name)) response.writeHead(404).end('Entry not found');
    else if (place !== '/cdn' && name === WEIGHTS) response.writeHead(302, { location: `${hub.url}/cdn/${name}` }).end();
    else sendPart(name, Number.POSITIVE_INFINITY, response).on('end', () => response.end());
  });
  const hub: Hub = { url: await listen(server), asked, misbehave };
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return hub;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends the beginning of a file with the length of the whole, and leaves the end to the caller. */
function sendPart(name: string, bytes: number, response: ServerResponse): ReadStream {
  response.writeHead(200, { 'content-length': statSync(join(SHIPPED, name)).size });
  const part = createReadStream(join(SHIPPED, name), { end: bytes - 1 });
  part.pipe(response, { end: false });
  return part;
}

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
  it('is downloaded, embeds, and is found without the hub the next time', async (test) => {
    const hub = await startHub(test);
    const models = join(makeFolder(test), 'not', 'yet', 'there');
    const first = await start({ modelsDirectory: models, hubUrl: hub.url });
    test.expect(first.error).toBeUndefined();
    test.expect(first.vector).toHaveLength(384);
    test.expect(hub.asked.toSorted()).toEqual(FILES.map((name) => `/${MODEL}/resolve/main/${name}`));
    test.expect(filesIn(models)).toEqual(FILES.map((name) => join(MODEL, name)));
    for (const name of FILES)
      test.expect(readFileSync(join(models, MODEL, name)).equals(readFileSync(join(SHIPPED, name))), name).toBe(true);

    hub.asked.length = 0;
    test
      .expect(await Promise.all([start({ modelsDirectory: models }), start({ modelsDirectory: models, hubUrl: hub.url })]))
      .toEqual([first, first]);
    test.expect(hub.asked).toEqual([]);
  });

  it('is not kept by halves when the process is killed in the middle of the download', async (test) => {
    const models = makeFolder(test);
    const hub = await startHub(test);
    const halfSent = new Promise<void>((sent) => {
      hub.misbehave = (name, response) => {
        if (name !== WEIGHTS) return false;
        sendPart(name, 10_000_000, response).on('end', sent);
        return true;
      };
    });
    let child: ChildProcess | undefined;
    const ended = new Promise<void>((done) => {
      child = run({ modelsDirectory: models, hubUrl: hub.url }, () => done());
    });
    await halfSent;
    child?.kill('SIGKILL');
    await ended;
    test.expect(filesIn(models)).toEqual([]);
  });

  it('is named when it was downloaded and cannot be kept', async (test) => {
    const models = makeFolder(test);
    // A file in place of the model's parent folder fails even for root.
    mkdirSync(join(models, 'Xenova'));
    writeFileSync(join(models, MODEL), 'in the way');
    const hub = await startHub(test);
    expectFault(test, await start({ modelsDirectory: models, hubUrl: hub.url }), [models, 'cannot be kept']);
    test.expect(filesIn(models)).toEqual([MODEL]);
  });
});

describe.concurrent('a hub that does not give the model', { timeout: LIMIT }, () => {
  const failing = (status: number): Misbehaviour => {
    return (_name, response) => Boolean(response.writeHead(status).end());
  };
  const replacing = (replaced: string, body: string | Buffer): Misbehaviour => {
    return (name, response) => name === replaced && Boolean(response.writeHead(200).end(body));
  };
  const breakingOff: Misbehaviour = (name, response) => {
    if (name !== WEIGHTS) return false;
    sendPart(name, 1_000_000, response).on('end', () => response.destroy());
    return true;
  };

  it.for<[string, Misbehaviour]>([
    ['knows nothing of it (404)', failing(404)],
    ['is broken (500)', failing(500)],
    ['breaks off in the middle of the weights', breakingOff],
    ['gives weights that are none', replacing(WEIGHTS, Buffer.alloc(100_000, 7))],
  ])('because it %s is named, and nothing is kept', async ([, misbehaviour], test) => {
    const models = makeFolder(test);
    const hub = await startHub(test, misbehaviour);
    expectFault(test, await start({ modelsDirectory: models, hubUrl: hub.url }), [models, hub.url]);
    test.expect(filesIn(models)).toEqual([]);
  });

  it('because it answers with a login page is named, and gives it at the next try', async (test) => {
    const models = makeFolder(test);
    const hub = await startHub(test, replacing('tokenizer_config.json', '<html>Log in</html>'));
    expectFault(test, await start({ modelsDirectory: models, hubUrl: hub.url }), [models, hub.url]);
    hub.misbehave = () => false;
    test.expect((await start({ modelsDirectory: models, hubUrl: hub.url })).vector).toHaveLength(384);
  });

  it('because nothing listens there is named', async (test) => {
    const models = makeFolder(test);
    const closed = createServer();
    const url = await listen(closed);
    await new Promise((done) => closed.close(done));
    expectFault(test, await start({ modelsDirectory: models, hubUrl: url }), [models, url, 'ECONNREFUSED']);
    test.expect(filesIn(models)).toEqual([]);
  });
});

// Tests of verifying a model's files: whole, damaged, missing, without checksums.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyModelFiles } from '../../index/model-files.js';
import { InputError } from '../../src/input-error.js';

const WEIGHTS = 'onnx/model_quantized.onnx';
const FILES: Readonly<Record<string, Buffer>> = {
  'config.json': Buffer.from('{"model_type":"bert"}'),
  'tokenizer.json': Buffer.from('{"version":"1.0"}'),
  // Longer than one read of the file.
  [WEIGHTS]: Buffer.alloc(2_500_000, 'weights'),
};

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

let models = '';
let model = '';

function write(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(model, name)), { recursive: true });
  writeFileSync(join(model, name), content);
}

function writeSums(): void {
  write(
    'SHA256SUMS',
    Object.entries(FILES)
      .map(([name, content]) => `${sha256(content)}  ${name}\n`)
      .join(''),
  );
}

async function faultOf(directory: string): Promise<string> {
  const error: unknown = await verifyModelFiles(directory).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InputError) return error.message;
  throw new Error('Expected an InputError.', { cause: error });
}

beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'marginalia-models-'));
  model = join(models, 'Owner', 'small-model');
  for (const [name, content] of Object.entries(FILES)) write(name, content);
});

afterEach(() => {
  rmSync(models, { recursive: true });
});

describe('a model with checksums', () => {
  beforeEach(writeSums);

  it('is accepted whole, always with the same hash', async () => {
    const { hash } = await verifyModelFiles(model);
    expect(hash).toMatch(/^[\da-f]{64}$/u);
    expect(await verifyModelFiles(model)).toEqual({ hash });
  });

  it('has a hash that the line ends and the order of its checksums do not change', async () => {
    const { hash } = await verifyModelFiles(model);
    const lines = readFileSync(join(model, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    write('SHA256SUMS', lines.toReversed().join('\r\n'));
    expect(await verifyModelFiles(model)).toEqual({ hash });
  });

  it('is refused when one bit of a file is flipped, with the file, both hashes and what to do', async () => {
    const flipped = readFileSync(join(model, WEIGHTS));
    flipped.writeUInt8(flipped.readUInt8(2_000_000) ^ 1, 2_000_000);
    write(WEIGHTS, flipped);
    const message = await faultOf(model);
    expect(message).toContain('Owner/small-model');
    expect(message).toContain(
      `${WEIGHTS} is damaged (expected sha256 ${sha256(FILES[WEIGHTS] ?? flipped).slice(0, 12)}…, found ${sha256(flipped).slice(0, 12)}…)`,
    );
    expect(message).toMatch(/git checkout -- \S+model_quantized\.onnx, or download the model again\.$/u);
    expect(message).not.toContain('config.json');
  });

  it('is refused when a file is cut short', async () => {
    truncateSync(join(model, WEIGHTS), 2_499_999);
    expect(await faultOf(model)).toContain(`${WEIGHTS} is damaged`);
  });

  it('is refused when a file is missing', async () => {
    unlinkSync(join(model, 'tokenizer.json'));
    expect(await faultOf(model)).toContain('tokenizer.json is missing');
  });

  it('is refused with all its faults at once', async () => {
    unlinkSync(join(model, 'tokenizer.json'));
    write('config.json', '');
    expect(await faultOf(model)).toMatch(/config\.json is damaged .*; tokenizer\.json is missing/u);
  });

  it('is refused when its checksums cannot be read, with the line', async () => {
    write('SHA256SUMS', `${sha256(Buffer.alloc(0))}  config.json\nconfig.json\n`);
    expect(await faultOf(model)).toContain('SHA256SUMS, line 2: expected a sha256');
    write('SHA256SUMS', '\n');
    expect(await faultOf(model)).toContain('lists no files');
  });
});

describe('a model without checksums', () => {
  it('has a hash of its files, the same that checksums of them give', async () => {
    const { hash } = await verifyModelFiles(model);
    writeSums();
    expect(await verifyModelFiles(model)).toEqual({ hash });
  });

  it('has another hash when a file changes its content or its name', async () => {
    const { hash } = await verifyModelFiles(model);
    write('config.json', '{}');
    const changed = await verifyModelFiles(model);
    expect(changed.hash).not.toBe(hash);
    unlinkSync(join(model, 'config.json'));
    write('configuration.json', '{}');
    expect((await verifyModelFiles(model)).hash).not.toBe(changed.hash);
  });
});

describe('a model that is not there', () => {
  it('is named, with the models that are and how to download it', async () => {
    const message = await faultOf(join(models, 'Owner', 'large-model'));
    expect(message).toBe(
      `The model Owner/large-model is not in ${models}, which holds Owner/small-model. ` +
        'Set EMBEDDING_MODEL to a model that is there, or ALLOW_MODEL_DOWNLOAD=true to download this one.',
    );
  });

  it('is named where there are no models at all', async () => {
    expect(await faultOf(join(models, 'none', 'Owner', 'large-model'))).toContain('which holds no models.');
  });

  it('is not an empty folder', async () => {
    mkdirSync(join(models, 'Owner', 'empty-model'));
    expect(await faultOf(join(models, 'Owner', 'empty-model'))).toContain('Owner/empty-model is not in');
  });
});

it('accepts the model that is shipped', async () => {
  const { hash } = await verifyModelFiles(resolve(import.meta.dirname, '../../models/Xenova/e5-small-v2'));
  expect(hash).toMatch(/^[\da-f]{64}$/u);
});

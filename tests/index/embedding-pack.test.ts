// Tests of packs: all numbers come back, damage to any byte is found, and a write is complete or has no effect.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddingPack, type PackModel, packKey, requireWritable, writePack } from '../../index/embedding-pack.js';
import { InputError } from '../../src/input-error.js';
import { DAMAGES } from './fixtures/damages.js';
import { madeUpEntries, PACK_MODEL } from './fixtures/made-up-pack.js';

const entries = madeUpEntries();
let folder = '';
let file = '';

const write = (to = file) => writePack(to, PACK_MODEL, entries);

async function readPack(model: PackModel = PACK_MODEL): Promise<EmbeddingPack> {
  const result = await EmbeddingPack.read(file, model);
  if (result.kind !== 'pack') throw new Error(`There is no pack: ${JSON.stringify(result)}.`);
  return result.pack;
}

/** The logged problem of the file, or the kind of result. */
async function fault(model: PackModel = PACK_MODEL): Promise<string> {
  const result = await EmbeddingPack.read(file, model);
  return result.kind === 'unusable' ? result.why : result.kind;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-pack-'));
  file = join(folder, 'some.pack');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a pack', () => {
  it('gives back every embedding number for number, and none that it has not', async () => {
    await write();
    const pack = await readPack();
    expect(pack.size).toBe(entries.length);
    for (const { text, embedding } of entries) {
      expect(pack.has(packKey(text))).toBe(true);
      expect(pack.get(packKey(text))).toEqual(embedding);
    }
    const [first] = entries;
    if (first === undefined) throw new Error('There is no entry.');
    for (const other of [
      { ...first.text, role: 'query' as const },
      { ...first.text, tokens: 'words' as const },
      { ...first.text, text: 'x' },
    ]) {
      expect(pack.has(packKey(other))).toBe(false);
      expect(pack.get(packKey(other))).toBeUndefined();
    }
  });

  it('of no texts is a pack', async () => {
    await writePack(file, PACK_MODEL, []);
    expect((await readPack()).size).toBe(0);
  });

  it('is the same to the byte when it is written again', async () => {
    await write();
    const before = readFileSync(file);
    await write();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that is not there, or is for another model, is none', async () => {
    expect(await fault()).toBe('none');
    await write();
    expect(await fault({ ...PACK_MODEL, id: 'Xenova/other' })).toBe('none');
  });

  it('of other files of the same model is not used', async () => {
    await write();
    expect(await fault({ ...PACK_MODEL, hash: 'b'.repeat(64) })).toBe('the files of Xenova/e5-small-v2 changed');
  });

  it('of another format is not used, and both formats are named', async () => {
    await write();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.toString('latin1').replace('"format":1', '"format":7'), 'latin1');
    expect(await fault()).toBe('it has format 7, this version writes 1');
  });
});

describe('damage', () => {
  it.each(DAMAGES.filter(({ name }) => name !== 'missing'))('is found: a file that is $name', async ({ harm }) => {
    await write();
    harm(file);
    expect(await fault()).toBe('it is damaged');
  });

  it('of any one byte is found', async () => {
    await write();
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        writeFileSync(file, bytes);
        expect(await fault()).not.toBe('pack');
      }),
    );
  });

  it('is found in what is no pack at all', async () => {
    for (const text of ['', '{', 'MARGPACK', 'MARGPACK\u0000\u0000\u0000\u0000', 'MARGPACK\u00ff\u00ff\u00ff\u00ff{}']) {
      writeFileSync(file, text, 'latin1');
      expect(await fault(), JSON.stringify(text)).toBe('it is damaged');
    }
    rmSync(file);
    mkdirSync(file);
    expect(await fault()).toMatch(/^it cannot be read \(EISDIR/u);
  });
});

describe('writers', () => {
  it('in one process at once all succeed, and leave nothing beside the file', async () => {
    await Promise.all(Array.from({ length: 5 }, () => write()));
    expect((await readPack()).size).toBe(entries.length);
    expect(readdirSync(folder)).toEqual(['some.pack']);
  });

  it('put a pack in the place of whatever stands there', async () => {
    mkdirSync(file);
    writeFileSync(join(file, 'inside'), '');
    await write();
    expect((await readPack()).size).toBe(entries.length);
  });

  it('remove what an ended process or this one left, and nothing of a running process or of another file', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const kept = [`some.pack.next-${process.ppid}-0`, `other.pack.next-${dead}-0`, 'some.pack.next-to-it'];
    for (const name of [...kept, `some.pack.next-${dead}-3`, `some.pack.next-${process.pid}-99999`])
      writeFileSync(join(folder, name), 'half');
    await write();
    expect(readdirSync(folder).toSorted()).toEqual(['some.pack', ...kept].toSorted());
  });

  it('name a folder that cannot be written, with what to do', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    for (const attempt of [
      () => writePack(join(folder, 'data', 'some.pack'), PACK_MODEL, []),
      () => requireWritable(join(folder, 'data', 'some.pack')),
    ]) {
      const error: unknown = await attempt().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toContain(join(folder, 'data'));
      expect(String(error)).toMatch(/(?:ENOTDIR|EEXIST).*DATA_DIR/u);
    }
  });
});

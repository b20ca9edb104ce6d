// The files of an embedding model: verified against their checksums, and reduced to one hash that identifies the model.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../src/input-error.js';

const SUMS_FILE = 'SHA256SUMS';
const SUM_LINE = /^(?<hash>[\da-f]{64}) [ *](?<name>\S.*)$/u;
/** Number of digits of a hash that a person compares. */
const SHOWN_DIGITS = 12;
/** A few large reads hash a model about twice as fast as Node's 64 KiB reads. */
const CHUNK_BYTES = 1_048_576;

export interface ModelFiles {
  /** Over the hashes and names of all files: changes if any file does. */
  readonly hash: string;
}

interface Sum {
  /** Relative to the model's folder, with slashes. */
  readonly name: string;
  readonly hash: string;
}

/**
 * Checks a model's files against the SHA256SUMS beside them; a downloaded model has none and is not checked.
 * Throws InputError that names every damaged or missing file, or the available models if this one is missing.
 * @param modelDirectory `<models>/<owner>/<name>`
 */
export async function verifyModelFiles(modelDirectory: string): Promise<ModelFiles> {
  const names = await listFiles(modelDirectory);
  if (names.length === 0) throw new InputError(await describeAbsence(modelDirectory));
  if (!names.includes(SUMS_FILE)) return { hash: hashOf(await Promise.all(names.map((name) => sumOf(modelDirectory, name)))) };

  const expected = parseSums(await readFile(join(modelDirectory, SUMS_FILE), 'utf8'), join(modelDirectory, SUMS_FILE));
  const faults = await Promise.all(expected.map((sum) => findFault(modelDirectory, sum, names)));
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) {
    const paths = found.map((fault) => relative(process.cwd(), join(modelDirectory, fault.name))).join(' ');
    throw new InputError(
      `The model ${modelName(modelDirectory)} cannot be used: ${found.map((fault) => `${fault.name} ${fault.fault}`).join('; ')}. ` +
        `Restore what is wrong: git checkout -- ${paths}, or download the model again.`,
    );
  }
  return { hash: hashOf(expected) };
}

async function findFault(directory: string, expected: Sum, names: readonly string[]): Promise<{ name: string; fault: string } | undefined> {
  const { name } = expected;
  if (!names.includes(name)) return { name, fault: `is missing (expected sha256 ${expected.hash.slice(0, SHOWN_DIGITS)}…)` };
  const { hash } = await sumOf(directory, name);
  if (hash === expected.hash) return undefined;
  return {
    name,
    fault: `is damaged (expected sha256 ${expected.hash.slice(0, SHOWN_DIGITS)}…, found ${hash.slice(0, SHOWN_DIGITS)}…)`,
  };
}

async function sumOf(directory: string, name: string): Promise<Sum> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(join(directory, name), { highWaterMark: CHUNK_BYTES }), hash);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputError(`${join(directory, name)} cannot be read (${error.code}): look at its permissions and at the disk.`, {
      cause: error,
    });
  }
  return { name, hash: hash.digest('hex') };
}

function parseSums(text: string, file: string): Sum[] {
  const sums = text.split(/\r?\n/u).flatMap((line, i) => {
    if (line === '') return [];
    const { hash, name } = SUM_LINE.exec(line)?.groups ?? {};
    if (hash === undefined || name === undefined) {
      throw new InputError(`${file}, line ${i + 1}: expected a sha256, two spaces and a file name, got ${JSON.stringify(line)}.`);
    }
    return [{ hash, name }];
  });
  if (sums.length === 0) throw new InputError(`${file} lists no files: restore it, or remove it to take the model's files as they are.`);
  return sums;
}

function hashOf(sums: readonly Sum[]): string {
  const lines = sums.map(({ hash, name }) => `${hash}  ${name}\n`);
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
}

/** Names of all files in a folder and its subfolders; none if the folder does not exist. */
async function listFiles(directory: string): Promise<string[]> {
  const entries = await listFolder(directory, true);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

async function describeAbsence(modelDirectory: string): Promise<string> {
  const models = dirname(dirname(modelDirectory));
  const owners = (await listFolder(models, false)).filter((entry) => entry.isDirectory());
  const names = await Promise.all(
    owners.map(async (owner) => {
      const entries = await listFolder(join(models, owner.name), false);
      return entries.filter((entry) => entry.isDirectory()).map((entry) => `${owner.name}/${entry.name}`);
    }),
  );
  const present = names.flat().filter((name) => name !== modelName(modelDirectory));
  return (
    `The model ${modelName(modelDirectory)} is not in ${models}, ` +
    `which holds ${present.length === 0 ? 'no models' : present.toSorted().join(', ')}. ` +
    'Set EMBEDDING_MODEL to a model that is there, or ALLOW_MODEL_DOWNLOAD=true to download this one.'
  );
}

async function listFolder(directory: string, recursive: boolean) {
  try {
    return await readdir(directory, { withFileTypes: true, recursive });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

function modelName(modelDirectory: string): string {
  return `${basename(dirname(modelDirectory))}/${basename(modelDirectory)}`;
}

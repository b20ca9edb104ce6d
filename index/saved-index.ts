// The index on disk: one folder with a manifest, written whole or not at all, and trusted only when every byte is right.

import { webcrypto } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../src/input-error.js';
import { Turns } from '../src/work/turns.js';
import { GRAPHS, type Graphs, type IndexParts } from './article-index.js';
import { type Corpus, textKey } from './corpus.js';
import { TokenVectors } from './token-vectors.js';
import { VectorIndex } from './vector-index.js';
import { WordIndex } from './word-index.js';

/** Raised whenever what is saved, or how, changes. */
const FORMAT = 4;
const TEXTS = 'texts.json';
const TOKENS = 'tokens.i16';
const FILES = [TEXTS, 'vectors.f32', TOKENS, 'token-ids.u32', 'sentence-words.json', 'note-words.json', ...GRAPHS.map(graphFile)] as const;

const manifestSchema = z.strictObject({
  format: z.number(),
  content: z.string(),
  model: z.strictObject({ id: z.string(), hash: z.string() }),
  dimensions: z.int().positive(),
  texts: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  files: z.record(z.string(), z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string() })),
});
const textsSchema = z.array(z.strictObject({ key: z.string(), tokens: z.int().nonnegative() }));

type Manifest = z.infer<typeof manifestSchema>;

/** What a saved index must belong to. */
export interface Expected {
  readonly corpus: Corpus;
  readonly model: { readonly id: string; readonly hash: string };
  readonly dimensions: number;
}

/** Vectors of texts by key, from which an index is made without the model. */
export interface Embeddings {
  readonly keys: readonly string[];
  /** keys x dimensions. */
  readonly vectors: Float32Array;
  readonly tokens: TokenVectors;
  readonly tokenIds: Uint32Array;
}

export type ReadResult =
  | { readonly kind: 'current'; readonly parts: IndexParts }
  /** `why` completes "rebuilding the index: …". Embeddings that are still good come along. */
  | { readonly kind: 'stale'; readonly why: string; readonly embeddings?: Embeddings };

/** Reads the index in a folder, or says why it cannot be used. Never throws for what is in the folder. */
export async function readIndex(folder: string, { corpus, model, dimensions }: Expected): Promise<ReadResult> {
  let manifest: Manifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  } catch (error) {
    return { kind: 'stale', why: isMissing(error) ? 'there is none yet' : 'its manifest is damaged' };
  }
  if (manifest.format !== FORMAT) return { kind: 'stale', why: `it has format ${manifest.format}, this version writes ${FORMAT}` };
  if (manifest.model.id !== model.id) return { kind: 'stale', why: `the model was ${manifest.model.id}, now it is ${model.id}` };
  if (manifest.model.hash !== model.hash || manifest.dimensions !== dimensions)
    return { kind: 'stale', why: `the files of ${model.id} changed` };

  const read = await readFiles(folder, manifest);
  if (typeof read === 'string') return { kind: 'stale', why: read };
  let embeddings: Embeddings | undefined;
  try {
    embeddings = await toEmbeddings(read.files, read.tokens, dimensions);
    if (manifest.content !== corpus.hash) return { kind: 'stale', why: 'the content changed', embeddings };
    const graphs = await readGraphs(folder, dimensions);
    return {
      kind: 'current',
      parts: {
        corpus,
        tokens: embeddings.tokens,
        tokenIds: embeddings.tokenIds,
        graphs,
        words: {
          sentences: WordIndex.parse(fileText(read.files, 'sentence-words.json')),
          notes: WordIndex.parse(fileText(read.files, 'note-words.json')),
        },
      },
    };
  } catch (error) {
    const why = `it cannot be read (${error instanceof Error ? error.message : String(error)})`;
    return embeddings === undefined ? { kind: 'stale', why } : { kind: 'stale', why, embeddings };
  }
}

/** Writers of this process take turns, since what they write meanwhile bears its id. */
const writers = new Turns();

/**
 * Writes an index. The folder is complete or as it was before, also after a crash; what a crash leaves beside it is
 * removed by the next write. Several may write at once: the last one stays. Throws InputError when the folder cannot be written.
 */
export function writeIndex(folder: string, parts: IndexParts, vectors: Float32Array, expected: Expected): Promise<void> {
  return explained(
    folder,
    writers.take(() => writeWhole(folder, parts, vectors, expected)),
  );
}

/** Makes sure that an index can be written, before minutes are spent on one. Throws InputError when the folder cannot be written. */
export async function requireWritable(folder: string): Promise<void> {
  const tryOut = async () => {
    await mkdir(dirname(folder), { recursive: true });
    await rm(await mkdtemp(`${folder}.next-`), { recursive: true });
  };
  await explained(folder, tryOut());
}

function explained(folder: string, writing: Promise<void>): Promise<void> {
  return writing.catch((error: unknown) => {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputError(
      `The index cannot be saved in ${folder} (${error.code}): look at that folder's permissions and at the disk, or set DATA_DIR to another.`,
      { cause: error },
    );
  });
}

async function writeWhole(folder: string, parts: IndexParts, vectors: Float32Array, { model, dimensions }: Expected): Promise<void> {
  const { corpus, tokens, tokenIds, graphs, words } = parts;
  const next = `${folder}.next-${process.pid}`;
  const previous = `${folder}.previous-${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  await removeLeftovers(folder);
  await mkdir(next);
  try {
    const texts = corpus.texts.map((text, i) => ({ key: textKey(text), tokens: tokens.count(i) }));
    await writeFile(join(next, TEXTS), JSON.stringify(texts));
    await writeFile(join(next, 'vectors.f32'), bytesOf(vectors));
    await writeFile(join(next, TOKENS), bytesOf(tokens.data));
    await writeFile(join(next, 'token-ids.u32'), bytesOf(tokenIds));
    await writeFile(join(next, 'sentence-words.json'), words.sentences.toJSON());
    await writeFile(join(next, 'note-words.json'), words.notes.toJSON());
    for (const name of GRAPHS) await graphs[name].write(join(next, graphFile(name)));
    const files: Manifest['files'] = {};
    for (const name of FILES) {
      const bytes = await readFile(join(next, name));
      files[name] = { bytes: bytes.length, sha256: await sha256(bytes) };
    }
    const manifest: Manifest = {
      format: FORMAT,
      content: corpus.hash,
      model,
      dimensions,
      texts: texts.length,
      tokens: tokenIds.length,
      files,
    };
    await writeFile(join(next, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await replace(folder, next, previous);
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }
}

/** Moves `next` to the folder's place, and what was there to `previous`. */
async function replace(folder: string, next: string, previous: string): Promise<void> {
  for (;;) {
    await rename(folder, previous).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    try {
      await rename(next, folder);
      return;
    } catch (error) {
      // Another process was quicker, between the two renames.
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
      await rm(previous, { recursive: true, force: true });
    }
  }
}

/** Removes what writers that are no longer running left beside the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    const pid = name.startsWith(`${basename(folder)}.`) ? /\.(?:next|previous)-(\d+)$/u.exec(name)?.[1] : undefined;
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function graphFile(name: (typeof GRAPHS)[number]): `${typeof name}.hnsw` {
  return `${name}.hnsw`;
}

type FileBytes = ReadonlyMap<string, Uint8Array>;

/** Reads and checks every file; the token vectors go straight to where they are used. A string says what is wrong. */
async function readFiles(folder: string, manifest: Manifest): Promise<{ files: FileBytes; tokens: TokenVectors } | string> {
  const files = new Map<string, Uint8Array>();
  const readAndCheck = async (name: string, read: (file: string) => Promise<Uint8Array>): Promise<string | undefined> => {
    const expected = manifest.files[name];
    if (expected === undefined) return `${name} is not in its manifest`;
    try {
      const bytes = await read(join(folder, name));
      if (bytes.length !== expected.bytes) return `${name} has ${bytes.length} bytes instead of ${expected.bytes}`;
      if ((await sha256(bytes)) !== expected.sha256) return `${name} is damaged`;
      files.set(name, bytes);
      return undefined;
    } catch (error) {
      return isMissing(error) ? `${name} is missing` : `${name} is damaged`;
    }
  };
  // What the texts are says how much room their tokens need.
  const textsFault = await readAndCheck(TEXTS, (file) => readFile(file));
  if (textsFault !== undefined) return textsFault;
  let tokens: TokenVectors;
  try {
    tokens = await TokenVectors.allocate(
      manifest.dimensions,
      readTexts(files).map((text) => text.tokens),
    );
  } catch {
    return `${TEXTS} is damaged`;
  }
  const faults = await Promise.all(
    FILES.map((name) => {
      if (name === TEXTS) return undefined;
      return readAndCheck(name, name === TOKENS ? (file) => readInto(file, bytesOf(tokens.data)) : (file) => readFile(file));
    }),
  );
  return faults.find((fault) => fault !== undefined) ?? { files, tokens };
}

/** Fills `bytes` with a file that has just as many. */
async function readInto(file: string, bytes: Uint8Array): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) throw new RangeError('cut short');
      at += bytesRead;
    }
    if ((await handle.stat()).size !== bytes.length) throw new RangeError('too long');
    return bytes;
  } finally {
    await handle.close();
  }
}

async function toEmbeddings(files: FileBytes, tokens: TokenVectors, dimensions: number): Promise<Embeddings> {
  const keys = readTexts(files).map((text) => text.key);
  const vectors = new Float32Array(arrayBufferOf(files, 'vectors.f32'));
  if (vectors.length !== keys.length * dimensions) throw new RangeError('vectors.f32 does not fit texts.json');
  return { keys, vectors, tokens, tokenIds: new Uint32Array(arrayBufferOf(files, 'token-ids.u32')) };
}

async function readGraphs(folder: string, dimensions: number): Promise<Graphs> {
  const [sentences, readerQuestions, decoys, notes] = await Promise.all([
    VectorIndex.read(join(folder, graphFile('sentences')), dimensions),
    VectorIndex.read(join(folder, graphFile('readerQuestions')), dimensions),
    VectorIndex.read(join(folder, graphFile('decoys')), dimensions),
    VectorIndex.read(join(folder, graphFile('notes')), dimensions),
  ]);
  return { sentences, readerQuestions, decoys, notes };
}

function readTexts(files: FileBytes): z.infer<typeof textsSchema> {
  return textsSchema.parse(JSON.parse(fileText(files, TEXTS)));
}

function fileText(files: FileBytes, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8');
}

function arrayBufferOf(files: FileBytes, name: string): ArrayBuffer {
  // A copy: a Buffer from the pool need not start at a multiple of four.
  return Uint8Array.from(files.get(name) ?? []).buffer;
}

function bytesOf(array: Float32Array | Int16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

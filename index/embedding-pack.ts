// Embeddings of texts in one compact file, trusted only when every byte is right: how they ship with the content and how they are kept.

import { createHash, webcrypto } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { InputError } from '../src/input-error.js';
import { type Text, textKey } from './corpus.js';
import { compactRows, expandRows, vectorFromIntegers, vectorToIntegers } from './rounding.js';
import type { IdentifiedEmbedding } from './text-embedding.js';

/** First bytes of every pack. */
const MAGIC = Buffer.from('MARGPACK');
/** Raised whenever what is kept, or how, changes. */
const FORMAT = 1;
const KEY_BYTES = 16;
const CHECKSUM_BYTES = 32;
/** The header's end is filled up to a multiple of this. */
const ALIGNMENT = 8;

/** Files that this process is writing at the moment, and how many it has begun: each is written under a name of its own. */
const writing = new Set<string>();
let begun = 0;

const headerSchema = z.strictObject({
  format: z.number(),
  model: z.strictObject({ id: z.string(), hash: z.string() }),
  dimensions: z.int().positive(),
  texts: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
});
type Header = z.infer<typeof headerSchema>;

/** What embeddings depend on besides the texts. */
export interface PackModel {
  readonly id: string;
  readonly hash: string;
  readonly dimensions: number;
}

export interface PackEntry {
  readonly text: Text;
  readonly embedding: IdentifiedEmbedding;
}

/** `why` completes "FILE is not used: …". */
export type PackResult =
  | { readonly kind: 'pack'; readonly pack: EmbeddingPack }
  /** There is none, or it is for another model. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly why: string };

/** The numbers of a pack, section by section, in the order of the file. */
interface Sections {
  /** 16 bytes a text: the beginning of the SHA-256 of its key. */
  readonly keys: Buffer;
  /** Tokens of each text. */
  readonly counts: Uint16Array;
  /** texts x dimensions, scaled by 32,767. */
  readonly vectors: Int16Array;
  readonly tokenIds: Uint32Array;
  /** tokens x dimensions, in the compact form of rows. */
  readonly rows: Int8Array;
}

export class EmbeddingPack {
  readonly #places = new Map<string, { readonly text: number; readonly token: number }>();

  private constructor(
    private readonly dimensions: number,
    private readonly sections: Sections,
  ) {
    let token = 0;
    for (const [text, count] of sections.counts.entries()) {
      this.#places.set(sections.keys.toString('latin1', text * KEY_BYTES, (text + 1) * KEY_BYTES), { text, token });
      token += count;
    }
  }

  /** Reads a file of this model's embeddings. Never throws for what is in the file, or for its absence. */
  static async read(file: string, model: PackModel): Promise<PackResult> {
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return { kind: 'none' };
      return { kind: 'unusable', why: `it cannot be read (${error instanceof Error ? error.message : String(error)})` };
    }
    const header = readHeader(bytes);
    if (header === undefined) return { kind: 'unusable', why: 'it is damaged' };
    if (header.format !== FORMAT) return { kind: 'unusable', why: `it has format ${header.format}, this version writes ${FORMAT}` };
    const { id, hash } = header.model;
    if (id !== model.id) return { kind: 'none' };
    if (hash !== model.hash || header.dimensions !== model.dimensions) return { kind: 'unusable', why: `the files of ${id} changed` };
    const sections = await readSections(bytes, header);
    if (sections === undefined) return { kind: 'unusable', why: 'it is damaged' };
    return { kind: 'pack', pack: new EmbeddingPack(model.dimensions, sections) };
  }

  /** Number of texts. */
  get size(): number {
    return this.#places.size;
  }

  /** @param key as `packKey` gives it */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** @param key as `packKey` gives it */
  get(key: string): IdentifiedEmbedding | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const { dimensions } = this;
    const { counts, vectors, tokenIds, rows } = this.sections;
    const end = place.token + (counts[place.text] ?? 0);
    return {
      vector: vectorFromIntegers(vectors.subarray(place.text * dimensions, (place.text + 1) * dimensions)),
      // Most texts are never asked for, so their rows are expanded when they are.
      get tokens() {
        return expandRows(rows.subarray(place.token * dimensions, end * dimensions), dimensions);
      },
      tokenIds: tokenIds.slice(place.token, end),
    };
  }
}

/**
 * Writes a pack. The file is complete or as it was before, also after a crash; what a crash leaves beside it is removed by the
 * next write. Several processes may write at once: the last one stays. Throws InputError when the file cannot be written.
 */
export async function writePack(file: string, model: PackModel, entries: readonly PackEntry[]): Promise<void> {
  const next = `${file}.next-${process.pid}-${begun++}`;
  writing.add(basename(next));
  await explained(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await removeLeftovers(file);
    try {
      await writeFile(next, await packBytes(model, entries));
      await replace(next, file);
    } finally {
      await rm(next, { force: true });
      writing.delete(basename(next));
    }
  });
}

/** Makes sure that a pack can be written, before minutes are spent on one. Throws InputError when its folder cannot be written. */
export async function requireWritable(file: string): Promise<void> {
  await explained(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await rm(await mkdtemp(`${file}.next-`), { recursive: true });
  });
}

/** The bytes of a pack; the same entries always give the same bytes. */
async function packBytes({ id, hash, dimensions }: PackModel, entries: readonly PackEntry[]): Promise<Buffer> {
  const counts = Uint16Array.from(entries, ({ embedding }) => embedding.tokenIds.length);
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  const header: Header = { format: FORMAT, model: { id, hash }, dimensions, texts: entries.length, tokens };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  const padded = Math.ceil((MAGIC.length + length.length + json.length) / ALIGNMENT) * ALIGNMENT - MAGIC.length - length.length;
  length.writeUInt32LE(padded);
  const parts = [
    MAGIC,
    length,
    Buffer.concat([json, Buffer.alloc(padded - json.length, ' ')]),
    Buffer.from(entries.map(({ text }) => packKey(text)).join(''), 'latin1'),
    bytesOf(counts),
    ...entries.map(({ embedding }) => bytesOf(vectorToIntegers(embedding.vector))),
    ...entries.map(({ embedding }) => bytesOf(embedding.tokenIds)),
    ...entries.map(({ embedding }) => bytesOf(compactRows(embedding.tokens, dimensions))),
  ];
  const body = Buffer.concat(parts);
  return Buffer.concat([body, await checksumOf(body)]);
}

/** The header at the beginning, or undefined where there is none. */
function readHeader(bytes: Buffer): Header | undefined {
  if (bytes.length < MAGIC.length + 4 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  try {
    return headerSchema.parse(JSON.parse(bytes.toString('utf8', MAGIC.length + 4, sectionsAt(bytes))));
  } catch {
    return undefined;
  }
}

/** Where the sections begin. */
function sectionsAt(bytes: Buffer): number {
  return MAGIC.length + 4 + bytes.readUInt32LE(MAGIC.length);
}

/** The sections, or undefined where the file is not what its header and its checksum say. */
async function readSections(bytes: Buffer, { texts, tokens, dimensions }: Header): Promise<Sections | undefined> {
  const lengths = [texts * KEY_BYTES, texts * 2, texts * dimensions * 2, tokens * 4, tokens * dimensions];
  const end = lengths.reduce((sum, length) => sum + length, sectionsAt(bytes));
  const body = bytes.subarray(0, end);
  if (bytes.length !== end + CHECKSUM_BYTES || !(await checksumOf(body)).equals(bytes.subarray(end))) return undefined;
  let at = sectionsAt(bytes);
  const next = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const [keys = 0, counts = 0, vectors = 0, tokenIds = 0, rows = 0] = lengths;
  return {
    keys: next(keys),
    counts: new Uint16Array(copyOf(next(counts))),
    vectors: new Int16Array(copyOf(next(vectors))),
    tokenIds: new Uint32Array(copyOf(next(tokenIds))),
    rows: asIntegers(next(rows)),
  };
}

/** What a text is known by in packs: a character for each of the 16 bytes. */
export function packKey(text: Text): string {
  return createHash('sha256').update(textKey(text)).digest('binary').slice(0, KEY_BYTES);
}

/** Computed off this thread. */
async function checksumOf(bytes: Buffer): Promise<Buffer> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int8Array | Int16Array | Uint16Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A section need not start at a multiple of its numbers' size. */
function copyOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function asIntegers({ buffer, byteOffset, byteLength }: Buffer): Int8Array {
  return new Int8Array(buffer, byteOffset, byteLength);
}

async function explained(file: string, writing: () => Promise<void>): Promise<void> {
  try {
    await writing();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputError(
      `Embeddings cannot be saved in ${dirname(file)} (${error.code}): look at that folder's permissions and at the disk, or set DATA_DIR to another.`,
      { cause: error },
    );
  }
}

/** Moves a file to the place of another, or of whatever else stands there. */
async function replace(next: string, file: string): Promise<void> {
  try {
    await rename(next, file);
  } catch (error) {
    if (!hasCode(error, 'EISDIR')) throw error;
    await rm(file, { recursive: true, force: true });
    await rename(next, file);
  }
}

/** Removes what writers that are no longer running left beside the file. */
async function removeLeftovers(file: string): Promise<void> {
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) ? /\.next-(\d+)-\d+$/u.exec(name)?.[1] : undefined;
    // A container that was started again gives its process the same id.
    const isLeft = Number(pid) === process.pid ? !writing.has(name) : !isRunning(Number(pid));
    if (pid !== undefined && isLeft) await rm(`${dirname(file)}/${name}`, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

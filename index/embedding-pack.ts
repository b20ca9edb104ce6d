// Embeddings of texts in one compact file, used only if every byte is correct: shipped with the content, or saved by an earlier start.

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
/** Raised whenever the stored data or its form changes. */
const FORMAT = 1;
const KEY_BYTES = 16;
const CHECKSUM_BYTES = 32;
/** The header is padded to a multiple of this. */
const ALIGNMENT = 8;

/** Files that this process is writing, and the number of writes so far: each write uses a separate file name. */
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

/** The model that embeddings depend on. */
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
  /** The file is missing, or made for another model. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly why: string };

/** The numbers of a pack, section by section, in the order of the file. */
interface Sections {
  /** 16 bytes per text: the beginning of the SHA-256 of its key. */
  readonly keys: Buffer;
  /** Number of tokens of each text. */
  readonly counts: Uint16Array;
  /** texts x dimensions, scaled by 32,767. */
  readonly vectors: Int16Array;
  readonly tokenIds: Uint32Array;
  /** tokens x dimensions, in the compact form of rounding.ts. */
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

  /** Reads a file of this model's embeddings. Never throws for a bad or missing file. */
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

  /** @param key a result of `packKey` */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** @param key a result of `packKey` */
  get(key: string): IdentifiedEmbedding | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const { dimensions } = this;
    const { counts, vectors, tokenIds, rows } = this.sections;
    const end = place.token + (counts[place.text] ?? 0);
    return {
      vector: vectorFromIntegers(vectors.subarray(place.text * dimensions, (place.text + 1) * dimensions)),
      // Rows are expanded on demand: most texts are never compared.
      get tokens() {
        return expandRows(rows.subarray(place.token * dimensions, end * dimensions), dimensions);
      },
      tokenIds: tokenIds.slice(place.token, end),
    };
  }
}

/**
 * Writes a pack atomically: after a crash the file is complete or unchanged, and the next write removes leftovers.
 * Of several processes that write at once, the last one wins. Throws InputError when the file cannot be written.
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

/** Checks that a pack can be written, before minutes are spent on it. Throws InputError when its folder is not writable. */
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

/** The header of a pack, or undefined for other bytes. */
function readHeader(bytes: Buffer): Header | undefined {
  if (bytes.length < MAGIC.length + 4 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  try {
    return headerSchema.parse(JSON.parse(bytes.toString('utf8', MAGIC.length + 4, sectionsAt(bytes))));
  } catch {
    return undefined;
  }
}

/** Offset of the first section. */
function sectionsAt(bytes: Buffer): number {
  return MAGIC.length + 4 + bytes.readUInt32LE(MAGIC.length);
}

/** The sections, or undefined if the file contradicts its header or its checksum. */
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

/** The key of a text in packs: one character for each of the 16 bytes. */
export function packKey(text: Text): string {
  return createHash('sha256').update(textKey(text)).digest('binary').slice(0, KEY_BYTES);
}

/** Computed outside this thread. */
async function checksumOf(bytes: Buffer): Promise<Buffer> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int8Array | Int16Array | Uint16Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A copy, since a section need not start at a multiple of its numbers' size. */
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

/** Moves a file over another, or over anything else with that name. */
async function replace(next: string, file: string): Promise<void> {
  try {
    await rename(next, file);
  } catch (error) {
    if (!hasCode(error, 'EISDIR')) throw error;
    await rm(file, { recursive: true, force: true });
    await rename(next, file);
  }
}

/** Removes the leftovers of writers that are no longer running. */
async function removeLeftovers(file: string): Promise<void> {
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) ? /\.next-(\d+)-\d+$/u.exec(name)?.[1] : undefined;
    // In a restarted container the process may have the same id as the one before.
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

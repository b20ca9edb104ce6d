// Reads a file of notes in its own thread, alongside the notes that it would join.

import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Article } from '../article/article.js';
import type { Note } from '../notes/note.js';
import type { NoteFileOptions, ParsedNotes } from '../notes/note-file.js';

/** Number of notes in one message between the threads: each is copied, and nobody should wait for thousands of copies. */
export const AT_ONCE = 200;

/** Messages to the worker: the existing notes in batches, then the file. */
export type FileRequest =
  | { readonly kind: 'others'; readonly notes: readonly Note[] }
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly now: number;
      readonly article: Pick<Article, 'body' | 'sentences'>;
    };

/** Messages from the worker: the notes of the file in batches, then the rest. */
export type FileReply = { readonly kind: 'notes'; readonly notes: readonly Note[] } | { readonly kind: 'done'; readonly read: ParsedNotes };

/** Runs parseNoteFile in a thread. Rejects when the thread fails. */
export async function readNoteFile(
  bytes: Uint8Array,
  { name, now }: Pick<NoteFileOptions, 'name' | 'now'>,
  beside: { readonly article: Pick<Article, 'body' | 'sentences'>; readonly others: readonly Note[] },
): Promise<ParsedNotes> {
  // .ts under the test runner, .js once compiled.
  const worker = new Worker(new URL(`./note-file-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
  try {
    const parsed = new Promise<ParsedNotes>((resolve, reject) => {
      const notes: Note[] = [];
      worker.on('message', (reply: FileReply) => {
        if (reply.kind === 'notes') notes.push(...reply.notes);
        else resolve(reply.read.kind === 'notes' ? { ...reply.read, notes } : reply.read);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The thread that reads files of notes ended with code ${code}.`)));
    });
    // Awaited below; until then a rejection must not count as unhandled.
    parsed.catch(() => undefined);
    const ask = (request: FileRequest) => worker.postMessage(request);
    for (let start = 0; start < beside.others.length; start += AT_ONCE) {
      ask({ kind: 'others', notes: beside.others.slice(start, start + AT_ONCE) });
      await setImmediate();
    }
    const { body, sentences } = beside.article;
    ask({ kind: 'file', bytes, name, now, article: { body, sentences } });
    return await parsed;
  } finally {
    await worker.terminate();
  }
}

// Notes from the terminal: lint, export, import, backup and restore, without a model and even while the bot runs.

import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AnchorFinder, createAnchorFinder } from '../article/anchor.js';
import type { Article } from '../article/article.js';
import { loadArticle } from '../article/load.js';
import type { Config } from '../config.js';
import { sayFileFault } from '../i18n/fault-words.js';
import { InputError, unreadable } from '../input-error.js';
import { effectiveNotes } from '../notes/effective.js';
import { readNotes } from '../notes/load.js';
import { type ParsedNotes, parseNoteFile, writeNoteFile } from '../notes/note-file.js';
import { backUpFile } from '../store/backup.js';
import { openStore } from '../store/open-store.js';
import { restore } from '../store/restore.js';
import { NoteCatalog } from '../views/note-catalog.js';

export interface NotesOptions {
  readonly config: Config;
  /** Prints a line for people, or a file for a pipe, on standard output. */
  readonly print: (text: string) => void;
  readonly log: Parameters<typeof openStore>[0]['log'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Checks a file of notes, by default the shipped ones. Throws InputError that lists every fault. */
export async function lintNotes(file: string | undefined, { config, print, now }: NotesOptions): Promise<void> {
  const { article, finder } = await openArticle(config);
  const path = file ?? config.notes;
  if (path === undefined) throw new InputError('The article has no file of notes: name one to check.');
  const { notes, warnings } = accepted(
    path,
    parseNoteFile(await readBytes(path), { name: path, now: now(), beside: { article, finder, others: [] } }),
  );
  for (const warning of warnings) print(`${path}: ${sayFileFault(warning, 'en')}`);
  print(`${path}: ${notes.length} notes, no faults, ${warnings.length} warnings.`);
}

/** Writes a server's notes as its readers see them, to a file or to standard output. */
export async function exportNotes(guildId: string, format: 'json' | 'csv', file: string | undefined, options: NotesOptions): Promise<void> {
  await withStore(options, async (store) => {
    const notes = effectiveNotes(await readNotes(options.config.notes), await store.keptNotes(guildId));
    const text = writeNoteFile(notes, format);
    if (file === undefined) {
      options.print(text.trimEnd());
      return;
    }
    // Never overwrites a file, which may be somebody's only copy.
    await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`${file} cannot be written (${error.code}). Name a file that does not exist yet, in a folder that does.`, {
        cause: error,
      });
    });
    options.print(`${notes.length} notes written to ${file}.`);
  });
}

/** Imports a file's notes into a server: all of them or none. A running bot shows them to readers by itself. */
export async function importNotes(file: string, guildId: string, reason: string | undefined, options: NotesOptions): Promise<void> {
  const { config, print, log, now } = options;
  const { article, finder } = await openArticle(config);
  const shipped = await readNotes(config.notes);
  await withStore(options, async (store) => {
    const kept = await store.keptNotes(guildId);
    const beside = { article, finder, others: effectiveNotes(shipped, kept) };
    const { notes } = accepted(file, parseNoteFile(await readBytes(file), { name: file, now: now(), beside }));
    const catalog = new NoteCatalog(shipped, new Map(kept.map((note) => [note.noteId, note])), finder);
    const why = reason ?? `import of ${basename(file)}`;
    const changes = (await catalog.changesTo(notes)).map((change) => ({ ...change, guildId, authorId: undefined, reason: why }));
    if (changes.length > 0) {
      const before = new Map(kept.map(({ noteId, version }) => [noteId, version]));
      const saved = await store.addRevisions(changes, now(), async ({ keptVersions }) =>
        isDeepStrictEqual(new Map(await keptVersions(guildId)), before),
      );
      if (saved.kind === 'refused') throw new InputError('Nothing was imported: notes of the server were changed meanwhile. Try again.');
      if (saved.kind === 'conflict')
        throw new InputError(`Nothing was imported: the note ${saved.noteId} was changed meanwhile. Try again.`);
    }
    // This bypasses the server's two-person rule: whoever runs the program can do anything, but not unseen.
    if (changes.length > 0) {
      const ids = changes.map(({ noteId, action }) => `${noteId} (${action})`);
      log.warn({ guildId, file: basename(file), notes: ids }, 'Notes were imported from the command line.');
    }
    const added = changes.filter(({ action }) => action === 'add').length;
    print(`${added} notes added, ${changes.length - added} changed, ${notes.length - changes.length} as they were.`);
  });
}

/** Saves the whole store to a file, even while the bot runs. */
export async function backUp(file: string, options: NotesOptions): Promise<void> {
  const { config, print } = options;
  // A database file is not opened as by the bot: nothing in it changes, and its disk may be read-only.
  if (config.databaseUrl === undefined) await backUpFile(config.storeFile, file);
  else await withStore(options, (store) => store.backup(file));
  print(`Everything that is kept was saved to ${file}.`);
}

/** Fills an empty database with a backup. */
export async function restoreBackup(file: string, options: NotesOptions): Promise<void> {
  await withStore(options, async (store) => {
    await restore(file, store);
    options.print(`Everything in ${file} was restored.`);
  });
}

async function withStore<T>({ config, log }: NotesOptions, use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore({ databaseUrl: config.databaseUrl, file: config.storeFile, log });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function openArticle({ article: file }: Config): Promise<{ article: Article; finder: AnchorFinder }> {
  const article = await loadArticle(file);
  return { article, finder: createAnchorFinder(article.body) };
}

async function readBytes(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

function accepted(file: string, parsed: ParsedNotes): Extract<ParsedNotes, { readonly kind: 'notes' }> {
  if (parsed.kind === 'notes') return parsed;
  throw new InputError(parsed.faults.map((fault) => `${file}: ${sayFileFault(fault, 'en')}`).join('\n'));
}

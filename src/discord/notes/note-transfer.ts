// /note import and /note export: a file is read whole and checked before anything changes, and progress is shown.

import { onceSaved } from '../../curation/saved-error.js';
import { sayFileFault } from '../../i18n/fault-words.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import { MOST_FAULTS, noteFileParts } from '../../notes/note-file.js';
import type { NoteState } from '../../views/note-catalog.js';
import { TimeSlices } from '../../work/time-slices.js';
import { AttachmentError } from '../core/attachment.js';
import type { Bot } from '../core/bot.js';
import type { Input, SentFile } from '../core/input.js';
import type { Responder } from '../core/responder.js';
import { escapeMarkdown } from '../kit/escape.js';
import { linesWithin } from '../kit/fit.js';
import { LIMITS } from '../kit/limits.js';
import { type Reply, savedReply, textReply } from '../kit/reply.js';
import { announceImport, showDecided } from './proposals.js';
import { countsOf } from './render-import.js';

/** Room for faults in the reply; if there are more, all are attached as a file too. */
const LISTED_ROOM = 1_500;
/** Pause between two edits that show the progress. */
const PROGRESS_MS = 2_000;

/** Imports the file of a command. Throws UserError for a file that cannot be imported. */
export async function importFile(input: Input, bot: Bot, responder: Responder): Promise<Reply> {
  const { guildId, userId, language, options } = input;
  const t = translator(language);
  const file = input.files.get('file');
  if (guildId === undefined || file === undefined) throw new TypeError('An import without a server or a file: Discord checks that.');
  const read = await bot.curation.imports.readFile(guildId, await download(file, bot), file.name);
  if (read.kind === 'faults')
    return faultsReply(
      file.name,
      read.faults.map((fault) => sayFileFault(fault, language)),
      language,
    );
  const reason = String(options.get('reason') ?? t('import.reason', { file: file.name }));
  const changes = await (await bot.curation.notes.catalog(guildId)).changesTo(read.notes);
  if (changes.length === 0) return textReply(t('import.same', { count: read.notes.length }));
  const progress = showProgress(responder, language);
  const wanted = { guildId, authorId: userId, reason, changes };
  const decided = await bot.curation.imports.apply(wanted, progress.show).finally(progress.settled);
  if (decided.kind !== 'imported') return showDecided(decided, input, bot);
  const isAnnounced = await onceSaved(() => announceImport(decided, bot));
  const counts = { ...countsOf(changes), same: read.notes.length - changes.length };
  const done = t(decided.isShown ? 'import.done' : 'import.notShown', counts);
  return savedReply([done, ...(isAnnounced ? [] : [t('log.failed')])].join('\n'));
}

/**
 * A guild's notes as a file: all that its readers see, or only notes that the guild wrote or changed. Throws UserError
 * if the file would be larger than Discord takes.
 */
export async function exportFile(
  notes: readonly NoteState[],
  format: 'json' | 'csv',
  isOwnOnly: boolean,
  language: UiLanguage,
): Promise<Reply> {
  const shown = notes.filter(({ isRetracted, origin }) => !isRetracted && !(isOwnOnly && origin === 'shipped'));
  const t = translator(language);
  if (shown.length === 0) return textReply(t('list.none'));
  const parts: Buffer[] = [];
  const slices = new TimeSlices();
  for (const part of noteFileParts(
    shown.map(({ note }) => note),
    format,
  )) {
    parts.push(Buffer.from(part));
    await slices.next();
  }
  const data = Buffer.concat(parts);
  if (data.byteLength > LIMITS.file) throw new UserError('export.tooLarge');
  return { ...textReply(t('export.done', { count: shown.length })), files: [{ name: `notes.${format}`, data }] };
}

/** Downloads an attachment. Throws UserError if it is too large or cannot be fetched. */
async function download({ url, name, bytes }: SentFile, bot: Bot): Promise<Uint8Array> {
  const refuse = (why: 'tooLarge' | 'unreachable', options?: ErrorOptions): never => {
    throw new UserError(`import.${why}`, { file: escapeMarkdown(name) }, options);
  };
  if (bytes > LIMITS.file) return refuse('tooLarge');
  try {
    return await bot.notes.fetchAttachment(url);
  } catch (error) {
    if (!(error instanceof AttachmentError)) throw error;
    return refuse(error.kind === 'too-large' ? 'tooLarge' : 'unreachable', { cause: error });
  }
}

/** Renders the faults of a file: as many as fit in the reply; if not all fit, all in a file too. */
export function faultsReply(name: string, faults: readonly string[], language: UiLanguage): Reply {
  const t = translator(language);
  const file = escapeMarkdown(name);
  // The last one only says that there are more.
  const isCounted = faults.length <= MOST_FAULTS;
  const head = isCounted ? t('import.faults', { file, count: faults.length }) : t('import.moreFaults', { file, limit: MOST_FAULTS });
  const lines = faults.map((fault) => `– ${escapeMarkdown(fault)}`);
  // A long name leaves less room for the lines.
  const room = Math.min(LISTED_ROOM, LIMITS.content - head.length - 1);
  const listed = linesWithin(lines, room, (count) => t('more', { count }));
  return {
    ...textReply([head, ...listed].join('\n')),
    ...(listed.at(-1) === lines.at(-1) ? {} : { files: [{ name: 'faults.txt', data: Buffer.from(`${faults.join('\n')}\n`) }] }),
  };
}

/** Shows the progress in the reply, one edit at a time. */
function showProgress(responder: Responder, language: UiLanguage) {
  let last = performance.now();
  let underWay: Promise<unknown> | undefined;
  return {
    show: (done: number, total: number): void => {
      if (underWay !== undefined || performance.now() - last < PROGRESS_MS || done === total) return;
      last = performance.now();
      underWay = responder
        .edit(textReply(translator(language)('import.progress', { done, total })))
        // A failed edit is no reason to stop.
        .catch(() => undefined)
        .finally(() => {
          underWay = undefined;
        });
    },
    /** Resolves when no progress edit can arrive after the result. */
    settled: async (): Promise<void> => {
      await underWay;
    },
  };
}

// The changes of an import: each note by its id and differences, in a message and, in full, in an attached file.

import type { ImportedNote } from '../../curation/imports.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../i18n/translator.js';
import type { Difference, Piece } from '../../notes/differences.js';
import { formOf } from '../../notes/form.js';
import type { NoteContent } from '../../notes/revision.js';
import { COLOURS } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { linesWithin } from '../kit/fit.js';
import { LIMITS } from '../kit/limits.js';
import type { Reply } from '../kit/reply.js';

/** Room for the list of changes in a message. */
const LIST_ROOM = 3_800;

/** Numbers of notes that an import adds and changes. */
export function countsOf(notes: readonly Pick<ImportedNote, 'action'>[]): { readonly added: number; readonly changed: number } {
  const added = notes.filter(({ action }) => action === 'add').length;
  return { added, changed: notes.length - added };
}

/** Lists an import under some words. The attached file holds all changes in full. */
export function renderImport(content: string, notes: readonly ImportedNote[], language: UiLanguage): Reply {
  const lines = notes.map((note) => `– ${lineOf(note, language)}`);
  const listed = linesWithin(lines, LIST_ROOM, (count) => translator(language)('more', { count }));
  const data = Buffer.from(notes.map((note) => textOf(note, language)).join('\n'));
  return {
    content,
    embeds: [{ description: listed.join('\n'), color: COLOURS.notes }],
    components: [],
    ...(data.byteLength > LIMITS.file ? {} : { files: [{ name: 'changes.txt', data }] }),
  };
}

/** A note's id, the action, and the fields that differ; both statuses if they differ, since readers see the status first. */
function lineOf({ noteId, action, after, differences }: ImportedNote, language: UiLanguage): string {
  const t = translator(language);
  const fields = differences.map((one) =>
    one.field === 'status' ? `${symbolOf(one.before)} → ${symbolOf(one.after)}` : t(`differences.${one.field}`),
  );
  const what =
    action === 'add' ? `${t('import.change.add')}, ${symbolOf(after.status)}` : [t(`import.change.${action}`), ...fields].join(', ');
  return `**${escapeMarkdown(noteId)}**: ${what}`;
}

function symbolOf(status: NoteContent['status'] | undefined): string {
  return status === undefined ? '–' : STATUS_SYMBOLS[status];
}

/** All differences, as plain text. */
function textOf({ noteId, action, after, differences }: ImportedNote, language: UiLanguage): string {
  const t = translator(language);
  const head = `${noteId}: ${t(`import.change.${action}`)}`;
  if (action === 'add') {
    const { quote, ...fields } = { ...formOf(after), quotes: formOf(after).quote };
    const lines = Object.entries(fields).flatMap(([field, text]) =>
      text === '' ? [] : [`  ${t(`differences.${field as keyof typeof fields}`)}`, ...marked('+', text)],
    );
    return [head, ...lines, ''].join('\n');
  }
  return [head, ...differences.flatMap((one) => [`  ${t(`differences.${one.field}`)}`, ...linesOf(one)]), ''].join('\n');
}

function linesOf(difference: Difference): string[] {
  switch (difference.field) {
    case 'status':
    case 'checked':
    case 'confidence':
      return [...marked('-', difference.before ?? ''), ...marked('+', difference.after ?? '')];
    case 'sources':
      return difference.pieces.flatMap(({ kind, value }) =>
        kind === 'kept' ? [] : marked(kind === 'added' ? '+' : '-', Object.values(value).join(' | ')),
      );
    case 'keywords':
      return difference.pieces.flatMap(({ kind, value }) => (kind === 'kept' ? [] : marked(kind === 'added' ? '+' : '-', value)));
    default:
      return [...marked('-', without('added', difference.pieces)), ...marked('+', without('removed', difference.pieces))];
  }
}

/** One of the two texts that the pieces form. */
function without(left: 'added' | 'removed', pieces: readonly Piece<string>[]): string {
  return pieces.flatMap(({ kind, value }) => (kind === left ? [] : [value])).join('');
}

function marked(mark: '+' | '-', text: string): string[] {
  return text === '' ? [] : text.split('\n').map((line) => `  ${mark} ${line}`);
}

// The differences between two texts of a note in Discord's markdown: deletions struck through, insertions in bold.

import type { APIEmbed } from 'discord.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { Difference, Piece } from '../../notes/differences.js';
import { NOTE_STATUSES } from '../../notes/note.js';
import { COLOURS, sourceLine, statusLabel } from '../kit/embeds.js';
import { bold, escapeMarkdown } from '../kit/escape.js';
import { LIMITS } from '../kit/limits.js';

/** An embed with a block for each difference; none if there is no difference. If not all fits, it counts the lines left out. */
export function differencesEmbed(
  differences: readonly Difference[],
  language: UiLanguage,
  title = translator(language)('differences'),
): APIEmbed[] {
  if (differences.length === 0) return [];
  const blocks = differences.map((one) => ({
    label: `**${translator(language)(`differences.${one.field}`)}**`,
    items: itemsOf(one, language),
    left: 0,
  }));
  const description = () =>
    blocks.map(({ label, items, left }) => [label, ...items, ...leftLine(items, left, language)].join('\n')).join('\n\n');
  while (description().length > LIMITS.description) {
    const longest = blocks.reduce((a, b) => (sizeOf(b.items) > sizeOf(a.items) ? b : a));
    longest.items.pop();
    longest.left += 1;
  }
  return [{ title, description: description(), color: COLOURS.notes }];
}

function sizeOf(items: readonly string[]): number {
  return items.join('\n').length;
}

function leftLine(items: readonly string[], left: number, language: UiLanguage): string[] {
  if (left === 0) return [];
  return [items.length === 0 ? translator(language)('differences.tooLong') : translator(language)('more', { count: left })];
}

/** The lines of a difference; a text is one line. */
function itemsOf(difference: Difference, language: UiLanguage): string[] {
  switch (difference.field) {
    case 'status':
    case 'checked':
    case 'confidence': {
      const inWords = (value: typeof difference.before) =>
        difference.field === 'status' ? statusInWords(value, language) : (value ?? '–');
      return [`${struck(inWords(difference.before))} → ${bold(inWords(difference.after))}`];
    }
    case 'sources':
      return difference.pieces.flatMap(({ kind, value }) => itemLine(kind, sourceLine(value, language)));
    case 'keywords':
      return difference.pieces.flatMap(({ kind, value }) => itemLine(kind, escapeMarkdown(value)));
    default:
      return [difference.pieces.map(({ kind, value }, i) => `${gapBefore(difference.pieces, i)}${STYLES[kind](value)}`).join('')];
  }
}

/** A space between a removed piece and its replacement, which would read as one word. */
function gapBefore(pieces: readonly Piece<string>[], i: number): string {
  const [before, after] = [pieces[i - 1], pieces[i]];
  if (before === undefined || after === undefined || before.kind === 'kept' || after.kind === 'kept') return '';
  return /\s$/u.test(before.value) || /^\s/u.test(after.value) ? '' : ' ';
}

const STYLES = { kept: escapeMarkdown, added: bold, removed: struck } as const;
/** The plus is escaped: at the beginning of a line it could start a list. */
const MARKS = { added: '\\+', removed: '−' } as const;

/** A changed item of a list, as markdown; kept items are not listed. */
function itemLine(kind: Piece<unknown>['kind'], item: string): string[] {
  return kind === 'kept' ? [] : [`${MARKS[kind]} ${item}`];
}

function statusInWords(status: string | undefined, language: UiLanguage): string {
  const known = NOTE_STATUSES.find((one) => one === status);
  return known === undefined ? '–' : statusLabel(known, language);
}

/** A text struck through. White space at its ends, and tildes at its last one, stay outside, so that the marks work. */
function struck(text: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)((?:~|\s)*)$/u.exec(text) ?? [];
  return inner === '' ? escapeMarkdown(text) : `${before}~~${escapeMarkdown(inner)}~~${escapeMarkdown(after)}`;
}

// What differs between two texts of a note, as Discord's markdown: what goes struck through, what comes in bold.

import type { APIEmbed } from 'discord.js';
import type { Difference, Piece } from '../../notes/differences.js';
import { NOTE_STATUSES } from '../../notes/note.js';
import { type WordsLanguage, words } from '../../words/words.js';
import { COLOURS, sourceLine, statusLabel } from '../embeds.js';
import { bold, escapeMarkdown } from '../escape.js';

/** An embed with a field's worth for each difference; none where there is none. */
export function differencesEmbed(
  differences: readonly Difference[],
  language: WordsLanguage,
  title = words(language)('differences'),
): APIEmbed[] {
  if (differences.length === 0) return [];
  return [{ title, description: differences.map((one) => describe(one, language)).join('\n\n'), color: COLOURS.notes }];
}

function describe(difference: Difference, language: WordsLanguage): string {
  const label = `**${words(language)(`differences.${difference.field}`)}**`;
  switch (difference.field) {
    case 'status':
    case 'confidence': {
      const say = (value: typeof difference.before) => (difference.field === 'status' ? statusInWords(value, language) : (value ?? '–'));
      return `${label}\n${struck(say(difference.before))} → ${bold(say(difference.after))}`;
    }
    case 'sources':
      return [label, ...difference.pieces.flatMap(({ kind, value }) => itemLine(kind, sourceLine(value, language)))].join('\n');
    case 'keywords':
      return [label, ...difference.pieces.flatMap(({ kind, value }) => itemLine(kind, escapeMarkdown(value)))].join('\n');
    default:
      return `${label}\n${difference.pieces.map(({ kind, value }) => STYLES[kind](value)).join('')}`;
  }
}

const STYLES = { kept: escapeMarkdown, added: bold, removed: struck } as const;
const MARKS = { added: '+', removed: '−' } as const;

/** An item of a list, as it is written; those that stay are not listed. */
function itemLine(kind: Piece<unknown>['kind'], item: string): string[] {
  return kind === 'kept' ? [] : [`${MARKS[kind]} ${item}`];
}

function statusInWords(status: string | undefined, language: WordsLanguage): string {
  const known = NOTE_STATUSES.find((one) => one === status);
  return known === undefined ? '–' : statusLabel(known, language);
}

/** A text struck through. White space at its ends stays outside, where it cannot keep the marks from working. */
function struck(text: string): string {
  const inner = text.trim();
  if (inner === '') return '';
  const start = text.indexOf(inner);
  return `${text.slice(0, start)}~~${escapeMarkdown(inner)}~~${text.slice(start + inner.length)}`;
}

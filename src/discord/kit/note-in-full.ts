// A note in full: its status, the words that it is about, headline, text, sources, and its keeper.

import type { APIEmbed } from 'discord.js';
import type { AnswerNote } from '../../answer/answer.js';
import { detectLanguage } from '../../answer/language.js';
import type { Article, Span } from '../../article/article.js';
import type { Keeper } from '../../curation/keepers.js';
import { dateInWords, languageName, STATUS_SYMBOLS, translator, type UiLanguage } from '../../i18n/translator.js';
import { headlineOf, noteTextIn } from '../../notes/headline.js';
import { NOTE_STATUSES, type NoteStatus } from '../../notes/note.js';
import { pointerTo } from '../../notes/pointer.js';
import { type Flag, sourceDetails, sourceLine, sourceTitle, statusLabel } from './embeds.js';
import { escapeMarkdown } from './escape.js';
import { publisherInFull } from './note-line.js';

/** Words that a note is about are repeated up to this many code units. */
const LONGEST_WORDS = 110;
/** Room for the markdown of a note with its sources; sources beyond it are only counted. */
const NOTE_ROOM = 2_600;
const MS_PER_SECOND = 1_000;

const STATUS_COLOURS: Readonly<Record<NoteStatus, number>> = {
  disputed: 0xb07d2b,
  unverified: 0xb07d2b,
  inaccurate: 0xa8443a,
  context: 0x5b6b7b,
  opinion: 0x5b6b7b,
  supported: 0x2f6f4f,
};

/**
 * A note in full, in its own embed.
 * @param quoted the quotation that it is shown for: only words there are repeated
 */
export function noteEmbed(article: Article, flag: Flag, language: UiLanguage, { quoted, keeper }: NoteDetails = {}): APIEmbed {
  const pointer = pointerTo(article, flag.spans, quoted ?? { start: 0, end: article.body.length }, LONGEST_WORDS);
  return { description: noteBlock(flag.note, language, { pointer, keeper }), color: STATUS_COLOURS[flag.note.status] };
}

interface NoteDetails {
  readonly quoted?: Span | undefined;
  readonly keeper?: Keeper | undefined;
}

/**
 * A note in full, as markdown.
 * @param pointer the words that it is about
 */
export function noteBlock(
  note: AnswerNote,
  language: UiLanguage,
  { pointer, keeper }: { readonly pointer?: string | undefined; readonly keeper?: Keeper | undefined } = {},
): string {
  const t = translator(language);
  const about = pointer === undefined ? '' : ` · “${escapeMarkdown(pointer)}”`;
  const status = `${STATUS_SYMBOLS[note.status]} **${t(`status.${note.status}`)}**`;
  const head = [`${status}${about}`, ...headlineLine(note, language), textOf(note, language)];
  const sources = note.sources.map((source) => {
    const publisher = publisherInFull(source);
    if (publisher === undefined) return `-# – ${sourceLine(source, language)}`;
    return `-# – ${publisher}: ${[sourceTitle(source), ...sourceDetails(source, language)].join(', ')}`;
  });
  const kept = [
    ...(note.checked === undefined ? [] : [t('sources.checked', { month: dateInWords(note.checked, language) })]),
    ...(keeper === undefined ? [] : [keeperInWords(keeper, language)]),
  ];
  for (let count = sources.length; ; count -= 1) {
    const left = sources.length - count;
    const block = [
      ...head,
      ...sources.slice(0, count),
      ...(left === 0 ? [] : [`-# ${t('moreSources', { count: left, command: `/${t('command.sources')}` })}`]),
      ...(kept.length === 0 ? [] : [`-# ${kept.join(' · ')}`]),
    ].join('\n');
    if (block.length <= NOTE_ROOM || count === 0) return block;
  }
}

/** Meanings of the statuses of some notes, as lines of small print. */
export function legendLines(notes: readonly Pick<AnswerNote, 'status'>[], language: UiLanguage): string[] {
  const t = translator(language);
  return NOTE_STATUSES.filter((status) => notes.some((note) => note.status === status)).map(
    (status) => `-# ${statusLabel(status, language)}: ${t(`meaning.${status}`)}`,
  );
}

/** Embeds with lines of small print under the last one. */
export function withSmallPrint(embeds: readonly APIEmbed[], lines: readonly string[]): APIEmbed[] {
  if (lines.length === 0) return [...embeds];
  const text = lines.join('\n');
  return embeds.map((embed, i) => (i < embeds.length - 1 ? embed : { ...embed, description: `${embed.description ?? ''}\n\n${text}` }));
}

/** An older note without a headline needs no such line: its text begins with the words used as one. */
function headlineLine(note: AnswerNote, language: UiLanguage): string[] {
  return note.headline === undefined ? [] : [`**${escapeMarkdown(headlineOf(note, language))}**`];
}

function textOf(note: AnswerNote, language: UiLanguage): string {
  const text = noteTextIn(note, language);
  const own = detectLanguage(text);
  const written = escapeMarkdown(text);
  return own === language ? written : translator(language)('inLanguage', { text: written, language: languageName(own, language) });
}

function keeperInWords({ origin, since }: Keeper, language: UiLanguage): string {
  const who = translator(language)(`keeper.${origin}`);
  return since === undefined ? who : `${who}, <t:${Math.floor(since / MS_PER_SECOND)}:D>`;
}

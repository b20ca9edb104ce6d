// A note as one line: its status, the article's words that it is about, its headline, and the first source.

import type { Article, Span } from '../../article/article.js';
import type { MessageKey } from '../../i18n/catalogue.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../i18n/translator.js';
import { headlineOf } from '../../notes/headline.js';
import { countedByStatus } from '../../notes/lines-at.js';
import type { Source } from '../../notes/note.js';
import { pointerTo } from '../../notes/pointer.js';
import { type Flag, paragraphOf, publisherName, statusLabel } from './embeds.js';
import { escapeMarkdown, hostOf, linkTo } from './escape.js';
import type { Showing } from './shown.js';

/** A line of markdown, and the number of its characters that readers see. */
export interface Line {
  readonly text: string;
  readonly seen: number;
}

/** A remark in brackets at the end of a publisher's name. */
const REMARK = /\s*[([][^)\]]*[)\]]\s*$/u;
const PLAIN_LABEL = /^[\p{L}\p{N} ,&'’/-]{1,32}$/u;

/**
 * The line of a note at a quotation. It is one line of markdown, and always names a source.
 * @param quoted the quoted words; undefined for a line apart from any quotation
 * @param options.place named after the article's words
 */
export function noteLine(
  article: Article,
  { note, spans }: Flag,
  quoted: Span | undefined,
  { language, form, place }: Showing & { readonly place?: string | undefined },
): Line {
  const status = translator(language)(`status.${note.status}`);
  const pointer = pointerTo(article, spans, quoted ?? { start: 0, end: article.body.length });
  const headline = headlineOf(note, language);
  const { link, name } = firstSource(note.sources, form === 'plain');
  const rest = note.sources.length < 2 ? '' : ` +${note.sources.length - 1}`;
  const at = place === undefined ? '' : ` (${place})`;
  const symbol = STATUS_SYMBOLS[note.status];
  const about = pointer === undefined ? '' : ` __${escapeMarkdown(pointer)}__${at}`;
  return {
    text: `${symbol} **${status}**${about}: ${escapeMarkdown(oneLine(headline))} · ${link}${rest}`,
    seen: `${symbol} ${status} ${pointer ?? ''}${at}: ${headline} · ${name}${rest}`.length,
  };
}

/** The line of a note apart from any quotation, with the paragraph that the note is about. */
export function relatedLine(article: Article, flag: Flag, showing: Showing): Line {
  const [first] = flag.spans;
  const place = first && translator(showing.language)('paragraph', { number: paragraphOf(article, first) });
  return noteLine(article, flag, undefined, { ...showing, place });
}

/** A line of our own words, as markdown. */
export function ownLine(text: string): Line {
  return { text, seen: text.length };
}

/** Number of notes with each status, as small print; empty for no notes. */
export function countLine(key: Extract<MessageKey, `count.${string}`>, flags: readonly Flag[], language: UiLanguage): Line[] {
  if (flags.length === 0) return [];
  const statuses = countedByStatus(flags).map(({ status, count }) => `${statusLabel(status, language)}${count === 1 ? '' : ` (${count})`}`);
  return [smallPrint(translator(language)(key, { statuses: statuses.join(' · ') }))];
}

/** A line of small print. */
export function smallPrint(text: string): Line {
  return { text: `-# ${text}`, seen: text.length };
}

/** The first sentence of an older note, used as its headline, may have line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A publisher as a link to a source; escaped words if the source has no address that can be linked to. */
function publisherLink({ publisher, url }: Pick<Source, 'publisher' | 'url'>, isQuiet = false): string {
  const link = url === undefined ? undefined : linkTo(url, { label: labelOf(publisher), isQuiet });
  return link ?? publisherName(publisher);
}

/** A publisher in full as a link, with the remark of its name after it; undefined if the name cannot be a link. */
export function publisherInFull({ publisher, url }: Pick<Source, 'publisher' | 'url'>): string | undefined {
  const label = labelOf(publisher);
  const link = url === undefined || label === undefined ? undefined : linkTo(url, { label });
  const remark = REMARK.exec(publisher)?.[0].trim();
  return link && [link, ...(remark === undefined ? [] : [escapeMarkdown(remark)])].join(' ');
}

/** The first source that can be linked to, or the first one. */
function firstSource(sources: readonly Source[], isQuiet: boolean): { readonly link: string; readonly name: string } {
  const source = sources.find(({ url }) => url !== undefined && linkTo(url) !== undefined) ?? sources[0];
  if (source === undefined) return { link: '', name: '' };
  const { publisher, url } = source;
  const host = url === undefined ? undefined : hostOf(url);
  return { link: publisherLink(source, isQuiet), name: (host && labelOf(publisher)) ?? host ?? publisher };
}

/** A publisher's name without its remark, if it can be a label. */
function labelOf(publisher: string): string | undefined {
  const name = publisher.replace(REMARK, '').trim();
  return PLAIN_LABEL.test(name) && !name.startsWith('-') ? name : undefined;
}

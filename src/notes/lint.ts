// The rules for notes of any origin: a form, a file, another guild.

import type { Anchor, AnchorFinder } from '../article/anchor.js';
import type { Article } from '../article/article.js';
import type { Fault, FieldPath, Warning } from './fault.js';
import { excerpt, findHidden } from './hidden-character.js';
import { lintLink } from './link.js';
import { nearestSentences } from './nearest-sentences.js';
import {
  LONGEST_HEADLINE,
  LONGEST_NEW_NOTE,
  LONGEST_NOTE,
  LONGEST_TRANSLATED,
  NOTE_STATUSES,
  type Note,
  type Source,
  type Translations,
} from './note.js';
import type { NoteContent } from './revision.js';
import { rememberSaid, type SaidBefore } from './said-before.js';

/** Longest lists, in items. */
export const MOST = { quotes: 20, sources: 10, keywords: 20 } as const;
/** Longest texts, in UTF-16 code units; the limits of sources apply to the text that readers see in full. */
export const LONGEST = {
  quote: 2_000,
  headline: LONGEST_HEADLINE,
  note: LONGEST_NOTE,
  keyword: 60,
  publisher: 100,
  title: 200,
  via: 100,
} as const;

const CONFIDENCES: readonly string[] = ['high', 'medium', 'low'] satisfies readonly Note['confidence'][];
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/u;
/** 2024, 2024-08 or 2024-08-13. */
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u;

/** A note's content with the right types, whose values need not follow the rules. */
export interface DraftContent extends Omit<NoteContent, 'status' | 'quotes' | 'confidence'> {
  readonly status: string;
  readonly quotes: readonly Anchor[];
  readonly confidence?: string | undefined;
}

/** Content with a fault is refused; warnings are for its author. */
export interface Lint {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

export interface LintContext {
  readonly article: Pick<Article, 'body' | 'sentences'>;
  readonly finder: Pick<AnchorFinder, 'find'>;
  /** The other notes, without an older version of this one. */
  readonly others: readonly Note[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Checks a note against all rules. Content without faults, once trimmed, also fits the schema of notes. */
export function lintNote(content: DraftContent, context: LintContext): Lint {
  const said = rememberSaid(context.finder);
  for (const other of context.others) said.add(other);
  return lintAmong(content, { ...context, said });
}

/** Like lintNote, with the other notes in indexed form. */
export function lintAmong(
  content: DraftContent,
  { article, finder, said, now }: Omit<LintContext, 'others'> & { readonly said: Pick<SaidBefore, 'find'> },
): Lint {
  const { quotes, ...rest } = content;
  const ofRest = lintContent(rest, now);
  const ofQuotes = lintQuotes(quotes, article);
  // Faulty quotes may be megabytes long, so they are not searched for.
  const places = ofQuotes.faults.length > 0 ? [] : quotes.flatMap((quote, i) => lintPlace(quote, ['quotes', i], article, finder));
  const faults = [...ofQuotes.faults, ...places, ...ofRest.faults];
  const duplicate = faults.length > 0 ? undefined : said.find(content);
  return {
    faults: duplicate === undefined ? faults : [{ kind: 'duplicate', id: duplicate, at: ['note'] }],
    warnings: [...ofQuotes.warnings, ...ofRest.warnings],
  };
}

/** Checks the given fields against the rules that need no article. */
export function lintContent(content: Partial<DraftContent>, now: number): Lint {
  const { status, quotes, headline, note, translations, checked, sources, keywords, confidence } = content;
  const ofQuotes = quotes === undefined ? NOTHING : lintQuotes(quotes);
  const ofSources = sources === undefined ? NOTHING : lintSources(sources, now);
  const ofMonth = checked === undefined ? NOTHING : lintMonth(checked, now);
  return {
    faults: [
      ...(status === undefined || NOTE_STATUSES.some((known) => known === status)
        ? []
        : [{ kind: 'unknown-status', value: excerpt(status), at: ['status'] } as const]),
      ...ofQuotes.faults,
      ...(headline === undefined ? [] : lintLine(headline, LONGEST.headline, ['headline'])),
      ...(note === undefined ? [] : lintText(note, LONGEST.note, ['note'])),
      ...(translations === undefined ? [] : lintTranslations(translations)),
      ...ofSources.faults,
      ...ofMonth.faults,
      ...lintList('keywords', keywords ?? [], (keyword, at) => lintLine(keyword, LONGEST.keyword, at)),
      ...(confidence === undefined || CONFIDENCES.includes(confidence)
        ? []
        : [{ kind: 'unknown-confidence', value: excerpt(confidence), at: ['confidence'] } as const]),
    ],
    warnings: [
      ...ofQuotes.warnings,
      ...(headline === undefined && note !== undefined ? [{ kind: 'no-headline', at: ['headline'] } as const] : []),
      ...(note === undefined ? [] : warnOfLength(note)),
      ...ofSources.warnings,
      ...ofMonth.warnings,
    ],
  };
}

/** Warns of a note longer than the limit for new notes; above the absolute limit it has a fault. */
function warnOfLength({ length }: string): Warning[] {
  const isLong = length > LONGEST_NEW_NOTE && length <= LONGEST_NOTE;
  return isLong ? [{ kind: 'long-note', length, limit: LONGEST_NEW_NOTE, at: ['note'] }] : [];
}

function lintTranslations({ es: { headline, note } }: Translations): Fault[] {
  return [
    ...lintLine(headline, LONGEST_TRANSLATED.headline, ['translations', 'es', 'headline']),
    ...lintText(note, LONGEST_TRANSLATED.note, ['translations', 'es', 'note']),
  ];
}

function lintMonth(checked: string, now: number): Lint {
  const [value, at] = [excerpt(checked), ['checked']];
  if (!MONTH.test(checked)) return { faults: [{ kind: 'bad-month', value, at }], warnings: [] };
  return { faults: [], warnings: Date.parse(checked) > now ? [{ kind: 'future-date', value, at }] : [] };
}

const NOTHING: Lint = { faults: [], warnings: [] };

function lintQuotes(quotes: readonly Anchor[], article?: Pick<Article, 'body'>): Lint {
  return {
    faults: lintList('quotes', quotes, ({ exact, prefix, suffix }, at) => [
      ...(exact.trim() === '' ? [{ kind: 'empty', at } as const] : []),
      // Any character of the article may be quoted.
      ...[exact, prefix ?? '', suffix ?? ''].flatMap((text) =>
        article?.body.includes(text) === true ? tooLong(text, LONGEST.quote, at) : lintCharacters(text, LONGEST.quote, at),
      ),
    ]),
    warnings: quotes.length === 0 ? [{ kind: 'no-quote', at: ['quotes'] }] : [],
  };
}

/** Checks whether a quote is in the article, character for character. */
function lintPlace(quote: Anchor, at: FieldPath, article: LintContext['article'], finder: LintContext['finder']): Fault[] {
  const texts = finder.find(quote).map(({ start, end }) => article.body.slice(start, end));
  const [first] = texts;
  if (first === undefined) {
    return [{ kind: 'quote-not-found', quote: excerpt(quote.exact), nearest: nearestSentences(quote.exact, article), at }];
  }
  return texts.includes(quote.exact.trim()) ? [] : [{ kind: 'quote-not-exact', text: excerpt(first), at }];
}

function lintSources(sources: readonly Source[], now: number): Lint {
  const warnings: Warning[] = [];
  const faults = lintList('sources', sources, (source, at) => {
    const found = lintSource(source, at, now);
    warnings.push(...found.warnings);
    return found.faults;
  });
  const hasLink = sources.some(({ url }) => url !== undefined);
  return { faults: hasLink ? faults : [{ kind: 'no-link', at: ['sources'] }, ...faults], warnings };
}

function lintSource({ publisher, title, date, url, via }: Source, at: FieldPath, now: number): Lint {
  const ofDate = date === undefined ? NOTHING : lintDate(date, [...at, 'date'], now);
  const ofLink = url === undefined ? NOTHING : lintLink(url, [...at, 'url']);
  return {
    faults: [
      ...lintLine(publisher, LONGEST.publisher, [...at, 'publisher']),
      ...lintLine(title, LONGEST.title, [...at, 'title']),
      ...ofDate.faults,
      ...ofLink.faults,
      ...(via === undefined ? [] : lintLine(via, LONGEST.via, [...at, 'via'])),
    ],
    warnings: [...ofDate.warnings, ...ofLink.warnings],
  };
}

function lintDate(date: string, at: FieldPath, now: number): Lint {
  const value = excerpt(date);
  if (!DATE.test(date)) return { faults: [{ kind: 'bad-date', value, at }], warnings: [] };
  const time = Date.parse(date);
  // Date.parse reads 2024-02-31 as a day in March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date))
    return { faults: [{ kind: 'no-such-date', value, at }], warnings: [] };
  return { faults: [], warnings: time > now ? [{ kind: 'future-date', value, at }] : [] };
}

/** Checks a list's length and its items; items over the limit are not checked. */
function lintList<Item>(field: keyof typeof MOST, items: readonly Item[], lint: (item: Item, at: FieldPath) => readonly Fault[]): Fault[] {
  const limit = MOST[field];
  return [
    ...(items.length > limit ? [{ kind: 'too-many', limit, at: [field] } as const] : []),
    ...items.slice(0, limit).flatMap((item, i) => lint(item, [field, i])),
  ];
}

function lintLine(text: string, longest: number, at: FieldPath): Fault[] {
  return [...lintText(text, longest, at), ...(text.includes('\n') ? [{ kind: 'line-break', at } as const] : [])];
}

function lintText(text: string, longest: number, at: FieldPath): Fault[] {
  return text.trim() === '' ? [{ kind: 'empty', at }] : lintCharacters(text, longest, at);
}

function lintCharacters(text: string, longest: number, at: FieldPath): Fault[] {
  const tooMany = tooLong(text, longest, at);
  const found = tooMany.length > 0 ? undefined : findHidden(text);
  return found === undefined ? tooMany : [{ kind: 'hidden-character', ...found, at }];
}

function tooLong(text: string, limit: number, at: FieldPath): Fault[] {
  return text.length > limit ? [{ kind: 'too-long', length: text.length, limit, at }] : [];
}

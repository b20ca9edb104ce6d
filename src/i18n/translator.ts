// Messages in the reader's language, with plurals, numbers, dates and language names.

import { IntlMessageFormat } from 'intl-messageformat';
import type { ArticleAbout } from '../article/article.js';
import type { NoteStatus } from '../notes/note.js';
import type { Catalogue, MessageKey, ParametersFor } from './catalogue.js';
import { en } from './en.js';
import { es } from './es.js';

const CATALOGUES = { en, es } as const satisfies Record<string, Catalogue>;

/** A language with a message catalogue. */
export type UiLanguage = keyof typeof CATALOGUES;

/** Symbols that precede a status word and never replace it. */
export const STATUS_SYMBOLS: Readonly<Record<NoteStatus, string>> = {
  disputed: '⇄',
  inaccurate: '✗',
  unverified: '?',
  context: 'ℹ',
  opinion: '❝',
  supported: '✓',
};

/** Gives the text for a key; a message requires exactly the parameters of the English message. */
export type Translate = <Key extends MessageKey>(key: Key, ...parameters: ParametersFor<Key>) => string;

const compiled = new Map<string, IntlMessageFormat>();

/** The messages of one language. */
export function translator(language: UiLanguage): Translate {
  return (key, ...parameters) => {
    const id = `${language}:${key}`;
    let message = compiled.get(id);
    if (message === undefined) {
      message = new IntlMessageFormat(CATALOGUES[language][key], language, undefined, { ignoreTag: true });
      compiled.set(id, message);
    }
    return String(message.format(parameters[0] as Readonly<Record<string, string | number>> | undefined));
  };
}

/**
 * A date in words, as precise as given: "2024-08" is "August 2024".
 * @param date YYYY, YYYY-MM or YYYY-MM-DD; anything else comes back unchanged
 */
export function dateInWords(date: string, language: UiLanguage): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime()) || !(date.length === 4 || date.length === 7 || date.length === 10)) return date;
  return dateFormat(language, date.length).format(time);
}

/** Formats by the length of the date. */
const PRECISIONS = { 4: { year: 'numeric' }, 7: { year: 'numeric', month: 'long' }, 10: { dateStyle: 'long' } } as const;

// Intl formatters are large and slow to make, and a reply may hold a hundred dates.
const dateFormat = memoized(
  (language: UiLanguage, precision: keyof typeof PRECISIONS) =>
    new Intl.DateTimeFormat(language, { ...PRECISIONS[precision], timeZone: 'UTC' }),
);
const languageNames = memoized((language: UiLanguage) => new Intl.DisplayNames([language], { type: 'language' }));

const scoreFormat = memoized(
  (language: UiLanguage) => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false }),
);

/** A score with two decimals, in the language's notation. */
export function scoreInWords(score: number, language: UiLanguage): string {
  return scoreFormat(language).format(score);
}

function memoized<Keys extends readonly (string | number)[], Value>(make: (...keys: Keys) => Value): (...keys: Keys) => Value {
  const made = new Map<string, Value>();
  return (...keys) => {
    const id = keys.join(' ');
    const value = made.get(id) ?? make(...keys);
    made.set(id, value);
    return value;
  };
}

/** The name of a language by its BCP 47 tag; a tag without a known name comes back unchanged. */
export function languageName(tag: string, language: UiLanguage): string {
  try {
    return languageNames(language).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The languages that the bot understands, for a question in another language. */
export function otherLanguageInWords(tag: string, language: UiLanguage): string {
  const t = translator(language);
  return tag === 'und' ? t('otherLanguage.unknown') : t('otherLanguage', { language: languageName(tag, language) });
}

/** A note after its label; a note in a language other than the reader's says so. */
export function noteInWords(text: string, { own, language }: { readonly own: UiLanguage; readonly language: UiLanguage }): string {
  const t = translator(language);
  return own === language ? t('note', { text }) : t('noteInOriginal', { text, language: languageName(own, language) });
}

/** Our description of the article, which says so if it is in a language other than the reader's. Undefined if there is none. */
export function aboutInWords({ about, aboutInSpanish }: ArticleAbout, language: UiLanguage): string | undefined {
  const [text, other, own] = language === 'es' ? [aboutInSpanish, about, 'en'] : [about, aboutInSpanish, 'es'];
  if (text !== undefined || other === undefined) return text;
  return translator(language)('inLanguage', { text: other, language: languageName(own, language) });
}

/** Whether two BCP 47 tags have the same language, whatever the region or script. */
export function isSameLanguage(a: string, b: string): boolean {
  return primarySubtag(a) === primarySubtag(b);
}

/** Kind and date of an article, such as "opinion, August 2024"; unknown parts are left out. */
export function kindAndDate(about: ArticleAbout, language: UiLanguage): string {
  const kind = about.kind === undefined ? undefined : kindInWords(about.kind, language);
  const date = about.published === undefined ? undefined : dateInWords(about.published, language);
  return [kind, date].filter((part) => part !== undefined).join(', ');
}

/** Kind and date of an article, with the date no more precise than the month. */
export function kindAndMonth(about: ArticleAbout, language: UiLanguage): string {
  return kindAndDate({ ...about, published: about.published?.slice(0, 'YYYY-MM'.length) }, language);
}

function kindInWords(kind: string, language: UiLanguage): string {
  const key = `kind.${kind.toLowerCase()}`;
  return isWordKey(key) ? CATALOGUES[language][key] : kind;
}

function isWordKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

function primarySubtag(tag: string): string {
  return tag.toLowerCase().split(/[-_]/u)[0] ?? '';
}

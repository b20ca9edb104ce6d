// Finds paragraphs and claims by the text typed so far: by number, words, beginnings of words, or meaning.

import MiniSearch from 'minisearch';
import { fold } from '../article/fold.js';

/** A found value, and the kind of match. */
export interface LookUp<T> {
  readonly value: T;
  readonly matched: 'number' | 'exact' | 'prefix' | 'words' | 'meaning';
}

/** A value that can be found. */
export interface Entry<T> {
  readonly value: T;
  /** Number that people know it by; entries are in order of their numbers. */
  readonly number?: number;
  /** Its texts, the most characteristic first. */
  readonly texts: readonly string[];
}

/** Finds entries by the typed text, best first, at most `limit`: the first in order if nothing was typed, none for emoji alone. */
export interface Finder<T> {
  (typed: string, limit: number): LookUp<T>[];
  /** Adds an entry at the end of the order. */
  add(entry: Entry<T>): void;
  /** Forgets the entry with a value. */
  remove(value: T): void;
}

/** A paragraph's number as typed. */
const NUMBER = /^\s*[¶#§]?\s*(\d{1,6})\s*$/u;
const NOTHING_YET = /^[\s\p{P}]*$/u;
/** Words of at least this length may be misspelt, in a fifth of their letters. */
const SHORTEST_FUZZY_WORD = 5;
const FUZZINESS = 0.2;
/** If no entry has all words, half of them and half the best score suffice. */
const NEAR_ENOUGH = 0.5;
/** With fewer matches by words, the search by meaning helps. */
const ENOUGH = 3;
/** A shorter word means little, or is not finished. */
const SHORTEST_MEANT = 4;
const MOST_MEANT = 5;

/** Makes a finder that reads each entry once, so that each keystroke costs little. */
export function createFinder<T>(entries: readonly Entry<T>[]): Finder<T> {
  /** By their ids in the search, in order. */
  const known = new Map<number, Entry<T> & { readonly folded: readonly string[] }>();
  const ids = new Map<T, number>();
  const search = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: wordsOf, processTerm: (word) => word });
  let next = 0;
  const add = (entry: Entry<T>) => {
    const folded = entry.texts.map((text) => ` ${wordsOf(text).join(' ')} `);
    search.add({ id: next, text: folded.join(' ') });
    known.set(next, { ...entry, folded });
    ids.set(entry.value, next);
    next += 1;
  };
  const remove = (value: T) => {
    const id = ids.get(value);
    const entry = id === undefined ? undefined : known.get(id);
    if (id === undefined || entry === undefined) return;
    search.remove({ id, text: entry.folded.join(' ') });
    known.delete(id);
    ids.delete(value);
  };
  for (const entry of entries) add(entry);

  /** Ids of entries that contain a run of letters, ordered by the first text that contains it. */
  const holding = (run: string) =>
    [...known]
      .map(([id, { folded }]) => ({ id, at: folded.findIndex((text) => text.includes(run)) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id);

  const find = (typed: string, limit: number): LookUp<T>[] => {
    const words = wordsOf(typed);
    if (words.length === 0 && !NOTHING_YET.test(typed)) return [];
    if (words.length === 0) return [...known.values()].slice(0, limit).map(({ value }) => ({ value, matched: 'number' }));
    const found = new Map<number, LookUp<T>['matched']>();
    const note = (some: readonly number[], matched: LookUp<T>['matched']) => {
      for (const id of some) if (!found.has(id)) found.set(id, matched);
    };
    const digits = NUMBER.exec(typed)?.[1];
    if (digits !== undefined) note(numbered(known, digits), 'number');
    const run = ` ${words.join(' ')}`;
    note(holding(`${run} `), 'exact');
    note(holding(run), 'prefix');
    // The last word may not be finished.
    const prefix = (_term: string, i: number, terms: readonly string[]) => i === terms.length - 1;
    const fuzzy = (term: string) => (term.length >= SHORTEST_FUZZY_WORD ? FUZZINESS : false);
    const idsOf = (results: readonly { readonly id: number }[]) => results.map(({ id }) => id);
    note(idsOf(search.search(typed, { prefix, combineWith: 'AND' })), 'prefix');
    if (found.size < limit) note(idsOf(search.search(typed, { prefix, fuzzy, combineWith: 'AND' })), 'words');
    if (found.size < ENOUGH) {
      const enough = NEAR_ENOUGH * new Set(words).size;
      const results = search.search(typed, { prefix, fuzzy }).filter(({ queryTerms }) => new Set(queryTerms).size >= enough);
      const best = results[0]?.score ?? 0;
      note(idsOf(results.filter(({ score }) => score >= NEAR_ENOUGH * best)), 'words');
    }
    return [...found].slice(0, limit).flatMap(([id, matched]) => {
      const entry = known.get(id);
      return entry === undefined ? [] : [{ value: entry.value, matched }];
    });
  };
  return Object.assign(find, { add, remove });
}

/** Ids of entries whose numbers begin with some digits; the exact number comes first. */
function numbered<T>(entries: ReadonlyMap<number, Entry<T>>, digits: string): number[] {
  return [...entries].filter(([, { number }]) => String(number ?? '').startsWith(String(Number(digits)))).map(([id]) => id);
}

/** Words without case and accents. Apostrophes and quotation marks of any kind only separate them. */
function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether the typed text has nothing to search for. */
export function isNothingYet(typed: string): boolean {
  return NOTHING_YET.test(typed);
}

/** Whether the words of the typed text found too little. */
export function needsMeaning(typed: string, found: readonly LookUp<unknown>[]): boolean {
  return found.length < ENOUGH && wordsOf(typed).some((word) => word.length >= SHORTEST_MEANT);
}

/** The matches by words, then those by meaning, without duplicates. */
export function withMeaning<T>(found: readonly LookUp<T>[], meant: readonly T[], limit: number): LookUp<T>[] {
  const known = new Set(found.map(({ value }) => value));
  const fresh = [...new Set(meant)].filter((value) => !known.has(value)).slice(0, MOST_MEANT);
  return [...found, ...fresh.map((value) => ({ value, matched: 'meaning' as const }))].slice(0, limit);
}

/**
 * Makes a slow search usable at every keystroke: one search runs at a time, of the waiting ones only the newest runs,
 * and a search past its deadline gives undefined, as does a failed one.
 * @param deadline resolves when a search has taken too long
 */
export function newestOnly<Result>(
  search: (typed: string) => Promise<Result>,
  deadline: () => Promise<void>,
): (typed: string) => Promise<Result | undefined> {
  let atWork: Promise<Result | undefined> | undefined;
  let newest = 0;
  return (typed) => {
    newest += 1;
    const turn = newest;
    let isLate = false;
    const late = deadline().then(() => {
      isLate = true;
      return undefined;
    });
    const inTurn = async (): Promise<Result | undefined> => {
      while (atWork !== undefined) await atWork;
      if (turn !== newest || isLate) return undefined;
      const searching = search(typed)
        .catch(() => undefined)
        .finally(() => {
          atWork = undefined;
        });
      atWork = searching;
      return searching;
    };
    return Promise.race([inTurn(), late]);
  };
}

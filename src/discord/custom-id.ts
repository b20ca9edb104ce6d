// What a button carries in its custom id: all that a click needs, so that nothing has to be remembered.

import type { NoteStatus } from '../notes/note.js';
import { LIMITS } from './limits.js';

/** `content` is how the article and notes were when the button was made; `asker` is the snowflake of who may use it. */
export type ButtonId =
  /** A paragraph with its neighbours; of one that is too long for a message, the part with that number, from 0. */
  | { readonly kind: 'context'; readonly content: string; readonly paragraph: number; readonly part: number }
  /** Further passages, by the indexes of their sentences. */
  | { readonly kind: 'more'; readonly content: string; readonly sentences: readonly number[] }
  /** All notes at a range of the body. */
  | { readonly kind: 'notes'; readonly content: string; readonly start: number; readonly end: number; readonly page: number }
  | { readonly kind: 'helpful' | 'unhelpful' | 'share' | 'delete'; readonly asker: string }
  /** Why the answer in a message was not helpful. */
  | { readonly kind: 'reason'; readonly asker: string; readonly message: string }
  | {
      readonly kind: 'page';
      readonly list: 'claims' | 'sources';
      readonly asker: string;
      readonly page: number;
      readonly status?: NoteStatus | undefined;
    };

const SEPARATOR = '.';
const SIGNS = {
  context: 'c',
  more: 'm',
  notes: 'n',
  helpful: 'h',
  unhelpful: 'u',
  share: 's',
  delete: 'd',
  reason: 'r',
  page: 'p',
} as const satisfies Record<ButtonId['kind'], string>;
const LISTS = { claims: 'c', sources: 's' } as const;
const STATUSES = { disputed: 'd', inaccurate: 'i', unverified: 'u', context: 'c', supported: 's' } as const satisfies Record<
  NoteStatus,
  string
>;
const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;

/** Writes an id, of at most 100 characters. Of many sentences it holds the first, as many as fit. */
export function encodeId(id: ButtonId): string {
  return [SIGNS[id.kind], ...fieldsOf(id)].join(SEPARATOR);
}

/** Reads an id; undefined for anything that `encodeId` does not write. */
export function decodeId(text: string): ButtonId | undefined {
  const id = parse(text.split(SEPARATOR));
  return id !== undefined && encodeId(id) === text ? id : undefined;
}

function fieldsOf(id: ButtonId): string[] {
  switch (id.kind) {
    case 'context':
      return [id.content, ...[id.paragraph, id.part].map(writeNumber)];
    case 'more':
      return [id.content, writeSentences(id.sentences, LIMITS.customId - [SIGNS.more, id.content, ''].join(SEPARATOR).length)];
    case 'notes':
      return [id.content, ...[id.start, id.end, id.page].map(writeNumber)];
    case 'reason':
      return [writeSnowflake(id.asker), writeSnowflake(id.message)];
    case 'page':
      return [LISTS[id.list], writeSnowflake(id.asker), writeNumber(id.page), ...(id.status === undefined ? [] : [STATUSES[id.status]])];
    default:
      return [writeSnowflake(id.asker)];
  }
}

function parse([sign, ...fields]: readonly string[]): ButtonId | undefined {
  const kind = keyOf(SIGNS, sign);
  const [first = '', second = '', third = '', fourth] = fields;
  switch (kind) {
    case undefined:
      return undefined;
    case 'context': {
      const [content, paragraph, part] = [readContent(first), readNumber(second), readNumber(third)];
      return content === undefined || paragraph === undefined || part === undefined ? undefined : { kind, content, paragraph, part };
    }
    case 'more': {
      const [content, sentences] = [readContent(first), readSentences(second)];
      return content === undefined || sentences === undefined ? undefined : { kind, content, sentences };
    }
    case 'notes': {
      const [content, start, end, page] = [readContent(first), readNumber(second), readNumber(third), readNumber(fourth ?? '')];
      if (content === undefined || start === undefined || end === undefined || page === undefined) return undefined;
      return { kind, content, start, end, page };
    }
    case 'reason': {
      const [asker, message] = [readSnowflake(first), readSnowflake(second)];
      return asker === undefined || message === undefined ? undefined : { kind, asker, message };
    }
    case 'page': {
      const [list, asker, page] = [keyOf(LISTS, first), readSnowflake(second), readNumber(third)];
      if (list === undefined || asker === undefined || page === undefined) return undefined;
      return { kind, list, asker, page, ...(fourth === undefined ? {} : { status: keyOf(STATUSES, fourth) }) };
    }
    default: {
      const asker = readSnowflake(first);
      return asker === undefined ? undefined : { kind, asker };
    }
  }
}

function keyOf<Key extends string>(signs: Readonly<Record<Key, string>>, sign: string | undefined): Key | undefined {
  return (Object.keys(signs) as Key[]).find((key) => signs[key] === sign);
}

function readContent(text: string): string | undefined {
  return /^[0-9a-z]{6}$/u.test(text) ? text : undefined;
}

function writeNumber(number: number): string {
  return number.toString(36);
}

function readNumber(text: string): number | undefined {
  const number = /^[0-9a-z]{1,11}$/u.test(text) ? Number.parseInt(text, 36) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function writeSnowflake(snowflake: string): string {
  return BigInt(snowflake).toString(36);
}

function readSnowflake(text: string): string | undefined {
  if (!/^[0-9a-z]{1,13}$/u.test(text)) return undefined;
  const value = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  return value > LARGEST_SNOWFLAKE ? undefined : String(value);
}

function writeSentences(sentences: readonly number[], room: number): string {
  let text = '';
  for (const sentence of sentences) {
    const longer = `${text}${text === '' ? '' : '-'}${writeNumber(sentence)}`;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}

function readSentences(text: string): number[] | undefined {
  const numbers = text === '' ? [] : text.split('-').map(readNumber);
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? known : undefined;
}

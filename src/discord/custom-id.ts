// What a button, a select or a form carries in its custom id: all that a click needs, so that nothing has to be remembered.

import { createHash } from 'node:crypto';
import type { NoteStatus } from '../notes/note.js';
import { LIMITS } from './limits.js';

/** How one value is written and read back; what `write` never gives is read as nothing. */
interface Codec<Value> {
  write(value: Value): string;
  read(text: string): { readonly value: Value } | undefined;
}

const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;
const DIGEST_DIGITS = 12;
const MARK_DIGITS = 3;

const whole: Codec<number> = {
  write: (value) => value.toString(36),
  read: (text) => {
    const value = /^[0-9a-z]{1,11}$/u.test(text) ? Number.parseInt(text, 36) : Number.NaN;
    return Number.isSafeInteger(value) ? { value } : undefined;
  },
};

const snowflake: Codec<string> = {
  write: (value) => BigInt(value).toString(36),
  read: (text) => {
    if (!/^[0-9a-z]{1,13}$/u.test(text)) return undefined;
    const value = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
    return value > LARGEST_SNOWFLAKE ? undefined : { value: String(value) };
  },
};

/** A range of the body. */
const range: Codec<{ readonly start: number; readonly end: number }> = {
  write: ({ start, end }) => `${whole.write(start)}_${whole.write(end)}`,
  read: (text) => {
    const [start, end, ...more] = text.split('_').map(whole.read);
    return start === undefined || end === undefined || more.length > 0 ? undefined : { value: { start: start.value, end: end.value } };
  },
};

/** First characters of the article's hash. */
const content = matching(/^[0-9a-z]{6}$/u);
const noteId = matching(/^[a-z0-9][a-z0-9-]{0,63}$/u);
const digest = matching(new RegExp(`^[0-9a-f]{${DIGEST_DIGITS}}$`, 'u'));
/** Notes in an order, each by a mark. */
const marks: Codec<readonly string[]> = {
  write: (values) => values.join(''),
  read: (text) => {
    const value = text.match(new RegExp(`[0-9a-f]{${MARK_DIGITS}}`, 'gu')) ?? [];
    return value.join('') === text ? { value } : undefined;
  },
};
/** Ids of proposals, lessons and open questions. */
const key = matching(/^[0-9A-Za-z_-]{1,32}$/u);
const status = oneOf<NoteStatus>({ disputed: 'd', inaccurate: 'i', unverified: 'u', context: 'c', opinion: 'o', supported: 's' });

/** What stands for a note's id where several must be told apart in one custom id. */
export function noteDigest(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, DIGEST_DIGITS);
}

/** What stands for a note where only an order hangs on it: two notes may have the same. */
export function noteMark(id: string): string {
  return noteDigest(id).slice(0, MARK_DIGITS);
}

function matching(pattern: RegExp): Codec<string> {
  return { write: (value) => value, read: (text) => (pattern.test(text) ? { value: text } : undefined) };
}

/** One of some words, each by a sign of its own. */
function oneOf<Word extends string>(signs: Readonly<Record<Word, string>>): Codec<Word> {
  return {
    write: (word) => signs[word],
    read: (text) => (Object.keys(signs) as Word[]).filter((word) => signs[word] === text).map((value) => ({ value }))[0],
  };
}

function listOf<Value>(codec: Codec<Value>): Codec<readonly Value[]> {
  return {
    write: (values) => values.map(codec.write).join('-'),
    read: (text) => {
      const parts = text === '' ? [] : text.split('-').map(codec.read);
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? { value: known.map(({ value }) => value) } : undefined;
    },
  };
}

function optional<Value>(codec: Codec<Value>): Codec<Value | undefined> {
  return {
    write: (value) => (value === undefined ? '' : codec.write(value)),
    read: (text) => (text === '' ? { value: undefined } : codec.read(text)),
  };
}

/** What a proposal's buttons do: see its effect or which questions it changes, decide it, or settle a conflict. */
const PROPOSAL_ACTS = {
  preview: 'p',
  which: 'w',
  save: 's',
  edit: 'e',
  keywords: 'k',
  spanish: 'l',
  discard: 'd',
  why: 'y',
  approve: 'a',
  reject: 'r',
  mine: 'm',
} as const;
const NOTE_ACTS = { show: 's', edit: 'e', keywords: 'k', spanish: 'l', withdraw: 'w', restore: 'r', preview: 'p' } as const;

/** What a form has no room for beside the note itself has forms of its own. */
const FORM_PARTS = { note: 'n', keywords: 'k', spanish: 's' } as const;
export type FormPart = keyof typeof FORM_PARTS;

/**
 * Every kind of id: its sign, and its fields in the order in which they are written. `content` is how the article was
 * when the button was made; `asker` is the snowflake of who may use it.
 */
const SHAPES = {
  /** A paragraph with its neighbours; of one that is too long for a message, the part with that number, from 0. */
  context: ['c', { content, paragraph: whole, part: whole }],
  /** Further passages, by the indexes of their sentences. */
  more: ['m', { content, sentences: listOf(whole) }],
  /** The same for a question that the article does not cover. */
  nearest: ['mn', { content, sentences: listOf(whole) }],
  /** All notes at some ranges of the body, in the order of some marks, and related ones. */
  notes: ['n', { content, ranges: listOf(range), order: marks, related: listOf(digest), page: whole }],
  /** Asks how an answer was; `made` is its content, and the sentence is that which a note could be suggested on. */
  feedback: ['f', { asker: snowflake, made: optional(content), sentence: optional(whole) }],
  /** What a reader thinks of the answer in a message. */
  judge: [
    'j',
    { asker: snowflake, message: snowflake, verdict: oneOf({ helpful: 'h', 'wrong-passage': 'w', 'no-answer': 'a', note: 'n' }) },
  ],
  share: ['s', { asker: snowflake }],
  delete: ['d', { asker: snowflake }],
  /** A select of claims, each option's value a note's id. */
  claimPick: ['b', { content }],
  page: ['p', { list: oneOf({ claims: 'c', sources: 's' }), asker: snowflake, page: whole, status: optional(status) }],
  /** Opens the form in which a reader suggests a note on a sentence; the form has the same id. */
  suggest: ['g', { content, sentence: whole }],
  /** What was filled in with faults, to be mended by who did, a reader or a moderator. */
  mend: ['fm', { draft: key }],

  // For moderators.
  /** Forms: a new note on a sentence, another version of a note, other words for a proposal, why one is saved or rejected. */
  noteForm: ['fa', { content, sentence: whole }],
  editForm: ['fe', { note: noteId, version: whole, form: oneOf(FORM_PARTS) }],
  proposalForm: ['fp', { proposal: key, form: oneOf(FORM_PARTS) }],
  whyForm: ['fw', { proposal: key }],
  rejectForm: ['fr', { proposal: key }],
  proposal: ['o', { act: oneOf(PROPOSAL_ACTS), proposal: key }],
  note: ['t', { act: oneOf(NOTE_ACTS), note: noteId }],
  /** A revision of a note, by its version. */
  history: ['y', { note: noteId, version: whole }],
  /** Brings a note back as it was in a version; 0 is the shipped one. */
  revert: ['v', { note: noteId, version: whole }],
  noteList: [
    'l',
    {
      page: whole,
      status: optional(status),
      state: optional(oneOf({ shipped: 's', own: 'o', overridden: 'c', withdrawn: 'w', orphan: 'n' })),
    },
  ],
  /** A select of notes, each option's value an id. */
  notePick: ['k', { page: whole }],
  gaps: ['a', { page: whole }],
  /** A select of groups of open questions, each option's value an id. */
  gapPick: ['q', { page: whole }],
  /** A select of sentences that may answer an open question. */
  teach: ['e', { question: key }],
  /** An open question that the article does not answer, or that is put aside. */
  decoy: ['x', { question: key }],
  drop: ['z', { question: key }],
  unteach: ['w', { lesson: key }],
} as const satisfies Readonly<Record<string, readonly [string, Readonly<Record<string, Codec<unknown>>>]>>;

type Shapes = typeof SHAPES;
type Kind = keyof Shapes;
type Values<Fields> = { readonly [Name in keyof Fields]: Fields[Name] extends Codec<infer Value> ? Value : never };
/** A field that may be undefined may be left out. */
type LeftOut<Fields> = { readonly [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Fields[Name];
};
export type CustomId = { readonly [K in Kind]: { readonly kind: K } & LeftOut<Values<Shapes[K][1]>> }[Kind];

const SEPARATOR = '.';

/** Writes an id, of at most 100 characters. Of many sentences, and of the order of many notes, it holds the first, as many as fit. */
export function encodeId(id: CustomId): string {
  const text = write(id);
  if (text.length <= LIMITS.customId) return text;
  if ((id.kind === 'more' || id.kind === 'nearest') && id.sentences.length > 0)
    return encodeId({ ...id, sentences: id.sentences.slice(0, -1) });
  if (id.kind === 'notes' && id.order.length > 0) return encodeId({ ...id, order: id.order.slice(0, -1) });
  throw new RangeError(`The id ${text} has more than ${LIMITS.customId} characters.`);
}

/** Reads an id; undefined for anything that `encodeId` does not write. */
export function decodeId(text: string): CustomId | undefined {
  if (text.length > LIMITS.customId) return undefined;
  const [sign, ...parts] = text.split(SEPARATOR);
  const kind = (Object.keys(SHAPES) as Kind[]).find((one) => SHAPES[one][0] === sign);
  if (kind === undefined) return undefined;
  const fields = fieldsOf(kind);
  const read = fields.map(([name, codec], i) => [name, codec.read(parts[i] ?? '')] as const);
  if (read.some(([, found]) => found === undefined)) return undefined;
  const values = read.flatMap(([name, found]) => (found?.value === undefined ? [] : [[name, found.value] as const]));
  const id = { kind, ...Object.fromEntries(values) } as CustomId;
  return write(id) === text ? id : undefined;
}

function write(id: CustomId): string {
  const values = id as Readonly<Record<string, unknown>>;
  const parts = fieldsOf(id.kind).map(([name, codec]) => codec.write(values[name]));
  return [SHAPES[id.kind][0], ...parts].join(SEPARATOR);
}

function fieldsOf(kind: Kind): [string, Codec<unknown>][] {
  return Object.entries(SHAPES[kind][1] as Readonly<Record<string, Codec<unknown>>>);
}

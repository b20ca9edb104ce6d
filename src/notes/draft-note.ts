// Reads a value from a file as a note, checking only its types; lint.ts checks its values.

import { z } from 'zod';
import type { Anchor } from '../article/anchor.js';
import type { Fault, FieldPath } from './fault.js';
import { excerpt } from './hidden-character.js';
import { type DraftContent, MOST } from './lint.js';
import type { Source, Translations } from './note.js';

/** A note whose fields have the right types. Missing fields and fields of other types are left out. */
export type DraftNote = Partial<DraftContent & { readonly id: string }>;

const text = z.string().trim();
const quote: z.ZodType<Anchor> = z.union([
  text.transform((exact) => ({ exact })),
  z.strictObject({ exact: text, prefix: z.string().exactOptional(), suffix: z.string().exactOptional() }),
]);
const source: z.ZodType<Source> = z.strictObject({
  publisher: text,
  title: text,
  date: text.exactOptional(),
  url: text.exactOptional(),
  via: text.exactOptional(),
});
const translations: z.ZodType<Translations> = z.strictObject({ es: z.strictObject({ headline: text, note: text }) });

const FIELDS = {
  id: text,
  status: text,
  quotes: z.array(quote),
  headline: text,
  note: text,
  keywords: z.array(text),
  translations,
  checked: text,
  sources: z.array(source),
  confidence: text,
} as const satisfies { readonly [Field in keyof DraftNote]-?: z.ZodType<Required<DraftNote>[Field]> };

const OPTIONAL: readonly string[] = ['headline', 'keywords', 'translations', 'checked', 'confidence'];
/** Limit of reported unknown names. */
const MOST_NAMES = 5;

/** Reads a value field by field, to find all faults at once. */
export function readDraft(value: unknown): { readonly draft: DraftNote; readonly faults: readonly Fault[] } {
  if (!isMap(value)) return { draft: {}, faults: [{ kind: 'wrong-type', expected: 'map', at: [] }] };
  const faults: Fault[] = [];
  const draft: Record<string, unknown> = { keywords: [] };
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(FIELDS, name));
  if (unknown.length > 0) faults.push({ kind: 'unknown-field', value: namesIn(unknown), at: [] });
  for (const [name, schema] of Object.entries(FIELDS)) {
    const given = value[name];
    if (given === undefined) {
      if (!OPTIONAL.includes(name)) faults.push({ kind: 'missing', at: [name] });
      continue;
    }
    const bounded = shortened(name, given);
    const result = schema.safeParse(bounded);
    if (result.success) draft[name] = result.data;
    else faults.push(...result.error.issues.map((issue) => toFault(issue, bounded, name)));
  }
  return { draft, faults };
}

/** Cuts a list to one item over the limit; the rest need not be read. */
function shortened(name: string, value: unknown): unknown {
  const most = Object.entries(MOST).find(([field]) => field === name)?.[1];
  return Array.isArray(value) && most !== undefined ? value.slice(0, most + 1) : value;
}

function toFault(issue: z.core.$ZodIssue, value: unknown, name: string): Fault {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  const at: FieldPath = [name, ...path];
  if (issue.code === 'unrecognized_keys') return { kind: 'unknown-field', value: namesIn(issue.keys), at };
  if (issue.code === 'invalid_union') return { kind: 'wrong-type', expected: 'quote', at };
  if (path.length > 0 && valueAt(value, path) === undefined) return { kind: 'missing', at };
  const expected = issue.code === 'invalid_type' ? issue.expected : undefined;
  return { kind: 'wrong-type', expected: expected === 'array' ? 'list' : expected === 'object' ? 'map' : 'text', at };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function namesIn(names: readonly string[]): string {
  return excerpt(names.slice(0, MOST_NAMES).map(excerpt).join(', '));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

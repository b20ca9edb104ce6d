// Tests of note versions: equal for notes that readers see alike, and only for those.

import { expect, it } from 'vitest';
import type { Note } from '../../src/notes/note.js';
import { versionOf } from '../../src/notes/note-version.js';

const NOTE: Note = {
  id: 'cost-of-the-bridge',
  status: 'disputed',
  quotes: [{ exact: 'nine million', prefix: 'cost ' }],
  headline: 'The auditors reckon with 14 million.',
  note: 'The auditors reckon with 14 million, the builders with nine.',
  keywords: ['bridge'],
  translations: { es: { headline: 'Catorce millones.', note: 'Catorce millones, dicen.' } },
  sources: [
    { publisher: 'Audit Office', title: 'Report', url: 'https://example.org/1' },
    { publisher: 'The Herald', title: 'Nine' },
  ],
};

it('is the same whatever order a form or a file gives the fields in, and whatever the note is found by', () => {
  const turned = Object.fromEntries(Object.entries(structuredClone(NOTE)).reverse()) as unknown as Note;
  const [quote] = NOTE.quotes;
  const inside = { ...turned, quotes: [{ prefix: quote && 'prefix' in quote ? quote.prefix : '', exact: 'nine million' }] };
  expect(versionOf(inside)).toBe(versionOf(NOTE));
  expect(versionOf({ ...NOTE, keywords: ['bridge', 'cost'] })).toBe(versionOf(NOTE));
});

it.each<readonly [string, Partial<Note>]>([
  ['status', { status: 'inaccurate' }],
  ['place', { quotes: [{ exact: 'nine million' }] }],
  ['headline', { headline: 'The auditors reckon with 15 million.' }],
  ['text', { note: 'The auditors reckon with 14 million; the builders with nine.' }],
  ['translation', { translations: { es: { headline: 'Catorce millones', note: 'Catorce millones, dicen.' } } }],
  ['month of checking', { checked: '2026-11' }],
  ['order of sources', { sources: NOTE.sources.toReversed() }],
  ['sources', { sources: NOTE.sources.slice(1) }],
])('is another one with another %s', (_, change) => {
  expect(versionOf({ ...NOTE, ...change })).not.toBe(versionOf(NOTE));
});

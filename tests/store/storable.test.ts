// Tests that unstorable texts are found among thousands without blocking other work. The store's contract lists which texts these are.

import { expect, it } from 'vitest';
import { requireStorable } from '../../src/store/storable.js';
import { turnsDuring } from '../turns.js';
import { change } from './examples.js';

const many = Array.from({ length: 20_000 }, (_, i) => change({ noteId: `note-${i}` }));

it('the texts of an import are looked at in slices, to the last one', async () => {
  const { turns } = await turnsDuring(() => requireStorable({ changes: many }));
  expect(turns).toBeGreaterThan(5);
  await expect(requireStorable({ changes: [...many, change({ reason: 'a\0b' })] })).rejects.toThrow(/^changes\.20000\.reason holds/u);
});

it('those of any other change are looked at in one go', async () => {
  expect(await turnsDuring(() => requireStorable({ change: change() }))).toMatchObject({ turns: 0 });
});

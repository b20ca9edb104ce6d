// Tests of adding a handler's button under a message: in the first row of buttons with room, and never in a sixth row.

import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { rows } from '../../src/discord/kit/components.js';
import { defineButton } from '../../src/discord/kit/handler.js';
import { whole } from '../../src/discord/kit/id-fields.js';
import { faultsOf, LIMITS } from '../../src/discord/kit/limits.js';
import { textReply } from '../../src/discord/kit/reply.js';
import type { Shown } from '../../src/discord/kit/shown.js';
import { pickNote } from '../../src/discord/notes/components/pick-note.js';
import { withOffered } from '../../src/discord/offered.js';

const RULES = { allow: 'anyone', ack: 'private', cost: 'light', run: () => undefined } as const;
const plain = defineButton('plain', { number: whole }, RULES);
const own = defineButton(
  'own',
  { number: whole },
  { ...RULES, offer: ({ kind }) => (kind === 'passage' ? { label: 'button.context', data: { number: 7 } } : undefined) },
);

const PASSAGE: Shown = { kind: 'passage', language: 'es', form: 'embeds', paragraph: 1, page: 0, isNearest: false };
const CLAIM: Shown = { kind: 'claim', language: 'en', form: 'embeds', note: 'a', isNearest: false };
const PUBLIC = { isPrivate: false };

const buttons = (count: number, from = 0) => Array.from({ length: count }, (_, i) => plain.button(`${from + i}`, { number: from + i }));
const select = pickNote.row('Pick', { page: 0 }, [{ label: 'a', value: 'a' }]);
/** Number of components in each row. */
const counts = (components: ReturnType<typeof withOffered>['components']) => components.map((row) => row.components.length);

describe('a button that its handler puts under a message', () => {
  it.each([
    ['no buttons', [], [1]],
    ['a row with room', rows(buttons(2)), [3]],
    ['a full row', rows(buttons(5)), [5, 1]],
    ['two rows, the second with room', rows(buttons(5), buttons(2, 5)), [5, 3]],
    ['a select', [select], [1, 1]],
    ['a select over a row with room', [select, ...rows(buttons(1))], [1, 2]],
    ['no room at all', rows(buttons(25)), [5, 5, 5, 5, 5]],
  ])('stands under one with %s where it fits', (_, components, expected) => {
    const reply = withOffered({ ...textReply('Text.'), components }, PASSAGE, PUBLIC, [plain, own]);
    expect(counts(reply.components)).toEqual(expected);
    expect(reply.components.length).toBeLessThanOrEqual(LIMITS.rows);
    expect(faultsOf(reply)).toEqual([]);
  });

  it('has its handler’s label, in the message’s language, and its data', () => {
    const [row] = withOffered(textReply('Text.'), PASSAGE, PUBLIC, [own]).components;
    expect(row?.components).toEqual([expect.objectContaining({ type: ComponentType.Button, label: 'Contexto', custom_id: 'own.7' })]);
  });

  it('stands under no other message', () => {
    expect(withOffered(textReply('Text.'), CLAIM, PUBLIC, [own]).components).toEqual([]);
  });
});

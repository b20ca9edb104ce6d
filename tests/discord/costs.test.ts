// What things cost, and so how they pass the gate: what keeps the model busy, or writes, is never taken for something light.

import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordCommand } from '../../commands/command.js';
import { commands } from '../../commands/registry.js';
import { costOfClick, costOfForm } from '../../src/discord/costs.js';
import { type CustomId, encodeId } from '../../src/discord/custom-id.js';
import type { Input } from '../../src/discord/input.js';

const [asker, message] = ['123456789012345678', '223456789012345678'];
const content = 'abc123';
const proposal = 'p1';

/** Its parts by name; a command without parts is one. */
function costsOf(name: string, { data, cost }: DiscordCommand): (readonly [name: string, cost: string])[] {
  if (typeof cost !== 'function') return [[name, cost]];
  const { options = [] } = data as { readonly options?: readonly { readonly name: string; readonly type: number }[] };
  return options
    .filter(({ type }) => type === ApplicationCommandOptionType.Subcommand)
    .map((part) => [`${name} ${part.name}`, cost({ subcommand: part.name } as Input)]);
}

describe('a command', () => {
  it('that is not light costs what it does', () => {
    const all = commands.flatMap(({ name, discord }) => costsOf(name, discord));
    expect(Object.fromEntries(all.filter(([name, cost]) => cost !== 'light' && !name.startsWith('settings ')))).toEqual({
      ask: 'question',
      why: 'question',
      check: 'question',
      gaps: 'background',
      'forget-me': 'change',
      'note restore': 'change',
      'note retract': 'change',
      'note import': 'bulk',
      'note export': 'bulk',
      'note preview': 'background',
    });
  });

  it('that changes a setting is a change, and one that shows them is light', () => {
    const settings = commands.find(({ name }) => name === 'settings')?.discord;
    const costs = settings === undefined ? [] : costsOf('settings', settings);
    expect(costs.length).toBeGreaterThan(5);
    expect(costs.filter(([, cost]) => cost !== 'change')).toEqual([['settings show', 'light']]);
  });
});

describe('a click', () => {
  it.each<readonly [cost: string, ids: readonly CustomId[]]>([
    ['feedback', [{ kind: 'judge', asker, message, verdict: 'helpful' }]],
    [
      'background',
      [
        { kind: 'proposal', act: 'which', proposal },
        { kind: 'note', act: 'preview', note: 'a' },
        { kind: 'gaps', page: 0 },
        { kind: 'gapPick', page: 0 },
        { kind: 'teach', question: 'q' },
        { kind: 'decoy', question: 'q' },
        { kind: 'drop', question: 'q' },
      ],
    ],
    [
      'change',
      [
        { kind: 'share', asker },
        { kind: 'revert', note: 'a', version: 1 },
        { kind: 'unteach', lesson: 'l' },
        ...(['save', 'discard', 'approve', 'mine'] as const).map((act) => ({ kind: 'proposal' as const, act, proposal })),
        ...(['withdraw', 'restore'] as const).map((act) => ({ kind: 'note' as const, act, note: 'a' })),
      ],
    ],
    [
      'light',
      [
        { kind: 'context', content, paragraph: 1, part: 0 },
        { kind: 'feedback', asker, made: content, sentence: 1 },
        { kind: 'suggest', content, sentence: 1 },
        { kind: 'proposal', act: 'edit', proposal },
      ],
    ],
  ])('costs what it does: %s', (cost, ids) => {
    expect(ids.filter((id) => costOfClick(encodeId(id)) !== cost)).toEqual([]);
  });

  it('on what nobody knows is refused, which is light', () => {
    expect(costOfClick('zz.zz')).toBe('light');
  });
});

it('a reader’s form is a suggestion, and a moderator’s a change', () => {
  expect(costOfForm(encodeId({ kind: 'suggest', content, sentence: 1 }))).toBe('suggestion');
  expect(costOfForm(encodeId({ kind: 'noteForm', content, sentence: 1 }))).toBe('change');
  expect(costOfForm(encodeId({ kind: 'proposalForm', proposal, form: 'note' }))).toBe('change');
});

// Tests of costs at the gate: actions that use the model or write are never classed as light.

import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../commands/command.js';
import { commands } from '../../commands/registry.js';
import type { Input } from '../../src/discord/core/input.js';
import { handlers } from '../../src/discord/handlers.js';
import { nameOf } from './examples-of-ids.js';

/** Costs of its subcommands by name; a command without subcommands counts as one. */
function costsOf({ data, cost }: Command): (readonly [name: string, cost: string])[] {
  if (typeof cost !== 'function') return [[data.name, cost]];
  const { options = [] } = data as { readonly options?: readonly { readonly name: string; readonly type: number }[] };
  return options
    .filter(({ type }) => type === ApplicationCommandOptionType.Subcommand)
    .map((part) => [`${data.name} ${part.name}`, cost({ subcommand: part.name } as Input)]);
}

describe('a command', () => {
  it('that is not light costs what it does', () => {
    const all = commands.flatMap(costsOf);
    expect(Object.fromEntries(all.filter(([name, cost]) => cost !== 'light' && !name.startsWith('settings ')))).toEqual({
      ask: 'question',
      why: 'question',
      'Check against the article': 'question',
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
    const settings = commands.find(({ data }) => data.name === 'settings');
    const costs = settings === undefined ? [] : costsOf(settings);
    expect(costs.length).toBeGreaterThan(5);
    expect(costs.filter(([, cost]) => cost !== 'change')).toEqual([['settings show', 'light']]);
  });
});

describe('a button, a select or a modal', () => {
  const costing = (cost: string) => handlers.filter((handler) => handler.cost === cost).map(nameOf);

  it('that is not light costs what it does', () => {
    const of = (sign: string) => (acts: string) => `button ${sign}.${acts}`;
    expect(costing('question')).toEqual([]);
    expect(costing('feedback')).toEqual(['button j']);
    // A reader's modal is a suggestion; a moderator's is a change.
    expect(costing('suggestion')).toEqual(['modal g']);
    expect(new Set(costing('background'))).toEqual(
      new Set(['button o.w', 'button t.p', 'button a', 'select q', 'select e', 'button x', 'button z']),
    );
    expect(new Set(costing('change'))).toEqual(
      new Set([
        ...['button s', 'button v', 'button w'],
        ...[...'sdam'].map(of('o')),
        ...[...'wr'].map(of('t')),
        ...['modal fa', 'modal fe', 'modal fp', 'modal fw', 'modal fr'],
      ]),
    );
  });

  it('that opens a modal is light', () => {
    expect(handlers.filter(({ ack, cost }) => ack === 'modal' && cost !== 'light')).toEqual([]);
  });
});

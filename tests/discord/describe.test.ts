// Tests of describing commands to Discord: English as the name, Spanish twice, and options as given.

import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../sandbox/discord/command-limits.js';
import { describeChoice, describeMessageMenu, describeSlash } from '../../src/discord/kit/describe.js';
import { en } from '../../src/i18n/en.js';
import { es } from '../../src/i18n/es.js';

const inSpanish = (key: keyof typeof en) => ({ 'es-ES': es[key], 'es-419': es[key] });
const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };

describe('describeSlash', () => {
  const about = describeSlash({ name: 'command.about', description: 'command.about.description' });
  const ask = describeSlash({ name: 'command.ask', description: 'command.ask.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.ask.question',
      description: 'command.ask.question.description',
      required: true,
      max_length: 500,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.claims.status',
      description: 'command.claims.status.description',
      choices: [describeChoice('status.disputed', 'disputed')],
    },
  ]);

  it('names a command in English, and in both kinds of Spanish', () => {
    expect(about).toEqual({
      type: ApplicationCommandType.ChatInput,
      name: en['command.about'],
      name_localizations: inSpanish('command.about'),
      description: en['command.about.description'],
      description_localizations: inSpanish('command.about.description'),
      ...EVERYWHERE,
      options: [],
    });
  });

  it('names options so too, and leaves the rest of them as it was given', () => {
    expect(ask.options?.[0]).toEqual({
      type: ApplicationCommandOptionType.String,
      name: en['command.ask.question'],
      name_localizations: inSpanish('command.ask.question'),
      description: en['command.ask.question.description'],
      description_localizations: inSpanish('command.ask.question.description'),
      required: true,
      max_length: 500,
    });
  });

  it('keeps the order of options, and their choices', () => {
    expect(ask.options?.map(({ name }) => name)).toEqual([en['command.ask.question'], en['command.claims.status']]);
    expect(ask.options?.[1]).toHaveProperty('choices', [describeChoice('status.disputed', 'disputed')]);
  });

  it('makes what Discord accepts', () => {
    for (const body of [about, ask]) expect(checkCommand({ ...body }, true, [])).toEqual([]);
  });
});

describe('describeMessageMenu', () => {
  const menu = describeMessageMenu('command.check');

  it('names a command in English, and in both kinds of Spanish, with no description', () => {
    expect(menu).toEqual({
      type: ApplicationCommandType.Message,
      name: en['command.check'],
      name_localizations: inSpanish('command.check'),
      ...EVERYWHERE,
    });
  });

  it('makes what Discord accepts', () => {
    expect(checkCommand({ ...menu }, true, [])).toEqual([]);
  });
});

describe('describeChoice', () => {
  it('shows a value in words of each language', () => {
    expect(describeChoice('status.supported', 'supported')).toEqual({
      name: en['status.supported'],
      name_localizations: inSpanish('status.supported'),
      value: 'supported',
    });
  });
});

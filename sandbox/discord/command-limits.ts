// Discord's limits on registered commands.

import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import type { Issue } from './errors.js';
import {
  checkList,
  checkLocalizations,
  checkRange,
  checkText,
  createFindings,
  type Fields,
  type Findings,
  isFields,
  isSet,
  type Path,
  type TextLimits,
} from './limits.js';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_COMMAND = 8_000;
const MAX_OPTIONS = 25;
const MAX_CHOICES = 25;

const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
const WITH_CHOICES: readonly unknown[] = [
  ApplicationCommandOptionType.String,
  ApplicationCommandOptionType.Integer,
  ApplicationCommandOptionType.Number,
];

/** The faults of one command. @param prefix its place in the request's body */
export function checkCommand(command: Fields, isGlobal: boolean, prefix: Path): Issue[] {
  const findings = createFindings();
  const type = command.type ?? ApplicationCommandType.ChatInput;
  const at = (...steps: Path): Path => [...prefix, ...steps];
  checkRange(findings, command.type, at('type'), ApplicationCommandType.ChatInput, ApplicationCommandType.PrimaryEntryPoint);
  const isChat = type === ApplicationCommandType.ChatInput;
  checkNames(findings, command, prefix, isChat);
  if (isChat) checkDescriptions(findings, command, prefix);
  else {
    if (isSet(command.description) && command.description !== '') {
      findings.add(at('description'), 'APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN', 'A context menu command has no description');
    }
    if (Array.isArray(command.options) && command.options.length > 0) {
      findings.add(at('options'), 'APPLICATION_COMMAND_OPTIONS_FORBIDDEN', 'A context menu command has no options');
    }
  }
  checkOptions(findings, command.options, at('options'), undefined);
  for (const [field, highest] of [['contexts', 2] as const, ['integration_types', 1] as const]) {
    const values = command[field];
    if (!isSet(values)) continue;
    if (!isGlobal) findings.add(at(field), 'APPLICATION_COMMAND_GUILD_ONLY', `${field} is for global commands only`);
    else if (!Array.isArray(values) || values.some((value) => !Number.isInteger(value) || value < 0 || value > highest)) {
      findings.add(at(field), 'ENUM_TYPE_COERCE', `Value "${String(values)}" is not a valid enum value.`);
    } else if (new Set(values).size < values.length) {
      findings.add(at(field), 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains a value');
    }
  }
  const privateOnly = Array.isArray(command.contexts) && command.contexts.includes(2);
  const types = command.integration_types;
  if (privateOnly && Array.isArray(types) && !types.includes(1)) {
    const message = 'The context PRIVATE_CHANNEL needs the integration type USER_INSTALL';
    findings.add(at('contexts'), 'APPLICATION_COMMAND_CONTEXTS_INVALID', message);
  }
  const permissions = command.default_member_permissions;
  if (isSet(permissions) && !(/^\d+$/u.test(String(permissions)) && typeof permissions !== 'object')) {
    findings.add(at('default_member_permissions'), 'NUMBER_TYPE_COERCE', `Value "${String(permissions)}" is not int.`);
  }
  if (findings.issues.length === 0 && sizeOf(command) > MAX_COMMAND) {
    findings.add(prefix, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_COMMAND})`);
  }
  return findings.issues;
}

function checkNames(findings: Findings, item: Fields, path: Path, isChat: boolean): void {
  const at = [...path, 'name'];
  checkText(findings, item.name, at, { min: 1, max: 32, isRequired: true });
  const localizations = item.name_localizations;
  checkLocalizations(findings, localizations, [...path, 'name_localizations'], { min: 1, max: 32 });
  if (!isChat) return;
  const all = [
    [at, item.name] as const,
    ...namesIn(localizations).map(([locale, name]) => [[...path, 'name_localizations', locale], name] as const),
  ];
  for (const [where, name] of all) {
    if (typeof name !== 'string' || name === '' || name.length > 32) continue;
    if (!NAME.test(name)) findings.add(where, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    else if (name !== name.toLowerCase()) {
      findings.add(where, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid: it must be in lower case');
    }
  }
}

function namesIn(localizations: unknown): [string, unknown][] {
  return isFields(localizations) ? Object.entries(localizations) : [];
}

function checkDescriptions(findings: Findings, item: Fields, path: Path): void {
  const limits: TextLimits = { min: 1, max: 100 };
  checkText(findings, item.description, [...path, 'description'], { ...limits, isRequired: true });
  checkLocalizations(findings, item.description_localizations, [...path, 'description_localizations'], limits);
}

/** @param within type of the group or subcommand that the options belong to */
function checkOptions(findings: Findings, options: unknown, path: Path, within: number | undefined): void {
  let hasOptional = false;
  const seen = new Set<unknown>();
  const kinds = new Set<boolean>();
  checkList(findings, options, path, { max: MAX_OPTIONS }, (option, at) => {
    const { type, name } = option;
    checkRange(findings, type, [...at, 'type'], Subcommand, ApplicationCommandOptionType.Attachment, true);
    checkNames(findings, option, at, true);
    checkDescriptions(findings, option, at);
    if (seen.has(name)) {
      findings.add([...at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE', 'Option names must be unique within one command');
    }
    seen.add(name);
    const isGroup = type === SubcommandGroup;
    const isSub = isGroup || type === Subcommand;
    kinds.add(isSub);
    if (isSub) {
      const isTooDeep = within === Subcommand || (isGroup && within === SubcommandGroup);
      if (isTooDeep) findings.add([...at, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Subcommands cannot stand that deep');
      else checkOptions(findings, option.options, [...at, 'options'], type);
      return;
    }
    if (within === SubcommandGroup) {
      findings.add([...at, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'A group holds subcommands only');
    }
    if (option.required === true && hasOptional) {
      const message = 'Required options must be placed before non-required options';
      findings.add(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    if (option.required !== true) hasOptional = true;
    checkValues(findings, option, at);
  });
  if (kinds.size > 1) findings.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Subcommands and other options do not mix');
}

function checkValues(findings: Findings, option: Fields, path: Path): void {
  const { type, choices, autocomplete } = option;
  const mayHaveChoices = WITH_CHOICES.includes(type);
  const hasChoices = Array.isArray(choices) && choices.length > 0;
  if (autocomplete === true && (!mayHaveChoices || hasChoices)) {
    findings.add(
      [...path, 'autocomplete'],
      'APPLICATION_COMMAND_AUTOCOMPLETE_INVALID',
      'Autocomplete does not go with choices or this type',
    );
  }
  if (hasChoices && !mayHaveChoices) findings.add([...path, 'choices'], 'APPLICATION_COMMAND_CHOICES_INVALID', 'This type has no choices');
  const names = new Set<unknown>();
  checkList(findings, choices, [...path, 'choices'], { max: MAX_CHOICES }, (choice, at) => {
    checkText(findings, choice.name, [...at, 'name'], { min: 1, max: 100, isRequired: true });
    checkLocalizations(findings, choice.name_localizations, [...at, 'name_localizations'], { min: 1, max: 100 });
    if (type === ApplicationCommandOptionType.String) {
      checkText(findings, choice.value, [...at, 'value'], { min: 1, max: 100, isRequired: true });
    } else if (typeof choice.value !== 'number') {
      findings.add([...at, 'value'], 'NUMBER_TYPE_COERCE', `Value "${String(choice.value)}" is not a number.`);
    }
    if (names.has(choice.name)) {
      findings.add([...at, 'name'], 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE', 'Choice names must be unique');
    }
    names.add(choice.name);
  });
  checkRange(findings, option.min_length, [...path, 'min_length'], 0, 6_000);
  checkRange(findings, option.max_length, [...path, 'max_length'], 1, 6_000);
}

/** Number of characters in names, descriptions and values of the whole tree; for localizations the longest one counts. */
function sizeOf(item: Fields): number {
  const longest = (text: unknown, localizations: unknown) =>
    Math.max(String(text ?? '').length, ...namesIn(localizations).map(([, translated]) => String(translated).length));
  const own = longest(item.name, item.name_localizations) + longest(item.description, item.description_localizations);
  const value = isSet(item.value) ? String(item.value).length : 0;
  const inner = [item.options, item.choices].flatMap((list) => (Array.isArray(list) ? list.filter(isFields) : []));
  return inner.reduce((sum: number, child) => sum + sizeOf(child), own + value);
}

// The file `.env`: reads its settings, and changes some while every other line stays as it is.

import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';
import { InputError } from './input-error.js';

/** Settings by name; undefined removes a setting. */
export type SettingChanges = Readonly<Record<string, string | undefined>>;

/** An assignment, as dotenv reads it. */
const ASSIGNMENT =
  /^\s*(?:export\s+)?(?<name>[\w.-]+)(?:\s*=\s*?|:\s+?)(?<value>\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?(?:$|$)/dgmu;
/** A value that needs no quotation marks. */
const PLAIN = /^[^\s#'"`](?:[^#'"`\r\n]*[^\s#'"`])?$/u;
/** Mode of a new file, which may later contain a token. */
const OWNER_ONLY = 0o600;

/** The path of the file in a folder. */
export function envFileIn(directory: string): string {
  return join(directory, '.env');
}

/** The text of a folder's file; undefined if it does not exist. Throws InputError if it cannot be read. */
export function readEnvFile(directory: string): string | undefined {
  const file = envFileIn(directory);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') return undefined;
    throw new InputError(`${file} cannot be read (${error.code}): make it a readable file or remove it.`, { cause: error });
  }
}

/** The settings in a text, by name. */
export function settingsIn(text: string): Readonly<Record<string, string>> {
  return parse(text);
}

/**
 * A text with changed settings. An existing setting is changed in place, a new one follows the comment that shows its default, or
 * the last line; all other lines stay as they are. Throws InputError for a value that cannot be written.
 */
export function withSettings(text: string, changes: SettingChanges): string {
  let changed = text;
  for (const [name, value] of Object.entries(changes)) changed = withSetting(changed, name, value);
  const meant = Object.fromEntries(Object.entries({ ...settingsIn(text), ...changes }).filter(([, value]) => value !== undefined));
  if (isDeepStrictEqual({ ...settingsIn(changed) }, meant)) return changed;
  const lines = Object.entries(changes).map(([name, value]) => (value === undefined ? `no ${name}` : `${name}=${value}`));
  throw new InputError(`The lines of .env could not be changed without changing others. Write them yourself: ${lines.join(', ')}.`);
}

/**
 * Replaces a folder's file, whole or not at all; its permissions stay.
 * Throws InputError if it cannot be written, or differs from `before` because somebody changed it meanwhile.
 */
export async function replaceEnvFile(directory: string, before: string | undefined, text: string): Promise<void> {
  if (readEnvFile(directory) !== before)
    throw new InputError(`${envFileIn(directory)} was changed meanwhile. Nothing was written; try again.`);
  // A link stays a link.
  const target = before === undefined ? envFileIn(directory) : realpathSync(envFileIn(directory));
  const unfinished = `${target}.unfinished-${randomUUID()}`;
  try {
    const handle = await open(unfinished, 'wx', before === undefined ? OWNER_ONLY : statSync(target).mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputError(`${target} cannot be written (${error.code}): check its folder’s permissions and the disk.`, {
      cause: error,
    });
  }
}

function withSetting(text: string, name: string, value: string | undefined): string {
  const lines = linesOf(text, name);
  const end = /\r\n|\n/u.exec(text)?.[0] ?? '\n';
  const line = value === undefined ? '' : `${name}=${quoted(name, value)}${end}`;
  let changed = text;
  // From the last line backwards, so that offsets stay valid; of several assignments the last counts, so one is enough.
  for (const [i, { start, end: after }] of [...lines.entries()].reverse()) {
    changed = changed.slice(0, start) + (i === 0 ? line : '') + changed.slice(after);
  }
  if (lines.length > 0 || line === '') return changed;
  const shown = new RegExp(String.raw`^#[ \t]*${name}=.*(?:\r\n|\n|$)`, 'mu').exec(text);
  const at = shown === null ? text.length : shown.index + shown[0].length;
  const before = text.slice(0, at);
  return `${before}${before === '' || before.endsWith('\n') ? '' : end}${line}${text.slice(at)}`;
}

/** The lines that assign a setting, each with its end. */
function linesOf(text: string, name: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(ASSIGNMENT)].flatMap(({ groups, indices }) => {
    const at = indices?.groups?.name;
    if (groups?.name !== name || at === undefined) return [];
    const ofValue = groups.value === undefined ? at[1] : (indices?.groups?.value?.[1] ?? at[1]);
    const lineEnd = text.indexOf('\n', ofValue);
    return [{ start: text.lastIndexOf('\n', at[0]) + 1, end: lineEnd < 0 ? text.length : lineEnd + 1 }];
  });
}

function quoted(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  const mark = ["'", '`', '"'].find((one) => !value.includes(one) && !(one === '"' && /\\[nr]/u.test(value)));
  if (mark === undefined || /[\r\n]/u.test(value)) {
    throw new InputError(`${name} cannot be ${JSON.stringify(value)}: .env holds no such value. Give the file another name.`);
  }
  return `${mark}${value}${mark}`;
}

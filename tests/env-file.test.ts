// Tests of the file `.env`: settings are changed in place, and everything else stays.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvFile, replaceEnvFile, settingsIn, withSettings } from '../src/env-file.js';
import { InputError } from '../src/input-error.js';
import { runs, SEED } from './tier.js';

describe('other settings in a text', () => {
  const TEXT = '# Mine\n\nDISCORD_TOKEN=abc # secret\nARTICLE=old.md\n\n# After\nexport LOG_LEVEL="warn"\n';

  it('stand where the old ones stood, with every other line as it was', () => {
    expect(withSettings(TEXT, { ARTICLE: 'new.md' })).toBe(TEXT.replace('old.md', 'new.md'));
    expect(withSettings(TEXT, { ARTICLE: undefined })).toBe(TEXT.replace('ARTICLE=old.md\n', ''));
    expect(withSettings(TEXT, { LOG_LEVEL: 'info' })).toBe(TEXT.replace('export LOG_LEVEL="warn"', 'LOG_LEVEL=info'));
    expect(withSettings(TEXT, { NOTES: undefined })).toBe(TEXT);
  });

  it('follow the comment that shows their default, or the last line', () => {
    const example = '# The article.\n# ARTICLE=content/article.md\n\n# Others\n# NOTES=content/notes.yaml';
    expect(withSettings(example, { ARTICLE: 'new.md', NOTES: 'n.yaml' })).toBe(
      '# The article.\n# ARTICLE=content/article.md\nARTICLE=new.md\n\n# Others\n# NOTES=content/notes.yaml\nNOTES=n.yaml\n',
    );
    expect(withSettings('A=1', { ARTICLE: 'new.md' })).toBe('A=1\nARTICLE=new.md\n');
    expect(withSettings('', { ARTICLE: 'new.md' })).toBe('ARTICLE=new.md\n');
  });

  it('keep the ends of lines, what is in quotation marks over several lines, and the last of several assignments', () => {
    expect(withSettings('A=1\r\nARTICLE=old.md\r\nB=2\r\n', { ARTICLE: 'new.md' })).toBe('A=1\r\nARTICLE=new.md\r\nB=2\r\n');
    const lines = 'KEY="first\nARTICLE=inside\nlast"\nARTICLE=old.md\n';
    expect(withSettings(lines, { ARTICLE: 'new.md' })).toBe('KEY="first\nARTICLE=inside\nlast"\nARTICLE=new.md\n');
    const twice = withSettings('ARTICLE=a.md\nB=2\nARTICLE=b.md\n', { ARTICLE: 'new.md' });
    expect(twice).toBe('ARTICLE=new.md\nB=2\n');
  });

  it('are read as they were meant, whatever the path', () => {
    const path = fc
      .string({ unit: fc.constantFrom(...'a é/\\#\'"`$={}.~-nr'), minLength: 1, maxLength: 20 })
      .filter((one) => one === one.trim());
    const name = fc.constantFrom('ARTICLE', 'NOTES', 'OTHER', 'LOG_LEVEL');
    const line = fc.oneof(
      fc.tuple(name, fc.stringMatching(/^[a-z/.]{0,8}$/u)).map(([key, value]) => `${key}=${value}`),
      fc.constantFrom('# ARTICLE=content/article.md', '', '  # a comment', 'export NOTES = "x y" # of it', "QUOTED='a\nb'", 'EMPTY='),
    );
    const end = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), end, path, (lines, lineEnd, value) => {
        const text = lines.map((one) => one + lineEnd).join('');
        let changed: string;
        try {
          changed = withSettings(text, { ARTICLE: value, NOTES: undefined });
        } catch (error) {
          // Values that no line of the file can hold are refused.
          expect(error).toBeInstanceOf(InputError);
          expect(value).toMatch(/['"`]/u);
          return;
        }
        const { NOTES: _, ...others } = settingsIn(text);
        expect(settingsIn(changed)).toEqual({ ...others, ARTICLE: value });
        for (const comment of text.match(/^ *#.*$/gmu) ?? []) expect(changed).toContain(comment);
      }),
      { seed: SEED, ...runs(2_000) },
    );
  });
});

describe('the file', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'marginalia-env-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made for its owner alone, and then keeps its permissions, also through a link', async () => {
    expect(readEnvFile(folder)).toBeUndefined();
    await replaceEnvFile(folder, undefined, 'A=1\n');
    expect([readEnvFile(folder), readdirSync(folder)]).toEqual(['A=1\n', ['.env']]);
    if (process.platform !== 'win32') expect(statSync(at('.env')).mode & 0o777).toBe(0o600);
    rmSync(at('.env'));
    mkdirSync(at('other'));
    writeFileSync(at('other/settings'), 'A=1\n');
    chmodSync(at('other/settings'), 0o640);
    symlinkSync(at('other/settings'), at('.env'));
    await replaceEnvFile(folder, 'A=1\n', 'A=2\n');
    expect([lstatSync(at('.env')).isSymbolicLink(), readFileSync(at('other/settings'), 'utf8')]).toEqual([true, 'A=2\n']);
    if (process.platform !== 'win32') expect(statSync(at('other/settings')).mode & 0o777).toBe(0o640);
  });

  it('is left alone where somebody changed it meanwhile', async () => {
    writeFileSync(at('.env'), 'A=3\n');
    await expect(replaceEnvFile(folder, 'A=1\n', 'A=2\n')).rejects.toThrow(/was changed meanwhile/u);
    await expect(replaceEnvFile(folder, undefined, 'A=2\n')).rejects.toThrow(InputError);
    expect(readFileSync(at('.env'), 'utf8')).toBe('A=3\n');
  });
});

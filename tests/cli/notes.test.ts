// Tests of `npm run notes`: its output, the files it writes, and its exit codes.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importNotes } from '../../src/cli/notes-command.js';
import { readConfig } from '../../src/config.js';
import { Sqlite } from '../../src/sqlite.js';
import { openStore } from '../../src/store/open-store.js';
import { makeContent, noteOn, PASSAGES } from '../curation/curated.js';
import { GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { type Ended, run } from './run.js';

const EXIT = { ok: 0, badInput: 2, unavailable: 69 };
const { folder, remove } = makeContent();
const at = (name: string) => join(folder, name);

afterAll(remove);

function file(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

/** @param data the folder for stored data */
function notes(data: string, ...args: readonly string[]): Promise<Ended> {
  return run(['notes', ...args], { env: { DATA_DIR: at(data), ARTICLE: at('article.txt'), NOTES: at('notes.yaml') } });
}

/** Expects all output on standard error, including these parts. */
function expectRefused({ code, stdout, stderr }: Ended, ...parts: readonly string[]): void {
  for (const part of parts) expect(stderr).toContain(part);
  expect([code, stdout]).toEqual([EXIT.badInput, '']);
}

const ok = (stdout: string): Ended => ({ code: EXIT.ok, stdout, stderr: '' });

const OWN = PASSAGES.slice(0, 3).map(({ quote, word }) => ({
  id: `own-${word}`,
  ...noteOn(quote, `It has a ${word}; “so it is”, they say,\nand ñandú 🐝 = 1.`),
  headline: `-1 ${word}; or “so it is”`,
  translations: { es: { headline: `Un ${word}, «así es»`, note: `Tiene un ${word};\ny ñandú 🐝.` } },
  checked: '2026-03',
  keywords: ['=cmd', 'a, b', word],
}));
/** Three of the guild's own notes, and another text for a shipped one. */
const CHANGED = { ...noteOn('61 percent were against it', 'Of 900 islanders 300 voted.'), id: 'turnout-of-the-vote' };
const FILE = file('import.json', JSON.stringify({ format: 1, notes: [...OWN, CHANGED] }));
const BACKUP = at('backup.sqlite');

beforeAll(async () => {
  const first = await notes('data', 'import', FILE, '--guild', GUILD, '--reason', 'From the log.');
  expect(first).toEqual(ok('3 notes added, 1 changed, 0 as they were.\n'));
  expect(await notes('data', 'backup', BACKUP)).toEqual(ok(`Everything that is kept was saved to ${BACKUP}.\n`));
});

describe('a server’s notes', () => {
  it.each(['json', 'csv'] as const)(
    'are the same after they were exported as %s, imported elsewhere and exported again',
    async (format) => {
      const [once, again, elsewhere] = [at(`once.${format}`), at(`again.${format}`), `data-${format}`];
      expect(await notes('data', 'export', '--guild', GUILD, '--format', format, '--file', once)).toEqual(
        ok(`6 notes written to ${once}.\n`),
      );
      expect(await notes(elsewhere, 'import', once, '--guild', OTHER_GUILD)).toEqual(ok('3 notes added, 1 changed, 2 as they were.\n'));
      const [, same] = await Promise.all([
        notes(elsewhere, 'export', '--guild', OTHER_GUILD, '--format', format, '--file', again),
        notes('data', 'import', once, '--guild', GUILD),
      ]);
      expect(readFileSync(again, 'utf8')).toBe(readFileSync(once, 'utf8'));
      for (const { note } of OWN) expect(readFileSync(once, 'utf8')).toContain(format === 'json' ? JSON.stringify(note) : note);
      expect(same).toEqual(ok('0 notes added, 0 changed, 6 as they were.\n'));
    },
  );

  it('that somebody changed while a file was read are looked at anew: nothing is imported, also where other notes were changed', async () => {
    const env = { DATA_DIR: at('data-meanwhile'), ARTICLE: at('article.txt'), NOTES: at('notes.yaml') };
    const config = readConfig(env);
    const log = { warn: () => undefined, error: () => undefined };
    const store = await openStore({ file: config.storeFile, log });
    await saved(store, { noteId: 'theirs', action: 'add', content: noteOn(PASSAGES[5]?.quote ?? '', 'As it was.') });
    await store.close();
    const elsewhere = new Sqlite(config.storeFile);
    // The clock is read while the file is checked; at that moment another process saves.
    const now = () => {
      elsewhere.exec("update notes set version = version + 1 where note_id = 'theirs'");
      return Date.now();
    };
    await expect(importNotes(FILE, GUILD, undefined, { config, print: () => undefined, log, now })).rejects.toThrow(
      'Nothing was imported: notes of the server were changed meanwhile. Try again.',
    );
    expect(elsewhere.prepare('select note_id as id from notes').all()).toEqual([{ id: 'theirs' }]);
    elsewhere.close();
  });

  it('that are imported stand in the log one by one, since nobody else agreed to them', async () => {
    const logged: (readonly [object, string])[] = [];
    const log = { warn: (details: object, message: string) => logged.push([details, message]), error: () => undefined };
    const config = readConfig({ DATA_DIR: at('data-logged'), ARTICLE: at('article.txt'), NOTES: at('notes.yaml') });
    for (let i = 0; i < 2; i++) await importNotes(FILE, GUILD, undefined, { config, print: () => undefined, log, now: Date.now });
    const ids = [...OWN.map(({ id }) => `${id} (add)`), `${CHANGED.id} (edit)`];
    expect(logged).toEqual([[{ guildId: GUILD, file: 'import.json', notes: ids }, 'Notes were imported from the command line.']]);
  });

  it('come to standard output where no file is named, and no other server’s', async () => {
    const [{ code, stdout, stderr }, other] = await Promise.all([
      notes('data', 'export', '--guild', GUILD),
      notes('data', 'export', '--guild', OTHER_GUILD),
    ]);
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    const { notes: printed } = JSON.parse(stdout);
    expect(printed.map(({ id }: { id: string }) => id)).toEqual([
      ...['cost-of-the-bridge', 'turnout-of-the-vote', 'drowned-in-1951'],
      ...OWN.map(({ id }) => id).toSorted(),
    ]);
    // Another guild in the same database has no such change.
    expect(other.stdout).toContain('cost-of-the-bridge');
    expect(other.stdout).not.toContain(CHANGED.note);
  });

  it('are not written over a file that exists, or into a folder that does not', async () => {
    const mine = file('mine.json', 'the only copy');
    expectRefused(await notes('data', 'export', '--guild', GUILD, '--file', mine), mine, 'EEXIST');
    expect(readFileSync(mine, 'utf8')).toBe('the only copy');
    expectRefused(await notes('data', 'export', '--guild', GUILD, '--file', at('nowhere/mine.json')), at('nowhere/mine.json'), 'ENOENT');
  });

  it('come back from a backup, with their history, and only into an empty database', async () => {
    expect(await notes('data-restored', 'restore', BACKUP)).toEqual(ok(`Everything in ${BACKUP} was restored.\n`));
    const [before, after] = await Promise.all([
      notes('data', 'export', '--guild', GUILD),
      notes('data-restored', 'export', '--guild', GUILD),
    ]);
    expect(after).toEqual(before);
    expectRefused(await notes('data-restored', 'restore', BACKUP), 'not empty');
    const store = await openStore({ file: at('data-restored/marginalia.sqlite'), log: console });
    const history = await store.revisions(GUILD, CHANGED.id);
    await store.close();
    expect(history).toMatchObject([{ version: 1, action: 'edit', reason: 'From the log.', content: { note: CHANGED.note } }]);
  });

  it('are backed up over nothing, and restored from nothing else', async () => {
    const size = statSync(BACKUP).size;
    expectRefused(await notes('data', 'backup', BACKUP), BACKUP, 'exists already');
    expect(statSync(BACKUP).size).toBe(size);
    expectRefused(await notes('data', 'backup', join(FILE, 'inside.sqlite')), 'inside.sqlite', 'cannot be written');
    for (const none of [at('no-such.sqlite'), FILE]) expectRefused(await notes('data-empty', 'restore', none), none);
    // The refused restore left nothing behind.
    expect(await notes('data-empty', 'restore', BACKUP)).toMatchObject({ code: EXIT.ok });
  });
});

describe('a database', () => {
  it('that is damaged or empty is refused by name, and nobody is told that it was saved', async () => {
    const path = at('data-damaged/marginalia.sqlite');
    mkdirSync(at('data-damaged'));
    writeFileSync(path, '');
    for (const args of [
      ['backup', at('none.sqlite')],
      ['export', '--guild', GUILD],
    ]) {
      expectRefused(await notes('data-damaged', ...args), `${path} is empty (0 bytes)`);
    }
    const bytes = readFileSync(BACKUP);
    // The headers of all pages but the first, which SQLite reads at once.
    for (let page = 1; page * 4_096 < bytes.byteLength; page += 7) bytes.fill(0xa5, page * 4_096, page * 4_096 + 16);
    writeFileSync(path, bytes);
    for (const args of [
      ['backup', at('none.sqlite')],
      ['export', '--guild', GUILD],
    ]) {
      expectRefused(await notes('data-damaged', ...args), `${path} is damaged (`, 'put a backup in its place');
    }
    expectRefused(await notes('data-new', 'restore', path), `${path} is damaged (`, 'choose another backup');
    expect(existsSync(at('none.sqlite'))).toBe(false);
  });

  it('where nothing has been kept yet is not backed up as if it were one', async () => {
    expectRefused(await notes('data-nowhere', 'backup', at('none.sqlite')), 'data-nowhere/marginalia.sqlite is not there', 'DATA_DIR');
  });
});

describe('a file with faults', () => {
  const [own = CHANGED] = OWN;
  const faulty = [
    own,
    { ...own, id: 'Not An Id' },
    { ...own, id: 'wrong-status', status: 'nonsense', note: 'Another.' },
    { ...own, id: 'orphan', quotes: ['the tunnel to Halden'], note: 'There is none.' },
    { ...own, id: 'bad-link', note: 'Linked.', sources: [{ publisher: 'Log', title: 'T', url: 'javascript:alert(1)' }] },
  ];
  const json = JSON.stringify({ notes: faulty }, null, 1);
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  const FAULTS = [
    [lineOf(json, '"Not An Id"'), 'notes[1].id'],
    [lineOf(json, '"nonsense"'), 'notes[2].status'],
    [lineOf(json, '"the tunnel to Halden"'), 'notes[3].quotes[0]'],
    [lineOf(json, '"javascript:alert(1)"'), 'notes[4].sources[0].url'],
  ] as const;

  it.each(['lint', 'import'])('has all of them named by %s, with line and field, and nothing of it is taken', async (what) => {
    const path = file('faulty.json', json);
    const refused = await notes('data-faulty', what, path, ...(what === 'import' ? ['--guild', GUILD] : []));
    expectRefused(refused);
    const lines = refused.stderr.trimEnd().split('\n');
    for (const [line, field] of FAULTS) {
      expect(
        lines.filter((one) => one.startsWith(`${path}: Line ${line}, ${field}: `)),
        field,
      ).toHaveLength(1);
    }
    expect((await notes('data-faulty', 'export', '--guild', GUILD)).stdout).not.toContain(own.id);
  });

  it('has the row of a table named', async () => {
    const path = file(
      'faulty.csv',
      'id,status,quotes,note,sources\nfine,context,"forty cars","Thirty.","Log | T"\nodd,nonsense,"forty cars","No.","Log | T"\n',
    );
    const refused = await notes('data-faulty', 'lint', path);
    expectRefused(refused, path, 'status', 'nonsense');
    expect(refused.stderr).toMatch(/\b3\b/u);
  });

  it.each<readonly [string, string, () => string]>([
    ['is missing', 'does not exist: check the path.', () => at('no-such.json')],
    ['is a folder', 'EISDIR', () => folder],
  ])('is refused where it %s', async (_, code, path) => {
    const all = await Promise.all([notes('data-faulty', 'lint', path()), notes('data-none', 'import', path(), '--guild', GUILD)]);
    for (const refused of all) expectRefused(refused, path(), code);
  });

  it('is told from one without, and the shipped one is checked where none is named', async () => {
    const [shipped, imported] = await Promise.all([notes('data-faulty', 'lint'), notes('data-faulty', 'lint', FILE)]);
    expect(shipped).toMatchObject({ code: EXIT.ok, stdout: expect.stringContaining('3 notes, no faults, ') });
    const warning = `${FILE}: Line 1, notes[3].headline: The note has no headline: until it has one, its first sentence is shown instead.`;
    expect(imported).toEqual(ok(`${warning}\n${FILE}: 4 notes, no faults, 1 warnings.\n`));
  });
});

describe('a call', () => {
  it.each([
    ['without its server', ['export'], '--guild'],
    ['for what is no server', ['import', FILE, '--guild', 'foo'], '17 to 20 digits'],
    ['with a format that does not exist', ['export', '--guild', GUILD, '--format', 'xml'], 'xml'],
  ])('%s is refused', async (_, args, part) => {
    expectRefused(await notes('data-faulty', ...args), part);
  });

  it('with a database that cannot be reached ends so that it is tried again', async () => {
    const env = { DATABASE_URL: 'postgres://ada@127.0.0.1:1/notes', ARTICLE: at('article.txt'), NOTES: at('notes.yaml') };
    const { code, stderr } = await run(['notes', 'export', '--guild', GUILD], { env });
    expect([code, stderr]).toEqual([EXIT.unavailable, expect.stringContaining('the server cannot be reached')]);
  });

  it('names a place for what is kept that cannot be used', async () => {
    const blocked = file('blocked-by-a-file', '');
    expectRefused(await notes('blocked-by-a-file', 'export', '--guild', GUILD), blocked);
    rmSync(blocked);
  });
});

// Tests of note files over the loopback Discord: an export imports unchanged elsewhere, and a bad file changes nothing.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useCommand } from '../../sandbox/discord/people.js';
import type { Attachment, Interaction, Message, RequestFile, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { exportFile } from '../../src/discord/notes/note-transfer.js';
import { translator } from '../../src/i18n/translator.js';
import { LARGEST_NOTE_FILE, MOST_FAULTS } from '../../src/notes/note-file.js';
import { sampled } from '../tier.js';
import {
  addServer,
  answerTo,
  click,
  eventually,
  keptIn,
  newcomer,
  openShippedApp,
  openStage,
  publicIn,
  type Row,
  readWithNotes,
  type Server,
  type Stage,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
/** Contains everything that a spreadsheet, a list or a line might misinterpret. */
const NOTE = {
  id: 'own-attack',
  status: 'unverified',
  quotes: ['traced to North Macedonia'],
  note: '=HYPERLINK("https://example.org/") is no formula, “so it is”,\nand ñandú 🐝; = 1.',
  keywords: ['=cmd', 'a, b', 'back\\slash', "'=plain"],
  sources: [
    { publisher: '@The Herald', title: 'One | two \\ three', date: '2024-08', url: 'https://example.org/a?b=c,d', via: 'AP' },
    { publisher: '-In print', title: '"Quoted", and more' },
  ],
  confidence: 'low',
};
const OTHER = {
  ...NOTE,
  id: 'own-tweet',
  status: 'context',
  quotes: [{ exact: 'We will coup', prefix: 'famously said “' }],
  note: "+1 more:\tit was said by 'him'.",
};
/** A shipped note that the file changes, and a question that shows it. */
const SHIPPED = 'trump-63-lawsuits';
const ASKED = 'How many lawsuits did Trump launch?';

let app: App;
let stage: Stage;
let changed: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  const { quotes = [], ...shipped } = app.notes.find(({ note }) => note.id === SHIPPED)?.note ?? {};
  changed = { ...shipped, quotes: quotes.map(({ exact }) => exact), note: 'This server counts otherwise.', keywords: ['@other'] };
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

function file(content: string | Uint8Array, name = 'notes.json'): RequestFile {
  return { name, contentType: 'application/octet-stream', data: typeof content === 'string' ? Buffer.from(content) : content };
}

/** The first note is on line 2, and each other one on the next. */
const json = (...notes: readonly unknown[]) => file(`{"notes":[\n${notes.map((note) => JSON.stringify(note)).join(',\n')}\n]}`);
const textIn = ({ data }: RequestFile) => Buffer.from(data).toString();
const ownOf = (server: Server, table: string): readonly Row[] =>
  keptIn(stage)
    .get(table)
    ?.filter(({ guild_id: guild }) => guild === server.guild.id) ?? [];

const PROGRESS = t('import.progress', { done: 0, total: 0 }).split(':')[0] ?? '';

interface ImportOptions {
  readonly reason?: string;
  readonly user?: Server['moderator'];
}

/** Sends a file for import, without waiting. */
function send(server: Server, sent: RequestFile, { user = server.moderator, ...options }: ImportOptions = {}): Interaction {
  return useCommand(stage.discord.world, { user, channel: server.office, name: 'note import', options: { file: sent, ...options } });
}

/** Sends a file for import, and waits for the result; on a busy machine progress messages come first. */
async function importInto(server: Server, sent: RequestFile, options: ImportOptions = {}): Promise<Message> {
  const message = await answerTo(server, send(server, sent, options));
  const isDone = () => (message.content.startsWith(PROGRESS) ? undefined : true);
  await until(server.discord.world, isDone, { describe: () => message.content });
  return message;
}

function asModerator({ moderator: user, office: channel }: Server, name: string, options = {}) {
  return { user, channel, name, options };
}

interface ExportOptions {
  readonly format?: string;
  readonly scope?: string;
}

async function exportFrom(server: Server, options: ExportOptions = {}): Promise<Attachment> {
  const message = await use(server, asModerator(server, 'note export', options));
  expect(message.onlyFor).toBe(server.moderator);
  const [sent, ...others] = message.attachments;
  if (sent === undefined || others.length > 0) throw new Error(`Not one file with “${message.content}”.`);
  return sent;
}

/** The messages that everybody sees in the office, which has the log. */
const entriesIn = ({ office }: Server) => publicIn(office);

async function withLog(server: Server): Promise<Server> {
  await use(server, asModerator(server, 'settings log-channel', { channel: server.office }));
  return server;
}

/** The displayed message about a refused file. */
function faultsText(name: string, ...faults: readonly string[]): string {
  return [t('import.faults', { file: name, count: faults.length }), ...faults.map((fault) => `– ${fault}`)].join('\n');
}

/** Expects that an attempt changes no stored data, no message in the log channel and nothing in the bot's error log. */
async function changesNothing(server: Server, attempt: () => Promise<Message>): Promise<Message> {
  const state = () => ({
    kept: keptIn(stage),
    entries: entriesIn(server).length,
    errors: stage.logged.filter(({ level }) => level === 'error').map(({ details }) => details),
  });
  const before = state();
  const message = await attempt();
  expect(state()).toEqual(before);
  expect(message.onlyFor).toBe(server.moderator);
  return message;
}

describe('notes that were exported', () => {
  let home: Server;

  beforeAll(async () => {
    home = addServer(stage);
    expect((await importInto(home, json(NOTE, OTHER, changed))).content).toBe(t('import.done', { added: 2, changed: 1, same: 0 }));
  });

  const formats = [
    ['all', 'json'],
    ['own', 'json'],
    ['own', 'csv'],
    ['all', 'csv'],
  ] as const;
  it.each(sampled(formats, 2))(
    'of the scope %s as %s are byte for byte the same after they were imported elsewhere',
    async (scope, format) => {
      const sent = await exportFrom(home, { format, scope });
      expect(sent.name).toBe(`notes.${format}`);
      const away = addServer(stage);
      const same = scope === 'all' ? app.notes.length - 1 : 0;
      expect((await importInto(away, sent)).content).toBe(t('import.done', { added: 2, changed: 1, same }));
      for (const options of [{ format: 'json', scope }, { format: 'csv', scope }, {}])
        expect(textIn(await exportFrom(away, options))).toBe(textIn(await exportFrom(home, options)));
      expect((await importInto(home, sent)).content).toBe(t('import.same', { count: 3 + same }));
      expect(ownOf(home, 'revisions')).toHaveLength(3);
    },
  );

  it('are just those that were imported, and in a table no cell is a formula', async () => {
    expect(JSON.parse(textIn(await exportFrom(home, { scope: 'own' })))).toEqual({ format: 1, notes: [changed, NOTE, OTHER] });
    const rows: string[][] = parse(textIn(await exportFrom(home, { format: 'csv' })), { bom: true });
    expect(rows).toHaveLength(1 + app.notes.length + 2);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${NOTE.note}`);
  });

  it('are told to be too many for a file of Discord’s before it is sent', async () => {
    const sources = Array.from({ length: 10 }, (_, i) => ({
      publisher: 'p',
      title: 't',
      url: `https://example.org/${i}${'a'.repeat(679)}`,
    }));
    const note = { status: 'context', quotes: [], note: 'x', keywords: [], sources } as const;
    const exportMany = async (count: number) => {
      const notes = Array.from({ length: count }, (_, i) => ({ ...note, id: `n${i}` }));
      const states = notes.map((one) => ({ note: one, version: 1, origin: 'own' as const, isRetracted: false, spans: [] }));
      return (await exportFile(states, 'json', true, 'en')).content;
    };
    expect(await exportMany(1_300)).toBe(t('export.done', { count: 1_300 }));
    await expect(exportMany(1_500)).rejects.toThrow(t('export.tooLarge'));
  });
});

describe('an import', () => {
  it('says what it did, tells the log channel, counts for the next question, and is said under earlier answers', async () => {
    const server = await withLog(addServer(stage));
    const ask = (question: string) => use(server, { user: newcomer(server), channel: server.general, name: 'ask', options: { question } });
    const earlier = await ask(ASKED);
    const { notes } = JSON.parse(textIn(await exportFrom(server)));
    const said = await importInto(server, json(...notes.filter(({ id }: { id: string }) => id !== SHIPPED), changed, NOTE));
    const counts = { added: 1, changed: 1 };
    expect([said.onlyFor, said.content]).toEqual([server.moderator, t('import.done', { ...counts, same: app.notes.length - 1 })]);
    const because = t('proposal.reason', { reason: t('import.reason', { file: 'notes.json' }) });
    expect(entriesIn(server).at(-1)?.content).toBe(`${t('log.import', { who: `<@${server.moderator.id}>`, ...counts })}\n${because}`);
    const read = async (question: string) => readWithNotes(server, newcomer(server), await ask(question));
    expect(await read('where did the cyber-attack come from?')).toContain(NOTE.note);
    expect(await read(ASKED)).toContain(String(changed.note));
    const isCorrected = () => (/\n-# Updated <t:\d+:R>: a note was changed\.$/u.test(earlier.content) ? true : undefined);
    await until(stage.discord.world, isCorrected, { describe: () => earlier.content.slice(-200) });
  });

  it('shows how far it is, and at the end its result, also where the connection breaks in between', async () => {
    const server = addServer(stage);
    const { now } = performance;
    let ahead = 0;
    // Minutes pass between two notes.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      ahead += 60_000;
      return now.call(performance) + ahead;
    });
    // An interrupted edit is sent again after the result has arrived.
    const { setTimeout } = globalThis;
    const later = ((work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      setTimeout(work, ms === 100 ? 1_500 : ms, ...args)) as typeof setTimeout;
    const retries = vi.spyOn(globalThis, 'setTimeout').mockImplementation(later);
    const fault = stage.discord.faults.add({ match: { method: 'PATCH', path: /\/@original$/u }, fault: { kind: 'drop' } });
    const sent = send(server, json(NOTE, OTHER));
    const edits = () =>
      stage.discord.requests.filter(({ method, path, status }) => method === 'PATCH' && path.includes(sent.token) && status === 200);
    try {
      await eventually(() => expect(edits()).toHaveLength(2));
      expect(fault.struck).toBe(1);
      const contents = edits().map(({ body }) => (body as Pick<Message, 'content'>).content);
      expect(contents).toEqual([t('import.progress', { done: 1, total: 2 }), t('import.done', { added: 2, changed: 0, same: 0 })]);
    } finally {
      clock.mockRestore();
      retries.mockRestore();
    }
  });

  it.each([
    ['given', { reason: 'From the *log* of 2024.' }, 'From the *log* of 2024.'],
    ['none', {}, 'import of @everyone **x** <@1>.json'],
  ])('stands in the history of each note with who did it and why, the reason being %s', async (_, options, reason) => {
    const server = addServer(stage);
    await importInto(server, file(textIn(json(NOTE, changed)), '@everyone **x** <@1>.json'), options);
    for (const [note, done] of [
      [NOTE.id, 'Written'],
      [SHIPPED, 'Changed'],
    ]) {
      const { content } = await use(server, asModerator(server, 'note history', { note }));
      const [header, who, why, ...rest] = content.split('\n');
      expect(header).toBe(`**${note}**, version 1 of 1`);
      expect(who).toMatch(new RegExp(`^${done} by <@${server.moderator.id}>, <t:\\d+:f>\\.$`, 'u'));
      expect([unescapeMarkdown(why ?? ''), ...rest]).toEqual([`Reason: ${reason}`]);
      expect(why).not.toMatch(/(?<!\\)[*@]/u);
    }
  });

  it('brings back a retracted note that its file has, which no export holds', async () => {
    const server = addServer(stage);
    await importInto(server, json(NOTE));
    const retraction = await use(server, asModerator(server, 'note retract', { note: NOTE.id }));
    await click(server, { user: server.moderator, message: retraction, on: 'Save' });
    const none = await use(server, asModerator(server, 'note export', { scope: 'own' }));
    expect([none.content, none.attachments]).toEqual([t('list.none'), []]);
    expect((await importInto(server, json(NOTE))).content).toBe(t('import.done', { added: 0, changed: 1, same: 0 }));
    expect(JSON.parse(textIn(await exportFrom(server, { scope: 'own' }))).notes).toEqual([NOTE]);
    expect((await use(server, asModerator(server, 'note history', { note: NOTE.id }))).content).toContain('\nRestored by ');
  });

  it('of one file by two moderators at once is done once', async () => {
    const server = addServer(stage);
    const sent = [server.moderator, server.second].map((user) => send(server, json(NOTE, OTHER), { user }));
    const said = (await Promise.all(sent.map((one) => answerTo(server, one)))).map(({ content }) => content);
    const done = t('import.done', { added: 2, changed: 0, same: 0 });
    const late = [t('import.conflict', { id: NOTE.id }), t('import.same', { count: 2 })];
    expect(said.map((one) => (late.includes(one) ? 'late' : one)).toSorted()).toEqual([done, 'late'].toSorted());
    expect(ownOf(server, 'revisions').map(({ version }) => version)).toEqual([1, 1]);
  });

  it('waits in a server in which a second moderator must agree, as one proposal, while an export does not', async () => {
    const server = await withLog(addServer(stage));
    await use(server, asModerator(server, 'settings queue-channel', { channel: server.quiet }));
    await use(server, asModerator(server, 'settings two-person', { on: true }));
    expect((await importInto(server, json(NOTE, OTHER))).content).toBe(t('proposal.queued.rule'));
    const [waiting] = publicIn(server.quiet).slice(-1);
    if (waiting === undefined) throw new Error('Nothing waits.');
    expect(waiting.content).toContain(t('proposal.waiting.import', { added: 2, changed: 0 }));
    const [listed, file] = [textOf(waiting), waiting.attachments.map(textIn).join('')];
    for (const { id } of [NOTE, OTHER]) expect([listed, file]).toEqual([expect.stringContaining(id), expect.stringContaining(id)]);
    expect(JSON.parse(textIn(await exportFrom(server))).notes).toHaveLength(app.notes.length);
    const approve = (user: User) => click(server, { user, message: waiting, on: 'Approve' });
    expect((await approve(server.moderator)).content).toBe(t('proposal.own'));
    expect((await approve(server.second)).content).toBe(t('import.approved', { added: 2, changed: 0 }));
    expect(JSON.parse(textIn(await exportFrom(server))).notes).toHaveLength(app.notes.length + 2);
    expect(waiting.content.split('\n').at(-1)).toBe(t('queue.approved', { who: `<@${server.second.id}>` }));
  });
});

describe('a file with faults', () => {
  let server: Server;

  beforeAll(async () => {
    server = await withLog(addServer(stage));
  });

  const OK = { ...OTHER, note: 'Good.' };
  const linkingTo = (url: string) => ({ ...NOTE, sources: [{ publisher: 'The Herald', title: 'A look', url }] });
  const csv = (...rows: readonly string[]) =>
    file(['id,status,quotes,note,sources', 'good,context,are howling,Good.,a | b | | https://example.org/', ...rows].join('\n'), 'n.csv');
  const FORMULA = 'This looks like a formula. Write an apostrophe before it.';
  /** One line of exactly the largest readable length. */
  const LONGEST_LINE = LARGEST_NOTE_FILE - Buffer.byteLength(JSON.stringify([{ ...NOTE, note: '' }]));
  const TEXT = 'Text is expected here. In JSON and YAML, put numbers and dates into quotation marks.';

  const FAULTY: readonly (readonly [string, () => RequestFile, readonly string[]])[] = [
    [
      'a bad note between two good ones in JSON',
      () => json(NOTE, { ...linkingTo('javascript:alert(1)'), id: 'bad', status: 'wrong', quotes: ['They had cake'], note: 'Bad.' }, OK),
      [
        'Line 3, notes[1].quotes[0]: These words are not in the article: “They had cake”. Copy them from it.',
        'Line 3, notes[1].status: “wrong” is not a status. The statuses are: disputed, inaccurate, unverified, context, opinion, supported.',
        'Line 3, notes[1].sources[0].url: “javascript:alert(1)” is not the address of a web page. It must begin with https:// or http://.',
      ],
    ],
    [
      'a good note and a bad one in YAML',
      () => file(`notes:\n- ${JSON.stringify(NOTE)}\n- ${JSON.stringify({ ...OTHER, note: ' ' })}\n`, 'n.yaml'),
      ['Line 3, notes[1].note: This must not be empty.'],
    ],
    [
      'a good row and bad ones in CSV, with formulas',
      () => csv(`=cmd|' /C calc'!A0,context,are howling,x,a | b | | https://example.org/`, 'b,context,are howling,@SUM(A1),a | b', 'c'),
      [
        `Line 3, id: ${FORMULA}`,
        `Line 4, note: ${FORMULA}`,
        'Line 4, sources[0]: The line has only 2 parts. Write: Publisher | Title | date | link. Date and link may be empty.',
        'Line 5: The row has 1 cell, not 5 as the first row has.',
      ],
    ],
    [
      'a formula behind a tab, which spreadsheets pass over',
      () => csv('b,context,are howling,"\t=1+1",a | b | | https://example.org/'),
      [`Line 3, note: ${FORMULA}`],
    ],
    [
      'a line of 10 MB',
      () => file(JSON.stringify([{ ...NOTE, note: 'x'.repeat(LONGEST_LINE) }])),
      [`Line 1, [0].note: ${t('lint.too-long', { length: LONGEST_LINE, limit: 500 })}`],
    ],
    ['lists 100,000 deep', () => file(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), ['The file is nested too deeply.']],
    [
      'values of other types',
      () => json(OK, { ...NOTE, status: 1, quotes: 'x', note: {}, keywords: [null], sources: {} }, 1),
      [
        `Line 3, notes[1].status: ${TEXT}`,
        'Line 3, notes[1].quotes: A list is expected here.',
        `Line 3, notes[1].note: ${TEXT}`,
        `Line 3, notes[1].keywords[0]: ${TEXT}`,
        'Line 3, notes[1].sources: A list is expected here.',
        'Line 4, notes[2]: Fields with names are expected here.',
      ],
    ],
    [
      'an id twice',
      () => json(NOTE, { ...OK, id: NOTE.id }),
      [`Line 3, notes[1].id: The id “${NOTE.id}” is given twice. Give each note an id of its own.`],
    ],
    [
      'a prototype',
      () => file('{"notes":[],\n"__proto__":{"status":"context"}}'),
      ['Line 2: Nothing of this name is expected: __proto__.'],
    ],
    ['NUL in JSON', () => file('[\n"a\0"]'), ['Line 2: This is not valid JSON (InvalidCharacter).']],
    [
      'NUL in a note',
      () => json({ ...NOTE, note: 'a\0b' }),
      ['Line 2, notes[0].note: After “a” there is an invisible character (U+0000). Type these words again.'],
    ],
    [
      'half of a character',
      () => json({ ...NOTE, note: '\ud83d' }),
      ['Line 2, notes[0].note: It begins with an invisible character (U+D83D). Type it again.'],
    ],
    [
      'half of a character in an id',
      () => json({ ...NOTE, id: 'a\udc00' }),
      ['Line 2, notes[0].id: “a\ufffd” is not an id. An id has lower-case letters, digits and hyphens, and at most 64 of them.'],
    ],
    [
      'a link with a password',
      () => json(linkingTo('https://me:secret@example.org/')),
      ['Line 2, notes[0].sources[0].url: The link holds a user name or a password. Give the address without them.'],
    ],
    ['Latin-1', () => file(Buffer.from('[\n"Páez"]', 'latin1')), ['Line 2: This is not UTF-8. Save the file as UTF-8.']],
    ['nothing', () => file(''), ['The file is empty.']],
    ['another kind', () => file(json(NOTE).data, 'notes.exe'), ['The name “notes.exe” must end in .json, .yaml, .yml or .csv.']],
    [
      'a picture by a table’s name',
      () => file(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'notes.csv'),
      ['Line 1: This is not UTF-8. Save the file as UTF-8.'],
    ],
    ['YAML by the name of JSON', () => file(`notes:\n- ${JSON.stringify(NOTE)}`), ['Line 1: This is not valid JSON (InvalidSymbol).']],
    [
      'a name that is more than a name',
      () => file('x', '@everyone [x](https://evil.example) **x**.txt'),
      ['The name “@everyone [x](https://evil.example) **x**.txt” must end in .json, .yaml, .yml or .csv.'],
    ],
  ];
  it.each(sampled(FAULTY, 4))('is refused whole, each fault by line and field: %s', async (_, make, faults) => {
    const sent = make();
    const message = await changesNothing(server, () => importInto(server, sent));
    expect(textOf(message)).toBe(faultsText(sent.name, ...faults));
    expect(message.attachments).toEqual([]);
  });

  it.each([
    ['as many as are told', 'notes.json', MOST_FAULTS],
    ['as many, under a name that leaves them little room', `${'_'.repeat(250)}.json`, MOST_FAULTS],
    ['more than are told', 'notes.json', MOST_FAULTS + 1],
  ])('has those in a file that the message has no room for: %s', async (_, name, count) => {
    const sent = file(JSON.stringify(Array(count).fill(1)), name);
    const message = await changesNothing(server, () => importInto(server, sent));
    const [head, ...listed] = textOf(message).trim().split('\n');
    const isMore = count > MOST_FAULTS;
    expect(head).toBe(isMore ? t('import.moreFaults', { file: name, limit: MOST_FAULTS }) : t('import.faults', { file: name, count }));
    expect(message.attachments.map((one) => one.name)).toEqual(['faults.txt']);
    const lines = message.attachments.flatMap((one) => textIn(one).trimEnd().split('\n'));
    expect(lines.filter((line) => line.startsWith('Line 1, ['))).toHaveLength(MOST_FAULTS);
    expect(lines.slice(MOST_FAULTS)).toEqual(isMore ? [t('lint.more-faults', { limit: MOST_FAULTS })] : []);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.pop()).toBe(t('more', { count: lines.length - listed.length }));
    expect(listed).toEqual(lines.slice(0, listed.length).map((line) => `– ${line}`));
  });

  it('is told what is wrong in the moderator’s language', async () => {
    const elsewhere = await withLog(addServer(stage));
    elsewhere.moderator.locale = 'es-ES';
    const message = await changesNothing(elsewhere, () => importInto(elsewhere, file('')));
    expect(textOf(message)).toBe('No se importó nada: notes.json tiene 1 fallo.\n– El archivo está vacío.');
  });
});

describe('a file that does not come as Discord said', () => {
  let server: Server;

  beforeAll(async () => {
    server = await withLog(addServer(stage));
  });

  /** Changes the served file before the bot requests it. */
  async function importServing(change: (id: string, kept: Attachment) => void): Promise<Message> {
    const { attachments } = stage.discord.world;
    const known = new Set(attachments.keys());
    const interaction = send(server, json(NOTE));
    for (const [id, kept] of attachments) if (!known.has(id)) change(id, kept);
    return answerTo(server, interaction);
  }

  const unreachable = t('import.unreachable', { file: 'notes.json' });

  it.each<readonly [string, (id: string, kept: Attachment) => void, string]>([
    ['is gone', (id) => stage.discord.world.attachments.delete(id), unreachable],
    [
      'is larger',
      (id, kept) => stage.discord.world.attachments.set(id, { ...kept, data: new Uint8Array(LARGEST_NOTE_FILE + 1) }),
      t('import.tooLarge', { file: 'notes.json' }),
    ],
  ])('because it %s changes nothing', async (_, change, said) => {
    const message = await changesNothing(server, () => importServing(change));
    expect(textOf(message).trim()).toBe(said);
  });

  it('because it lies elsewhere than at Discord is not asked for there, and changes nothing', async () => {
    let connections = 0;
    const elsewhere = createServer(() => {
      connections += 1;
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { world } = stage.discord;
    const { origin } = world;
    try {
      const message = await changesNothing(server, () => {
        world.origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
        const interaction = send(server, json(NOTE));
        world.origin = origin;
        return answerTo(server, interaction);
      });
      expect(message.content).toBe(unreachable);
      expect(connections).toBe(0);
    } finally {
      elsewhere.close();
    }
    expect((await importInto(server, json(NOTE))).content).toBe(t('import.done', { added: 1, changed: 0, same: 0 }));
  });

  it('is not even fetched where Discord says that it is larger than 10 MB', async () => {
    const message = await changesNothing(server, () => importInto(server, file(new Uint8Array(LARGEST_NOTE_FILE + 1), '_n_.json')));
    expect(textOf(message).trim()).toBe(t('import.tooLarge', { file: '_n_.json' }));
  });
});

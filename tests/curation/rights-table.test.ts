// Tests of rights for each button, select and modal in the registry: forged ids of every kind are refused without the right, to a right
// in one channel only, to another role, and to another guild's moderator. Refused actions change nothing in the store.

import { Client } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { PACE } from '../../src/curation/earlier-answers.js';
import type { OpenCuration } from '../../src/curation/open-curation.js';
import type { Bot } from '../../src/discord/core/bot.js';
import { Gate } from '../../src/discord/core/gate.js';
import { type Authorization, authorize, findHandler } from '../../src/discord/core/handle.js';
import type { Actor, Rights } from '../../src/discord/core/input.js';
import type { Responder } from '../../src/discord/core/responder.js';
import { createBot } from '../../src/discord/create-bot.js';
import { handlers } from '../../src/discord/handlers.js';
import type { Click, Handler, Right, Submission } from '../../src/discord/kit/handler.js';
import { CONTENT_DIGITS } from '../../src/discord/kit/id-fields.js';
import type { Reply } from '../../src/discord/kit/reply.js';
import { translator } from '../../src/i18n/translator.js';
import { UserError } from '../../src/i18n/user-error.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { nameOf } from '../discord/examples-of-ids.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, BEN, CHANNEL, GUILD, OTHER_GUILD, proposal, saved } from '../store/examples.js';
import { makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

const t = translator('en');
const ROLE = '500000000000000001';
const NONE: Rights = { mayManageMessages: false, mayManageServer: false, mayManageMessagesHere: false, roleIds: [] };
const RIGHTS = {
  none: NONE,
  'a channel’s': { ...NONE, mayManageMessagesHere: true },
  'another role': { ...NONE, roleIds: ['500000000000000002'] },
  'the role': { ...NONE, roleIds: [ROLE] },
  'the whole server’s': { ...NONE, mayManageMessages: true },
} satisfies Readonly<Record<string, Rights>>;

const content = makeContent();
let app: App;
let database: TestDatabase;
let store: SqlStore;
let kept: OpenCuration;
let bot: Bot;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
  store = await database.open();
  await store.changeSettings(GUILD, { moderatorRole: ROLE, queueChannel: CHANNEL });
  await saved(store, { noteId: 'own', action: 'add', content: noteOn(PASSAGES[0]?.quote ?? '', 'Of the server.') });
  const common = { guildId: GUILD, authorId: ADA, reason: '', origin: 'moderator', createdAt: AT } as const;
  const wanted = noteOn(PASSAGES[1]?.quote ?? '', 'Wanted.');
  for (const state of ['draft', 'waiting'] as const) {
    await store.addProposal(proposal({ id: `note-${state}`, noteId: 'new', action: 'add', content: wanted, state }));
    const changes = [{ noteId: 'new', action: 'add' as const, content: wanted, baseVersion: 0 }];
    await store.addProposal({ ...common, state, id: `import-${state}`, kind: 'import', changes });
    const example = { act: 'teach', exampleId: `l-${state}`, question: 'Who?', answer: undefined } as const;
    await store.addProposal({ ...common, state, id: `example-${state}`, kind: 'lesson', ...example });
  }
  await store.addTrainingExample({ id: 'example', guildId: GUILD, question: 'What?', answer: undefined, authorId: ADA, at: AT });
  await store.addOpenQuestion({ id: 'question', guildId: GUILD, question: 'When?', why: 'unsure', at: AT });
  kept = await openCurated(app, store);
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const client = new Client({ intents: [] });
  bot = createBot({
    app,
    ...{ client, unhurried: client.rest, pace: PACE },
    kept,
    gate: new Gate(),
    apiUrl: 'http://127.0.0.1:9/api',
    version: '0',
    log,
  });
});

afterAll(async () => {
  await kept.close();
  await database.drop();
  await app.close();
  content.remove();
});

/** Values of forged ids, by field name. */
interface Fields {
  readonly proposal?: string;
  readonly [name: string]: unknown;
}

const PARTS = ['note', 'keywords', 'spanish'] as const;
const PROPOSALS = ['note', 'import', 'example'].flatMap((kind) => ['draft', 'waiting'].map((state) => `${kind}-${state}`));

/** A forged id of a handler, with data of this guild. */
interface Forged {
  readonly name: string;
  readonly handler: Handler;
  readonly customId: string;
}

/** Ids of a handler, one for each value of its fields with several values. */
function forgedIds(handler: Handler, others: Fields = {}): Forged[] {
  const content = app.articleHash.slice(0, CONTENT_DIGITS);
  const targets = {
    content,
    made: content,
    asker: ADA,
    message: '1',
    verdict: 'helpful',
    list: 'claims',
    note: 'own',
    question: 'question',
    example: 'example',
  };
  const numbers = { sentence: 0, version: 1, page: 0, paragraph: 1, part: 0 };
  const all = { ...targets, ...numbers, ranges: [], order: [], related: [], sentences: [], draft: 'draft', ...others };
  const proposals = others.proposal === undefined ? PROPOSALS : [others.proposal];
  // Each handler writes only its own fields.
  const texts = proposals.flatMap((proposal) => [0, ...PARTS].map((part) => write(handler, { ...all, proposal, part })));
  const known = [...new Set(texts)].filter((text) => text !== undefined && handler.decode(text) !== undefined) as string[];
  return known.map((customId) => ({ name: `${nameOf(handler)}: ${customId}`, handler, customId }));
}

/** Undefined if a field has no such value. */
function write(handler: Handler, data: object): string | undefined {
  try {
    return handler.encode(data as never);
  } catch {
    return undefined;
  }
}

const allowing = (...rights: readonly Right[]) => handlers.filter(({ allow }) => rights.includes(allow));
const forgedFor = (...rights: readonly Right[]) => allowing(...rights).flatMap((handler) => forgedIds(handler));

function actorIn(guildId: string | undefined, rights: Rights, userId = BEN): Actor {
  return { userId, channelId: CHANNEL, guildId, language: 'en', rights };
}

/** A forged click or modal submission. */
function eventOf(actor: Actor, { customId }: Forged): Click & Submission {
  const filled = new Map([
    ['status', 'context'],
    ['quote', PASSAGES[2]?.quote ?? ''],
    ['note', 'N.'],
    ['sources', 'A | B | | https://a.org'],
    ['reason', ''],
  ]);
  return { ...actor, customId, values: ['own'], message: { id: '1', content: '', embeds: [], components: [], isPrivate: false }, filled };
}

function authorizationOf(actor: Actor, forged: Forged): Authorization {
  const event = eventOf(actor, forged);
  return authorize(findHandler(event.customId, forged.handler.kind === 'modal', handlers), event, bot);
}

/** The text shown to a person. */
async function shownFor(actor: Actor, forged: Forged): Promise<string> {
  const authorization = authorizationOf(actor, forged);
  if (authorization.kind === 'refused') return t(authorization.why as 'deny.moderator');
  const sent: Reply[] = [];
  const responder = { edit: async (reply: Reply) => void sent.push(reply) } as unknown as Responder;
  try {
    const outcome = await authorization.handler.run(authorization.data as never, eventOf(actor, forged) as never, bot, responder);
    if (outcome !== undefined && 'customId' in outcome) return JSON.stringify(outcome);
    return [...sent, ...(outcome === undefined ? [] : [outcome])].map((reply) => reply.content).join('\n');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** All stored proposals, notes, training examples and open questions. */
const everything = async () => [
  await Promise.all(
    ['proposals', 'notes', 'revisions', 'lessons', 'open_questions', 'settings'].map((table) => database.query(`select * from ${table}`)),
  ),
];

it('every handler has a forged id in this table', () => {
  for (const handler of handlers) expect(forgedIds(handler).length, nameOf(handler)).toBeGreaterThan(0);
});

it('every handler that is not for moderators alone is meant for those whom it allows', () => {
  const namesOf = (right: Right) => allowing(right).map(nameOf).toSorted();
  // "Feedback" and "Fix it" check their user themselves: who asked, and who filled in.
  const anyone = ['button c', 'button f', 'button fm', 'button g', 'button m', 'button mn', 'button n', 'button u', 'select b'];
  expect(namesOf('anyone')).toEqual(anyone);
  expect(namesOf('asker')).toEqual(['button j', 'button p', 'button s']);
  expect(namesOf('asker-or-channel-moderator')).toEqual(['button d']);
  expect(namesOf('member')).toEqual(['modal g']);
});

describe('a moderators’ button, select or modal', () => {
  it.each(['none', 'a channel’s', 'another role'] as const)('is refused with this right: %s', (right) => {
    const ids = forgedFor('moderator');
    expect(ids.length).toBeGreaterThan(60);
    for (const id of ids)
      expect(authorizationOf(actorIn(GUILD, RIGHTS[right]), id), id.name).toEqual({ kind: 'refused', why: 'deny.moderator' });
  });

  it.each(['the role', 'the whole server’s'] as const)('is not refused with this right: %s', (right) => {
    for (const id of forgedFor('moderator')) expect(authorizationOf(actorIn(GUILD, RIGHTS[right]), id).kind, id.name).toBe('allowed');
  });

  it('is refused outside of servers, whatever somebody may do elsewhere', () => {
    const actor = actorIn(undefined, { ...NONE, mayManageMessages: true, mayManageServer: true, roleIds: [ROLE] });
    for (const id of forgedFor('moderator')) {
      const why = id.handler.kind === 'modal' ? 'button.unknown' : 'deny.moderator';
      expect(authorizationOf(actor, id), id.name).toEqual({ kind: 'refused', why });
    }
  });

  it('does nothing for a moderator of another server, with ids of this one, and shows nothing of it', async () => {
    const actor = actorIn(OTHER_GUILD, { ...NONE, mayManageMessages: true, mayManageServer: true });
    const before = await everything();
    for (const id of forgedFor('moderator')) {
      const text = await shownFor(actor, id);
      for (const secret of ['Wanted.', 'Of the server.', 'Who?', 'What?', 'When?']) expect(text, id.name).not.toContain(secret);
    }
    const after = await everything();
    // Their own guild may have new drafts.
    const ofHere = (rows: Awaited<ReturnType<typeof everything>>) =>
      rows.map((tables) => tables.map((table) => table.filter((row) => row.guild_id === GUILD)));
    expect(ofHere(after)).toEqual(ofHere(before));
  });

  it('with an id that never was tells so, and makes nothing', async () => {
    const actor = actorIn(GUILD, RIGHTS['the whole server’s']);
    const before = await everything();
    const lost = { proposal: 'never-was', question: 'never-was', example: 'never-was' };
    const told = async (signs: readonly string[]) => {
      const ids = allowing('moderator')
        .filter((handler) => signs.includes(nameOf(handler)))
        .flatMap((handler) => forgedIds(handler, lost));
      return new Set(await Promise.all(ids.map((id) => shownFor(actor, id))));
    };
    // An action with a reason is refused when the reason is submitted.
    const buttons = [...'pwsdam'].map((act) => `button o.${act}`);
    expect(await told([...buttons, 'button o', 'modal fp', 'modal fw', 'modal fr'])).toEqual(new Set([t('proposal.gone')]));
    expect(await told(['button w', 'button x', 'button z'])).toEqual(new Set([t('gaps.gone')]));
    expect(await everything()).toEqual(before);
  });
});

describe('a reader’s button', () => {
  it('that is for who asked is refused to anybody else, a moderator too', () => {
    for (const right of Object.values(RIGHTS)) {
      for (const id of forgedFor('asker')) {
        expect(authorizationOf(actorIn(GUILD, right), id), id.name).toEqual({ kind: 'refused', why: 'deny.asker' });
        expect(authorizationOf(actorIn(GUILD, right, ADA), id).kind, id.name).toBe('allowed');
      }
    }
  });

  it('to delete is for whoever may manage messages in that channel besides', () => {
    for (const id of forgedFor('asker-or-channel-moderator')) {
      expect(authorizationOf(actorIn(GUILD, RIGHTS['the whole server’s']), id)).toEqual({ kind: 'refused', why: 'deny.delete' });
      expect(authorizationOf(actorIn(GUILD, RIGHTS['a channel’s']), id).kind).toBe('allowed');
      expect(authorizationOf(actorIn(GUILD, NONE, ADA), id).kind).toBe('allowed');
    }
  });

  it('to judge an answer is offered to nobody but who asked', async () => {
    const [feedback] = forgedFor('anyone').filter(({ handler }) => handler.sign === 'f');
    if (feedback === undefined) throw new Error('There is no button for feedback.');
    expect(await shownFor(actorIn(undefined, RIGHTS['the whole server’s']), feedback)).toBe(t('deny.asker'));
    expect(await shownFor(actorIn(GUILD, RIGHTS['the whole server’s']), feedback)).toBe(t('feedback.others'));
    expect(await shownFor(actorIn(GUILD, NONE, ADA), feedback)).toBe(t('feedback.how'));
  });

  it('made before the article changed says so', () => {
    const stale = handlers.filter(({ kind }) => kind !== 'modal').flatMap((handler) => forgedIds(handler, { content: '000000' }));
    const withContent = stale.filter(({ customId }) => customId.split('.')[1] === '000000');
    expect(new Set(withContent.map(({ handler }) => nameOf(handler)))).toEqual(
      new Set(['button c', 'button g', 'button m', 'button mn', 'button n', 'select b']),
    );
    for (const id of withContent)
      expect(authorizationOf(actorIn(GUILD, NONE), id), id.name).toEqual({ kind: 'refused', why: 'button.stale' });
  });

  it('about a place that the article does not have is refused', () => {
    const nowhere = { sentence: 99_999, paragraph: 99_999, ranges: [{ start: 9, end: 3 }] };
    const ids = allowing('anyone')
      .filter(({ isThere }) => isThere !== undefined)
      .flatMap((handler) => forgedIds(handler, nowhere));
    expect(new Set(ids.map(({ handler }) => nameOf(handler)))).toEqual(new Set(['button c', 'button f', 'button g', 'button n']));
    for (const id of ids) expect(authorizationOf(actorIn(GUILD, NONE), id), id.name).toEqual({ kind: 'refused', why: 'button.unknown' });
  });
});

describe('a modal', () => {
  it('is taken in servers alone', () => {
    for (const id of forgedFor('member')) {
      expect(authorizationOf(actorIn(undefined, NONE), id), id.name).toEqual({ kind: 'refused', why: 'button.unknown' });
      expect(authorizationOf(actorIn(GUILD, NONE), id).kind, id.name).toBe('allowed');
    }
  });

  it('is none under the sign of a button, nor a button under that of a modal', () => {
    const moderator = actorIn(GUILD, RIGHTS['the whole server’s']);
    const modals = handlers.filter(({ kind }) => kind === 'modal').map(({ sign }) => sign);
    for (const id of forgedFor('moderator', 'asker')) {
      const event = eventOf(moderator, id);
      const crossed = authorize(findHandler(event.customId, id.handler.kind !== 'modal', handlers), event, bot);
      expect(crossed, id.name).toEqual({ kind: 'refused', why: 'button.unknown' });
      expect(id.handler.kind !== 'modal' && modals.includes(id.handler.sign), id.name).toBe(false);
    }
  });
});

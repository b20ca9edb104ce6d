// Who may use each button, select and form there is, as a table: no right, a right in one channel alone, a role, and another
// server's moderator with ids that are not theirs. What is refused changes nothing that is kept.

import { Client } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { PACE } from '../../src/curation/earlier-answers.js';
import type { OpenCuration } from '../../src/curation/open-curation.js';
import { type Bot, CONTENT_DIGITS } from '../../src/discord/bot.js';
import { planClick } from '../../src/discord/buttons.js';
import { createBot } from '../../src/discord/create-bot.js';
import { type CustomId, decodeId, encodeId } from '../../src/discord/custom-id.js';
import { Gate } from '../../src/discord/gate.js';
import type { Actor, Rights } from '../../src/discord/input.js';
import { planForm } from '../../src/discord/moderation/plan-form.js';
import { isForModerators } from '../../src/discord/moderation/plan-moderation.js';
import type { Plan } from '../../src/discord/plan.js';
import type { Reply } from '../../src/discord/reply.js';
import type { Responder } from '../../src/discord/responder.js';
import { InputError } from '../../src/input-error.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { words } from '../../src/words/words.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, BEN, CHANNEL, GUILD, OTHER_GUILD, proposal, saved } from '../store/examples.js';
import { makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

const say = words('en');
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
    const lesson = { act: 'teach', lessonId: `l-${state}`, question: 'Who?', answer: undefined } as const;
    await store.addProposal({ ...common, state, id: `lesson-${state}`, kind: 'lesson', ...lesson });
  }
  await store.addLesson({ id: 'lesson', guildId: GUILD, question: 'What?', answer: undefined, authorId: ADA, at: AT });
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

const PROPOSAL_ACTS = ['preview', 'which', 'save', 'edit', 'keywords', 'spanish', 'discard', 'why', 'approve', 'reject', 'mine'] as const;
const NOTE_ACTS = ['show', 'edit', 'keywords', 'spanish', 'withdraw', 'restore', 'preview'] as const;

const FORMS = ['note', 'keywords', 'spanish'] as const;

/** One of every kind of id that is for moderators. */
const IDS: readonly CustomId[] = [
  ...['note', 'import', 'lesson'].flatMap((kind) =>
    ['draft', 'waiting'].flatMap((state) => PROPOSAL_ACTS.map((act) => ({ kind: 'proposal', act, proposal: `${kind}-${state}` }) as const)),
  ),
  ...NOTE_ACTS.map((act) => ({ kind: 'note', act, note: 'own' }) as const),
  { kind: 'noteForm', content: '', sentence: 0 },
  ...FORMS.map((form) => ({ kind: 'editForm', note: 'own', version: 1, form }) as const),
  ...['note', 'import', 'lesson'].flatMap((one) => [
    ...FORMS.map((form) => ({ kind: 'proposalForm', proposal: `${one}-waiting`, form }) as const),
    ...(['whyForm', 'rejectForm'] as const).map((kind) => ({ kind, proposal: `${one}-waiting` })),
  ]),
  { kind: 'history', note: 'own', version: 1 },
  { kind: 'revert', note: 'own', version: 1 },
  { kind: 'noteList', page: 0 },
  { kind: 'notePick', page: 0 },
  { kind: 'gaps', page: 0 },
  { kind: 'gapPick', page: 0 },
  { kind: 'teach', question: 'question' },
  { kind: 'decoy', question: 'question' },
  { kind: 'drop', question: 'question' },
  { kind: 'unteach', lesson: 'lesson' },
];
const named = (id: CustomId) => JSON.stringify(id);
const withContent = (id: CustomId): CustomId => ('content' in id ? { ...id, content: app.articleHash.slice(0, CONTENT_DIGITS) } : id);

function actorIn(guildId: string | undefined, rights: Rights, userId = BEN): Actor {
  return { userId, channelId: CHANNEL, guildId, language: 'en', rights };
}

function clickBy(actor: Actor, id: CustomId): Plan {
  const message = { id: '1', content: '', embeds: [], components: [] };
  return planClick({ ...actor, customId: encodeId(withContent(id)), values: ['own'], message }, bot);
}

function formBy(actor: Actor, id: CustomId): Plan {
  const filled = new Map([
    ['status', 'context'],
    ['quote', PASSAGES[2]?.quote ?? ''],
    ['note', 'N.'],
    ['sources', 'A | B | | https://a.org'],
    ['reason', ''],
  ]);
  return planForm({ ...actor, customId: encodeId(withContent(id)), filled, isOnPrivateMessage: false }, bot);
}

/** What Discord would be sent for a plan: what is shown, and whether to one alone. */
async function sentFor(plan: Plan): Promise<{ readonly text: string; readonly isPrivate: boolean }> {
  if (plan.kind === 'form') {
    try {
      return { text: JSON.stringify(await plan.form()), isPrivate: true };
    } catch (error) {
      if (error instanceof InputError) return { text: error.message, isPrivate: true };
      throw error;
    }
  }
  const sent: Reply[] = [];
  await plan.act({ edit: async (reply: Reply) => void sent.push(reply) } as unknown as Responder);
  return { text: sent.map((reply) => reply.content).join('\n'), isPrivate: plan.mode === 'private' };
}

/** All that is kept of proposals, notes, lessons and open questions. */
const everything = async () => [
  await Promise.all(
    ['proposals', 'notes', 'revisions', 'lessons', 'open_questions', 'settings'].map((table) => database.query(`select * from ${table}`)),
  ),
];

describe('a moderators’ button, select or form', () => {
  it('is in the table, whatever kind it is', () => {
    const kinds = new Set(IDS.map(({ kind }) => kind));
    for (const id of IDS) expect(isForModerators(id), named(id)).toBe(true);
    expect([...kinds].toSorted()).toEqual(
      [
        ...['decoy', 'drop', 'editForm', 'gapPick', 'gaps', 'history', 'note', 'noteForm', 'noteList', 'notePick', 'proposal'],
        ...['proposalForm', 'rejectForm', 'revert', 'teach', 'unteach', 'whyForm'],
      ].toSorted(),
    );
    for (const id of IDS) expect(decodeId(encodeId(withContent(id))), named(id)).toEqual(withContent(id));
  });

  it.each(['none', 'a channel’s', 'another role'] as const)(
    'is refused in private, and changes nothing, with this right: %s',
    async (right) => {
      const before = await everything();
      for (const id of IDS) {
        for (const plan of [clickBy(actorIn(GUILD, RIGHTS[right]), id), formBy(actorIn(GUILD, RIGHTS[right]), id)]) {
          expect(await sentFor(plan), named(id)).toEqual({ text: say('deny.moderator'), isPrivate: true });
        }
      }
      expect(await everything()).toEqual(before);
    },
  );

  it.each(['the role', 'the whole server’s'] as const)('is not refused with this right: %s', async (right) => {
    for (const id of IDS.filter(({ kind }) => ['noteList', 'history', 'noteForm'].includes(kind))) {
      expect((await sentFor(clickBy(actorIn(GUILD, RIGHTS[right]), id))).text, named(id)).not.toBe(say('deny.moderator'));
    }
  });

  it('is refused outside of servers, whatever somebody may do elsewhere', async () => {
    const actor = actorIn(undefined, { ...NONE, mayManageMessages: true, mayManageServer: true, roleIds: [ROLE] });
    const before = await everything();
    for (const id of IDS) expect((await sentFor(clickBy(actor, id))).text, named(id)).toBe(say('deny.moderator'));
    for (const id of IDS) expect((await sentFor(formBy(actor, id))).text, named(id)).toBe(say('button.unknown'));
    expect(await everything()).toEqual(before);
  });

  it('does nothing for a moderator of another server, with ids of this one, and shows nothing of it', async () => {
    const actor = actorIn(OTHER_GUILD, { ...NONE, mayManageMessages: true, mayManageServer: true });
    const before = await everything();
    for (const id of IDS) {
      for (const plan of [clickBy(actor, id), formBy(actor, id)]) {
        const attempt = await sentFor(plan).catch((error: unknown) => {
          if (error instanceof InputError) return { text: error.message };
          throw error;
        });
        for (const secret of ['Wanted.', 'Of the server.', 'Who?', 'What?', 'When?']) expect(attempt.text, named(id)).not.toContain(secret);
      }
    }
    const after = await everything();
    // Their own server may have got drafts of its own.
    const ofHere = (rows: Awaited<ReturnType<typeof everything>>) =>
      rows.map((tables) => tables.map((table) => table.filter((row) => row.guild_id === GUILD)));
    expect(ofHere(after)).toEqual(ofHere(before));
  });

  it('with an id that never was tells so, and makes nothing', async () => {
    const actor = actorIn(GUILD, RIGHTS['the whole server’s']);
    const before = await everything();
    for (const act of PROPOSAL_ACTS.filter((one) => one !== 'why' && one !== 'reject')) {
      expect((await sentFor(clickBy(actor, { kind: 'proposal', act, proposal: 'never-was' }))).text, act).toBe(say('proposal.gone'));
    }
    for (const id of [
      ...FORMS.map((form) => ({ kind: 'proposalForm', proposal: 'never-was', form }) as const),
      { kind: 'whyForm', proposal: 'never-was' } as const,
      { kind: 'rejectForm', proposal: 'never-was' } as const,
    ]) {
      expect((await sentFor(formBy(actor, id))).text, named(id)).toBe(say('proposal.gone'));
    }
    for (const id of [
      { kind: 'unteach', lesson: 'never-was' },
      { kind: 'decoy', question: 'never-was' },
      { kind: 'drop', question: 'never-was' },
    ] as const) {
      expect((await sentFor(clickBy(actor, id))).text, id.kind).toBe(say('gaps.gone'));
    }
    expect(await everything()).toEqual(before);
  });
});

describe('a reader’s button', () => {
  const ASKERS: readonly CustomId[] = [
    ...(['share', 'delete'] as const).map((kind) => ({ kind, asker: ADA })),
    { kind: 'judge', asker: ADA, message: '1', verdict: 'helpful' },
    // Anybody may open it, to suggest a note where notes are taken, which is not so here.
    { kind: 'feedback', asker: ADA },
    { kind: 'page', list: 'claims', asker: ADA, page: 0 },
  ];

  it('that is for who asked is refused to anybody else, a moderator too', async () => {
    for (const right of Object.values(RIGHTS)) {
      for (const id of ASKERS) {
        if (id.kind === 'delete' && right.mayManageMessagesHere) continue;
        const text = id.kind === 'delete' ? say('deny.delete') : say('deny.asker');
        expect(await sentFor(clickBy(actorIn(GUILD, right), id)), named(id)).toEqual({ text, isPrivate: true });
      }
    }
  });

  it('to delete is for whoever may manage messages in that channel', () => {
    const plan = clickBy(actorIn(GUILD, RIGHTS['a channel’s']), { kind: 'delete', asker: ADA });
    expect(plan).toMatchObject({ kind: 'reply', mode: 'update' });
  });
});

// Tests of forgetting: people and guilds after some days of grace, and not before; outdated data by itself.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Forgetting, GUILD_GRACE_MS, USER_GRACE_MS } from '../../src/curation/forgetting.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { QueueMessage } from '../../src/store/store.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, answer, BEN, CHANNEL, DAY_MS, GUILD, NOTE, OTHER_GUILD, proposal, saved } from '../store/examples.js';

const ANSWERS_KEPT_MS = 30 * DAY_MS;
const FEEDBACK_KEPT_MS = 90 * DAY_MS;

let database: TestDatabase;
let store: SqlStore;
let now: number;
let forgetting: Forgetting;
/** Queue messages from which a name should be removed, and whether that works. */
let asked: string[];
let isReachable: boolean;
const takeNameOut = async ({ messageId }: QueueMessage, userId: string) => {
  asked.push(`${messageId} ${userId}`);
  return isReachable;
};

beforeAll(async () => {
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
  now = AT;
  asked = [];
  isReachable = true;
  forgetting = new Forgetting({ store, now: () => now, answersKeptMs: ANSWERS_KEPT_MS, feedbackKeptMs: FEEDBACK_KEPT_MS, takeNameOut });
});

afterEach(() => database.clear());

afterAll(() => database.drop());

const authors = async () => (await store.revisions(GUILD, NOTE)).map(({ authorId }) => authorId);
const keptOf = async (guildId: string) => (await store.keptNotes(guildId)).length;

describe('somebody who asks to be forgotten', () => {
  it('is told when, and is forgotten then and not a moment before', async () => {
    await saved(store);
    await saved(store, { baseVersion: 1, authorId: BEN });
    expect(await forgetting.askedBy(ADA)).toBe(AT + USER_GRACE_MS);
    now = AT + USER_GRACE_MS - 1;
    await forgetting.work();
    expect(await authors()).toEqual([ADA, BEN]);
    now += 1;
    await forgetting.work();
    expect(await authors()).toEqual([undefined, BEN]);
    expect(await store.deletion('user', ADA)).toBeUndefined();
  });

  it('takes that back by asking again, and can ask once more', async () => {
    await saved(store);
    await forgetting.askedBy(ADA);
    expect(await forgetting.askedBy(ADA)).toBeUndefined();
    now = AT + 2 * USER_GRACE_MS;
    await forgetting.work();
    expect(await authors()).toEqual([ADA]);
    expect(await forgetting.askedBy(ADA)).toBe(now + USER_GRACE_MS);
  });

  it('once forgotten, can ask again for what came after', async () => {
    await forgetting.askedBy(ADA);
    now += USER_GRACE_MS;
    await forgetting.work();
    await saved(store);
    expect(await forgetting.askedBy(ADA)).toBe(now + USER_GRACE_MS);
    expect(await authors()).toEqual([ADA]);
  });
});

describe('the name of somebody who is forgotten', () => {
  it('is taken out of the queues first, and the id is kept until that is done: it tells where they are', async () => {
    for (const { id, ...by } of [
      { id: 'p1', authorId: ADA },
      { id: 'p2', authorId: BEN },
      { id: 'p3', authorId: BEN },
      { id: 'p5', authorId: BEN, coauthorIds: [ADA] },
    ]) {
      await store.addProposal(proposal({ id, ...by }));
      await store.setQueueMessage(id, CHANNEL, `40${id}`);
    }
    await store.addProposal(proposal({ id: 'p4' }));
    await store.moveProposal('p2', 'waiting', 'rejected', ADA, AT);
    await forgetting.askedBy(ADA);
    now += USER_GRACE_MS;
    isReachable = false;
    await forgetting.work();
    expect(asked).toEqual([`40p1 ${ADA}`, `40p2 ${ADA}`, `40p5 ${ADA}`]);
    expect(await store.proposal('p2')).toMatchObject({ decidedBy: ADA });
    isReachable = true;
    await forgetting.work();
    expect(await store.proposal('p2')).toMatchObject({ decidedBy: undefined });
    expect(await store.deletion('user', ADA)).toBeUndefined();
  });
});

describe('a server that removes the bot', () => {
  it('is forgotten after its grace and not a moment before, and no other server with it', async () => {
    await saved(store);
    await saved(store, { guildId: OTHER_GUILD });
    await forgetting.left(GUILD);
    now = AT + GUILD_GRACE_MS - 1;
    await forgetting.work();
    expect(await keptOf(GUILD)).toBe(1);
    now += 1;
    await forgetting.work();
    expect([await keptOf(GUILD), await keptOf(OTHER_GUILD)]).toEqual([0, 1]);
    expect(await store.guildsKept()).toEqual([OTHER_GUILD]);
    expect(await store.deletion('guild', GUILD)).toBeUndefined();
  });

  it('is not kept longer because it is told of again', async () => {
    await saved(store);
    await forgetting.left(GUILD);
    now = AT + GUILD_GRACE_MS - DAY_MS;
    await forgetting.left(GUILD);
    expect(await store.deletion('guild', GUILD)).toMatchObject({ dueAt: AT + GUILD_GRACE_MS });
  });

  it('keeps everything when it takes the bot back in time', async () => {
    await saved(store);
    await forgetting.left(GUILD);
    await forgetting.joined(GUILD);
    now = AT + 2 * GUILD_GRACE_MS;
    await forgetting.work();
    expect(await keptOf(GUILD)).toBe(1);
  });

  it('begins a new grace when it removes the bot again', async () => {
    await saved(store);
    await forgetting.left(GUILD);
    await forgetting.joined(GUILD);
    now = AT + GUILD_GRACE_MS;
    await forgetting.left(GUILD);
    await forgetting.work();
    expect(await keptOf(GUILD)).toBe(1);
  });
});

describe('servers as they are found at a start', () => {
  it('that have gone are to be forgotten, those that are there are not', async () => {
    await saved(store);
    await saved(store, { guildId: OTHER_GUILD });
    await forgetting.left(OTHER_GUILD);
    await forgetting.reconcile([OTHER_GUILD]);
    expect(await store.deletion('guild', GUILD)).toMatchObject({ dueAt: AT + GUILD_GRACE_MS });
    expect(await store.deletion('guild', OTHER_GUILD)).toBeUndefined();
  });

  it('that have been gone for some time are not given more', async () => {
    await saved(store);
    await forgetting.reconcile([]);
    now += DAY_MS;
    await forgetting.reconcile([]);
    expect(await store.deletion('guild', GUILD)).toMatchObject({ dueAt: AT + GUILD_GRACE_MS });
  });

  it('of which nothing is kept need not be noted', async () => {
    await forgetting.reconcile([GUILD]);
    expect(await store.dueDeletions(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});

describe('what may be kept no longer', () => {
  it('goes: answers after their days, drafts after a week; what waits for a decision stays', async () => {
    await saved(store);
    await store.keepAnswer(answer({ messageId: '1', at: AT }));
    await store.keepAnswer(answer({ messageId: '2', at: AT + 1 }));
    await store.addProposal(proposal({ id: 'draft', state: 'draft', createdAt: AT + ANSWERS_KEPT_MS - 7 * DAY_MS }));
    await store.addProposal(proposal({ id: 'fresh', state: 'draft', createdAt: AT + ANSWERS_KEPT_MS - 6 * DAY_MS }));
    await store.addProposal(proposal({ id: 'waiting', state: 'waiting', createdAt: AT }));
    now = AT + ANSWERS_KEPT_MS + 1;
    await forgetting.work();
    expect((await store.publicAnswers(9)).map(({ messageId }) => messageId)).toEqual(['2']);
    expect(await store.proposal('draft')).toBeUndefined();
    expect((await store.proposal('fresh'))?.state).toBe('draft');
    expect((await store.proposal('waiting'))?.state).toBe('waiting');
  });

  it('goes: judgements of answers after their days', async () => {
    const judged = (id: string, at: number) =>
      store.keepFeedback({ id, messageId: id, channelId: CHANNEL, guildId: GUILD, verdict: 'helpful', reason: undefined, at });
    await judged('old', AT);
    await judged('young', AT + 1);
    now = AT + FEEDBACK_KEPT_MS;
    await forgetting.work();
    expect(await database.query('select id from feedback order by id')).toHaveLength(2);
    now += 1;
    await forgetting.work();
    expect(await database.query('select id from feedback')).toEqual([{ id: 'young' }]);
  });

  it('goes by each server’s own setting, for its unanswered questions', async () => {
    await store.changeSettings(GUILD, { keepQuestionsDays: 7 });
    await store.changeSettings(OTHER_GUILD, { keepQuestionsDays: 30 });
    for (const guildId of [GUILD, OTHER_GUILD]) {
      await store.addOpenQuestion({ id: `old-${guildId}`, guildId, question: 'Who?', why: 'unsure', at: AT - 8 * DAY_MS });
      await store.addOpenQuestion({ id: `new-${guildId}`, guildId, question: 'Who?', why: 'unsure', at: AT });
    }
    await forgetting.work();
    expect((await store.openQuestions(GUILD)).map(({ id }) => id)).toEqual([`new-${GUILD}`]);
    expect(await store.openQuestions(OTHER_GUILD)).toHaveLength(2);
  });
});

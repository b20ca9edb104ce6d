// Tests of open questions over the loopback Discord: which are kept and how long, what moderators teach, and coverage.

import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { componentsIn, editPost } from '../../sandbox/discord/people.js';
import { addChannel } from '../../sandbox/discord/places.js';
import type { Message } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { Forgetting } from '../../src/curation/forgetting.js';
import { ANSWERS_KEPT_MS } from '../../src/discord/notes/moderation.js';
import { translator } from '../../src/i18n/translator.js';
import { Sqlite } from '../../src/sqlite.js';
import { openStore } from '../../src/store/open-store.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { SOON } from '../store/databases.js';
import {
  addNote,
  addServer,
  click,
  directWith,
  giveFeedback,
  keptIn,
  newcomer,
  openShippedApp,
  openStage,
  post,
  type Row,
  type Server,
  type Stage,
  settle,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const DAY_MS = 24 * 60 * 60_000;

/** The article answers it in its sentence about refineries, but the model does not notice. */
const QUESTION = 'what US cities live off imported crude?';
const PARAPHRASE = 'what american cities live off foreign crude?';
/** The sentence "Even the USA needs Venezuelan oil for its refineries in Louisiana and Texas …". */
const REFINERIES = '81';
/** A question that is answered without teaching. */
const ANSWERED = 'was anybody jailed?';
const NEAR_IT = 'did anybody land in jail?';

let app: App;
let stage: Stage;
/** The bot's database, opened a second time. */
let store: SqlStore;
/** Keeps questions; new for each test. */
let server: Server;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  store = await openStore({ file: join(stage.dataDir, 'marginalia.sqlite'), log: { warn: () => undefined, error: () => undefined } });
});

beforeEach(async () => {
  server = addServer(stage);
  await keepFor(7);
});

afterAll(async () => {
  await store.close();
  await stage.stop();
  await app.close();
});

const moderate = (name: string, options: Readonly<Record<string, string | number>> = {}) =>
  use(server, { user: server.moderator, channel: server.quiet, name, options });
const keepFor = (days: number) => moderate('settings keep-questions', { days });

function ask(question: string, place: Server = server): Promise<Message> {
  return use(place, { user: newcomer(place), channel: place.general, name: 'ask', options: { question } });
}

/** The outcome of a question: our first words in the answer. */
async function outcomeOf(question: string, place: Server = server): Promise<string | undefined> {
  return (await ask(question, place)).content.split('\n')[1]?.replace(/ \(¶ .*$| (?:One note|\d notes) of ours may help:$/u, '');
}

/** The beginning of the outcomes in the coverage reply, before the paragraphs. */
const ANSWERS = 'The article says';
const UNSURE = 'The article may not answer this. Closest';

/** A guild's stored open questions, oldest first. */
function openQuestions({ guild }: Server = server): readonly Row[] {
  const rows = keptIn(stage).get('open_questions') ?? [];
  return rows.filter((row) => row.guild_id === guild.id).toSorted((a, b) => Number(a.at) - Number(b.at));
}

const questions = (place: Server = server) => openQuestions(place).map(({ question }) => question);

/** Asks questions that should be kept, and waits until they are: the answer comes earlier. */
async function leaveOpen(...asked: readonly string[]): Promise<void> {
  for (const question of asked) {
    const before = openQuestions().length;
    await ask(question);
    await vi.waitFor(() => expect(openQuestions()).toHaveLength(before + 1), SOON);
  }
}

/** Opens a question's group. */
async function openGroup(question: string): Promise<Message> {
  const list = await moderate('gaps');
  const [{ options = [] } = {}] = componentsIn(list);
  const value = options.find(({ label }) => label === question)?.value ?? '';
  return click(server, { user: server.moderator, message: list, on: t('gaps.pick'), values: [value] });
}

async function teach(question: string, sentence = REFINERIES): Promise<Message> {
  return click(server, { user: server.moderator, message: await openGroup(question), on: t('gaps.teach'), values: [sentence] });
}

async function teachDecoy(question: string): Promise<Message> {
  return click(server, { user: server.moderator, message: await openGroup(question), on: t('button.decoy') });
}

const listed = async () => textOf(await moderate('gaps'));

describe('a question', () => {
  it('that found nothing or not enough is kept with the reason and the time, and nobody’s name', async () => {
    await leaveOpen('how do I bake bread?', NEAR_IT);
    expect(openQuestions()).toEqual([
      { id: expect.any(String), guild_id: server.guild.id, question: 'how do I bake bread?', why: 'not-covered', at: expect.any(Number) },
      { id: expect.any(String), guild_id: server.guild.id, question: NEAR_IT, why: 'unsure', at: expect.any(Number) },
    ]);
  });

  it('of a mention is kept without the mention', async () => {
    const content = `<@${stage.discord.world.application.bot.id}> how do I bake bread?`;
    await post(server, { user: newcomer(server), channel: server.general, content });
    await vi.waitFor(() => expect(questions()).toEqual(['how do I bake bread?']), SOON);
  });

  it('that was answered is kept only where the answer did not help', async () => {
    const user = newcomer(server);
    await ask(ANSWERED);
    const message = await use(server, { user, channel: server.general, name: 'ask', options: { question: 'who won the election?' } });
    await giveFeedback(server, { user, message, on: 'Does not answer it' });
    expect(openQuestions()).toMatchObject([{ question: 'who won the election?', why: 'not-helpful' }]);
  });

  it('is kept once for one answer, however often that is judged, and without the id of its message', async () => {
    const user = newcomer(server);
    const message = await use(server, { user, channel: server.general, name: 'ask', options: { question: 'how do I bake bread?' } });
    for (let i = 0; i < 3; i += 1) await giveFeedback(server, { user, message, on: 'Does not answer it' });
    await stage.restart();
    await giveFeedback(server, { user, message, on: 'Does not answer it' });
    expect(openQuestions()).toMatchObject([{ question: 'how do I bake bread?', why: 'not-covered' }]);
    expect(JSON.stringify(openQuestions())).not.toContain(message.id);
  });

  it('of no words is not kept', async () => {
    await ask('🍞 ???');
    await leaveOpen('how do I bake bread?');
    expect(questions()).toEqual(['how do I bake bread?']);
  });

  it('is not kept in a server that did not say so, judged or not', async () => {
    const other = addServer(stage);
    const user = newcomer(other);
    const message = await use(other, { user, channel: other.general, name: 'ask', options: { question: 'how do I bake bread?' } });
    await giveFeedback(other, { user, message, on: 'Does not answer it' });
    await settle();
    expect(openQuestions(other)).toEqual([]);
    const gaps = await use(other, { user: other.moderator, channel: other.quiet, name: 'gaps' });
    expect(gaps.content).toBe(t('gaps.off'));
  });

  it('in direct messages is not kept', async () => {
    const user = newcomer(server);
    const channel = directWith(stage, user);
    const before = keptIn(stage).get('open_questions');
    const message = await use(stage, { user, channel, name: 'ask', options: { question: 'how do I bake bread?' } });
    await giveFeedback(stage, { user, message, on: 'Does not answer it' });
    await settle();
    expect(keptIn(stage).get('open_questions')).toEqual(before);
  });

  it('that was edited into none since is not kept, and the others can still be looked at', async () => {
    const { world } = stage.discord;
    const user = newcomer(server);
    const content = `<@${world.application.bot.id}> who won the election?`;
    const answer = await post(server, { user, channel: server.general, content });
    const asked = server.general.messages.get(answer.replyTo?.messageId ?? '');
    // After a restart the bot reads the question from the channel.
    await stage.restart();
    if (asked !== undefined) editPost(world, asked, 'a'.repeat(600));
    await giveFeedback(server, { user, message: answer, on: 'Does not answer it' });
    await leaveOpen('how do I bake bread?');
    expect(await listed()).toContain('how do I bake bread?');
    expect(questions()).toEqual(['how do I bake bread?']);
  });

  it('has its answer also where nothing can be kept of it', async () => {
    const database = new Sqlite(join(stage.dataDir, 'marginalia.sqlite'));
    database.exec("create trigger full before insert on answers begin select raise(abort, 'the disk is full'); end");
    const failed = () => stage.logged.filter(({ level, message }) => level === 'error' && message.startsWith('The record of an answer'));
    const message = await ask('who won the election?');
    await vi.waitFor(() => expect(failed()).toHaveLength(1), SOON);
    database.exec('drop trigger full');
    database.close();
    expect(message.content).toContain(ANSWERS);
    expect(message.embeds.length).toBeGreaterThan(0);
  });
});

describe('what is kept', () => {
  const forget = (now: number) =>
    new Forgetting({ store, now: () => now, answersKeptMs: ANSWERS_KEPT_MS, feedbackKeptMs: 0, takeNameOut: async () => true }).work();

  it('is kept until the days are over, and not a moment longer', async () => {
    await leaveOpen('how do I bake bread?');
    const at = Number(openQuestions()[0]?.at);
    await forget(at + 7 * DAY_MS);
    expect(questions()).toEqual(['how do I bake bread?']);
    await forget(at + 7 * DAY_MS + 1);
    expect(questions()).toEqual([]);
    expect((await moderate('gaps')).content).toBe(t('gaps.none'));
  });

  it('goes at once when the server keeps questions no more', async () => {
    await leaveOpen('how do I bake bread?');
    await keepFor(0);
    expect(questions()).toEqual([]);
    expect((await moderate('gaps')).content).toBe(t('gaps.off'));
  });
});

describe('/gaps', () => {
  it('shows, to the moderator alone, groups with what comes nearest, the largest first', async () => {
    await leaveOpen('how do I bake bread?', QUESTION, PARAPHRASE);
    const list = await moderate('gaps');
    expect(list.onlyFor).toBe(server.moderator);
    expect(textOf(list).trim().split(/\n+/u)).toEqual([
      'Open questions, groups 1 to 2 of 2:',
      `– **2 ×** ${PARAPHRASE} · nearest: ¶ 29`,
      '– **1 ×** how do I bake bread? · nearest: ¶ 12',
    ]);
  });

  it('opens a group with its questions, the nearest sentences, and the nearest question that is known to be off the article', async () => {
    await leaveOpen(QUESTION, PARAPHRASE);
    const group = await openGroup(PARAPHRASE);
    const text = textOf(group);
    expect(text).toContain(`– ${PARAPHRASE} (unsure)\n– ${QUESTION} (found nothing)`);
    expect(text).toContain('> Even the USA needs Venezuelan oil for its refineries in Louisiana and Texas');
    expect(text).toMatch(/Nearest question that the article is known not to answer: “.+”/u);
    const [pick, ...buttons] = componentsIn(group);
    expect(pick?.options?.map(({ value }) => value)).toContain(REFINERIES);
    expect(buttons.map(({ label }) => label)).toEqual([t('button.decoy'), t('button.drop')]);
  });

  it('turns its pages, and opens groups from each', async () => {
    const { article } = app;
    // Each of these sentences is nearest to its own words.
    for (const [i, sentence] of [6, 11, 14, 20, 23, 28, 35, 42, 60].entries()) {
      const { start, end } = article.sentences[sentence] ?? { start: 0, end: 0 };
      const question = article.body.slice(start, end);
      await store.addOpenQuestion({
        id: `page-${server.guild.id}-${i}`,
        guildId: server.guild.id,
        question,
        why: 'unsure',
        at: Date.now() + i,
      });
    }
    const list = await moderate('gaps');
    expect(list.content).toBe('Open questions, groups 1 to 8 of 9:');
    await click(server, { user: server.moderator, message: list, on: 'Next' });
    expect(list.content).toBe('Open questions, groups 9 to 9 of 9:');
    const [{ options = [] } = {}] = componentsIn(list);
    const group = await click(server, { user: server.moderator, message: list, on: t('gaps.pick'), values: [options[0]?.value ?? ''] });
    expect(textOf(group)).toContain('Nicolás Maduro was re-elected');
  });

  it('speaks the moderator’s language', async () => {
    await leaveOpen('how do I bake bread?');
    server.moderator.locale = 'es-ES';
    const list = await moderate('gaps');
    expect(list.content).toBe(translator('es')('gaps.header', { first: 1, last: 1, count: 1 }));
  });
});

describe('Teach', () => {
  it('has the same question answered at once by the sentence, and a paraphrase too', async () => {
    await leaveOpen(QUESTION);
    expect(await outcomeOf(PARAPHRASE, addServer(stage))).toBe(UNSURE);
    await teach(QUESTION);
    for (const question of [QUESTION, PARAPHRASE]) {
      const answer = await ask(question);
      expect(answer.content).toContain(ANSWERS);
      expect(answer.embeds[0]?.description).toContain('**Even the USA needs Venezuelan oil');
    }
  });

  it('holds in this server alone', async () => {
    await leaveOpen(QUESTION);
    await teach(QUESTION);
    expect(await outcomeOf(QUESTION)).toBe(ANSWERS);
    expect(await outcomeOf(QUESTION, addServer(stage))).toBe(t('outcome.not_covered'));
  });

  it('says what was taught, in the log too, and closes the question', async () => {
    const log = addChannel(stage.discord.world, server.guild, { name: 'log' });
    await use(server, { user: server.moderator, channel: server.quiet, name: 'settings log-channel', options: { channel: log } });
    await leaveOpen(QUESTION);
    const taught = await teach(QUESTION);
    expect(taught.content).toBe([t('taught.answer', { question: QUESTION }), t('taught.works.answer')].join('\n'));
    expect([...log.messages.values()].at(-1)?.content).toBe(
      t('log.taught.answer', { who: `<@${server.moderator.id}>`, question: QUESTION }),
    );
    expect(questions()).toEqual([]);
  });

  it('closes paraphrases with the question', async () => {
    await leaveOpen(PARAPHRASE, QUESTION);
    await teach(QUESTION);
    expect(questions()).toEqual([]);
  });

  it('leaves other questions open that only came near to the same passage', async () => {
    const others = ['how many Americans were jailed?', 'are the people jailed in El Helicoide?'];
    await leaveOpen(...others);
    await teachDecoy(others[1] ?? '');
    expect(questions()).toEqual([others[0]]);
  });

  it('comes too late for what another moderator has closed', async () => {
    await leaveOpen(QUESTION);
    const group = await openGroup(QUESTION);
    await teachDecoy(QUESTION);
    const late = await click(server, { user: server.moderator, message: group, on: t('gaps.teach'), values: [REFINERIES] });
    expect(late.content).toBe(t('gaps.gone'));
    expect(
      keptIn(stage)
        .get('lessons')
        ?.filter((row) => row.guild_id === server.guild.id),
    ).toHaveLength(1);
  });

  it('taken back, has questions answered as before', async () => {
    await leaveOpen(QUESTION);
    const taught = await teach(QUESTION);
    await ask(QUESTION);
    const back = await click(server, { user: server.moderator, message: taught, on: t('button.unteach') });
    expect(back.content).toBe(t('untaught'));
    expect(await outcomeOf(QUESTION)).toBe(t('outcome.not_covered'));
    expect(
      keptIn(stage)
        .get('lessons')
        ?.filter((row) => row.guild_id === server.guild.id),
    ).toEqual([]);
  });

  it('still holds after a restart, and can still be taken back', async () => {
    await leaveOpen(QUESTION);
    const taught = await teach(QUESTION);
    await stage.restart();
    expect(await outcomeOf(QUESTION)).toBe(ANSWERS);
    await click(server, { user: server.moderator, message: taught, on: t('button.unteach') });
    expect(await outcomeOf(QUESTION)).toBe(t('outcome.not_covered'));
  });
});

describe('Not in the article', () => {
  it('has the same question turned down at once, and a paraphrase that was answered too', async () => {
    expect(await outcomeOf(ANSWERED)).toBe(ANSWERS);
    await leaveOpen(NEAR_IT);
    const taught = await teachDecoy(NEAR_IT);
    expect(taught.content).toBe([t('taught.decoy', { question: NEAR_IT }), t('taught.works.decoy')].join('\n'));
    for (const question of [NEAR_IT, ANSWERED]) expect(await outcomeOf(question)).toBe(t('outcome.not_covered'));
  });

  it('taken back, has questions answered as before', async () => {
    await leaveOpen(NEAR_IT);
    const taught = await teachDecoy(NEAR_IT);
    await click(server, { user: server.moderator, message: taught, on: t('button.unteach') });
    expect(await outcomeOf(ANSWERED)).toBe(ANSWERS);
  });
});

describe('Put aside', () => {
  it('closes the whole group and teaches nothing', async () => {
    await leaveOpen(PARAPHRASE, QUESTION, 'how do I bake bread?');
    const aside = await click(server, { user: server.moderator, message: await openGroup(QUESTION), on: t('button.drop') });
    expect(aside.content).toBe(t('gaps.putAside'));
    expect(questions()).toEqual(['how do I bake bread?']);
    expect(await outcomeOf(QUESTION)).toBe(t('outcome.not_covered'));
  });
});

describe('/coverage', () => {
  // With the shipped notes every paragraph has one.
  beforeEach(async () => {
    for (const note of ['security-cameras-venapp', 'shot-on-sight']) {
      const draft = await moderate('note retract', { note });
      await click(server, { user: server.moderator, message: draft, on: t('button.save') });
    }
  });

  it('says, to the moderator alone, which paragraphs have no notes, and comes with a picture that can be read aloud', async () => {
    const shown = await moderate('coverage');
    expect(shown.onlyFor).toBe(server.moderator);
    expect(shown.content).toBe(
      [t('coverage.header', { noted: 31, paragraphs: 33 }), t('coverage.bare', { places: '¶ 20, ¶ 25' }), t('coverage.notAsked')].join(
        '\n',
      ),
    );
    const [picture] = shown.attachments;
    expect(picture).toMatchObject({ name: 'coverage.png', contentType: 'image/png' });
    expect(picture?.description).toContain('¶ 20, ¶ 25');
  });

  it('counts the paragraph that each answer began with, public or private', async () => {
    await ask('where did the cyber-attack come from?');
    await use(server, {
      user: newcomer(server),
      channel: server.general,
      name: 'ask',
      options: { question: 'who won the election?', private: true },
    });
    await ask('where was the cyber-attack traced to?');
    await vi.waitFor(async () => {
      expect((await moderate('coverage')).content).toContain(t('coverage.asked', { places: '¶ 7 (2), ¶ 6 (1)' }));
    }, SOON);
  });

  it('counts the notes of this server', async () => {
    await addNote(server, { quote: 'There are security cameras everywhere' });
    const { content } = await moderate('coverage');
    expect(content).toContain(t('coverage.header', { noted: 32, paragraphs: 33 }));
    expect(content).toContain(t('coverage.bare', { places: '¶ 25' }));
  });

  it('draws bars for what was asked', async () => {
    const before = await bluePixels(await moderate('coverage'));
    await ask('who won the election?');
    await vi.waitFor(async () => expect(await bluePixels(await moderate('coverage'))).toBeGreaterThan(before + 1_000), SOON);
  });
});

/** Number of pixels in a message's picture with the colour of answers. */
async function bluePixels({ attachments: [picture] }: Message): Promise<number> {
  const { data, info } = await sharp(picture?.data).raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let i = 0; i < data.length; i += info.channels) if (data[i] === 0x3b && data[i + 1] === 0x5b && data[i + 2] === 0x92) count += 1;
  return count;
}

// Tests of every button and select under an answer: what it opens, who may use it, and that it works after a restart.

import { join } from 'node:path';
import { ComponentType, MessageFlags } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickForged, componentsIn, messagesFor, click as press } from '../../sandbox/discord/people.js';
import type { Channel, Message, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { parseArticle } from '../../src/article/parse.js';
import { feedback as feedbackButton } from '../../src/discord/answers/components/feedback.js';
import { more } from '../../src/discord/answers/components/more.js';
import { noteDigest } from '../../src/discord/kit/id-fields.js';
import { context } from '../../src/discord/lookups/components/context.js';
import { notes } from '../../src/discord/lookups/components/notes.js';
import { turnPage } from '../../src/discord/lookups/components/turn-page.js';
import { Sqlite } from '../../src/sqlite.js';
import { createArticleView } from '../../src/views/article-view.js';
import { answerTo, click, directWith, giveFeedback, newcomer, openShippedApp, openStage, post, type Stage, settle, use } from './stage.js';

const QUESTION = 'where did the cyber-attack come from?';

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

async function answerFor(user: User, options: { readonly private?: boolean; readonly question?: string } = {}): Promise<Message> {
  return use(stage, { user, channel: stage.general, name: 'ask', options: { question: QUESTION, ...options } });
}

const isPrivateTo = (user: User, message: Message) => message.onlyFor === user && (message.flags & MessageFlags.Ephemeral) !== 0;

function feedback(): Record<string, unknown>[] {
  const database = new Sqlite(join(stage.dataDir, 'marginalia.sqlite'), { readonly: true });
  try {
    return database.prepare('select * from feedback order by at, rowid').all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}

describe('Context', () => {
  it('shows anybody, privately, the whole paragraph between its neighbours', async () => {
    const message = await answerFor(newcomer(stage));
    const other = newcomer(stage, 'es-ES');
    const shown = await click(stage, { user: other, message, on: 'Context' });
    expect(isPrivateTo(other, shown)).toBe(true);
    expect(shown.content).toMatch(/^Párrafo 7 de 33 – \*\*\d puntos controvertidos:\*\*$/u);
    expect(shown.embeds.map(({ title }) => title?.split(' · ')[0])).toEqual(['¶ 6', '¶ 7', '¶ 8']);
  });
});

describe('a paragraph that is too long for a message', () => {
  it('is shown in parts, and the buttons lead to the next and the one before', async () => {
    const long = Array.from({ length: 400 }, (_, i) => `Sentence number ${i} tells of something.`).join(' ');
    const article = parseArticle(long, { title: 'Long', language: 'en' });
    const view = createArticleView({ ...app.context, article, notes: [] });
    await stage.restart({ ...app, ...view, articleHash: 'e'.repeat(64) });
    const user = newcomer(stage);
    const partOf = ({ embeds }: Message) => embeds[0]?.title?.split(' · ').at(-1);
    let shown = await use(stage, { user, channel: stage.general, name: 'passage', options: { number: 1 } });
    expect(partOf(shown)).toBe('part 1 of 6');
    const quoted: (string | undefined)[] = [];
    for (const [on, part] of [
      ['Next', 2],
      ['Next', 3],
      ['Previous', 2],
    ] as const) {
      shown = await click(stage, { user, message: shown, on });
      expect(partOf(shown)).toBe(`part ${part} of 6`);
      quoted.push(shown.embeds[0]?.description);
    }
    expect(quoted[2]).toBe(quoted[0]);
    expect(quoted[1]).not.toBe(quoted[0]);
    await stage.restart(app);
  });
});

describe('More', () => {
  it('shows, privately, passages that the answer does not show', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user);
    const shown = await click(stage, { user, message, on: 'More' });
    expect(isPrivateTo(user, shown)).toBe(true);
    const quoted = (one: Message) => one.embeds.map(({ description }) => (description ?? '').split('\n')[0]);
    expect(quoted(shown).some((line) => quoted(message).includes(line))).toBe(false);
    expect(shown.embeds).toHaveLength(3);
    const next = await click(stage, { user, message: shown, on: 'More' });
    expect(quoted(next).some((line) => [...quoted(message), ...quoted(shown)].includes(line))).toBe(false);
  });

  it('shows the nearest passages of a question that is not covered', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { question: 'What was the turnout?' });
    const shown = await click(stage, { user, message, on: 'Nearest passages' });
    expect(shown.content).toMatch(/^The nearest passages, which may not answer the question(?::| – )/u);
  });
});

describe('Notes', () => {
  it('shows all notes at a quotation, over its pages', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { question: 'did the cops lock anybody up?' });
    const shown = await click(stage, { user, message, on: 'Notes (3)' });
    expect(shown.content).toBe('3 notes on ¶ 23 · **3 contested**');
    expect(shown.embeds).toHaveLength(3);
    for (const { description = '' } of shown.embeds) {
      expect(description).toMatch(/^. \*\*\w+\*\* · “[^”]+”\n\*\*.{20,}\*\*\n.{50,}\n-# – \[/u);
      expect(description).toMatch(/\n-# Sources checked \w+ 2026 · shipped with the bot/u);
    }
    const last = shown.embeds.at(-1)?.description;
    expect(last).toContain('\n-# ✗ Inaccurate: a checkable fact is wrong');
    expect(last).toMatch(/Tell this server’s moderators\.$/u);
    expect((await click(stage, { user, message: shown, on: 'Context' })).content).toMatch(/^Paragraph 23 of 33/u);
  });

  it('are in the reader’s language', async () => {
    const message = await answerFor(newcomer(stage));
    const shown = await click(stage, { user: newcomer(stage, 'es-ES'), message, on: 'Note' });
    const [note] = app.notes.filter(({ note: { id } }) => id === 'north-macedonia-hack');
    expect(shown.embeds.map(({ description }) => description).join('\n')).toContain(note?.note.translations?.es.headline);
  });

  it('are shown over pages where they have no room together, each once', async () => {
    const user = newcomer(stage);
    const message = await use(stage, { user, channel: stage.general, name: 'passage', options: { number: 6 } });
    const { label = '' } = componentsIn(message)[0] ?? {};
    const count = Number(/\d+/u.exec(label)?.[0]);
    let shown = await click(stage, { user, message, on: label });
    expect(shown.content).toMatch(new RegExp(`^${count} notes on ¶ 6 · \\*\\*\\d+ contested\\*\\* · 1 to \\d+$`, 'u'));
    const seen = [...shown.embeds];
    while (seen.length < count) {
      shown = await click(stage, { user, message: shown, on: 'Next' });
      seen.push(...shown.embeds);
    }
    expect(new Set(seen.map(({ description = '' }) => description.split('\n')[1])).size).toBe(count);
  });
});

describe('feedback', () => {
  it('is kept on disk with ids and the time alone, the reason too', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user);
    expect((await giveFeedback(stage, { user, message, on: 'Helpful' })).content).toBe(
      'Thank you: your judgement is kept, without your name.',
    );
    expect(feedback().at(-1)).toEqual({
      id: expect.any(String),
      at: expect.any(Number),
      message_id: message.id,
      channel_id: stage.general.id,
      guild_id: stage.guild.id,
      verdict: 'helpful',
      reason: null,
    });
    const asking = await click(stage, { user, message, on: 'Feedback' });
    expect(asking.content).toBe('How was this answer?');
    expect(componentsIn(asking).map(({ label }) => label)).toEqual([
      'Helpful',
      'Wrong passage',
      'Does not answer it',
      'A note is wrong or missing',
    ]);
    const thanks = await click(stage, { user, message: asking, on: 'A note is wrong or missing' });
    expect(thanks.content).toBe('Thank you: your judgement is kept, without your name.');
    expect(componentsIn(thanks)).toEqual([]);
    expect(feedback().at(-1)).toMatchObject({ message_id: message.id, verdict: 'not-helpful', reason: 'note' });
    const kept = JSON.stringify(feedback());
    for (const secret of [user.id, user.name, QUESTION]) expect(kept).not.toContain(secret);
  });

  it('of many clicks is one judgement, the last', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user);
    const ofAnswer = () => feedback().filter(({ message_id: id }) => id === message.id);
    for (let i = 0; i < 5; i++) await giveFeedback(stage, { user, message, on: 'Helpful' });
    expect(ofAnswer()).toMatchObject([{ verdict: 'helpful' }]);
    await giveFeedback(stage, { user, message, on: 'Wrong passage' });
    expect(ofAnswer()).toMatchObject([{ verdict: 'not-helpful', reason: 'wrong-passage' }]);
  });

  it('is for who asked', async () => {
    const message = await answerFor(newcomer(stage));
    const other = newcomer(stage, 'es-ES');
    const before = feedback().length;
    const refused = await click(stage, { user: other, message, on: 'Feedback' });
    expect(isPrivateTo(other, refused)).toBe(true);
    expect(refused.content).toBe('Solo quien preguntó puede usar este botón.');
    expect(componentsIn(refused)).toEqual([]);
    expect(feedback()).toHaveLength(before);
  });
});

describe('Share', () => {
  it('shows a private answer to everybody and goes away', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { private: true });
    const shared = await click(stage, { user, message, on: 'Share' });
    expect(shared.onlyFor).toBeUndefined();
    expect(shared).toMatchObject({ content: message.content, embeds: message.embeds });
    const labels = (one: Message) => componentsIn(one).map(({ label }) => label);
    await until(stage.discord.world, () => (labels(message).includes('Share') ? undefined : true), { describe: () => 'the button stays' });
    const forAll = ['Note', 'Context', 'More', 'Feedback'];
    expect(labels(message)).toEqual(forAll);
    expect(labels(shared)).toEqual([...forAll, 'Delete']);
    expect((await click(stage, { user: newcomer(stage), message: shared, on: 'Context' })).content).toMatch(/^Paragraph 7 of 33 – /u);
  });

  it('shows it once, however often it is clicked', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { private: true });
    const { world } = stage.discord;
    const before = messagesFor(stage.reader, stage.general).length;
    const clicks = [1, 2, 3].map(() => press(world, { user, message, on: 'Share' }));
    await until(world, () => (clicks.every(({ acknowledgement }) => acknowledgement !== undefined) ? true : undefined), {
      describe: () => 'no acknowledgement',
    });
    await settle();
    expect(messagesFor(stage.reader, stage.general)).toHaveLength(before + 1);
  });

  it('leaves an answer that can be explained and followed up', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { private: true });
    const shared = await click(stage, { user, message, on: 'Share' });
    const link = `https://discord.com/channels/${stage.guild.id}/${stage.general.id}/${shared.id}`;
    const why = await use(stage, { user, channel: stage.general, name: 'why', options: { message: link } });
    expect(why.content).toContain(QUESTION);
  });
});

describe('Delete', () => {
  it('is for who asked and for who may manage messages', async () => {
    const asker = newcomer(stage);
    const [first, second] = [await answerFor(asker), await answerFor(asker)];
    const other = newcomer(stage);
    const refused = await click(stage, { user: other, message: first, on: 'Delete' });
    expect(refused.content).toBe('Only the person who asked, or a moderator, can delete this answer.');
    expect(first.deleted).toBe(false);
    for (const [user, message] of [
      [asker, first],
      [stage.moderator, second],
    ] as const) {
      press(stage.discord.world, { user, message, on: 'Delete' });
      await until(stage.discord.world, () => (message.deleted ? true : undefined), { describe: () => 'the answer stays' });
    }
  });

  it('deletes the answer to a mention too', async () => {
    const user = newcomer(stage);
    const { world } = stage.discord;
    const message = await post(stage, { user, channel: stage.general, content: `<@${world.application.bot.id}> who won?` });
    press(world, { user, message, on: 'Delete' });
    await until(world, () => (message.deleted ? true : undefined), { describe: () => 'the answer stays' });
  });
});

describe('pages of a list', () => {
  it('are turned by who used the command, and by nobody else', async () => {
    const user = newcomer(stage);
    const message = await use(stage, { user, channel: stage.general, name: 'claims' });
    const { content } = message;
    const refused = await click(stage, { user: newcomer(stage), message, on: 'Next' });
    expect(refused.content).toBe('Only the person who asked can use this button.');
    expect(message.content).toBe(content);
    await click(stage, { user, message, on: 'Next' });
    expect(message.content).not.toBe(content);
  });
});

describe('a custom id that was forged', () => {
  it.each(['', 'x', 'h.0', 'c.000000.7.0', 'zz.zz.zz', 'd.ZZZZ', `${'m'.repeat(99)}`, 'p.c.1.zzzzzzzzzzz'])(
    'leads to a private sentence and nothing else: %j',
    async (customId) => {
      const user = newcomer(stage);
      const message = await answerFor(user);
      const { content } = message;
      const shown = await answerTo(stage, clickForged(stage.discord.world, { user: newcomer(stage), message, customId }));
      expect(shown.onlyFor).toBeDefined();
      expect(shown.content).toMatch(/^(?:This button is from another version|The article has changed|Only the person who asked)/u);
      expect(message).toMatchObject({ content, deleted: false });
    },
  );

  it('of a paragraph that the article does not have is no crash', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user);
    const [content = ''] = componentsIn(message).flatMap(({ custom_id: id = '' }) => context.decode(id)?.content ?? []);
    const { world } = stage.discord;
    for (const id of [
      context.encode({ content, paragraph: 999, part: 0 }),
      context.encode({ content, paragraph: 7, part: 999 }),
      notes.encode({ content, ranges: [{ start: 5, end: 99_999 }], order: [], related: [], page: 7 }),
      notes.encode({ content, ranges: [{ start: 9, end: 3 }], order: [], related: [], page: 0 }),
      notes.encode({ content, ranges: [{ start: 0, end: app.article.body.length }], order: [], related: [], page: 0 }),
      more.encode({ content, sentences: [99_999] }),
      notes.encode({ content, ranges: [], order: [], related: [noteDigest('no-such-note')], page: 7 }),
      feedbackButton.encode({ asker: user.id, made: content, sentence: 99_999 }),
      turnPage.encode({ list: 'claims', asker: user.id, page: 99_999 }),
    ]) {
      const shown = await answerTo(stage, clickForged(world, { user, message, customId: id }));
      expect(shown.content).not.toContain('Something went wrong');
    }
  });

  it('of a claim that there is none says so', async () => {
    const user = newcomer(stage);
    const message = await use(stage, { user, channel: stage.general, name: 'claims' });
    const { custom_id: customId = '' } = componentsIn(message)[0] ?? {};
    const forged = { user, message, customId, type: ComponentType.StringSelect, values: ['<script>'] };
    expect((await answerTo(stage, clickForged(stage.discord.world, forged))).content).toBe('There is no note on this claim any more.');
  });
});

describe('Link', () => {
  const passageIn = (user: User, channel: Channel) => use(stage, { user, channel, name: 'passage', options: { number: 7 } });

  it('under a passage answers with the message’s link, to whoever clicks alone', async () => {
    const message = await passageIn(newcomer(stage), stage.general);
    const [row] = message.components;
    expect(row).toMatchObject({ components: [{}, { label: 'Context' }, { label: 'Link' }] });
    const reader = newcomer(stage);
    const shown = await click(stage, { user: reader, message, on: 'Link' });
    expect(shown.onlyFor).toBe(reader);
    expect(shown.content).toBe(`Link to this message: https://discord.com/channels/${stage.guild.id}/${stage.general.id}/${message.id}`);
  });

  it('of a message that nobody else can open says so', async () => {
    const user = newcomer(stage);
    const message = await passageIn(user, directWith(stage, user));
    const shown = await click(stage, { user, message, on: 'Link' });
    expect(shown.content).toBe('Only you can see this message, so there is no link to it that others could open.');
  });

  it('stands under passages alone', async () => {
    const message = await answerFor(newcomer(stage), { private: false });
    expect(componentsIn(message).map(({ label }) => label)).not.toContain('Link');
  });
});

describe('after a restart', () => {
  it('every button still works', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user, { private: false });
    const claims = await use(stage, { user, channel: stage.general, name: 'claims' });
    await stage.restart();
    expect((await click(stage, { user, message, on: 'Context' })).content).toMatch(/^Paragraph 7 of 33 – /u);
    expect((await click(stage, { user, message, on: 'More' })).content).toMatch(/^Near the question/u);
    expect((await click(stage, { user, message: claims, on: 'Next' })).content).toMatch(/^Contested claims, /u);
    const link = `https://discord.com/channels/${stage.guild.id}/${stage.general.id}/${message.id}`;
    expect((await use(stage, { user, channel: stage.general, name: 'why', options: { message: link } })).content).toContain(QUESTION);
    press(stage.discord.world, { user, message, on: 'Delete' });
    await until(stage.discord.world, () => (message.deleted ? true : undefined), { describe: () => 'the answer stays' });
  });

  it('over another article, a button that needs the old one says so', async () => {
    const user = newcomer(stage);
    const message = await answerFor(user);
    await stage.restart({ ...app, articleHash: 'f'.repeat(64) });
    const shown = await click(stage, { user, message, on: 'Context' });
    expect(shown.content).toBe('The article has changed since this answer. Ask again for a fresh one.');
    await stage.restart(app);
  });
});

// Tests of readers' suggestions over the loopback Discord: the modal, the moderators' queue, the decision, and the message to the reader.

import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentsIn, type FormValues, Impossible, click as press, useCommand } from '../../sandbox/discord/people.js';
import { addChannel, setOverwrite } from '../../sandbox/discord/places.js';
import type { Channel, Component, Interaction, Message, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { MOST_WAITING } from '../../src/curation/decisions.js';
import { translator } from '../../src/i18n/translator.js';
import { openStore } from '../../src/store/open-store.js';
import { proposal } from '../store/examples.js';
import {
  addServer,
  click,
  directWith,
  fillIn,
  keptIn,
  newcomer,
  openForm,
  openShippedApp,
  openStage,
  post,
  QUESTION,
  SENTENCE,
  type Server,
  type Stage,
  sendForm,
  suggestionsFor,
  textOf,
  use,
} from './stage.js';

const QUIET = { warn: () => undefined, error: () => undefined };
const t = translator('en');
/** The suggestion value of the sentence about North Macedonia. */
const PASSAGE = 's11';

let app: App;
/** Its first guild has no queue. */
let stage: Stage;
let server: Server;
let log: Channel;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  server = addServer(stage);
  log = addChannel(stage.discord.world, server.guild, { name: 'log' });
  await setChannel('queue', server.office);
  await setChannel('log', log);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

function setChannel(which: 'queue' | 'log', channel?: Channel, { guild: { owner: user }, quiet }: Server = server): Promise<Message> {
  const options = channel === undefined ? {} : { channel };
  return use(stage, { user, channel: quiet, name: `settings ${which}-channel`, options });
}

let written = 0;

/** A reader's input. */
function suggestion(values: FormValues = {}): FormValues {
  written += 1;
  const note = `No evidence was shown, as reader ${written} remarks.`;
  const sources = 'The Herald | A look | 2024-08-13 | https://example.org/attack';
  return { status: 'unverified', headline: 'No evidence was shown', note, sources, ...values };
}

const openSuggestion = (user: User, passage = PASSAGE, { general: channel }: Server = server): Interaction =>
  useCommand(stage.discord.world, { user, channel, name: 'suggest', options: { passage } });

/** Suggests a note on a sentence without notes, and gives the queue message that asks for a decision. */
async function suggest(user: User, values: FormValues = {}, place: Server = server, passage = `s${written + 20}`): Promise<Message> {
  const thanks = await fillIn(place, openSuggestion(user, passage, place), suggestion(values));
  expect(thanks.content).toBe(t('suggest.sent'));
  return last(place.office);
}

function last({ messages }: Channel): Message {
  const message = [...messages.values()].at(-1);
  if (message === undefined) throw new Error('The channel is empty.');
  return message;
}

const labelsIn = (message: Message) => componentsIn(message).map(({ label }) => label);
const toldTo = (user: User) => [...directWith(stage, user).messages.values()].map(textOf);
const noteOf = (queued: Message) => /^\*\*[^*\n]+\*\*\n(.+)$/mu.exec(textOf(queued))?.[1] ?? '';
const revisions = () => keptIn(stage).get('revisions') ?? [];

describe('a suggestion', () => {
  it('is not offered where the server has no queue', async () => {
    const user = newcomer(stage);
    const refused = await use(stage, { user, channel: stage.general, name: 'suggest', options: { passage: PASSAGE } });
    expect(refused.onlyFor).toBe(user);
    expect(refused.content).toBe(t('suggest.off'));
    const answer = await use(stage, { user, channel: stage.general, name: 'ask', options: { question: QUESTION } });
    const asked = await click(stage, { user, message: answer, on: 'Feedback' });
    expect(labelsIn(asked)).toContain('Helpful');
    expect(labelsIn(asked)).not.toContain('Suggest a note');
  });

  it('is offered under answers to commands and to mentions where the server has a queue', async () => {
    const user = newcomer(server);
    const content = `<@${stage.discord.world.application.bot.id}> ${QUESTION}`;
    const answers = [
      await use(server, { user, channel: server.general, name: 'ask', options: { question: QUESTION } }),
      await post(server, { user, channel: server.general, content }),
    ];
    for (const message of answers) {
      expect(labelsIn(message)).not.toContain('Suggest a note');
      expect(labelsIn(await click(server, { user, message, on: 'Feedback' })).at(-1)).toBe('Suggest a note');
      const other = await click(server, { user: newcomer(server), message, on: 'Feedback' });
      expect([other.content, labelsIn(other)]).toEqual([t('feedback.others'), ['Suggest a note']]);
      expect(labelsIn(await click(server, { user, message, on: 'Note' }))).toContain('Suggest a note');
    }
  });

  it('is not offered in direct messages, which have no moderators', async () => {
    const user = newcomer(server);
    const channel = directWith(stage, user);
    expect(() => useCommand(stage.discord.world, { user, channel, name: 'suggest', options: { passage: PASSAGE } })).toThrow(Impossible);
    const answer = await use(stage, { user, channel, name: 'ask', options: { question: QUESTION } });
    const asked = await click(stage, { user, message: answer, on: 'Feedback' });
    expect(labelsIn(asked)).toContain('Helpful');
    expect(labelsIn(asked)).not.toContain('Suggest a note');
  });

  it('is suggested sentences to stand on while the reader types', async () => {
    const typing = { user: newcomer(server), channel: server.general, name: 'suggest' };
    const choices = await suggestionsFor(server, { ...typing, focused: { name: 'passage', value: 'North Macedonia' } });
    expect(choices[0]).toEqual({ name: expect.stringMatching(/^¶ 7 · The elements of the electronic system/u), value: PASSAGE });
  });

  it('is written in a form that holds the sentence, from the command and from the button alike', async () => {
    const user = newcomer(server);
    const answer = await use(server, { user, channel: server.general, name: 'ask', options: { question: QUESTION } });
    const message = await click(server, { user, message: answer, on: 'Feedback' });
    const opened = [openSuggestion(user), press(stage.discord.world, { user, message, on: 'Suggest a note' })];
    for (const one of opened) {
      const form = await openForm(server, one);
      const inputs = (form.modal?.components ?? []).map(({ component }) => component as Component & { readonly value?: string });
      // Keywords affect retrieval, so only moderators set them.
      expect(inputs.map(({ custom_id: id }) => id)).toEqual(['status', 'quote', 'headline', 'note', 'sources']);
      expect(inputs[1]?.value).toBe(SENTENCE);
    }
  });

  it('lies before the moderators with its author and what they can do, and thanks the reader privately', async () => {
    const user = newcomer(server);
    const thanks = await fillIn(server, openSuggestion(user), suggestion({ note: 'Nobody ever published the traces.' }));
    expect(thanks.onlyFor).toBe(user);
    expect(thanks.content).toBe(t('suggest.sent'));
    const queued = last(server.office);
    expect(queued.onlyFor).toBeUndefined();
    expect(queued.content).toContain(`Suggested by <@${user.id}>.`);
    expect(textOf(queued)).toContain('Nobody ever published the traces.');
    expect(textOf(queued)).toContain(SENTENCE);
    expect(labelsIn(queued)).toEqual(['Approve', 'Edit', 'Keywords', 'In Spanish', 'Reject', 'What would it change?']);
  });

  it('with faults is given back to be mended, with all that was typed', async () => {
    const user = newcomer(server);
    const before = server.office.messages.size;
    const faulty = await fillIn(server, openSuggestion(user), suggestion({ sources: 'The Herald', note: 'Where are the traces?' }));
    expect(faulty.content).toContain('Sources, line 1');
    expect(server.office.messages.size).toBe(before);
    const form = await openForm(server, press(stage.discord.world, { user, message: faulty, on: 'Fix it' }));
    const inputs = (form.modal?.components ?? []).map(({ component }) => component as Component & { readonly value?: string });
    expect(inputs.map(({ custom_id: id }) => id)).toEqual(['status', 'quote', 'headline', 'note', 'sources']);
    expect(inputs.slice(1).map(({ value }) => value)).toEqual([SENTENCE, 'No evidence was shown', 'Where are the traces?', 'The Herald']);
    const thanks = await sendForm(server, form, { sources: 'The Herald | A look | | https://example.org/attack' });
    expect(thanks.content).toBe(t('suggest.sent'));
    expect(textOf(last(server.office))).toContain('Where are the traces?');
  });

  it('with words that are nearly the article’s stands in the queue with the article’s own', async () => {
    const queued = await suggest(newcomer(server), { quote: 'supposed "humanitarian" invasion of Venezuela' });
    expect(textOf(queued)).toContain('supposed “humanitarian” invasion of Venezuela');
    expect(textOf(queued)).not.toContain('"humanitarian"');
  });

  it('from the button of an answer is refused once the server has no queue any more, and so is its form', async () => {
    const user = newcomer(server);
    const answer = await use(server, { user, channel: server.general, name: 'ask', options: { question: QUESTION } });
    const message = await click(server, { user, message: answer, on: 'Feedback' });
    const form = await openForm(server, openSuggestion(user));
    await setChannel('queue');
    expect((await click(server, { user, message, on: 'Suggest a note' })).content).toBe(t('suggest.off'));
    expect((await sendForm(server, form, suggestion())).content).toBe(t('suggest.off'));
    await setChannel('queue', server.office);
  });

  it('that finds the queue closed is kept, and lies there when the queue is open, the oldest first', async () => {
    const { world } = stage.discord;
    const closed = addChannel(world, server.guild, { name: 'closed' });
    setOverwrite(world, closed, world.application.bot.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.SendMessages });
    const changed = await setChannel('queue', closed);
    expect(changed.content).toContain(t('queue.failed'));
    const user = newcomer(server);
    for (const note of ['The first of two.', 'The second of two.']) {
      expect((await fillIn(server, openSuggestion(user), suggestion({ note }))).content).toBe(t('suggest.failed'));
    }
    const open = addChannel(world, server.guild, { name: 'open' });
    await setChannel('queue', open);
    await until(world, () => (open.messages.size === 3 ? true : undefined), {
      describe: () => `${open.messages.size} messages in the queue`,
    });
    const [opening, ...waiting] = [...open.messages.values()];
    expect(opening?.content).toBe(t('queue.here'));
    expect(waiting.map(noteOf)).toEqual(['The first of two.', 'The second of two.']);
    await setChannel('queue', server.office);
  });
});

describe('of more suggestions than one person may have waiting', () => {
  it('the last is not taken, its words are kept, and they are sent once one of the others is decided', async () => {
    const own = addServer(stage);
    await setChannel('queue', own.office, own);
    const user = newcomer(own);
    const { ofPerson } = MOST_WAITING;
    const queued = await suggest(user, {}, own);
    // Nobody can send that many in ten minutes.
    const elsewhere = await openStore({ file: join(stage.dataDir, 'marginalia.sqlite'), log: QUIET });
    for (let i = 1; i < ofPerson; i++) {
      await elsewhere.addProposal(proposal({ id: `w${i}`, guildId: own.guild.id, origin: 'reader', authorId: user.id }));
    }
    await elsewhere.close();
    const refused = await fillIn(own, openSuggestion(user, PASSAGE, own), suggestion({ note: 'One more than may wait.' }));
    expect(refused.content).toBe(t('suggest.full.person', { count: ofPerson }));
    expect(last(own.office)).toBe(queued);
    // Others are not limited.
    await suggest(newcomer(own), {}, own);
    await click(own, { user: own.moderator, message: queued, on: 'Approve' });
    const form = await openForm(own, press(stage.discord.world, { user, message: refused, on: t('button.reopen') }));
    expect((await sendForm(own, form, {})).content).toBe(t('suggest.sent'));
    expect(textOf(last(own.office))).toContain('One more than may wait.');
  });
});

describe('Approve', () => {
  it('shows readers the note at once, and not before', async () => {
    const own = addServer(stage);
    await setChannel('queue', own.office, own);
    const ask = async () =>
      textOf(await use(own, { user: newcomer(own), channel: own.general, name: 'ask', options: { question: QUESTION } }));
    const queued = await suggest(newcomer(own), {}, own, PASSAGE);
    const line = '__The elements of the electronic system …__: No evidence was shown · ';
    expect(await ask()).not.toContain(line);
    const approved = await click(own, { user: own.moderator, message: queued, on: 'Approve' });
    expect(approved.onlyFor).toBe(own.moderator);
    expect(approved.content).toMatch(/is saved, and readers see it\.$/u);
    expect(await ask()).toContain(line);
  });

  it('says in the queue who approved, and leaves nothing to click there', async () => {
    const queued = await suggest(newcomer(server));
    await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    expect(queued.content.split('\n').at(-1)).toBe(`**Approved** by <@${server.moderator.id}>.`);
    expect(componentsIn(queued)).toEqual([]);
  });

  it('keeps in the history, and says in the log, who wrote it and who approved it', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    const approved = await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    const [, note = ''] = /\*\*(.+?)\*\*/u.exec(approved.content) ?? [];
    const history = await use(server, { user: server.second, channel: server.quiet, name: 'note history', options: { note } });
    expect(history.content).toContain(`Written by <@${user.id}>`);
    for (const { content } of [history, last(log)]) {
      expect(content).toContain(`<@${user.id}>`);
      expect(content).toContain(t('history.approved', { who: `<@${server.moderator.id}>` }));
    }
  });

  it('tells who suggested it, and which of their notes it is', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    await suggest(user);
    await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    expect(toldTo(user)).toEqual([`${t('suggest.accepted')}\n> ${noteOf(queued)}`]);
  });

  it('holds also where who suggested it takes no direct messages, and the moderator hears nothing of that', async () => {
    const user = newcomer(server);
    user.acceptsDms = false;
    const queued = await suggest(user);
    const approved = await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    expect(approved.content).toMatch(/^\S+ is saved, and readers see it\.$/u);
    expect(toldTo(user)).toEqual([]);
    expect(stage.logged.at(-1)).toMatchObject({ level: 'warn', message: 'The person who suggested a note could not be notified.' });
  });

  it('by two moderators at once saves one note and tells of it once', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    const before = revisions().length;
    const replies = await Promise.all(
      [server.moderator, server.second].map((moderator) => click(server, { user: moderator, message: queued, on: 'Approve' })),
    );
    expect(replies.map(({ content }) => content === t('proposal.gone')).sort()).toEqual([false, true]);
    expect(revisions().length).toBe(before + 1);
    expect(toldTo(user)).toHaveLength(1);
  });

  it('of a moderator’s own suggestion is for another moderator', async () => {
    const queued = await suggest(server.moderator);
    const own = await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    expect(own.content).toBe(t('proposal.own'));
    expect(labelsIn(queued)).toContain('Approve');
    const other = await click(server, { user: server.second, message: queued, on: 'Approve' });
    expect(other.content).toMatch(/is saved, and readers see it\.$/u);
  });
});

describe('Edit', () => {
  it('puts other words into the suggestion where it lies, and the note that is approved has those', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    const { world } = stage.discord;
    const fields = { headline: 'A neutral headline', note: 'A neutral wording of the same.' };
    const shown = await fillIn(server, press(world, { user: server.moderator, message: queued, on: 'Edit' }), fields);
    expect(shown.onlyFor).toBe(server.moderator);
    expect(noteOf(queued)).toBe('A neutral wording of the same.');
    expect(labelsIn(queued).slice(0, 5)).toEqual(['Approve', 'Edit', 'Keywords', 'In Spanish', 'Reject']);
    const approved = await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    const [, note = ''] = /\*\*(.+?)\*\*/u.exec(approved.content) ?? [];
    const card = await use(server, { user: server.second, channel: server.quiet, name: 'note show', options: { note } });
    expect(textOf(card)).toContain('A neutral wording of the same.');
    expect(toldTo(user).join('')).toContain('A neutral wording of the same.');
  });

  it('of a suggestion that was decided meanwhile changes nothing', async () => {
    const queued = await suggest(newcomer(server));
    const form = await openForm(server, press(stage.discord.world, { user: server.moderator, message: queued, on: 'Edit' }));
    await click(server, { user: server.second, message: queued, on: 'Approve' });
    const before = [keptIn(stage).get('proposals'), textOf(queued)];
    expect((await sendForm(server, form, { note: 'Too late.' })).content).toBe(t('proposal.gone'));
    expect([keptIn(stage).get('proposals'), textOf(queued)]).toEqual(before);
  });
});

describe('Reject', () => {
  const reject = async (queued: Message, reason = '') =>
    fillIn(server, press(stage.discord.world, { user: server.moderator, message: queued, on: 'Reject' }), { reason });

  it('saves nothing, says so in the queue and in the log, and leaves nothing to click', async () => {
    const queued = await suggest(newcomer(server));
    const before = revisions();
    const rejected = await reject(queued);
    expect(rejected.onlyFor).toBe(server.moderator);
    expect(rejected.content).toBe(t('proposal.rejected'));
    expect(revisions()).toEqual(before);
    expect(queued.content).toContain(t('queue.rejected', { who: `<@${server.moderator.id}>` }));
    expect(componentsIn(queued)).toEqual([]);
    expect(last(log).content).toContain(`<@${server.moderator.id}> rejected a proposal`);
  });

  it('tells who suggested it, with the moderator’s reason where there is one', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    await reject(queued, 'The source says *something* else.');
    const without = await suggest(user);
    await reject(without);
    const lead = t('suggest.rejected');
    expect(toldTo(user)).toEqual([
      `${lead}\n> ${noteOf(queued)}\nReason: The source says *something* else.`,
      `${lead}\n> ${noteOf(without)}`,
    ]);
  });

  it('leaves the reader free to suggest the same again', async () => {
    const user = newcomer(server);
    const queued = await suggest(user, { note: 'The same words twice.' }, server, PASSAGE);
    await reject(queued);
    expect(noteOf(await suggest(user, { note: 'The same words twice.' }, server, PASSAGE))).toBe('The same words twice.');
  });
});

describe('after a restart', () => {
  it('what waits in the queue can still be decided', async () => {
    const user = newcomer(server);
    const queued = await suggest(user);
    await stage.restart();
    const approved = await click(server, { user: server.moderator, message: queued, on: 'Approve' });
    expect(approved.content).toMatch(/is saved, and readers see it\.$/u);
    expect(toldTo(user)).toHaveLength(1);
  });
});

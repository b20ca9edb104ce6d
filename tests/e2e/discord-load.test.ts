// Tests of one person's cost to the others, over the loopback Discord: suggestions and drafts do not use the model, and nobody
// makes many at once.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { componentsIn, type FormValues, click as press, useCommand } from '../../sandbox/discord/people.js';
import type { Interaction, Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { translator } from '../../src/i18n/translator.js';
import {
  addServer,
  click,
  draftNote,
  fillIn,
  newcomer,
  openForm,
  openShippedApp,
  openStage,
  publicIn,
  type Server,
  type Stage,
  settle,
  textOf,
  use,
} from './stage.js';

const t = translator('en');

let app: App;
let stage: Stage;
let server: Server;
/** Texts embedded to measure an effect: each question once, so the tests that must embed nothing come first. */
const embedded: string[] = [];

beforeAll(async () => {
  const shipped = await openShippedApp();
  const { embedder } = shipped.context;
  const embedQuestion = (text: string) => {
    embedded.push(text);
    return embedder.embedQuestion(text);
  };
  app = { ...shipped, context: { ...shipped.context, embedder: { embedQuestion } } };
  stage = await openStage(app);
});

beforeEach(async () => {
  server = addServer(stage);
  await use(server, {
    user: server.moderator,
    channel: server.office,
    name: 'settings queue-channel',
    options: { channel: server.office },
  });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const suggestion = (note: string): FormValues => ({
  status: 'unverified',
  headline: 'No evidence was shown',
  note,
  sources: 'The Herald | A look | 2024-08-13 | https://example.org/attack',
});

function openSuggestion(user: User): Promise<Interaction> {
  const { discord, general: channel } = server;
  return openForm(server, useCommand(discord.world, { user, channel, name: 'suggest', options: { passage: 's20' } }));
}

/** Two readers' questions, one after the other; background measuring continues between and after them. */
async function askedMeanwhile(): Promise<void> {
  for (const user of [newcomer(server), newcomer(server)]) {
    await use(server, { user, channel: server.general, name: 'ask', options: { question: 'Who won the election?' } });
    await settle();
  }
}

const queued = (): Message[] => publicIn(server.office).filter(({ content }) => content.includes('Suggested by'));
const labelsIn = (message: Message) => componentsIn(message).map(({ label }) => label);

describe('a draft', () => {
  it('asks the model nothing for its preview', async () => {
    embedded.length = 0;
    const draft = await draftNote(server);
    await askedMeanwhile();
    // The text typed for the sentence may be searched by meaning.
    expect(embedded.filter((text) => !text.includes('North Macedonia'))).toEqual([]);
    expect(labelsIn(draft)).toContain('What would it change?');
  });
});

describe('a suggestion', () => {
  it('asks the model nothing; what it would change is measured when a moderator asks for it', async () => {
    const user = newcomer(server);
    const form = await openSuggestion(user);
    embedded.length = 0;
    await fillIn(server, form, suggestion('Nobody published the traces.'));
    const [message] = queued();
    await askedMeanwhile();
    expect(embedded).toEqual([]);
    if (message === undefined) throw new Error('Nothing is in the queue.');
    const effect = await click(server, { user: server.moderator, message, on: 'What would it change?' });
    expect(effect.onlyFor).toBe(server.moderator);
    expect(textOf(effect)).toMatch(/changes the answer to \d of 4 evaluation questions/u);
    expect(embedded.length).toBeGreaterThanOrEqual(4);
  });

  it('after five others has to wait, and what was filled in is there again', async () => {
    const user = newcomer(server);
    const forms = [];
    for (let i = 0; i < 6; i++) forms.push(await openSuggestion(user));
    const replies: Message[] = [];
    for (const [i, form] of forms.entries()) replies.push(await fillIn(server, form, suggestion(`Remark ${i} of one person.`)));
    expect(replies.slice(0, 5).map(({ content }) => content)).toEqual(new Array(5).fill(t('suggest.sent')));
    const [refused] = replies.slice(-1);
    if (refused === undefined) throw new Error('There was no sixth.');
    expect(refused.content).toMatch(/as many suggestions as one person can make for now/u);
    expect(queued()).toHaveLength(5);
    const again = await openForm(server, press(stage.discord.world, { user, message: refused, on: t('button.reopen') }));
    expect(JSON.stringify(again.modal)).toContain('Remark 5 of one person.');
    const thanks = await fillIn(server, await openSuggestion(newcomer(server)), suggestion('Of somebody else.'));
    expect(thanks.content).toBe(t('suggest.sent'));
  });
});

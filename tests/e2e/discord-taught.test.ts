// Tests of the message to a moderator after teaching, over the loopback Discord: the question's actual outcome, not the expected one.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { componentsIn } from '../../sandbox/discord/people.js';
import type { Message } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { taughtLine } from '../../src/discord/open-questions/render-taught.js';
import { translator } from '../../src/i18n/translator.js';
import { addServer, click, eventually, keptIn, newcomer, openShippedApp, openStage, type Server, type Stage, use } from './stage.js';

const t = translator('en');
/** "Even the USA needs Venezuelan oil for its refineries in Louisiana and Texas …" */
const REFINERIES = 81;

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

/** A guild that keeps questions, with one open question. */
async function serverWith(question: string): Promise<Server> {
  const server = addServer(stage);
  await use(server, { user: server.moderator, channel: server.quiet, name: 'settings keep-questions', options: { days: 7 } });
  await ask(server, question);
  await eventually(() => expect(openIn(server)).toEqual([question]));
  return server;
}

const openIn = ({ guild }: Server) =>
  (keptIn(stage).get('open_questions') ?? []).filter((row) => row.guild_id === guild.id).map((row) => row.question);

function ask(server: Server, question: string): Promise<Message> {
  return use(server, { user: newcomer(server), channel: server.general, name: 'ask', options: { question } });
}

/** Teaches the only open question. */
async function teach(server: Server, sentence: number | 'nearest' | undefined): Promise<string[]> {
  const { moderator: user, quiet: channel } = server;
  const list = await use(server, { user, channel, name: 'gaps' });
  const [{ options = [] } = {}] = componentsIn(list);
  const group = await click(server, { user, message: list, on: t('gaps.pick'), values: [options[0]?.value ?? ''] });
  const choices = componentsIn(group).find(({ placeholder }) => placeholder === t('gaps.teach'))?.options ?? [];
  const value = sentence === 'nearest' ? choices[0]?.value : String(sentence);
  const taught =
    sentence === undefined
      ? await click(server, { user, message: group, on: t('button.decoy') })
      : await click(server, { user, message: group, on: t('gaps.teach'), values: [value ?? ''] });
  return taught.content.split('\n');
}

it.each([
  ['which american towns run on foreign crude?', REFINERIES, 'taught.works.answer'],
  ['did anybody land in jail?', undefined, 'taught.works.decoy'],
] as const)('what came about is told, and closes the question: “%s”', async (question, sentence, key) => {
  const server = await serverWith(question);
  expect((await teach(server, sentence))[1]).toBe(t(key));
  expect(openIn(server)).toEqual([]);
});

it.each([
  // It does not name its subject, so its answer is never sure.
  ['and who said that?', 'taught.unsure'],
] as const)('what did not come about is told as it is, and the question stays open: “%s”', async (question, key) => {
  const server = await serverWith(question);
  expect((await teach(server, 'nearest'))[1]).toBe(t(key));
  expect(openIn(server)).toEqual([question]);
  // The report matches the readers' answer.
  expect((await ask(server, question)).content).toContain('The article may not answer this. Closest (');
});

it('each case has a sentence of its own, in both languages', () => {
  for (const language of ['en', 'es'] as const) {
    const lines = [
      ...(['answered', 'unsure', 'not_covered'] as const).flatMap((outcome) =>
        [true, false].map((isShown) => taughtLine({ outcome, isAsTaught: false, isShown, first: 7 }, 'answer', language)),
      ),
      taughtLine({ outcome: 'answered', isAsTaught: true, isShown: true, first: 7 }, 'answer', language),
      taughtLine({ outcome: 'not_covered', isAsTaught: true, isShown: false, first: undefined }, 'decoy', language),
      taughtLine({ outcome: 'answered', isAsTaught: false, isShown: false, first: 7 }, 'decoy', language),
    ];
    // Its rank among the passages is irrelevant if none is shown.
    expect(new Set(lines).size).toBe(lines.length - 1);
  }
});

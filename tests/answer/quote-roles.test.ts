// Tests of the roles of quotes: which ones answer, for which part of the question, and which are only near. Without a model.

import { describe, expect, it } from 'vitest';
import { type AskContext, type FullAnswer, respond } from '../../src/answer/ask.js';
import { check } from '../../src/answer/check.js';
import { embeddedText } from '../../src/answer/searched-question.js';
import { normaliseMessage } from '../../src/answer/statements.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderAnswer as renderOnTerminal } from '../../src/cli/render-answer.js';
import { renderAnswer } from '../../src/discord/answers/render-answer.js';
import { shownOfAnswer } from '../../src/discord/kit/shown.js';
import { createArticleView } from '../../src/views/article-view.js';
import { contextOf } from '../discord/scenario.js';
import { idsOf } from '../discord/soundness.js';
import { covering, likeFrom } from './relation-model.js';

const article = parseArticle(Array.from({ length: 9 }, (_, i) => `Sentence number ${i + 1} stands here.`).join('\n\n'), {
  title: 'A Test',
  language: 'en',
});
const FIRST = 'Where did the attack come from?';
const FOLLOW_UP = 'And who said that, and when did it happen?';

/** A context in which each text finds the sentences in a table. */
function contextWith(table: Readonly<Record<string, readonly number[]>>, evidence = 2): AskContext {
  const all = contextOf(article, [], [], evidence, []);
  const found = new Map(Object.entries(table).map(([text, sentences]) => [embeddedText(text), sentences]));
  const signals = { readerQuestions: [0, 0, 0] as const, sentence: 0, expanded: 0, words: 0, paragraphWords: 0 };
  return {
    ...all,
    retriever: {
      ...all.retriever,
      retrieve: (question, words) => ({
        ...all.retriever.retrieve(question, words),
        candidates: (found.get(question.text) ?? []).map((sentence, rank) => ({ sentence, score: 1 - rank / 10, signals })),
      }),
    },
  };
}

async function rolesOf(text: string, context: AskContext, previous?: string): Promise<(readonly [string, string | undefined])[]> {
  const { answer } = await respond({ kind: 'question', text }, context, previous);
  return answer.quotes.map(({ role, part }) => [role, answer.parts[part]]);
}

describe('the quotes of an answer', () => {
  it('answer with the best of each part of the question, and stand near it with the rest', async () => {
    const context = contextWith({ 'who won': [0, 3, 5], 'who was blamed': [6, 2, 1] });
    expect(await rolesOf('who won and who was blamed', context)).toEqual([
      ['answer', 'who won'],
      ['answer', 'who was blamed'],
      ['near', 'who won'],
    ]);
  });

  it('answer once where the same passage is the best for two parts', async () => {
    const context = contextWith({ 'who won': [4, 0], 'who was blamed': [4, 7] });
    expect(await rolesOf('who won and who was blamed', context)).toEqual([
      ['answer', 'who won'],
      ['near', 'who won'],
      ['near', 'who was blamed'],
    ]);
  });

  it('answer a follow-up once, however many questions it seems to ask: it is searched as one', async () => {
    const whole = `${FIRST} ${FOLLOW_UP}`;
    expect(await rolesOf(FOLLOW_UP, contextWith({ [whole]: [2, 5, 7] }), FIRST)).toEqual([
      ['answer', whole],
      ['near', whole],
      ['near', whole],
    ]);
  });

  it.each([
    ['unsure', 0],
    ['not_covered', -2],
  ])('only stand near a question whose outcome is %s', async (outcome, evidence) => {
    const context = contextWith({ 'who won': [0, 3, 5] }, evidence);
    const { answer } = await respond({ kind: 'question', text: 'who won' }, context);
    expect(answer.outcome).toBe(outcome);
    expect(answer.quotes.map(({ role }) => role)).toEqual(['near', 'near', 'near']);
  });
});

describe('a passage that is only near the question', () => {
  const shown = (full: FullAnswer) => {
    const reply = renderAnswer(shownOfAnswer(full, article, { language: 'en', form: 'embeds' }), createArticleView(contextWith({})), {
      ...{ asker: '123456789012345678', content: 'abc123', isPrivate: false },
    });
    return { titles: reply.embeds.map(({ title }) => title), further: idsOf(reply).find((id) => id.sign === 'm') };
  };
  const followed = (evidence?: number) =>
    respond({ kind: 'question', text: FOLLOW_UP }, contextWith({ [`${FIRST} ${FOLLOW_UP}`]: [2, 5, 7] }, evidence), FIRST);

  it('stands behind a button on Discord, also in a follow-up that seems to ask two things', async () => {
    expect(shown(await followed())).toMatchObject({ titles: ['¶ 3'], further: { sentences: [5, 7] } });
  });

  it('stands under a heading of its own on a terminal, for who asks for it', async () => {
    const { answer } = await followed();
    expect(renderOnTerminal(answer, article, new Map(), { width: 80, colour: false })).not.toContain('¶ 6');
    const [answering = '', further = ''] = renderOnTerminal(answer, article, new Map(), {
      width: 80,
      colour: false,
      showNearest: true,
    }).split('Near the question:');
    const titles = (text: string) => [...text.matchAll(/^¶ \d/gmu)].map(([mark]) => mark);
    expect([titles(answering), titles(further)]).toEqual([['¶ 3'], ['¶ 6', '¶ 8']]);
    expect(answering).not.toContain('¶ 6');
  });

  it('is titled like the others where nothing is known to answer', async () => {
    expect(shown(await followed(0))).toMatchObject({ titles: ['¶ 3', '¶ 6'], further: { sentences: [7] } });
  });
});

describe('a check', () => {
  it('names the sentence of the message that each passage was found for, also where two are equally alike', async () => {
    const message = normaliseMessage('The council counted them. The mayor won it all.');
    if (message.kind !== 'message') throw new Error('There is nothing to check.');
    const context = contextWith({});
    const resembles: Readonly<Record<string, number>> = { 'The council counted them.': 3, 'The mayor won it all.': 6 };
    const retriever = {
      ...context.retriever,
      resemble: ({ text }: { readonly text: string }) => [{ sentence: resembles[text] ?? 0, score: 0.9, signals: covering(0.9) }],
    };
    const { claims, message: checked } = await check(message, { ...context, retriever }, likeFrom(0.5));
    expect(claims.map(({ passages, about }) => [passages[0]?.quote.paragraph, checked.slice(about.start, about.end)])).toEqual([
      [4, 'The council counted them.'],
      [7, 'The mayor won it all.'],
    ]);
  });
});

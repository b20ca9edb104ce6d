// Tests of a question in an unsupported language: it is answered as well as possible and names the supported ones; no other answer does.

import { expect, it } from 'vitest';
import { answerSchema } from '../../src/answer/answer.js';
import { respond } from '../../src/answer/ask.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderAnswer as renderOnTerminal } from '../../src/cli/render-answer.js';
import { renderAnswer } from '../../src/discord/answers/render-answer.js';
import { shownOfAnswer, shownSchema } from '../../src/discord/kit/shown.js';
import { otherLanguageInWords } from '../../src/i18n/translator.js';
import { createArticleView } from '../../src/views/article-view.js';
import { contextOf } from './scenario.js';

const article = parseArticle('The votes were counted twice. Nobody knows who counted them.', { title: 'A Test', language: 'en' });

async function asked(text: string, language: 'en' | 'es') {
  const context = contextOf(article, [], [0, 1], 2, []);
  const full = await respond({ kind: 'question', text }, context);
  const shown = shownSchema.parse(shownOfAnswer(full, article, { language, form: 'embeds' }));
  if (shown.kind !== 'answer') throw new Error('This is no answer.');
  const reader = { asker: '1', content: 'abc123', isPrivate: false };
  return {
    tag: answerSchema.parse(full.answer).otherLanguage,
    onDiscord: renderAnswer(shown, createArticleView(context), reader).content ?? '',
    onTerminal: renderOnTerminal(full.answer, article, new Map(), { width: 10_000, colour: false }),
  };
}

it.each([
  ['fr', 'Qui a compté les votes ?'],
  ['de', 'Wer hat die Stimmen gezählt?'],
  ['ru', 'кто считал голоса'],
])('in %s', async (language, question) => {
  for (const reader of ['en', 'es'] as const) {
    const { tag, onDiscord, onTerminal } = await asked(question, reader);
    expect(tag).toBe(language);
    expect(onDiscord).toContain(otherLanguageInWords(language, reader));
    expect(onTerminal).toContain(otherLanguageInWords(language, 'en'));
  }
});

it.each(['Who counted the votes?', '¿Quién contó los votos?', 'votes'])('not for: %s', async (question) => {
  const { tag, onDiscord, onTerminal } = await asked(question, 'en');
  expect(tag).toBeUndefined();
  expect(onDiscord + onTerminal).not.toMatch(/I understand|Entiendo/u);
});

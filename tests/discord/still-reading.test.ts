// Tests of answers from before everything was read: they say so, in the reader's language, on Discord and on the terminal; no others do.

import { describe, expect, it } from 'vitest';
import { answerSchema } from '../../src/answer/answer.js';
import { respond } from '../../src/answer/ask.js';
import { check } from '../../src/answer/check.js';
import { explain } from '../../src/answer/explain.js';
import { normaliseMessage } from '../../src/answer/statements.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderAnswer as renderOnTerminal } from '../../src/cli/render-answer.js';
import { renderAnswer } from '../../src/discord/answers/render-answer.js';
import { renderCheck } from '../../src/discord/answers/render-check.js';
import { shownOfAnswer, shownOfCheck } from '../../src/discord/kit/shown.js';
import { renderWhy } from '../../src/discord/lookups/render-why.js';
import { translator } from '../../src/i18n/translator.js';
import { createArticleView } from '../../src/views/article-view.js';
import { likeFrom } from '../answer/relation-model.js';
import { contextOf } from './scenario.js';

const article = parseArticle('The votes were counted twice. Nobody knows who counted them.', { title: 'A Test', language: 'en' });
const place = { asker: '1', content: 'abc123' };
const noteSpans = new Map();

/** All kinds of answers, as displayed. */
async function shown(isWhole: boolean, language: 'en' | 'es') {
  const context = { ...contextOf(article, [], [0, 1], 2, []), isWhole: () => isWhole };
  const question = { kind: 'question' as const, text: language === 'en' ? 'Who counted the votes?' : '¿Quién contó los votos?' };
  const message = normaliseMessage('The votes were counted twice, they say.');
  if (message.kind !== 'message') throw new Error('There is nothing to check.');
  const full = await respond(question, context);
  const showing = { language, form: 'embeds' } as const;
  const view = createArticleView(context);
  return {
    full,
    contents: [
      renderAnswer(shownOfAnswer(full, article, showing), view, { ...place, isPrivate: false }).content,
      renderCheck(shownOfCheck(await check(message, context, likeFrom(0)), showing), view, { ...place, isPrivate: false, about: [] })
        .content,
      renderWhy(await explain(question, context), article, { language, notes: [] }).content,
      renderOnTerminal(full.answer, article, noteSpans, { width: 10_000, colour: false }),
    ],
  };
}

describe('what is found while more is still being read', () => {
  it.each(['en', 'es'] as const)('says so in %s, whatever was asked', async (language) => {
    const { full, contents } = await shown(false, language);
    expect(answerSchema.parse(full.answer).stillReading).toBe(true);
    for (const content of contents) expect(content).toContain(translator(language)('stillReading'));
  });

  it('is as it always was once everything has been read', async () => {
    const { full, contents } = await shown(true, 'en');
    expect(full.answer).not.toHaveProperty('stillReading');
    for (const content of contents) expect(content).not.toContain(translator('en')('stillReading'));
  });

  it('says so also where the reading ends while the question is under way', async () => {
    let isWhole = false;
    const context = contextOf(article, [], [0, 1], 2, []);
    const { answer } = await respond(
      { kind: 'question', text: 'Who counted the votes?' },
      {
        ...context,
        isWhole: () => isWhole,
        embedder: {
          embedQuestion: (text) => {
            isWhole = true;
            return context.embedder.embedQuestion(text);
          },
        },
      },
    );
    expect(answer.stillReading).toBe(true);
  });
});

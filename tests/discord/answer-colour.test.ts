// Tests of the colour of each passage of an answer: green, or amber if a note contests the quote.

import { expect, it } from 'vitest';
import { respond } from '../../src/answer/ask.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderAnswer } from '../../src/discord/answers/render-answer.js';
import { COLOURS } from '../../src/discord/kit/embeds.js';
import { shownOfAnswer } from '../../src/discord/kit/shown.js';
import { NOTE_STATUSES, noteSchema } from '../../src/notes/note.js';
import { createArticleView } from '../../src/views/article-view.js';
import { contextOf } from './scenario.js';

const article = parseArticle(NOTE_STATUSES.map((status) => `A sentence that is ${status}.`).join('\n\n'), {
  title: 'A Test',
  language: 'en',
});
const notes = NOTE_STATUSES.map((status, i) => ({
  note: noteSchema.parse({ id: status, status, quotes: [], note: 'Told.', sources: [{ publisher: 'Paper', title: 'Report' }] }),
  spans: article.sentences.slice(i, i + 1).map(({ start, end }) => ({ start, end })),
}));

async function coloursOf(sentences: readonly number[], evidence: number): Promise<(number | undefined)[]> {
  const context = contextOf(article, notes, sentences, evidence, []);
  const full = await respond({ kind: 'question', text: 'Who won? And when was it counted?' }, context);
  const place = { asker: '123456789012345678', content: 'abc123', isPrivate: false };
  const { embeds } = renderAnswer(shownOfAnswer(full, article, { language: 'en', form: 'embeds' }), createArticleView(context), place);
  return embeds.map(({ color }) => color);
}

it.each(NOTE_STATUSES.map((status, i) => [status, i] as const))(
  'a passage whose note says %s has the colour that suits it',
  async (status, i) => {
    const isContested = ['disputed', 'inaccurate', 'unverified'].includes(status);
    expect(await coloursOf([i], 2)).toEqual([isContested ? COLOURS.contested : COLOURS.answered]);
  },
);

it('where nothing is known to answer, all have one colour', async () => {
  const at = (status: (typeof NOTE_STATUSES)[number]) => NOTE_STATUSES.indexOf(status);
  expect(await coloursOf([at('supported'), at('inaccurate')], 0)).toEqual([COLOURS.unsure, COLOURS.unsure]);
});

it('amber is not green', () => {
  expect(COLOURS.contested).not.toBe(COLOURS.answered);
});

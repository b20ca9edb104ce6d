// Tests of the reply to a message with an intent: sound in every form and language, also for an article with long facts full of markup.

import { describe, expect, it } from 'vitest';
import { INTENTS } from '../../src/answer/answer.js';
import { parseArticle } from '../../src/article/parse.js';
import { replyToIntent } from '../../src/discord/answers/how-to-ask.js';
import { createArticleView } from '../../src/views/article-view.js';
import { contextOf } from './scenario.js';
import { expectSound } from './soundness.js';

const sections = Array.from(
  { length: 30 },
  (_, i) => `# Section ${i} *${'x'.repeat(90)}*\n\nThe votes of part ${i} were counted twice by seven people.\n`,
);
const article = parseArticle(
  sections.join('\n'),
  {
    title: `A _Test_ ${'long '.repeat(100)}`,
    author: '@everyone **A** B',
    kind: 'report',
    published: '2024-08',
    language: 'en',
    about: 'We **say** so. '.repeat(200),
  },
  { isMarkdown: true },
);
const bare = parseArticle('Short', { title: 'T', language: 'de' });

describe('the reply to an intent', () => {
  it.each(INTENTS)('is sound: %s', (intent) => {
    for (const one of [article, bare]) {
      const view = createArticleView(contextOf(one, [], [0], 1, []));
      for (const language of ['en', 'es'] as const) {
        for (const form of ['embeds', 'plain'] as const) {
          for (const question of [undefined, '**what** is it about @here']) {
            const reply = replyToIntent(intent, view, { asker: '1', content: 'abc123', language, form, question });
            expectSound(reply, one, { quoted: question === undefined ? [] : [question] });
            expect(reply.asked ?? reply.shows).toBeUndefined();
            if (form === 'plain') expect(reply.embeds).toEqual([]);
          }
        }
      }
    }
  });

  it('says that no contesting note confirms nothing', () => {
    const view = createArticleView(contextOf(article, [], [0], 1, []));
    const { content } = replyToIntent('contested', view, { asker: '1', content: 'abc123', language: 'en', form: 'embeds' });
    expect(content).toBe('No note contests a claim of the article; that does not confirm any.');
  });
});

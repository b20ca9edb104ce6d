// Tests of a checked message on a terminal: each claim with its relation and passage, in both languages.

import { describe, expect, it } from 'vitest';
import { check } from '../../src/answer/check.js';
import { checkedMessage } from '../../src/answer/check-json.js';
import { normaliseMessage } from '../../src/answer/statements.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderCheck } from '../../src/cli/render-check.js';
import { likeFrom } from '../answer/relation-model.js';
import { contextOf } from '../discord/scenario.js';

const article = parseArticle('The votes were counted twice.\n\nNobody knows who counted them.', { title: 'A Test', language: 'en' });
const page = { width: 10_000, colour: false };

async function rendered(raw: string, threshold: number) {
  const message = normaliseMessage(raw);
  if (message.kind !== 'message') throw new Error('There is nothing to check.');
  const checked = await check(message, contextOf(article, [], [0, 1], 0.9, []), likeFrom(threshold));
  return renderCheck(checkedMessage(checked, article), article, new Map(), page);
}

describe('renderCheck', () => {
  it('shows the words of a claim, how the article stands to it, and the passage', async () => {
    const text = await rendered('The votes were counted twice, they say.', 0);
    expect(text).toContain('“The votes were counted twice, they say.” – the article says the same:');
    expect(text).toContain('The votes were counted twice.');
    expect(await rendered('The votes were never counted twice now.', 0)).toContain('– the article says otherwise:');
  });

  it('shows no passage for what the article does not say', async () => {
    const text = await rendered('los votos se contaron dos veces según el consejo', 2);
    expect(text).toBe('«los votos se contaron dos veces según el consejo» – el artículo no lo dice');
  });

  it('says where there is nothing to check', () => {
    expect(renderCheck({ message: 'ok', claims: [], language: 'en' }, article, new Map(), page)).toBe(
      'There are no words in this message that could be held against the article.',
    );
  });
});

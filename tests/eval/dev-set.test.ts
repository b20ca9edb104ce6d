// The development messages and follow-ups: their words are the article's, and every kind is there.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFERENCE_ARTICLE, readFollowUps, readMessages, requireGold } from '../../eval/dev-set.js';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
const article = await loadArticle(join(import.meta.dirname, '../../content/article.md'));
const { body } = article;

describe('the development messages', () => {
  it('claim what the article says, what it denies, and what it does not say', async () => {
    const messages = await readMessages(GOLDEN);
    const claims = messages.flatMap((message) => message.claims);
    const count = (wanted: string) => claims.filter(({ relation }) => relation === wanted).length;
    expect([count('repeats'), count('contradicts'), count('not_in_article')]).toEqual([84, 80, 93]);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });

  it('hold their claims, and name sentences of the article, word for word, where it says or denies them', async () => {
    for (const { id, message, claims } of await readMessages(GOLDEN)) {
      for (const { text, relation, gold } of claims) {
        expect(message, id).toContain(text);
        expect(gold.length > 0, id).toBe(relation !== 'not_in_article');
        for (const sentence of gold) expect(body, id).toContain(sentence);
      }
    }
  });
});

describe('the article that is measured', () => {
  const other = parseArticle('The bees of Arcadia live in forty hives above the harbour.\n', { title: 'The Bees', language: 'en' });

  it('is the one that the questions are about, and no other', async () => {
    await expect(requireGold(article, GOLDEN)).resolves.toBeUndefined();
    await expect(requireGold(other, GOLDEN)).rejects.toThrow(
      /^The development questions in .+ are about another article than "The Bees", in which their answer ".+" does not stand, so nothing was measured/u,
    );
  });

  it('decides for any article where it is the shipped one', () => {
    expect(createHash('sha256').update(body).digest('hex')).toBe(REFERENCE_ARTICLE);
  });
});

describe('the follow-ups', () => {
  it('are half elliptical, half not, in two languages, with sentences of the article', async () => {
    const pairs = await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'));
    for (const elliptical of [true, false]) {
      const own = pairs.filter((pair) => pair.elliptical === elliptical);
      expect(own.length).toBeGreaterThanOrEqual(18);
      expect(new Set(own.map(({ lang }) => lang))).toEqual(new Set(['en', 'es']));
    }
    for (const { id, gold } of pairs) for (const text of gold) expect(body, id).toContain(text);
  });
});

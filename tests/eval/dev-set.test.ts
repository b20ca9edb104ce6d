// Tests of the development messages and follow-ups: their quotations are in the article, and every kind occurs.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REFERENCE_ARTICLE, readFollowUps, readMessages, readOwnQuestions, readQuestions, requireGold } from '../../eval/dev-set.js';
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

  it('have an answer in the article or none, as they say', async () => {
    const pairs = await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'));
    for (const { id, kind, gold } of pairs) expect(gold.length > 0, id).toBe(kind === 'answerable');
    const without = pairs.filter(({ kind }) => kind === 'unanswerable');
    expect(without.filter(({ lang }) => lang === 'es')).toHaveLength(without.length / 2);
  });
});

describe('the Spanish questions', () => {
  it('are answered by sentences of the article, or near its topic', async () => {
    const questions = await readQuestions(join(GOLDEN, 'spanish-questions.jsonl'));
    expect(questions.filter(({ kind }) => kind === 'answerable')).toHaveLength(32);
    for (const { id, lang, kind, gold = [] } of questions) {
      expect([lang, gold.length > 0], id).toEqual(['es', kind === 'answerable']);
      for (const text of gold) expect(body, id).toContain(text);
    }
  });
});

describe('the questions of an article of somebody’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-own-questions-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const bees = parseArticle('The bees of Arcadia live in forty hives above the harbour.\n', { title: 'The Bees', language: 'en' });
  const line = (i: number) => ({ question: `Question ${i}?`, kind: i % 2 === 0 ? 'answerable' : 'unanswerable' });
  const file = (name: string, lines: readonly unknown[]) => {
    const path = join(folder, name);
    writeFileSync(path, lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'));
    return path;
  };
  const lines = (count: number) => Array.from({ length: count }, (_, i) => line(i));

  it('are enough when there are twenty of both kinds', async () => {
    expect(await readOwnQuestions(file('enough.jsonl', lines(20)), bees)).toHaveLength(20);
  });

  it.each([
    ['too few', lines(19), 'has 19 questions, of which the article answers 10'],
    ['of one kind alone', lines(20).map((one) => ({ ...one, kind: 'answerable' })), 'of which the article answers 20'],
    ['a line that is no JSON', [...lines(20), 'who?'], 'line 21: this is no JSON'],
    ['a kind that there is not', [...lines(20), { question: 'Why?', kind: 'maybe' }], 'line 21'],
    [
      'words that the article does not have',
      [...lines(20), { ...line(0), gold: ['fifty hives'] }],
      '"fifty hives" stands nowhere in the article',
    ],
  ])('are refused when they are %s', async (name, given, fault) => {
    await expect(readOwnQuestions(file(`${name}.jsonl`, given), bees)).rejects.toThrow(fault);
  });
});

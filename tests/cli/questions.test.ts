// Tests of `npm run questions`: missing questions, decoys that shadow answers, and files to fill in.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';
import { coverSentences } from '../../src/cli/question-coverage.js';
import { questionTemplate, showCoverage } from '../../src/cli/questions-command.js';
import { readDecoys, readReaderQuestions } from '../../src/notes/load.js';
import { makeContent, openSmallApp, PASSAGES } from '../curation/curated.js';
import { run } from './run.js';

const { folder, remove } = makeContent();
afterAll(remove);
const at = (name: string) => join(folder, name);

function file(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

describe('a template', () => {
  it('has every sentence of the article word for word, and can be loaded before and after it is filled in', async () => {
    const article = await loadArticle(at('article.txt'));
    const { code, stdout } = await run(['questions', '--template', '--article', at('article.txt')], { env: {} });
    expect([code, stdout]).toEqual([0, questionTemplate(article, 'questions')]);
    expect(await readReaderQuestions(file('blank.yaml', stdout))).toEqual([]);
    const filled = await readReaderQuestions(file('filled.yaml', stdout.replaceAll('- ""', '- "Who?"')));
    expect(filled.map(({ quote }) => quote)).toEqual(article.sentences.map(({ start, end }) => article.body.slice(start, end)));
  });

  it('of decoys can be filled in likewise', async () => {
    const { stdout } = await run(['questions', '--template', 'decoys', '--article', at('article.txt')], { env: {} });
    expect(await readDecoys(file('decoys-filled.yaml', stdout.replace('- ""', '- "Who paid?"')))).toEqual(['Who paid?']);
  });

  it('shows what readers see above a sentence with markup', () => {
    const article = parseArticle(
      'The *bees* live in “hives”: forty of them.\n',
      { title: 'The Bees', language: 'en' },
      { isMarkdown: true },
    );
    expect(questionTemplate(article, 'questions')).toContain(
      '  # The bees live in “hives”: forty of them.\n  - quote: "The *bees* live in “hives”: forty of them."\n',
    );
  });
});

describe('the coverage', () => {
  it('counts the reader questions of each sentence by language', async () => {
    const article = await loadArticle(at('article.txt'));
    const [first] = article.sentences;
    if (first === undefined) throw new Error('The article has no sentence.');
    const readerQuestions = ['Who lives there?', 'What is it?', '¿Quién vive allí?'].map((question) => ({ question, answer: first }));
    const [covered, ...others] = coverSentences({ article, readerQuestions });
    expect(covered?.count).toEqual({ en: 2, es: 1 });
    expect(others.every(({ count }) => count.en + count.es === 0)).toBe(true);
  });

  it('names sentences that lack questions, and a decoy that is a reader question in other words', async () => {
    const [passage] = PASSAGES;
    if (passage === undefined) throw new Error('There is no passage.');
    file(
      'decoys.yaml',
      JSON.stringify({ decoys: [{ near: passage.quote, ask: [passage.question.toLowerCase(), 'what is the capital of peru'] }] }),
    );
    const app = await openSmallApp(folder);
    const lines: string[] = [];
    await showCoverage(app, (line) => lines.push(line));
    await app.close();
    const [summary] = lines;
    expect(summary).toContain(`${app.article.sentences.length} sentences, ${PASSAGES.length} reader questions.`);
    expect(lines.filter((line) => line.startsWith('  ¶'))).toHaveLength(app.article.sentences.length);
    const shadows = lines.filter((line) => line.includes('is nearer by'));
    expect(shadows.some((line) => line.includes(passage.question))).toBe(true);
    expect(shadows.some((line) => line.includes('peru'))).toBe(false);
  });
});

describe('the command', () => {
  it('asks what is wanted where nothing is said', async () => {
    const ended = await run(['questions'], { env: {} });
    expect(ended).toEqual({ code: 2, stdout: '', stderr: 'Give --coverage or --template.\n' });
  });

  it('refuses both at once, and a kind of file that there is not', async () => {
    for (const args of [
      ['--coverage', '--template'],
      ['--template', 'notes'],
    ])
      expect((await run(['questions', ...args], { env: {} })).code).toBe(2);
  });
});

// Tools for writing an article's questions: missing questions, decoys that shadow an answer, and a template to fill in.

import type { App } from '../app.js';
import type { Article } from '../article/article.js';
import { displayed } from '../article/display.js';
import { loadArticle } from '../article/load.js';
import { coverSentences, ENOUGH_QUESTIONS, findShadows, type SentenceCoverage } from './question-coverage.js';

/** Number of blanks for questions under each sentence of a template. */
const BLANKS = 3;

/** Lists the sentences that lack reader questions, and the decoys that shadow an answerable question. Rejects when the embedder fails. */
export async function showCoverage(app: App, print: (line: string) => void): Promise<void> {
  const covered = coverSentences(app);
  const lacking = covered.filter(({ count }) => count.en < ENOUGH_QUESTIONS || count.es < ENOUGH_QUESTIONS);
  const without = covered.filter(({ count }) => count.en + count.es === 0).length;
  print(
    `${covered.length} sentences, ${app.readerQuestions.length} reader questions. ` +
      `Sentences without any: ${without}; with fewer than ${ENOUGH_QUESTIONS} in English or in Spanish: ${lacking.length}.`,
  );
  for (const one of lacking) print(describe(one));
  const shadows = await findShadows(app);
  print(`Decoys nearer to a reader question than what answers it: ${shadows.length}.`);
  for (const { decoy, question, text, lead } of shadows) {
    print(`  "${decoy}" is nearer by ${lead.toFixed(3)} to "${question}" than its answer "${text}"`);
  }
}

function describe({ sentence, text, count }: SentenceCoverage): string {
  return `  ¶${sentence.paragraph}  English ${count.en}, Spanish ${count.es}  ${text}`;
}

/**
 * A YAML file of reader questions or decoys, with every sentence of an article and blanks to fill in. It can be loaded as it is: blanks do
 * not count as questions.
 * @param kind the kind of file
 */
export function questionTemplate(article: Article, kind: 'questions' | 'decoys'): string {
  const head =
    kind === 'questions'
      ? '# Reader questions: for each sentence what readers might ask that it answers, in their own words. Blanks are left out.\nquestions:\n'
      : '# Decoys: for each sentence what readers might ask near it that the article does not answer. Blanks are left out.\ndecoys:\n';
  const key = kind === 'questions' ? 'quote' : 'near';
  const groups = article.sentences.map(({ start, end }) => {
    const quote = article.body.slice(start, end);
    // A sentence may be hard to read with its markup, so its displayed text is above it.
    const { text } = displayed(article, { start, end });
    const shown = text === quote ? '' : `  # ${text}\n`;
    return `${shown}  - ${key}: ${JSON.stringify(quote)}\n    ask:\n${'      - ""\n'.repeat(BLANKS)}`;
  });
  return head + groups.join('');
}

/** The template for an article in a file. Throws InputError when the file cannot be read. */
export async function templateOf(file: string, kind: 'questions' | 'decoys'): Promise<string> {
  return questionTemplate(await loadArticle(file), kind);
}

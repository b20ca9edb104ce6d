// `npm run bench -- quality`: measures how often Marginalia and the usual methods find the answer to the same questions, in one run.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DevQuestion, goldParts, isHit, readQuestions } from '../eval/dev-set.js';
import { articlesIn, GOLDEN } from '../eval/measure.js';
import type { Tools } from '../eval/tools.js';
import type { App } from '../src/app.js';
import type { Article, Span } from '../src/article/article.js';
import { loadArticle } from '../src/article/load.js';
import { PROJECT_ROOT } from '../src/config.js';
import { type Find, PEERS, SHOWN } from './peers.js';
import { drawQuality, type Score } from './quality-picture.js';

const PAGE = join(PROJECT_ROOT, 'docs/quality.md');
const PICTURE = join(PROJECT_ROOT, 'docs/pictures/quality.svg');
/** Markers around the table in the documentation page. */
const [TABLE_START, TABLE_END] = ['<!-- Written by npm run bench -- quality --write -->', '<!-- The end of what is written -->'];

/** Articles with their questions. */
interface QuestionSet {
  readonly name: string;
  readonly articles: readonly { readonly file: string; readonly questions: readonly DevQuestion[]; readonly isShipped: boolean }[];
}

/** Measures all methods on all question sets and prints a table. @param isWritten also writes the table and its picture to docs/ */
export async function benchQuality(tools: Tools, isWritten: boolean): Promise<void> {
  const embedder = await tools.embedder;
  const scores: Score[] = [];
  for (const set of await questionSets(tools)) {
    const methods: { name: string; find(article: Article, file: string, isShipped: boolean): Promise<Find> }[] = [
      ...PEERS.map(({ name, open }) => ({ name, find: (article: Article) => open(article, embedder) })),
      { name: 'Marginalia, the article alone', find: async (_, file) => finding(await tools.open({ ...tools.bare, article: file })) },
      ...(set.articles.some(({ isShipped }) => isShipped)
        ? [{ name: 'Marginalia, with its reader questions', find: async () => finding(await tools.open(tools.files)) }]
        : []),
    ];
    for (const { name, find } of methods) {
      const score = await measureMethod(set, (article, { file, isShipped }) => find(article, file, isShipped));
      scores.push({ method: name, set: set.name, ...score });
    }
  }
  const table = tableOf(scores);
  process.stdout.write(`${table}\n`);
  if (!isWritten) return;
  const page = await readFile(PAGE, 'utf8');
  const [before, after] = [page.indexOf(TABLE_START) + TABLE_START.length, page.indexOf(TABLE_END)];
  await writeFile(PAGE, `${page.slice(0, before)}\n\n${table}\n\n${page.slice(after)}`);
  await writeFile(PICTURE, drawQuality(scores));
}

/** All question sets. Questions without an answer are skipped when measuring. */
async function questionSets({ files }: Tools): Promise<QuestionSet[]> {
  const shipped = await readQuestions(join(GOLDEN, 'dev-questions.jsonl'));
  const of = (lang: string) => [{ file: files.article, questions: shipped.filter((one) => one.lang === lang), isShipped: true }];
  const folder = async (name: string) => {
    const at = join(GOLDEN, name);
    return Promise.all(
      (await articlesIn(name)).map(async (file) => ({
        file: join(at, file),
        questions: await readQuestions(join(at, file.replace(/\.\w+$/u, '.questions.jsonl'))),
        isShipped: false,
      })),
    );
  };
  return [
    { name: 'shipped article, English', articles: of('en') },
    { name: 'shipped article, Spanish', articles: of('es') },
    { name: 'unseen articles', articles: await folder('unseen') },
    { name: 'files as people write them', articles: await folder('real') },
  ];
}

function finding(app: App): Find {
  return async (question) => (await app.ask(question)).quotes;
}

async function measureMethod(
  { articles }: QuestionSet,
  open: (article: Article, one: QuestionSet['articles'][number]) => Promise<Find>,
): Promise<Omit<Score, 'method' | 'set'>> {
  const counts = { parts: 0, first: 0, three: 0 };
  const shown: { first: number; three: number }[] = [];
  for (const one of articles) {
    const article = await loadArticle(one.file);
    const find = await open(article, one);
    for (const question of one.questions) {
      const golds = goldParts(question);
      if (golds.length === 0) continue;
      const spans = (await find(question.question)).slice(0, SHOWN);
      shown.push({ first: lengthOf(spans.slice(0, 1)), three: lengthOf(spans) });
      for (const gold of golds) {
        const hits = spans.map((span) => isHit(article, span, gold));
        counts.parts += 1;
        // A question has as many first places as parts.
        if (hits.slice(0, golds.length).includes(true)) counts.first += 1;
        if (hits.includes(true)) counts.three += 1;
      }
    }
  }
  const mean = (of: (one: (typeof shown)[number]) => number) => shown.reduce((sum, one) => sum + of(one), 0) / Math.max(1, shown.length);
  return { ...counts, shownFirst: mean(({ first }) => first), shownThree: mean(({ three }) => three) };
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

function tableOf(scores: readonly Score[]): string {
  const sets = [...new Set(scores.map(({ set }) => set))];
  return sets
    .map((set) => {
      const own = scores.filter((score) => score.set === set);
      const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
      return [
        `**${set}**, ${own[0]?.parts ?? 0} questions or parts of one`,
        '',
        '| method | first | in three | characters shown first | in three |',
        '| --- | ---: | ---: | ---: | ---: |',
        ...own.map(
          ({ method, parts, first, three, shownFirst, shownThree }) =>
            `| ${method} | ${percent(first, parts)} | ${percent(three, parts)} | ${shownFirst.toFixed(0)} | ${shownThree.toFixed(0)} |`,
        ),
      ].join('\n');
    })
    .join('\n\n');
}

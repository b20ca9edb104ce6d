// Helpers of the more-knowledge tests: an article without reader questions, and the same article after teaching some of them.

import { join } from 'node:path';
import { type DevQuestion, goldParts, isHit } from '../../eval/dev-set.js';
import type { Answer } from '../../src/answer/answer.js';
import { ask } from '../../src/answer/ask.js';
import { toQuestion } from '../../src/answer/question.js';
import { type App, type ContentFiles, openApp } from '../../src/app.js';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { overlaps } from '../../src/article/article.js';
import { PROJECT_ROOT, readConfig } from '../../src/config.js';
import { readReaderQuestions } from '../../src/notes/load.js';
import { createProgress } from '../../src/ops/progress.js';
import { sharedEmbedder } from '../model.js';

export const UNSEEN = join(PROJECT_ROOT, 'tests', 'golden', 'unseen');

/** A sentence, by its index, and questions that it answers. */
export interface Lesson {
  readonly sentence: number;
  readonly questions: readonly string[];
}

/** Opens an article with general decoys only. */
export async function openBare(article: string, dataDir: string): Promise<App> {
  const config = { ...readConfig({}), dataDir };
  const log = { info: () => undefined, warn: () => undefined };
  const files: ContentFiles = { article, generalDecoys: config.generalDecoys };
  const progress = createProgress('Embedding', { bar: false, log });
  return openApp({ files, config, log, progress, now: () => 0, embedder: sharedEmbedder() });
}

/** The lessons in a file of reader questions. @param most limit of questions per sentence */
export async function lessonsOf({ article }: App, file: string, most = Number.POSITIVE_INFINITY): Promise<Lesson[]> {
  const anchors = createAnchorFinder(article.body);
  return (await readReaderQuestions(file)).flatMap(({ quote, ask: questions }) => {
    const [span] = anchors.find({ exact: quote });
    const sentence = span === undefined ? undefined : article.sentences.find((one) => overlaps(one, span));
    return sentence === undefined ? [] : [{ sentence: sentence.index, questions: questions.slice(0, most) }];
  });
}

/** A share of the lessons, spread evenly over the article. @param share 0 to 1 */
export function spread(lessons: readonly Lesson[], share: number): readonly Lesson[] {
  return lessons.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));
}

/** Asks an article after teaching it some lessons. */
export async function askTaught(app: App, lessons: readonly Lesson[], questions: readonly string[]): Promise<Answer[]> {
  const asked = lessons.flatMap(({ sentence, questions: all }) => all.map((question) => ({ sentence, question })));
  const examples = await Promise.all(asked.map(({ sentence, question }, i) => app.index.prepareExample(`e${i}`, question, sentence)));
  const retriever = app.index.retriever(app.index.overlay().with({ examples }));
  const answers: Answer[] = [];
  for (const question of questions) answers.push(await ask(toQuestion(question), { ...app.context, retriever }));
  return answers;
}

const RANK = { not_covered: 0, unsure: 1, answered: 2 } as const;

export interface Comparison {
  /** Number of questions whose first quote was right before. */
  readonly right: number;
  /** Of these, questions with a lower outcome now. */
  readonly fallen: readonly string[];
  /** Of these, questions whose first quote is no longer right. */
  readonly displaced: readonly string[];
  /** Questions whose first quote is right now and was wrong or missing before. */
  readonly won: readonly string[];
}

/** Compares the answers before and after teaching, in the order of the questions; the article must answer all of them. */
export function compare(
  { article }: App,
  questions: readonly DevQuestion[],
  before: readonly Answer[],
  after: readonly Answer[],
): Comparison {
  const isRight = (question: DevQuestion, answer: Answer | undefined) =>
    goldParts(question).every((gold) => answer?.quotes.some(({ focus, part }, i) => i <= part && isHit(article, focus, gold)));
  const all = questions.map((question, i) => {
    const [was, is] = [before[i], after[i]];
    const outcomes = was !== undefined && is !== undefined ? RANK[is.outcome] - RANK[was.outcome] : 0;
    return { text: question.question, outcomes, was: isRight(question, was), is: isRight(question, is) };
  });
  const texts = (some: typeof all) => some.map(({ text }) => text);
  return {
    right: all.filter(({ was }) => was).length,
    fallen: texts(all.filter(({ was, outcomes }) => was && outcomes < 0)),
    displaced: texts(all.filter(({ was, is }) => was && !is)),
    won: texts(all.filter(({ was, is }) => !was && is)),
  };
}

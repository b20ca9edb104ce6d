// `npm run eval`: measures answer quality on the development questions. --floors fails below a floor, --ablate sets each retrieval weight
// to zero in turn, --unseen adds the articles in unseen, spanish-articles and real of tests/golden.

import { Command } from 'commander';
import { modelEntry, type Weights } from '../index/models.js';
import type { MeasuredFigures, RelationFigures } from '../src/answer/calibration.js';
import type { App } from '../src/app.js';
import { loadArticle } from '../src/article/load.js';
import { requireGold } from './dev-set.js';
import {
  type CurvePoint,
  GOLDEN,
  measure,
  measureQuestions,
  measureUnseen,
  nearTopicCurve,
  type QuestionReport,
  type Report,
  type Share,
  type UnseenReport,
} from './measure.js';
import { runTool } from './tools.js';

interface Floor<Measured = Report> {
  readonly name: string;
  readonly value: (report: Measured) => Share;
  /** The minimum or maximum share, 0 to 1. */
  readonly least?: number;
  readonly most?: number;
}

const none: Share = { hits: 0, of: 0 };

const FLOORS: readonly Floor[] = [
  { name: 'English parts, answering sentence first', value: ({ retrieval }) => retrieval.en?.first ?? none, least: 0.83 },
  { name: 'English parts, answering sentence in three', value: ({ retrieval }) => retrieval.en?.three ?? none, least: 0.95 },
  { name: 'answerable: answered', value: ({ outcomes }) => outcomes.answerable.answered, least: 0.88 },
  { name: 'answerable: not covered', value: ({ outcomes }) => outcomes.answerable.notCovered, most: 3 / 64 },
  { name: 'near topic, unanswerable: answered', value: ({ outcomes }) => outcomes.nearTopic.answered, most: 5 / 24 },
  { name: 'off topic: answered', value: ({ outcomes }) => outcomes.offTopic.answered, most: 0 },
  { name: 'off topic: not covered', value: ({ outcomes }) => outcomes.offTopic.notCovered, least: 11 / 12 },
  { name: 'note questions: right note in the first two', value: ({ relatedNotes }) => relatedNotes, least: 0.93 },
  { name: 'off topic: no related note', value: ({ noRelatedNotes }) => noRelatedNotes, least: 11 / 12 },
  { name: 'follow-ups: answering sentence in three', value: ({ followUps }) => followUps.three, least: 0.85 },
  { name: 'follow-ups: answered', value: ({ followUps }) => followUps.answered, least: 0.85 },
  { name: 'follow-ups, unanswerable: answered', value: ({ followUps }) => followUps.wrong, most: 0.17 },
  { name: 'follow-ups recognised', value: ({ followUps }) => followUps.told, least: 0.95 },
  { name: 'other questions not treated as follow-ups', value: ({ standalone }) => standalone, least: 1 },
  { name: 'claims: right relation', value: ({ check }) => rightOf(check), least: 0.82 },
  { name: 'claims that repeat the article: passage quoted', value: ({ check }) => check.repeats.found, least: 0.9 },
  { name: 'claims that contradict it: passage quoted', value: ({ check }) => check.contradicts.found, least: 0.82 },
  { name: 'claims that are not in it: nothing quoted', value: ({ check }) => check.notInArticle.told, least: 0.9 },
  { name: 'Spanish: answering sentence first', value: ({ spanish }) => spanish.first, least: 0.78 },
  { name: 'Spanish: answering sentence in three', value: ({ spanish }) => spanish.three, least: 0.85 },
  { name: 'Spanish: near topic, answered', value: ({ spanish }) => spanish.outcomes.nearTopic.answered, most: 0.09 },
  { name: 'Spanish: answerable, not covered', value: ({ spanish }) => spanish.outcomes.answerable.notCovered, most: 0.2 },
  { name: 'quotes that are slices of the article', value: ({ verbatim }) => verbatim, least: 1 },
  { name: 'notes at quoted places that are flagged', value: ({ flagged }) => flagged, least: 1 },
];

const BARE_FLOORS: readonly Floor<QuestionReport>[] = [
  { name: 'without reader questions: first', value: ({ retrieval }) => retrieval.en?.first ?? none, least: 0.63 },
  { name: 'without reader questions: in three', value: ({ retrieval }) => retrieval.en?.three ?? none, least: 0.82 },
  { name: 'without reader questions: answered', value: ({ outcomes }) => outcomes.answerable.answered, least: 0.89 },
  { name: 'without reader questions: off topic answered', value: ({ outcomes }) => outcomes.offTopic.answered, most: 0 },
];

const UNSEEN_FLOORS: readonly Floor<Record<'unseen' | 'real' | 'spanish', UnseenReport>>[] = [
  { name: 'unseen articles: answering sentence first', value: ({ unseen }) => unseen.first, least: 0.79 },
  { name: 'unseen articles: answering sentence in three', value: ({ unseen }) => unseen.three, least: 0.92 },
  { name: 'unseen articles: off topic answered', value: ({ unseen }) => unseen.outcomes.offTopic.answered, most: 0.1 },
  { name: 'files as people write them: answer quoted first', value: ({ real }) => real.quotedFirst, least: 0.65 },
  { name: 'files as people write them: answer quoted', value: ({ real }) => real.quotedInThree, least: 0.83 },
  { name: 'files as people write them: answered', value: ({ real }) => real.outcomes.answerable.answered, least: 0.88 },
  { name: 'Spanish articles: answering sentence first', value: ({ spanish }) => spanish.first, least: 0.45 },
  { name: 'Spanish articles: answering sentence in three', value: ({ spanish }) => spanish.three, least: 0.6 },
  { name: 'Spanish articles: off topic answered', value: ({ spanish }) => spanish.outcomes.offTopic.answered, most: 0.2 },
];

const options = new Command('eval')
  .option('--floors', 'exit with 1 if a figure misses its floor')
  .option('--ablate', 'measure retrieval again with each weight set to zero in turn')
  .option('--unseen', 'also measure the articles in unseen, spanish-articles and real of tests/golden, without reader questions')
  .option('--json', 'print the report as JSON')
  .parse()
  .opts<{ floors?: boolean; ablate?: boolean; unseen?: boolean; json?: boolean }>();

await runTool(async ({ config, files, bare, open }) => {
  await requireGold(await loadArticle(files.article), GOLDEN);
  const app = await open(files);
  let areUnseenMet = true;
  const report = await measure(app);
  const { answered, ...bareReport } = await measureQuestions(await open(bare));
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ ...report, bare: bareReport }, null, 2)}\n`);
  } else {
    process.stdout.write(describe(report, app));
    process.stdout.write(
      `The same article without its reader questions and decoys:\n${BARE_FLOORS.map((floor) => floorLine(floor, bareReport)).join('\n')}\n`,
    );
  }
  if (options.ablate === true) {
    for (const [name, weights] of ablations(modelEntry(config.embeddingModel).weights)) {
      const { retrieval } = await measure(await open(files, { weights }));
      process.stdout.write(`without ${name.padEnd(16)} first ${percent(retrieval.en?.first)}  in three ${percent(retrieval.en?.three)}\n`);
    }
  }
  if (options.unseen === true) {
    const openBare = (article: string) => open({ article, generalDecoys: bare.generalDecoys });
    const measured = {
      unseen: await measureUnseen('unseen', openBare),
      real: await measureUnseen('real', openBare),
      spanish: await measureUnseen('spanish-articles', openBare),
    };
    process.stdout.write(`${UNSEEN_FLOORS.map((floor) => floorLine(floor, measured)).join('\n')}\n`);
    process.stdout.write(`     Missed first in files as people write them: ${measured.real.missed.join(' ') || 'none'}\n`);
    const bareCurve = nearTopicCurve(answered.map(({ kind, answer: { confidence } }) => ({ kind, confidence })));
    process.stdout.write(`Near topic without reader questions, refused or unsure at a threshold that keeps a share of the answers:\n`);
    process.stdout.write(
      `${[...curveLines('unseen articles', measured.unseen.nearTopic), ...curveLines('this article', bareCurve)].join('\n')}\n`,
    );
    areUnseenMet = UNSEEN_FLOORS.every((floor) => isMet(floor, measured));
  }
  const areBareMet = BARE_FLOORS.every((floor) => isMet(floor, bareReport));
  return options.floors === true && !(areUnseenMet && areBareMet && FLOORS.every((floor) => isMet(floor, report))) ? 1 : 0;
});

function describe(report: Report, app: App): string {
  const lines = FLOORS.map((floor) => floorLine(floor, report));
  const spanish = report.retrieval.es;
  return `${[
    `Model ${app.model.id}, content ${app.contentHash.slice(0, 12)}`,
    ...lines,
    `     ${'Spanish: answered'.padEnd(46)} ${fraction(report.spanish.outcomes.answerable.answered)}`,
    `     ${'Spanish parts, answering sentence first'.padEnd(46)} ${fraction(spanish?.first)}`,
    `     ${'Spanish parts, answering sentence in three'.padEnd(46)} ${fraction(spanish?.three)}`,
    `     Missed first: ${report.missed.join(' ') || 'none'}`,
    ...describeMeasured(app.measuredFigures),
  ].join('\n')}\n`;
}

function floorLine<Measured>(floor: Floor<Measured>, measured: Measured): string {
  const { least, most = 0 } = floor;
  const bound = least === undefined ? `at most ${(most * 100).toFixed(0)} %` : `at least ${(least * 100).toFixed(0)} %`;
  return `${isMet(floor, measured) ? 'ok  ' : 'MISS'} ${floor.name.padEnd(46)} ${fraction(floor.value(measured))}  (${bound})`;
}

function describeMeasured(measured: MeasuredFigures | undefined): string[] {
  if (measured === undefined) return ['The thresholds were measured on other content, so this content has no cross-validated figures.'];
  const { answers, spanish, followUps, checks } = measured;
  return [
    'Outcomes, cross-validated (10-fold):',
    `     answerable answered ${fraction(answers.answerable.answered)}, not covered ${fraction(answers.answerable.notCovered)}`,
    `     near topic answered ${fraction(answers.nearTopic.answered)}, off topic answered ${fraction(answers.offTopic.answered)}`,
    `     Spanish answerable answered ${fraction(spanish.answerable.answered)}, not covered ${fraction(spanish.answerable.notCovered)}`,
    `     Spanish near topic answered ${fraction(spanish.nearTopic.answered)}`,
    'Claims of messages, cross-validated (10-fold):',
    `     right relation ${fraction(rightOf(checks))}; repeat ${fraction(checks.repeats.told)}, contradict ${fraction(checks.contradicts.told)}`,
    `     passage quoted: repeat ${fraction(checks.repeats.found)}, contradict ${fraction(checks.contradicts.found)}; not in it, nothing quoted ${fraction(checks.notInArticle.told)}`,
    'Follow-ups, cross-validated (10-fold):',
    `     answerable answered ${fraction(followUps.answerable)}, unanswerable answered ${fraction(followUps.unanswerable)}`,
  ];
}

function curveLines(name: string, points: readonly CurvePoint[]): string[] {
  return points.map(
    ({ kept, refused }) => `     ${name.padEnd(16)} answered ${fraction(kept)}, near topic not answered ${fraction(refused)}`,
  );
}

/** Claims with the right relation, over all relations. */
function rightOf({ repeats, contradicts, notInArticle }: RelationFigures): Share {
  const all = [repeats.told, contradicts.told, notInArticle.told];
  return { hits: all.reduce((sum, { hits }) => sum + hits, 0), of: all.reduce((sum, { of }) => sum + of, 0) };
}

function isMet<Measured>({ value, least, most }: Floor<Measured>, measured: Measured): boolean {
  const { hits, of } = value(measured);
  const reached = of === 0 ? 0 : hits / of;
  return of > 0 && reached >= (least ?? 0) && reached <= (most ?? 1);
}

function ablations(weights: Weights): [string, Weights][] {
  return [
    ['reader questions', { ...weights, readerQuestions: [0, 0, 0] }],
    ['sentence', { ...weights, sentence: 0 }],
    ['context', { ...weights, inContext: 0 }],
    ['rarity', { ...weights, rarity: 0 }],
    ['expanded', { ...weights, expanded: 0 }],
    ['words', { ...weights, words: 0 }],
    ['paragraph words', { ...weights, paragraphWords: 0 }],
  ];
}

function fraction(share: Share | undefined): string {
  return share === undefined ? '-' : `${`${share.hits} of ${share.of}`.padStart(12)} ${percent(share)}`;
}

function percent(share: Share | undefined): string {
  return share === undefined || share.of === 0 ? '   -  ' : `${((100 * share.hits) / share.of).toFixed(1).padStart(5)} %`;
}

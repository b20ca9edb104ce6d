// `npm run calibrate`: fits decisions and thresholds for the configured model and content, and saves them with cross-validated figures.
// --questions fits only the intercept, to an owner's questions about another article.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { find } from '../src/answer/ask.js';
import type { Calibration, Figures } from '../src/answer/calibration.js';
import type { Decision } from '../src/answer/decide.js';
import { type FollowUpDecision, followUpFeatures } from '../src/answer/decide-follow-up.js';
import { topicFor } from '../src/answer/follow-up.js';
import { detectLanguage } from '../src/answer/language.js';
import type { FeatureSets, Features } from '../src/answer/ports.js';
import { type App, calibrationFile, readCalibration } from '../src/app.js';
import { loadArticle } from '../src/article/load.js';
import {
  FEWEST_QUESTIONS,
  REFERENCE_ARTICLE,
  readFollowUps,
  readMessages,
  readNoteQuestions,
  readOwnQuestions,
  readQuestions,
  requireGold,
} from './dev-set.js';
import {
  crossValidate,
  crossValidateFollowUps,
  crossValidateShift,
  crossValidateSpanish,
  fitDecision,
  fitFollowUps,
  fitThreshold,
  type Judged,
  type JudgedFollowUp,
  shiftDecision,
} from './fit.js';
import { crossValidateRelation, examineMessages, fitRelation } from './fit-relation.js';
import { GOLDEN, SPANISH_QUESTIONS } from './measure.js';
import { runTool } from './tools.js';

/** Placeholder until a decision is fitted. */
const UNDECIDED: Decision = (() => {
  const zero = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };
  const one = { coverage: 1, coverageGap: 1, margin: 1, ownMargin: 1, neighbourhood: 1 };
  return { intercept: 0, weights: zero, mean: zero, deviation: one, thresholds: { answered: 1, notCovered: 0 } };
})();
/** Placeholder until the decision for follow-ups is fitted. */
const UNDECIDED_FOLLOW_UPS: FollowUpDecision = (() => {
  const zero = { coverage: 0, addedCoverage: 0, addedMargin: 0 };
  const one = { coverage: 1, addedCoverage: 1, addedMargin: 1 };
  return { intercept: 0, weights: zero, mean: zero, deviation: one, thresholds: { answered: 1, notCovered: 0 } };
})();
const NOTHING: Figures['answerable'] = { answered: { hits: 0, of: 0 }, notCovered: { hits: 0, of: 0 } };
const NONE = { hits: 0, of: 0 };
const UNMEASURED = {
  decision: UNDECIDED,
  crossValidated: { answerable: NOTHING, nearTopic: NOTHING, offTopic: NOTHING },
  spanish: { answerable: NOTHING, nearTopic: NOTHING, offTopic: NOTHING },
  followUps: { decision: UNDECIDED_FOLLOW_UPS, crossValidated: { answerable: NONE, unanswerable: NONE } },
  check: {
    relation: fitRelation([]),
    crossValidated: { repeats: { told: NONE, found: NONE }, contradicts: { told: NONE, found: NONE }, notInArticle: { told: NONE } },
  },
};

async function judge(app: App, file: string): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { kind, question } of await readQuestions(join(GOLDEN, file))) {
    judged.push({ kind, features: fittedOf((await find(question, app.context)).features), language: detectLanguage(question) });
  }
  return judged;
}

/** The features that a decision is fitted to: those by reader questions, if the article has any. */
function fittedOf({ bySentences, byQuestions }: FeatureSets): Features {
  return byQuestions ?? bySentences;
}

async function judgeFollowUps(app: App): Promise<JudgedFollowUp[]> {
  const judged: JudgedFollowUp[] = [];
  for (const { kind, previous, question } of await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'))) {
    const { features, added } = await find(question, app.context, topicFor(question, previous));
    if (added !== undefined) judged.push({ kind, features: followUpFeatures(fittedOf(features), fittedOf(added)) });
  }
  return judged;
}

/** Fits the threshold on the score of related notes: right notes of the note questions against the best notes of off-topic questions. */
async function noteThreshold(app: App): Promise<number> {
  const right: number[] = [];
  for (const { question, notes } of await readNoteQuestions(join(GOLDEN, 'dev-note-questions.jsonl'))) {
    const found = await find(question, app.context);
    right.push(found.notes.slice(0, 2).find(({ id }) => notes.includes(id))?.score ?? 0);
  }
  const wrong: number[] = [];
  for (const { kind, question } of await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))) {
    if (kind === 'offtopic') wrong.push((await find(question, app.context)).notes[0]?.score ?? 0);
  }
  return fitThreshold(right, wrong);
}

async function measureApp(app: App): Promise<Calibration['generic']> {
  const questions = await judge(app, 'dev-questions.jsonl');
  const spanish = await judge(app, SPANISH_QUESTIONS);
  const followUps = await judgeFollowUps(app);
  const messages = await examineMessages(await readMessages(GOLDEN), app);
  return {
    decision: fitDecision(questions, spanish),
    crossValidated: crossValidate(questions, spanish),
    spanish: crossValidateSpanish(questions, spanish),
    followUps: { decision: fitFollowUps(followUps), crossValidated: crossValidateFollowUps(followUps) },
    check: { relation: fitRelation(messages), crossValidated: crossValidateRelation(messages, app.article) },
  };
}

/**
 * The calibration for another article: the intercept is fitted to its owner's questions; weights, thresholds and all other decisions stay.
 * @param file the owner's questions, as JSONL
 */
async function measureOwned(app: App, file: string, kept: Calibration): Promise<Calibration> {
  const questions: Judged[] = [];
  for (const { kind, question } of await readOwnQuestions(file, app.article)) {
    questions.push({ kind, features: fittedOf((await find(question, app.context)).features), language: detectLanguage(question) });
  }
  const base = app.readerQuestions.length > 0 ? kept.own : kept.generic;
  const { followUps, check } = UNMEASURED;
  return {
    ...kept,
    own: {
      content: app.contentHash,
      decision: shiftDecision(questions, base.decision),
      crossValidated: crossValidateShift(questions, base.decision),
      spanish: UNMEASURED.spanish,
      followUps: { ...followUps, decision: base.followUps.decision },
      check: { ...check, relation: base.check.relation },
    },
  };
}

const { questions: ownedQuestions } = new Command('calibrate')
  .option('--questions <file>', `fit only the intercept, to at least ${FEWEST_QUESTIONS} questions about your own article`)
  .parse()
  .opts<{ questions?: string }>();

await runTool(async ({ config, files, bare, open }) => {
  const content = { content: '', ...UNMEASURED };
  const model = { id: config.embeddingModel, hash: '' };
  const calibration: Calibration = { model, own: content, generic: UNMEASURED, relatedNotes: { threshold: 0 } };
  if (ownedQuestions === undefined) await requireGold(await loadArticle(files.article), GOLDEN);
  else await readOwnQuestions(ownedQuestions, await loadArticle(files.article));
  const file = calibrationFile(config);
  const own = await open(files, { calibration });
  const isReference = own.articleHash === REFERENCE_ARTICLE && ownedQuestions === undefined;
  // Only questions about the reference article change the generic thresholds.
  const kept = isReference ? undefined : await readCalibration(file, own.model);
  const measured: Calibration =
    ownedQuestions !== undefined && kept !== undefined
      ? await measureOwned(own, ownedQuestions, kept)
      : {
          model: own.model,
          own: { content: own.contentHash, ...(await measureApp(own)) },
          generic: kept?.generic ?? (await measureApp(await open(bare, { calibration }))),
          relatedNotes: kept?.relatedNotes ?? { threshold: await noteThreshold(own) },
        };
  await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
  process.stdout.write(`Saved ${file}\n`);
  describeMeasured('this content', measured.own);
  describeMeasured(isReference ? 'any other article' : 'any other article (unchanged)', measured.generic);
  return 0;
});

function describeMeasured(name: string, { decision, crossValidated, spanish, followUps, check }: Calibration['generic']): void {
  const { answered, notCovered } = decision.thresholds;
  process.stdout.write(`\n${name}: answered from ${answered.toFixed(3)}, not covered below ${notCovered.toFixed(3)}; cross-validated:\n`);
  process.stdout.write(describeFigures(crossValidated));
  if (spanish.answerable.answered.of > 0) process.stdout.write(`  in Spanish:\n${describeFigures(spanish)}`);
  const { answerable, unanswerable } = followUps.crossValidated;
  if (answerable.of > 0) {
    process.stdout.write(`  follow-ups answered: answerable ${fraction(answerable)}, unanswerable ${fraction(unanswerable)}\n`);
  }
  const { repeats, contradicts, notInArticle } = check.crossValidated;
  if (repeats.told.of === 0) return;
  process.stdout.write(
    `  claims with the right relation: repeat ${fraction(repeats.told)}, contradict ${fraction(contradicts.told)}, not in the article ` +
      `${fraction(notInArticle.told)}; passage quoted: repeat ${fraction(repeats.found)}, contradict ${fraction(contradicts.found)}\n`,
  );
}

function fraction({ hits, of }: { readonly hits: number; readonly of: number }): string {
  return `${hits} of ${of}`;
}

function describeFigures(figures: Figures): string {
  return Object.entries(figures)
    .map(
      ([kind, { answered, notCovered }]) =>
        `  ${kind.padEnd(10)} answered ${answered.hits} of ${answered.of}, not covered ${notCovered.hits} of ${notCovered.of}\n`,
    )
    .join('');
}

// `npm run calibrate`: fits decisions and thresholds for the configured model and content, and saves them with figures.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { find } from '../src/answer/ask.js';
import type { Calibration, Figures } from '../src/answer/calibration.js';
import { matchSentences, normaliseMessage } from '../src/answer/check.js';
import { focusOf } from '../src/answer/choose-quotes.js';
import type { Decision } from '../src/answer/decide.js';
import { type App, calibrationFile, readCalibration } from '../src/app.js';
import { sentenceAt } from '../src/article/article.js';
import { loadArticle } from '../src/article/load.js';
import { isHit, REFERENCE_ARTICLE, readMessages, readNoteQuestions, readQuestions, requireGold } from './dev-set.js';
import { crossValidate, crossValidateCheck, fitCheckThreshold, fitDecision, fitThreshold, type Judged, type JudgedMessage } from './fit.js';
import { GOLDEN } from './measure.js';
import { runTool } from './tools.js';

/** Stands in while there is nothing to decide with yet. */
const UNDECIDED: Decision = (() => {
  const zero = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };
  const one = { coverage: 1, coverageGap: 1, margin: 1, ownMargin: 1, neighbourhood: 1 };
  return { intercept: 0, weights: zero, mean: zero, deviation: one, thresholds: { answered: 1, notCovered: 0 } };
})();
const NOTHING: Figures['answerable'] = { answered: { hits: 0, of: 0 }, notCovered: { hits: 0, of: 0 } };
const NONE = { hits: 0, of: 0 };
const UNMEASURED = {
  decision: UNDECIDED,
  crossValidated: { answerable: NOTHING, nearTopic: NOTHING, offTopic: NOTHING },
  check: {
    threshold: 0,
    crossValidated: { like: { matched: NONE, right: NONE }, nearTopic: { matched: NONE }, offTopic: { matched: NONE } },
  },
};

async function judge(app: App): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { kind, question } of await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))) {
    const { bySentences, byQuestions } = (await find(question, app.context)).features;
    judged.push({ kind, features: byQuestions ?? bySentences });
  }
  return judged;
}

/** The threshold on a related note's score: right notes of questions that a note answers against any of off-topic ones. */
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

async function judgeMessages(app: App): Promise<JudgedMessage[]> {
  const judged: JudgedMessage[] = [];
  for (const { kind, message: raw, gold } of await readMessages(GOLDEN)) {
    const message = normaliseMessage(raw);
    const [matched] = message.kind === 'message' ? await matchSentences(message, app.context) : [];
    const best = matched?.resemblances[0];
    const isRight = best !== undefined && isHit(app.article, focusOf(app.article, sentenceAt(app.article, best.sentence)), gold);
    judged.push({ kind, score: best?.score ?? 0, isRight });
  }
  return judged;
}

async function measureApp(app: App): Promise<Calibration['generic']> {
  const questions = await judge(app);
  const messages = await judgeMessages(app);
  return {
    decision: fitDecision(questions),
    crossValidated: crossValidate(questions),
    check: { threshold: fitCheckThreshold(messages), crossValidated: crossValidateCheck(messages) },
  };
}

await runTool(async ({ config, files, bare, open }) => {
  const content = { content: '', ...UNMEASURED };
  const model = { id: config.embeddingModel, hash: '' };
  const calibration: Calibration = { model, own: content, generic: UNMEASURED, relatedNotes: { threshold: 0 } };
  await requireGold(await loadArticle(files.article), GOLDEN);
  const file = calibrationFile(config);
  const own = await open(files, { calibration });
  const isReference = own.articleHash === REFERENCE_ARTICLE;
  // Of another article's questions nothing is learnt that holds for any.
  const kept = isReference ? undefined : await readCalibration(file, own.model);
  const measured: Calibration = {
    model: own.model,
    own: { content: own.contentHash, ...(await measureApp(own)) },
    generic: kept?.generic ?? (await measureApp(await open(bare, { calibration }))),
    relatedNotes: kept?.relatedNotes ?? { threshold: await noteThreshold(own) },
  };
  await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
  process.stdout.write(`Saved ${file}\n`);
  for (const [name, { decision, crossValidated, check }] of Object.entries({
    'this content': measured.own,
    [isReference ? 'any other article' : 'any other article, as before']: measured.generic,
  })) {
    const { answered, notCovered } = decision.thresholds;
    process.stdout.write(`\n${name}: answered from ${answered.toFixed(3)}, not covered under ${notCovered.toFixed(3)}; cross-validated:\n`);
    process.stdout.write(describeFigures(crossValidated));
    const { like, nearTopic, offTopic } = check.crossValidated;
    process.stdout.write(
      `  messages held against it, a passage from ${check.threshold.toFixed(3)}: like it ${fraction(like.matched)}, right first ` +
        `${fraction(like.right)}; near topic ${fraction(nearTopic.matched)}, off topic ${fraction(offTopic.matched)}\n`,
    );
  }
  return 0;
});

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

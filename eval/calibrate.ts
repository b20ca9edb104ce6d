// `npm run calibrate`: fits decisions and thresholds for the configured model and content, and saves them with figures.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { find } from '../src/answer/ask.js';
import type { Calibration, Figures } from '../src/answer/calibration.js';
import type { Decision } from '../src/answer/decide.js';
import { type App, calibrationFile, readCalibration } from '../src/app.js';
import { loadArticle } from '../src/article/load.js';
import { REFERENCE_ARTICLE, readMessages, readNoteQuestions, readQuestions, requireGold } from './dev-set.js';
import { crossValidate, fitDecision, fitThreshold, type Judged } from './fit.js';
import { crossValidateRelation, examineMessages, fitRelation } from './fit-relation.js';
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
    relation: fitRelation([]),
    crossValidated: { repeats: { told: NONE, found: NONE }, contradicts: { told: NONE, found: NONE }, notInArticle: { told: NONE } },
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

async function measureApp(app: App): Promise<Calibration['generic']> {
  const questions = await judge(app);
  const messages = await examineMessages(await readMessages(GOLDEN), app);
  return {
    decision: fitDecision(questions),
    crossValidated: crossValidate(questions),
    check: { relation: fitRelation(messages), crossValidated: crossValidateRelation(messages, app.article) },
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
    const { repeats, contradicts, notInArticle } = check.crossValidated;
    process.stdout.write(
      `  claims told for what they are: repeat ${fraction(repeats.told)}, contradict ${fraction(contradicts.told)}, not in the article ` +
        `${fraction(notInArticle.told)}; passage quoted: repeat ${fraction(repeats.found)}, contradict ${fraction(contradicts.found)}\n`,
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

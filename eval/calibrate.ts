// `npm run calibrate`: fits decisions and thresholds for the configured model and content, and saves them with figures.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { find } from '../src/answer/ask.js';
import type { Calibration, Figures } from '../src/answer/calibration.js';
import type { Decision } from '../src/answer/decide.js';
import { type App, calibrationFile } from '../src/app.js';
import { readNoteQuestions, readQuestions } from './dev-set.js';
import { crossValidate, fitDecision, type Judged } from './fit.js';
import { GOLDEN } from './measure.js';
import { runTool } from './tools.js';

/** Stands in while there is nothing to decide with yet. */
const UNDECIDED: Decision = (() => {
  const zero = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };
  const one = { coverage: 1, coverageGap: 1, margin: 1, ownMargin: 1, neighbourhood: 1 };
  return { intercept: 0, weights: zero, mean: zero, deviation: one, thresholds: { answered: 1, notCovered: 0 } };
})();
const NOTHING: Figures['answerable'] = { answered: { hits: 0, of: 0 }, notCovered: { hits: 0, of: 0 } };
const UNMEASURED = { decision: UNDECIDED, crossValidated: { answerable: NOTHING, nearTopic: NOTHING, offTopic: NOTHING } };

async function judge(app: App): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { kind, question } of await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))) {
    judged.push({ kind, evidence: (await find(question, app.context)).evidence });
  }
  return judged;
}

/**
 * The threshold on a related note's score that keeps most right notes and shows fewest under off-topic questions, each
 * as a share (Youden's J); midway between the scores that it parts.
 */
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
  const scores = [...right, ...wrong].sort((a, b) => a - b);
  let best = { threshold: 1, gain: 0 };
  for (const [i, score] of scores.entries()) {
    const threshold = (score + (scores[i + 1] ?? 1)) / 2;
    const kept = right.filter((one) => one >= threshold).length / right.length;
    const silent = wrong.filter((one) => one < threshold).length / wrong.length;
    if (kept + silent > best.gain) best = { threshold, gain: kept + silent };
  }
  return Number(best.threshold.toPrecision(6));
}

await runTool(async ({ config, files, bare, open }) => {
  const content = { content: '', ...UNMEASURED };
  const model = { id: config.embeddingModel, hash: '' };
  const calibration: Calibration = { model, own: content, generic: UNMEASURED, relatedNotes: { threshold: 0 } };
  const own = await open(files, { calibration });
  const judgedOwn = await judge(own);
  const threshold = await noteThreshold(own);
  const judgedBare = await judge(await open(bare, { calibration }));
  const measured: Calibration = {
    model: own.model,
    own: { content: own.contentHash, decision: fitDecision(judgedOwn), crossValidated: crossValidate(judgedOwn) },
    generic: { decision: fitDecision(judgedBare), crossValidated: crossValidate(judgedBare) },
    relatedNotes: { threshold },
  };
  const file = calibrationFile(config);
  await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
  process.stdout.write(`Saved ${file}\n`);
  for (const [name, { decision, crossValidated }] of Object.entries({
    'this content': measured.own,
    'any other article': measured.generic,
  })) {
    const { answered, notCovered } = decision.thresholds;
    process.stdout.write(`\n${name}: answered from ${answered.toFixed(3)}, not covered under ${notCovered.toFixed(3)}; cross-validated:\n`);
    process.stdout.write(describeFigures(crossValidated));
  }
  return 0;
});

function describeFigures(figures: Figures): string {
  return Object.entries(figures)
    .map(
      ([kind, { answered, notCovered }]) =>
        `  ${kind.padEnd(10)} answered ${answered.hits} of ${answered.of}, not covered ${notCovered.hits} of ${notCovered.of}\n`,
    )
    .join('');
}

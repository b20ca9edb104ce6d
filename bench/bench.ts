// `npm run bench`: speed and memory, as ratios within one run where possible. `npm run bench -- quality` runs quality.ts instead.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readQuestions } from '../eval/dev-set.js';
import { GOLDEN } from '../eval/measure.js';
import { runTool } from '../eval/tools.js';
import type { ArticleIndex } from '../index/article-index.js';
import { createCorpus, keywordsText } from '../index/corpus.js';
import type { Embedder } from '../index/embedder.js';
import { TokenVectors } from '../index/token-vectors.js';
import { type App, type ContentFiles, openApp } from '../src/app.js';
import { type Config, PROJECT_ROOT } from '../src/config.js';
import { openCuration } from '../src/curation/open-curation.js';
import { MOST } from '../src/notes/lint.js';
import { readDecoys } from '../src/notes/load.js';
import { LONGEST_NOTE } from '../src/notes/note.js';
import type { ImportedChange } from '../src/notes/revision.js';
import { createProgress } from '../src/ops/progress.js';
import { openStore } from '../src/store/open-store.js';
import { contentOf } from '../src/views/note-catalog.js';
import { wholeApp } from '../src/whole-app.js';
import { benchQuality } from './quality.js';
import { measureSuggestions } from './suggestions.js';

const ROUNDS = 5;
const STARTS = 5;
const NEW_NOTES = 20;
const MANY_NOTES = 10_000;
/** The most notes that one file may hold. */
const IMPORTED_NOTES = 5_000;
/** Every tenth imported note is also embedded alone: half of them before the import, half after it. */
const EMBEDDED_ALONE = 10;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function show(name: string, value: string, bound: string, isMet: boolean): void {
  process.stdout.write(`${isMet ? 'ok  ' : 'MISS'} ${name.padEnd(52)} ${value.padStart(34)}  (${bound})\n`);
}

/** Measures late interaction of a question of 12 tokens with 75 sentences of 28 tokens. */
async function benchLateInteraction(): Promise<void> {
  const [dimensions, texts, tokens, asked] = [384, 75, 28, 12];
  const vectors = await TokenVectors.allocate(dimensions, new Array<number>(texts).fill(tokens));
  vectors.data.forEach((_, i) => {
    vectors.data[i] = Math.round(1000 * Math.sin(i * 0.37));
  });
  const question = {
    vectors: Int16Array.from({ length: asked * dimensions }, (_, i) => Math.round(1000 * Math.cos(i * 0.11))),
    count: asked,
  };
  const best = new Float32Array(asked);
  const times = Array.from({ length: 300 }, () => {
    const before = performance.now();
    for (let text = 0; text < texts; text++) vectors.maxSims(question, [text], best);
    return performance.now() - before;
  });
  const ms = median(times);
  show('late interaction over 75 candidates', `${ms.toFixed(2)} ms`, 'at most 2 ms', ms <= 2);
}

/** Starts a process, and returns the milliseconds until it prints the first byte. */
function runProgram(args: readonly string[], input: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdout.once('data', () => resolve(performance.now() - started));
    child.once('error', reject);
    child.stdin.end(input);
  });
}

async function benchStart(): Promise<void> {
  const answers: number[] = [];
  const loads: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    loads.push(await runProgram([join(PROJECT_ROOT, 'dist/load-model.js')], ''));
    answers.push(await runProgram([join(PROJECT_ROOT, 'dist/main.js'), '--console'], 'Who won the election?\n'));
  }
  const ratio = median(answers.map((time, i) => time / (loads[i] ?? 1)));
  const times = `${median(answers).toFixed(0)} ms / ${median(loads).toFixed(0)} ms = ${ratio.toFixed(2)}`;
  show('process start to first answer / loading the model', times, 'at most 2', ratio <= 2);
}

/** Adds notes to a guild one after another, and reports the longest time from the end of a note's embedding until a question finds it. */
async function benchNewNote(app: App): Promise<void> {
  const index = app.context.retriever as ArticleIndex;
  let overlay = index.overlay();
  const question = await app.context.embedder.embedQuestion('How many otters live in the harbour?');
  const times: number[] = [];
  for (let i = 0; i < NEW_NOTES; i++) {
    const id = `otters-${i}`;
    const note = await index.prepareNote({ id, note: `In winter ${i} otters live in the harbour.`, keywords: ['otters'], sentences: [] });
    const embedded = performance.now();
    overlay = overlay.with({ notes: [note], hide: [`otters-${i - 1}`] });
    const retriever = index.retriever(overlay);
    const { notes } = retriever.retrieve(question, retriever.matchWords(question.text));
    times.push(notes.some((found) => found.id === id) ? performance.now() - embedded : Number.POSITIVE_INFINITY);
  }
  const ms = Math.max(...times);
  show('a new note is seen after its embedding', `${ms.toFixed(1)} ms`, 'at most 50 ms', ms <= 50);
}

/** Edits notes in a guild with MANY_NOTES notes, and reports the longest time from the end of an embedding until its note can be found. */
async function benchEditAmongMany(app: App): Promise<void> {
  const index = app.context.retriever as ArticleIndex;
  const question = await app.context.embedder.embedQuestion('How many otters live in the harbour?');
  const prepare = (i: number) =>
    index.prepareNote({ id: `note-${i}`, note: `In winter ${i} otters live in the harbour.`, keywords: ['otters'], sentences: [] });
  const few = await Promise.all(Array.from({ length: NEW_NOTES }, (_, i) => prepare(i)));
  const rounds = Array.from({ length: MANY_NOTES / NEW_NOTES }, (_, round) =>
    few.map((one, i) => ({ ...one, id: `note-${round * NEW_NOTES + i}`, words: `${one.words} ${round}` })),
  );
  let overlay = index.overlay().with({ notes: rounds.flat() });
  const times: number[] = [];
  for (let i = 0; i < NEW_NOTES; i++) {
    const note = { ...(await prepare(MANY_NOTES + i)), id: `note-${i * 97}` };
    const embedded = performance.now();
    overlay = overlay.with({ notes: [note] });
    const retriever = index.retriever(overlay);
    times.push(performance.now() - embedded);
    const { notes } = retriever.retrieve(question, retriever.matchWords(question.text));
    if (notes.length === 0) throw new Error('A question found none of the thousands of notes.');
  }
  const ms = Math.max(...times);
  show(`an edit among ${MANY_NOTES} notes is seen after its embedding`, `${ms.toFixed(1)} ms`, 'at most 50 ms', ms <= 50);
}

/** Measures building and saving an index from nothing, relative to embedding the same texts alone. */
async function benchIndexing(app: App, config: Config, files: ContentFiles): Promise<void> {
  const embedder = app.context.embedder as Embedder;
  const { texts } = createCorpus({
    article: app.article,
    notes: [],
    readerQuestions: [],
    decoys: (await readDecoys(files.generalDecoys)).map((question) => ({ question, kind: 'general' })),
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  const log = { info: () => undefined, warn: () => undefined };
  try {
    const beforeAlone = performance.now();
    for (const { text, role, within } of texts) await embedder.embed(text, role, within);
    const alone = performance.now() - beforeAlone;
    const beforeIndex = performance.now();
    const progress = createProgress('Embedding', { bar: false, log });
    await wholeApp(
      await openApp({
        files,
        config: { ...config, dataDir },
        log,
        progress,
        now: () => performance.now(),
        embedder: Promise.resolve(embedder),
      }),
    );
    const indexing = performance.now() - beforeIndex;
    const ratio = indexing / alone;
    const times = `${(indexing / 1000).toFixed(1)} s / ${(alone / 1000).toFixed(1)} s = ${ratio.toFixed(2)}`;
    show(`indexing ${texts.length} texts / embedding them alone`, times, 'at most 1.2', ratio <= 1.2);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Measures an import of IMPORTED_NOTES notes until readers see them all, relative to embedding their texts alone. */
async function benchImport(app: App): Promise<void> {
  const embedder = app.context.embedder as Embedder;
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  const log = { warn: () => undefined, error: () => undefined };
  const store = await openStore({ file: join(folder, 'kept.sqlite'), log });
  const { curation, close } = await openCuration({ app, store, evaluationQuestions: [], now: Date.now, log });
  const guildId = '1';
  const changes = Array.from({ length: IMPORTED_NOTES }, (_, i): ImportedChange => {
    const { length } = app.notes;
    // Each text joins the beginnings of two notes, because a whole note would repeat another one at the same place.
    const [{ note }, { note: second }] = [app.notes[i % length] ?? {}, app.notes[(i + Math.floor(i / length) + 1) % length] ?? {}];
    if (note === undefined || second === undefined) throw new Error('There is no note to derive others from.');
    const text = `Entry ${i}. ${[note, second].map((one) => one.note.slice(0, LONGEST_NOTE / 2 - 20).trim()).join(' ')}`;
    const content = { ...contentOf(note), note: text, keywords: [...note.keywords, `entry ${i}`].slice(-MOST.keywords) };
    return { noteId: `entry-${i}`, action: 'add', content, baseVersion: 0 };
  });
  const embedAlone = async (first: number) => {
    const started = performance.now();
    for (let i = first; i < changes.length; i += 2 * EMBEDDED_ALONE) {
      const { note = '', keywords = [] } = changes[i]?.content ?? {};
      await embedder.embed(note, 'passage');
      await embedder.embed(keywordsText({ note, keywords }), 'passage');
    }
    return performance.now() - started;
  };
  try {
    const before = await embedAlone(0);
    let shown = 0;
    const started = performance.now();
    const saved = await curation.imports.apply({ guildId, authorId: '2', reason: '', changes }, (done) => {
      shown = done;
    });
    const importing = performance.now() - started;
    const alone = (before + (await embedAlone(EMBEDDED_ALONE))) * EMBEDDED_ALONE;
    const { notes } = await curation.view(guildId);
    const isWhole =
      saved.kind === 'imported' && shown === IMPORTED_NOTES && notes.some(({ note }) => note.id === `entry-${IMPORTED_NOTES - 1}`);
    const ratio = isWhole ? importing / alone : Number.POSITIVE_INFINITY;
    const times = `${(importing / 1000).toFixed(1)} s / ${(alone / 1000).toFixed(1)} s = ${ratio.toFixed(2)}`;
    show(`importing ${IMPORTED_NOTES} notes / embedding them alone`, times, 'at most 1.2', ratio <= 1.2);
  } finally {
    await close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resident memory of this process and the model's process in MB, from /proc. Files mapped by both, such as Node itself, count once. */
function residentMegabytes(): number {
  const [model] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'embedder-worker'], { encoding: 'utf8' }).split('\n');
  const parts = [process.pid, model].map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1]) / 1e3;
    return { own: of('RssAnon'), files: of('RssFile') };
  });
  return parts.reduce((sum, { own }) => sum + own, 0) + Math.max(...parts.map(({ files }) => files));
}

await runTool(async (tools) => {
  const { config, files, bare, open } = tools;
  const [what, ...options] = process.argv.slice(2);
  if (what === 'quality') {
    await benchQuality(tools, options.includes('--write'));
    return 0;
  }
  await benchLateInteraction();
  await benchStart();

  const app = await open(files);
  const questions = (await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))).map(({ question }) => question);
  for (const question of questions) await app.ask(question);
  const totals: number[] = [];
  const embeddings: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const question of questions) {
      const { tookMs } = await app.ask(question);
      if (tookMs.embed === 0) continue;
      totals.push(tookMs.total);
      embeddings.push(tookMs.embed);
    }
  }
  const ratio = median(totals) / median(embeddings);
  const times = `${median(totals).toFixed(2)} ms / ${median(embeddings).toFixed(2)} ms = ${ratio.toFixed(2)}`;
  show('one question, warm: whole / embedding alone (p50)', times, 'at most 1.4', ratio <= 1.4);
  const megabytes = residentMegabytes();
  show('resident memory after 600 questions, with the model', `${megabytes.toFixed(0)} MB`, 'at most 450 MB', megabytes <= 450);

  const load = await measureSuggestions(app, questions);
  const slower = load.beside / load.alone;
  const loads = `${load.beside.toFixed(0)} ms / ${load.alone.toFixed(0)} ms = ${slower.toFixed(2)}`;
  show('/ask beside 20 suggestions at once / alone (p95)', loads, 'at most 1.5', slower <= 1.5);

  await benchNewNote(app);
  await benchEditAmongMany(app);
  await benchIndexing(app, config, bare);
  await benchImport(app);
  return 0;
});

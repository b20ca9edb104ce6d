// A small article in its own folder, and moderators' data over it, opened as the program does.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { type OpenCuration, openCuration } from '../../src/curation/open-curation.js';
import { NO_FIELDS, type NoteForm } from '../../src/notes/form.js';
import type { Source } from '../../src/notes/note.js';
import type { NoteContent } from '../../src/notes/revision.js';
import type { Store } from '../../src/store/store.js';
import { wholeApp } from '../../src/whole-app.js';
import { smallSources } from '../index/fixtures/small-article.js';
import { sharedEmbedder } from '../model.js';

const sources = smallSources();
const { body } = sources.article;
const LINK = 'https://example.org/log';
/** Imported and exported sources must have a link. */
const linked = (source: Source): Source => ({ ...source, url: LINK });

/** Words of the article, each with a question that their sentence answers and a word that occurs nowhere else. */
export const PASSAGES = sources.readerQuestions.map(({ question, answer }, i) => ({
  question,
  quote: body.slice(answer.start, answer.end),
  word: ['kestrel', 'quartz', 'saffron', 'trombone', 'velvet', 'walnut', 'zeppelin', 'pelican', 'juniper', 'obelisk'][i] ?? '',
}));

const QUIET = { start: () => undefined, step: () => undefined, stop: () => undefined };
const complain = (...parts: readonly unknown[]) => process.stderr.write(`${parts.map((part) => JSON.stringify(part)).join(' ')}\n`);

/** Makes a folder with the content in it, also used for stored data. */
export function makeContent(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-curated-'));
  const decoys = (kind: string) => sources.decoys.filter((decoy) => decoy.kind === kind).map(({ question }) => question);
  const files = {
    'article.txt': body,
    'notes.yaml': JSON.stringify({ notes: sources.notes.map(({ note }) => ({ ...note, sources: note.sources.map(linked) })) }),
    'questions.yaml': JSON.stringify({ questions: PASSAGES.map(({ question, quote }) => ({ quote, ask: [question] })) }),
    'decoys.yaml': JSON.stringify({ decoys: [{ near: 'the bridge', ask: decoys('near') }] }),
    'general.yaml': JSON.stringify({ decoys: [{ kind: 'general', ask: decoys('general') }] }),
  };
  mkdirSync(join(folder, 'data'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens the app with an embedding cache, as the bot does. */
export async function openSmallApp(folder: string): Promise<App> {
  const at = (name: string) => join(folder, name);
  const app = await openApp({
    files: {
      article: at('article.txt'),
      notes: at('notes.yaml'),
      readerQuestions: at('questions.yaml'),
      decoys: at('decoys.yaml'),
      generalDecoys: at('general.yaml'),
    },
    config: { ...readConfig({}), dataDir: at('data') },
    log: { info: () => undefined, warn: complain },
    progress: QUIET,
    now: () => performance.now(),
    embedder: sharedEmbedder(),
    keepsEmbeddings: true,
  });
  return wholeApp(app);
}

export function openCurated(app: App, store: Store, evaluationQuestions: readonly string[] = []): Promise<OpenCuration> {
  return openCuration({ app, store, evaluationQuestions, now: Date.now, log: { warn: complain } });
}

/** A guild's own note that contests nothing and so needs no second moderator. */
export function noteOn(quote: string, note: string): NoteContent {
  return {
    status: 'context',
    quotes: [{ exact: quote }],
    note,
    keywords: [],
    sources: [{ publisher: 'Log', title: 'Of the harbour', url: LINK }],
  };
}

/** The same note as typed into the form. */
export function formOn(quote: string, note: string): NoteForm {
  return { ...NO_FIELDS, status: 'context', quote, headline: 'What the log says', note, sources: `Log | Of the harbour | | ${LINK}` };
}

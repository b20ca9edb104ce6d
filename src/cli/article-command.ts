// Chooses the article that the program answers from, and describes it: the text read, its files, and questions that it answers.

import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { App } from '../app.js';
import { createAnchorFinder } from '../article/anchor.js';
import type { Article } from '../article/article.js';
import { loadArticle } from '../article/load.js';
import { ARTICLE_VARIABLES, type Config, environmentWith, readConfig, setOutside } from '../config.js';
import { readEvaluationQuestions } from '../curation/evaluation-questions.js';
import { envFileIn, readEnvFile, replaceEnvFile, type SettingChanges, settingsIn, withSettings } from '../env-file.js';
import { answeredQuestions } from '../examples.js';
import { InputError } from '../input-error.js';
import { anchored, isOrphan } from '../notes/anchored-note.js';
import { noteWith } from '../notes/effective.js';
import { readDecoys, readNotes, readReaderQuestions } from '../notes/load.js';
import type { Note } from '../notes/note.js';
import { openStore } from '../store/open-store.js';
import { describeArticle, type KeptForServers } from './first-look.js';

const EXAMPLES = 3;

export interface ArticleOptions {
  /** The current configuration. */
  readonly config: Config;
  /** The folder of the settings' file `.env`; relative paths in it start there. */
  readonly root: string;
  /** Prints a line for people on standard output. */
  readonly print: (text: string) => void;
  readonly log: Parameters<typeof openStore>[0]['log'];
  /** Opens the article of a configuration, with its files, while `use` runs. */
  readonly withApp: (config: Config, use: (app: App) => Promise<void>) => Promise<void>;
}

/** Files of an article, as typed. */
export interface ChosenFiles {
  readonly notes?: string;
  readonly readerQuestions?: string;
  readonly decoys?: string;
  readonly evaluationQuestions?: string;
}

/**
 * Makes a file the article from the next start on, with nothing of the previous one: opens it, asks it questions, then writes the choice.
 * Throws InputError for unusable files or settings that cannot be written; nothing is written then.
 * @param file undefined: the article at the usual place
 */
export async function chooseArticle(file: string | undefined, chosen: ChosenFiles, options: ArticleOptions): Promise<void> {
  const { root, print } = options;
  const before = readEnvFile(root);
  const changes = changesFor(root, file, chosen);
  const names = setOutside(ARTICLE_VARIABLES);
  if (names.length > 0) {
    throw new InputError(
      `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} set in the environment, which wins over .env. Unset it there first.`,
    );
  }
  const text = withSettings(before ?? '', changes);
  const config = readConfig(environmentWith(text), root);
  const article = await readAll(config);
  await look(article, config, options);
  await options.withApp(config, async (app) => {
    const language = article.about.language.startsWith('es') ? 'es' : 'en';
    const questions = await answeredQuestions(app, language, EXAMPLES);
    if (questions.length === 0)
      print('\nNo question that could be made from its headings or first sentences is answered: ask one of your own.');
    else print(`\nQuestions that it answers:\n${questions.map((question) => `  ${question}`).join('\n')}`);
  });
  await writeChoice(text, before, changes, options);
}

/** Describes the current article and the source of its settings. Throws InputError if a file cannot be read. */
export async function showArticle(options: ArticleOptions): Promise<void> {
  const { config, root, print } = options;
  const outside = setOutside(ARTICLE_VARIABLES);
  const inFile = settingsIn(readEnvFile(root) ?? '');
  const source = (name: string) => (outside.includes(name) ? 'the environment' : inFile[name] === undefined ? undefined : envFileIn(root));
  await look(await readAll(config), config, options);
  const sources = ARTICLE_VARIABLES.flatMap((name) => (source(name) === undefined ? [] : [`${name} by ${source(name)}`]));
  print(`\nSet: ${sources.join(', ') || 'nothing, so this is the article at the usual place with what belongs to it'}.`);
}

function changesFor(root: string, file: string | undefined, chosen: ChosenFiles): SettingChanges {
  const path = (given: string | undefined) => (given === undefined ? undefined : fromRoot(root, resolve(given)));
  return {
    ARTICLE: path(file),
    NOTES: path(chosen.notes),
    READER_QUESTIONS: path(chosen.readerQuestions),
    DECOYS: path(chosen.decoys),
    EVALUATION_QUESTIONS: path(chosen.evaluationQuestions),
  };
}

/** A path for the settings: relative within their folder, absolute elsewhere. */
function fromRoot(root: string, path: string): string {
  const within = relative(root, path);
  return within === '' || within.startsWith('..') || isAbsolute(within) ? path : within;
}

/** Reads every file of an article, so that a fault in any is reported before the model is loaded. */
async function readAll(config: Config): Promise<Article> {
  const [article] = await Promise.all([
    loadArticle(config.article),
    readNotes(config.notes),
    readReaderQuestions(config.readerQuestions),
    readDecoys(config.decoys),
    readEvaluationQuestions(config.evaluationQuestions),
  ]);
  return article;
}

async function look(article: Article, config: Config, options: ArticleOptions): Promise<void> {
  const finder = createAnchorFinder(article.body);
  const notes = await readNotes(config.notes);
  const questions = await readReaderQuestions(config.readerQuestions);
  const decoys = await readDecoys(config.decoys);
  const isPlaced = (note: Note) => !isOrphan(anchored(note, finder));
  const lines = describeArticle({
    article,
    file: config.article,
    notes: { count: notes.length, placed: notes.filter(isPlaced).length },
    readerQuestions: {
      count: questions.flatMap(({ ask }) => ask).length,
      placed: questions.filter(({ quote }) => finder.find({ exact: quote }).length > 0).flatMap(({ ask }) => ask).length,
    },
    decoys: decoys.length,
    kept: await keptForServers(config, notes, finder, options.log),
  });
  for (const line of lines) options.print(line);
}

/** Notes and taught questions of all servers, checked against an article; undefined without a database. */
async function keptForServers(
  { databaseUrl, storeFile }: Config,
  shipped: readonly Note[],
  finder: ReturnType<typeof createAnchorFinder>,
  log: ArticleOptions['log'],
): Promise<KeptForServers | undefined> {
  // A look must not create a database.
  if (databaseUrl === undefined && !existsSync(storeFile)) return undefined;
  const byId = new Map(shipped.map((note) => [note.id, note]));
  const where = databaseUrl === undefined ? storeFile : 'the database';
  const counts = { notes: 0, placedNotes: 0, taught: 0, placedTaught: 0, decoys: 0 };
  try {
    const store = await openStore({ databaseUrl, file: storeFile, log });
    try {
      for (const guildId of await store.guildsWithNotes()) {
        for (const { noteId, content, isRetracted } of await store.keptNotes(guildId)) {
          const note = content === undefined || isRetracted ? undefined : noteWith(noteId, content, byId.get(noteId));
          if (note === undefined) continue;
          counts.notes += 1;
          if (!isOrphan(anchored(note, finder))) counts.placedNotes += 1;
        }
        for (const { answer } of await store.trainingExamples(guildId)) {
          if (answer === undefined) counts.decoys += 1;
          else {
            counts.taught += 1;
            if (finder.find({ exact: answer }).length > 0) counts.placedTaught += 1;
          }
        }
      }
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { where, fault: error.message };
  }
  return { where, ...counts };
}

async function writeChoice(
  text: string,
  before: string | undefined,
  changes: SettingChanges,
  { root, print }: ArticleOptions,
): Promise<void> {
  const old = settingsIn(before ?? '');
  const lines = Object.entries(changes).flatMap(([name, value]) => {
    if (value === old[name]) return [];
    if (value === undefined) return [`  taken out: ${name}=${old[name]}`];
    return [`  ${name}=${value}`];
  });
  if (text === (before ?? '')) {
    print(`\n${envFileIn(root)} is already correct; nothing was written.`);
    return;
  }
  await replaceEnvFile(root, before, text);
  print(
    [`\nWritten to ${envFileIn(root)}:`, ...lines, 'A running program keeps the previous article. Start it again with: npm start'].join(
      '\n',
    ),
  );
}

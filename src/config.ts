// The configuration: the only reader of the environment. It reports all faults at once, before anything is opened.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readEnvFile, settingsIn } from './env-file.js';
import { InputError } from './input-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** Folder of saved embeddings, and of `storeFile`. Every path here is absolute. */
  readonly dataDir: string;
  /** Database of guild data, if no `databaseUrl` is given. */
  readonly storeFile: string;
  /** Address of a PostgreSQL server, with its password. Absent: `storeFile` is used. */
  readonly databaseUrl?: string;
  /** As "owner/name": the folder in `modelsDir` and the name on the hub. */
  readonly embeddingModel: string;
  readonly modelsDir: string;
  readonly allowModelDownload: boolean;
  /** Without a slash at the end; used with `allowModelDownload` only. */
  readonly modelHubUrl: string;
  readonly article: string;
  /** Whether the article is at the usual path; the files at the other usual paths belong to it alone. */
  readonly isUsualArticle: boolean;
  /** Absent, like the next two, if not set and the article is another or no file exists at the usual path. */
  readonly notes?: string;
  readonly readerQuestions?: string;
  readonly decoys?: string;
  readonly generalDecoys: string;
  /** Questions that measure the effect of a note's change. Absent under the same conditions as `notes`. */
  readonly evaluationQuestions?: string;
  readonly logLevel: LogLevel;
  readonly noColor: boolean;
  /** Absent: the program opens the sandbox. */
  readonly discordToken?: string;
  /** Without a slash at the end. */
  readonly discordApiUrl: string;
  /** Absent: commands are registered everywhere. */
  readonly discordGuildId?: string;
  /** Discord's OpenAPI file, for the sandbox to check the bot's requests. Absent: they are not checked. */
  readonly discordOpenApi?: string;
}

const SECRETS: ReadonlySet<string> = new Set(['DISCORD_TOKEN', 'DATABASE_URL']);
/** The folder of package.json. */
export const PROJECT_ROOT = findProjectRoot(dirname(fileURLToPath(import.meta.url)));

/** This program's version, from package.json. */
export const VERSION: string = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version;

const USUAL_ARTICLE = 'content/article.md';
/** Optional files of an article, with the paths of the usual article's, which settings may change. */
const OPTIONAL_FILES = {
  NOTES: 'content/notes.yaml',
  READER_QUESTIONS: 'content/questions.yaml',
  DECOYS: 'content/decoys.yaml',
  EVALUATION_QUESTIONS: 'tests/golden/dev-questions.jsonl',
} as const;

const modelName = z.string().refine((name) => /^[A-Za-z0-9_][\w.-]*\/[A-Za-z0-9_][\w.-]*$/u.test(name) && !name.includes('..'), {
  error: 'write it as owner/name, for instance Xenova/e5-small-v2',
});

const webAddress = z
  .string()
  .refine(isWebAddress, { error: 'write a whole address that begins with http:// or https:// and holds no user name or password' })
  .transform((url) => url.replace(/\/+$/u, ''));

const databaseAddress = z.string().refine(isDatabaseAddress, {
  error:
    'write it as postgres://user:password@host:5432/database, with signs such as @, / and # in the password in percent form (%40, %2F, %23)',
});

/** Description of a server's id, to follow the word "write". */
export const SERVER_ID_HELP =
  'the id of a server, 17 to 20 digits; with developer mode on, right-click the server and choose Copy Server ID';

const SCHEMA = z.object({
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: databaseAddress.optional(),
  EMBEDDING_MODEL: modelName.default('Xenova/e5-small-v2'),
  MODELS_DIR: z.string().default('models'),
  ALLOW_MODEL_DOWNLOAD: z
    .enum(['true', 'false'], { error: 'write true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  MODEL_HUB_URL: webAddress.default('https://huggingface.co'),
  ARTICLE: z.string().default(USUAL_ARTICLE),
  NOTES: z.string().optional(),
  READER_QUESTIONS: z.string().optional(),
  DECOYS: z.string().optional(),
  GENERAL_DECOYS: z.string().default('content/decoys-general.yaml'),
  EVALUATION_QUESTIONS: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `write one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  NO_COLOR: z
    .string()
    .optional()
    .transform((value) => value !== undefined),
  DISCORD_TOKEN: z
    .string()
    .regex(/^\S+$/u, 'it holds white space; paste the token alone, as the Discord Developer Portal shows it, without "Bot " before it')
    .optional(),
  DISCORD_GUILD_ID: z.string().refine(isServerId, `write ${SERVER_ID_HELP}`).optional(),
  DISCORD_API_URL: webAddress.default('https://discord.com/api'),
  DISCORD_OPENAPI: z.string().optional(),
});

/** Every variable that the program reads. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(SCHEMA.shape);

/** Variables that name an article and the files that belong to it alone. */
export const ARTICLE_VARIABLES = ['ARTICLE', 'NOTES', 'READER_QUESTIONS', 'DECOYS', 'EVALUATION_QUESTIONS'] as const;

/**
 * The environment with the settings of a `.env` file; the real environment takes precedence.
 * @param directory where to look for `.env`; a missing file is fine
 */
export function loadEnvironment(directory: string = PROJECT_ROOT): Environment {
  return environmentWith(readEnvFile(directory) ?? '');
}

/** The environment with the settings in the text of a `.env` file; the real environment takes precedence. */
export function environmentWith(envFile: string): Environment {
  return { ...settingsIn(envFile), ...process.env };
}

/** The variables that are set in the real environment, which takes precedence over `.env` even if they are empty. */
export function setOutside(names: readonly string[]): readonly string[] {
  return names.filter((name) => process.env[name] !== undefined);
}

/**
 * Reads the configuration. Throws one InputError that names every faulty variable; unknown variables are ignored.
 * @param root where relative paths start
 */
export function readConfig(environment: Environment, root: string = PROJECT_ROOT): Config {
  const given = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, givenValue(environment, name)]));
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `- ${shown(name, given[name])}: ${issue.message}.`;
    });
    throw new InputError(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}\n` +
        'Fix these settings in the environment or in .env; .env.example explains every variable.',
    );
  }
  const values = parsed.data;
  const at = (path: string) => resolve(root, path);
  const isUsualArticle = at(values.ARTICLE) === at(USUAL_ARTICLE);
  /** A named file must exist; a file at the usual path may exist, and belongs to the usual article alone. */
  const optional = <Key extends string>(key: Key, name: keyof typeof OPTIONAL_FILES): { readonly [_ in Key]?: string } => {
    const [named, usual] = [values[name], at(OPTIONAL_FILES[name])];
    if (named === undefined && !(isUsualArticle && existsSync(usual))) return {};
    return { [key]: named === undefined ? usual : at(named) } as { readonly [_ in Key]: string };
  };
  return Object.freeze({
    dataDir: at(values.DATA_DIR),
    storeFile: join(at(values.DATA_DIR), 'marginalia.sqlite'),
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    embeddingModel: values.EMBEDDING_MODEL,
    modelsDir: at(values.MODELS_DIR),
    allowModelDownload: values.ALLOW_MODEL_DOWNLOAD,
    modelHubUrl: values.MODEL_HUB_URL,
    article: at(values.ARTICLE),
    isUsualArticle,
    ...optional('notes', 'NOTES'),
    ...optional('readerQuestions', 'READER_QUESTIONS'),
    ...optional('decoys', 'DECOYS'),
    generalDecoys: at(values.GENERAL_DECOYS),
    ...optional('evaluationQuestions', 'EVALUATION_QUESTIONS'),
    logLevel: values.LOG_LEVEL,
    noColor: values.NO_COLOR,
    ...(values.DISCORD_TOKEN === undefined ? {} : { discordToken: values.DISCORD_TOKEN }),
    discordApiUrl: values.DISCORD_API_URL,
    ...(values.DISCORD_GUILD_ID === undefined ? {} : { discordGuildId: values.DISCORD_GUILD_ID }),
    ...(values.DISCORD_OPENAPI === undefined ? {} : { discordOpenApi: at(values.DISCORD_OPENAPI) }),
  });
}

/** Whether a text has the form of a server's id on Discord. */
export function isServerId(text: string): boolean {
  return /^\d{17,20}$/u.test(text);
}

function givenValue(environment: Environment, name: string): string | undefined {
  // `set NAME=value && npm start` on Windows leaves a space at the end.
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

function shown(name: string, value: string | undefined): string {
  if (SECRETS.has(name)) return `${name} (its value is not shown)`;
  return `${name} is ${JSON.stringify(value?.replace(/\/\/[^/]*@/u, '//…@'))}`;
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

function isDatabaseAddress(text: string): boolean {
  // Without a host, a server on this machine is reached by its socket, given in the query.
  return /^postgres(?:ql)?:\/\/[^\s#]+$/u.test(text) && URL.canParse(text.replace('@/', '@localhost/'));
}

/** The folder that holds package.json: the sources and their compiled form are at different depths below it. */
function findProjectRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('No package.json in any folder above src/config.ts.');
  return findProjectRoot(parent);
}

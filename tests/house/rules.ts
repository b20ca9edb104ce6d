// The house rules as data: which room may import which, and forbidden text in source files.

import type { IConfiguration } from 'dependency-cruiser';

export const SOURCE_FOLDERS = ['src', 'index', 'commands', 'sandbox'];

interface Room {
  /** A folder, with a slash at its end, or a file. */
  readonly at: string;
  /** Rooms that it may import besides itself. */
  readonly imports: readonly string[];
  /** Rooms from which it may import only types, by `import type`. */
  readonly importsTypesOf?: readonly string[];
}

const BELOW_APP = ['input-error', 'article', 'notes', 'answer', 'i18n', 'ops', 'work'];
const ABOVE_APP = [...BELOW_APP, 'config', 'article-view', 'app'];

export const ROOMS: Readonly<Record<string, Room>> = {
  'input-error': { at: 'src/input-error.ts', imports: [] },
  'env-file': { at: 'src/env-file.ts', imports: ['input-error'] },
  config: { at: 'src/config.ts', imports: ['input-error', 'env-file'] },
  article: { at: 'src/article/', imports: ['input-error'] },
  notes: { at: 'src/notes/', imports: ['input-error', 'article'] },
  ports: { at: 'src/answer/ports.ts', imports: ['article', 'notes'] },
  answer: { at: 'src/answer/', imports: ['article', 'notes', 'ports', 'i18n'] },
  sqlite: { at: 'src/sqlite.ts', imports: [] },
  store: { at: 'src/store/', imports: ['input-error', 'notes', 'sqlite', 'work'] },
  i18n: { at: 'src/i18n/', imports: ['article', 'notes'] },
  ops: { at: 'src/ops/', imports: ['input-error', 'config'] },
  // Scheduling of long and short work.
  work: { at: 'src/work/', imports: [] },
  index: { at: 'index/', imports: ['input-error', 'article', 'ports', 'sqlite', 'work'], importsTypesOf: ['notes'] },
  'start-embedder': { at: 'src/start-embedder.ts', imports: ['config', 'index'] },
  'article-view': { at: 'src/views/article-view.ts', imports: ['article', 'notes', 'answer', 'ports', 'i18n', 'work'] },
  spellings: { at: 'src/spellings.ts', imports: ['article', 'notes', 'answer', 'index'] },
  app: { at: 'src/app.ts', imports: [...BELOW_APP, 'ports', 'config', 'index', 'start-embedder', 'article-view', 'spellings'] },
  'whole-app': { at: 'src/whole-app.ts', imports: ['app'] },
  examples: { at: 'src/examples.ts', imports: [...BELOW_APP, 'app'], importsTypesOf: ['wire'] },
  // Views and curation know neither Discord nor message texts: their results are data.
  views: {
    at: 'src/views/',
    imports: ['article', 'notes', 'answer', 'ports', 'store', 'article-view', 'work'],
    importsTypesOf: ['index', 'app'],
  },
  curation: {
    at: 'src/curation/',
    imports: ['input-error', 'article', 'notes', 'answer', 'ports', 'index', 'store', 'article-view', 'views', 'app', 'ops', 'work'],
  },
  exit: { at: 'src/exit.ts', imports: [] },
  cli: { at: 'src/cli/', imports: [...ABOVE_APP, 'env-file', 'examples', 'store', 'views', 'curation'] },
  // The dispatcher reads the commands' registry, and the commands pass their results to the renderers.
  commands: { at: 'commands/', imports: [...ABOVE_APP, 'store', 'views', 'curation', 'discord', 'discord-core', 'discord-kit'] },
  // The building blocks of all the bot's messages.
  'discord-kit': {
    at: 'src/discord/kit/',
    imports: [...ABOVE_APP, 'ports', 'store', 'views', 'curation'],
    importsTypesOf: ['discord-core', 'commands'],
  },
  // The path of every event; the features are passed to it.
  'discord-core': {
    at: 'src/discord/core/',
    imports: [...ABOVE_APP, 'ports', 'exit', 'store', 'views', 'curation', 'discord-kit'],
    importsTypesOf: ['discord', 'commands'],
  },
  discord: {
    at: 'src/discord/',
    imports: [...ABOVE_APP, 'ports', 'exit', 'examples', 'store', 'views', 'curation', 'discord-core', 'discord-kit', 'commands'],
  },
  'loopback-discord': { at: 'sandbox/discord/', imports: [] },
  wire: { at: 'sandbox/wire.ts', imports: [] },
  page: { at: 'sandbox/page/', imports: [], importsTypesOf: ['wire'] },
  // Knows the bot only by its requests.
  sandbox: { at: 'sandbox/', imports: ['loopback-discord', 'wire'] },
  'run-sandbox': {
    at: 'src/run-sandbox.ts',
    imports: [
      ...ABOVE_APP,
      'exit',
      'store',
      'curation',
      'discord',
      'discord-core',
      'discord-kit',
      'examples',
      'run-app',
      'sandbox',
      'loopback-discord',
    ],
  },
  'run-app': {
    at: 'src/run-app.ts',
    imports: [...ABOVE_APP, 'exit', 'whole-app', 'store', 'curation', 'cli', 'discord', 'discord-core', 'discord-kit'],
    importsTypesOf: ['index'],
  },
  'command-line': {
    at: 'src/cli/command-line.ts',
    imports: ['input-error', 'config', 'answer', 'app', 'i18n', 'ops', 'exit', 'cli', 'discord', 'discord-core', 'run-app', 'run-sandbox'],
  },
  main: { at: 'src/main.ts', imports: ['input-error', 'ports', 'config', 'exit', 'start-embedder', 'command-line'] },
};

interface PackageRule {
  /** Package names as a regular expression; paths within a package are included. */
  readonly packages: string;
  /** The only places that may import them. */
  readonly only: readonly string[];
}

export const PACKAGES: readonly PackageRule[] = [
  {
    packages: 'discord\\.js|@discordjs/[\\w-]+|discord-api-types',
    only: ['src/discord/', 'commands/', 'sandbox/discord/', 'sandbox/view.ts', 'sandbox/acts.ts'],
  },
  { packages: 'hono|@hono/[\\w-]+|ws', only: ['sandbox/discord/', 'sandbox/page-server.ts'] },
  { packages: 'lit', only: ['sandbox/page/'] },
  { packages: 'discord-markdown-parser', only: ['sandbox/markdown.ts'] },
  { packages: '@xenova/transformers', only: ['index/'] },
  { packages: 'hnswlib-node', only: ['index/'] },
  { packages: 'kysely|pg', only: ['src/store/'] },
  { packages: 'better-sqlite3(?:-13)?', only: ['src/sqlite.ts'] },
  { packages: '@resvg/resvg-js', only: ['src/discord/coverage/coverage-picture.ts'] },
  { packages: 'dotenv', only: ['src/env-file.ts'] },
  { packages: 'js-yaml', only: ['src/article/', 'src/notes/'] },
  { packages: 'csv-parse|csv-stringify|diff|jsonc-parser', only: ['src/notes/'] },
];

/** Rooms without access to the outside world: their results depend on their arguments alone. */
const PURE_ROOMS = ['src/article/', 'src/notes/', 'src/i18n/', 'src/answer/'];
const NOT_IN_PURE_ROOMS = '^(?:fs|fs/promises|worker_threads|child_process|net|http|https|perf_hooks|timers|timers/promises)$';
const MAY_READ_FILES = ['src/article/load.ts', 'src/notes/load.ts'];

/** Renderers only display: they decide nothing about an answer. */
export const RENDERERS = /^src\/(?:discord|cli)\/(?:[\w-]+\/)*render-[\w-]+\.ts$/u;
export const RENDERERS_IMPORT_TYPES_OF = 'answer';

export interface TextRule {
  readonly name: string;
  readonly forbidden: RegExp;
  readonly in: readonly string[];
  readonly except?: readonly string[];
}

/** Searched for in each file. */
export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'article, notes, words and answer know no clock',
    forbidden: /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\s*\)|\bprocess\.hrtime\b/u,
    in: PURE_ROOMS,
  },
  {
    name: 'only src/config.ts reads the environment',
    forbidden: /\bprocess\s*\??\.\s*env\b|\bprocess\s*(?:\?\.)?\[|\benv\b[^;{}]*\}\s*(?:=\s*process\b|from\s*['"](?:node:)?process['"])/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/config.ts'],
  },
  {
    name: 'no renderer cuts quoted text',
    forbidden: /\b\w*quote\w*\s*\??\.\s*text\s*\??\.\s*(?:slice|substring|substr|trim|trimStart|trimEnd)\b/iu,
    in: ['src/cli/', 'src/discord/', 'commands/'],
  },
  {
    name: 'only src/article/quote.ts builds a Quote',
    forbidden: /\bas\s+Quote\b|\bsatisfies\s+Quote\b|:\s*Quote\s*=\s*\{|<Quote>\s*[({]/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/article/quote.ts'],
  },
  {
    name: 'what readers see is changed by a decision, or from the command line, which says so',
    forbidden: /\bstore\s*\??\.\s*(?:acceptProposal|addRevisions?|addTrainingExample|removeTrainingExample)\b/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/curation/decisions.ts', 'src/cli/notes-command.ts'],
  },
  {
    name: 'a decision alone asks who must agree to it',
    forbidden: /\b(?:whyNotAlone|needsSecondPerson)\b/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/curation/decisions.ts', 'src/notes/second-person.ts'],
  },
  {
    name: 'settings are changed where it is asked who may',
    forbidden: /\bbot\s*\.\s*settings\s*\.\s*change\b/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/discord/settings/change-settings.ts'],
  },
  {
    name: 'no file passes on all exports of another',
    forbidden: /^\s*export\s+(?:type\s+)?\*/mu,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
  },
];

const escaped = (path: string) => path.replace(/[.]/gu, '\\$&');
const beginning = (place: string) => `${escaped(place)}${place.endsWith('/') ? '' : '$'}`;

/** All files of a room, except the files of rooms within it. */
export function roomPattern(name: string): string {
  const { at } = ROOMS[name] ?? { at: name };
  const within = Object.values(ROOMS).filter((other) => other.at !== at && other.at.startsWith(at) && at.endsWith('/'));
  const not = within.length === 0 ? '' : `(?!${within.map((other) => beginning(other.at.slice(at.length))).join('|')})`;
  return at.endsWith('/') ? `^${escaped(at)}${not}` : `^${beginning(at)}`;
}

const SOURCES = `^(?:${SOURCE_FOLDERS.join('|')})/`;

/** One file for each button, select or modal. */
const COMPONENTS = String.raw`^src/discord/[\w-]+/components/`;

/** The rules in dependency-cruiser's form; type imports are checked elsewhere, since its parser does not distinguish types from values. */
export const CONFIGURATION = {
  forbidden: [
    ...Object.entries(ROOMS).map(([name, { imports, importsTypesOf = [] }]) => ({
      name: `${name} imports what stands below it`,
      severity: 'error' as const,
      from: { path: roomPattern(name) },
      to: { path: SOURCES, pathNot: [name, ...imports, ...importsTypesOf].map(roomPattern) },
    })),
    ...PACKAGES.map(({ packages, only }) => ({
      name: `${packages.replaceAll('\\', '')} stays in its rooms`,
      severity: 'error' as const,
      from: { path: SOURCES, pathNot: only.map((place) => `^${beginning(place)}`) },
      to: { path: `(?:^|/node_modules/|^node_modules/)(?:${packages})(?:/|$)`, pathNot: SOURCES },
    })),
    {
      name: 'article, notes, words and answer know no outside world',
      severity: 'error',
      from: { path: PURE_ROOMS.map((place) => `^${beginning(place)}`), pathNot: MAY_READ_FILES.map((place) => `^${beginning(place)}`) },
      to: { path: NOT_IN_PURE_ROOMS, dependencyTypes: ['core'] },
    },
    {
      name: 'what dispatches knows no single button, select or modal',
      severity: 'error',
      from: { path: String.raw`^src/discord/(?:(?:dispatch|handle|offered|bot|responder)\.ts$|kit/)` },
      to: { path: COMPONENTS },
    },
    {
      name: 'buttons, selects and modals know no renderer',
      severity: 'error',
      from: { path: COMPONENTS },
      to: { path: '^src/discord/.*render-' },
    },
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'sources stand upon sources', severity: 'error', from: { path: SOURCES }, to: { path: '^(?:tests|scripts|eval|bench|dist)/' } },
    { name: 'every file is there', severity: 'error', from: { path: SOURCES }, to: { couldNotResolve: true, path: '^\\.' } },
  ],
} satisfies IConfiguration;

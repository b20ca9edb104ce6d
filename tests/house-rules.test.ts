// The house rules: which room may import which, and what no source file may hold. The rules are data at the top.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE_FOLDERS = ['src', 'index', 'commands', 'sandbox'];

interface Room {
  /** A folder, with a slash at its end, or a file. */
  readonly at: string;
  /** Rooms that it may import, besides itself. */
  readonly imports: readonly string[];
  /** Rooms of which it may import types, and nothing else. */
  readonly importsTypesOf?: readonly string[];
}

const BELOW_APP = ['input-error', 'article', 'notes', 'answer', 'words', 'ops', 'work'];
const ABOVE_APP = [...BELOW_APP, 'config', 'reading', 'app'];

const ROOMS: Readonly<Record<string, Room>> = {
  'input-error': { at: 'src/input-error.ts', imports: [] },
  config: { at: 'src/config.ts', imports: ['input-error'] },
  article: { at: 'src/article/', imports: ['input-error'] },
  notes: { at: 'src/notes/', imports: ['input-error', 'article'] },
  ports: { at: 'src/answer/ports.ts', imports: ['article', 'notes'] },
  answer: { at: 'src/answer/', imports: ['article', 'notes', 'ports', 'words'] },
  sqlite: { at: 'src/sqlite.ts', imports: [] },
  store: { at: 'src/store/', imports: ['input-error', 'notes', 'sqlite', 'work'] },
  words: { at: 'src/words/', imports: ['article', 'notes'] },
  ops: { at: 'src/ops/', imports: ['input-error', 'config'] },
  // Long work among short work.
  work: { at: 'src/work/', imports: [] },
  index: { at: 'index/', imports: ['input-error', 'article', 'ports', 'sqlite', 'work'], importsTypesOf: ['notes'] },
  'start-embedder': { at: 'src/start-embedder.ts', imports: ['config', 'index'] },
  reading: { at: 'src/reading.ts', imports: ['article', 'notes', 'answer', 'ports', 'words', 'work'] },
  app: { at: 'src/app.ts', imports: [...BELOW_APP, 'ports', 'config', 'index', 'start-embedder', 'reading'] },
  'whole-app': { at: 'src/whole-app.ts', imports: ['app'] },
  examples: { at: 'src/examples.ts', imports: [...BELOW_APP, 'app'], importsTypesOf: ['wire'] },
  // Knows neither Discord nor words: what it finds is data.
  curation: {
    at: 'src/curation/',
    imports: ['input-error', 'article', 'notes', 'answer', 'ports', 'index', 'store', 'reading', 'app', 'ops', 'work'],
  },
  exit: { at: 'src/exit.ts', imports: [] },
  console: { at: 'src/console/', imports: [...ABOVE_APP, 'store', 'curation'] },
  // The dispatcher reads the commands' registry, and the commands hand their results to the renderers.
  commands: { at: 'commands/', imports: [...ABOVE_APP, 'store', 'curation', 'discord'] },
  discord: { at: 'src/discord/', imports: [...ABOVE_APP, 'ports', 'exit', 'store', 'curation', 'commands'] },
  'loopback-discord': { at: 'sandbox/discord/', imports: [] },
  wire: { at: 'sandbox/wire.ts', imports: [] },
  page: { at: 'sandbox/page/', imports: [], importsTypesOf: ['wire'] },
  // Knows the bot only by what it sends.
  sandbox: { at: 'sandbox/', imports: ['loopback-discord', 'wire'] },
  'run-sandbox': {
    at: 'src/run-sandbox.ts',
    imports: [...ABOVE_APP, 'exit', 'store', 'curation', 'discord', 'examples', 'run-app', 'sandbox', 'loopback-discord'],
  },
  'run-app': {
    at: 'src/run-app.ts',
    imports: [...ABOVE_APP, 'exit', 'whole-app', 'store', 'curation', 'console', 'discord'],
    importsTypesOf: ['index'],
  },
  'command-line': {
    at: 'src/command-line.ts',
    imports: ['input-error', 'config', 'answer', 'words', 'ops', 'exit', 'console', 'discord', 'run-app', 'run-sandbox'],
  },
  main: { at: 'src/main.ts', imports: ['input-error', 'ports', 'config', 'exit', 'start-embedder', 'command-line'] },
};

interface PackageRule {
  readonly package: RegExp;
  /** The only places that may import it. */
  readonly only: readonly string[];
}

const PACKAGES: readonly PackageRule[] = [
  {
    package: /^(?:discord\.js$|@discordjs\/|discord-api-types)/u,
    only: ['src/discord/', 'commands/', 'sandbox/discord/', 'sandbox/view.ts', 'sandbox/acts.ts'],
  },
  { package: /^(?:hono|@hono\/[\w-]+|ws)(?:\/|$)/u, only: ['sandbox/discord/', 'sandbox/page-server.ts'] },
  { package: /^(?:lit|@lit|@skyra)(?:\/|$)/u, only: ['sandbox/page/'] },
  { package: /^discord-markdown-parser$/u, only: ['sandbox/markdown.ts'] },
  { package: /^@(?:xenova|huggingface)\/transformers$/u, only: ['index/'] },
  { package: /^hnswlib-node$/u, only: ['index/'] },
  { package: /^(?:kysely|pg)$/u, only: ['src/store/'] },
  { package: /^better-sqlite3(-13)?$/u, only: ['src/sqlite.ts'] },
  { package: /^@napi-rs\/canvas$/u, only: ['src/discord/moderation/coverage-picture.ts'] },
  { package: /^dotenv(?:\/|$)/u, only: ['src/config.ts'] },
  { package: /^(?:csv-parse|csv-stringify|diff|jsonc-parser)(?:\/|$)/u, only: ['src/notes/'] },
];

/** Rooms without the outside world: their results depend on their arguments alone. */
const PURE_ROOMS = ['src/article/', 'src/notes/', 'src/words/', 'src/answer/'];
const NOT_IN_PURE_ROOMS = /^(?:node:)?(?:fs|fs\/promises|worker_threads|child_process|net|http|https|perf_hooks|timers|timers\/promises)$/u;
const MAY_READ_FILES = ['src/article/load.ts', 'src/notes/load.ts'];

/** The tests' own Discord: what they do and see there. */
const USED_BY_TESTS = ['sandbox/discord/'];
/** Also import from the sources. */
const OTHER_FOLDERS = ['eval', 'bench', 'scripts', 'tests'];

interface TextRule {
  readonly name: string;
  readonly forbidden: RegExp;
  readonly in: readonly string[];
  readonly except?: readonly string[];
}

/** Looked for in the code without its comments. */
const TEXT_RULES: readonly TextRule[] = [
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
    in: ['src/console/', 'src/discord/', 'commands/'],
  },
  {
    name: 'only src/article/quote.ts builds a Quote',
    forbidden: /\bas\s+Quote\b|\bsatisfies\s+Quote\b|:\s*Quote\s*=\s*\{|<Quote>\s*[({]/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/article/quote.ts'],
  },
  {
    name: 'what readers see is changed by a decision, or from the command line, which says so',
    forbidden: /\bstore\s*\??\.\s*(?:acceptProposal|addRevisions?|addLesson|removeLesson)\b/u,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
    except: ['src/curation/decisions.ts', 'src/console/notes.ts'],
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
    except: ['src/discord/moderation/change-settings.ts'],
  },
  {
    name: 'no file passes on all exports of another',
    forbidden: /^\s*export\s+(?:type\s+)?\*/mu,
    in: SOURCE_FOLDERS.map((folder) => `${folder}/`),
  },
];

interface Import {
  readonly specifier: string;
  readonly typesOnly: boolean;
}

interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without its comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/u;
const REGULAR_EXPRESSION = /(?<=(?:[=(,:;!&|?{}[\n>]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\//u;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//u;
const TOKENS = new RegExp(`(?<kept>${STRING.source}|${REGULAR_EXPRESSION.source})|${COMMENT.source}`, 'gu');

const IMPORT =
  /^[^\S\n]*(?:import|export)\s+(?<type>type\s+)?(?<what>[\w$*{}\s,]+?)\s*\bfrom\s*['"](?<from>[^'"]+)['"]|^[^\S\n]*import\s*['"](?<effect>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]/gmu;

function withoutComments(text: string): string {
  return text.replace(TOKENS, (_token, kept: string | undefined) => kept ?? '');
}

function findImports(code: string): Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const { type, what = '', from, effect, dynamic } = match.groups ?? {};
    const names = /^\{(?<names>[^}]*)\}$/u.exec(what.trim())?.groups?.names?.split(',');
    const allTypes = names?.every((name) => name.trim() === '' || /^type\s/u.test(name.trim())) ?? false;
    return { specifier: from ?? effect ?? dynamic ?? '', typesOnly: from !== undefined && (type !== undefined || allTypes) };
  });
}

function sourceFile(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  return { path, text, code, imports: findImports(code) };
}

function readFiles(folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name.split(sep).join('/')}`),
    )
    .map((path) => sourceFile(path, readFileSync(join(ROOT, path), 'utf8')));
}

const isIn = (path: string, places: readonly string[]) =>
  places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));

const isLocal = (found: Import) => found.specifier.startsWith('.');

function target(file: SourceFile, found: Import): string {
  return posix.join(posix.dirname(file.path), found.specifier).replace(/\.js$/u, '.ts');
}

/** The room of a file: a room that is one file goes before the folder around it. */
function roomOf(path: string): string | undefined {
  const names = Object.keys(ROOMS).filter((name) => isIn(path, [ROOMS[name]?.at ?? '']));
  return names.find((name) => ROOMS[name]?.at === path) ?? names[0];
}

function wrongDirections(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = roomOf(file.path);
    const room = from === undefined ? undefined : ROOMS[from];
    if (room === undefined) return [`${file.path} is in no room`];
    return file.imports.filter(isLocal).flatMap((found) => {
      const path = target(file, found);
      const to = roomOf(path);
      if (to === undefined) return [`${file.path} imports ${path}, which is in no room`];
      const allowed = to === from || room.imports.includes(to) || (found.typesOnly && (room.importsTypesOf ?? []).includes(to));
      return allowed ? [] : [`${file.path} (${from}) imports ${path} (${to})`];
    });
  });
}

function wrongPackages(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter(({ specifier }) => {
        if (PACKAGES.some((rule) => rule.package.test(specifier) && !isIn(file.path, rule.only))) return true;
        return isIn(file.path, PURE_ROOMS) && !isIn(file.path, MAY_READ_FILES) && NOT_IN_PURE_ROOMS.test(specifier);
      })
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
}

function findCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [file.path, file.imports.filter(isLocal).map((found) => target(file, found))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}

/** Names that a file gives to others, but for types, which say what its functions take and give. */
const EXPORT = /^export\s+(?:async\s+)?(?:const|function\*?|class|enum)\s+(?<name>\w+)/gmu;

/**
 * Exports that no other file imports; a test alone is no reason for one, unless the file itself uses it too.
 * @param others files of other folders that import from these
 */
function needlessExports(files: readonly SourceFile[], others: readonly SourceFile[]): string[] {
  const importers = new Map<string, SourceFile[]>();
  for (const file of [...files, ...others]) {
    for (const path of new Set(file.imports.filter(isLocal).map((found) => target(file, found))))
      importers.set(path, [...(importers.get(path) ?? []), file]);
  }
  return files.flatMap(({ path, code }) => {
    return [...code.matchAll(EXPORT)].flatMap(({ groups: { name = '' } = {} }) => {
      const word = new RegExp(`\\b${name}\\b`, 'gu');
      const isForTests = isIn(path, USED_BY_TESTS) || (code.match(word)?.length ?? 0) > 1;
      const users = (importers.get(path) ?? []).filter((file) => file.code.search(word) >= 0);
      return users.some((file) => isForTests || !isIn(file.path, ['tests/'])) ? [] : [`${path} exports ${name}`];
    });
  });
}

function breaks(rule: TextRule, file: SourceFile): boolean {
  return isIn(file.path, rule.in) && !isIn(file.path, rule.except ?? []) && rule.forbidden.test(file.code);
}

/** A header is a comment of one to three lines, the first of the file, with a blank line after it. */
function hasHeader(text: string): boolean {
  return /^\/\/ \S.*\n(?:\/\/ .*\n){0,2}\r?\n/u.test(text);
}

const files = readFiles(SOURCE_FOLDERS);

describe('the sources', () => {
  it('import in one direction', () => {
    expect(wrongDirections(files)).toEqual([]);
  });

  it('keep each package in its rooms, and the outside world out of article, notes, words and answer', () => {
    expect(wrongPackages(files)).toEqual([]);
  });

  it('let no renderer decide anything about an answer', () => {
    const renderers = files.filter(({ path }) => /^src\/(?:discord|console)\/(?:[\w-]+\/)*render-[\w-]+\.ts$/u.test(path));
    const decided = renderers.flatMap((file) =>
      file.imports
        .filter((found) => !found.typesOnly && isLocal(found) && target(file, found).startsWith('src/answer/'))
        .map(({ specifier }) => `${file.path}: ${specifier}`),
    );
    expect(renderers.length).toBeGreaterThan(5);
    expect(decided).toEqual([]);
  });

  it('import nothing in a circle', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('keep single buttons, selects and modals out of what dispatches them, and renderers out of those', () => {
    const isComponent = (path: string) => /^src\/discord\/[\w-]+\/components\//u.test(path);
    const imports = files.flatMap((file) => file.imports.filter(isLocal).map((found) => [file.path, target(file, found)] as const));
    const dispatching = /^src\/discord\/(?:(?:dispatch|handle|offered|bot|responder)\.ts$|kit\/)/u;
    const wrong = imports.filter(
      ([from, to]) => (dispatching.test(from) && isComponent(to)) || (isComponent(from) && /\/render-[\w-]+\.ts$/u.test(to)),
    );
    expect(files.filter(({ path }) => isComponent(path)).length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('export nothing that nobody imports', () => {
    // The kernel's source is compiled by itself.
    const sources = files.filter(({ path }) => !path.endsWith('.as.ts'));
    expect(needlessExports(sources, readFiles(OTHER_FOLDERS))).toEqual([]);
  });

  it('end every local import in .js', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((found) => isLocal(found) && !found.specifier.endsWith('.js'))
        .map((found) => `${file.path} imports ${found.specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(TEXT_RULES)('keep the rule: $name', (rule) => {
    expect(files.filter((file) => breaks(rule, file)).map((file) => file.path)).toEqual([]);
  });

  it('hold no barrels', () => {
    const barrels = files.filter((file) => basename(file.path) === 'index.ts' && /^\s*export\b[^;]*\bfrom\b/mu.test(file.code));
    expect(barrels.map((file) => file.path)).toEqual([]);
  });

  it('begin with a header that says what the file owns', () => {
    expect(files.filter((file) => !hasHeader(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('leave nothing to do', () => {
    // Case matters: "todo" is a Spanish word.
    expect(files.filter((file) => /\b(?:TODO|FIXME|XXX|HACK)\b/u.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('are kebab-case files', () => {
    expect(files.filter((file) => !/^[a-z0-9-]+(?:\.[a-z0-9]+)*\.ts$/u.test(basename(file.path))).map((file) => file.path)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  it('see every import', () => {
    expect(files.length).toBeGreaterThan(10);
    const quoted = files.flatMap((file) => [...file.code.matchAll(/^.*\bfrom '[^']+';$/gmu)]);
    const found = files.flatMap((file) => file.imports);
    expect(found.length).toBeGreaterThanOrEqual(quoted.length);
  });

  it('see imports of every form, and none in a comment', () => {
    const text = [
      "import a, { b } from './a.js';",
      "import type { C } from './c.js';",
      "import {\n  type D,\n  type E,\n} from './d.js';",
      "import { type F, g } from './f.js';",
      "import * as h from 'h';",
      "import 'i';",
      "export { j } from './j.js';",
      "const k = await import('k');",
      "// import l from 'l';",
      "/* import m from 'm'; */",
      "const url = 'https://example.org'; // import n from 'n';",
    ].join('\n');
    expect(sourceFile('src/x.ts', text).imports).toEqual([
      { specifier: './a.js', typesOnly: false },
      { specifier: './c.js', typesOnly: true },
      { specifier: './d.js', typesOnly: true },
      { specifier: './f.js', typesOnly: false },
      { specifier: 'h', typesOnly: false },
      { specifier: 'i', typesOnly: false },
      { specifier: './j.js', typesOnly: false },
      { specifier: 'k', typesOnly: false },
    ]);
  });

  it('keep code after a regular expression that holds quotes or slashes', () => {
    const code = withoutComments('const a = /[\'"`/]+/u; // b\nDate.now();');
    expect(code).toContain('Date.now()');
    expect(code).not.toContain('// b');
  });

  it.each([
    ['src/article/a.ts', '../notes/note.js'],
    ['src/answer/a.ts', '../app.js'],
    ['src/notes/a.ts', '../answer/answer.js'],
    ['src/answer/a.ts', '../store/store.js'],
    ['src/store/a.ts', '../config.js'],
    ['src/console/a.ts', '../main.js'],
    ['src/console/a.ts', '../discord/render.js'],
    ['index/a.ts', '../src/answer/answer.js'],
    ['index/a.ts', '../src/notes/note.js'],
    ['index/a.ts', '../src/config.js'],
    ['src/answer/a.ts', '../../index/models.js'],
    ['sandbox/a.ts', '../src/app.js'],
    ['sandbox/discord/a.ts', '../view.js'],
    ['sandbox/page/a.ts', '../wire.js'],
    ['src/discord/a.ts', '../../sandbox/sandbox.js'],
  ])('see that %s must not import %s', (path, specifier) => {
    expect(wrongDirections([sourceFile(path, `import { a } from '${specifier}';`)])).toHaveLength(1);
  });

  it('let the index import types of notes', () => {
    expect(wrongDirections([sourceFile('index/a.ts', "import type { Note } from '../src/notes/note.js';")])).toEqual([]);
  });

  it.each([
    ['src/answer/a.ts', 'discord.js'],
    ['src/console/a.ts', 'discord.js'],
    ['src/notes/a.ts', 'node:fs'],
    ['src/article/a.ts', 'node:fs/promises'],
    ['src/answer/a.ts', 'node:worker_threads'],
    ['src/app.ts', '@xenova/transformers'],
    ['src/answer/a.ts', 'hnswlib-node'],
    ['src/app.ts', 'better-sqlite3'],
    ['sandbox/page/a.ts', 'discord.js'],
    ['src/console/a.ts', 'hono'],
  ])('see that %s must not import the package %s', (path, specifier) => {
    expect(wrongPackages([sourceFile(path, `import a from '${specifier}';`)])).toHaveLength(1);
  });

  it('see a circle', () => {
    const circle = [
      sourceFile('src/a.ts', "import { b } from './b.js';"),
      sourceFile('src/b.ts', "import { c } from './c.js';"),
      sourceFile('src/c.ts', "import type { a } from './a.js';"),
    ];
    expect(findCycles(circle)).toEqual(['src/a.ts → src/b.ts → src/c.ts → src/a.ts']);
  });

  it('see an export that nobody imports, or a test alone', () => {
    const source = sourceFile('src/a.ts', 'export const one = 1;\nexport const two = 2;\nexport const three = two;\nexport type Four = 4;');
    const user = sourceFile('src/b.ts', "import { three } from './a.js';\nprocess.exit(three);");
    const test = sourceFile('tests/a.test.ts', "import { one, two } from '../src/a.js';\none + two;");
    expect(needlessExports([source, user], [])).toEqual(['src/a.ts exports one', 'src/a.ts exports two']);
    expect(needlessExports([source, user], [test])).toEqual(['src/a.ts exports one']);
  });

  it.each([
    ['src/answer/a.ts', 'const now = Date.now();'],
    ['src/article/a.ts', 'const now = new Date();'],
    ['index/a.ts', 'const level = process.env.LOG_LEVEL;'],
    ['src/app.ts', "const level = process['env'];"],
    ['commands/a.ts', 'const { env } = process;'],
    ['src/main.ts', "import { env } from 'node:process';"],
    ['src/discord/a.ts', 'return quote.text.slice(0, 100);'],
    ['src/console/a.ts', 'return firstQuote.text.trim();'],
    ['src/answer/a.ts', 'const quote = { text } as Quote;'],
    ['src/answer/a.ts', "export * from './b.js';"],
    ['src/discord/a.ts', 'await bot.curation.store.addRevisions(changes, now);'],
    ['commands/a.ts', 'await this.options.store.acceptProposal(id, from, by, now);'],
    ['src/curation/curation.ts', 'const why = needsSecondPerson(context);'],
    ['commands/settings.ts', 'return bot.settings.change(guildId, { isTwoPerson: false });'],
  ])('see what %s must not hold: %s', (path, code) => {
    expect(TEXT_RULES.filter((rule) => breaks(rule, sourceFile(path, code)))).toHaveLength(1);
  });

  it.each([
    ['src/answer/a.ts', 'const date = new Date(published); // Date.now()'],
    ['index/a.ts', "import { env, pipeline } from '@xenova/transformers';"],
    ['src/console/a.ts', 'const text = article.body.slice(quote.start, quote.end);'],
  ])('let %s hold: %s', (path, code) => {
    expect(TEXT_RULES.filter((rule) => breaks(rule, sourceFile(path, code)))).toEqual([]);
  });
});

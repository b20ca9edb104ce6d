// Checks the sources against the house rules of house/rules.ts: dependency-cruiser follows the imports; the other rules search the text.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CONFIGURATION,
  RENDERERS,
  RENDERERS_IMPORT_TYPES_OF,
  ROOMS,
  roomPattern,
  SOURCE_FOLDERS,
  TEXT_RULES,
  type TextRule,
} from './house/rules.js';

const ROOT = resolve(import.meta.dirname, '..');

interface SourceFile {
  /** Relative to the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comment lines. */
  readonly code: string;
}

function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: text.replace(/^\s*(?:\/\/|\/?\*).*$/gmu, '') };
}

/** dependency-cruiser's results for a project. */
async function follow(baseDir: string): Promise<ICruiseResult> {
  // It cannot use TypeScript 7; without swc it would find no imports, and so no violations.
  const { output } = await cruise([...SOURCE_FOLDERS], {
    baseDir,
    parser: 'swc',
    validate: true,
    ruleSet: CONFIGURATION,
    doNotFollow: { path: 'node_modules' },
  });
  if (typeof output === 'string') throw new Error(output);
  return output;
}

const broken = ({ summary }: ICruiseResult) => summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`);

/** Whether a file imports values, and not only types, from a specifier. */
function importsValues(code: string, specifier: string): boolean {
  const name = `'${specifier.replace(/[.]/gu, '\\$&')}'`;
  return new RegExp(`^(?:import|export) (?!type\\b)[^;']*${name}|\\bimport\\(${name}`, 'mu').test(code);
}

/** Values imported from rooms that permit only type imports. */
function wrongValues({ source, dependencies }: IModule, code: string): string[] {
  const room = Object.keys(ROOMS).find((name) => new RegExp(roomPattern(name), 'u').test(source));
  const typesOf = [...(ROOMS[room ?? '']?.importsTypesOf ?? []), ...(RENDERERS.test(source) ? [RENDERERS_IMPORT_TYPES_OF] : [])];
  return dependencies
    .filter(
      ({ resolved, module }) => typesOf.some((name) => new RegExp(roomPattern(name), 'u').test(resolved)) && importsValues(code, module),
    )
    .map(({ resolved }) => `${source} imports values of ${resolved}`);
}

function breaks(rule: TextRule, { path, code }: SourceFile): boolean {
  const isIn = (places: readonly string[]) => places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
  return isIn(rule.in) && !isIn(rule.except ?? []) && rule.forbidden.test(code);
}

/** A header is a comment of one to three lines at the start of the file, followed by a blank line. */
function hasHeader(text: string): boolean {
  return /^\/\/ \S.*\n(?:\/\/ .*\n){0,2}\r?\n/u.test(text);
}

let found: ICruiseResult;
let modules: readonly IModule[];
let files: readonly SourceFile[];

beforeAll(async () => {
  found = await follow(ROOT);
  modules = found.modules.filter(({ source }) => SOURCE_FOLDERS.includes(source.split('/')[0] ?? '') && source.endsWith('.ts'));
  files = modules.map(({ source }) => sourceFile(source, readFileSync(join(ROOT, source), 'utf8')));
});

describe('the sources', () => {
  it('import in one direction, keep packages in their rooms and the outside world out of the pure ones, and know no circle', () => {
    expect(broken(found)).toEqual([]);
    // Guards against files that the tool does not see.
    expect(modules.length).toBeGreaterThan(300);
    expect(modules.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(1_000);
  });

  it('stand each in a room', () => {
    const rooms = Object.keys(ROOMS).map((name) => new RegExp(roomPattern(name), 'u'));
    expect(files.filter(({ path }) => rooms.filter((room) => room.test(path)).length !== 1).map(({ path }) => path)).toEqual([]);
  });

  it('import types alone where no more is theirs: renderers decide nothing about an answer', () => {
    expect(modules.flatMap((module, i) => wrongValues(module, files[i]?.code ?? ''))).toEqual([]);
    expect(files.filter(({ path }) => RENDERERS.test(path)).length).toBeGreaterThan(5);
  });

  it('end every local import in .js', () => {
    const wrong = modules.flatMap(({ source, dependencies }) =>
      dependencies.filter(({ module }) => /^\..*(?<!\.js)$/u.test(module)).map(({ module }) => `${source} imports ${module}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(TEXT_RULES)('keep the rule: $name', (rule) => {
    expect(files.filter((file) => breaks(rule, file)).map(({ path }) => path)).toEqual([]);
  });

  it('hold no barrels', () => {
    const barrels = files.filter(({ path, code }) => basename(path) === 'index.ts' && /^\s*export\b[^;]*\bfrom\b/mu.test(code));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('begin with a header that says what the file owns', () => {
    expect(files.filter(({ text }) => !hasHeader(text)).map(({ path }) => path)).toEqual([]);
  });

  it('leave nothing to do', () => {
    // Case matters: "todo" is a Spanish word.
    expect(files.filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/u.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('are kebab-case files', () => {
    expect(files.filter(({ path }) => !/^[a-z0-9-]+(?:\.[a-z0-9]+)*\.ts$/u.test(basename(path))).map(({ path }) => path)).toEqual([]);
  });
});

/** Forbidden imports by file, one per file. */
const PLANTED: Readonly<Record<string, string>> = {
  'src/article/up.ts': '../notes/target.js',
  'src/answer/up.ts': '../app.js',
  'src/notes/up.ts': '../answer/target.js',
  'src/i18n/up.ts': '../answer/target.js',
  'src/answer/store.ts': '../store/target.js',
  'src/store/up.ts': '../config.js',
  'src/cli/up.ts': '../main.js',
  'src/cli/across.ts': '../discord/target.js',
  'src/cli/commands.ts': '../../commands/target.js',
  'index/up.ts': '../src/answer/target.js',
  'index/config.ts': '../src/config.js',
  'src/answer/index.ts': '../../index/target.js',
  'sandbox/bot.ts': '../src/app.js',
  'sandbox/discord/up.ts': '../target.js',
  'src/discord/up.ts': '../../sandbox/target.js',
  'src/app.ts': './article/nowhere.js',
  'src/answer/discord.ts': 'discord.js',
  'src/cli/discord.ts': 'discord.js',
  'src/notes/files.ts': 'node:fs',
  'src/article/files.ts': 'node:fs/promises',
  'src/i18n/files.ts': 'node:fs',
  'src/answer/threads.ts': 'node:worker_threads',
  'src/views/article-view.ts': '@xenova/transformers',
  'src/answer/vectors.ts': 'hnswlib-node',
  'src/whole-app.ts': 'better-sqlite3',
  'sandbox/page/discord.ts': 'discord.js',
  'src/cli/server.ts': 'hono/compress',
  'src/discord/kit/button.ts': '../answers/components/target.js',
  'src/discord/answers/components/renderer.ts': '../../render-target.js',
};
const TARGETS = ['src/article', 'src/notes', 'src/answer', 'src/store', 'src/discord', 'index', 'commands', 'sandbox'].map(
  (room) => `${room}/target.ts`,
);

/** A component and a renderer. */
const COMPONENTS = ['src/discord/answers/components/target.ts', 'src/discord/render-target.ts'];

describe('the rules themselves', () => {
  const project = mkdtempSync(join(tmpdir(), 'marginalia-house-'));
  let planted: ICruiseResult;

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }

  beforeAll(async () => {
    for (const path of [...TARGETS, ...COMPONENTS, 'src/config.ts', 'src/main.ts']) write(path, 'export const a = 1;\n');
    for (const [path, specifier] of Object.entries(PLANTED))
      write(path, `import type { a } from '${specifier}';\nexport type B = typeof a;\n`);
    write('src/i18n/one.ts', "import { b } from './two.js';\nexport const a = b;\n");
    write('src/i18n/two.ts', "import type { a } from './one.js';\nexport const b: typeof a = 1;\n");
    write('index/types.ts', "import type { a } from '../src/notes/target.js';\nexport const b: typeof a = 1;\n");
    write('src/discord/render-a.ts', "import {\n  a,\n} from '../answer/target.js';\nexport const b = a;\n");
    planted = await follow(project);
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each(Object.entries(PLANTED))('see that %s must not import %s', (path) => {
    expect(broken(planted).filter((line) => line.startsWith(`${path} → `))).not.toEqual([]);
  });

  it('see a circle, also of types', () => {
    expect(broken(planted).filter((line) => line.endsWith(': no circle'))).toHaveLength(1);
  });

  it('let the index import types of notes, and no renderer values of an answer', () => {
    const wrong = planted.modules.flatMap((module) =>
      module.source.endsWith('.ts') ? wrongValues(module, readFileSync(join(project, module.source), 'utf8')) : [],
    );
    expect(wrong).toEqual(['src/discord/render-a.ts imports values of src/answer/target.ts']);
    expect(broken(planted).filter((line) => line.startsWith('index/types.ts'))).toEqual([]);
  });

  it.each([
    ["import { a } from './b.js';", true],
    ["import a, { type b } from './b.js';", true],
    ["import './b.js';", true],
    ["export { a } from './b.js';", true],
    ["const b = await import('./b.js');", true],
    ["import type { a } from './b.js';", false],
    ["import { a } from './c.js';\nimport type { b } from './b.js';", false],
  ])('tell values from types in %j', (code, isValue) => {
    expect(importsValues(code, './b.js')).toBe(isValue);
  });

  it.each([
    ['src/answer/a.ts', 'const now = Date.now();'],
    ['src/article/a.ts', 'const now = new Date();'],
    ['index/a.ts', 'const level = process.env.LOG_LEVEL;'],
    ['src/app.ts', "const level = process['env'];"],
    ['commands/a.ts', 'const { env } = process;'],
    ['src/main.ts', "import { env } from 'node:process';"],
    ['src/discord/a.ts', 'return quote.text.slice(0, 100);'],
    ['src/cli/a.ts', 'return firstQuote.text.trim();'],
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
    ['src/answer/a.ts', 'const date = new Date(published);\n// Date.now()'],
    ['index/a.ts', "import { env, pipeline } from '@xenova/transformers';"],
    ['src/cli/a.ts', 'const text = article.body.slice(quote.start, quote.end);'],
  ])('let %s hold: %s', (path, code) => {
    expect(TEXT_RULES.filter((rule) => breaks(rule, sourceFile(path, code)))).toEqual([]);
  });
});

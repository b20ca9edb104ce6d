// The libraries that the page uses, as a browser loads them: an import map, and the files that may be served for it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, sep } from 'node:path';

/** Nothing outside these packages is served. */
const PACKAGES = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', '@lit/context', '@skyra/discord-components-core'];

/** The conditions that a browser fulfils, best first. */
const CONDITIONS = ['browser', 'import', 'module', 'default'];

export interface BrowserLibraries {
  /** As the page's import map has it. */
  readonly importMap: string;
  /** The file behind `/lib/<package>/<path>`; undefined for everything else. */
  fileOf(path: string): string | undefined;
}

export function browserLibraries(): BrowserLibraries {
  const { resolve } = createRequire(import.meta.url);
  const packages = new Map(PACKAGES.map((name) => [name, findPackage(name, resolve.paths(name) ?? [])]));
  const imports = Object.fromEntries([...packages].flatMap(([name, { manifest }]) => entriesOf(name, manifest)));
  return {
    importMap: JSON.stringify({ imports }),
    fileOf: (path) => {
      const name = PACKAGES.find((one) => path.startsWith(`${one}/`));
      const folder = packages.get(name ?? '')?.folder;
      if (name === undefined || folder === undefined || !path.endsWith('.js')) return undefined;
      const inner = posix.normalize(path.slice(name.length + 1));
      // A backslash would lead out of the folder on Windows; packages within the package are others' files.
      const isSafe = !/^\.\.?(?:\/|$)|[\\\0:]|(?:^|\/)node_modules\//u.test(inner) && !posix.isAbsolute(inner);
      return isSafe ? join(folder, inner.split('/').join(sep)) : undefined;
    },
  };
}

interface Package {
  readonly folder: string;
  /** What package.json holds. */
  readonly manifest: string;
}

/** Packages need not export their package.json, so it is looked for where modules are. */
function findPackage(name: string, places: readonly string[]): Package {
  for (const place of places) {
    const file = join(place, name, 'package.json');
    try {
      return { folder: dirname(file), manifest: readFileSync(file, 'utf8') };
    } catch {
      // The next place may have it.
    }
  }
  throw new Error(`The package ${name} is not installed; npm install brings it.`);
}

function entriesOf(name: string, manifest: string): [string, string][] {
  const { exports } = JSON.parse(manifest) as { readonly exports: Record<string, unknown> };
  return Object.entries(exports).flatMap(([entry, target]): [string, string][] => {
    const file = forBrowsers(target);
    const isScript = file?.endsWith('.js') === true && !file.includes('*');
    return isScript ? [[posix.join(name, entry), `/lib/${posix.join(name, file)}`]] : [];
  });
}

function forBrowsers(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const known = target as Readonly<Record<string, unknown>>;
  const condition = CONDITIONS.find((one) => known[one] !== undefined);
  return condition === undefined ? undefined : forBrowsers(known[condition]);
}

// Tests of the lines of values in YAML and JSON: equal to another parser's, for every value of the shipped notes.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { createLineFinder } from '../../src/article/line-finder.js';

/** All paths in a value. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  const inner = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[...path], ...inner.flatMap(([key, one]: [string | number, unknown]) => pathsIn(one, [...path, key]))];
}

describe('createLineFinder', () => {
  it('finds every value of the shipped notes where another parser finds it', () => {
    const source = readFileSync('content/notes.yaml', 'utf8');
    const lines = new LineCounter();
    const document = parseDocument(source, { lineCounter: lines });
    const find = createLineFinder(source);
    const paths = pathsIn(document.toJS()).filter((path) => path.length > 0);
    expect(paths.length).toBeGreaterThan(2_000);
    const wrong = paths.filter((path) => {
      const node = document.getIn(path, true);
      return !isNode(node) || !node.range || find(path) !== lines.linePos(node.range[0]).line;
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a', 1],
    ['b', 2],
    ['c', 4],
    ['d', 6],
    ['e', 7],
    ['g', 10],
    ['h', 11],
  ])('finds the value of %s at line %i, where its key is', (key, line) => {
    const source = 'a: 1\nb: |\n  x\nc: >-\n  y\nd:\ne: ""\nf: [1,\n 2]\ng: &x z\nh: *x\n';
    expect(createLineFinder(source)([key])).toBe(line);
  });

  it.each<[string, (string | number)[], number]>([
    ['a value', ['notes', 1, 'id'], 3],
    ['a missing field at its map', ['notes', 1, 'status'], 3],
    ['a missing item at its list', ['notes', 5], 2],
    ['a part of what has none', ['notes', 0, 'id', 'x'], 2],
    ['the whole', [], 1],
  ])('finds %s in JSON', (_name, path, line) => {
    expect(createLineFinder('{"format": 1, "notes":\n [{"id": "a"},\n  {"id": "b"}\n]}')(path)).toBe(line);
  });

  it.each(['\n', '\r\n', '\r'])('counts lines that end in %j', (end) => {
    expect(createLineFinder(['a: 1', 'b: 2', 'c: 3'].join(end))(['c'])).toBe(3);
  });

  it('knows no line of what is neither YAML nor JSON', () => {
    expect(createLineFinder('{"a": [')(['a'])).toBeUndefined();
    expect(createLineFinder('')(['a'])).toBeUndefined();
  });
});

// Progress without a terminal: a line at the start and at each tenth of the work.

import { describe, expect, it } from 'vitest';
import { createProgress } from '../../src/ops/progress.js';

/** The log lines of some work. */
function linesOf(total: number, steps = total): string[] {
  const lines: string[] = [];
  const progress = createProgress('Embedding', { bar: false, log: { info: (line) => lines.push(line) } });
  progress.start(total);
  for (let step = 0; step < steps; step++) progress.step();
  progress.stop();
  return lines;
}

describe('progress without a bar', () => {
  it('says how much there is to do, and then each tenth', () => {
    expect(linesOf(200)).toEqual(['Embedding: 200 to do.', ...Array.from({ length: 10 }, (_, i) => `Embedding: ${(i + 1) * 20} of 200.`)]);
  });

  it('says each tenth once when the work does not divide by ten', () => {
    const lines = linesOf(97).slice(1);
    expect(lines).toHaveLength(10);
    expect(new Set(lines).size).toBe(10);
    expect(lines.at(-1)).toBe('Embedding: 97 of 97.');
  });

  it('says each step of less than ten', () => {
    expect(linesOf(3).slice(1)).toEqual(['Embedding: 1 of 3.', 'Embedding: 2 of 3.', 'Embedding: 3 of 3.']);
  });

  it('says no step where there is nothing to do', () => {
    expect(linesOf(0).filter((line) => line.includes(' of '))).toEqual([]);
    expect(linesOf(0, 1).filter((line) => line.includes(' of '))).toEqual([]);
  });

  it('starts anew with each piece of work', () => {
    const lines: string[] = [];
    const progress = createProgress('Embedding', { bar: false, log: { info: (line) => lines.push(line) } });
    for (const total of [2, 1]) {
      progress.start(total);
      for (let step = 0; step < total; step++) progress.step();
      progress.stop();
    }
    expect(lines.slice(3)).toEqual(['Embedding: 1 to do.', 'Embedding: 1 of 1.']);
  });
});

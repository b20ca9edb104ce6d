// Tests of progress: the share done and the time left; without a terminal, a line at the start and at each tenth.

import { describe, expect, it } from 'vitest';
import { createProgress, roughly, type Standing, tellProgress, together } from '../../src/ops/progress.js';

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

describe('how far work has come', () => {
  /** The reports for steps that take some milliseconds each. */
  function told(total: number, stepMs: readonly number[], leastMs?: number): Standing[] {
    let now = 1_000;
    const standings: Standing[] = [];
    const progress = tellProgress((one) => standings.push(one), { now: () => now, ...(leastMs === undefined ? {} : { leastMs }) });
    progress.start(total);
    for (const ms of stepMs) {
      now += ms;
      progress.step();
    }
    progress.stop();
    return standings;
  }

  it('is told with the time that is left by the pace so far, once there is a pace', () => {
    const standings = told(100, Array(100).fill(500));
    expect(standings[0]).toEqual({ done: 0, total: 100 });
    expect(standings[1]).toEqual({ done: 1, total: 100 });
    expect(standings[20]).toEqual({ done: 20, total: 100, secondsLeft: 40 });
    expect(standings[100]).toEqual({ done: 100, total: 100 });
  });

  it('follows the pace where it changes', () => {
    const standings = told(400, [...Array(100).fill(100), ...Array(200).fill(1_000)]);
    expect(standings[100]?.secondsLeft).toBe(30);
    const left = standings[300]?.secondsLeft ?? 0;
    expect(left).toBeGreaterThan(95);
    expect(left).toBeLessThanOrEqual(100);
  });

  it('begins a new pace with each piece of work', () => {
    let now = 0;
    const standings: Standing[] = [];
    const progress = tellProgress((one) => standings.push(one), { now: () => now });
    for (const ms of [5_000, 100]) {
      progress.start(20);
      for (let step = 0; step < 10; step += 1) {
        now += ms;
        progress.step();
      }
      progress.stop();
    }
    expect(standings.filter(({ done }) => done === 10).map(({ secondsLeft }) => secondsLeft)).toEqual([50, 1]);
  });

  it('is told no more often than is wanted, but always at the end', () => {
    expect(told(100, Array(100).fill(10), 250).map(({ done }) => done)).toEqual([0, 25, 50, 75, 100]);
  });

  it('is told in several places alike', () => {
    const seen: string[] = [];
    const tell = (name: string) => tellProgress(({ done }) => seen.push(`${name}${done}`));
    const both = together(tell('a'), tell('b'));
    both.start(1);
    both.step();
    both.stop();
    expect(seen).toEqual(['a0', 'b0', 'a1', 'b1']);
  });

  it('is said in seconds, and longer times in minutes', () => {
    expect([1, 89, 90, 200].map(roughly)).toEqual(['1 s', '89 s', '2 min', '3 min']);
  });
});

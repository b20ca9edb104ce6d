// Tests of the gate before the model: cooldown, bounded queue, fair turns, and giving up.

import { describe, expect, it, vi } from 'vitest';
import { Gate, type GateOptions, refusal } from '../../src/discord/core/gate.js';

const OPTIONS: GateOptions = { questions: 3, windowMs: 10_000, mostWaiting: 5, timeoutMs: 1_000 };

/** A task that ends when told to. */
function held() {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { task: () => promise, release: () => release() };
}

describe('one person', () => {
  it('may ask a few questions in a row, then is told how long to wait, and others may go on', () => {
    const gate = new Gate(OPTIONS);
    for (let i = 0; i < 3; i++) expect(gate.admit('ana', 'question')).toEqual({ kind: 'admitted' });
    const refused = gate.admit('ana', 'question');
    expect(refused).toMatchObject({ kind: 'cooldown' });
    if (refused.kind !== 'cooldown') throw new Error('She was admitted.');
    expect(refused.seconds).toBeGreaterThan(8);
    expect(refused.seconds).toBeLessThanOrEqual(10);
    expect(gate.admit('ben', 'question')).toEqual({ kind: 'admitted' });
  });

  it('may ask again when the window is over, although asking went on in it', async () => {
    const gate = new Gate({ ...OPTIONS, windowMs: 500 });
    for (let i = 0; i < 3; i++) gate.admit('ana', 'question');
    expect(gate.admit('ana', 'question').kind).toBe('cooldown');
    // A window that restarted with each question would never end.
    await vi.waitFor(() => expect(gate.admit('ana', 'question').kind).toBe('admitted'), { timeout: 120_000, interval: 20 });
  });
});

describe('the waiting line', () => {
  it('is bounded: who comes when it is full is told to try again', async () => {
    const gate = new Gate(OPTIONS);
    const { task, release } = held();
    const all = Array.from({ length: 7 }, (_, i) => gate.run(`reader ${i}`, 'question', task));
    expect(gate.admit('late', 'question')).toEqual({ kind: 'busy' });
    expect(gate.size).toBe(7);
    release();
    await Promise.all(all);
    expect(gate.admit('late', 'question')).toEqual({ kind: 'admitted' });
    expect(gate.size).toBe(0);
  });

  it('lets who has less waiting go before who has more', async () => {
    const gate = new Gate({ ...OPTIONS, mostWaiting: 100 });
    const blocker = held();
    const blocked = [gate.run('x', 'question', blocker.task), gate.run('y', 'question', blocker.task)];
    const order: string[] = [];
    const ask = (person: string, name: string) =>
      gate.run(person, 'question', async () => {
        order.push(name);
      });
    const asked = [ask('ana', 'ana 1'), ask('ana', 'ana 2'), ask('ana', 'ana 3'), ask('ben', 'ben 1')];
    blocker.release();
    await Promise.all([...blocked, ...asked]);
    expect(order.indexOf('ben 1')).toBeLessThan(order.indexOf('ana 2'));
    expect(order.slice(-2)).toEqual(['ana 2', 'ana 3']);
  });

  it('gives up what takes too long, and goes on', async () => {
    const gate = new Gate({ ...OPTIONS, timeoutMs: 50 });
    await expect(gate.run('ana', 'question', held().task)).rejects.toThrow('timed out');
    await expect(gate.run('ana', 'question', async () => 'done')).resolves.toBe('done');
  });

  it('passes on what a task throws, and forgets the task', async () => {
    const gate = new Gate(OPTIONS);
    await expect(gate.run('ana', 'question', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await vi.waitFor(() => expect(gate.size).toBe(0));
  });
});

describe('what is no question', () => {
  it('never waits behind questions, and does not count as one', async () => {
    const gate = new Gate(OPTIONS);
    const { task, release } = held();
    const questions = Array.from({ length: 5 }, (_, i) => gate.run(`reader ${i}`, 'question', task));
    for (const cost of ['light', 'feedback', 'suggestion', 'change', 'bulk', 'background'] as const) {
      expect(gate.admit('ana', cost)).toEqual({ kind: 'admitted' });
      expect(await gate.run('ana', cost, async () => cost)).toBe(cost);
    }
    for (let i = 0; i < 3; i++) expect(gate.admit('ana', 'question')).toEqual({ kind: 'admitted' });
    release();
    await Promise.all(questions);
  });

  it.each(['light', 'feedback', 'suggestion', 'change', 'bulk', 'background'] as const)('has a limit for each person: %s', (cost) => {
    const gate = new Gate(OPTIONS);
    const admitted = Array.from({ length: 1_000 }, () => gate.admit('ana', cost)).filter(({ kind }) => kind === 'admitted').length;
    expect(admitted).toBeLessThan(200);
    expect(gate.admit('ana', cost)).toMatchObject({ kind: 'cooldown', cost });
    expect(gate.admit('ben', cost)).toEqual({ kind: 'admitted' });
  });
});

describe('what gives way', () => {
  it('goes on at once where nobody asks, and else when the last question is answered', async () => {
    const gate = new Gate({ ...OPTIONS, timeoutMs: 60_000 });
    await gate.quiet();
    const order: string[] = [];
    const { task, release } = held();
    const asked = gate.run('ana', 'question', task).then(() => order.push('question'));
    const quiet = gate.quiet().then(() => order.push('quiet'));
    release();
    await Promise.all([asked, quiet]);
    expect(order).toEqual(['question', 'quiet']);
  });

  it('goes on in the end also where there are always questions', async () => {
    const gate = new Gate({ ...OPTIONS, timeoutMs: 60_000 });
    const { task, release } = held();
    const asked = gate.run('ana', 'question', task);
    await gate.quiet();
    expect(gate.size).toBe(1);
    release();
    await asked;
  });
});

it('says in both languages why somebody must wait', () => {
  expect(refusal({ kind: 'cooldown', cost: 'question', seconds: 1 }).in('en')).toContain('1 second.');
  expect(refusal({ kind: 'cooldown', cost: 'question', seconds: 12 }).in('es')).toContain('12 segundos');
  expect(refusal({ kind: 'cooldown', cost: 'suggestion', seconds: 61 }).in('en')).toContain('2 minutes');
  expect(refusal({ kind: 'cooldown', cost: 'light', seconds: 2 }).in('es')).toContain('2 segundos');
  expect(refusal({ kind: 'busy' }).in('en')).toContain('Try again');
});

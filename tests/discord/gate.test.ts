// Tests of the gate before the model: cooldown, bounded line, fair turns, and giving up.

import { describe, expect, it, vi } from 'vitest';
import { Gate, type GateOptions, refusalText } from '../../src/discord/gate.js';

const OPTIONS: GateOptions = { questions: 3, windowMs: 10_000, mostWaiting: 5, timeoutMs: 1_000 };

/** A task that ends when it is told to. */
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
    for (let i = 0; i < 3; i++) expect(gate.admit('ana')).toEqual({ kind: 'admitted' });
    const refused = gate.admit('ana');
    expect(refused).toMatchObject({ kind: 'cooldown' });
    if (refused.kind !== 'cooldown') throw new Error('She was admitted.');
    expect(refused.seconds).toBeGreaterThan(8);
    expect(refused.seconds).toBeLessThanOrEqual(10);
    expect(gate.admit('ben')).toEqual({ kind: 'admitted' });
  });

  it('may ask again when the window is over, although asking went on in it', async () => {
    const gate = new Gate({ ...OPTIONS, windowMs: 120 });
    for (let i = 0; i < 3; i++) gate.admit('ana');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(gate.admit('ana').kind).toBe('cooldown');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(gate.admit('ana').kind).toBe('admitted');
  });
});

describe('the waiting line', () => {
  it('is bounded: who comes when it is full is told to try again', async () => {
    const gate = new Gate(OPTIONS);
    const { task, release } = held();
    const all = Array.from({ length: 7 }, (_, i) => gate.run(`reader ${i}`, task));
    expect(gate.admit('late')).toEqual({ kind: 'busy' });
    expect(gate.size).toBe(7);
    release();
    await Promise.all(all);
    expect(gate.admit('late')).toEqual({ kind: 'admitted' });
    expect(gate.size).toBe(0);
  });

  it('lets who has less waiting go before who has more', async () => {
    const gate = new Gate({ ...OPTIONS, mostWaiting: 100 });
    const blocker = held();
    const blocked = [gate.run('x', blocker.task), gate.run('y', blocker.task)];
    const order: string[] = [];
    const ask = (person: string, name: string) =>
      gate.run(person, async () => {
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
    await expect(gate.run('ana', held().task)).rejects.toThrow('timed out');
    await expect(gate.run('ana', async () => 'done')).resolves.toBe('done');
  });

  it('passes on what a task throws, and forgets the task', async () => {
    const gate = new Gate(OPTIONS);
    await expect(gate.run('ana', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await vi.waitFor(() => expect(gate.size).toBe(0));
  });
});

it('says in both languages why somebody must wait', () => {
  expect(refusalText({ kind: 'cooldown', seconds: 1 }, 'en')).toContain('1 second.');
  expect(refusalText({ kind: 'cooldown', seconds: 12 }, 'es')).toContain('12 segundos');
  expect(refusalText({ kind: 'busy' }, 'en')).toContain('Try again');
});

// Tests of ordering work: one piece after the other, or several callers sharing one.

import { describe, expect, it } from 'vitest';
import { Coalesced } from '../src/work/coalesced.js';
import { SerialQueue } from '../src/work/serial-queue.js';

describe('a serial queue', () => {
  it('does one piece after the other, whatever becomes of those before', async () => {
    const queue = new SerialQueue();
    const done: string[] = [];
    const piece = (name: string, fails = false) =>
      queue.run(async () => {
        done.push(`${name} begins`);
        await new Promise(setImmediate);
        done.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const outcomes = Promise.allSettled([piece('a'), piece('b', true), piece('c')]);
    expect(queue.isIdle).toBe(false);
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(queue.isIdle).toBe(true);
  });
});

describe('coalesced work', () => {
  it('is done once more for all who ask while it is done', async () => {
    const begun: (() => void)[] = [];
    const work = new Coalesced(() => new Promise((resolve) => begun.push(resolve)));
    const first = work.run();
    await new Promise(setImmediate);
    const others = [work.run(), work.run(), work.run()];
    expect(new Set(others).size).toBe(1);
    expect(begun).toHaveLength(1);
    begun[0]?.();
    await first;
    await new Promise(setImmediate);
    expect(begun).toHaveLength(2);
    begun[1]?.();
    await Promise.all(others);
    await work.idle();
    expect(begun).toHaveLength(2);
  });

  it('goes on after a failure, of which those hear who asked for it', async () => {
    let runs = 0;
    const work = new Coalesced(async () => {
      runs += 1;
      if (runs === 1) throw new Error('once');
    });
    await expect(work.run()).rejects.toThrow('once');
    await work.idle();
    await work.run();
    expect(runs).toBe(2);
  });
});

// Tests of work under way at the end: it is finished, or abandoned within a time limit, and nothing new begins.

import { describe, expect, it } from 'vitest';
import { StoppingError, UnderWay } from '../../src/discord/core/under-way.js';

const LONG = 60_000;

/** Work that ends when told to. */
function held() {
  let finish: (what: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<string>((resolve, reject) => {
    [finish, fail] = [resolve, reject];
  });
  return { work, finish, fail };
}

describe('the end', () => {
  it('waits for what is under way, also where that leads to more, and for what fails', async () => {
    const underWay = new UnderWay();
    const [first, second, third] = [held(), held(), held()];
    underWay.add(first.work.then(() => underWay.add(second.work)));
    underWay.add(third.work);
    let isOver = false;
    const end = underWay.end({ finishMs: LONG, tellMs: LONG }).finally(() => {
      isOver = true;
    });
    third.fail(new Error('broken'));
    first.finish('first');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([isOver, underWay.size]).toEqual([false, 1]);
    second.finish('second');
    expect(await end).toBe(0);
    expect(underWay.size).toBe(0);
  });

  it('gives up what takes too long, and lets whoever waits be told so', async () => {
    const underWay = new UnderWay();
    const telling = held();
    const told: unknown[] = [];
    const attend = async () => {
      await underWay.orStop(() => held().work).catch((error: unknown) => told.push(error));
      await telling.work;
    };
    underWay.add(attend());
    const end = underWay.end({ finishMs: 20, tellMs: LONG });
    await expect.poll(() => told).toEqual([new StoppingError(true)]);
    telling.finish('told');
    expect(await end).toBe(1);
  });

  it('comes also where nobody can be told', async () => {
    const underWay = new UnderWay();
    underWay.add(held().work);
    expect(await underWay.end({ finishMs: 10, tellMs: 10 })).toBe(1);
  });

  it('lets nothing new begin', async () => {
    const underWay = new UnderWay();
    const begun = underWay.orStop(async () => 'begun');
    const end = underWay.end({ finishMs: LONG, tellMs: LONG });
    await expect(underWay.orStop(async () => 'late')).rejects.toEqual(new StoppingError(false));
    expect(await begun).toBe('begun');
    expect(await end).toBe(0);
  });
});

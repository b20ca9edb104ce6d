// Tests of measuring effects: one at a time, shared by equal requests, abandoned when nobody waits.

import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/curation/effect.js';
import { DecidedMeanwhile, Measuring, type Trial } from '../../src/curation/measuring.js';
import { StoppingError } from '../../src/discord/core/under-way.js';
import { EffectWaits } from '../../src/discord/notes/effect-waits.js';

const NONE: Effect = { asked: 0, changed: [] };
const trial = (noteId: string, id?: string): Trial => ({ guildId: '1', noteId, action: 'withdraw', content: undefined, id });
const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A measurement that runs only when told to, and the result of each. */
function bench() {
  const begun: string[] = [];
  const stopped: string[] = [];
  const finish = new Map<string, () => void>();
  const measuring = new Measuring(
    ({ noteId }, signal) =>
      new Promise((resolve, reject) => {
        begun.push(noteId);
        finish.set(noteId, () => resolve(NONE));
        signal.addEventListener('abort', () => {
          stopped.push(noteId);
          reject(signal.reason);
        });
      }),
  );
  return { measuring, begun, stopped, finish: (noteId: string) => finish.get(noteId)?.() };
}

describe('an effect', () => {
  it('is measured when the one before it is', async () => {
    const { measuring, begun, finish } = bench();
    const { signal } = new AbortController();
    const effects = ['a', 'b'].map((noteId) => measuring.effectOf(trial(noteId), signal));
    await turns();
    expect(begun).toEqual(['a']);
    finish('a');
    await effects[0];
    await turns();
    expect(begun).toEqual(['a', 'b']);
    finish('b');
    expect(await Promise.all(effects)).toEqual([NONE, NONE]);
  });

  it('that several ask for is measured once, and goes on as long as one of them waits', async () => {
    const { measuring, begun, stopped, finish } = bench();
    const [first, second] = [new AbortController(), new AbortController()];
    const left = measuring.effectOf(trial('a'), first.signal);
    const kept = measuring.effectOf(trial('a'), second.signal);
    first.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await turns();
    finish('a');
    expect(await kept).toBe(NONE);
    expect([begun, stopped]).toEqual([['a'], []]);
  });

  it('that nobody waits for any more is given up, or never begun, and the next has its turn', async () => {
    const { measuring, begun, stopped } = bench();
    const [first, second] = [new AbortController(), new AbortController()];
    const effects = [
      measuring.effectOf(trial('a'), first.signal),
      measuring.effectOf(trial('b'), second.signal),
      measuring.effectOf(trial('c'), new AbortController().signal),
    ];
    await turns();
    second.abort(new Error('gone'));
    first.abort(new Error('gone'));
    expect((await Promise.allSettled(effects.slice(0, 2))).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turns();
    expect([begun, stopped]).toEqual([['a', 'c'], ['a']]);
  });

  it('of a proposal that is decided meanwhile is given up', async () => {
    const { measuring, stopped } = bench();
    const effect = measuring.effectOf(trial('a', 'proposal'), new AbortController().signal);
    await turns();
    measuring.forget('another');
    expect(stopped).toEqual([]);
    measuring.forget('proposal');
    await expect(effect).rejects.toThrow(DecidedMeanwhile);
    expect(stopped).toEqual(['a']);
  });

  it('that was given up is measured from the beginning when somebody asks again', async () => {
    const { measuring, begun, finish } = bench();
    const gone = new AbortController();
    const effect = measuring.effectOf(trial('a'), gone.signal);
    await turns();
    gone.abort(new Error('gone'));
    await expect(effect).rejects.toThrow('gone');
    const again = measuring.effectOf(trial('a'), new AbortController().signal);
    await turns();
    finish('a');
    expect(await again).toBe(NONE);
    expect(begun).toEqual(['a', 'a']);
  });
});

describe('who waits for an effect', () => {
  const never = (waiting: AbortSignal) =>
    new Promise<Effect>((_, reject) => waiting.addEventListener('abort', () => reject(waiting.reason), { once: true }));

  it('waits for one at a time: asking for another ends the wait for the first', async () => {
    const waits = new EffectWaits();
    const first = waits.wait('ana', never);
    const other = waits.wait('ben', never);
    expect(await waits.wait('ana', async () => NONE)).toEqual({ result: NONE });
    expect(await first).toEqual({ end: 'another' });
    waits.stop();
    await expect(other).rejects.toEqual(new StoppingError(true));
    await expect(waits.wait('ben', never)).rejects.toEqual(new StoppingError(false));
  });

  it('does not wait for ever', async () => {
    expect(await new EffectWaits(5).wait('ana', never)).toEqual({ end: 'late' });
  });

  it('hears that the proposal was decided, and of what else went wrong', async () => {
    const waits = new EffectWaits();
    expect(await waits.wait('ana', () => Promise.reject(new DecidedMeanwhile()))).toEqual({ end: 'decided' });
    await expect(waits.wait('ana', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

// Tests of hostile note files of the largest size: each is refused in little more time than reading the largest valid file takes.

import { beforeAll, describe, expect, it } from 'vitest';
import { MOST_NOTES } from '../../src/notes/note-file.js';
import { processorTime } from '../growth.js';
import { beside, firstFault, HOSTILE, HUGE, json, manyAlike, notesIn } from './note-files.js';

/** A file that takes this many times longer would delay others for longer than the largest import does. */
const MOST_TIMES = 10;

let honest = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  const content = json(...Array.from({ length: MOST_NOTES }, (_, i) => ({ id: `n${i}`, note: `Note ${i} says something else.` })));
  for (let round = 0; round < 3; round++) honest = Math.min(honest, await processorTime(() => notesIn(content, { beside })));
});

describe('a hostile file', () => {
  it.each([...HOSTILE, ...HUGE])('of %s is refused soon', async (...hostile) => {
    const [, make, , fault] = hostile;
    const content = make();
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    let first: string | undefined;
    const took = await processorTime(() => {
      first = firstFault(hostile, bytes);
    });
    expect(first).toBe(fault);
    expect(took / honest).toBeLessThan(MOST_TIMES);
  });

  it('of 5,000 notes on the same words is compared soon', async () => {
    const content = manyAlike();
    const took = await processorTime(() => expect(notesIn(content, { beside })).toHaveLength(MOST_NOTES));
    expect(took / honest).toBeLessThan(MOST_TIMES);
  });
});

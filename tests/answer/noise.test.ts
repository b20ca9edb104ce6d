// Tests that a twentieth of the development questions keep their outcome and first quote however they are typed; noise.long.test.ts asks all.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Asked, askEvery, changedBy, NOISES } from './noises.js';

/** Of five questions. */
const MOST_CHANGED = 1;

describe('a question', () => {
  let asked: Asked;

  beforeAll(async () => {
    asked = await askEvery(20);
  });

  it.each(Object.entries(NOISES))('is answered alike with: %s', async (_, noise) => {
    const changed = await changedBy(noise, asked);
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(MOST_CHANGED);
  });
});

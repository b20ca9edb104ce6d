// Tests of the largest files that Discord accepts.

import { Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Loopback, openLoopback, refusalOf } from './loopback.js';

let here: Loopback;

beforeAll(async () => {
  here = await openLoopback();
});

afterAll(() => here.stop());

describe('a message', () => {
  it('may have a file of 10 MiB and no larger one, and 25 MiB in all', async () => {
    const post = (...sizes: readonly number[]) =>
      here.rest.post(Routes.channelMessages(here.general.id), {
        files: sizes.map((size) => ({ name: 'a.bin', data: Buffer.alloc(size) })),
      });
    const tooLarge = { status: 413, code: 40005, at: [] };
    const mebi = 2 ** 20;
    await post(10 * mebi);
    expect(await refusalOf(post(10 * mebi + 1))).toEqual(tooLarge);
    expect(await refusalOf(post(9 * mebi, 9 * mebi, 9 * mebi))).toEqual(tooLarge);
  });
});

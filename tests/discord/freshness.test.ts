// Tests of handling each event once and in time.

import { SnowflakeUtil } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { Freshness } from '../../src/discord/core/freshness.js';

const NOON = Date.UTC(2026, 5, 1, 12);

/** A clock set by the test, and event ids at a moment of Discord's clock. */
function setUp(ahead = 0) {
  let time = NOON;
  let increment = 0;
  const freshness = new Freshness({ now: () => time + ahead, monotonic: () => time });
  return {
    freshness,
    pass: (ms: number) => {
      time += ms;
    },
    /** Id of an event some milliseconds ago by Discord's clock. */
    idFrom: (msAgo: number) => {
      increment += 1;
      return String(SnowflakeUtil.generate({ timestamp: time - msAgo, increment: BigInt(increment % 4096) }));
    },
  };
}

describe('an event', () => {
  it('is handled the first time it comes, and not again', () => {
    const { freshness, idFrom } = setUp();
    const id = idFrom(20);
    expect(freshness.admit(id, 'interaction')).toBe(true);
    expect(freshness.admit(id, 'interaction')).toBe(false);
    expect(freshness.admit(id, 'message')).toBe(false);
  });

  it('is left alone when it is an interaction that comes too late to be acknowledged', () => {
    const { freshness, idFrom } = setUp();
    expect(freshness.admit(idFrom(50), 'interaction')).toBe(true);
    expect(freshness.admit(idFrom(2_400), 'interaction')).toBe(true);
    expect(freshness.admit(idFrom(2_700), 'interaction')).toBe(false);
  });

  it('is handled when it is a message of some minutes ago, not of an hour ago', () => {
    const { freshness, idFrom } = setUp();
    expect(freshness.admit(idFrom(0), 'message')).toBe(true);
    expect(freshness.admit(idFrom(5 * 60_000), 'message')).toBe(true);
    expect(freshness.admit(idFrom(60 * 60_000), 'message')).toBe(false);
  });
});

describe('a clock that is wrong', () => {
  it.each([-3_600_000, -5_000, 5_000, 3_600_000])('by %i ms does no harm', (ahead) => {
    const { freshness, idFrom, pass } = setUp(ahead);
    for (let i = 0; i < 20; i++) {
      pass(1_000);
      expect(freshness.admit(idFrom(100), 'interaction')).toBe(true);
    }
    expect(freshness.admit(idFrom(2_700), 'interaction')).toBe(false);
  });

  it('and is set right later delays nothing for more than some minutes', () => {
    let offset = -8_000;
    let time = NOON;
    const freshness = new Freshness({ now: () => time + offset, monotonic: () => time });
    const arrive = (increment: number) => {
      time += 60_000;
      return freshness.admit(String(SnowflakeUtil.generate({ timestamp: time - 100, increment: BigInt(increment) })), 'interaction');
    };
    for (let i = 0; i < 5; i++) expect(arrive(i)).toBe(true);
    offset = 0;
    const admitted = Array.from({ length: 20 }, (_, i) => arrive(100 + i));
    expect(admitted.slice(12)).toEqual(new Array(8).fill(true));
  });
});

describe('a clock that steps', () => {
  it.each([-3_600_000, -60_000, 60_000, 3_600_000])('by %i ms while the program runs silences nobody', (step) => {
    let [time, offset] = [NOON, 0];
    const freshness = new Freshness({ now: () => time + offset, monotonic: () => time });
    let increment = 0;
    const arrive = (age: number) => {
      time += 1_000;
      increment += 1;
      return freshness.admit(String(SnowflakeUtil.generate({ timestamp: time - age, increment: BigInt(increment) })), 'interaction');
    };
    for (let i = 0; i < 5; i++) expect(arrive(100)).toBe(true);
    offset = step;
    for (let i = 0; i < 20; i++) expect(arrive(100), `question ${i} after the step`).toBe(true);
    expect(arrive(2_700)).toBe(false);
    expect(arrive(100)).toBe(true);
  });
});

describe('interactions that all seem late', () => {
  /** Arrivals of events of different ages by both clocks. */
  const arrivals = () => {
    let time = NOON;
    let increment = 0;
    const freshness = new Freshness({ now: () => time, monotonic: () => time });
    return (age: number, afterMs: number) => {
      time += afterMs;
      increment += 1;
      return freshness.admit(String(SnowflakeUtil.generate({ timestamp: time - age, increment: BigInt(increment) })), 'interaction');
    };
  };

  it('for ten seconds are tried all the same, and those after them', () => {
    const arrive = arrivals();
    expect(arrive(100, 0)).toBe(true);
    const admitted = Array.from({ length: 20 }, () => arrive(4_000, 1_000));
    expect(admitted).toEqual([...new Array(10).fill(false), ...new Array(10).fill(true)]);
  });

  it('and come all at once, as after a connection that was away, are left alone', () => {
    const arrive = arrivals();
    expect(arrive(100, 0)).toBe(true);
    for (let i = 0; i < 50; i++) expect(arrive(60_000 - i * 1_000, 20)).toBe(false);
  });

  it('but for one in time now and then are left alone', () => {
    const arrive = arrivals();
    for (let i = 0; i < 20; i++) {
      expect(arrive(100, 2_000)).toBe(true);
      expect(arrive(4_000, 6_000)).toBe(false);
    }
  });
});

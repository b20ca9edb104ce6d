// Tests of contrast between a claim and a sentence: each sign by itself, in both languages, and what must not be taken for one.

import { describe, expect, it } from 'vitest';
import { amountsIn, isSameAmount } from '../../src/answer/amounts.js';
import { contrastOf, withoutDenial } from '../../src/answer/contrast.js';

describe('contrastOf', () => {
  it.each([
    ['the mayor was never elected', 'The mayor was elected in May.'],
    ['there was no audit', 'There was an audit of the council.'],
    ['no hubo ninguna auditoría', 'Hubo una auditoría del consejo.'],
    ['the council opens the archive', 'The council does not open the archive.'],
    ['the bridge isn’t safe', 'The bridge is safe.'],
  ])('tells that only one denies: %s', (claim, sentence) => {
    expect(contrastOf(claim, sentence)).toMatchObject({ negation: 1, flip: 1 });
  });

  it.each([
    ['nobody has to publish it, there is no law', 'There is no law that they must publish it.'],
    ['the mayor never signed', 'The mayor did not sign.'],
    ['he won, not to mention the debate', 'He won the debate.'],
    // A denial in another part of a long sentence is about something else.
    [
      'the council paid for the bridge',
      'The council, which nobody had asked in all those years, paid for the bridge and for the road that leads to it.',
    ],
  ])('tells that both deny or neither: %s', (claim, sentence) => {
    expect(contrastOf(claim, sentence)).toMatchObject({ negation: 0, flip: 0 });
  });

  it('tells opposites by the words that they stand at', () => {
    expect(contrastOf('the reds won', 'The reds lost by three goals.').opposites).toBe(1);
    expect(contrastOf('the reds won', 'The blues lost and the reds won by three goals.').opposites).toBe(0);
    expect(contrastOf('the blues won', 'The blues lost and the reds won by three goals.').opposites).toBe(1);
    expect(contrastOf('los rojos perdieron', 'The reds won.').opposites).toBe(1);
    // A denied opposite means the same.
    expect(contrastOf('the economy never shrank', 'The economy grew.').flip).toBe(0);
  });

  it('tells numbers that both give from others of the same kind', () => {
    expect(contrastOf('he got 67% of the votes', 'He got 51.2% of the votes.')).toMatchObject({ otherNumber: 1, sameNumber: 0 });
    expect(contrastOf('he got 51 percent', 'He got 51.2% of the votes.')).toMatchObject({ otherNumber: 0, sameNumber: 0.5 });
    expect(contrastOf('it happened in 2015', 'It happened in 2017 to 12 people.')).toMatchObject({ otherNumber: 1 });
    expect(contrastOf('about 600 people came', 'There were 635 guests on 28 July.')).toMatchObject({ otherNumber: 0, sameNumber: 0.5 });
  });

  it('tells names that change places', () => {
    const sentence = 'Smith beat Jones by 537 votes.';
    expect(contrastOf('jones beat smith by 537 votes', sentence).swapped).toBe(1);
    expect(contrastOf('smith beat jones by 537 votes', sentence).swapped).toBe(0);
    const shares = 'Smith had 51% of the votes, and Jones had 44% of the votes.';
    expect(contrastOf('51% for Jones and only 44% for Smith, they say', shares).swapped).toBe(1);
    expect(contrastOf('51% for Smith and only 44% for Jones, they say', shares).swapped).toBe(0);
  });

  it('tells a denial of everything, and a correction', () => {
    expect(contrastOf('he had nothing to do with it', 'He did it.').denial).toBe(1);
    expect(contrastOf('nadie lo hizo', 'He did it.').denial).toBe(1);
    expect(contrastOf('he did it', 'He did it.').denial).toBe(0);
    expect(contrastOf('it was traced to Rome, not to Paris', 'It was traced to Paris.').corrected).toBe(1);
    expect(contrastOf('it was traced to Paris', 'It was traced to Paris.').corrected).toBe(0);
  });
});

describe('withoutDenial', () => {
  it('leaves what a claim is about', () => {
    expect(withoutDenial('not a single observer was let in')).toBe('observer was let in');
    expect(withoutDenial("they didn't count it at all")).toBe('they did count it');
    expect(withoutDenial('ningún policía resultó herido')).toBe('policía resultó herido');
    expect(withoutDenial('Nobody! Nothing!')).toBe('Nobody! Nothing!');
    expect(withoutDenial('they noted it in Nolan')).toBe('they noted it in Nolan');
  });
});

describe('amountsIn', () => {
  it.each([
    ['5,150,092 votes and 1.062 arrests', [5_150_092, 1_062]],
    ['51.2% or 4,6 por ciento', [51.2, 4.6]],
    ['seventy-seven, sixteen, two thousand and five hundred', [77, 16, 2_500]],
    ['treinta y siete, mil, dos millones', [37, 1_000, 2_000_000]],
    ['150 bucks, 3k people, 600+', [150, 3_000, 600]],
    ['one of them, once, no number', []],
  ])('reads %s', (text, values) => {
    expect(amountsIn(text).map(({ value }) => value)).toEqual(values);
  });

  it('tells percentages, money, years and days from other numbers', () => {
    expect(amountsIn('51% paid $20 in 2024, on 28 July or July 4, to 12').map(({ kind }) => kind)).toEqual([
      'percent',
      'money',
      'year',
      'date',
      'date',
      'count',
    ]);
  });

  it('lets people round, but not years', () => {
    const same = (one: string, other: string) => {
      const [[a], [b]] = [amountsIn(one), amountsIn(other)];
      return a !== undefined && b !== undefined && isSameAmount(a, b);
    };
    expect(same('51%', '51.2%')).toBe(true);
    expect(same('over 600', '635')).toBe(true);
    expect(same('600', '635')).toBe(false);
    expect(same('44', '44.2%')).toBe(true);
    expect(same('2015', '2017')).toBe(false);
    expect(same('30%', '28 July')).toBe(false);
  });
});

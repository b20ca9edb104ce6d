// Tests of the parts of a message that may claim something: its sentences and clauses.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_MESSAGE, type Message, normaliseMessage } from '../../src/answer/statements.js';

function messageOf(raw: string): Message {
  const message = normaliseMessage(raw);
  if (message.kind !== 'message') throw new Error(`No message: ${message.kind}`);
  return message;
}

const sentencesOf = (raw: string) => {
  const { text, sentences } = messageOf(raw);
  return sentences.map(({ start, end }) => text.slice(start, end));
};
const clausesOf = (raw: string) => {
  const { text, sentences } = messageOf(raw);
  return sentences.flatMap(({ clauses }) => clauses.map(({ start, end }) => text.slice(start, end)));
};

describe('normaliseMessage', () => {
  it('finds sentences of three words or more, and each line by itself', () => {
    expect(sentencesOf('They won the vote. No way! It was never audited\nsays who\nthe hack came from there')).toEqual([
      'They won the vote.',
      'It was never audited',
      'the hack came from there',
    ]);
  });

  it('parts the sentences of people who write no capitals, but at no abbreviation and within no number', () => {
    expect(sentencesOf('bush won by 537 votes. biden took 4 days... they counted 51.2 percent of it')).toEqual([
      'bush won by 537 votes.',
      'biden took 4 days...',
      'they counted 51.2 percent of it',
    ]);
    expect(sentencesOf('it was mr. saab vs. the u.s. of a in the end')).toHaveLength(1);
  });

  it('leaves out fillers and emoji at the ends of a claim', () => {
    expect(sentencesOf('ngl, but lol the votes were counted twice tho 😂')).toEqual(['the votes were counted twice']);
    expect(sentencesOf('no law demands it\nno hubo ningún fraude')).toEqual(['no law demands it', 'no hubo ningún fraude']);
    expect(sentencesOf('And no, they never counted anything!')).toEqual(['they never counted anything!']);
  });

  it('finds the clauses of a sentence that claims several things', () => {
    const [first, second] = ['Machado was paying criminals to riot', 'Musk hacked the vote count from there.'];
    for (const join of [', and ', ' and ', '; ', ' — ', ', but ']) expect(clausesOf(`${first}${join}${second}`)).toEqual([first, second]);
    expect(clausesOf('Maduro perdió las elecciones de julio y nadie ha visto nunca las actas')).toHaveLength(2);
  });

  it('takes things that "and" joins for no clauses', () => {
    expect(clausesOf('Saab named Leopoldo López, Lester Toledo and Machado for the whole hack')).toEqual([]);
    expect(clausesOf('the looters burned schools and police stations and tore down many statues')).toEqual([]);
    expect(clausesOf('They won the vote, and it was never audited.')).toEqual([]);
  });

  it('keeps lines and takes out what nobody sees', () => {
    expect(messageOf(' It\u202e was\u200b  never\taudited.\r\n\r\n \nReally\0 not once. ').text).toBe(
      'It was never audited.\nReally not once.',
    );
  });

  it.each([['', ' \n ', '😂😂', 'ok lol', 'https://example.org/they-won-the-vote-twice', 'www.example.org/a b', '?!?']].flat())(
    'says that there is nothing in: %s',
    (raw) => {
      expect(normaliseMessage(raw)).toEqual({ kind: 'nothing' });
    },
  );

  it('takes links for no words, and for no end of a sentence', () => {
    expect(sentencesOf('It was https://example.org/watch?v=a.b audited sixteen times')).toEqual([
      'It was https://example.org/watch?v=a.b audited sixteen times',
    ]);
  });

  it('takes messages of 4,000 characters and none longer', () => {
    expect(normaliseMessage(`They won. ${'a'.repeat(LONGEST_MESSAGE)}`)).toEqual({ kind: 'too-long', length: LONGEST_MESSAGE + 10 });
    expect(normaliseMessage('they won it '.repeat(333)).kind).toBe('message');
    expect(normaliseMessage(`they won it ${'😀'.repeat(LONGEST_MESSAGE - 12)}`).kind).toBe('message');
  });

  it('gives ranges of its text, in order and apart, and clauses within their sentence, for any message', () => {
    const word = fc.constantFrom(
      'they',
      'won',
      'and',
      'but',
      'lol',
      'it',
      'was',
      'no',
      '51.2',
      '.',
      '!',
      ';',
      '😂',
      '\n',
      'Mr.',
      'https://a.b',
    );
    const written = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(written, (raw) => {
        const message = normaliseMessage(raw);
        if (message.kind !== 'message') return;
        let last = 0;
        for (const { start, end, clauses } of message.sentences) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(message.text.slice(start, end)).not.toContain('\n');
          expect(end).toBeLessThanOrEqual(message.text.length);
          last = end;
          let within = start;
          for (const clause of clauses) {
            expect(clause.start).toBeGreaterThanOrEqual(within);
            expect(clause.end).toBeGreaterThan(clause.start);
            within = clause.end;
          }
          expect(within).toBeLessThanOrEqual(end);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

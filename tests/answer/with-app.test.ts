// Tests of the application beside answers, over the shipped article with the real model: follow-ups, explanations,
// checks of messages, lookups and notes.

import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readFollowUps, readMessages } from '../../eval/dev-set.js';
import { claimsToldOf, examineMessages, relationFiguresOf } from '../../eval/fit-relation.js';
import { checkedMessage, checkedMessageSchema } from '../../src/answer/check-json.js';
import type { App } from '../../src/app.js';
import { contains, overlaps, type Span } from '../../src/article/article.js';
import { UserError } from '../../src/i18n/user-error.js';
import { isContested } from '../../src/notes/note.js';
import { openShippedApp } from '../e2e/stage.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { inLongTier } from '../tier.js';

/** Only a hang reaches it. */
const SOON = { timeout: 60_000, interval: 100 };
const GOLDEN = join(import.meta.dirname, '..', 'golden');
let app: App;

beforeAll(async () => {
  app = await openShippedApp();
});

const textOf = ({ start, end }: Span) => app.article.body.slice(start, end);
const QUESTIONS = [
  'Where did the cyber-attack come from?',
  'who won, and who was blamed for the hack?',
  '¿Con qué porcentaje ganó Maduro?',
  '😂',
];

describe('a full answer', () => {
  it.each(QUESTIONS)('is the answer with what comes next: %s', async (question) => {
    const { answer, further } = await app.respond(question);
    const { tookMs: _, ...asked } = await app.ask(question);
    expect(answer).toMatchObject(asked);
    expect(further).toHaveLength(question === '😂' ? 0 : 6);
    const places = further.map((index) => app.article.sentences[index]);
    for (const place of places) {
      expect(place).toBeDefined();
      expect(answer.quotes.some((quote) => place !== undefined && overlaps(place, quote))).toBe(false);
    }
    expect(new Set(further).size).toBe(further.length);
  });
});

describe('a follow-up', () => {
  it('is asked with the topic of the question before', async () => {
    const previous = 'Where was the cyber-attack traced to?';
    const alone = await app.respond('and who was behind it?');
    const { answer } = await app.respond('and who was behind it?', { previous });
    expect(answer.question).toBe('and who was behind it?');
    expect(answer.quotes.some(({ focus }) => textOf(focus).includes('named as responsible'))).toBe(true);
    expect(alone.answer.quotes.map(({ text }) => text)).not.toEqual(answer.quotes.map(({ text }) => text));
  });

  it('is asked alike with and without what comes next', async () => {
    const previous = 'Where was the cyber-attack traced to?';
    const { answer } = await app.respond('and who was behind it?', { previous });
    const { tookMs: _, ...asked } = await app.ask('and who was behind it?', { previous });
    expect(answer).toMatchObject(asked);
  });

  it('has the language that it was asked in', async () => {
    const { answer } = await app.respond('¿y quién lo hizo?', { previous: 'Where was the cyber-attack traced to?' });
    expect(answer.language).toBe('es');
  });

  it('that stands by itself is answered as if it had been asked first', async () => {
    for (const { previous, question, elliptical } of await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'))) {
      if (elliptical) continue;
      const { answer } = await app.respond(question, { previous });
      expect(answer.quotes, question).toEqual((await app.ask(question)).quotes);
    }
  });

  it('after what was no question is asked alone', async () => {
    const alone = await app.respond('why?');
    for (const previous of ['', '😂', 'x'.repeat(501)]) {
      expect((await app.respond('why?', { previous })).answer.quotes).toEqual(alone.answer.quotes);
    }
  });
});

describe('an explanation', () => {
  it.each(QUESTIONS)('is of the answer that was given: %s', async (question) => {
    const { answer } = await app.respond(question);
    const explained = await app.explain(question);
    expect(explained).toMatchObject({ question, outcome: answer.outcome, confidence: answer.confidence });
    const decisions = Object.values(app.context.measured.decisions);
    expect(decisions.flatMap(({ thresholds, spanish }) => [thresholds, spanish])).toContainEqual(explained.thresholds);
    const candidates = explained.candidates.map(({ sentence }) => sentence);
    expect(new Set(candidates).size).toBe(candidates.length);
    for (const { focus, score } of answer.quotes) {
      const candidate = explained.candidates.find(({ sentence }) => contains(focus, sentence));
      if (candidate !== undefined) expect(candidate.score).toBeCloseTo(score, 8);
    }
    const [first] = answer.quotes;
    if (first !== undefined) expect(contains(first.focus, candidates[0] ?? { start: -1, end: 0 })).toBe(true);
    for (const { readerQuestions, signals } of explained.candidates) {
      const scores = readerQuestions.map(({ score }) => score);
      expect(scores.length).toBeLessThanOrEqual(2);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(scores[0]).toBeGreaterThanOrEqual(signals.readerQuestions[0] - 0.000001);
    }
    expect(explained.candidates.length).toBe(question === '😂' ? 0 : 4);
    expect(explained.decoys.length).toBe(question === '😂' ? 0 : 2);
  });

  it('tells what was really searched', async () => {
    expect((await app.explain('where was the cyberatack traced to')).asked).toBe('where was the cyberattack traced to');
    const followUp = await app.explain('and who said that?', { previous: 'What did Machado do?' });
    expect(followUp).toMatchObject({ question: 'and who said that?', asked: 'What did Machado do? and who said that?' });
  });

  it('names the words and questions that matched', async () => {
    const { candidates } = await app.explain('Where was the cyber-attack traced to?');
    expect(textOf(candidates[0]?.sentence ?? { start: 0, end: 0 })).toContain('traced to North Macedonia');
    expect(candidates[0]?.words).toEqual(['traced']);
    const [nearest, next] = candidates[0]?.readerQuestions ?? [];
    expect(nearest?.score).toBeGreaterThanOrEqual(next?.score ?? 1);
    expect(nearest?.score).toBeCloseTo(candidates[0]?.signals.readerQuestions[0] ?? 0, 6);
  });
});

describe('a check', () => {
  it.each([
    ['The hack came from Russia, not from North Macedonia.', 'contradicts', 'traced to North Macedonia', 'north-macedonia-hack'],
    [
      'a esos malandros les pagaban hasta 150 dólares diarios y los entrenaron en Colombia',
      'repeats',
      'up to $150 a day',
      'trained-abroad-150-dollars',
    ],
    ['> These results were audited 16 times.\nlmao', 'repeats', 'audited 16 times', 'audited-16-times'],
    ['they never audited those results, not even once', 'contradicts', 'audited 16 times', 'audited-16-times'],
  ])('tells how a claim stands to the article, with its notes: %s', async (message, relation, words, note) => {
    const [claim] = (await app.check(message)).claims;
    const [passage] = claim?.passages ?? [];
    expect(claim?.relation).toBe(relation);
    expect(passage && textOf(passage.focus)).toContain(words);
    expect(passage && contains(passage.quote, passage.focus)).toBe(true);
    expect(passage?.quote.text).toBe(passage && textOf(passage.quote));
    expect(passage?.flags.map((flag) => flag.note.id)).toContain(note);
  });

  it('tells the claims of a message apart, the later ones too', async () => {
    const { message, claims } = await app.check(
      'good morning ☕ anyway\nBush won by just 537 votes. And all of the results were audited sixteen times! my cousin has a new dog',
    );
    expect(
      claims.map(({ about, relation, passages }) => [
        message.slice(about.start, about.end),
        relation,
        passages[0] && textOf(passages[0].focus),
      ]),
    ).toEqual([
      ['Bush won by just 537 votes.', 'repeats', expect.stringContaining('Bush won the presidency')],
      ['all of the results were audited sixteen times!', 'repeats', 'These results were audited 16 times.'],
      ['my cousin has a new dog', 'not_in_article', undefined],
    ]);
  });

  it.each([
    'I left the dough in the fridge overnight and it came out so much better',
    'good morning everyone, how are you all doing today?',
  ])('quotes nothing for: %s', async (message) => {
    const { claims } = await app.check(message);
    for (const { relation, passages } of claims) expect([relation, passages]).toEqual(['not_in_article', []]);
  });

  it('is JSON as the schema has it, with slices of message and article at their offsets', async () => {
    const checked = checkedMessage(
      await app.check('Edmundo won it with 67%, and I had pasta for lunch. They looted schools!'),
      app.article,
    );
    expect(checkedMessageSchema.parse(JSON.parse(JSON.stringify(checked)))).toEqual(checked);
    for (const { text, start, end, passages, notes } of checked.claims) {
      expect(checked.message.slice(start, end)).toBe(text);
      for (const passage of passages) {
        expect(app.article.body.slice(passage.start, passage.end)).toBe(passage.text);
        for (const id of passage.flags) expect(notes.map((note) => note.id)).toContain(id);
      }
    }
  });

  it('is the same a second time, and is right for most of the first development messages', async () => {
    const messages = (await readMessages(GOLDEN)).filter(({ id }) => id.startsWith('dm'));
    const told = (await examineMessages(messages, app)).flatMap((message) =>
      claimsToldOf(message, app.context.measured.relation, app.article),
    );
    const { repeats, contradicts, notInArticle } = relationFiguresOf(told);
    expect(repeats.told.hits).toBeGreaterThanOrEqual(20);
    expect(repeats.found.hits).toBeGreaterThanOrEqual(22);
    expect(contradicts.told.hits).toBeGreaterThanOrEqual(11);
    expect(notInArticle.told.hits).toBeGreaterThanOrEqual(14);
    const [{ message } = { message: '' }] = messages;
    expect(await app.check(message)).toEqual(await app.check(message));
  });

  inLongTier(() => {
    it('of a message of 4,000 characters takes no longer than it is longer', async () => {
      await expectNoMoreThanLinear(4, (times) => {
        const long = 'The hack came from Russia and nobody knows who did it, but the votes were counted twice by the council. '
          .repeat(times)
          .trim();
        return async () => expect((await app.check(long)).claims).not.toEqual([]);
      });
    });
  });

  it.each([
    ['https://example.org/watch?v=1', new UserError('command.check.empty')],
    ['lol ok', new UserError('command.check.empty')],
    ['a b c '.repeat(700), new UserError('failure.longMessage', { length: 4199, limit: 4000 })],
  ])('is refused with the reason: %.20s', async (message, error) => {
    await expect(app.check(message)).rejects.toThrow(error);
  });
});

describe('what is no question', () => {
  it.each([
    [' ', new UserError('failure.emptyQuestion')],
    ['x'.repeat(501), new UserError('failure.longQuestion', { length: 501, limit: 500 })],
  ])('is refused with the reason: %.20s', async (raw, error) => {
    for (const refused of [app.ask(raw), app.respond(raw), app.explain(raw)]) await expect(refused).rejects.toThrow(error);
  });
});

describe('a lookup', () => {
  const numbers = async (typed: string) => (await app.findParagraphs(typed, 25)).map(({ value }) => value.number);
  const claims = async (typed: string) => (await app.findClaims(typed, 25)).map(({ value }) => value.note.id);

  it('of paragraphs goes by number, words, beginnings of words, slips and meaning', async () => {
    expect(await numbers('')).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect((await numbers('7'))[0]).toBe(7);
    expect((await numbers('vicious hyenas'))[0]).toBe(await numbers('HYENAS').then(([first]) => first));
    expect((await numbers('north mac'))[0]).toBe(7);
    expect((await numbers('noth macedonya'))[0]).toBe(7);
    // On a busy machine a search by meaning can exceed the time limit of suggestions.
    await vi.waitFor(async () => {
      expect(await numbers('were ballots tallied honestly')).not.toEqual([]);
      expect((await app.findParagraphs('petróleo', 25))[0]).toMatchObject({ value: { number: 29 }, matched: 'meaning' });
    }, SOON);
  });

  it.each(['cats and dogs', 'quantum chromodynamics recipe', 'totally unrelated bread recipe', 'pizza', 'football'])(
    'finds nothing by meaning for what is off the topic: %s',
    async (typed) => {
      expect((await app.findParagraphs(typed, 25)).filter(({ matched }) => matched === 'meaning')).toEqual([]);
      expect((await app.findClaims(typed, 25)).filter(({ matched }) => matched === 'meaning')).toEqual([]);
    },
  );

  it('of claims goes by words of the claim, of the note and of its keywords', async () => {
    const first = (await app.findClaims('', 25)).map(({ value }) => value.spans[0]?.start ?? -1);
    expect(first).toHaveLength(25);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    expect((await claims('North Macedonia'))[0]).toBe('north-macedonia-hack');
    expect(await claims('carter center')).toContain('un-panel-and-carter-center');
    expect(await claims('audited 16')).toContain('audited-16-times');
  });

  it('takes what anybody may send', async () => {
    for (const typed of ['\u202e\0', '¶', 'a'.repeat(10_000), '"'.repeat(600), '\ud800', '日本語 日本語']) {
      expect((await app.findParagraphs(typed, 25)).length).toBeLessThanOrEqual(25);
      expect((await app.findClaims(typed, 3)).length).toBeLessThanOrEqual(3);
    }
  });

  it('asks the model for nothing where words are enough', async () => {
    const asked = vi.spyOn(app.context.embedder, 'embedQuestion');
    for (const typed of ['', '7', 'maduro w', 'the people', 'election results']) await app.findParagraphs(typed, 25);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  inLongTier(() => {
    it('does not wait for questions that wait for the model, and leaves them alone', async () => {
      let embedded = 0;
      const questions = Array.from({ length: 200 }, async (_, i) => {
        await app.context.embedder.embedQuestion(`who counted the votes, and who was blamed for the hack number ${i}?`);
        embedded += 1;
      });
      await app.findParagraphs('qzx wvk', 25);
      expect(embedded).toBeLessThan(questions.length);
      await Promise.all(questions);
    });
  });
});

describe('notesAt', () => {
  it('gives the notes that stand at a place: contested claims first, each kind in order of the article', () => {
    for (const place of [...app.article.paragraphs, ...app.article.sentences]) {
      const found = app.notesAt(place);
      expect(new Set(found)).toEqual(new Set(app.notes.filter(({ spans }) => spans.some((span) => overlaps(span, place)))));
      const contested = found.map(({ note }) => isContested(note.status));
      expect(contested).toEqual(contested.toSorted((a, b) => Number(b) - Number(a)));
      for (const kind of [true, false]) {
        const ofKind = found.filter(({ note }) => isContested(note.status) === kind);
        const starts = ofKind.map(({ spans }) => Math.min(...spans.filter((span) => overlaps(span, place)).map(({ start }) => start)));
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }
    }
    expect(app.notesAt({ start: 0, end: 0 })).toEqual([]);
  });
});

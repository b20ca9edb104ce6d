// Tests of the memory of recent answers: its content, and for whom.

import { describe, expect, it } from 'vitest';
import { questionIn } from '../../src/discord/answers/conversation.js';
import { RecentAnswers } from '../../src/discord/answers/recent.js';

const ANA = { userId: 'ana', channelId: 'general', guildId: 'guild' };
const BEN = { ...ANA, userId: 'ben' };

describe('the last answer in a place', () => {
  it('is the newest one that everybody saw', () => {
    const recent = new RecentAnswers();
    recent.remember('1', ANA, { asked: { question: 'Who won?' } }, false);
    recent.remember('2', BEN, { asked: { question: 'When?' } }, false);
    expect(recent.lastIn(ANA)?.question).toBe('When?');
    expect(recent.lastIn({ ...ANA, channelId: 'other' })).toBeUndefined();
  });

  it('is a private one only for who asked, and only while it is the newest', () => {
    const recent = new RecentAnswers();
    recent.remember('1', BEN, { asked: { question: 'Who won?' } }, false);
    recent.remember('2', ANA, { asked: { question: 'A secret?' } }, true);
    expect(recent.lastIn(ANA)?.question).toBe('A secret?');
    expect(recent.lastIn(BEN)?.question).toBe('Who won?');
    recent.remember('3', BEN, { asked: { question: 'When?' } }, false);
    expect(recent.lastIn(ANA)?.question).toBe('When?');
  });

  it('is known by its message too, with the question before it', () => {
    const recent = new RecentAnswers();
    recent.remember('1', ANA, { asked: { question: 'And when?', previous: 'Who won?' } }, false);
    expect(recent.ofMessage('1')?.asked).toEqual({ question: 'And when?', previous: 'Who won?' });
    expect(recent.ofMessage('2')).toBeUndefined();
  });
});

describe('what a message asks', () => {
  it.each([
    ['<@123456789012345678> Who won?', 'Who won?'],
    ['Who <@!123456789012345678> won <#12345> in <:map:123> <t:1:R>?', 'Who   won   in    ?'],
    ['who won', 'who won'],
    ['5 < 6 and <b> > 3', '5 < 6 and <b> > 3'],
  ])('in %j is %j', (content, question) => {
    expect(questionIn(content)).toBe(question);
  });

  it.each(['<@123456789012345678>', '  ', '<@1> \u200b\u202e'])('in %j is nothing', (content) => {
    expect(questionIn(content)).toBeUndefined();
  });
});

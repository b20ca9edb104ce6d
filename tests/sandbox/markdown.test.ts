// Tests of Discord's markdown as sent to the page.

import { describe, expect, it } from 'vitest';
import { type Names, plainText, toMarkup } from '../../sandbox/markdown.js';
import type { Inline, Markup } from '../../sandbox/wire.js';
import { expectNoMoreThanLinear } from '../growth.js';

const USER = '100000000000000001';
const ROLE = '100000000000000002';
const CHANNEL = '100000000000000003';
const COMMAND = '100000000000000004';

const names: Names = {
  user: (id) => (id === USER ? 'Ada' : undefined),
  role: (id) => (id === ROLE ? 'Moderators' : undefined),
  channel: (id) => (id === CHANNEL ? 'general' : undefined),
  isMe: (kind, id) => kind === 'user' && id === USER,
};

const parse = (text: string) => toMarkup(text, names);
const text = (words: string): Inline => ({ is: 'text', text: words });
const link = (href: string, words = href): Inline => ({ is: 'link', href, parts: [text(words)] });
const item = (...parts: Inline[]): Inline => ({ is: 'item', parts });
const BREAK: Inline = { is: 'break' };

describe('toMarkup', () => {
  it.each<[string, string, Markup]>([
    ['nothing', '', []],
    ['plain words as one text', 'snake_case_word – “a” 5 * 3: …', [text('snake_case_word – “a” 5 * 3: …')]],
    ['HTML as text', '<b>&amp;</b>', [text('<b>&amp;</b>')]],
    ['styles within styles', '**a *b***', [{ is: 'strong', parts: [text('a '), { is: 'em', parts: [text('b')] }] }]],
    [
      'underline and strike',
      '__a__~~b~~',
      [
        { is: 'underline', parts: [text('a')] },
        { is: 'strike', parts: [text('b')] },
      ],
    ],
    ['a spoiler', '||a||', [{ is: 'spoiler', parts: [text('a')] }]],
    ['escapes without their backslash', '\\*a\\* \\> b \\[c\\] 1\\. d', [text('*a* > b [c] 1. d')]],
    ['code with markdown in it', '`**a**`', [{ is: 'code', text: '**a**' }]],
    ['a code block', '```js\na < b\n```', [{ is: 'codeblock', text: 'a < b', language: 'js' }]],
    ['a code block without a language', '```\na\n```', [{ is: 'codeblock', text: 'a' }]],
    ['line ends', 'a\n\nb', [text('a'), BREAK, BREAK, text('b')]],
    ['a heading, which ends with its line', '## a\nb', [{ is: 'heading', level: 2, parts: [text('a')] }, text('b')]],
    ['small print', '-# a\nb', [{ is: 'small', parts: [text('a')] }, text('b')]],
    ['a quote of two lines', '> a\n> b\nc', [{ is: 'quote', parts: [text('a'), BREAK, text('b')] }, text('c')]],
    ['a quote to the end', '>>> a\nb', [{ is: 'quote', parts: [text('a'), BREAK, text('b')] }]],
    ['a list', '- a\n* b\nc', [{ is: 'list', parts: [item(text('a')), item(text('b'))] }, text('c')]],
    [
      'a list in a list',
      '- a\n  - b\n- c',
      [{ is: 'list', parts: [item(text('a'), { is: 'list', parts: [item(text('b'))] }), item(text('c'))] }],
    ],
    ['a numbered list from its number on', '3. a\n4. b', [{ is: 'numbered', start: 3, parts: [item(text('a')), item(text('b'))] }]],
    [
      'a numbered list after one with dots',
      '- a\n1. b',
      [
        { is: 'list', parts: [item(text('a'))] },
        { is: 'numbered', start: 1, parts: [item(text('b'))] },
      ],
    ],
    ['a list in a quote', '> - a\n> - b', [{ is: 'quote', parts: [{ is: 'list', parts: [item(text('a')), item(text('b'))] }] }]],
    ['no list within a line', 'a - b\n**1. c**', [text('a - b'), BREAK, { is: 'strong', parts: [text('1. c')] }]],
    ['a masked link', '[a](https://b.c/d_(e))', [link('https://b.c/d_(e)', 'a')]],
    ['an address in angle brackets', '<https://a.b>', [link('https://a.b')]],
    ['an address with its own parenthesis', 'https://a.b/c_(d)', [link('https://a.b/c_(d)')]],
    ['an address in parentheses', '(https://a.b/c).', [text('('), link('https://a.b/c'), text(').')]],
    ['no link to a script', '[a](javascript:alert(1))', [text('[a](javascript:alert(1))')]],
    ['no link to data', '[a](data:text/html,b)', [text('[a](data:text/html,b)')]],
    ['an escaped link', '\\[a\\](https://b)', [text('[a]('), link('https://b'), text(')')]],
    ['a mention of the viewer', `<@${USER}>`, [{ is: 'mention', kind: 'user', name: 'Ada', isMe: true }]],
    ['a mention of nobody', `<@!${ROLE}>`, [{ is: 'mention', kind: 'user', name: 'unknown-user', isMe: false }]],
    ['a role', `<@&${ROLE}>`, [{ is: 'mention', kind: 'role', name: 'Moderators', isMe: false }]],
    ['a channel', `<#${CHANNEL}>`, [{ is: 'mention', kind: 'channel', name: 'general', isMe: false }]],
    ['a command', `</note add:${COMMAND}>`, [{ is: 'mention', kind: 'command', name: 'note add', isMe: false }]],
    ['a command without a name', `</:${COMMAND}>`, [text(`</:${COMMAND}>`)]],
    ['a time', '<t:1618953630:R>', [{ is: 'time', at: 1_618_953_630_000, style: 'R' }]],
    ['a time beyond all dates', '<t:99999999999999:F>', [text('<t:99999999999999:F>')]],
  ])('%s', (_name, written, expected) => {
    expect(parse(written)).toEqual(expected);
  });

  it.each(['*', '[', '> ', '||', '`', '(', '- a\n', '<', 'https://a)'])(
    'takes no longer than they are longer for many %j, which people might write to delay it',
    async (sign) => {
      await expectNoMoreThanLinear(500, (length) => {
        const written = sign.repeat(length / sign.length);
        return () => parse(written);
      });
    },
  );
});

describe('plainText', () => {
  it('keeps the words alone, on one line', () => {
    const written = `# a\n> **b** \`c\`\n- d\n- [e](https://f.g)\n<@${USER}> <#${CHANNEL}> </ask:${COMMAND}>`;
    expect(plainText(parse(written))).toBe('a b c d e @Ada #general /ask');
  });
});

// Tests of acceptable links: whatever the rules accept is a link in Discord's renderer, and nothing else gets through.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo } from '../../src/discord/kit/escape.js';
import { LONGEST_LINK, lintLink } from '../../src/notes/link.js';
import { runs } from '../tier.js';

const at = ['sources', 0, 'url'];
const kindsOf = (link: string) => lintLink(link, at).faults.map(({ kind }) => kind);

describe('lintLink', () => {
  it.each([
    'https://example.org',
    'https://www.example.org/a_(b)?q=1,2#top',
    'HTTPS://Example.org/path',
    'https://example.org:8443/',
    'https://münchen.example/straße',
    `https://example.org/${'a'.repeat(LONGEST_LINK - 'https://example.org/'.length)}`,
  ])('takes %s', (link) => {
    expect(lintLink(link, at)).toEqual({ faults: [], warnings: [] });
  });

  it.each([
    ['javascript:alert(1)', 'bad-link'],
    ['java\tscript:alert(1)', 'bad-link'],
    ['data:text/html,<script>', 'bad-link'],
    ['file:///etc/passwd', 'bad-link'],
    ['ftp://example.org/a', 'bad-link'],
    ['mailto:a@example.org', 'bad-link'],
    ['//example.org/a', 'bad-link'],
    ['example.org/a', 'bad-link'],
    ['https:example.org', 'bad-link'],
    ['https://', 'bad-link'],
    ['https://exa mple.org', 'bad-link'],
    ['https://example.org/a b', 'bad-link'],
    ['https://exa\tmple.org/', 'bad-link'],
    ['https://[::1]/', 'bad-link'],
    ['https://example.org:99999/', 'bad-link'],
    ['not a link', 'bad-link'],
    ['https://example.org/\u202Egpj.exe', 'hidden-character'],
    ['https://somebody@example.org/', 'link-with-credentials'],
    ['https://somebody:secret@example.org/', 'link-with-credentials'],
    ['https://example.org@evil.example/', 'link-with-credentials'],
    [`https://example.org/${'a'.repeat(LONGEST_LINK)}`, 'link-too-long'],
    [`https://example.org/${'('.repeat(LONGEST_LINK / 3)}`, 'link-too-long'],
    [`https://example.org/${'ñ'.repeat(LONGEST_LINK / 6)}`, 'link-too-long'],
  ])('refuses %s as %s', (link, kind) => {
    expect(kindsOf(link)).toEqual([kind]);
  });

  it('warns of a link that is not encrypted', () => {
    expect(lintLink('http://example.org/', at)).toEqual({
      faults: [],
      warnings: [{ kind: 'plain-http', value: 'http://example.org/', at }],
    });
  });

  it('goes on taking accents after thousands of links without', () => {
    for (let i = 0; i < 20_000; i += 1) kindsOf(`https://example.org/${i}`);
    expect(kindsOf('https://example.org/año')).toEqual([]);
    for (let i = 0; i < 20_000; i += 1) linkTo(`https://example.org/${i}`);
    expect(linkTo('https://example.org/año')).toBe('[example.org](https://example.org/a%C3%B1o)');
  });

  it('takes nothing that a reader could not be given', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          'https://',
          'http://',
          'example',
          '.org',
          '/',
          '?',
          '#',
          '@',
          ':',
          '(',
          ')',
          '[',
          ' ',
          '\\',
          '%',
          'ñ',
          '\u202E',
          'a'.repeat(120),
        ),
        { maxLength: 10 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webUrl({ withFragments: true, withQueryParameters: true, size: 'large' })), (link) => {
        expect(kindsOf(link).length > 0 || linkTo(link) !== undefined).toBe(true);
      }),
      runs(2_000),
    );
  });
});

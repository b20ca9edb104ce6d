// Checks every reply, whatever its content: within Discord's limits, quoting only the article, escaped, with readable ids.

import { ComponentType } from 'discord.js';
import { expect } from 'vitest';
import { checkMessage } from '../../sandbox/discord/limits.js';
import type { Article } from '../../src/article/article.js';
import { faultsOf } from '../../src/discord/kit/limits.js';
import type { Reply } from '../../src/discord/kit/reply.js';
import { translator } from '../../src/i18n/translator.js';
import { displayed, read, shownOf, withPlainBreaks } from './displayed.js';
import { type ReadId, readId } from './ids.js';
import type { Scenario } from './scenario.js';

const MOST_PAGES = 500;

const PLAIN = ['text', 'br', 'twemoji'];
const MARKUP = {
  title: ['text', 'twemoji'],
  content: [...PLAIN, 'strong', 'blockQuote', 'subtext'],
  quote: [...PLAIN, 'strong', 'underline'],
  description: [...PLAIN, 'strong', 'underline', 'blockQuote', 'subtext', 'link'],
};

/** Additional permitted content of moderators' replies. */
export interface Allowed {
  /** Kinds of markup outside quotations. */
  readonly kinds?: readonly string[];
  /** Our own mentions, channels and times, as written. They ping nobody: each message disallows pings. */
  readonly tags?: readonly string[];
  /** Quotable texts besides the article's. */
  readonly quoted?: readonly string[];
}

/** Expects that a reply is sound. */
export function expectSound(reply: Reply, article: Article, { kinds = [], tags = [], quoted = [] }: Allowed = {}): void {
  expect(faultsOf(reply)).toEqual([]);
  expect(checkMessage({ ...reply }, { isV2: false })).toEqual([]);
  const plain = [shownOf(article), ...quoted.map(withPlainBreaks)];
  const withoutTags = (markdown: string) => tags.reduce((left, tag) => left.replaceAll(tag, ''), markdown);
  const other = (kinds: readonly string[], allowed: readonly string[]) => kinds.filter((kind) => !allowed.includes(kind));
  const isPlain = reply.embeds.length === 0;
  expect(other(read(withoutTags(reply.content)).kinds, [...MARKUP.content, ...(isPlain ? MARKUP.description : []), ...kinds])).toEqual([]);
  // Without embeds, all visible text is in the message's content.
  for (const { title = '', description = '' } of isPlain ? [{ description: reply.content }] : reply.embeds) {
    const shown = read(withoutTags(description));
    expect(other(read(title).kinds, MARKUP.title)).toEqual([]);
    // Code is quoted as code.
    const code = article.paragraphs.some(({ role }) => role === 'code') ? ['codeBlock'] : [];
    expect(other(shown.kinds, [...MARKUP.description, ...code, ...kinds])).toEqual([]);
    expect(other(shown.kindsInQuotes, [...MARKUP.quote, ...code])).toEqual([]);
    for (const quote of shown.quotes) {
      expect(quote.trim()).not.toBe('');
      expect(
        plain.some((one) => one.includes(quote)),
        `The article does not say: ${quote}`,
      ).toBe(true);
    }
    for (const target of shown.targets) expect(target).toMatch(/^https?:\/\/[\w.-]+\//u);
  }
  const written = [reply.content, ...reply.embeds.flatMap(({ title = '', description = '' }) => [title, description])].join('\n');
  // Tags in code are plain text.
  const outsideCode = withoutTags(written).replace(/```[\s\S]*?```/gu, '');
  expect(outsideCode.replace(/\]\(<?https?:[^()\s<>]*>?\)/gu, '')).not.toMatch(/(?<!\\)(?:\\\\)*[<@]/u);
  for (const id of customIdsOf(reply)) expect(readId(id), id).toBeDefined();
  const labels = reply.components.flatMap((row) => row.components.flatMap((part) => ('label' in part ? [part.label] : [])));
  expect(new Set(labels).size, labels.join(', ')).toBe(labels.length);
}

export function customIdsOf({ components }: Pick<Reply, 'components'>): string[] {
  return components.flatMap((row) => row.components.flatMap((part) => ('custom_id' in part ? [part.custom_id] : [])));
}

export function idsOf(reply: Pick<Reply, 'components'>): ReadId[] {
  return customIdsOf(reply).flatMap((id) => readId(id) ?? []);
}

/** Renders a reply and expects that it is sound. */
export function soundly(render: () => Reply, article: Article, allowed: Allowed = {}): Reply {
  const reply = render();
  expectSound(reply, article, allowed);
  return reply;
}

interface EveryPage extends Pick<Scenario, 'article'> {
  readonly reader: Pick<Scenario['reader'], 'language'>;
}

/** All pages that a reader reaches by using the button until it is disabled; each must be sound. */
export function everyPage(render: (page: number) => Reply, { reader, article }: EveryPage, allowed: Allowed = {}): Reply[] {
  const replies = [soundly(() => render(0), article, allowed)];
  for (;;) {
    const next = replies
      .at(-1)
      ?.components.flatMap(({ components }) =>
        components.flatMap((part) =>
          part.type === ComponentType.Button &&
          'label' in part &&
          part.label === translator(reader.language)('button.next') &&
          part.disabled !== true
            ? [readId('custom_id' in part ? part.custom_id : '')]
            : [],
        ),
      )[0];
    if (next === undefined) return replies;
    if (replies.length > MOST_PAGES) throw new Error('The pages never end.');
    const number = Number(next.page ?? next.part);
    expect(number).toBe(replies.length);
    replies.push(soundly(() => render(number), article, allowed));
  }
}

/** All text in the embeds of some replies. */
export function shownIn(replies: readonly Reply[]): string {
  return replies.flatMap(({ embeds }) => embeds.map(({ description = '' }) => displayed(description))).join('\n');
}

export const countIn = (text: string, mark: string) => text.split(new RegExp(`${mark}(?!\\w)`, 'u')).length - 1;
export const withoutSpace = (text: string) => text.replace(/\s+/gu, '');

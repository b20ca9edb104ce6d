// Discord's markdown as shown by the page: parsed by a library, with lists, safe links and complete addresses added.

import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import type { Inline, Markup } from './wire.js';

/** Names for the ids in mentions; undefined for unknown ids. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
  /** Whether a mention of a user or role means the viewer. */
  isMe(kind: 'user' | 'role', id: string): boolean;
}

type Rule = (typeof rulesExtended)[string];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) +(\S[^\n]*)(?:\n|$)/u;
const { autolink, link, url } = SimpleMarkdown.defaultRules;

/** Consecutive items; deeper ones belong to the item above them. */
const list: Rule = {
  order: rulesExtended.heading?.order ?? 0,
  match: (source, state, before) => {
    const isLineStart = /^$|\n *$/u.test(before);
    if (!isLineStart || state.isWithinLine === true) return null;
    let taken = '';
    for (let found = ITEM.exec(source); found !== null; found = ITEM.exec(source.slice(taken.length))) taken += found[0];
    return taken === '' ? null : [taken];
  },
  parse: ([taken = ''], parse, state) => listNodes(itemsOf(taken), (text) => parse(text, { ...state, isWithinLine: true })),
};

/** Accepts only addresses that are safe to open. */
const maskedLink: Rule = {
  ...link,
  match: (source, state, before) => {
    const found = link.match(source, state, before);
    return found !== null && found !== undefined && isWebAddress(found[2] ?? '') ? found : null;
  },
};

/** The library drops a closing parenthesis that belongs to the address. */
const bareLink: Rule = {
  ...(rulesExtended.url ?? url),
  match: (source) => {
    const [found] = /^https?:\/\/[^\s<]+/u.exec(source) ?? [];
    if (found === undefined) return null;
    const address = withoutTrailing(found);
    return isWebAddress(address) ? [address, address] : null;
  },
};

/** For each "<" the library scans the whole rest of the text, which is slow for many. */
const bracketedLink: Rule = {
  ...(rulesExtended.autolink ?? autolink),
  match: (source) => /^<([^: <>]+:\/[^ <>]+)>/u.exec(source),
};

/** The library fails on a command without a name. */
const command: Rule = {
  order: rulesExtended.slashCommand?.order ?? 0,
  match: (source) => /^<\/[^\s:<>][^:<>\n]{0,98}:\d{17,21}>/u.exec(source),
  parse: ([found = '']) => ({ name: found.slice(2, found.lastIndexOf(':')) }),
};

/** Real messages nest less deep; thousands of asterisks would overflow the stack. */
const DEEPEST = 20;

/** A list begins at the start of a line, but not at the start of bold text or a heading. */
function withinLine(name: string): Record<string, Rule> {
  const rule = rulesExtended[name];
  if (rule === undefined) return {};
  const parseInner: Rule['parse'] = (found, parse, state) => {
    const depth = Number(state.depth ?? 0) + 1;
    if (depth > DEEPEST) return { type: 'text', content: found[0] };
    return rule.parse(found, (text, inner) => parse(text, { ...inner, depth, isWithinLine: true }), state);
  };
  return { [name]: { ...rule, parse: parseInner } };
}

const LINES = ['strong', 'em', 'underline', 'strikethrough', 'spoiler', 'heading', 'subtext'].map(withinLine);
const parse = SimpleMarkdown.parserFor({
  ...rulesExtended,
  ...Object.assign({}, ...LINES),
  slashCommand: command,
  list,
  autolink: bracketedLink,
  link: maskedLink,
  url: bareLink,
});

/** Parses a text and merges adjacent plain texts. */
export function toMarkup(text: string, names: Names): Markup {
  return text === '' ? [] : inlines(parse(text, { inline: true }) as Node[], names);
}

/** The plain words of a markup, for an excerpt. */
export function plainText(markup: Markup): string {
  return markup
    .map((part) => {
      switch (part.is) {
        case 'text':
        case 'code':
        case 'codeblock':
          return part.text;
        case 'mention':
          return `${part.kind === 'channel' ? '#' : part.kind === 'command' ? '/' : '@'}${part.name}`;
        case 'time':
          return new Date(part.at).toISOString();
        case 'break':
          return ' ';
        case 'quote':
        case 'heading':
        case 'small':
        case 'list':
        case 'numbered':
        case 'item':
          return `${plainText(part.parts)} `;
        default:
          return plainText(part.parts);
      }
    })
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
}

interface Item {
  readonly depth: number;
  readonly number: number | undefined;
  readonly text: string;
}

function itemsOf(taken: string): Item[] {
  return taken
    .split('\n')
    .map((line) => ITEM.exec(line))
    .filter((found) => found !== null)
    .map(([, indent = '', number, text = '']) => ({
      depth: indent.length,
      number: number === undefined ? undefined : Number(number),
      text,
    }));
}

function listNodes(items: readonly Item[], parseText: (text: string) => unknown): Node[] {
  const lists: { readonly type: string; readonly start: number | undefined; readonly content: Node[] }[] = [];
  for (let at = 0; at < items.length; ) {
    const item = items[at];
    if (item === undefined) break;
    const rest = items.slice(at + 1);
    const end = rest.findIndex(({ depth }) => depth <= item.depth + 1);
    const inner = end < 0 ? rest : rest.slice(0, end);
    const node: Node = { type: 'item', content: [...(parseText(item.text) as Node[]), ...listNodes(inner, parseText)] };
    const last = lists.at(-1);
    if (last !== undefined && (last.start === undefined) === (item.number === undefined)) last.content.push(node);
    else lists.push({ type: 'list', start: item.number, content: [node] });
    at += 1 + inner.length;
  }
  return lists;
}

const WRAPPERS: Readonly<Record<string, 'strong' | 'em' | 'underline' | 'strike' | 'spoiler' | 'small' | 'item'>> = {
  strong: 'strong',
  em: 'em',
  underline: 'underline',
  strikethrough: 'strike',
  spoiler: 'spoiler',
  subtext: 'small',
  item: 'item',
};

function inlines(nodes: readonly Node[], names: Names): Inline[] {
  const merged: Inline[] = [];
  for (const part of nodes.flatMap((node) => inline(node, names))) {
    const last = merged.at(-1);
    if (part.is === 'text' && last?.is === 'text') merged[merged.length - 1] = { is: 'text', text: last.text + part.text };
    else merged.push(part);
  }
  return merged;
}

function inline(node: Node, names: Names): Inline[] {
  const { type, content } = node;
  const parts = () => inlines(Array.isArray(content) ? (content as Node[]) : [{ type: 'text', content }], names);
  const wrapper = WRAPPERS[type];
  if (wrapper !== undefined) return [{ is: wrapper, parts: parts() }];
  switch (type) {
    case 'heading':
      return [{ is: 'heading', level: node.level as 1 | 2 | 3, parts: parts() }];
    case 'blockQuote':
      return [{ is: 'quote', parts: withoutLastBreak(parts()) }];
    case 'list':
      return [typeof node.start === 'number' ? { is: 'numbered', start: node.start, parts: parts() } : { is: 'list', parts: parts() }];
    case 'inlineCode':
      return [{ is: 'code', text: String(content) }];
    case 'codeBlock': {
      const language = typeof node.lang === 'string' && node.lang !== '' ? { language: node.lang } : {};
      return [{ is: 'codeblock', text: String(content), ...language }];
    }
    case 'link':
    case 'url':
    case 'autolink':
      return [{ is: 'link', href: String(node.target), parts: parts() }];
    case 'br':
    case 'newline':
      return [{ is: 'break' }];
    case 'timestamp':
      return time(Number(node.timestamp), String(node.format ?? 'f'));
    default:
      return named(node, names);
  }
}

/** The text for a mention by id. */
function named(node: Node, names: Names): Inline[] {
  const { type, content } = node;
  const id = String(node.id ?? '');
  switch (type) {
    case 'user':
      return [{ is: 'mention', kind: 'user', name: names.user(id) ?? 'unknown-user', isMe: names.isMe('user', id) }];
    case 'role':
      return [{ is: 'mention', kind: 'role', name: names.role(id) ?? 'deleted-role', isMe: names.isMe('role', id) }];
    case 'channel':
      return [{ is: 'mention', kind: 'channel', name: names.channel(id) ?? 'unknown', isMe: false }];
    case 'slashCommand':
      return [{ is: 'mention', kind: 'command', name: String(node.name), isMe: false }];
    case 'everyone':
    case 'here':
      return [{ is: 'mention', kind: 'role', name: type, isMe: true }];
    case 'emoji':
      return [{ is: 'text', text: `:${String(node.name)}:` }];
    case 'twemoji':
      return [{ is: 'text', text: String(node.name) }];
    case 'guildNavigation':
      return [{ is: 'text', text: `#${String(node.navigation)}` }];
    default:
      return [{ is: 'text', text: String(content ?? '') }];
  }
}

/** For a number outside the range of dates, Discord shows the tag itself. */
function time(seconds: number, style: string): Inline[] {
  const at = seconds * 1_000;
  if (Math.abs(at) > 8.64e15) return [{ is: 'text', text: `<t:${seconds}:${style}>` }];
  return [{ is: 'time', at, style }];
}

/** A quote without the line break that ends it. */
function withoutLastBreak(parts: Inline[]): Inline[] {
  return parts.at(-1)?.is === 'break' ? parts.slice(0, -1) : parts;
}

/** An address without sentence punctuation at its end, and without an unmatched closing parenthesis. */
function withoutTrailing(address: string): string {
  let end = address.length;
  const count = (sign: string) => address.slice(0, end).split(sign).length - 1;
  for (;;) {
    const last = address.charAt(end - 1);
    if (/[.,:;"'\]]/u.test(last) || (last === ')' && count(')') > count('('))) end -= 1;
    else return address.slice(0, end);
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//iu.test(text) && URL.canParse(text);
}

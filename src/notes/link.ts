// Tells which links readers can be given: plain addresses of web pages, as Discord shows them.

import type { Fault, FieldPath, Warning } from './fault.js';
import { excerpt, findHidden } from './hidden-character.js';

/** Longest link, in code units as it is written for readers. */
export const LONGEST_LINK = 700;

/** A host as it can stand before a link. */
const PLAIN_HOST = /^[\w.-]+(?::\d+)?$/u;
/** Takes three characters for one when it is written. */
const PERCENT_ENCODED = /[()\\`<>[\]{}|*]/gu;

/** What is wrong with a link, or might be; nothing where readers can be given it. */
export function lintLink(link: string, at: FieldPath): { readonly faults: readonly Fault[]; readonly warnings: readonly Warning[] } {
  const url = /^https?:\/\/\S+$/iu.test(link) ? parseUrl(link) : undefined;
  if (url === undefined || !PLAIN_HOST.test(url.host)) return { faults: [{ kind: 'bad-link', value: excerpt(link), at }], warnings: [] };
  const hidden = findHidden(link);
  const length = url.href.replace(PERCENT_ENCODED, '%..').length;
  return {
    faults: [
      ...(hidden === undefined ? [] : [{ kind: 'hidden-character', ...hidden, at } as const]),
      ...(url.username === '' && url.password === '' ? [] : [{ kind: 'link-with-credentials', at } as const]),
      ...(length > LONGEST_LINK ? [{ kind: 'link-too-long', length, limit: LONGEST_LINK, at } as const] : []),
    ],
    warnings: url.protocol === 'http:' ? [{ kind: 'plain-http', value: excerpt(link), at }] : [],
  };
}

/** An address in its parts; undefined for what is none. URL.canParse of Node 20 refuses accents once it was called a few thousand times. */
export function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

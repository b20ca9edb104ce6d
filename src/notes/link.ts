// Accepts links that are safe to give readers: plain web addresses, as Discord shows them.

import type { Fault, FieldPath, Warning } from './fault.js';
import { excerpt, findHidden } from './hidden-character.js';

/** Longest link, in code units of its form for readers. */
export const LONGEST_LINK = 700;

/** A host that may be shown before a link. */
const PLAIN_HOST = /^[\w.-]+(?::\d+)?$/u;
/** Characters that become three when written. */
const PERCENT_ENCODED = /[()\\`<>[\]{}|*]/gu;

/** Faults and warnings of a link; none if it is fit for readers. */
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

/** An address in its parts; undefined if invalid. URL.canParse of Node 20 refuses accents after a few thousand calls. */
export function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

// A message checked against the article, as text for a terminal.

import type { CheckedClaim } from '../answer/check.js';
import type { CheckedMessage } from '../answer/check-json.js';
import type { Article, Span } from '../article/article.js';
import { footerLines, noteLine, openPage, type Page, type PageOptions, passageLines, proseLines } from './layout.js';

type Claim = CheckedMessage['claims'][number];

/** Maximum number of notes near a claim that is not in the article. */
const MOST_RELATED = 2;

/**
 * Renders each claim of a message: its words, its relation to the article, and the passage with its notes.
 * @param flagSpans note id → places in the body that the note is about
 */
export function renderCheck(
  { claims, language }: CheckedMessage,
  article: Article,
  flagSpans: ReadonlyMap<string, readonly Span[]>,
  options: PageOptions,
): string {
  const page = openPage(options, language);
  if (claims.length === 0) return proseLines(page, page.t('command.check.empty')).join('\n');
  const hasPassages = claims.some(({ passages }) => passages.length > 0);
  const blocks = [
    ...claims.map((claim) => claimLines(page, claim, article, flagSpans)),
    ...(hasPassages ? [footerLines(page, article)] : []),
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function claimLines(page: Page, claim: Claim, article: Article, flagSpans: ReadonlyMap<string, readonly Span[]>): string[] {
  const flagged = (ids: readonly string[]) =>
    claim.notes.filter(({ id }) => ids.includes(id)).map((note) => ({ note, spans: flagSpans.get(note.id) ?? [] }));
  const [best] = claim.passages;
  const head = proseLines(page, saidOf(page, claim)).map((line) => page.colours.bold(line));
  if (best === undefined) {
    const near = flagged(claim.notes.map(({ id }) => id)).slice(0, MOST_RELATED);
    return [...head, ...near.flatMap((flag) => noteLine(page, article, flag, undefined))];
  }
  const { focus, paragraph, flags } = best;
  const passage = { start: focus.start, end: focus.end, paragraph, focus };
  return [...head, ...passageLines(page, article, passage, flagged(flags), { withOther: true, isNoted: flagSpans.size > 0 }).lines];
}

/** The words of a claim and its relation, without the markup of chat messages. */
function saidOf({ t }: Page, { relation, text }: Pick<CheckedClaim, 'relation'> & { readonly text: string }): string {
  return t(`check.${relation}`, { words: '\n' })
    .replaceAll('**', '')
    .replace('\n', () => text.replace(/\s+/gu, ' '));
}

// One whole paragraph of the article as text for a terminal.

import type { AnswerNote } from '../answer/answer.js';
import type { Article, Paragraph, Span } from '../article/article.js';
import type { UiLanguage } from '../i18n/translator.js';
import { footerLines, legendLines, openPage, type PageOptions, passageInFull } from './layout.js';

export interface RenderPassageOptions extends PageOptions {
  /** Language of our own words. */
  readonly language: UiLanguage;
}

/**
 * Renders a paragraph with its number and all its notes in full.
 * @param flags the notes that overlap the paragraph, in display order
 * @param flagSpans note id → places in the body that the note is about
 */
export function renderPassage(
  paragraph: Paragraph,
  article: Article,
  flags: readonly AnswerNote[],
  flagSpans: ReadonlyMap<string, readonly Span[]>,
  options: RenderPassageOptions,
): string {
  const page = openPage(options, options.language);
  const { start, end, number } = paragraph;
  const passage = { start, end, paragraph: number };
  const lines = passageInFull(
    page,
    article,
    passage,
    flags.map((note) => ({ note, spans: flagSpans.get(note.id) ?? [] })),
  );
  return [lines, legendLines(page, flags).map((line) => page.colours.dim(line)), footerLines(page, article)]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

// A paragraph of the article as a message: with a line for each contested note, or between its neighbours.

import { type Paragraph, paragraphNumbered } from '../../article/article.js';
import { translator } from '../../i18n/translator.js';
import { pageButtons, rows } from '../kit/components.js';
import { COLOURS, type MessageContext, type Reader } from '../kit/embeds.js';
import { partsOf } from '../kit/fit.js';
import { layOut, type PassageBlock, partRoom, type View } from '../kit/layout.js';
import { fits, LIMITS } from '../kit/limits.js';
import { pageOf } from '../kit/pages.js';
import { type Reply, withLine } from '../kit/reply.js';
import type { PassageShown } from '../kit/shown.js';
import { context, contextButton } from './components/context.js';
import { notesButton } from './components/notes.js';

/** Renders a paragraph, or a part of a paragraph that is too long for a message, with the notes as they are now. */
export function renderPassage(shown: PassageShown, view: View, context: MessageContext): Reply {
  const reader = { ...context, language: shown.language };
  const reply = oneParagraph(shown, view, reader, { withContext: true });
  const line = translator(shown.language)('command.passage.nearest');
  return { ...(shown.isNearest ? withLine(line, reply) : reply), shows: shown };
}

/**
 * Renders a paragraph between the one before and the one after. A paragraph that is too long for a message is shown in parts.
 * @param part the part to show, from 0
 */
export function renderContext(number: number, part: number, view: View, reader: Reader): Reply {
  const { paragraphs } = view.article;
  const middle = paragraphNumbered(view.article, number);
  const [before, after] = [paragraphs[number - 2], paragraphs[number]];
  for (const around of [
    [before, middle, after],
    [before, middle],
    [middle, after],
  ]) {
    const known = around.filter((one) => one !== undefined);
    const length = known.reduce((sum, { start, end }) => sum + end - start, 0);
    if (known.length < 2 || length > LIMITS.embedsSum) continue;
    const reply = severalParagraphs(known, middle, view, reader);
    if (reply !== undefined) return reply;
  }
  return oneParagraph({ paragraph: number, page: part, form: 'embeds' }, view, reader, { withContext: false });
}

/** Whole paragraphs, with the notes of the middle one in lines; undefined if they do not fit. */
function severalParagraphs(some: readonly Paragraph[], middle: Paragraph, view: View, reader: Reader): Reply | undefined {
  const blocks = some.map((one) => blockOf(one, one, view, { isBeside: one !== middle }));
  const laid = layOut(draftOf(middle, blocks, view, reader), view, { ...reader, form: 'embeds' });
  const isWhole = some.every(({ start, end }) => partsOf(view.article, { start, end }, partRoom('embeds')).length === 1);
  if (!isWhole || laid.quoted.length < some.length || !fits({ ...laid, components: [] })) return undefined;
  const { content, embeds, quoted, flags } = laid;
  return { content, embeds, components: rows(notesButton(quoted, { at: flags, related: [] }, reader)) };
}

/** One paragraph, or a part of it. */
function oneParagraph(
  { paragraph: number, page, form }: Pick<PassageShown, 'paragraph' | 'page' | 'form'>,
  view: View,
  reader: Reader,
  { withContext }: { readonly withContext: boolean },
): Reply {
  const t = translator(reader.language);
  const paragraph = paragraphNumbered(view.article, number);
  const parts = partsOf(view.article, paragraph, partRoom(form));
  const list = pageOf(
    parts.map((one) => [one]),
    page,
  );
  const [part = paragraph] = list.items;
  const label = list.pages === 1 ? undefined : t('passage.part', { part: list.page + 1, parts: list.pages });
  const block = { ...blockOf(paragraph, part, view, {}), label };
  const { content, embeds, quoted, flags } = layOut(draftOf(paragraph, [block], view, reader), view, { ...reader, form });
  return {
    content,
    embeds,
    components: rows(
      [...notesButton(quoted, { at: flags, related: [] }, reader), ...(withContext ? [contextButton(number, reader)] : [])],
      pageButtons(list, reader, context, (other) => ({ content: reader.content, paragraph: number, part: other })),
    ),
  };
}

function draftOf({ number }: Paragraph, blocks: readonly PassageBlock[], { article }: View, { language }: Reader) {
  const header = () => translator(language)('passage.header', { number, count: article.paragraphs.length });
  return { header, counts: true, blocks };
}

function blockOf(
  { number }: Paragraph,
  { start, end }: { readonly start: number; readonly end: number },
  view: View,
  { isBeside = false }: { readonly isBeside?: boolean },
): PassageBlock {
  const span = { start, end };
  return {
    kind: 'passage',
    paragraph: number,
    ...{ extents: [span], focus: span, isBold: false, withOther: true, isBeside, flags: view.notesAt(span) },
    colour: COLOURS.article,
  };
}

// What a message held against the article is like, as a message: the passages, the words that they answer to, and a line for each
// contested note.

import { translator } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { rows } from '../kit/components.js';
import { COLOURS, flagsInOrder, type MessageContext, paragraphOf, stillReadingLine } from '../kit/embeds.js';
import { escapeMarkdown, unescapeMarkdown } from '../kit/escape.js';
import { type Block, extentsAround, layOut, type View } from '../kit/layout.js';
import { relatedLine } from '../kit/note-line.js';
import type { Reply } from '../kit/reply.js';
import type { CheckShown } from '../kit/shown.js';
import { contextButton } from '../lookups/components/context.js';
import { notesButton } from '../lookups/components/notes.js';
import { deleteAnswer } from './components/delete.js';

/** Of the message; it is nobody's quotation of the article, so words may be left out. */
const LONGEST_EXCERPT = 160;
const MOST_RELATED_LINES = 2;

export interface RenderCheckOptions extends MessageContext {
  /** Whether only the one who asked sees it. */
  readonly isPrivate: boolean;
  /** The words of the message that each part stands for. */
  readonly about: readonly string[];
  /** A line that says since when it shows what it shows. */
  readonly updated?: readonly string[] | undefined;
}

/** Renders what a message is like, with the notes as they are now. That it is like nothing is an answer. */
export function renderCheck(shown: CheckShown, view: View, options: RenderCheckOptions): Reply {
  const { language, form } = shown;
  const { asker, isPrivate, about, updated = [] } = options;
  const t = translator(language);
  const reader = { ...options, language };
  const isAlone = shown.quotes.length === 1;
  const passages = shown.quotes.map(({ start, end, focus, part, flags }): Block => {
    const extents = isAlone ? extentsAround({ start, end }, focus) : [focus];
    const excerpt = escapeMarkdown(shortened(about[part] ?? '', LONGEST_EXCERPT));
    return {
      kind: 'passage',
      paragraph: paragraphOf(view.article, focus),
      ...{ extents, focus, isBold: true, withOther: true, flags: flagsInOrder(view, extents[0] ?? focus, flags) },
      colour: COLOURS.article,
      lead: excerpt === '' ? undefined : `-# ${t('check.about', { words: excerpt })}`,
    };
  });
  const quoted = new Set(passages.flatMap((block) => (block.kind === 'passage' ? block.flags.map(({ note }) => note.id) : [])));
  const related = view.notes.filter(({ note: { id } }) => shown.related.includes(id) && !quoted.has(id));
  const lines = related.slice(0, MOST_RELATED_LINES).map((flag) => relatedLine(view.article, flag, { language, form }));
  const notes: Block[] = lines.length === 0 ? [] : [{ kind: 'lines', title: t('check.relatedNotes'), lines, colour: COLOURS.notes }];
  const laid = layOut(
    {
      header: () => (passages.length > 0 ? t('check.header') : noneLine(related.length, shown)),
      counts: passages.length > 0,
      below: [...stillReadingLine(shown, language), ...updated],
      blocks: [...passages, ...notes],
    },
    view,
    { ...reader, form },
  );
  const quotes = shown.quotes.flatMap((quote, i) => laid.quoted.slice(i, i + 1).map(({ start, end }) => ({ ...quote, start, end })));
  const [first] = quotes;
  return {
    content: laid.content,
    embeds: laid.embeds,
    components: rows([
      ...notesButton(laid.quoted, { at: laid.flags, related }, reader),
      ...(first === undefined ? [] : [contextButton(paragraphOf(view.article, first.focus), reader)]),
      ...(isPrivate ? [] : [deleteAnswer.button(t('button.delete'), { asker })]),
    ]),
    shows: { ...shown, quotes },
  };
}

/**
 * The words of the message that a check repeats, from what stands in it, by the passages' order.
 * @param texts the descriptions of its embeds, or its content where it has none
 */
export function checkedWords(texts: readonly string[], shown: Pick<CheckShown, 'quotes' | 'language'>): string[] {
  const [before = '', after = ''] = translator(shown.language)('check.about', { words: '\n' }).split('\n');
  const found = texts
    .flatMap((text) => text.split('\n'))
    .flatMap((line) =>
      line.startsWith(`-# ${before}`) && line.endsWith(after) ? [line.slice(3 + before.length, line.length - after.length)] : [],
    );
  const about: string[] = [];
  for (const [i, { part }] of shown.quotes.entries()) about[part] = unescapeMarkdown(found[i] ?? '');
  return about;
}

function noneLine(related: number, { language }: CheckShown): string {
  const t = translator(language);
  return [t('check.none'), ...(related === 0 ? [] : [t('relatedHint', { count: related })])].join(' ');
}

// What a message held against the article is like, as a message: the passages, their notes, and the words they answer to.

import type { Check, CheckedPassage } from '../answer/check.js';
import type { Article } from '../article/article.js';
import { words } from '../words/words.js';
import { button, contextButton, notesButtons, relatedButton, rows } from './components.js';
import {
  COLOURS,
  composePassages,
  contestedLine,
  flagsAt,
  type Passage,
  type Reader,
  relatedEmbed,
  stillReadingLine,
  toldApart,
  withFooter,
  withLegend,
} from './embeds.js';
import { escapeMarkdown } from './escape.js';
import { fewerNotes, firstThatFits, type Shown, smaller } from './fit.js';
import type { Reply } from './reply.js';
import { shortened } from './shortened.js';

const MOST_NOTES_IN_FULL = 3;
/** Of the message; it is nobody's quotation of the article, so words may be left out. */
const LONGEST_EXCERPT = 160;

/** How much of a check a message shows. */
interface Extent {
  readonly shown: readonly Shown[];
  readonly inFull: readonly number[];
  readonly related: number;
}

export interface RenderCheckOptions extends Reader {
  /** Whether only the one who asked sees it. */
  readonly isPrivate: boolean;
}

/** Renders what a message is like. That it is like nothing is an answer. */
export function renderCheck(check: Check, article: Article, options: RenderCheckOptions): Reply {
  return firstThatFits(replies(check, article, options));
}

function* replies(check: Check, article: Article, reader: RenderCheckOptions): Generator<Reply> {
  const chosen = check.passages.map(({ quote: { start, end }, focus }) => ({ start, end, focus }));
  for (const { shown } of smaller(article.body, chosen)) {
    for (const extent of fewerNotes(
      shown.map(() => MOST_NOTES_IN_FULL),
      check.relatedNotes.length,
      shown.length,
    )) {
      yield checkReply(check, { shown, ...extent }, article, reader);
    }
  }
}

function checkReply(check: Check, { shown, inFull, related }: Extent, article: Article, reader: RenderCheckOptions): Reply {
  const { language, asker, isPrivate } = reader;
  const say = words(language);
  // Arrangements leave passages out from the end, so those that are shown are the first.
  const passages = shown.flatMap(({ start, end, focus, goesOn }, i) =>
    check.passages.slice(i, i + 1).map(
      (passage): Passage => ({
        ...{ start, end, goesOn, paragraph: passage.quote.paragraph, inBold: [focus], inFull: inFull[i] ?? 0 },
        flags: flagsAt(passage.flags, { start, end }),
        lead: say('check.about', { words: excerptOf(check, passage) }),
      }),
    ),
  );
  const { embeds, flags, inFull: notesInFull, heldBack } = composePassages(article, toldApart(passages), language, COLOURS.article);
  const unseen = check.relatedNotes.map(({ note }) => note).filter(({ id }) => !notesInFull.has(id));
  const relatedNotes = unseen.slice(0, related);
  const [first] = passages;
  return {
    content: [
      first === undefined ? say('check.none') : say('check.header'),
      ...contestedLine(flags, language),
      ...(unseen.length === 0 ? [] : [say('check.related', { count: unseen.length })]),
      ...stillReadingLine(check, language),
    ].join('\n'),
    embeds: withLegend(
      [
        ...withFooter(embeds, article, language),
        ...relatedEmbed(say('check.relatedNotes'), relatedNotes, unseen.length - relatedNotes.length, language),
      ],
      [...flags.map(({ note }) => note), ...relatedNotes],
      language,
    ),
    components: rows(
      [
        ...(first === undefined ? [] : [contextButton(first.paragraph, reader)]),
        ...notesButtons(heldBack, reader),
        ...relatedButton(unseen.slice(related), reader),
      ],
      isPrivate ? [] : [button(say('button.delete'), { kind: 'delete', asker })],
    ),
    shows: {
      noteIds: [...flags.map(({ note }) => note.id), ...relatedNotes.map(({ id }) => id)],
      paragraph: first?.paragraph,
    },
  };
}

function excerptOf({ message }: Check, { about }: CheckedPassage): string {
  return escapeMarkdown(shortened(message.slice(about.start, about.end), LONGEST_EXCERPT));
}

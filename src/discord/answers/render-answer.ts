// An answer as a message: the outcome, the article's words, a line for each contested note on them, and the buttons.

import type { APIButtonComponent } from 'discord.js';
import type { FocusedSpan } from '../../answer/choose-quotes.js';
import type { Article } from '../../article/article.js';
import { findSentences } from '../../article/sentences.js';
import { aboutInWords, otherLanguageInWords, translator, type UiLanguage } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { rows } from '../kit/components.js';
import { COLOURS, type Flag, flagsInOrder, type MessageContext, paragraphOf, type Reader, stillReadingLine } from '../kit/embeds.js';
import { escapeMarkdown, unescapeMarkdown } from '../kit/escape.js';
import { extentsAround, type Laid, type LinesBlock, layOut, type PassageBlock, type View } from '../kit/layout.js';
import { ownLine, relatedLine } from '../kit/note-line.js';
import { type Reply, textReply } from '../kit/reply.js';
import { type AnswerShown, type ShownQuote, sentenceAtFocus } from '../kit/shown.js';
import { contextButton } from '../lookups/components/context.js';
import { notesButton } from '../lookups/components/notes.js';
import { deleteAnswer } from './components/delete.js';
import { feedback } from './components/feedback.js';
import { more } from './components/more.js';
import { nearest } from './components/nearest.js';
import { share } from './components/share.js';

/** Lines of related notes, if nothing is quoted. */
const MOST_RELATED_LINES = 2;
/** The article's description, in our words. */
const LONGEST_ABOUT = 400;
const LONGEST_TITLE = 120;
/** Further passages in one message. */
const ON_PAGE = 3;

/** Buttons for the passages after an answer, or for the nearest ones if there is none. */
const FURTHER = { more, nearest };
type Further = keyof typeof FURTHER;

export interface RenderAnswerOptions extends MessageContext {
  /** Whether only the asker sees it. */
  readonly isPrivate: boolean;
  /** The question, if Discord does not show it. */
  readonly question?: string | undefined;
  /** The line about the last update. */
  readonly updated?: readonly string[] | undefined;
}

/** Renders as much of an answer as fits into one message, with the notes as they are now. */
export function renderAnswer(shown: AnswerShown, view: View, options: RenderAnswerOptions): Reply {
  const { language, form, outcome } = shown;
  const { asker, content, isPrivate, question, updated = [] } = options;
  const t = translator(language);
  const reader = { ...options, language };
  const related = view.notes.filter(({ note }) => shown.related.includes(note.id));
  const isCovered = outcome !== 'not_covered';
  const laid = layOut(
    {
      echo: question === undefined ? undefined : escapeMarkdown(question),
      header: (places) => headerOf(shown, places, related.length),
      counts: isCovered,
      below: [...otherLanguageLine(shown), ...stillReadingLine(shown, language), ...updated],
      blocks: isCovered ? shown.quotes.map((quote) => quoteBlock(shown, quote, view)) : [notCoveredBlock(shown, related, view.article)],
    },
    view,
    { ...reader, form },
  );
  const { quotes, further } = asShown(shown, laid, view.article);
  const [first] = quotes;
  const sentence = first && sentenceAtFocus(view.article, first.focus);
  return {
    content: laid.content,
    embeds: laid.embeds,
    components: rows([
      ...notesButton(laid.quoted, { at: laid.flags, related }, reader),
      ...(first === undefined ? [] : [contextButton(paragraphOf(view.article, first.focus), reader)]),
      ...furtherButton(isCovered ? 'more' : 'nearest', further, reader),
      feedback.button(t('button.feedback'), { asker, made: content, sentence }),
      isPrivate ? share.button(t('button.share'), { asker }) : deleteAnswer.button(t('button.delete'), { asker }),
    ]),
    shows: { ...shown, quotes, further },
  };
}

/** The question that an answer repeats in its first line; undefined for any other text. */
export function echoedQuestion(content: string): string | undefined {
  const echoed = /^> (.+)/u.exec(content)?.[1];
  return echoed === undefined ? undefined : unescapeMarkdown(echoed);
}

/** Renders further passages on request: as many of the first few as fit, and a button for the rest. */
export function renderFurther(kind: Further, passages: readonly FocusedSpan[], view: View, reader: Reader): Reply {
  const t = translator(reader.language);
  if (passages.length === 0) return textReply(t('more.none'));
  const blocks = passages.slice(0, ON_PAGE).map(
    ({ focus }): PassageBlock => ({
      kind: 'passage',
      paragraph: paragraphOf(view.article, focus),
      ...{ extents: [focus], focus, isBold: false, withOther: false, flags: view.notesAt(focus) },
      colour: COLOURS.article,
    }),
  );
  const laid = layOut({ header: () => t(kind === 'more' ? 'further' : 'nearest'), counts: true, blocks }, view, {
    ...reader,
    form: 'embeds',
  });
  const left = passages.slice(laid.quoted.length).map(({ focus }) => sentenceAtFocus(view.article, focus));
  return {
    content: laid.content,
    embeds: laid.embeds,
    components: rows([
      ...notesButton(laid.quoted, { at: laid.flags, related: [] }, reader),
      ...furtherButton(kind, left, reader, 'button.more'),
    ]),
  };
}

function headerOf({ outcome, language }: AnswerShown, places: string, related: number): string {
  const t = translator(language);
  if (outcome !== 'not_covered') return t(`outcome.${outcome}`, { places });
  return [t('outcome.not_covered'), ...(related === 0 ? [] : [t('relatedHint', { count: related })])].join(' ');
}

/** Says which languages are understood, if the question is in none of them. */
function otherLanguageLine({ otherLanguage, language }: AnswerShown): string[] {
  return otherLanguage === undefined ? [] : [`-# ${otherLanguageInWords(otherLanguage, language)}`];
}

function quoteBlock({ outcome, quotes }: AnswerShown, quote: ShownQuote, view: View): PassageBlock {
  const isAnswer = outcome === 'answered';
  const { focus } = quote;
  const extents = isAnswer && quotes.length === 1 ? extentsAround({ start: quote.start, end: quote.end }, focus) : [focus];
  return {
    kind: 'passage',
    paragraph: paragraphOf(view.article, focus),
    ...{ extents, focus, isBold: isAnswer, withOther: isAnswer, flags: flagsInOrder(view, extents[0] ?? focus, quote.flags) },
    colour: COLOURS[outcome],
    ...(isAnswer ? { contestedColour: COLOURS.contested } : {}),
  };
}

/** Notes that may help where the article does not; without any, the article's title and description. */
function notCoveredBlock({ language, form }: AnswerShown, related: readonly Flag[], article: Article): LinesBlock {
  const colour = COLOURS.not_covered;
  if (related.length > 0) {
    return {
      kind: 'lines',
      lines: related.slice(0, MOST_RELATED_LINES).map((flag) => relatedLine(article, flag, { language, form })),
      colour,
    };
  }
  const title = escapeMarkdown(shortened(article.about.title, LONGEST_TITLE));
  const about = aboutInWords(article.about, language);
  const text = escapeMarkdown(shortened(firstSentence(about ?? '', language), LONGEST_ABOUT));
  return text === '' ? { kind: 'lines', lines: [ownLine(title)], colour } : { kind: 'lines', title, lines: [ownLine(text)], colour };
}

function firstSentence(text: string, language: UiLanguage): string {
  const [first] = findSentences(text, { start: 0, end: text.length }, language);
  return first === undefined ? text : text.slice(first.start, first.end);
}

function furtherButton(
  kind: Further,
  sentences: readonly number[],
  { language, content }: Reader,
  label: `button.${Further}` = `button.${kind}`,
): APIButtonComponent[] {
  return sentences.length === 0 ? [] : [FURTHER[kind].button(translator(language)(label), { content, sentences })];
}

/** The content that fits: the shown part of each quote, and the passages that come next. */
function asShown({ quotes, further }: AnswerShown, { quoted }: Laid, article: Article): Pick<AnswerShown, 'quotes' | 'further'> {
  return {
    quotes: quotes.flatMap((quote, i) => quoted.slice(i, i + 1).map(({ start, end }) => ({ ...quote, start, end }))),
    further: [...quotes.slice(quoted.length).map(({ focus }) => sentenceAtFocus(article, focus)), ...further],
  };
}

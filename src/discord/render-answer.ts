// An answer as a message: the outcome, a quotation in each embed with its notes, and the buttons to go on from there.

import type { APIButtonComponent, APIEmbed } from 'discord.js';
import type { Answer, AnswerQuote } from '../answer/answer.js';
import type { FullAnswer } from '../answer/ask.js';
import type { FocusedSpan } from '../answer/choose-quotes.js';
import { type Article, contains, overlaps, type Span } from '../article/article.js';
import { makeQuote } from '../article/quote.js';
import { aboutInWords, words } from '../words/words.js';
import { button, contextButton, notesButtons, relatedButton, rows } from './components.js';
import type { CustomId } from './custom-id.js';
import {
  COLOURS,
  composePassages,
  contestedLine,
  contestedOf,
  type Flag,
  flagsAt,
  footerText,
  type Passage,
  type Reader,
  relatedEmbed,
  stillReadingLine,
  toldApart,
  withFooter,
  withLegend,
} from './embeds.js';
import { escapeMarkdown, unescapeMarkdown } from './escape.js';
import { fewerNotes, firstThatFits, type Shown, smaller } from './fit.js';
import { type Reply, textReply } from './reply.js';
import { shortened } from './shortened.js';

/** Notes shown in full under a quote that answers, and under one that only stands near the question. */
const MOST_NOTES_IN_FULL = 3;
const MOST_NOTES_FURTHER = 1;
/** Of what the article is about; our words. */
const LONGEST_ABOUT = 1_500;

export interface RenderAnswerOptions extends Reader {
  /** Whether only the one who asked sees it. */
  readonly isPrivate: boolean;
  /** Whether the question is repeated, where Discord does not show it. */
  readonly echoQuestion: boolean;
  /** Note id → places in the body that the note is about. */
  readonly noteSpans: ReadonlyMap<string, readonly Span[]>;
  /** Whether readers may suggest notes. */
  readonly takesSuggestions: boolean;
}

type FurtherId = Extract<CustomId, { kind: 'more' | 'nearest' }>;

/** How much of an answer a message shows. */
interface Extent {
  readonly shown: readonly Shown[];
  /** Quotes that there is no room for. */
  readonly left: readonly FocusedSpan[];
  readonly inFull: readonly number[];
  readonly related: number;
}

/** Renders an answer as it fits into one message. */
export function renderAnswer(full: FullAnswer, article: Article, options: RenderAnswerOptions): Reply {
  return firstThatFits(replies(full, article, options));
}

/** The question that an answer repeats in its first line; undefined for any other text. */
export function echoedQuestion(content: string): string | undefined {
  const echoed = /^> (.+)/u.exec(content)?.[1];
  return echoed === undefined ? undefined : unescapeMarkdown(echoed);
}

/**
 * Renders further passages, to whoever wants more: each in an embed with its notes, as many as fit, and a button for the rest.
 * @param kind whether they come after others, or are the nearest to a question that the article does not cover
 * @param notesAt the notes that stand at a range of the body
 */
export function renderFurther(
  kind: FurtherId['kind'],
  passages: readonly FocusedSpan[],
  article: Article,
  notesAt: (span: Span) => readonly Flag[],
  reader: Reader,
): Reply {
  const say = words(reader.language);
  if (passages.length === 0) return textReply(say('more.none'));
  return firstThatFits(furtherReplies(kind, passages, article, notesAt, reader));
}

function* replies({ answer, further }: FullAnswer, article: Article, options: RenderAnswerOptions): Generator<Reply> {
  const isCovered = answer.outcome !== 'not_covered';
  const quotes = isCovered ? answer.quotes : [];
  const most = (passage: Span) => (isFurther(answer, passage) ? MOST_NOTES_FURTHER : MOST_NOTES_IN_FULL);
  const answering = quotes.filter((quote) => !isFurther(answer, quote)).length;
  const related = answer.outcome === 'answered' ? 0 : answer.relatedNotes.length;
  for (const { shown, left } of smaller(article.body, quotes)) {
    for (const extent of fewerNotes(shown.map(most), related, answering)) {
      yield answerReply(answer, further, { shown, left, ...extent }, article, options);
    }
  }
}

function answerReply(
  answer: Answer,
  further: readonly number[],
  { shown, left, inFull, related }: Extent,
  article: Article,
  options: RenderAnswerOptions,
): Reply {
  const { language } = options;
  const say = words(language);
  const passages = shown.map(({ start, end, focus, goesOn }, i): Passage => {
    const quote = quoteAround(answer, { start, end });
    return {
      ...{ start, end, goesOn, paragraph: quote.paragraph, inBold: [focus], inFull: inFull[i] ?? 0 },
      flags: flagsAt(
        quote.flags.map((id) => flagWithId(answer, id, options)),
        { start, end },
      ),
      label: isFurther(answer, { start, end }) ? say('quote.further') : undefined,
    };
  });
  const colour = (flags: readonly Flag[]) =>
    answer.outcome === 'answered' && contestedOf(flags).length > 0 ? COLOURS.contested : COLOURS[answer.outcome];
  const composed = composePassages(article, toldApart(passages), language, colour);
  const bearing = answer.outcome === 'answered' ? [] : answer.relatedNotes.map(({ id }) => flagWithId(answer, id, options).note);
  const unseen = bearing.filter(({ id }) => !composed.inFull.has(id));
  const relatedNotes = unseen.slice(0, related);
  const isCovered = answer.outcome !== 'not_covered';
  const embeds = [
    ...withFooter(composed.embeds, article, language),
    ...(isCovered ? [] : aboutEmbed(article, language)),
    ...relatedEmbed(say('relatedNotes'), relatedNotes, unseen.length - relatedNotes.length, language),
  ];
  const more = [
    ...left.map((quote) => sentenceOf(article, quote)),
    ...(isCovered ? [] : answer.quotes.map((quote) => sentenceOf(article, quote))),
    ...further,
  ];
  const [first] = passages;
  return {
    content: [
      ...(options.echoQuestion ? [`> ${escapeMarkdown(answer.question)}`] : []),
      say(`outcome.${answer.outcome}`),
      ...contestedLine(composed.flags, language),
      ...(unseen.length === 0 ? [] : [say('relatedHint', { count: unseen.length })]),
      ...stillReadingLine(answer, language),
    ].join('\n'),
    embeds: withLegend(embeds, [...composed.flags.map(({ note }) => note), ...relatedNotes], language),
    components: rows(
      [
        ...(first === undefined ? [] : [contextButton(first.paragraph, options)]),
        ...furtherButton(isCovered ? 'more' : 'nearest', more, options),
        ...notesButtons(composed.heldBack, options),
        ...relatedButton(unseen.slice(related), options),
      ],
      answerButtons(options, shown[0] && sentenceOf(article, shown[0])),
    ),
    shows: {
      noteIds: [...composed.flags.map(({ note }) => note.id), ...relatedNotes.map(({ id }) => id)],
      paragraph: first?.paragraph,
      outcome: answer.outcome,
    },
  };
}

function answerButtons(
  { language, asker, content, isPrivate, takesSuggestions }: RenderAnswerOptions,
  sentence: number | undefined,
): APIButtonComponent[] {
  const say = words(language);
  return [
    button(say('button.helpful'), { kind: 'helpful', asker }),
    button(say('button.unhelpful'), { kind: 'unhelpful', asker }),
    isPrivate ? button(say('button.share'), { kind: 'share', asker }) : button(say('button.delete'), { kind: 'delete', asker }),
    ...(takesSuggestions && sentence !== undefined ? [button(say('button.suggest'), { kind: 'suggest', content, sentence })] : []),
  ];
}

function furtherButton(
  kind: FurtherId['kind'],
  sentences: readonly number[],
  { language, content }: Reader,
  label: `button.${FurtherId['kind']}` = `button.${kind}`,
): APIButtonComponent[] {
  return sentences.length === 0 ? [] : [button(words(language)(label), { kind, content, sentences })];
}

function aboutEmbed(article: Article, language: RenderAnswerOptions['language']): APIEmbed[] {
  const say = words(language);
  const about = aboutInWords(article.about, language);
  const text =
    about === undefined
      ? say('articleAbout.title', { title: escapeMarkdown(shortened(article.about.title, LONGEST_ABOUT)) })
      : say('articleAbout.text', { about: escapeMarkdown(shortened(about, LONGEST_ABOUT)) });
  return [{ description: text, color: COLOURS.not_covered, footer: { text: footerText(article, language) } }];
}

/** Whether a passage only stands near a question that others answer. Where nothing answers, all stand alike. */
function isFurther(answer: Answer, span: Span): boolean {
  return answer.outcome === 'answered' && quoteAround(answer, span).role === 'near';
}

function quoteAround(answer: Answer, span: Span): AnswerQuote {
  const quote = answer.quotes.find((one) => contains(one, span));
  if (quote === undefined) throw new Error(`The answer holds no quote around ${span.start} to ${span.end}.`);
  return quote;
}

function flagWithId(answer: Answer, id: string, { noteSpans }: RenderAnswerOptions): Flag {
  const note = answer.notes.find((candidate) => candidate.id === id);
  if (note === undefined) throw new Error(`The answer refers to note ${id} but does not hold it.`);
  return { note, spans: noteSpans.get(id) ?? [] };
}

function sentenceOf(article: Article, { focus }: Pick<FocusedSpan, 'focus'>): number {
  return article.sentences.findIndex((sentence) => overlaps(sentence, focus));
}

function* furtherReplies(
  kind: FurtherId['kind'],
  chosen: readonly FocusedSpan[],
  article: Article,
  notesAt: (span: Span) => readonly Flag[],
  reader: Reader,
): Generator<Reply> {
  const { language } = reader;
  const say = words(language);
  for (const { shown, left } of smaller(article.body, chosen)) {
    for (const { inFull } of fewerNotes(
      shown.map(() => MOST_NOTES_FURTHER),
      0,
      0,
    )) {
      const passages = shown.map(({ start, end, focus, goesOn }, i): Passage => {
        const { paragraph } = makeQuote(article, start, end);
        return { start, end, goesOn, paragraph, inBold: [focus], flags: notesAt({ start, end }), inFull: inFull[i] ?? 0 };
      });
      const { embeds, flags, heldBack } = composePassages(article, toldApart(passages), language, COLOURS.article);
      yield {
        content: [say(kind === 'more' ? 'further' : 'nearest'), ...contestedLine(flags, language)].join('\n'),
        embeds: withLegend(
          withFooter(embeds, article, language),
          flags.map(({ note }) => note),
          language,
        ),
        components: rows([
          ...notesButtons(heldBack, reader),
          ...furtherButton(
            kind,
            left.map((passage) => sentenceOf(article, passage)),
            reader,
            'button.more',
          ),
        ]),
      };
    }
  }
}

// A view of the article as its readers see it: with the notes of one guild, or the shipped notes alone.

import type { Answer } from '../answer/answer.js';
import { type AskContext, ask, type FullAnswer, respond } from '../answer/ask.js';
import { type Check, check } from '../answer/check.js';
import { type FocusedSpan, passagesAround } from '../answer/choose-quotes.js';
import { type Claim, everyClaim } from '../answer/claims.js';
import { judge } from '../answer/decide.js';
import { type ExplainOptions, type Explanation, explain } from '../answer/explain.js';
import { detectLanguage } from '../answer/language.js';
import {
  createFinder,
  type Entry,
  type Finder,
  isNothingYet,
  type LookUp,
  needsMeaning,
  newestOnly,
  withMeaning,
} from '../answer/lookup.js';
import type { Retrieval } from '../answer/ports.js';
import { LONGEST_QUESTION, normaliseQuestion, toQuestion, withoutInvisible } from '../answer/question.js';
import { LONGEST_MESSAGE, type Message, normaliseMessage } from '../answer/statements.js';
import { type Article, overlaps, type Paragraph, paragraphNumbered, type Sentence, type Span, sentenceAt } from '../article/article.js';
import { displayed } from '../article/display.js';
import { UserError } from '../i18n/user-error.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { allTextsOf } from '../notes/headline.js';
import { isContested } from '../notes/note.js';
import { SyncedItems } from '../work/synced-items.js';
import { TimeSlices } from '../work/time-slices.js';

/** Time limit of autocompletion for matches by meaning; matches by words do not wait. */
const LOOK_UP_DEADLINE_MS = 150;
/**
 * Least confidence for look-ups, as a share of the least confidence at which a question is covered; lower, since a look-up may be vaguer
 * than a question. Of the development questions, all 64 that the article answers are above it, and 9 of 12 off the topic below it.
 */
const NEARBY = 0.5;

export interface FollowUpOptions {
  readonly previous?: string | undefined;
}

/** The article and the notes that readers see, without the means to answer questions. */
export interface NotesSeen {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  /** Notes with a place in the body: contested ones first, each group in article order. */
  notesAt(span: Span): readonly AnchoredNote[];
}

export interface ArticleView extends NotesSeen {
  readonly context: AskContext;
  /**
   * Answers a typed question. Throws UserError if it is no question.
   * @param options.previous the question before; a follow-up is asked with its topic
   */
  ask(raw: string, options?: FollowUpOptions): Promise<Answer>;
  /** The same, with the sentences that come after the quotes. */
  respond(raw: string, options?: FollowUpOptions): Promise<FullAnswer>;
  /** Explains an answer. Throws as `ask` does. */
  explain(raw: string, options?: ExplainOptions): Promise<Explanation>;
  /** Checks a message against the article. Throws UserError if there is nothing in it to check. */
  check(message: string): Promise<Check>;
  /** Paragraphs by the text typed so far: by number, words or meaning. Best first; empty for text off the topic. */
  findParagraphs(typed: string, limit: number): Promise<readonly LookUp<Paragraph>[]>;
  /** Sentences likewise; a number is a paragraph's. */
  findSentences(typed: string, limit: number): Promise<readonly LookUp<Sentence>[]>;
  /** Claims with a note likewise. */
  findClaims(typed: string, limit: number): Promise<readonly LookUp<Claim>[]>;
  /** Sentences with their neighbours, as answers quote them. Unknown indexes are left out. */
  passagesAround(sentences: readonly number[]): readonly FocusedSpan[];
}

export function notesSeen(article: Article, notes: readonly AnchoredNote[]): NotesSeen {
  return {
    article,
    notes,
    notesAt: (span) =>
      notes
        .flatMap((one) => {
          const [first] = one.spans.filter((other) => overlaps(other, span)).toSorted((a, b) => a.start - b.start);
          return first === undefined ? [] : [{ one, first, rank: isContested(one.note.status) ? 0 : 1 }];
        })
        .sort((a, b) => a.rank - b.rank || a.first.start - b.first.start)
        .map(({ one }) => one),
  };
}

/**
 * Makes a view.
 * @param claimFinder the finder of an earlier view of the same notes, to be kept up to date
 */
export function createArticleView(context: AskContext, claimFinder = createClaimFinder(context.article)): ArticleView {
  const { article, notes } = context;
  return {
    ...notesSeen(article, notes),
    context,
    ask: async (raw, { previous } = {}) => ask(toQuestion(raw), context, toTopic(previous)),
    respond: async (raw, { previous } = {}) => respond(toQuestion(raw), context, toTopic(previous)),
    explain: async (raw, { previous, most } = {}) => explain(toQuestion(raw), context, { previous: toTopic(previous), most }),
    check: async (raw) => check(toMessage(raw), context, context.measured.relation),
    ...lookUps(context, claimFinder),
    passagesAround: (sentences) => passagesAround(article, sentences),
  };
}

/** Finders of paragraphs, sentences and claims, made on first use, so that the start does not wait for them. */
function lookUps(
  { article, notes, embedder, retriever, measured, relatedNotesThreshold }: AskContext,
  claimFinder: ClaimFinder,
): Pick<ArticleView, 'findParagraphs' | 'findSentences' | 'findClaims'> {
  const claims = once(() => new Map(everyClaim(article, notes).map((claim) => [claim.note.id, claim])));
  const finders = articleFinders(article);
  const meaning = newestOnly(
    async (typed) => retriever.retrieve(await embedder.embedQuestion(typed), retriever.matchWords(typed)),
    () => new Promise((resolve) => setTimeout(resolve, LOOK_UP_DEADLINE_MS).unref()),
  );
  const find = async <T>(
    raw: string,
    limit: number,
    inWords: (typed: string) => Promise<readonly LookUp<T>[]>,
    meant: (retrieval: Retrieval, typed: string) => readonly T[],
  ): Promise<readonly LookUp<T>[]> => {
    // Nobody types more than this, but a client can send more.
    const typed = withoutInvisible(raw).slice(0, LONGEST_QUESTION);
    const found = await inWords(typed);
    const retrieval = needsMeaning(typed, found) ? await meaning(typed) : undefined;
    return withMeaning(found, retrieval === undefined ? [] : meant(retrieval, typed), limit);
  };
  /** For words off the topic, even the nearest match is far away. */
  const nearby = ({ candidates, features }: Retrieval, typed: string): Sentence[] => {
    const { confidence, thresholds } = judge(features, measured.decisions, detectLanguage(typed));
    return confidence < NEARBY * thresholds.notCovered ? [] : candidates.map(({ sentence }) => sentenceAt(article, sentence));
  };
  return {
    findParagraphs: (raw, limit) =>
      find(
        raw,
        limit,
        async (typed) => (await finders.paragraphs())(typed, limit),
        (retrieval, typed) => nearby(retrieval, typed).map(({ paragraph }) => paragraphNumbered(article, paragraph)),
      ),
    findSentences: (raw, limit) => find(raw, limit, async (typed) => (await finders.sentences())(typed, limit), nearby),
    findClaims: (raw, limit) =>
      find(
        raw,
        limit,
        async (typed) => {
          if (isNothingYet(typed)) return [...claims().values()].slice(0, limit).map((value) => ({ value, matched: 'number' }));
          const found = await claimFinder(notes, typed, limit);
          return found.flatMap(({ value, matched }) => {
            const claim = claims().get(value);
            return claim === undefined ? [] : [{ value: claim, matched }];
          });
        },
        (retrieval) => retrieval.notes.filter(({ score }) => score >= relatedNotesThreshold).flatMap(({ id }) => claims().get(id) ?? []),
      ),
  };
}

/** Finds the ids of notes on claims by the typed text, best first, among the current notes. */
export type ClaimFinder = (notes: readonly AnchoredNote[], typed: string, limit: number) => Promise<readonly LookUp<string>[]>;

/** Makes a finder of claims that follows changes of the notes: it reads only new and changed notes. */
export function createClaimFinder(article: Article): ClaimFinder {
  const finder = createFinder<string>([]);
  const keptUp = new SyncedItems<AnchoredNote>({
    add: (id, one) => {
      for (const { sentences, note } of everyClaim(article, [one])) {
        finder.add({
          value: id,
          texts: [sentences.map((span) => textOf(article, span)).join(' '), allTextsOf(note), note.keywords.join(', ')],
        });
      }
    },
    remove: (id) => finder.remove(id),
  });
  return (notes, typed, limit) =>
    keptUp.use(
      notes.map((one) => [one.note.id, one] as const),
      () => finder(typed, limit),
    );
}

/** Finders of an article's places, shared by all views of it. */
interface ArticleFinders {
  readonly paragraphs: () => Promise<Finder<Paragraph>>;
  readonly sentences: () => Promise<Finder<Sentence>>;
}

const findersOf = new WeakMap<Article, ArticleFinders>();

function articleFinders(article: Article): ArticleFinders {
  const made: ArticleFinders = findersOf.get(article) ?? {
    paragraphs: once(() =>
      fillFinder(article.paragraphs, (paragraph) => ({ value: paragraph, number: paragraph.number, texts: [textOf(article, paragraph)] })),
    ),
    sentences: once(() =>
      fillFinder(article.sentences, (sentence) => ({ value: sentence, number: sentence.paragraph, texts: [textOf(article, sentence)] })),
    ),
  };
  findersOf.set(article, made);
  return made;
}

async function fillFinder<T>(values: readonly T[], entryOf: (value: T) => Entry<T>): Promise<Finder<T>> {
  const finder = createFinder<T>([]);
  const slices = new TimeSlices();
  for (const value of values) {
    finder.add(entryOf(value));
    await slices.next();
  }
  return finder;
}

function textOf(article: Article, span: Span): string {
  return displayed(article, span).text;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Throws UserError for a message that is too long or has nothing to check. */
function toMessage(raw: string): Message {
  const message = normaliseMessage(raw);
  if (message.kind === 'nothing') throw new UserError('command.check.empty');
  if (message.kind === 'too-long') throw new UserError('failure.longMessage', { length: message.length, limit: LONGEST_MESSAGE });
  return message;
}

/** The previous question, normalised like any other; undefined if it is not a valid question. */
function toTopic(previous: string | undefined): string | undefined {
  const question = normaliseQuestion(previous ?? '');
  return question.kind === 'question' ? question.text : undefined;
}

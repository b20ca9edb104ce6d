// Measures answers to the development questions (right sentences, outcomes, related notes, flags, verbatim quotes) and the relations of
// the development messages' claims.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, AnswerQuote } from '../src/answer/answer.js';
import type { Figures, RelationFigures } from '../src/answer/calibration.js';
import { isElliptical } from '../src/answer/follow-up.js';
import type { App } from '../src/app.js';
import { overlaps, type Span } from '../src/article/article.js';
import { PROJECT_ROOT } from '../src/config.js';
import { type DevQuestion, goldParts, isHit, readFollowUps, readMessages, readNoteQuestions, readQuestions } from './dev-set.js';
import { figuresOf } from './fit.js';
import { claimsToldOf, examineMessages, relationFiguresOf } from './fit-relation.js';

export const GOLDEN = join(PROJECT_ROOT, 'tests', 'golden');
/** File name in GOLDEN. */
export const SPANISH_QUESTIONS = 'spanish-questions.jsonl';

export interface Share {
  readonly hits: number;
  readonly of: number;
}

export interface Report {
  /** Parts of questions, by language: answering sentence quoted first, and in the three quotes. */
  readonly retrieval: Readonly<Record<string, { readonly first: Share; readonly three: Share }>>;
  readonly outcomes: Figures;
  /** Note questions with a right note among the first two related notes. */
  readonly relatedNotes: Share;
  /** Off-topic questions without a related note. */
  readonly noRelatedNotes: Share;
  /** Quotes that are slices of the article at their offsets. */
  readonly verbatim: Share;
  /** Notes at quoted places that are flagged. */
  readonly flagged: Share;
  readonly followUps: {
    /** Follow-ups recognised as such. */
    readonly told: Share;
    /** Of those that the article answers: answering sentence quoted first, in the three quotes, and outcome `answered`. */
    readonly first: Share;
    readonly three: Share;
    readonly answered: Share;
    /** Of those that the article does not answer: outcome `answered`. */
    readonly wrong: Share;
  };
  /** Other questions, asked after an unrelated one: not treated as follow-ups. */
  readonly standalone: Share;
  readonly check: RelationFigures;
  /** Questions of SPANISH_QUESTIONS. */
  readonly spanish: { readonly first: Share; readonly three: Share; readonly outcomes: Figures };
  /** Ids of the questions whose answering sentence is not quoted first. */
  readonly missed: readonly string[];
}

/** Measures an open application on all development questions and messages. Throws InputError for an invalid file. */
export async function measure(app: App): Promise<Report> {
  const followUps = await measureFollowUps(app);
  const { answered, ...questions } = await measureQuestions(app);
  const noteQuestions = await readNoteQuestions(join(GOLDEN, 'dev-note-questions.jsonl'));
  const answers = answered.map(({ answer }) => answer);
  const offTopic = answered.filter(({ kind }) => kind === 'offtopic');
  let rightNotes = 0;
  for (const { question, notes } of noteQuestions) {
    const answer = await app.ask(question);
    answers.push(answer);
    if (answer.relatedNotes.slice(0, 2).some(({ id }) => notes.includes(id))) rightNotes += 1;
  }
  const quotes = answers.flatMap((answer) => answer.quotes);
  const standing = quotes.map((quote) =>
    app.notes.filter(({ spans }) => spans.some((span) => overlaps(span, quote))).map(({ note }) => note.id),
  );
  return {
    ...questions,
    relatedNotes: { hits: rightNotes, of: noteQuestions.length },
    noRelatedNotes: share(offTopic, ({ answer }) => answer.relatedNotes.length === 0),
    verbatim: share(quotes, (quote) => app.article.body.slice(quote.start, quote.end) === quote.text),
    flagged: {
      hits: standing.reduce((sum, ids, i) => sum + ids.filter((id) => quotes[i]?.flags.includes(id)).length, 0),
      of: standing.reduce((sum, ids) => sum + ids.length, 0),
    },
    ...followUps,
    spanish: await measureSpanish(app),
    check: await measureCheck(app),
  };
}

/** The figures of the development questions alone. */
export type QuestionReport = Pick<Report, 'retrieval' | 'outcomes' | 'missed'>;

interface Answered {
  readonly kind: DevQuestion['kind'];
  readonly answer: Answer;
}

/** Asks the development questions, and returns the answers with their figures. */
export async function measureQuestions(app: App): Promise<QuestionReport & { readonly answered: readonly Answered[] }> {
  const answered: Answered[] = [];
  const parts: { lang: string; id: string; first: boolean; three: boolean }[] = [];
  for (const question of await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))) {
    const answer = await app.ask(question.question);
    answered.push({ kind: question.kind, answer });
    const golds = goldParts(question);
    for (const gold of golds) {
      const hits = answer.quotes.map((quote) => isHit(app.article, quote.focus, gold));
      // A question has as many first places as parts.
      parts.push({ lang: question.lang, id: question.id, first: hits.slice(0, golds.length).includes(true), three: hits.includes(true) });
    }
  }
  return {
    retrieval: Object.fromEntries(
      [...new Set(parts.map(({ lang }) => lang))].map((lang) => {
        const own = parts.filter((part) => part.lang === lang);
        return [lang, { first: share(own, (part) => part.first), three: share(own, (part) => part.three) }];
      }),
    ),
    outcomes: figuresOf(answered.map(({ kind, answer: { outcome } }) => ({ kind, outcome }))),
    missed: parts.filter((part) => !part.first).map(({ id }) => id),
    answered,
  };
}

async function measureFollowUps(app: App): Promise<Pick<Report, 'followUps' | 'standalone'>> {
  const pairs = await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'));
  const asked: { elliptical: boolean; answerable: boolean; answered: boolean; told: boolean; hits: readonly boolean[] }[] = [];
  for (const { previous, question, elliptical, kind, gold } of pairs) {
    const answer = await app.ask(question, { previous });
    const told = isElliptical(question) === elliptical;
    const hits = answer.quotes.map((quote) => isHit(app.article, quote.focus, gold));
    asked.push({ elliptical, answerable: kind === 'answerable', answered: answer.outcome === 'answered', told, hits });
  }
  const own = asked.filter(({ elliptical }) => elliptical);
  const right = own.filter(({ answerable }) => answerable);
  return {
    followUps: {
      told: share(own, ({ told }) => told),
      first: share(right, ({ hits }) => hits[0] === true),
      three: share(right, ({ hits }) => hits.includes(true)),
      answered: share(right, ({ answered }) => answered),
      wrong: share(
        own.filter(({ answerable }) => !answerable),
        ({ answered }) => answered,
      ),
    },
    standalone: share(
      asked.filter(({ elliptical }) => !elliptical),
      ({ told }) => told,
    ),
  };
}

async function measureCheck(app: App): Promise<RelationFigures> {
  const messages = await examineMessages(await readMessages(GOLDEN), app);
  return relationFiguresOf(messages.flatMap((message) => claimsToldOf(message, app.context.measured.relation, app.article)));
}

async function measureSpanish(app: App): Promise<Report['spanish']> {
  const asked: { kind: Parameters<typeof figuresOf>[0][number]['kind']; outcome: string; hits: readonly boolean[] }[] = [];
  for (const { kind, question, gold = [] } of await readQuestions(join(GOLDEN, SPANISH_QUESTIONS))) {
    const { outcome, quotes } = await app.ask(question);
    asked.push({ kind, outcome, hits: quotes.map((quote) => isHit(app.article, quote.focus, gold)) });
  }
  const own = asked.filter(({ kind }) => kind === 'answerable');
  return {
    first: share(own, ({ hits }) => hits[0] === true),
    three: share(own, ({ hits }) => hits.includes(true)),
    outcomes: figuresOf(asked),
  };
}

/** Figures of articles without reader questions. */
export interface UnseenReport {
  /** Parts of questions whose answering sentence is the focus of the first quote, and of one of the three quotes. */
  readonly first: Share;
  readonly three: Share;
  /** Parts whose answering sentence is anywhere in the first quote, and in one of the three quotes. */
  readonly quotedFirst: Share;
  readonly quotedInThree: Share;
  readonly outcomes: Figures;
  readonly nearTopic: readonly CurvePoint[];
  /** Ids of the questions whose answering sentence is not in the first quote. */
  readonly missed: readonly string[];
}

/** Near-topic questions at one threshold on the confidence. */
export interface CurvePoint {
  /** Answerable questions at or over the threshold. */
  readonly kept: Share;
  /** Near-topic questions under it. */
  readonly refused: Share;
}

/** Shares of the answerable questions that the thresholds of the curve keep. */
const KEPT = [1, 0.95, 0.9, 0.85, 0.8, 0.7];

/** How many near-topic questions a threshold refuses that keeps a share of the answerable ones, whatever the thresholds in use. */
export function nearTopicCurve(asked: readonly { readonly kind: DevQuestion['kind']; readonly confidence: number }[]): CurvePoint[] {
  const confidences = (kind: DevQuestion['kind']) => asked.filter((one) => one.kind === kind).map(({ confidence }) => confidence);
  const answerable = confidences('answerable').sort((a, b) => b - a);
  return KEPT.map((kept) => {
    const threshold = answerable[Math.ceil(kept * answerable.length) - 1] ?? 0;
    return {
      kept: share(answerable, (confidence) => confidence >= threshold),
      refused: share(confidences('unanswerable'), (confidence) => confidence < threshold),
    };
  });
}

/** File names of the articles in a folder of tests/golden. */
export async function articlesIn(folderName: string): Promise<string[]> {
  return (await readdir(join(GOLDEN, folderName))).filter((name) => /\.(?:txt|md)$/u.test(name) && name !== 'README.md');
}

/** Asks each article in a folder of tests/golden its questions. @param openArticle opens an article without files of its own */
export async function measureUnseen(
  folderName: 'unseen' | 'real' | 'spanish-articles',
  openArticle: (file: string) => Promise<App>,
): Promise<UnseenReport> {
  const folder = join(GOLDEN, folderName);
  const hits: { id: string; focus: boolean[]; quote: boolean[] }[] = [];
  const outcomes: { kind: DevQuestion['kind']; outcome: string; confidence: number }[] = [];
  for (const name of await articlesIn(folderName)) {
    const app = await openArticle(join(folder, name));
    for (const question of await readQuestions(join(folder, name.replace(/\.\w+$/u, '.questions.jsonl')))) {
      const answer = await app.ask(question.question);
      outcomes.push({ kind: question.kind, outcome: answer.outcome, confidence: answer.confidence });
      for (const gold of goldParts(question)) {
        const of = (range: (quote: AnswerQuote) => Span) => answer.quotes.map((quote) => isHit(app.article, range(quote), gold));
        hits.push({ id: question.id, focus: of(({ focus }) => focus), quote: of((quote) => quote) });
      }
    }
  }
  return {
    first: share(hits, ({ focus }) => focus[0] === true),
    three: share(hits, ({ focus }) => focus.includes(true)),
    quotedFirst: share(hits, ({ quote }) => quote[0] === true),
    quotedInThree: share(hits, ({ quote }) => quote.includes(true)),
    outcomes: figuresOf(outcomes),
    nearTopic: nearTopicCurve(outcomes),
    missed: hits.flatMap(({ id, quote }) => (quote[0] === true ? [] : [id])),
  };
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): Share {
  return { hits: items.filter(holds).length, of: items.length };
}

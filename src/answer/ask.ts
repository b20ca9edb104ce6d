// Answers one question: parts, embedding, retrieval, decision, quotes, flags, related notes.

import { type Article, paragraphNumbered, type Span } from '../article/article.js';
import { displayed } from '../article/display.js';
import type { Quote } from '../article/quote.js';
import { footnotesIn } from '../article/searched.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import type { Answer, AnswerNote } from './answer.js';
import { chooseFurther, chooseQuotes } from './choose-quotes.js';
import { type Decisions, FEATURE_NAMES, judge, type Verdict } from './decide.js';
import { type FollowUpDecisions, judgeFollowUp } from './decide-follow-up.js';
import { flagQuotes, type Searched } from './flag.js';
import { namesNoTopic, topicFor } from './follow-up.js';
import { type FoundIntent, intentOf } from './intent.js';
import { detectLanguage, otherLanguage } from './language.js';
import { splitParts, withoutRemarks } from './parts.js';
import type { Candidate, FeatureSets, Features, NoteMatch, QuestionEmbedder, Retrieval, Retriever } from './ports.js';
import type { Question } from './question.js';
import type { RelationModel } from './relation.js';
import { asksNothing, embeddedText, searchedQuestion } from './searched-question.js';

/** Most related notes in one answer. */
export const MOST_RELATED_NOTES = 3;
/** Weight of the whole message in the ranking of its only question, and of each of several questions. */
const STORY_WEIGHT = 0.15;
const SHARED_WEIGHT = 0.3;

/** Decisions fitted to the model. */
export interface Measured {
  readonly decisions: Decisions;
  /** For a question that is asked with the topic of the question before. */
  readonly followUps: FollowUpDecisions;
  /** Decides on the relation of a claim to the article. */
  readonly relation: RelationModel;
}

export interface AskContext {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  readonly embedder: QuestionEmbedder;
  readonly retriever: Retriever;
  readonly measured: Measured;
  /** Least score of a related note. */
  readonly relatedNotesThreshold: number;
  /** Corrects misspelt words before a question is embedded. */
  correctSpelling(text: string): string;
  /** Whether all content of the article has been read: until then only its sentences and notes are searched. */
  isWhole(): boolean;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

export interface FullAnswer {
  readonly answer: Answer;
  /** Indexes of the next sentences after the quotes, best first, at most 6. */
  readonly further: readonly number[];
}

/** Everything retrieved for a question, before anything is decided. */
export interface Finding {
  /** The whole searched text: spelling corrected, the topic of a follow-up before it. */
  readonly message: string;
  /** The questions that the rankings are for, as texts. */
  readonly parts: readonly string[];
  /** The question of each ranking: a part, or the whole message without remarks if it has one part. */
  readonly asked: readonly Searched[];
  /** Candidates of each part, best first. */
  readonly rankings: readonly (readonly Candidate[])[];
  readonly features: FeatureSets;
  /** Features of a follow-up alone, without the topic that was searched with it. */
  readonly added?: FeatureSets | undefined;
  /** Best first. */
  readonly notes: readonly NoteMatch[];
  readonly tookMs: { readonly embed: number; readonly search: number };
}

/** Answers a question, as `respond` does. */
export async function ask(question: Question, context: AskContext, previous?: string): Promise<Answer> {
  return (await respond(question, context, previous)).answer;
}

/**
 * Answers a question and lists the sentences that come after the quotes; a message with an intent gets only that, without a search. Rejects
 * only when the embedder fails.
 * @param previous the question before: gives its topic to a question without a topic
 */
export async function respond(question: Question, context: AskContext, previous?: string): Promise<FullAnswer> {
  const started = context.now();
  const { text } = question;
  if (question.kind === 'wordless') return { answer: notSearched(text, context.now() - started), further: [] };
  const found = intentOf(text, previous);
  if (found !== undefined) return { answer: notSearched(text, context.now() - started, found), further: [] };
  if (asksNothing(text)) return { answer: notSearched(text, context.now() - started), further: [] };

  const stillReading = readingMark(context);
  const topic = topicFor(text, previous);
  const finding = await find(text, context, topic);
  const { parts, asked, rankings, notes, tookMs } = finding;
  const { outcome, confidence } = decide(finding, context.measured, { text, topic });
  const chosen = chooseQuotes(context.article, rankings);
  const flags = flagQuotes(chosen, context.notes, asked, context.retriever).map((stand) => stand.map(({ note }) => note.id));
  // The index may have received a note since this question began.
  const known = new Set(context.notes.map(({ note }) => note.id));
  const relatedNotes = notes
    .filter(({ id, score }) => score >= context.relatedNotesThreshold && known.has(id))
    .slice(0, MOST_RELATED_NOTES);

  const shown = new Set([...flags.flat(), ...relatedNotes.map(({ id }) => id)]);
  const answer = {
    question: text,
    parts,
    outcome,
    confidence,
    quotes: chosen.map(({ quote, focus, score, part, isBest }, i) => ({
      text: quote.text,
      start: quote.start,
      end: quote.end,
      paragraph: quote.paragraph,
      ...shownAs(context.article, quote),
      focus,
      score,
      role: outcome === 'answered' && isBest ? ('answer' as const) : ('near' as const),
      part,
      flags: flags[i] ?? [],
    })),
    notes: notesOf(context.notes, shown),
    relatedNotes,
    language: detectLanguage(text),
    ...otherLanguageMark(text),
    ...stillReading,
    tookMs: { ...tookMs, total: context.now() - started },
  };
  return { answer, further: chooseFurther(context.article, rankings, answer.quotes) };
}

/** A quote as it is shown, with its block, headings, columns and footnotes. */
export function shownAs(article: Article, { start, end, paragraph }: Quote) {
  const { role, headings, row } = paragraphNumbered(article, paragraph);
  const shown = (span: Span) => {
    const { text, runs } = displayed(article, span);
    return { display: text, displayMap: runs.map((run) => [run.at, run.start, run.length] as const) };
  };
  const footnotes = footnotesIn(article, { start, end }).map((note) => ({
    ...{ mark: note.mark, text: article.body.slice(note.start, note.end), start: note.start, end: note.end },
    ...shown(note),
  }));
  return { ...shown({ start, end }), block: role, headings, ...(row === undefined ? {} : { columns: row.columns }), footnotes };
}

/** Mark of a result that was found before everything had been read. Read before the search, since it concerns what the search could see. */
export function readingMark({ isWhole }: Pick<AskContext, 'isWhole'>): { readonly stillReading?: true } {
  return isWhole() ? {} : { stillReading: true };
}

function otherLanguageMark(question: string): { readonly otherLanguage?: string } {
  const tag = otherLanguage(question);
  return tag === undefined ? {} : { otherLanguage: tag };
}

/**
 * Decides on a question by its features. A question that names no topic and follows none is unsure at most. A follow-up is decided on what
 * it adds.
 */
export function decide(
  { features, added }: Pick<Finding, 'features' | 'added'>,
  { decisions, followUps }: Pick<Measured, 'decisions' | 'followUps'>,
  { text, topic }: { readonly text: string; readonly topic: string | undefined },
): Verdict & { readonly lacksTopic: boolean } {
  const verdict = added === undefined ? judge(features, decisions, detectLanguage(text)) : judgeFollowUp(features, added, followUps);
  const lacksTopic = topic === undefined && namesNoTopic(text);
  return { ...verdict, outcome: verdict.outcome === 'answered' && lacksTopic ? 'unsure' : verdict.outcome, lacksTopic };
}

/**
 * Retrieves for each part of a question; if a part is not the whole message without remarks, that message counts in its ranking too.
 * @param topic the question before, if this question makes no sense without it
 */
export async function find(
  text: string,
  context: Pick<AskContext, 'embedder' | 'retriever' | 'correctSpelling' | 'now'>,
  topic?: string,
): Promise<Finding> {
  // Measured for follow-ups: the two questions as one text find more than a blend of that text's ranking and the follow-up's own.
  const searched = topic === undefined ? searchedQuestion(text) : `${searchedQuestion(topic)} ${searchedQuestion(text)}`;
  const whole = context.correctSpelling(searched);
  const parts = topic === undefined ? splitParts(whole).map(searchedQuestion) : [whole];
  const [only] = parts.length === 1 ? parts : [];
  const around = only === whole ? whole : searchedQuestion(withoutRemarks(whole));
  const tookMs = { embed: 0, search: 0 };
  const retrieve = async (part: string): Promise<Retrieval & Searched> => {
    const before = context.now();
    const embedding = context.embedder.embedQuestion(embeddedText(part));
    const words = context.retriever.matchWords(part);
    const embedded = await embedding;
    const between = context.now();
    const retrieval = context.retriever.retrieve(embedded, words);
    tookMs.embed += between - before;
    tookMs.search += context.now() - between;
    return { ...retrieval, embedded, words };
  };

  const first = await retrieve(parts[0] ?? whole);
  if (only === around) {
    const { candidates, features, notes } = first;
    const added = topic === undefined ? undefined : await retrieve(context.correctSpelling(searchedQuestion(text)));
    return { message: whole, parts, asked: [first], rankings: [candidates], features, added: added?.features, notes, tookMs };
  }
  const retrievals = [first];
  for (const part of parts.slice(1)) retrievals.push(await retrieve(part));
  const message = await retrieve(around);
  return {
    message: whole,
    parts,
    asked: parts.length === 1 ? [message] : retrievals,
    rankings: retrievals.map(({ candidates }) => blend(candidates, message.candidates, parts.length === 1 ? STORY_WEIGHT : SHARED_WEIGHT)),
    // The rest of a story is no part of its question.
    features: meanOfSets(retrievals.map((retrieval) => retrieval.features)),
    // Each of several parts alone may be near to notes that the message as a whole is not about.
    notes: parts.length === 1 ? mergeNotes([first.notes, message.notes]) : message.notes,
    tookMs,
  };
}

function blend(part: readonly Candidate[], message: readonly Candidate[], weight: number): Candidate[] {
  const scores = new Map(message.map(({ sentence, score }) => [sentence, score]));
  const least = message.at(-1)?.score ?? 0;
  return part
    .map((candidate) => ({ ...candidate, score: candidate.score + weight * (scores.get(candidate.sentence) ?? least) }))
    .sort((a, b) => b.score - a.score);
}

/** The mean of each set of features. A question is well known if all its parts are. */
function meanOfSets(all: readonly FeatureSets[]): FeatureSets {
  const byQuestions = all.flatMap((one) => one.byQuestions ?? []);
  return {
    bySentences: meanFeatures(all.map(({ bySentences }) => bySentences)),
    byQuestions: byQuestions.length === 0 ? undefined : meanFeatures(byQuestions),
    isWellKnown: all.every(({ isWellKnown }) => isWellKnown),
  };
}

function meanFeatures(all: readonly Features[]): Features {
  const mean = FEATURE_NAMES.map((name) => [name, all.reduce((sum, features) => sum + features[name], 0) / all.length] as const);
  return Object.fromEntries(mean) as unknown as Features;
}

function mergeNotes(all: readonly (readonly NoteMatch[])[]): NoteMatch[] {
  const best = new Map<string, number>();
  for (const { id, score } of all.flat()) best.set(id, Math.max(score, best.get(id) ?? 0));
  return [...best].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}

/** The notes with some ids, as an answer carries them. */
export function notesOf(notes: readonly AnchoredNote[], ids: ReadonlySet<string>): AnswerNote[] {
  return notes.flatMap(({ note: { quotes, keywords, confidence, ...note } }) => (ids.has(note.id) ? [note] : []));
}

/** The answer to a message without words, or with nothing to look for in the article. */
function notSearched(question: string, total: number, found?: FoundIntent): Answer {
  return {
    question,
    parts: [],
    outcome: 'not_covered',
    ...(found === undefined ? {} : { intent: found.intent }),
    confidence: 0,
    quotes: [],
    notes: [],
    relatedNotes: [],
    language: found?.language ?? detectLanguage(question),
    ...otherLanguageMark(question),
    tookMs: { embed: 0, search: 0, total },
  };
}

// Checks a message against the article: splits it into claims and decides whether the article repeats, contradicts or lacks each,
// with the passages and notes that it is about.

import { type Span, sentenceAt } from '../article/article.js';
import { displayed } from '../article/display.js';
import type { Quote } from '../article/quote.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { type AskContext, MOST_RELATED_NOTES, readingMark } from './ask.js';
import { chooseQuotes } from './choose-quotes.js';
import { withoutDenial } from './contrast.js';
import { flagQuotes, type Searched } from './flag.js';
import type { NoteMatch } from './ports.js';
import {
  type Probabilities,
  probabilitiesOf,
  type Relation,
  type RelationFeatures,
  type RelationModel,
  relationFeatures,
  relationOf,
} from './relation.js';
import { type Message, wordsOfRange } from './statements.js';

/** Most sentences of a message that are examined: those with most words in common with the article. */
const MOST_SENTENCES = 12;

export interface CheckedPassage {
  readonly quote: Quote;
  /** The sentence of the article that the claim is like, inside the quote. */
  readonly focus: Span;
  readonly score: number;
  /** Notes at the quote, the most relevant to the claim first. */
  readonly flags: readonly AnchoredNote[];
}

/** The claim of one sentence or clause of a message, checked against the article. */
export interface CheckedClaim {
  /** Its range in `Check.message`. */
  readonly about: Span;
  readonly relation: Relation;
  /** Estimated probability of the relation, 0 to 1. */
  readonly confidence: number;
  /** Best first, at most 3; empty if not in the article. */
  readonly passages: readonly CheckedPassage[];
  /** Notes near to the claim but at none of the passages, best first. */
  readonly relatedNotes: readonly AnchoredNote[];
}

export interface Check {
  /** The message as it was checked: without invisible characters, white space folded, lines kept. */
  readonly message: string;
  /** In order of the message. */
  readonly claims: readonly CheckedClaim[];
  /** Given while the article's content is still being read: a later check may find more or less. */
  readonly stillReading?: true;
}

/** The part of the context of asking that checking needs. */
type CheckContext = Pick<AskContext, 'article' | 'notes' | 'embedder' | 'retriever' | 'relatedNotesThreshold' | 'isWhole'>;

/** A sentence of the article, compared with a claim. */
interface Compared {
  readonly sentence: number;
  readonly score: number;
  readonly features: RelationFeatures;
}

/** A range of a message with the sentences it resembles, before any decision. */
export interface Examined {
  readonly about: Span;
  readonly searched: Searched;
  /** Sentences of the article, best first. */
  readonly compared: readonly Compared[];
}

/** A sentence of a message, and its clauses if it has several. */
export interface ExaminedSentence {
  readonly whole: Examined;
  readonly clauses: readonly Examined[];
}

/** An examined range with its relation. */
export interface Judged extends Examined {
  readonly relation: Relation;
  readonly probabilities: Probabilities;
}

/** Compares each sentence of a message, at most 12, with the article, in order of the message. Rejects only when the embedder fails. */
export async function examine(
  { text, sentences }: Message,
  { article, embedder, retriever }: Pick<CheckContext, 'article' | 'embedder' | 'retriever'>,
): Promise<ExaminedSentence[]> {
  const shared = (about: Span) => Math.max(0, ...retriever.matchWords(wordsOfRange(text, about)).sentences.values());
  const chosen = sentences
    .map((sentence) => ({ sentence, shared: sentences.length <= MOST_SENTENCES ? 0 : shared(sentence) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MOST_SENTENCES)
    .map(({ sentence }) => sentence)
    .sort((a, b) => a.start - b.start);
  const examineOne = async ({ start, end }: Span): Promise<Examined> => {
    const words = wordsOfRange(text, { start, end });
    // A claim is about what it denies.
    const topic = withoutDenial(words);
    const found = retriever.matchWords(topic);
    const embedded = await embedder.embedQuestion(topic);
    const compared = retriever.resemble(embedded, found).map(({ sentence, score, signals }) => ({
      sentence,
      score,
      features: relationFeatures(words, displayed(article, sentenceAt(article, sentence)).text, signals),
    }));
    return { about: { start, end }, searched: { embedded, words: found }, compared };
  };
  const examined: ExaminedSentence[] = [];
  for (const sentence of chosen) {
    const clauses: Examined[] = [];
    for (const clause of sentence.clauses) clauses.push(await examineOne(clause));
    examined.push({ whole: await examineOne(sentence), clauses });
  }
  return examined;
}

/** The claims of a message with their relations, in order: a sentence's clauses if they say several things, else the whole sentence. */
export function judge(examined: readonly ExaminedSentence[], model: RelationModel): Judged[] {
  const judged = examined.flatMap(({ whole, clauses }) => {
    const all = relate(whole, model);
    const parts = clauses.map((clause) => relate(clause, model));
    return parts.length > 0 && saysSeveral(all, parts) ? parts : [all];
  });
  return joined(judged);
}

function relate(one: Examined, model: RelationModel): Judged {
  const [first] = one.compared;
  const probabilities = first === undefined ? { repeats: 0, contradicts: 0, not_in_article: 1 } : probabilitiesOf(first.features, model);
  return { ...one, probabilities, relation: relationOf(probabilities) };
}

/** Whether clauses say more than their sentence as a whole shows: another passage, or the same passage with another relation. */
function saysSeveral(whole: Judged, clauses: readonly Judged[]): boolean {
  const told = clauses.filter(({ relation }) => relation !== 'not_in_article');
  if (told.length === 0) return false;
  return whole.relation === 'not_in_article' || told.some((clause) => !isSame(clause, whole)) || told.length < clauses.length;
}

function isSame(one: Judged, other: Judged): boolean {
  return one.relation === other.relation && one.compared[0]?.sentence === other.compared[0]?.sentence;
}

/** Joins neighbours with the same relation to the same sentence into one claim. */
function joined(judged: readonly Judged[]): Judged[] {
  const claims: Judged[] = [];
  for (const one of judged) {
    const last = claims.at(-1);
    if (last === undefined || one.relation === 'not_in_article' || !isSame(last, one)) {
      claims.push(one);
      continue;
    }
    const better = one.probabilities[one.relation] > last.probabilities[last.relation] ? one : last;
    claims[claims.length - 1] = { ...better, about: { start: last.about.start, end: one.about.end } };
  }
  return claims;
}

/** Checks a message against the article. Rejects only when the embedder fails. */
export async function check(message: Message, context: CheckContext, model: RelationModel): Promise<Check> {
  const stillReading = readingMark(context);
  const claims = judge(await examine(message, context), model).map((claim) => claimOf(claim, context, model));
  return { message: message.text, claims, ...stillReading };
}

function claimOf(
  { about, searched, compared, relation, probabilities }: Judged,
  context: CheckContext,
  model: RelationModel,
): CheckedClaim {
  const { article, notes, retriever } = context;
  const isLike = ({ features }: Compared) => relationOf(probabilitiesOf(features, model)) !== 'not_in_article';
  const chosen = relation === 'not_in_article' ? [] : chooseQuotes(article, [compared.filter(isLike)]);
  const flags = flagQuotes(chosen, notes, [searched], retriever);
  const passages = chosen.map(({ quote, focus, score }, i) => ({ quote, focus, score, flags: flags[i] ?? [] }));
  const standing = new Set(flags.flat().map(({ note }) => note.id));
  const related = retriever.retrieve(searched.embedded, searched.words).notes;
  return {
    about,
    relation,
    confidence: probabilities[relation],
    passages,
    relatedNotes: related
      .filter(({ id, score }: NoteMatch) => score >= context.relatedNotesThreshold && !standing.has(id))
      .slice(0, MOST_RELATED_NOTES)
      .flatMap(({ id }) => notes.find(({ note }) => note.id === id) ?? []),
  };
}

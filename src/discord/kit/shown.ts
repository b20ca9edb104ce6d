// The content of a public message as a value: enough to render it again, and nothing that anybody typed.

import { z } from 'zod';
import type { FullAnswer } from '../../answer/ask.js';
import type { Check, CheckedClaim } from '../../answer/check.js';
import { quotesShown } from '../../answer/quotes-shown.js';
import { RELATIONS } from '../../answer/relation.js';
import { type Article, overlaps, type Span } from '../../article/article.js';
import type { UiLanguage } from '../../i18n/translator.js';
import { NOTE_STATUSES } from '../../notes/note.js';

/** With embeds; or all in the message's text, if embeds are not allowed. */
const FORMS = ['embeds', 'plain'] as const;

const whole = z.int().nonnegative();
const span = z.strictObject({ start: whole, end: whole }).readonly();
const ids = z.array(z.string()).readonly();

const common = {
  /** Language of our own words. */
  language: z.enum(['en', 'es']),
  form: z.enum(FORMS),
};
/** Set if what belongs to the article was still being read. */
const stillReading = z.literal(true).exactOptional();

const quoteSchema = z
  .strictObject({
    /** The quoted range, in body offsets. */
    start: whole,
    end: whole,
    /** The words it is quoted for. */
    focus: span,
    /** The focus with the words around it in the answer; words of it outside the quote were left out. */
    around: span,
    /** Index of the part of the question, or of the claim of the message, that it answers. */
    part: whole,
    role: z.enum(['answer', 'near']),
    /** Ids of its notes, the most relevant to the question first. Later notes follow them. */
    flags: ids,
  })
  .readonly();

const answerSchema = z
  .strictObject({
    kind: z.literal('answer'),
    ...common,
    outcome: z.enum(['answered', 'unsure', 'not_covered']),
    quotes: z.array(quoteSchema).readonly(),
    /** Ids of notes relevant to the question, wherever they are. */
    related: ids,
    /** Indexes of the sentences that come next. */
    further: z.array(whole).readonly(),
    stillReading,
    /** Language tag of a question in none of our languages. */
    otherLanguage: z.string().exactOptional(),
  })
  .readonly();

const checkSchema = z
  .strictObject({
    kind: z.literal('check'),
    ...common,
    /** Claims of the message, in its order. */
    claims: z
      .array(
        z
          .strictObject({
            relation: z.enum(RELATIONS),
            /** Whether the relation is likely enough to be shown without reserve. */
            isSure: z.boolean(),
            /** Index of the quote that repeats or contradicts it; missing for a claim that is not in the article. */
            quote: whole.exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    /** Number of further claims with a passage in the article, but without a shown quote. */
    left: whole,
    quotes: z.array(quoteSchema).readonly(),
    related: ids,
    stillReading,
  })
  .readonly();

const claimSchema = z
  .strictObject({
    kind: z.literal('claim'),
    ...common,
    note: z.string(),
    /** Whether it is only the nearest to the words that were looked for. */
    isNearest: z.boolean(),
  })
  .readonly();

const passageSchema = z
  .strictObject({
    kind: z.literal('passage'),
    ...common,
    paragraph: z.int().positive(),
    /** Page of a paragraph that is too long for a message, from 0. */
    page: whole,
    isNearest: z.boolean(),
  })
  .readonly();

const claimsSchema = z
  .strictObject({
    kind: z.literal('claims'),
    ...common,
    /** From 0. */
    page: whole,
    /** Status by which the claims were chosen; without it, the contested claims. */
    status: z.enum(NOTE_STATUSES).exactOptional(),
    /** Ids of the notes on the page when it was sent; missing if there was no claim. */
    notes: ids.exactOptional(),
  })
  .readonly();

/** Content of a public message, as kept beside the message's id. */
export const shownSchema = z.discriminatedUnion('kind', [answerSchema, checkSchema, claimSchema, passageSchema, claimsSchema]);

export type Form = (typeof FORMS)[number];
export type ShownQuote = z.infer<typeof quoteSchema>;
export type AnswerShown = z.infer<typeof answerSchema>;
export type CheckShown = z.infer<typeof checkSchema>;
export type ClaimShown = z.infer<typeof claimSchema>;
export type PassageShown = z.infer<typeof passageSchema>;
export type ClaimsShown = z.infer<typeof claimsSchema>;
export type Shown = z.infer<typeof shownSchema>;

/** Language and form of a shown message. */
export interface Showing {
  readonly language: UiLanguage;
  readonly form: Form;
}

/** Content of a shown answer: the passages that answer each part of the question, or the two that may, or none. */
export function shownOfAnswer({ answer, further }: FullAnswer, article: Article, showing: Showing): AnswerShown {
  const chosen = quotesShown(answer);
  const isAlone = answer.outcome === 'answered' && chosen.length === 1;
  const left = answer.quotes.filter((quote) => !chosen.includes(quote));
  return {
    kind: 'answer',
    ...showing,
    outcome: answer.outcome,
    quotes: chosen.map(({ start, end, focus, part, role, flags }) => ({
      ...(isAlone ? { start, end } : focus),
      ...{ focus, around: { start, end }, part, role, flags },
    })),
    related: answer.outcome === 'answered' ? [] : answer.relatedNotes.map(({ id }) => id),
    further: [...left.map(({ focus }) => sentenceAtFocus(article, focus)), ...further],
    ...(answer.stillReading === undefined ? {} : { stillReading: true }),
    ...(answer.otherLanguage === undefined ? {} : { otherLanguage: answer.otherLanguage }),
  };
}

/** Most passages shown for a checked message, and most claims shown that are not in the article. */
const MOST_PASSAGES = 3;
const MOST_WITHOUT = 3;
/**
 * Below this confidence, a relation is shown with reserve. Of the development claims classified as the article's, 92 in 100 above it are
 * classified correctly, 62 below it.
 */
const SURE = 0.6;

/** The shown claims of a message, each with its passage. */
function claimsShown({ claims }: Check) {
  const passages: CheckedClaim['passages'][number][] = [];
  const shown: { readonly claim: CheckedClaim; readonly quote?: number }[] = [];
  let without = 0;
  for (const claim of claims) {
    const [best] = claim.passages;
    if (best === undefined) {
      without += 1;
      if (without <= MOST_WITHOUT) shown.push({ claim });
      continue;
    }
    const at = passages.findIndex(({ focus }) => overlaps(focus, best.focus));
    if (at >= 0) shown.push({ claim, quote: at });
    else if (passages.length < MOST_PASSAGES) shown.push({ claim, quote: passages.push(best) - 1 });
  }
  return { passages, shown };
}

/** Content of a shown check. */
export function shownOfCheck(check: Check, showing: Showing): CheckShown {
  const { passages, shown } = claimsShown(check);
  const isAlone = passages.length === 1;
  const said = check.claims.filter((claim) => claim.passages.length > 0).length;
  // A claim with a passage already has the notes there.
  const without = check.claims.filter(({ passages: found }) => found.length === 0);
  const related = new Set(without.flatMap(({ relatedNotes }) => relatedNotes).map(({ note }) => note.id));
  return {
    kind: 'check',
    ...showing,
    claims: shown.map(({ claim: { relation, confidence }, quote }) => ({
      relation,
      isSure: confidence >= SURE,
      ...(quote === undefined ? {} : { quote }),
    })),
    left: said - shown.filter(({ quote }) => quote !== undefined).length,
    quotes: passages.map(({ quote: { start, end }, focus, flags }, i) => ({
      ...(isAlone ? { start, end } : focus),
      ...{ focus, around: { start, end }, role: 'answer' as const, flags: flags.map(({ note }) => note.id) },
      part: shown.findIndex(({ quote }) => quote === i),
    })),
    related: [...related],
    ...(check.stillReading === undefined ? {} : { stillReading: check.stillReading }),
  };
}

/** The words of a checked message, for each of its shown claims. */
export function wordsChecked(check: Check): string[] {
  return claimsShown(check).shown.map(({ claim: { about } }) => check.message.slice(about.start, about.end));
}

/** Index of the sentence that a focus begins with. */
export function sentenceAtFocus({ sentences }: Pick<Article, 'sentences'>, focus: Span): number {
  return sentences.findIndex((sentence) => overlaps(sentence, focus));
}

// What `npm run calibrate` measured for a model: how to decide, on which content, and how well it did.

import { z } from 'zod';
import { decisionSchema } from './decide.js';
import { followUpDecisionSchema } from './decide-follow-up.js';

const share = z.strictObject({ hits: z.int().nonnegative(), of: z.int().nonnegative() });

/** Counts over the dev questions, each judged by a decision that was fitted without it. */
const figuresSchema = z.strictObject({
  answerable: z.strictObject({ answered: share, notCovered: share }),
  nearTopic: z.strictObject({ answered: share, notCovered: share }),
  offTopic: z.strictObject({ answered: share, notCovered: share }),
});

/** Counts over the check messages, each judged by a threshold that was fitted without it. */
const checkFiguresSchema = z.strictObject({
  /** Messages that repeat, quote or deny what the article says: those with a passage, and those with the right one first. */
  like: z.strictObject({ matched: share, right: share }),
  /** Messages about the article's subject that say what it does not. */
  nearTopic: z.strictObject({ matched: share }),
  offTopic: z.strictObject({ matched: share }),
});

/** Counts over the follow-ups, each judged by a decision that was fitted without it. */
const followUpFiguresSchema = z.strictObject({ answerable: share, unanswerable: share });

const measuredSchema = z.strictObject({
  decision: decisionSchema,
  crossValidated: figuresSchema,
  /** Of Spanish questions alone. */
  spanish: figuresSchema,
  /** Follow-ups, decided on what they add. */
  followUps: z.strictObject({ decision: followUpDecisionSchema, crossValidated: followUpFiguresSchema }),
  /** Messages held against the article: the least score of a passage that is shown. */
  check: z.strictObject({ threshold: z.number(), crossValidated: checkFiguresSchema }),
});

export const calibrationSchema = z.strictObject({
  model: z.strictObject({ id: z.string(), hash: z.string() }),
  /** For an article with reader questions and decoys of its own, measured on the content with this hash. */
  own: measuredSchema.extend({ content: z.string() }),
  /** For any other article: the same questions to the same article, stripped of its reader questions and near decoys. */
  generic: measuredSchema,
  /** Related notes: the least score that is shown, and the least where the question is nothing to the article. */
  relatedNotes: z.strictObject({ threshold: z.number() }),
});

type Share = z.infer<typeof share>;
export type Calibration = z.infer<typeof calibrationSchema>;
export type Figures = z.infer<typeof figuresSchema>;
export type CheckFigures = z.infer<typeof checkFiguresSchema>;

/** How well questions are answered, and messages told apart from what the article says. */
export interface MeasuredFigures {
  readonly answers: Figures;
  readonly spanish: Figures;
  readonly followUps: { readonly answerable: Share; readonly unanswerable: Share };
  readonly checks: CheckFigures;
}

/** What was measured on the content with a hash; undefined for any other content, of which it says nothing. */
export function measuredOn(contentHash: string, { own }: Calibration): MeasuredFigures | undefined {
  if (own.content !== contentHash) return undefined;
  return {
    answers: own.crossValidated,
    spanish: own.spanish,
    followUps: own.followUps.crossValidated,
    checks: own.check.crossValidated,
  };
}

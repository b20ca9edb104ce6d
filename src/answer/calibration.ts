// What `npm run calibrate` measured for a model: how to decide, on which content, and how well it did.

import { z } from 'zod';
import { decisionSchema } from './decide.js';
import { followUpDecisionSchema } from './decide-follow-up.js';
import { relationModelSchema } from './relation.js';

const share = z.strictObject({ hits: z.int().nonnegative(), of: z.int().nonnegative() });

/** Counts over the dev questions, each judged by a decision that was fitted without it. */
const figuresSchema = z.strictObject({
  answerable: z.strictObject({ answered: share, notCovered: share }),
  nearTopic: z.strictObject({ answered: share, notCovered: share }),
  offTopic: z.strictObject({ answered: share, notCovered: share }),
});

/** Counts over the claims of the development messages, each judged by what was fitted without its message. */
const relationFiguresSchema = z.strictObject({
  /** Rightly told to be what they are, and with a passage quoted that they are about. */
  repeats: z.strictObject({ told: share, found: share }),
  contradicts: z.strictObject({ told: share, found: share }),
  /** Told so, and so with nothing quoted. */
  notInArticle: z.strictObject({ told: share }),
});

/** Counts over the follow-ups, each judged by a decision that was fitted without it. */
const followUpFiguresSchema = z.strictObject({ answerable: share, unanswerable: share });

const measuredSchema = z.strictObject({
  decision: decisionSchema,
  crossValidated: figuresSchema,
  /** What decides on the relation of a claim to the article. */
  check: z.strictObject({ relation: relationModelSchema, crossValidated: relationFiguresSchema }),
  /** Of Spanish questions alone. */
  spanish: figuresSchema,
  /** Follow-ups, decided on what they add. */
  followUps: z.strictObject({ decision: followUpDecisionSchema, crossValidated: followUpFiguresSchema }),
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
export type RelationFigures = z.infer<typeof relationFiguresSchema>;

/** How well questions are answered, and how well the claims of messages are told apart. */
export interface MeasuredFigures {
  readonly answers: Figures;
  readonly checks: RelationFigures;
  readonly spanish: Figures;
  readonly followUps: { readonly answerable: Share; readonly unanswerable: Share };
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

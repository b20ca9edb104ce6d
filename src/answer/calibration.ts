// Results of `npm run calibrate` for a model: the decisions, the content they were measured on, and their figures.

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

/** Counts over the claims of the development messages, each judged by a model that was fitted without its message. */
const relationFiguresSchema = z.strictObject({
  /** Correctly classified, and quoted with a passage that they are about. */
  repeats: z.strictObject({ told: share, found: share }),
  contradicts: z.strictObject({ told: share, found: share }),
  /** Correctly classified, and so without a quote. */
  notInArticle: z.strictObject({ told: share }),
});

/** Counts over the follow-ups, each judged by a decision that was fitted without it. */
const followUpFiguresSchema = z.strictObject({ answerable: share, unanswerable: share });

const measuredSchema = z.strictObject({
  decision: decisionSchema,
  crossValidated: figuresSchema,
  /** Decides on the relation of a claim to the article. */
  check: z.strictObject({ relation: relationModelSchema, crossValidated: relationFiguresSchema }),
  /** For Spanish questions alone. */
  spanish: figuresSchema,
  /** Follow-ups, decided on what they add. */
  followUps: z.strictObject({ decision: followUpDecisionSchema, crossValidated: followUpFiguresSchema }),
});

export const calibrationSchema = z.strictObject({
  model: z.strictObject({ id: z.string(), hash: z.string() }),
  /** For an article with reader questions and decoys of its own, measured on the content with this hash. */
  own: measuredSchema.extend({ content: z.string() }),
  /** For any other article, measured with the same questions on the same article without its reader questions and near decoys. */
  generic: measuredSchema,
  /** Related notes: the least score of a shown note. */
  relatedNotes: z.strictObject({ threshold: z.number() }),
});

type Share = z.infer<typeof share>;
export type Calibration = z.infer<typeof calibrationSchema>;
export type Figures = z.infer<typeof figuresSchema>;
export type RelationFigures = z.infer<typeof relationFiguresSchema>;

/** Quality of the answers to questions, and of the classification of claims. */
export interface MeasuredFigures {
  readonly answers: Figures;
  readonly checks: RelationFigures;
  readonly spanish: Figures;
  readonly followUps: { readonly answerable: Share; readonly unanswerable: Share };
}

/** The figures measured on the content with a hash; undefined for any other content. */
export function measuredOn(contentHash: string, { own }: Calibration): MeasuredFigures | undefined {
  if (own.content !== contentHash) return undefined;
  return {
    answers: own.crossValidated,
    spanish: own.spanish,
    followUps: own.followUps.crossValidated,
    checks: own.check.crossValidated,
  };
}

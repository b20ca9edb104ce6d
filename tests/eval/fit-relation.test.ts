// Tests of fitting relations: learnable ones are learnt, judged on held-out data, and counted by claim.

import { describe, expect, it } from 'vitest';
import {
  claimsToldOf,
  crossValidateRelation,
  type ExaminedMessage,
  fitRelation,
  relationFiguresOf,
  type Told,
} from '../../eval/fit-relation.js';
import type { Relation } from '../../src/answer/relation.js';
import { parseArticle } from '../../src/article/parse.js';
import { covering } from '../answer/relation-model.js';

const article = parseArticle('The council counted the votes.\n\nThe mayor won.', { title: 'A Test', language: 'en' });
const TEXT = 'the council counted them all';
const flat = { flip: 0, negation: 0, denial: 0, opposites: 0, otherNumber: 0, sameNumber: 0, swapped: 0, corrected: 0 };
const SIGNS: Readonly<Record<Relation, { coverage: number; flip: number }>> = {
  repeats: { coverage: 0.95, flip: 0 },
  contradicts: { coverage: 0.9, flip: 1 },
  not_in_article: { coverage: 0.5, flip: 0 },
};
const RELATIONS = ['repeats', 'contradicts', 'not_in_article'] as const;

/** A message of one claim with a relation, whose features look like another relation's. */
function messageOf(relation: Relation, looksLike: Relation, sentence = 0, id = 'x'): ExaminedMessage {
  const { coverage, flip } = SIGNS[looksLike];
  const claim = { text: TEXT, relation, gold: relation === 'not_in_article' ? [] : ['The council counted the votes.'], notes: [] };
  const whole = {
    about: { start: 0, end: TEXT.length },
    searched: { embedded: undefined as never, words: undefined as never },
    compared: [{ sentence, score: coverage, features: { ...covering(coverage), ...flat, flip } }],
  };
  return { message: { id, message: TEXT, claims: [claim] }, text: TEXT, sentences: [{ whole, clauses: [] }] };
}

const messages = Array.from({ length: 60 }, (_, i) => RELATIONS[i % 3] ?? 'repeats').map((relation) => messageOf(relation, relation));

describe('relations', () => {
  it('are told apart where they can be, and their passages are found', () => {
    expect(crossValidateRelation(messages, article)).toEqual({
      repeats: { told: { hits: 20, of: 20 }, found: { hits: 20, of: 20 } },
      contradicts: { told: { hits: 20, of: 20 }, found: { hits: 20, of: 20 } },
      notInArticle: { told: { hits: 20, of: 20 } },
    });
  });

  it('are judged without having been learnt from', () => {
    // If learnt from, the odd ones of one fold would outvote the only one with the same features.
    const odd = messages.map((message, i) =>
      i % 10 === 0 && message.message.claims[0]?.relation === 'repeats' ? messageOf('repeats', 'contradicts') : message,
    );
    const all = fitRelation(odd);
    expect(odd.flatMap((message) => claimsToldOf(message, all, article))).toHaveLength(60);
    expect(crossValidateRelation(odd, article).repeats.told.hits).toBe(18);
  });

  it('count a passage only where it is one that the claim is about, and none of a message that says nothing', () => {
    const model = fitRelation(messages);
    expect(claimsToldOf(messageOf('repeats', 'repeats', 1), model, article)).toMatchObject([{ relation: 'repeats', isFound: false }]);
    const silent = { ...messageOf('repeats', 'repeats'), text: '', sentences: [] };
    expect(claimsToldOf(silent, model, article)).toMatchObject([{ relation: 'not_in_article', isFound: false }]);
  });

  it('are counted by what the claim is', () => {
    const { claims } = messageOf('repeats', 'repeats').message;
    const told: Told[] = claims.flatMap((claim) => [
      { claim, relation: 'repeats', isFound: true },
      { claim, relation: 'contradicts', isFound: true },
      { claim: { ...claim, relation: 'not_in_article' }, relation: 'not_in_article', isFound: false },
    ]);
    expect(relationFiguresOf(told)).toEqual({
      repeats: { told: { hits: 1, of: 2 }, found: { hits: 2, of: 2 } },
      contradicts: { told: { hits: 0, of: 0 }, found: { hits: 0, of: 0 } },
      notInArticle: { told: { hits: 1, of: 1 } },
    });
  });
});

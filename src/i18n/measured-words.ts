// How well questions and messages were measured to be answered, in words.

import { translator, type UiLanguage } from './translator.js';

interface Share {
  readonly hits: number;
  readonly of: number;
}

/** What is told of the figures that were measured. */
interface Measured {
  readonly answers: Readonly<Record<'answerable' | 'nearTopic' | 'offTopic', { readonly answered: Share }>>;
  readonly checks: Readonly<Record<'nearTopic' | 'offTopic', { readonly matched: Share }>> & { readonly like: { readonly right: Share } };
}

/** How well questions are answered, or that nobody measured it on this content. */
export function answersInWords(measured: Measured | undefined, model: string, language: UiLanguage): string {
  if (measured === undefined) return translator(language)('measured.none', { model });
  const { answerable, nearTopic, offTopic } = measured.answers;
  return translator(language)('measured.text', {
    model,
    answered: percentOf(answerable.answered),
    nearTopic: percentOf(nearTopic.answered),
    offTopic: percentOf(offTopic.answered),
  });
}

/** How well messages are told apart from what the article says; nothing where nobody measured it on this content. */
export function checksInWords(measured: Measured | undefined, language: UiLanguage): string[] {
  if (measured === undefined || measured.checks.like.right.of === 0) return [];
  const { like, nearTopic, offTopic } = measured.checks;
  return [
    translator(language)('about.measured.check', {
      right: percentOf(like.right),
      nearTopic: percentOf(nearTopic.matched),
      offTopic: percentOf(offTopic.matched),
    }),
  ];
}

/** A share in whole percent; 0 of nothing. */
export function percentOf({ hits, of }: Share): number {
  return of === 0 ? 0 : Math.round((100 * hits) / of);
}

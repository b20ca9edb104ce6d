// The measured quality of answers and checks, as text.

import { translator, type UiLanguage } from './translator.js';

interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The displayed figures. */
interface Measured {
  readonly answers: Readonly<Record<'answerable' | 'nearTopic' | 'offTopic', { readonly answered: Share }>>;
  readonly checks: Readonly<Record<'repeats' | 'contradicts' | 'notInArticle', { readonly told: Share }>>;
}

/** The measured quality of answers, or that it was not measured on this content. */
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

/** The measured quality of checks; empty if it was not measured on this content. */
export function checksInWords(measured: Measured | undefined, language: UiLanguage): string[] {
  if (measured === undefined || measured.checks.repeats.told.of === 0) return [];
  const { repeats, contradicts, notInArticle } = measured.checks;
  return [
    translator(language)('about.measured.check', {
      repeats: percentOf(repeats.told),
      contradicts: percentOf(contradicts.told),
      notInArticle: percentOf(notInArticle.told),
    }),
  ];
}

/** A share in whole percent; 0 if the total is 0. */
export function percentOf({ hits, of }: Share): number {
  return of === 0 ? 0 : Math.round((100 * hits) / of);
}

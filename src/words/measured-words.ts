// How well questions and messages were measured to be answered, in words.

import { type MeasuredFigures, percentOf } from '../answer/calibration.js';
import { translator, type UiLanguage } from './words.js';

/** How well questions are answered, or that nobody measured it on this content. */
export function answersInWords(measured: MeasuredFigures | undefined, model: string, language: UiLanguage): string {
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
export function checksInWords(measured: MeasuredFigures | undefined, language: UiLanguage): string[] {
  if (measured === undefined) return [];
  const { like, nearTopic, offTopic } = measured.checks;
  return [
    translator(language)('about.measured.check', {
      right: percentOf(like.right),
      nearTopic: percentOf(nearTopic.matched),
      offTopic: percentOf(offTopic.matched),
    }),
  ];
}

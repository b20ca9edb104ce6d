// Questions to try, as lines of a message.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import { escapeMarkdown } from '../kit/escape.js';

/** One text that offers the questions; empty for no questions. */
export function examplesText(questions: readonly string[], language: UiLanguage): string[] {
  if (questions.length === 0) return [];
  return [[translator(language)('help.examples'), ...questions.map((question) => `- ${escapeMarkdown(question)}`)].join('\n')];
}

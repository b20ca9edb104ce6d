// The reply to a message without a question: how to ask.

import { normaliseQuestion } from '../../answer/question.js';
import { smallTalkLanguage } from '../../answer/small-talk.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';

/** Whether there is a question in what somebody wrote: words, and more than a greeting. */
export function asksSomething(text: string | undefined): text is string {
  return text !== undefined && !isWordless(text) && smallTalkLanguage(text) === undefined;
}

/** Whether there is nothing in a text but emoji, punctuation or links. */
export function isWordless(text: string): boolean {
  return normaliseQuestion(text).kind === 'wordless';
}

/**
 * How to ask, for somebody whose message asks nothing: in the language of a greeting, else in the given one.
 * @param text what was written; undefined where nothing was
 */
export function howToAsk(text: string | undefined, language: UiLanguage): string {
  if (text !== undefined && isWordless(text)) return translator(language)('question.wordless');
  return translator(smallTalkLanguage(text ?? '') ?? language)('mention.empty');
}

// What is said to a message that asks nothing of the article: how to ask.

import { normaliseQuestion } from '../answer/question.js';
import { smallTalkLanguage } from '../answer/small-talk.js';
import { type WordsLanguage, words } from '../words/words.js';

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
export function howToAsk(text: string | undefined, language: WordsLanguage): string {
  if (text !== undefined && isWordless(text)) return words(language)('question.wordless');
  return words(smallTalkLanguage(text ?? '') ?? language)('mention.empty');
}

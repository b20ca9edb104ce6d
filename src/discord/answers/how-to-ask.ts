// The reply to a message that asks nothing to quote the article on: how to ask, or what there is to say instead.

import type { Intent } from '../../answer/answer.js';
import { listClaims } from '../../answer/claims.js';
import { intentOf } from '../../answer/intent.js';
import { normaliseQuestion } from '../../answer/question.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { ArticleView } from '../../views/article-view.js';
import type { Reply } from '../kit/reply.js';
import { type RenderIntentOptions, renderIntent } from './render-intent.js';

/**
 * Whether there is something to look for in what somebody wrote: words, and neither small talk nor a question about the bot or the whole article.
 * @param previous the question before
 */
export function asksSomething(text: string | undefined, previous?: string): text is string {
  return text !== undefined && !isWordless(text) && intentOf(text, previous) === undefined;
}

/** Whether there is nothing in a text but emoji, punctuation or links. */
export function isWordless(text: string): boolean {
  return normaliseQuestion(text).kind === 'wordless';
}

/**
 * How to ask, for somebody whose message says nothing.
 * @param text what was written; undefined where nothing was
 */
export function howToAsk(text: string | undefined, language: UiLanguage): string {
  return translator(language)(text !== undefined && isWordless(text) ? 'question.wordless' : 'mention.empty');
}

/** What is said to a message with an intent, with the notes as the readers of a place see them now. */
export function replyToIntent(intent: Intent, view: ArticleView, options: RenderIntentOptions): Reply {
  return renderIntent(intent, { view, contested: listClaims(view.article, view.notes) }, options);
}

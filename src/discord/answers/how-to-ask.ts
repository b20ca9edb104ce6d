// The reply to a message that no quote can answer: how to ask, or the words for its intent.

import type { Intent } from '../../answer/answer.js';
import { listClaims } from '../../answer/claims.js';
import { intentOf } from '../../answer/intent.js';
import { normaliseQuestion } from '../../answer/question.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { ArticleView } from '../../views/article-view.js';
import type { Reply } from '../kit/reply.js';
import { type RenderIntentOptions, renderIntent } from './render-intent.js';

/**
 * Whether a text asks something to look for: it has words, and is neither small talk nor a question about the bot or the whole article.
 * @param previous the question before
 */
export function asksSomething(text: string | undefined, previous?: string): text is string {
  return text !== undefined && !isWordless(text) && intentOf(text, previous) === undefined;
}

/** Whether a text has nothing but emoji, punctuation or links. */
export function isWordless(text: string): boolean {
  return normaliseQuestion(text).kind === 'wordless';
}

/**
 * Instructions for asking, after a message that asks nothing.
 * @param text the written words; undefined if there were none
 */
export function howToAsk(text: string | undefined, language: UiLanguage): string {
  return translator(language)(text !== undefined && isWordless(text) ? 'question.wordless' : 'mention.empty');
}

/** The reply to a message with an intent, with the notes as the readers of a place see them now. */
export function replyToIntent(intent: Intent, view: ArticleView, options: RenderIntentOptions): Reply {
  return renderIntent(intent, { view, contested: listClaims(view.article, view.notes) }, options);
}

// Replies to small talk and to questions about the bot or the article as a whole.

import type { NoteStatus } from '../notes/note.js';
import type { MessageKey } from './catalogue.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from './translator.js';

/** Known facts about the article. */
export interface ArticleFacts {
  /** Author, kind and date for display; empty if nothing is known. */
  readonly details: string;
  /** Number of claims with each contested status, under the reader's current notes. */
  readonly contested: readonly { readonly status: NoteStatus; readonly count: number }[];
}

/** Commands to continue with at the place of the message, as typed or chosen there. */
export interface Ways {
  readonly about: string;
  readonly help: string;
  /** The command that lists the contested claims. */
  readonly claims?: string;
  /** The command that shows one of the claims, if there is no list. */
  readonly passage?: string | undefined;
  /** The command that checks a message against the article. */
  readonly check?: string;
}

type Intent = MessageKey extends infer Key
  ? Key extends `intent.${infer Name}`
    ? Name extends `${string}.${string}`
      ? never
      : Name
    : never
  : never;

/** The reply to a message with an intent, as one paragraph. */
export function intentInWords(intent: Intent, facts: ArticleFacts, ways: Ways, language: UiLanguage): string {
  const t = translator(language);
  const way = (name: 'help' | 'about' | 'claims' | 'contested' | 'passage' | 'check', command: string | undefined) =>
    command === undefined ? [] : [t(`intent.way.${name}`, { command })];
  const count = facts.contested.reduce((sum, one) => sum + one.count, 0);
  const statuses = facts.contested
    .map(({ status, count: each }) => `${STATUS_SYMBOLS[status]} ${t(`status.${status}`)} (${each})`)
    .join(' · ');
  const contested = [
    t('intent.contested', { count, statuses }),
    ...(count === 0 ? [] : ways.claims === undefined ? way('passage', ways.passage) : way('claims', ways.claims)),
  ];
  switch (intent) {
    case 'thanks':
    case 'greeting':
    case 'acknowledgement':
    case 'insult':
      return [t(`intent.${intent}`), ...way('help', ways.help)].join(' ');
    case 'bot':
      return [t('intent.bot'), ...way('about', ways.about)].join(' ');
    case 'help':
      return [t('intent.help'), ...way('check', ways.check), ...way('help', ways.help)].join(' ');
    case 'summons':
      return [t('intent.summons'), ...(ways.check === undefined ? [t('intent.way.ask')] : way('check', ways.check))].join(' ');
    case 'opinion':
      return [
        t('intent.opinion'),
        ...(ways.claims === undefined || count === 0 ? way('about', ways.about) : way('contested', ways.claims)),
      ].join(' ');
    case 'contested':
      return contested.join(' ');
    case 'summary':
      return [...contested, ...way('about', ways.about)].join(' ');
    case 'reliability': {
      const details = facts.details === '' ? [] : [t('intent.reliability.details', { details: facts.details })];
      return [t('intent.reliability'), ...details, ...contested, ...way('about', ways.about)].join(' ');
    }
  }
}

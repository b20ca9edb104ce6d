// What is wrong with what a reader typed, in their language.

import type { InputError } from '../input-error.js';
import { translator, type UiLanguage } from './words.js';

/** What is wrong with what somebody typed, in a language where it is known in kind, else as the error says it. */
export function sayInputError({ message, fault }: InputError, language: UiLanguage): string {
  const t = translator(language);
  switch (fault?.kind) {
    case undefined:
      return message;
    case 'empty-question':
      return t('failure.emptyQuestion');
    case 'nothing-to-check':
      return t('command.check.empty');
    case 'question-too-long':
      return t('failure.longQuestion', { length: fault.length, limit: fault.limit });
    case 'message-too-long':
      return t('failure.longMessage', { length: fault.length, limit: fault.limit });
  }
}

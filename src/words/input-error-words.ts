// What is wrong with what a reader typed, in their language.

import type { InputError } from '../input-error.js';
import { type WordsLanguage, words } from './words.js';

/** What is wrong with what somebody typed, in a language where it is known in kind, else as the error says it. */
export function sayInputError({ message, fault }: InputError, language: WordsLanguage): string {
  const say = words(language);
  switch (fault?.kind) {
    case undefined:
      return message;
    case 'empty-question':
      return say('failure.emptyQuestion');
    case 'nothing-to-check':
      return say('command.check.empty');
    case 'question-too-long':
      return say('failure.longQuestion', { length: fault.length, limit: fault.limit });
    case 'message-too-long':
      return say('failure.longMessage', { length: fault.length, limit: fault.limit });
  }
}

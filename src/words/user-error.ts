// The error for what a reader or a moderator typed or chose: a message of the catalogues, put into words where it is shown.

import { type ParametersFor, type WordKey, type Words, type WordsLanguage, words } from './words.js';

/** The parameters of a message that has some, and what led to the error. */
type Given<Key extends WordKey> =
  ParametersFor<Key> extends readonly [infer Parameters]
    ? [parameters: Parameters, options?: ErrorOptions]
    : [parameters?: undefined, options?: ErrorOptions];

/** What an operator gave is an InputError instead. Its own message, for a terminal or a log, is English. */
export class UserError<Key extends WordKey = WordKey> extends Error {
  override readonly name = 'UserError';
  readonly #in: (t: Words) => string;

  constructor(
    readonly key: Key,
    ...[parameters, options]: Given<Key>
  ) {
    const inWords = (t: Words) => t(key, ...((parameters === undefined ? [] : [parameters]) as ParametersFor<Key>));
    super(inWords(words('en')), options);
    this.#in = inWords;
  }

  /** What whoever typed it is told. */
  in(language: WordsLanguage): string {
    return this.#in(words(language));
  }
}

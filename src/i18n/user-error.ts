// UserError: a reader's or moderator's mistake or missing right, as a message key that is put into words where it is shown.

import type { MessageKey, ParametersFor } from './catalogue.js';
import { type Translate, translator, type UiLanguage } from './translator.js';

/** The parameters of a message that has some, and what led to the error. */
type Given<Key extends MessageKey> =
  ParametersFor<Key> extends readonly [infer Parameters]
    ? [parameters: Parameters, options?: ErrorOptions]
    : [parameters?: undefined, options?: ErrorOptions];

/** What an operator gave is an InputError instead. Its own message, for a terminal or a log, is English. */
export class UserError<Key extends MessageKey = MessageKey> extends Error {
  override readonly name = 'UserError';
  readonly #in: (t: Translate) => string;

  constructor(
    readonly key: Key,
    ...[parameters, options]: Given<Key>
  ) {
    const inWords = (t: Translate) => t(key, ...((parameters === undefined ? [] : [parameters]) as ParametersFor<Key>));
    super(inWords(translator('en')), options);
    this.#in = inWords;
  }

  /** The message in the person's language. */
  in(language: UiLanguage): string {
    return this.#in(translator(language));
  }
}

// UserError: a reader's or moderator's mistake or missing right, as a message key that is translated where it is shown.

import type { MessageKey, ParametersFor } from './catalogue.js';
import { type Translate, translator, type UiLanguage } from './translator.js';

/** The message's parameters, if it has any, and the cause of the error. */
type Given<Key extends MessageKey> =
  ParametersFor<Key> extends readonly [infer Parameters]
    ? [parameters: Parameters, options?: ErrorOptions]
    : [parameters?: undefined, options?: ErrorOptions];

/** A mistake of a reader or moderator; an operator's is an InputError. Its own message, for terminals and logs, is English. */
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

// The type of a catalogue: the keys of the reference catalogue, each with its parameters.

import type { en } from './en.js';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;

/**
 * The parameters of a message, read from the names after each `{`. An alternative of a plural must hold
 * more than one word, or it would be treated as a parameter.
 */
type ParametersIn<Message extends string> = Message extends `${string}{${infer Rest}` ? ParameterAt<Rest> & ParametersIn<Rest> : unknown;
type ParameterAt<Rest extends string> = Rest extends `${infer Token}}${string}`
  ? Token extends `${infer Name}, ${'plural' | 'number'},${string}`
    ? { readonly [key in Name]: number }
    : Token extends `${string} ${string}`
      ? unknown
      : { readonly [key in Token]: string | number }
  : unknown;

/** No argument for a message without parameters, else one object. */
export type ParametersFor<Key extends MessageKey> = unknown extends ParametersIn<(typeof en)[Key]> ? [] : [ParametersIn<(typeof en)[Key]>];

/** Accepts messages with the same parameters as the reference; for any other message, the type names the required parameters. */
type Translated<Messages> = {
  readonly [Key in keyof Messages]: Key extends MessageKey
    ? Messages[Key] extends string
      ? Same<ParametersIn<Messages[Key]>, ParametersIn<(typeof en)[Key]>> extends true
        ? Messages[Key]
        : ['It takes other parameters than in English:', ParametersIn<(typeof en)[Key]>]
      : never
    : ['English has no such message'];
};
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** A catalogue in another language: the same keys with the same parameters, checked by the compiler. */
export function translation<const Messages extends Catalogue>(messages: Messages & Translated<Messages>): Catalogue {
  return messages;
}

// A click, and what it or a filled-in form leads to: decided at once, done after the acknowledgement.

import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import type { Form } from './form.js';
import type { Actor } from './input.js';
import type { Reply } from './reply.js';
import type { AckMode, Responder } from './responder.js';

/** A click on a button, or a choice in a select. */
export interface Click extends Actor {
  readonly customId: string;
  /** What was chosen in a select. */
  readonly values: readonly string[];
  /** The message that it stands on. */
  readonly message: {
    readonly id: string;
    readonly content: string;
    readonly embeds: readonly APIEmbed[];
    readonly components: readonly APIMessageTopLevelComponent[];
  };
}

export type Plan =
  | { readonly kind: 'reply'; readonly mode: AckMode; act(responder: Responder): Promise<unknown> }
  /** A form cannot be shown after an acknowledgement, so it must be there quickly. */
  | { readonly kind: 'form'; form(): Promise<Form> | Form };

/** Answers the one who acts, in a message that nobody else sees. */
export function privately(reply: () => Promise<Reply> | Reply): Plan {
  return { kind: 'reply', mode: 'private', act: async (responder) => responder.edit(await reply()) };
}

/** Changes the message that was acted on. */
export function update(act: (responder: Responder) => Promise<unknown>): Plan {
  return { kind: 'reply', mode: 'update', act };
}

/** Puts another message in the place of the one that was acted on. */
export function inPlace(reply: () => Promise<Reply> | Reply): Plan {
  return update(async (responder) => responder.edit(await reply()));
}

export function showForm(form: () => Promise<Form> | Form): Plan {
  return { kind: 'form', form };
}

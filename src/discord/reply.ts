// A reply before it is sent: what renderers make and the dispatcher sends.

import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import type { Outcome } from '../answer/answer.js';

/** A question that was answered, and the one before it where it was a follow-up. */
export interface Asked {
  readonly question: string;
  readonly previous?: string | undefined;
}

/** A file that comes with a message. */
export interface ReplyFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** What a picture shows, for those who do not see it. */
  readonly description?: string;
}

/** One message in Discord's own JSON. The sender adds flags and switches mentions off. */
export interface Reply {
  /** Stands alone when a reader has embeds switched off. */
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly ReplyFile[];
  /** What it answers, for follow-ups and /why. Not sent. */
  readonly asked?: Asked;
  /** What it shows of the article and its notes, so that it can be corrected and counted. Not sent. */
  readonly shows?: Shown;
  /** Whether it tells of something that was saved, which stays so where it cannot be sent. Not sent. */
  readonly isSaved?: boolean;
}

/** Ids and numbers alone. */
export interface Shown {
  readonly noteIds: readonly string[];
  /** Of the passage that stands first; undefined where none does. */
  readonly paragraph: number | undefined;
  /** Of an answer to a question. */
  readonly outcome?: Outcome;
}

/** A reply of words alone. */
export function textReply(content: string): Reply {
  return { content, embeds: [], components: [] };
}

/** Words alone, about something that was saved. */
export function savedReply(content: string): Reply {
  return { ...textReply(content), isSaved: true };
}

/** A reply with a line over what it says. */
export function withLine(line: string, reply: Reply): Reply {
  return { ...reply, content: [line, ...(reply.content === '' ? [] : [reply.content])].join('\n') };
}

// A reply before it is sent: renderers make it, the dispatcher sends it.

import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import type { Versions } from '../../curation/changes-since.js';
import type { Shown } from './shown.js';

/** An answered question, and the question before it if it was a follow-up. */
export interface Asked {
  readonly question: string;
  readonly previous?: string | undefined;
}

/** A file that comes with a message. */
export interface ReplyFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Content of a picture, for people who do not see it. */
  readonly description?: string;
}

/** One message in Discord's own JSON. The sender adds flags and switches mentions off. */
export interface Reply {
  /** Must make sense alone: readers can switch embeds off. */
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly ReplyFile[];
  /** The question that it answers, for follow-ups and /why. Not sent. */
  readonly asked?: Asked;
  /** The value to render it again. Not sent. */
  readonly shows?: Shown;
  /** Versions of the notes relevant to it. Not sent. */
  readonly versions?: Versions;
  /** Whether it reports a saved change, which holds even if it cannot be sent. Not sent. */
  readonly isSaved?: boolean;
}

/** A reply of words alone. */
export function textReply(content: string): Reply {
  return { content, embeds: [], components: [] };
}

/** A reply of words alone about a saved change. */
export function savedReply(content: string): Reply {
  return { ...textReply(content), isSaved: true };
}

/** A reply with a line above its content. */
export function withLine(line: string, reply: Reply): Reply {
  return { ...reply, content: [line, ...(reply.content === '' ? [] : [reply.content])].join('\n') };
}

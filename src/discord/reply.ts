// A reply before it is sent: what renderers make and the dispatcher sends.

import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';

/** A question that was answered, and the one before it where it was a follow-up. */
export interface Asked {
  readonly question: string;
  readonly previous?: string | undefined;
}

/** One message in Discord's own JSON. The sender adds flags and switches mentions off. */
export interface Reply {
  /** Stands alone when a reader has embeds switched off. */
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  /** What it answers, for follow-ups and /why. Not sent. */
  readonly asked?: Asked;
}

/** A reply of words alone. */
export function textReply(content: string): Reply {
  return { content, embeds: [], components: [] };
}

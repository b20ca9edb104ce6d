// Extracts the words of a message: its text, its embeds and components, and the messages that it forwards.

import {
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  ComponentType,
  type Message,
  type MessageSnapshot,
} from 'discord.js';

/** The parts of a message that hold words, in Discord's own JSON. */
export type Said = Pick<APIMessageSnapshotFields, 'content' | 'embeds' | 'components'> & Pick<APIMessage, 'message_snapshots'>;

/** Any component: its fields depend on its type. */
interface Component {
  readonly type: ComponentType;
  readonly content?: string;
  readonly components?: readonly Component[];
}

/** A discord.js message in Discord's own JSON. */
export function saidIn({ content, embeds, components, messageSnapshots }: Message | MessageSnapshot): Said {
  return {
    content,
    embeds: embeds.map((embed) => embed.toJSON()),
    components: components.map((component) => component.toJSON()),
    message_snapshots: [...(messageSnapshots?.values() ?? [])].map((snapshot) => ({
      message: saidIn(snapshot) as APIMessageSnapshotFields,
    })),
  };
}

/** All words of a message, each text on its own lines; empty if there are none, or Discord withholds them. */
export function wordsOf({ content, embeds, components = [], message_snapshots: forwarded = [] }: Said): string {
  const texts = [
    content,
    ...embeds.flatMap(textsInEmbed),
    ...(components as readonly Component[]).flatMap(textsInComponent),
    ...forwarded.map(({ message }) => wordsOf(message)),
  ];
  return texts.filter((text) => text.trim() !== '').join('\n');
}

/** The words that a message asks with: the typed ones, or else the forwarded ones. */
export function askedWordsOf({ content, message_snapshots: forwarded = [] }: Said): string {
  return content === '' ? wordsOf({ content, embeds: [], message_snapshots: forwarded }) : content;
}

/** An embed's words: its author and footer only say where they come from. */
function textsInEmbed({ title = '', description = '', fields = [] }: APIEmbed): string[] {
  // Field names are often blank, written as an invisible character.
  const lines = fields.map(({ name, value }) => [name, value].filter((text) => /[\p{L}\p{N}]/u.test(text)).join(': '));
  return [title, description, ...lines];
}

function textsInComponent({ type, content = '', components = [] }: Component): string[] {
  return [...(type === ComponentType.TextDisplay ? [content] : []), ...components.flatMap(textsInComponent)];
}

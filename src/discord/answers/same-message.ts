// Tells whether a message already has the wanted content, ignoring what Discord adds to sent messages.

import type { APIEmbed, APIMessage } from 'discord.js';
import type { Reply } from '../kit/reply.js';

/** Any component: its fields depend on its type. */
interface Component {
  readonly type: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly style?: number;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
    readonly default?: boolean;
  }[];
  readonly components?: readonly Component[];
}

export function isSameMessage(message: Pick<APIMessage, 'content' | 'embeds' | 'components'>, reply: Reply): boolean {
  const of = ({ content, embeds, components = [] }: Pick<APIMessage, 'content' | 'embeds' | 'components'> | Reply) =>
    JSON.stringify([content.trim(), embeds.map(embedPart), (components as readonly Component[]).map(componentPart)]);
  return of(message) === of(reply);
}

function embedPart({ title = '', description = '', color = 0, fields = [], footer, author }: APIEmbed): unknown {
  const named = fields.map(({ name, value, inline = false }) => [name, value, inline]);
  return [title.trim(), description.trim(), color, named, footer?.text ?? '', author?.name ?? ''];
}

function componentPart(part: Component): unknown {
  const {
    type,
    custom_id: id = '',
    label = '',
    style = 0,
    url = '',
    disabled = false,
    placeholder = '',
    options = [],
    components = [],
  } = part;
  const offered = options.map(({ label: name, value, description = '', default: isChosen = false }) => [
    name,
    value,
    description,
    isChosen,
  ]);
  return [type, id, label, style, url, disabled, placeholder, offered, components.map(componentPart)];
}

// Ids for tests of moderators' replies, and access to the select of a reply.

import type { Reply } from '../../../src/discord/kit/reply.js';
import { readId } from '../ids.js';

export const MODERATOR = '123456789012345678';
export const SECOND = '223456789012345678';
export const GUILD = '323456789012345678';

/** The select of a reply, as its action and its options. */
export function selectOf({ components }: Pick<Reply, 'components'>) {
  const [select] = components.flatMap((row) => row.components.flatMap((part) => ('options' in part ? [part] : [])));
  return select === undefined ? undefined : { id: readId(select.custom_id), options: select.options, placeholder: select.placeholder };
}

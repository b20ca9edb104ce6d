// Modals that were sent with faults, in memory only, so that nobody has to type them again.

import { LRUCache } from 'lru-cache';
import { NO_FIELDS, type NoteForm } from '../../notes/form.js';
import type { Place } from '../core/input.js';
import type { Filled } from '../kit/modal.js';
import { type NoteLayout, noteFieldsIn } from './note-modals.js';

const MOST_KEPT = 1_000;
/** Most modals of one person: a flood must not push out other people's modals. */
const MOST_OF_ONE = 5;
const KEPT_MS = 60 * 60_000;

export interface Unfinished {
  /** Custom id of the filled-in modal. */
  readonly customId: string;
  readonly layout: NoteLayout;
  readonly fields: NoteForm;
}

/** A modal that could not be handled yet, as it was sent. */
export function unfinishedIn({ customId, filled }: { readonly customId: string; readonly filled: Filled }, layout: NoteLayout): Unfinished {
  return { customId, layout, fields: noteFieldsIn(filled, NO_FIELDS) };
}

/** The person who filled a modal in, and the guild. */
type Author = Pick<Place, 'userId' | 'guildId'>;

export class UnfinishedForms {
  readonly #kept = new LRUCache<string, Unfinished & { readonly author: Author }>({ max: MOST_KEPT, ttl: KEPT_MS });

  /** @param randomId letters and digits that nobody can guess */
  constructor(private readonly randomId: () => string) {}

  /** Keeps the values, and returns a key to them. */
  keep(unfinished: Unfinished, { userId, guildId }: Author): string {
    const key = this.randomId();
    // The newest comes first.
    const own = [...this.#kept].filter(([, { author }]) => author.userId === userId).map(([known]) => known);
    for (const known of own.slice(MOST_OF_ONE - 1)) this.#kept.delete(known);
    this.#kept.set(key, { ...unfinished, author: { userId, guildId } });
    return key;
  }

  /** The values for a key; undefined if they are no longer kept or belong to another person. */
  get(key: string, { userId, guildId }: Author): Unfinished | undefined {
    const found = this.#kept.get(key);
    return found?.author.userId === userId && found.author.guildId === guildId ? found : undefined;
  }
}

// Forms that were sent with faults, in memory only, so that nobody has to type them again.

import { LRUCache } from 'lru-cache';
import type { NoteForm } from '../../notes/form.js';
import type { CustomId } from '../custom-id.js';

const MOST_KEPT = 1_000;
const KEPT_MS = 60 * 60_000;

export interface Unfinished {
  /** The form that it was filled into. */
  readonly form: CustomId;
  readonly fields: NoteForm;
}

export class UnfinishedForms {
  readonly #kept = new LRUCache<string, Unfinished>({ max: MOST_KEPT, ttl: KEPT_MS });

  /** @param randomId letters and digits that nobody can guess */
  constructor(private readonly randomId: () => string) {}

  /** Keeps what was filled in, and gives a key to it. */
  keep(unfinished: Unfinished): string {
    const key = this.randomId();
    this.#kept.set(key, unfinished);
    return key;
  }

  get(key: string): Unfinished | undefined {
    return this.#kept.get(key);
  }
}

// A write transaction: its tables, and the events that it records for listeners.

import type { Transaction } from 'kysely';
import type { Tables } from './schema.js';
import type { StoreEvent } from './store.js';

export class WriteTransaction {
  readonly tables: Transaction<Tables>;
  #hasEvents = false;

  constructor(tables: Transaction<Tables>) {
    this.tables = tables;
  }

  get hasEvents(): boolean {
    return this.#hasEvents;
  }

  /** Ensures that a guild has its row in `guilds`, which all its other rows refer to. */
  async addGuild(guildId: string): Promise<void> {
    await this.tables
      .insertInto('guilds')
      .values({ id: guildId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /**
   * Records an event and returns its number, the next one: nobody else writes meanwhile.
   * @param after a number that it must exceed
   */
  async record(guildId: string, what: StoreEvent['what'], subject?: string, after = 0): Promise<number> {
    const seq = Math.max(await lastSeq(this.tables), after) + 1;
    await this.tables
      .insertInto('events')
      .values({ seq, guild_id: guildId, what, subject: subject ?? null })
      .execute();
    this.#hasEvents = true;
    return seq;
  }
}

/** The newest event's number; 0 if there are none. */
export async function lastSeq(tables: Pick<Transaction<Tables>, 'selectFrom'>): Promise<number> {
  const { seq } = await tables
    .selectFrom('events')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirstOrThrow();
  return seq ?? 0;
}

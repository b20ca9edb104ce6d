// A guild's settings: its own values over the defaults.

import type { Kysely } from 'kysely';
import type { Tables } from './schema.js';
import { DEFAULT_SETTINGS, type GuildSettings } from './store.js';

export async function readSettings(tables: Pick<Kysely<Tables>, 'selectFrom'>, guildId: string): Promise<GuildSettings> {
  return { ...DEFAULT_SETTINGS, ...(await changedSettings(tables, guildId)) };
}

/** The settings of every guild that changed any. */
export async function everySettings(tables: Pick<Kysely<Tables>, 'selectFrom'>): Promise<ReadonlyMap<string, GuildSettings>> {
  const rows = await tables.selectFrom('settings').selectAll().execute();
  return new Map(rows.map((row) => [row.guild_id, { ...DEFAULT_SETTINGS, ...JSON.parse(row.changed) }]));
}

/** Only the changed values, so that new defaults of a later version apply to the rest. */
export async function changedSettings(tables: Pick<Kysely<Tables>, 'selectFrom'>, guildId: string): Promise<Partial<GuildSettings>> {
  const row = await tables.selectFrom('settings').select('changed').where('guild_id', '=', guildId).executeTakeFirst();
  return row === undefined ? {} : JSON.parse(row.changed);
}

// The settings of each guild in memory, updated from the store: an acknowledgement cannot wait for a database.

import { DEFAULT_SETTINGS, type GuildSettings, type Store, type StoreEvent } from '../store/store.js';

export class SettingsCache {
  readonly #known: Map<string, GuildSettings>;

  private constructor(
    private readonly store: Store,
    known: ReadonlyMap<string, GuildSettings>,
  ) {
    this.#known = new Map(known);
  }

  static async open(store: Store): Promise<SettingsCache> {
    return new SettingsCache(store, await store.everySettings());
  }

  of(guildId: string | undefined): GuildSettings {
    return (guildId === undefined ? undefined : this.#known.get(guildId)) ?? DEFAULT_SETTINGS;
  }

  /** Changes a guild's settings; they apply when this resolves. */
  async change(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings> {
    const settings = await this.store.changeSettings(guildId, changes);
    this.#known.set(guildId, settings);
    return settings;
  }

  /** Applies a change in the store. */
  async apply({ guildId, what }: StoreEvent): Promise<void> {
    if (what === 'settings' || what === 'forgotten') this.#known.set(guildId, await this.store.settings(guildId));
  }
}

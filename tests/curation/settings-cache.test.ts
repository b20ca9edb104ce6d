// Tests of settings in memory: available without the database, and never long behind it.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SettingsCache } from '../../src/curation/settings-cache.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { DEFAULT_SETTINGS, type StoreEvent } from '../../src/store/store.js';
import { createSqliteDatabase, SOON, type TestDatabase } from '../store/databases.js';
import { ADA, CHANNEL, GUILD, OTHER_GUILD, saved } from '../store/examples.js';

let database: TestDatabase;
let store: SqlStore;

beforeAll(async () => {
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
});

afterEach(() => database.clear());

afterAll(() => database.drop());

const event = (what: StoreEvent['what']): StoreEvent => ({ seq: 1, guildId: GUILD, what, subject: undefined });

describe('settings', () => {
  it('are the default ones for a server that changed none, and where there is no server', async () => {
    const settings = await SettingsCache.open(store);
    expect(settings.of(GUILD)).toEqual(DEFAULT_SETTINGS);
    expect(settings.of(undefined)).toEqual(DEFAULT_SETTINGS);
  });

  it('are there from the start for every server that changed some', async () => {
    await store.changeSettings(GUILD, { isTwoPerson: true });
    await store.changeSettings(OTHER_GUILD, { language: 'es' });
    const settings = await SettingsCache.open(store);
    expect(settings.of(GUILD)).toEqual({ ...DEFAULT_SETTINGS, isTwoPerson: true });
    expect(settings.of(OTHER_GUILD)).toEqual({ ...DEFAULT_SETTINGS, language: 'es' });
  });

  it('hold and are kept once they are changed, and leave other servers alone', async () => {
    const settings = await SettingsCache.open(store);
    expect(await settings.change(GUILD, { logChannel: CHANNEL })).toEqual({ ...DEFAULT_SETTINGS, logChannel: CHANNEL });
    await settings.change(GUILD, { keepQuestionsDays: 7 });
    expect(settings.of(GUILD)).toEqual({ ...DEFAULT_SETTINGS, logChannel: CHANNEL, keepQuestionsDays: 7 });
    expect(settings.of(OTHER_GUILD)).toEqual(DEFAULT_SETTINGS);
    expect(await store.settings(GUILD)).toEqual(settings.of(GUILD));
  });

  it('that another process changes come with the store’s events', async () => {
    const settings = await SettingsCache.open(store);
    const heard: Promise<void>[] = [];
    store.listen((one) => heard.push(settings.apply(one)));
    await (await database.open()).changeSettings(GUILD, { moderatorRole: ADA });
    await vi.waitFor(() => expect(heard).toHaveLength(1), SOON);
    await Promise.all(heard);
    expect(settings.of(GUILD).moderatorRole).toBe(ADA);
  });

  it('are the default ones again when a server is forgotten', async () => {
    const settings = await SettingsCache.open(store);
    await settings.change(GUILD, { isTwoPerson: true });
    await store.forgetGuild(GUILD);
    await settings.apply(event('forgotten'));
    expect(settings.of(GUILD)).toEqual(DEFAULT_SETTINGS);
  });

  it.each(['notes', 'lessons'] as const)('are not read again when %s change', async (what) => {
    const settings = await SettingsCache.open(store);
    await saved(store);
    await store.close();
    // Any read here would be refused.
    await expect(settings.apply(event(what))).resolves.toBeUndefined();
    await expect(settings.apply(event('settings'))).rejects.toThrow('closed');
  });

  it('that cannot be kept are not changed either', async () => {
    const settings = await SettingsCache.open(store);
    await expect(settings.change(GUILD, { logChannel: '\0' })).rejects.toThrow('U+0000');
    expect(settings.of(GUILD)).toEqual(DEFAULT_SETTINGS);
  });
});

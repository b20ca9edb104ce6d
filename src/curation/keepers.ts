// The keeper of each note that a guild's readers see, and the date of its present wording.

import type { NoteOrigin } from '../notes/effective.js';
import { versionOf } from '../notes/note-version.js';
import type { Store } from '../store/store.js';
import type { GuildNotes } from './guild-notes.js';

/** The origin of a note, and the time of its present wording, in milliseconds since 1970, if known. */
export interface Keeper {
  readonly origin: NoteOrigin;
  readonly since?: number | undefined;
}

/** The keepers of some notes, by id; unknown notes are absent. */
export type Keepers = ReadonlyMap<string, Keeper>;

/** The sources: the current notes and their histories. */
interface Kept {
  readonly notes: Pick<GuildNotes, 'state'>;
  readonly store: Pick<Store, 'revisions'>;
}

/** The keepers of some notes in a guild; without a guild, all are shipped. */
export async function keepersOf({ notes, store }: Kept, guildId: string | undefined, noteIds: readonly string[]): Promise<Keepers> {
  return new Map(await Promise.all(noteIds.map(async (id) => [id, await keeperOf({ notes, store }, guildId, id)] as const)));
}

async function keeperOf({ notes, store }: Kept, guildId: string | undefined, noteId: string): Promise<Keeper> {
  const state = guildId === undefined ? undefined : await notes.state(guildId, noteId);
  if (guildId === undefined || state === undefined || state.origin === 'shipped') return { origin: 'shipped' };
  const version = versionOf(state.note);
  // A change that was undone does not count: the wording is the earlier one.
  const first = (await store.revisions(guildId, noteId)).find(
    ({ content }) => content !== undefined && versionOf({ id: noteId, ...content }) === version,
  );
  return { origin: state.origin, since: first?.at };
}

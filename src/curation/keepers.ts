// The keeper of each note that a guild's readers see, and the date of its present wording.

import type { NoteOrigin } from '../notes/effective.js';
import { versionOf } from '../notes/note-version.js';
import type { Store } from '../store/store.js';
import type { GuildNotes } from './guild-notes.js';

/** Whose a note is, and since when it has been as it is, in milliseconds since 1970, where that is known. */
export interface Keeper {
  readonly origin: NoteOrigin;
  readonly since?: number | undefined;
}

/** Whose some notes are, by their ids; nothing is said of one that is not there. */
export type Keepers = ReadonlyMap<string, Keeper>;

/** Where it is known who keeps a note: the notes as they are, and their histories. */
interface Kept {
  readonly notes: Pick<GuildNotes, 'state'>;
  readonly store: Pick<Store, 'revisions'>;
}

/** Whose some notes are on a guild; without one, all are as they were shipped. */
export async function keepersOf({ notes, store }: Kept, guildId: string | undefined, noteIds: readonly string[]): Promise<Keepers> {
  return new Map(await Promise.all(noteIds.map(async (id) => [id, await keeperOf({ notes, store }, guildId, id)] as const)));
}

async function keeperOf({ notes, store }: Kept, guildId: string | undefined, noteId: string): Promise<Keeper> {
  const state = guildId === undefined ? undefined : await notes.state(guildId, noteId);
  if (guildId === undefined || state === undefined || state.origin === 'shipped') return { origin: 'shipped' };
  const version = versionOf(state.note);
  // What was changed and changed back is as it was, and a message that shows it says the same as before.
  const first = (await store.revisions(guildId, noteId)).find(
    ({ content }) => content !== undefined && versionOf({ id: noteId, ...content }) === version,
  );
  return { origin: state.origin, since: first?.at };
}

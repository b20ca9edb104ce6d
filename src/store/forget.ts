// Deletes rows of people, of guilds, and of expired data.

import { setImmediate } from 'node:timers/promises';
import type { ProposalState } from '../notes/revision.js';
import { readSettings } from './guild-settings.js';
import { withoutCoauthor } from './rows.js';
import { batches, type Tables } from './schema.js';
import type { Store } from './store.js';
import { lastSeq, type WriteTransaction } from './write-transaction.js';

const DAY_MS = 24 * 60 * 60_000;

/** Number of events to keep; a process that is cut off for longer misses some. */
const MOST_EVENTS = 10_000;

/** Rows of a guild that one step removes; a note with all its revisions counts as one. */
const AT_ONCE = 200;

/** The tables of a guild, each with a column for removing it piece by piece. */
const HANGS_ON_GUILD = {
  revisions: 'note_id',
  notes: 'note_id',
  proposals: 'id',
  answers: 'message_id',
  open_questions: 'id',
  feedback: 'id',
  lessons: 'id',
  answer_counts: 'paragraph',
  settings: 'guild_id',
} as const satisfies Readonly<Record<Exclude<keyof Tables, 'guilds' | 'deletions' | 'events'>, string>>;

/** Proposals that only their author has seen, discarded or not. */
const DRAFTS: readonly ProposalState[] = ['draft', 'discarded'];

/** Removes a person's id everywhere, and everything that is theirs alone. */
export async function forgetUser(transaction: WriteTransaction, userId: string): Promise<void> {
  const { tables } = transaction;
  await clearInRevisions(transaction, 'author_id', userId);
  await clearInRevisions(transaction, 'approver_id', userId);
  await tables
    .deleteFrom('proposals')
    .where('author_id', '=', userId)
    .where('state', 'in', [...DRAFTS, 'waiting'])
    .execute();
  await tables.updateTable('proposals').set({ author_id: null }).where('author_id', '=', userId).execute();
  await tables.updateTable('proposals').set({ decided_by: null }).where('decided_by', '=', userId).execute();
  for (const { guild_id: guildId, note_id: noteId, version, coauthors } of await tables
    .selectFrom('revisions')
    .select(['guild_id', 'note_id', 'version', 'coauthors'])
    .where('coauthors', 'like', `%"${userId}"%`)
    .execute()) {
    const revision = tables.updateTable('revisions').where('guild_id', '=', guildId).where('note_id', '=', noteId);
    await revision
      .set({ coauthors: withoutCoauthor(coauthors, userId) })
      .where('version', '=', version)
      .execute();
  }
  for (const { id, coauthors } of await tables
    .selectFrom('proposals')
    .select(['id', 'coauthors'])
    .where('coauthors', 'like', `%"${userId}"%`)
    .execute()) {
    await tables
      .updateTable('proposals')
      .set({ coauthors: withoutCoauthor(coauthors, userId) })
      .where('id', '=', id)
      .execute();
  }
  const lessons = await tables
    .updateTable('lessons')
    .set({ author_id: null })
    .where('author_id', '=', userId)
    .returning('guild_id')
    .execute();
  // Private answers are removed; public answers stay up to date, but without buttons for anybody.
  await tables.deleteFrom('answers').where('asker_id', '=', userId).where('is_private', '=', 1).execute();
  await tables.updateTable('answers').set({ asker_id: null }).where('asker_id', '=', userId).execute();
  await tables.deleteFrom('deletions').where('kind', '=', 'user').where('id', '=', userId).execute();
  // Other processes may have training examples in memory, with their authors.
  for (const guildId of new Set(lessons.map((lesson) => lesson.guild_id))) await transaction.record(guildId, 'lessons');
}

/** Removes a person's id from a column of the history. SQLite is synchronous and there may be thousands of revisions, so this yields. */
async function clearInRevisions({ tables }: WriteTransaction, column: 'author_id' | 'approver_id', userId: string): Promise<void> {
  const theirs = tables.selectFrom('revisions').where(column, '=', userId);
  for (const { guild_id: guildId } of await theirs.select('guild_id').distinct().execute()) {
    const notes = await theirs.select('note_id').distinct().where('guild_id', '=', guildId).execute();
    for (const batch of batches(notes.map(({ note_id: noteId }) => noteId))) {
      const ofNotes = tables.updateTable('revisions').where('guild_id', '=', guildId).where('note_id', 'in', batch);
      await ofNotes
        .set({ [column]: null })
        .where(column, '=', userId)
        .execute();
      await setImmediate();
    }
  }
}

/** Removes everything about a guild except the event that reports this. */
export async function forgetGuild(transaction: WriteTransaction, guildId: string): Promise<void> {
  const { tables } = transaction;
  // The new event comes first: if the last event were deleted before, its number would be reused.
  const seq = await transaction.record(guildId, 'forgotten');
  await tables.deleteFrom('events').where('guild_id', '=', guildId).where('seq', '<', seq).execute();
  await tables.deleteFrom('guilds').where('id', '=', guildId).execute();
  await removeWhatHungOn(transaction, guildId);
  await tables.deleteFrom('deletions').where('kind', '=', 'guild').where('id', '=', guildId).execute();
}

/** Removes rows not deleted with their guild, piece by piece: SQLite is synchronous and there may be thousands of notes. */
async function removeWhatHungOn({ tables }: WriteTransaction, guildId: string): Promise<void> {
  for (const [name, column] of Object.entries(HANGS_ON_GUILD)) {
    // Any table with its column; the types name one of them.
    const [table, by] = [name as 'revisions', column as 'note_id'];
    for (;;) {
      const theirs = tables.selectFrom(table).select(by).distinct().where('guild_id', '=', guildId);
      const some = await theirs.limit(AT_ONCE).execute();
      if (some.length === 0) break;
      const ids = some.map((row) => row[by]);
      await tables.deleteFrom(table).where('guild_id', '=', guildId).where(by, 'in', ids).execute();
      await setImmediate();
    }
  }
}

/** Removes expired data; open questions by the settings of each guild. */
export async function purge(
  { tables }: WriteTransaction,
  { answersBefore, feedbackBefore, draftsBefore, now }: Parameters<Store['purge']>[0],
): Promise<void> {
  await tables.deleteFrom('answers').where('at', '<', answersBefore).execute();
  await tables.deleteFrom('feedback').where('at', '<', feedbackBefore).execute();
  await tables.deleteFrom('proposals').where('state', 'in', DRAFTS).where('created_at', '<', draftsBefore).execute();
  const asked = await tables.selectFrom('open_questions').select('guild_id').distinct().execute();
  for (const { guild_id: guildId } of asked) {
    const { keepQuestionsDays } = await readSettings(tables, guildId);
    const questions = tables.deleteFrom('open_questions').where('guild_id', '=', guildId);
    await (keepQuestionsDays === 0 ? questions : questions.where('at', '<', now - keepQuestionsDays * DAY_MS)).execute();
  }
  await tables
    .deleteFrom('events')
    .where('seq', '<=', (await lastSeq(tables)) - MOST_EVENTS)
    .execute();
}

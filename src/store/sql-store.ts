// The store over either database: each method is one reading statement or one write transaction.

import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { InputError } from '../input-error.js';
import {
  type Change,
  changesOf,
  type KeptNote,
  type NewProposal,
  type Proposal,
  type ProposalState,
  type Revision,
} from '../notes/revision.js';
import { appendRevisions } from './append-revisions.js';
import { writeWholeFile } from './backup.js';
import { bulkNotesIn } from './bulk-notes.js';
import { copyTables } from './copy-tables.js';
import type { Database, StoreLog, TransactionOptions } from './database.js';
import { EventFeed } from './events.js';
import { forgetGuild, forgetUser, purge } from './forget.js';
import { changedSettings, everySettings, readSettings } from './guild-settings.js';
import {
  fromAnswer,
  fromFeedback,
  fromOpenQuestion,
  fromProposal,
  fromTrainingExample,
  toAnswer,
  toDeletion,
  toKeptNote,
  toOpenQuestion,
  toProposal,
  toRevision,
  toTrainingExample,
} from './rows.js';
import { batches, TABLE_NAMES, type Tables } from './schema.js';
import { requireStorable } from './storable.js';
import {
  type Accepted,
  type Answer,
  DEFAULT_SETTINGS,
  type Deletion,
  type Feedback,
  type GuildSettings,
  type IsRight,
  type LeasedAnswer,
  type OpenQuestion,
  type QueueMessage,
  type Refused,
  type Saved,
  type Store,
  type StoreEvent,
  type Submitted,
  type TooMany,
  type TrainingExample,
  type WaitingLimits,
} from './store.js';
import { StoreError } from './store-error.js';
import { lastSeq, WriteTransaction } from './write-transaction.js';

/** Arguments of a method by name, so that messages can name the text that cannot be stored. */
type Given = Readonly<Record<string, unknown>>;

/** For any number of changes. */
const LONG: TransactionOptions = { isLong: true };

export class SqlStore implements Store {
  readonly #database: Database;
  readonly #feed: EventFeed;
  readonly #stopWatching: () => Promise<void>;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  private constructor(database: Database, feed: EventFeed, stopWatching: () => Promise<void>) {
    this.#database = database;
    this.#feed = feed;
    this.#stopWatching = stopWatching;
  }

  /** Makes a store over a database, which it closes when it is closed. */
  static async over(database: Database, log: StoreLog): Promise<SqlStore> {
    const feed = new EventFeed(database.tables, await lastSeq(database.tables), log);
    return new SqlStore(database, feed, await database.watch(() => void feed.catchUp()));
  }

  keptNotes(guildId: string): Promise<readonly KeptNote[]> {
    return this.#read({ guildId }, async (tables) => {
      const rows = await tables.selectFrom('notes').selectAll().where('guild_id', '=', guildId).orderBy('note_id').execute();
      return rows.map(toKeptNote);
    });
  }

  keptNote(guildId: string, noteId: string): Promise<KeptNote | undefined> {
    return this.#read({ guildId, noteId }, async (tables) => {
      const note = tables.selectFrom('notes').selectAll().where('guild_id', '=', guildId).where('note_id', '=', noteId);
      const row = await note.executeTakeFirst();
      return row === undefined ? undefined : toKeptNote(row);
    });
  }

  keptNotesAmong(guildId: string, noteIds: readonly string[]): Promise<readonly KeptNote[]> {
    return this.#read({ guildId, noteIds }, (tables) => bulkNotesIn(tables).keptNotesAmong(guildId, noteIds));
  }

  keptVersions(guildId: string): Promise<ReadonlyMap<string, number>> {
    return this.#read({ guildId }, (tables) => bulkNotesIn(tables).keptVersions(guildId));
  }

  revisions(guildId: string, noteId: string): Promise<readonly Revision[]> {
    return this.#read({ guildId, noteId }, async (tables) => {
      const ofNote = tables.selectFrom('revisions').selectAll().where('guild_id', '=', guildId).where('note_id', '=', noteId);
      const rows = await ofNote.orderBy('version').execute();
      return rows.map(toRevision);
    });
  }

  addRevisions(changes: readonly Change[], at: number, isRight?: IsRight): ReturnType<Store['addRevisions']> {
    return this.#write(
      { changes },
      async (transaction) => {
        if (!((await isRight?.(bulkNotesIn(transaction.tables))) ?? true)) return { kind: 'refused' };
        const appended = await appendRevisions(transaction, changes, { at });
        if (appended.kind === 'conflict') return appended;
        for (const guildId of new Set(changes.map((change) => change.guildId))) await transaction.record(guildId, 'notes');
        return { kind: 'saved', count: appended.revisions.length };
      },
      LONG,
    );
  }

  guildsWithNotes(): Promise<readonly string[]> {
    return this.#read({}, async (tables) => {
      const ofTrainingExamples = tables.selectFrom('lessons').select('guild_id');
      const rows = await tables.selectFrom('notes').select('guild_id').union(ofTrainingExamples).orderBy('guild_id').execute();
      return rows.map((row) => row.guild_id);
    });
  }

  addProposal(proposal: NewProposal): Promise<void> {
    return this.#write({ proposal }, async (transaction) => {
      await transaction.addGuild(proposal.guildId);
      const row = fromProposal(proposal);
      await pauseFor(proposal);
      await transaction.tables.insertInto('proposals').values(row).execute();
    });
  }

  proposal(id: string): Promise<Proposal | undefined> {
    return this.#read({ id }, (tables) => findProposal(tables, id));
  }

  waitingProposals(guildId: string): Promise<readonly Proposal[]> {
    return this.#read({ guildId }, async (tables) => {
      const waiting = tables.selectFrom('proposals').selectAll().where('guild_id', '=', guildId).where('state', '=', 'waiting');
      const rows = await waiting.orderBy('created_at').orderBy('id').execute();
      return rows.map(toProposal);
    });
  }

  submitProposal(id: string, by: string, at: number, limits: WaitingLimits): Promise<Submitted | undefined> {
    return this.#write({ id, by }, async (transaction) => {
      const draft = await findProposal(transaction.tables, id);
      if (draft?.state !== 'draft') return undefined;
      const tooMany = draft.origin === 'reader' ? await fullFor(transaction, draft, limits) : undefined;
      if (tooMany !== undefined) {
        await moveProposal(transaction, id, 'draft', 'discarded', by, at);
        return tooMany;
      }
      const proposal = await moveProposal(transaction, id, 'draft', 'waiting', by, at);
      return proposal && { kind: 'waiting', proposal };
    });
  }

  moveProposal(id: string, from: ProposalState, to: ProposalState, by: string, at: number): Promise<Proposal | undefined> {
    return this.#write({ id, by }, (transaction) => moveProposal(transaction, id, from, to, by, at));
  }

  replaceProposal(id: string, by: NewProposal, at: number): Promise<Proposal | undefined> {
    return this.#write({ id, by }, async (transaction) => {
      const before = await findProposal(transaction.tables, id);
      if (before?.state !== by.state) return undefined;
      await moveProposal(transaction, id, by.state, 'discarded', by.authorId, at);
      const { channelId, messageId } = before.queueMessage ?? {};
      const where = { queue_channel_id: channelId ?? null, queue_message_id: messageId ?? null };
      await transaction.tables
        .insertInto('proposals')
        .values({ ...fromProposal(by), ...where })
        .execute();
      return findProposal(transaction.tables, by.id);
    });
  }

  setQueueMessage(id: string, channelId: string, messageId: string): Promise<void> {
    return this.#write({ id, channelId, messageId }, async ({ tables }) => {
      const where = { queue_channel_id: channelId, queue_message_id: messageId };
      await tables.updateTable('proposals').set(where).where('id', '=', id).execute();
    });
  }

  async acceptProposal(
    id: string,
    from: 'draft' | 'waiting',
    by: string,
    at: number,
    isRight?: IsRight,
  ): Promise<Accepted | Refused | undefined> {
    const wanted = await this.proposal(id);
    return this.#write(
      { id, by },
      async (transaction) => {
        const proposal = await findProposal(transaction.tables, id);
        if (proposal?.state !== from) return undefined;
        await pauseFor(proposal);
        if (!((await isRight?.(bulkNotesIn(transaction.tables))) ?? true)) return { kind: 'refused' };
        // The author accepts a draft, so nobody approved it.
        const accepted = await doWanted(transaction, proposal, at, from === 'waiting' ? by : undefined);
        if (accepted.kind === 'conflict') return accepted;
        await pauseFor(proposal);
        await setState(transaction, { ...proposal, state: 'accepted', decidedBy: by, decidedAt: at });
        await pauseFor(proposal);
        return accepted;
      },
      wanted?.kind === 'import' ? LONG : {},
    );
  }

  settings(guildId: string): Promise<GuildSettings> {
    return this.#read({ guildId }, (tables) => readSettings(tables, guildId));
  }

  everySettings(): Promise<ReadonlyMap<string, GuildSettings>> {
    return this.#read({}, everySettings);
  }

  changeSettings(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings> {
    return this.#write({ guildId, changes }, async (transaction) => {
      const changed = { ...(await changedSettings(transaction.tables, guildId)), ...changes };
      await transaction.addGuild(guildId);
      await transaction.tables
        .insertInto('settings')
        .values({ guild_id: guildId, changed: JSON.stringify(changed) })
        .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(({ ref }) => ({ changed: ref('excluded.changed') })))
        .execute();
      await transaction.record(guildId, 'settings');
      return { ...DEFAULT_SETTINGS, ...changed };
    });
  }

  trainingExamples(guildId: string): Promise<readonly TrainingExample[]> {
    return this.#read({ guildId }, async (tables) => {
      const rows = await tables.selectFrom('lessons').selectAll().where('guild_id', '=', guildId).orderBy('at').orderBy('id').execute();
      return rows.map(toTrainingExample);
    });
  }

  addTrainingExample(example: TrainingExample): Promise<void> {
    return this.#write({ lesson: example }, (transaction) => addTrainingExample(transaction, example));
  }

  removeTrainingExample(guildId: string, id: string): Promise<boolean> {
    return this.#write({ guildId, id }, (transaction) => removeTrainingExample(transaction, guildId, id));
  }

  keepFeedback(feedback: Feedback): Promise<void> {
    return this.#write({ feedback }, async (transaction) => {
      if (feedback.guildId !== undefined) await transaction.addGuild(feedback.guildId);
      const given = fromFeedback(feedback);
      const { verdict, reason, at } = given;
      await transaction.tables
        .insertInto('feedback')
        .values(given)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(({ eb, ref }) => ({
            verdict,
            reason: reason ?? eb.case().when('feedback.verdict', '=', verdict).then(ref('feedback.reason')).else(null).end(),
            at,
          })),
        )
        .execute();
    });
  }

  openQuestions(guildId: string): Promise<readonly OpenQuestion[]> {
    return this.#read({ guildId }, async (tables) => {
      const ofGuild = tables.selectFrom('open_questions').selectAll().where('guild_id', '=', guildId);
      const rows = await ofGuild.orderBy('at', 'desc').orderBy('id', 'desc').execute();
      return rows.map(toOpenQuestion);
    });
  }

  addOpenQuestion(question: OpenQuestion): Promise<void> {
    return this.#write({ question }, async (transaction) => {
      await transaction.addGuild(question.guildId);
      await transaction.tables
        .insertInto('open_questions')
        .values(fromOpenQuestion(question))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }

  removeOpenQuestions(guildId: string, ids: readonly string[]): Promise<void> {
    return this.#write({ guildId, ids }, async ({ tables }) => {
      for (const batch of batches(ids)) {
        await tables.deleteFrom('open_questions').where('guild_id', '=', guildId).where('id', 'in', batch).execute();
      }
    });
  }

  countAnswer(guildId: string, paragraph: number): Promise<void> {
    return this.#write({ guildId }, async (transaction) => {
      await transaction.addGuild(guildId);
      await transaction.tables
        .insertInto('answer_counts')
        .values({ guild_id: guildId, paragraph, answers: 1 })
        .onConflict((conflict) =>
          conflict.columns(['guild_id', 'paragraph']).doUpdateSet((row) => ({ answers: row('answer_counts.answers', '+', 1) })),
        )
        .execute();
    });
  }

  answerCounts(guildId: string): Promise<ReadonlyMap<number, number>> {
    return this.#read({ guildId }, async (tables) => {
      const rows = await tables.selectFrom('answer_counts').selectAll().where('guild_id', '=', guildId).orderBy('paragraph').execute();
      return new Map(rows.map(({ paragraph, answers }) => [paragraph, answers]));
    });
  }

  keepAnswer(answer: Answer): Promise<void> {
    return this.#write({ answer }, async (transaction) => {
      await transaction.addGuild(answer.guildId);
      const before = transaction.tables.deleteFrom('answers').where('message_id', '=', answer.messageId).returning('leased_until');
      const { leased_until: leasedUntil = null } = (await before.executeTakeFirst()) ?? {};
      // A process that is editing the message now knows only its old content.
      const waits = { due_at: leasedUntil, leased_until: leasedUntil, marks: 0, tries: 0 };
      await transaction.tables
        .insertInto('answers')
        .values({ ...fromAnswer(answer), ...waits })
        .execute();
    });
  }

  answer(messageId: string): Promise<Answer | undefined> {
    return this.#read({ messageId }, async (tables) => {
      const row = await tables.selectFrom('answers').selectAll().where('message_id', '=', messageId).executeTakeFirst();
      return row && toAnswer(row);
    });
  }

  publicAnswers(limit: number, after?: Pick<Answer, 'at' | 'messageId'>, guildId?: string): Promise<readonly Answer[]> {
    return this.#read({ guildId }, async (tables) => {
      let query = tables.selectFrom('answers').selectAll().where('is_private', '=', 0);
      if (guildId !== undefined) query = query.where('guild_id', '=', guildId);
      if (after !== undefined) {
        query = query.where(({ eb, or, and }) =>
          or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb('message_id', '<', after.messageId)])]),
        );
      }
      const rows = await query.orderBy('at', 'desc').orderBy('message_id', 'desc').limit(limit).execute();
      return rows.map(toAnswer);
    });
  }

  markAnswers(messageIds: readonly string[], now: number): Promise<void> {
    return this.#write({ messageIds }, async ({ tables }) => {
      for (const batch of batches(messageIds)) {
        await tables
          .updateTable('answers')
          .set(({ fn, val, eb }) => ({
            due_at: fn.coalesce('due_at', val(now)),
            noticed_at: fn.coalesce('noticed_at', val(now)),
            marks: eb('marks', '+', 1),
          }))
          .where('message_id', 'in', batch)
          .execute();
      }
    });
  }

  async leaseAnswer(now: number, leaseMs: number): Promise<LeasedAnswer | undefined> {
    const next = (tables: Pick<Kysely<Tables>, 'selectFrom'>) =>
      tables
        .selectFrom('answers')
        .selectAll()
        .where('due_at', '<=', now)
        .where(({ eb, or }) => or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
        .orderBy('at', 'desc')
        .orderBy('message_id', 'desc')
        .limit(1)
        .executeTakeFirst();
    // Mostly nothing is due, which a read without the write lock can find out.
    if ((await this.#read({}, next)) === undefined) return undefined;
    return this.#write({}, async ({ tables }) => {
      const row = await next(tables);
      if (row === undefined) return undefined;
      const leasedUntil = now + leaseMs;
      // During an edit, the content of the message is unknown.
      const lease = { leased_until: leasedUntil, stands: null };
      await tables.updateTable('answers').set(lease).where('message_id', '=', row.message_id).execute();
      return { ...toAnswer(row), leasedUntil, marks: row.marks, tries: row.tries };
    });
  }

  settleAnswer({ messageId, leasedUntil, marks }: LeasedAnswer, stands: string, isAsSent: boolean): Promise<void> {
    return this.#write({ messageId, stands }, async ({ tables }) => {
      const leased = tables.updateTable('answers').where('message_id', '=', messageId).where('leased_until', '=', leasedUntil);
      await leased
        .set(({ eb, ref }) => ({
          ...(isAsSent ? { noticed_at: null } : {}),
          due_at: eb.case().when('marks', '=', marks).then(null).else(ref('due_at')).end(),
          leased_until: null,
          stands,
          tries: 0,
        }))
        .execute();
    });
  }

  postponeAnswer({ messageId, leasedUntil }: LeasedAnswer, dueAt: number): Promise<void> {
    return this.#write({ messageId }, async ({ tables }) => {
      await tables
        .updateTable('answers')
        .set(({ eb }) => ({ due_at: dueAt, leased_until: null, tries: eb('tries', '+', 1) }))
        .where('message_id', '=', messageId)
        .where('leased_until', '=', leasedUntil)
        .execute();
    });
  }

  postponeChannel(channelId: string, sentBefore: number, dueAt: number): Promise<void> {
    return this.#write({ channelId }, async ({ tables }) => {
      await tables
        .updateTable('answers')
        .set({ due_at: dueAt })
        .where('channel_id', '=', channelId)
        .where('at', '<', sentBefore)
        .where('due_at', '<', dueAt)
        .execute();
    });
  }

  removeAnswer(messageId: string): Promise<void> {
    return this.#write({ messageId }, async ({ tables }) => {
      await tables.deleteFrom('answers').where('message_id', '=', messageId).execute();
    });
  }

  lastChanges(guildId: string, noteIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#read({ guildId, noteIds }, async (tables) => {
      const changes = new Map<string, number>();
      for (const batch of batches(noteIds)) {
        const rows = await tables
          .selectFrom('revisions')
          .select(({ fn }) => ['note_id', fn.max('at').as('at')] as const)
          .where('guild_id', '=', guildId)
          .where('note_id', 'in', batch)
          .groupBy('note_id')
          .execute();
        for (const { note_id: noteId, at } of rows) changes.set(noteId, Number(at));
      }
      return changes;
    });
  }

  guildsKept(): Promise<readonly string[]> {
    return this.#read({}, async (tables) => {
      const rows = await tables.selectFrom('guilds').select('id').orderBy('id').execute();
      return rows.map(({ id }) => id);
    });
  }

  scheduleDeletion({ kind, id, dueAt }: Deletion): Promise<void> {
    return this.#write({ id }, async ({ tables }) => {
      await tables
        .insertInto('deletions')
        .values({ kind, id, due_at: dueAt })
        .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(({ ref }) => ({ due_at: ref('excluded.due_at') })))
        .execute();
    });
  }

  cancelDeletion(kind: Deletion['kind'], id: string): Promise<boolean> {
    return this.#write({ id }, async ({ tables }) => {
      const removal = tables.deleteFrom('deletions').where('kind', '=', kind).where('id', '=', id);
      const { numDeletedRows } = await removal.executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    });
  }

  deletion(kind: Deletion['kind'], id: string): Promise<Deletion | undefined> {
    return this.#read({ id }, async (tables) => {
      const row = await tables.selectFrom('deletions').selectAll().where('kind', '=', kind).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : toDeletion(row);
    });
  }

  dueDeletions(now: number): Promise<readonly Deletion[]> {
    return this.#read({}, async (tables) => {
      const due = tables.selectFrom('deletions').selectAll().where('due_at', '<=', now);
      const rows = await due.orderBy('due_at').orderBy('kind').orderBy('id').execute();
      return rows.map(toDeletion);
    });
  }

  queueMessagesNaming(userId: string): Promise<readonly QueueMessage[]> {
    return this.#read({ userId }, async (tables) => {
      const rows = await tables
        .selectFrom('proposals')
        .select(['guild_id', 'queue_channel_id', 'queue_message_id'])
        .where(({ eb, or }) => or([eb('author_id', '=', userId), eb('decided_by', '=', userId), eb('coauthors', 'like', `%"${userId}"%`)]))
        .orderBy('id')
        .execute();
      return rows.flatMap(({ guild_id: guildId, queue_channel_id: channelId, queue_message_id: messageId }) =>
        channelId === null || messageId === null ? [] : { guildId, channelId, messageId },
      );
    });
  }

  forgetUser(userId: string): Promise<void> {
    return this.#write({ userId }, (transaction) => forgetUser(transaction, userId));
  }

  forgetGuild(guildId: string): Promise<void> {
    return this.#write({ guildId }, (transaction) => forgetGuild(transaction, guildId), { isPiecemeal: true });
  }

  purge(limits: Parameters<Store['purge']>[0]): Promise<void> {
    return this.#write({}, (transaction) => purge(transaction, limits));
  }

  scrub(): Promise<void> {
    return this.#track(() => this.#database.scrub());
  }

  listen(listener: (event: StoreEvent) => void): () => void {
    return this.#feed.listen(listener);
  }

  backup(file: string): Promise<void> {
    return this.#track(() => writeWholeFile(file, (unfinished) => this.#database.copyTo(unfinished)));
  }

  /** Copies all rows of another database, or none, and records events for them. Throws InputError if this database is not empty. */
  fill(from: Kysely<Tables>): Promise<void> {
    return this.#write(
      {},
      async (transaction) => {
        const kept = TABLE_NAMES.filter((name) => name !== 'events');
        for (const name of kept) {
          if ((await transaction.tables.selectFrom(name).selectAll().limit(1).execute()).length === 0) continue;
          throw new InputError(`The database is not empty (there are ${name.replace('_', ' ')}): restore a backup into a new one.`);
        }
        await copyTables(from, transaction.tables, kept);
        // Numbers continue after those of the other database, so that its listeners miss nothing.
        const after = await lastSeq(from);
        for (const name of ['notes', 'lessons', 'settings'] as const) {
          const guilds = await from.selectFrom(name).select('guild_id').distinct().orderBy('guild_id').execute();
          for (const { guild_id: guildId } of guilds) await transaction.record(guildId, name, undefined, after);
        }
      },
      LONG,
    );
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#stopWatching();
    await this.#feed.stop();
    await this.#database.close();
  }

  #read<T>(given: Given, work: (tables: Kysely<Tables>) => Promise<T>): Promise<T> {
    return this.#track(async () => {
      await requireStorable(given);
      return work(this.#database.tables);
    });
  }

  /** Resolves when the change is on disk and the listeners of this process have been called. */
  #write<T>(given: Given, work: (transaction: WriteTransaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#track(async () => {
      await requireStorable(given);
      let hasEvents = false;
      const result = await this.#database.inTransaction(async (tables) => {
        const transaction = new WriteTransaction(tables);
        const done = await work(transaction);
        if (transaction.hasEvents) await this.#database.announce(tables);
        hasEvents = transaction.hasEvents;
        return done;
      }, options);
      if (hasEvents) await this.#feed.catchUp();
      return result;
    });
  }

  /** Lets `close` wait for work under way. */
  async #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw new StoreError('stopping');
    const promise = work();
    this.#underWay.add(promise);
    try {
      return await promise;
    } catch (error) {
      throw this.#database.faultOf(error) ?? error;
    } finally {
      this.#underWay.delete(promise);
    }
  }
}

/** Adds one revision, and records it as an event. */
async function addOne(transaction: WriteTransaction, change: Change, at: number, approverId: string | undefined): Promise<Saved> {
  const appended = await appendRevisions(transaction, [change], { at, approverId });
  if (appended.kind === 'conflict') return { kind: 'conflict', current: appended.current };
  const [revision] = appended.revisions;
  if (revision === undefined) throw new Error('No revision came of a change.');
  await transaction.record(change.guildId, 'notes', change.noteId);
  return { kind: 'saved', revision };
}

/** The exceeded limit of waiting suggestions, of the author or the guild; undefined if there is none. */
async function fullFor(
  { tables }: WriteTransaction,
  { guildId, authorId }: Proposal,
  { ofPerson, ofGuild }: WaitingLimits,
): Promise<TooMany | undefined> {
  const waiting = await tables
    .selectFrom('proposals')
    .select('author_id')
    .where('guild_id', '=', guildId)
    .where('state', '=', 'waiting')
    .where('origin', '=', 'reader')
    .execute();
  const theirs = waiting.filter((row) => row.author_id === authorId);
  if (theirs.length >= ofPerson) return { kind: 'full', of: 'person', count: theirs.length };
  return waiting.length >= ofGuild ? { kind: 'full', of: 'guild', count: waiting.length } : undefined;
}

/** Applies a proposal. */
async function doWanted(transaction: WriteTransaction, proposal: Proposal, at: number, approverId: string | undefined): Promise<Accepted> {
  switch (proposal.kind) {
    case 'note':
      return addOne(transaction, proposal, at, approverId);
    case 'import': {
      const appended = await appendRevisions(transaction, changesOf(proposal), { at, approverId });
      if (appended.kind === 'conflict') return appended;
      await transaction.record(proposal.guildId, 'notes');
      return { kind: 'imported', count: appended.revisions.length };
    }
    case 'lesson': {
      const { guildId, exampleId, act, question, answer, authorId } = proposal;
      if (act === 'take-back') return { kind: 'taught', wasThere: await removeTrainingExample(transaction, guildId, exampleId) };
      await addTrainingExample(transaction, { id: exampleId, guildId, question, answer, authorId, at });
      return { kind: 'taught', wasThere: true };
    }
  }
}

async function addTrainingExample(transaction: WriteTransaction, example: TrainingExample): Promise<void> {
  await transaction.addGuild(example.guildId);
  await transaction.tables.insertInto('lessons').values(fromTrainingExample(example)).execute();
  await transaction.record(example.guildId, 'lessons', example.id);
}

async function removeTrainingExample(transaction: WriteTransaction, guildId: string, id: string): Promise<boolean> {
  const removal = transaction.tables.deleteFrom('lessons').where('guild_id', '=', guildId).where('id', '=', id);
  const { numDeletedRows } = await removal.executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return false;
  await transaction.record(guildId, 'lessons', id);
  return true;
}

async function findProposal(tables: Pick<Kysely<Tables>, 'selectFrom'>, id: string): Promise<Proposal | undefined> {
  const row = await tables.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toProposal(row);
}

/** Moves a proposal that is still in the state `from`; only decisions record a person. */
async function moveProposal(
  transaction: WriteTransaction,
  id: string,
  from: ProposalState,
  to: ProposalState,
  by: string | undefined,
  at: number,
): Promise<Proposal | undefined> {
  const before = await findProposal(transaction.tables, id);
  if (before?.state !== from) return undefined;
  await pauseFor(before);
  const isDecision = to !== 'draft' && to !== 'waiting';
  const after = { ...before, state: to, decidedBy: isDecision ? by : undefined, decidedAt: isDecision ? at : undefined };
  await setState(transaction, after);
  return after;
}

async function setState({ tables }: WriteTransaction, { id, kind, state, decidedBy, decidedAt }: Proposal): Promise<void> {
  await tables
    .updateTable('proposals')
    .set({ state, decided_by: decidedBy ?? null, decided_at: decidedAt ?? null })
    // A note's history has the content of its proposals; of readers' questions only the valid training examples are kept.
    .$if(decidedAt !== undefined && kind !== 'note', (update) => update.set({ content: null }))
    .where('id', '=', id)
    .execute();
}

/** Yields between the steps of an import: thousands of notes take long to read and to write, and SQLite is synchronous. */
async function pauseFor({ kind }: Pick<Proposal, 'kind'>): Promise<void> {
  if (kind === 'import') await setImmediate();
}

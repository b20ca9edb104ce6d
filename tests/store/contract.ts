// The contract of every store, whatever its database.

import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../src/input-error.js';
import type { Change, NoteProposal } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { type Answer, DEFAULT_SETTINGS, type GuildSettings, type StoreEvent } from '../../src/store/store.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs, sized } from '../tier.js';
import { SOON, type TestDatabase } from './databases.js';
import { ADA, AT, answer, BEN, CHANNEL, change, content, DAY_MS, GUILD, NOTE, OTHER_GUILD, proposal, saved } from './examples.js';

const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

/** @param isAsked selects the parts of the contract by name */
export function runStoreContract(name: string, create: () => Promise<TestDatabase>, isAsked: (part: string) => boolean = () => true): void {
  const part = (about: string, tests: () => void) => {
    if (isAsked(about)) describe(about, tests);
  };

  describe(`a store in ${name}`, () => {
    let database: TestDatabase;
    let store: SqlStore;

    beforeAll(async () => {
      database = await create();
    });

    beforeEach(async () => {
      store = await database.open();
    });

    afterEach(() => database.clear());

    afterAll(() => database.drop());

    /** All stored rows by table. */
    const everything = async () => {
      const tables = ['guilds', 'notes', 'revisions', 'settings', 'feedback', 'proposals', 'lessons', 'open_questions'];
      const more = ['answer_counts', 'answers', 'deletions', 'events'];
      const rows: unknown[] = [];
      for (const table of [...tables, ...more]) rows.push(await database.query(`select * from ${table}`));
      return JSON.stringify(rows);
    };

    part('notes', () => {
      it('that nobody touched are not kept', async () => {
        expect(await store.keptNote(GUILD, NOTE)).toBeUndefined();
        expect(await store.keptNotes(GUILD)).toEqual([]);
        expect(await store.revisions(GUILD, NOTE)).toEqual([]);
        expect(await store.guildsKept()).toEqual([]);
      });

      it('stand as their last revision left them, with the whole history behind', async () => {
        const first = await saved(store);
        const second = await saved(store, { baseVersion: 1, content: content('Fifteen million.'), authorId: BEN }, AT + 1, ADA);
        expect(first).toEqual({
          guildId: GUILD,
          noteId: NOTE,
          version: 1,
          isRetracted: false,
          content: content(),
          action: 'edit',
          authorId: ADA,
          approverId: undefined,
          reason: 'The report is out.',
          at: AT,
        });
        expect(second).toMatchObject({ version: 2, authorId: BEN, approverId: ADA, at: AT + 1 });
        expect(await store.revisions(GUILD, NOTE)).toEqual([first, second]);
        const kept = { guildId: GUILD, noteId: NOTE, version: 2, isRetracted: false, content: content('Fifteen million.') };
        expect(await store.keptNote(GUILD, NOTE)).toEqual(kept);
        expect(await store.keptNotes(GUILD)).toEqual([kept]);
      });

      it('are given in the order of their ids, those of one server only', async () => {
        for (const noteId of ['b', 'a-2', 'a1', 'c']) await saved(store, { noteId });
        await saved(store, { guildId: OTHER_GUILD, noteId: 'd' });
        expect((await store.keptNotes(GUILD)).map((note) => note.noteId)).toEqual(['a-2', 'a1', 'b', 'c']);
        expect(await store.keptNote(OTHER_GUILD, 'b')).toBeUndefined();
        expect(await store.guildsKept()).toEqual([GUILD, OTHER_GUILD]);
      });

      it('are told by their versions, and given alone or in thousands', async () => {
        for (const noteId of ['a', 'b']) await saved(store, { noteId });
        await saved(store, { noteId: 'b', baseVersion: 1 });
        await saved(store, { guildId: OTHER_GUILD, noteId: 'c' });
        expect(await store.keptVersions(GUILD)).toEqual(
          new Map([
            ['a', 1],
            ['b', 2],
          ]),
        );
        const asked = [...times(1_200, (i) => `unknown-${i}`), 'b', 'c'];
        expect(await store.keptNotesAmong(GUILD, asked)).toEqual([await store.keptNote(GUILD, 'b')]);
        expect(await store.keptNotesAmong(GUILD, [])).toEqual([]);
      });

      it('are withdrawn until they are shown again, whatever is edited meanwhile', async () => {
        const actions = ['add', 'withdraw', 'edit', 'restore', 'edit', 'withdraw', 'add'] as const;
        const seen: boolean[] = [];
        for (const [baseVersion, action] of actions.entries()) seen.push((await saved(store, { action, baseVersion })).isRetracted);
        expect(seen).toEqual([false, true, true, false, false, true, false]);
        expect((await store.keptNote(GUILD, NOTE))?.isRetracted).toBe(false);
      });

      it('can be as they were shipped', async () => {
        await saved(store, { action: 'withdraw', content: undefined });
        expect(await store.keptNote(GUILD, NOTE)).toEqual({
          guildId: GUILD,
          noteId: NOTE,
          version: 1,
          isRetracted: true,
          content: undefined,
        });
        const [revision] = await store.revisions(GUILD, NOTE);
        expect(revision).toMatchObject({ content: undefined, approverId: undefined });
      });

      it.each([
        ['older', 1],
        ['newer', 3],
        ['none', 0],
      ])('that have moved on from what an author saw (%s) stay, and what stands is told', async (_, baseVersion) => {
        await saved(store);
        await saved(store, { baseVersion: 1, content: content('Fifteen million.') });
        const before = await everything();
        expect(await store.addRevisions([change({ baseVersion })], AT)).toEqual({
          kind: 'conflict',
          noteId: NOTE,
          current: await store.keptNote(GUILD, NOTE),
        });
        expect(await everything()).toBe(before);
      });

      it('of a server that never touched any are in conflict with a later version, and leave nothing', async () => {
        const before = await everything();
        expect(await store.addRevisions([change({ baseVersion: 1 })], AT)).toEqual({ kind: 'conflict', noteId: NOTE, current: undefined });
        expect(await everything()).toBe(before);
      });

      it('take one of fifty edits of one version at once, and the others hear of it', async () => {
        const other = await database.open();
        await saved(store);
        const edits = times(50, (i) => (i % 2 === 0 ? store : other).addRevisions([change({ baseVersion: 1, authorId: `${i}` })], AT));
        const results = await Promise.all(edits);
        const winners = results.filter((result) => result.kind === 'saved');
        expect(winners).toHaveLength(1);
        const current = await store.keptNote(GUILD, NOTE);
        expect(current?.version).toBe(2);
        for (const result of results) if (result.kind === 'conflict') expect(result.current).toEqual(current);
        expect((await store.revisions(GUILD, NOTE)).map((revision) => revision.version)).toEqual([1, 2]);
      });
    });

    part('history', () => {
      // biome-ignore lint/suspicious/noDuplicateTestHooks: each part has hooks of its own.
      beforeEach(async () => {
        await saved(store, {}, AT, BEN);
      });

      it.each([
        "guild_id = '1'",
        "note_id = 'other'",
        'version = 2',
        'is_withdrawn = 1',
        "content = '{}'",
        'content = null',
        "action = 'add'",
        "reason = ''",
        'at = 0',
        "author_id = '1'",
        "approver_id = '1'",
      ])('is kept by the database itself: it refuses to set %s', async (set) => {
        await expect(database.query(`update revisions set ${set}`)).rejects.toThrow('a revision never changes');
      });

      it.each(['revisions', 'notes'])('is kept by the database itself: it refuses to delete from %s', async (table) => {
        await expect(database.query(`delete from ${table}`)).rejects.toThrow('a revision stays as long as its server');
        expect(await store.revisions(GUILD, NOTE)).toHaveLength(1);
      });
    });

    part('many revisions at once', () => {
      it('are all added, several of one note in their order', async () => {
        await saved(store);
        const changes = [
          change({ baseVersion: 1, content: content('2') }),
          change({ noteId: 'b' }),
          change({ baseVersion: 2, content: content('3') }),
        ];
        expect(await store.addRevisions(changes, AT + 1)).toEqual({ kind: 'saved', count: 3 });
        const history = await store.revisions(GUILD, NOTE);
        expect(history.map(({ version, at }) => ({ version, at }))).toEqual([
          { version: 1, at: AT },
          { version: 2, at: AT + 1 },
          { version: 3, at: AT + 1 },
        ]);
        expect((await store.keptNotes(GUILD)).map(({ noteId, version }) => [noteId, version])).toEqual([
          ['b', 1],
          [NOTE, 3],
        ]);
        expect((await store.keptNote(GUILD, NOTE))?.content?.note).toBe('3');
      });

      it('change nothing where one is in conflict, which is named', async () => {
        const current = await saved(store);
        const before = await everything();
        const result = await store.addRevisions([change({ noteId: 'a' }), change({ baseVersion: 0 }), change({ noteId: 'c' })], AT);
        expect(result).toMatchObject({ kind: 'conflict', noteId: NOTE, current: { version: current.version, content: content() } });
        expect(await store.addRevisions([change({ noteId: 'a' }), change({ noteId: 'a' })], AT)).toEqual({
          kind: 'conflict',
          noteId: 'a',
          current: undefined,
        });
        expect(await everything()).toBe(before);
      });

      it('are one event for each server', async () => {
        const heard: StoreEvent[] = [];
        store.listen((event) => heard.push(event));
        await store.addRevisions([change({ noteId: 'a' }), change({ guildId: OTHER_GUILD }), change({ noteId: 'b' })], AT);
        expect(heard.map(({ guildId, what, subject }) => ({ guildId, what, subject }))).toEqual([
          { guildId: GUILD, what: 'notes', subject: undefined },
          { guildId: OTHER_GUILD, what: 'notes', subject: undefined },
        ]);
      });

      it('may be none', async () => {
        expect(await store.addRevisions([], AT)).toEqual({ kind: 'saved', count: 0 });
        expect(await database.lastSeq()).toBe(0);
      });

      it('take no longer than there are more', async () => {
        let round = 0;
        await expectNoMoreThanLinear(60, (count) => async () => {
          round += 1;
          const changes = times(count, (i) => change({ noteId: `${round}-${i}`, action: 'add', content: content('x'.repeat(400)) }));
          expect(await store.addRevisions(changes, AT)).toEqual({ kind: 'saved', count });
        });
      });

      it('may be thousands', async () => {
        const count = sized(5_000, 1_000);
        const changes = times(count, (i) => change({ noteId: `note-${i}`, action: 'add', content: content('x'.repeat(400)) }));
        expect(await store.addRevisions(changes, AT)).toEqual({ kind: 'saved', count });
        expect(await store.keptNotes(GUILD)).toHaveLength(count);
        expect(await database.lastSeq()).toBe(1);
      });
    });

    part('proposals', () => {
      it.each(['draft', 'waiting'] as const)('are kept as they were made: %s', async (state) => {
        await store.addProposal(proposal({ state, origin: 'reader' }));
        expect(await store.proposal('p1')).toEqual({
          ...change(),
          kind: 'note',
          id: 'p1',
          origin: 'reader',
          state,
          createdAt: AT,
          decidedBy: undefined,
          decidedAt: undefined,
          queueMessage: undefined,
        });
        expect(await store.proposal('p2')).toBeUndefined();
      });

      it('that wait are given oldest first, those of one server only', async () => {
        await store.addProposal(proposal({ id: 'b', createdAt: AT + 2 }));
        await store.addProposal(proposal({ id: 'a', createdAt: AT + 2 }));
        await store.addProposal(proposal({ id: 'c', createdAt: AT }));
        await store.addProposal(proposal({ id: 'draft', state: 'draft' }));
        await store.addProposal(proposal({ id: 'elsewhere', guildId: OTHER_GUILD }));
        expect((await store.waitingProposals(GUILD)).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
      });

      it('go from draft to waiting without anybody having decided', async () => {
        await store.addProposal(proposal({ state: 'draft' }));
        const moved = await store.moveProposal('p1', 'draft', 'waiting', ADA, AT + 1);
        expect(moved).toMatchObject({ state: 'waiting', decidedBy: undefined, decidedAt: undefined });
        expect(await store.proposal('p1')).toEqual(moved);
      });

      it.each(['rejected', 'discarded'] as const)('are %s by somebody, at a time', async (to) => {
        await store.addProposal(proposal());
        expect(await store.moveProposal('p1', 'waiting', to, BEN, AT + 1)).toMatchObject({ state: to, decidedBy: BEN, decidedAt: AT + 1 });
      });

      it('are moved once, by whoever is first', async () => {
        const other = await database.open();
        await store.addProposal(proposal());
        const moves = times(20, (i) => (i % 2 === 0 ? store : other).moveProposal('p1', 'waiting', 'rejected', `${i}`, AT));
        const moved = (await Promise.all(moves)).filter((move) => move !== undefined);
        expect(moved).toHaveLength(1);
        expect(await store.proposal('p1')).toEqual(moved[0]);
        expect(await store.moveProposal('none', 'waiting', 'rejected', BEN, AT)).toBeUndefined();
      });

      it.each(['draft', 'waiting'] as const)('can want something else while they are undecided: %s', async (state) => {
        await store.addProposal(proposal({ state, origin: 'reader' }));
        await store.setQueueMessage('p1', CHANNEL, '400000000000000001');
        const wanted = {
          content: content('Other words.'),
          baseVersion: 4,
          reason: 'Better.',
          authorId: BEN,
          coauthorIds: [ADA, undefined],
        };
        const fresh = await store.replaceProposal('p1', proposal({ id: 'p2', state, origin: 'reader', ...wanted }), AT + 1);
        const queueMessage = { channelId: CHANNEL, messageId: '400000000000000001' };
        expect(fresh).toMatchObject({ id: 'p2', state, origin: 'reader', queueMessage, ...wanted });
        expect(await store.proposal('p2')).toEqual(fresh);
        expect(await store.proposal('p1')).toMatchObject({ state: 'discarded', decidedBy: BEN, content: content() });
        expect(await store.replaceProposal('p1', proposal({ id: 'p3', state }), AT + 2)).toBeUndefined();
        expect(await store.proposal('p3')).toBeUndefined();
      });

      it('want what they wanted once they are decided', async () => {
        await store.addProposal(proposal());
        const decided = await store.moveProposal('p1', 'waiting', 'rejected', BEN, AT);
        expect(await store.replaceProposal('p1', proposal({ id: 'p2', content: undefined }), AT + 1)).toBeUndefined();
        expect([await store.proposal('p1'), await store.proposal('p2')]).toEqual([decided, undefined]);
      });

      it('keep who wrote the words before, and the revision that comes of one does too', async () => {
        await store.addProposal(proposal({ action: 'add', authorId: BEN, coauthorIds: [ADA, BEN] }));
        await store.acceptProposal('p1', 'waiting', BEN, AT + 1);
        expect(await store.revisions(GUILD, NOTE)).toMatchObject([{ authorId: BEN, coauthorIds: [ADA, BEN], approverId: BEN }]);
        await store.forgetUser(ADA);
        expect(await store.revisions(GUILD, NOTE)).toMatchObject([{ authorId: BEN, coauthorIds: [undefined, BEN], approverId: BEN }]);
        expect(await store.proposal('p1')).toMatchObject({ authorId: BEN, coauthorIds: [undefined, BEN] });
      });

      const wish = { guildId: GUILD, authorId: ADA, reason: 'A file.', origin: 'moderator', state: 'waiting', createdAt: AT } as const;
      const changes = ['one', 'two'].map((noteId) => ({ noteId, action: 'add' as const, content: content(noteId), baseVersion: 0 }));

      it('of many notes are accepted whole, or after a conflict not at all', async () => {
        await store.addProposal({ ...wish, id: 'i1', kind: 'import', changes });
        await store.addProposal({ ...wish, id: 'i2', kind: 'import', changes });
        expect(await store.proposal('i1')).toMatchObject({ kind: 'import', changes, state: 'waiting', queueMessage: undefined });
        expect(await store.acceptProposal('i1', 'waiting', BEN, AT + 1)).toEqual({ kind: 'imported', count: 2 });
        expect(await store.revisions(GUILD, 'two')).toMatchObject([{ version: 1, authorId: ADA, approverId: BEN, reason: 'A file.' }]);
        expect(await store.acceptProposal('i2', 'waiting', BEN, AT + 1)).toMatchObject({ kind: 'conflict', noteId: 'one' });
        expect((await store.proposal('i2'))?.state).toBe('waiting');
      });

      it('of what is taught are accepted by teaching it, and by taking it back', async () => {
        const example = { exampleId: 'l1', question: 'How much?', answer: 'Nine million.' };
        const wanted = { ...wish, ...example, kind: 'lesson' as const, act: 'teach' as const };
        await store.addProposal({ ...wanted, id: 't1' });
        expect(await store.proposal('t1')).toMatchObject(wanted);
        expect(await store.trainingExamples(GUILD)).toEqual([]);
        expect(await store.acceptProposal('t1', 'waiting', BEN, AT + 1)).toEqual({ kind: 'taught', wasThere: true });
        const taught = { id: 'l1', guildId: GUILD, question: 'How much?', answer: 'Nine million.', authorId: ADA, at: AT + 1 };
        expect(await store.trainingExamples(GUILD)).toEqual([taught]);
        // The question may be a reader's, so it is stored in the training example alone.
        expect(await store.proposal('t1')).toMatchObject({ state: 'accepted', question: '', answer: undefined });
        for (const [id, wasThere] of [['t2', true] as const, ['t3', false] as const]) {
          await store.addProposal({ ...wanted, id, act: 'take-back', answer: undefined });
          expect(await store.acceptProposal(id, 'waiting', BEN, AT + 2)).toEqual({ kind: 'taught', wasThere });
        }
        expect(await store.trainingExamples(GUILD)).toEqual([]);
      });

      it('know where they stand in the queue', async () => {
        await store.addProposal(proposal());
        await store.setQueueMessage('p1', CHANNEL, '400000000000000001');
        expect((await store.proposal('p1'))?.queueMessage).toEqual({ channelId: CHANNEL, messageId: '400000000000000001' });
      });

      it('become a revision with an author and, where they waited, somebody who approved', async () => {
        await store.addProposal(proposal({ action: 'add' }));
        const accepted = await store.acceptProposal('p1', 'waiting', BEN, AT + 1);
        expect(accepted).toMatchObject({
          kind: 'saved',
          revision: { version: 1, action: 'add', authorId: ADA, approverId: BEN, at: AT + 1 },
        });
        expect(await store.proposal('p1')).toMatchObject({ state: 'accepted', decidedBy: BEN, decidedAt: AT + 1 });
        await store.addProposal(proposal({ id: 'p2', state: 'draft', baseVersion: 1 }));
        const own = await store.acceptProposal('p2', 'draft', ADA, AT + 2);
        expect(own).toMatchObject({ kind: 'saved', revision: { version: 2, authorId: ADA, approverId: undefined } });
        expect(await store.revisions(GUILD, NOTE)).toHaveLength(2);
      });

      it('stay as they are after a conflict', async () => {
        const current = await saved(store);
        await store.addProposal(proposal());
        const before = await everything();
        const { guildId, noteId, version, isRetracted } = current;
        expect(await store.acceptProposal('p1', 'waiting', BEN, AT)).toEqual({
          kind: 'conflict',
          current: { guildId, noteId, version, isRetracted, content: content() },
        });
        expect(await everything()).toBe(before);
      });

      it('are looked at beside what is kept then, in their own transaction, and stay as they are where that is refused', async () => {
        const other = await database.open();
        await store.addProposal(proposal({ action: 'add' }));
        const sees = async (one: SqlStore) => {
          let versions: ReadonlyMap<string, number> = new Map();
          let notes: readonly string[] = [];
          const accepted = await one.acceptProposal('p1', 'waiting', BEN, AT, async (kept) => {
            versions = await kept.keptVersions(GUILD);
            notes = (await kept.keptNotesAmong(GUILD, [...versions.keys()])).map(({ noteId }) => noteId);
            return false;
          });
          return { accepted, versions, notes };
        };
        await saved(other, { noteId: 'quicker' });
        const before = await everything();
        expect(await sees(store)).toEqual({ accepted: { kind: 'refused' }, versions: new Map([['quicker', 1]]), notes: ['quicker'] });
        expect(await store.addRevisions([change()], AT, async () => false)).toEqual({ kind: 'refused' });
        expect(await everything()).toBe(before);
        expect(await store.acceptProposal('p1', 'waiting', BEN, AT, async () => true)).toMatchObject({ kind: 'saved' });
      });

      it('of readers wait in no greater number than may, of one person and of a server, also when many come at once', async () => {
        const other = await database.open();
        const limits = { ofPerson: 2, ofGuild: 5 };
        const draft = (id: string, changes: Partial<NoteProposal> = {}) =>
          store.addProposal(proposal({ id, state: 'draft', origin: 'reader', ...changes }));
        const submit = (id: string, i = 0) => (i % 2 === 0 ? store : other).submitProposal(id, ADA, AT + 1, limits);
        for (let i = 0; i < 6; i++) await draft(`ada${i}`);
        const ofAda = await Promise.all(times(6, (i) => submit(`ada${i}`, i)));
        expect(ofAda.filter((one) => one?.kind === 'waiting')).toHaveLength(2);
        const full = ofAda.findIndex((one) => one?.kind === 'full');
        expect(ofAda[full]).toEqual({ kind: 'full', of: 'person', count: 2 });
        expect(await store.proposal(`ada${full}`)).toMatchObject({ state: 'discarded' });
        for (let i = 0; i < 6; i++) await draft(`many${i}`, { authorId: `40${i}` });
        const ofMany = await Promise.all(times(6, (i) => submit(`many${i}`, i)));
        expect(ofMany.filter((one) => one?.kind === 'waiting')).toHaveLength(3);
        expect(ofMany.find((one) => one?.kind === 'full')).toEqual({ kind: 'full', of: 'guild', count: 5 });

        // Moderators' proposals neither count nor are limited, and every guild counts separately.
        await draft('own', { origin: 'moderator' });
        expect(await submit('own')).toMatchObject({ kind: 'waiting', proposal: { state: 'waiting', decidedBy: undefined } });
        await draft('elsewhere', { guildId: OTHER_GUILD });
        expect(await submit('elsewhere')).toMatchObject({ kind: 'waiting' });
        expect(await submit('own')).toBeUndefined();
        // Each decision makes room for one more.
        const [first] = await store.waitingProposals(GUILD);
        await store.moveProposal(first?.id ?? '', 'waiting', 'rejected', BEN, AT + 2);
        await draft('late', { authorId: '999' });
        expect(await submit('late')).toMatchObject({ kind: 'waiting' });
      });

      it('that are no longer in the state that somebody saw are not accepted', async () => {
        await store.addProposal(proposal({ state: 'draft' }));
        expect(await store.acceptProposal('p1', 'waiting', BEN, AT)).toBeUndefined();
        expect(await store.acceptProposal('none', 'waiting', BEN, AT)).toBeUndefined();
        expect(await store.keptNote(GUILD, NOTE)).toBeUndefined();
      });

      it('are accepted once when many accept, reject and edit the note at the same time', async () => {
        const other = await database.open();
        await store.addProposal(proposal());
        const one = (i: number) => (i % 2 === 0 ? store : other);
        const [accepts, rejects] = await Promise.all([
          Promise.all(times(10, (i) => one(i).acceptProposal('p1', 'waiting', `${i}`, AT))),
          Promise.all(times(10, (i) => one(i).moveProposal('p1', 'waiting', 'rejected', `${i}`, AT))),
        ]);
        const accepted = accepts.filter((result) => result?.kind === 'saved');
        const rejected = rejects.filter((result) => result !== undefined);
        expect(accepted.length + rejected.length).toBe(1);
        expect(await store.revisions(GUILD, NOTE)).toHaveLength(accepted.length);
        expect((await store.proposal('p1'))?.state).toBe(accepted.length === 1 ? 'accepted' : 'rejected');
      });
    });

    part('settings', () => {
      const all: GuildSettings = {
        moderatorRole: '500000000000000001',
        logChannel: CHANNEL,
        queueChannel: '300000000000000002',
        allowedChannels: [CHANNEL, '300000000000000003'],
        deniedChannels: ['300000000000000004'],
        questionsPerWindow: 2,
        isTwoPerson: true,
        keepQuestionsDays: 30,
        language: 'es',
      };

      it('are the default ones where a server changed none', async () => {
        expect(await store.settings(GUILD)).toEqual(DEFAULT_SETTINGS);
      });

      it('are kept, each of them', async () => {
        expect(await store.changeSettings(GUILD, all)).toEqual(all);
        expect(await store.settings(GUILD)).toEqual(all);
        expect(await store.settings(OTHER_GUILD)).toEqual(DEFAULT_SETTINGS);
      });

      it('change one at a time, also back to none', async () => {
        await store.changeSettings(GUILD, all);
        const { language: _, ...others } = all;
        expect(await store.changeSettings(GUILD, { language: undefined, isTwoPerson: false })).toEqual({
          ...others,
          language: undefined,
          isTwoPerson: false,
        });
        expect((await store.settings(GUILD)).language).toBeUndefined();
      });

      it('all stay that several people change at once', async () => {
        const other = await database.open();
        const changes = Object.entries(all).map(([key, value], i) => (i % 2 === 0 ? store : other).changeSettings(GUILD, { [key]: value }));
        await Promise.all(changes);
        expect(await store.settings(GUILD)).toEqual(all);
      });
    });

    part('lessons', () => {
      const example = { id: 'l1', guildId: GUILD, question: 'How much?', answer: 'It cost nine million.', authorId: ADA, at: AT };

      it('are kept oldest first, those of one server only', async () => {
        const unanswered = { ...example, id: 'l0', answer: undefined, authorId: undefined, at: AT + 1 };
        await store.addTrainingExample(unanswered);
        await store.addTrainingExample(example);
        await store.addTrainingExample({ ...example, id: 'l2', guildId: OTHER_GUILD });
        expect(await store.trainingExamples(GUILD)).toEqual([example, unanswered]);
        expect(await store.guildsKept()).toEqual([GUILD, OTHER_GUILD]);
      });

      it('are removed once, and only by their own server', async () => {
        await store.addTrainingExample(example);
        expect(await store.removeTrainingExample(OTHER_GUILD, 'l1')).toBe(false);
        expect(await store.removeTrainingExample(GUILD, 'l1')).toBe(true);
        expect(await store.removeTrainingExample(GUILD, 'l1')).toBe(false);
        expect(await store.trainingExamples(GUILD)).toEqual([]);
      });
    });

    part('what readers asked and thought', () => {
      it('is kept: feedback of servers and of direct messages', async () => {
        const feedback = {
          id: 'one',
          messageId: '1',
          channelId: CHANNEL,
          guildId: GUILD,
          verdict: 'not-helpful',
          reason: 'no-answer',
          at: AT,
        } as const;
        await store.keepFeedback(feedback);
        await store.keepFeedback({ ...feedback, id: 'two', guildId: undefined, verdict: 'helpful', reason: undefined });
        const rows = await database.query('select message_id, channel_id, guild_id, verdict, reason, at from feedback order by verdict');
        expect(rows.map((row) => ({ ...row, at: Number(row.at) }))).toEqual([
          { message_id: '1', channel_id: CHANNEL, guild_id: null, verdict: 'helpful', reason: null, at: AT },
          { message_id: '1', channel_id: CHANNEL, guild_id: GUILD, verdict: 'not-helpful', reason: 'no-answer', at: AT },
        ]);
      });

      it('is kept: of one person about one answer the last verdict, with the reason given for it', async () => {
        const feedback = { id: 'one', messageId: '1', channelId: CHANNEL, guildId: GUILD, reason: undefined } as const;
        const kept = async () => {
          const rows = await database.query('select verdict, reason, at from feedback');
          return rows.map((row) => ({ ...row, at: Number(row.at) }));
        };
        for (let i = 0; i < 10; i++) await store.keepFeedback({ ...feedback, verdict: 'helpful', at: AT + i });
        expect(await kept()).toEqual([{ verdict: 'helpful', reason: null, at: AT + 9 }]);
        await store.keepFeedback({ ...feedback, verdict: 'not-helpful', reason: 'note', at: AT + 10 });
        await store.keepFeedback({ ...feedback, verdict: 'not-helpful', at: AT + 11 });
        expect(await kept()).toEqual([{ verdict: 'not-helpful', reason: 'note', at: AT + 11 }]);
        await store.keepFeedback({ ...feedback, verdict: 'helpful', at: AT + 12 });
        expect(await kept()).toEqual([{ verdict: 'helpful', reason: null, at: AT + 12 }]);
      });

      it('is kept for a time: feedback is removed when it is old, that of direct messages too', async () => {
        for (const [id, guildId, at] of [
          ['old', GUILD, AT - 1],
          ['young', GUILD, AT],
          ['old-direct', undefined, AT - 1],
        ] as const) {
          await store.keepFeedback({ id, messageId: '1', channelId: CHANNEL, guildId, verdict: 'helpful', reason: undefined, at });
        }
        await store.purge({ answersBefore: 0, feedbackBefore: AT, draftsBefore: 0, now: AT });
        expect(await database.query('select id from feedback')).toEqual([{ id: 'young' }]);
      });

      it('is kept: open questions, newest first, until they are removed by their own server', async () => {
        const question = { id: 'q1', guildId: GUILD, question: 'Who paid?', why: 'not-covered', at: AT } as const;
        const later = { ...question, id: 'q2', why: 'unsure', at: AT + 1 } as const;
        const elsewhere = { ...question, id: 'q3', guildId: OTHER_GUILD, why: 'not-helpful' } as const;
        for (const one of [question, later, elsewhere]) await store.addOpenQuestion(one);
        await store.addOpenQuestion({ ...question, why: 'not-helpful', at: AT + 2 });
        expect(await store.openQuestions(GUILD)).toEqual([later, question]);
        await store.removeOpenQuestions(GUILD, ['q2', 'q3', 'none']);
        expect(await store.openQuestions(GUILD)).toEqual([question]);
        expect(await store.openQuestions(OTHER_GUILD)).toEqual([elsewhere]);
        await store.removeOpenQuestions(GUILD, []);
        expect(await store.openQuestions(GUILD)).toEqual([question]);
      });

      it('is counted by paragraph, also by several at once', async () => {
        const other = await database.open();
        await Promise.all(times(30, (i) => (i % 2 === 0 ? store : other).countAnswer(GUILD, i % 3 === 0 ? 7 : 1)));
        await store.countAnswer(OTHER_GUILD, 1);
        expect([...(await store.answerCounts(GUILD))]).toEqual([
          [1, 20],
          [7, 10],
        ]);
      });
    });

    part('answers', () => {
      const idsOf = (answers: readonly Answer[]) => answers.map(({ messageId }) => messageId);
      const lease = async (now = AT, ms = 1_000) => {
        const leased = await store.leaseAnswer(now, ms);
        if (leased === undefined) throw new Error('Nothing is to be edited.');
        return leased;
      };
      /** Ids in editing order. */
      const edited = async (now: number) => {
        const ids: string[] = [];
        for (let one = await store.leaseAnswer(now, 1_000); one !== undefined; one = await store.leaseAnswer(now, 1_000)) {
          ids.push(one.messageId);
          await store.settleAnswer(one, 'state', false);
        }
        return ids;
      };

      it('are kept as they were sent, until they show something else', async () => {
        for (const one of [
          answer(),
          answer({ messageId: '402', askerId: undefined, isPrivate: true, shown: undefined, stands: undefined }),
        ]) {
          await store.keepAnswer(one);
          expect(await store.answer(one.messageId)).toEqual(one);
        }
        const other = answer({ shown: { kind: 'claim' }, notes: {}, at: AT + 1 });
        await store.keepAnswer(other);
        expect(await store.answer('401')).toEqual(other);
        expect(await store.answer('403')).toBeUndefined();
      });

      it('that everybody sees are given page by page, newest first, of one server or of all', async () => {
        for (const i of times(5, (one) => one)) await store.keepAnswer(answer({ messageId: `${i}`, at: AT + Math.floor(i / 2) }));
        await store.keepAnswer(answer({ messageId: 'private', isPrivate: true }));
        await store.keepAnswer(answer({ messageId: 'elsewhere', guildId: OTHER_GUILD, at: AT - 1 }));
        const pages: string[][] = [];
        for (
          let page = await store.publicAnswers(2, undefined, GUILD);
          page.length > 0;
          page = await store.publicAnswers(2, page.at(-1), GUILD)
        ) {
          pages.push(idsOf(page));
        }
        expect(pages).toEqual([['4', '3'], ['2', '1'], ['0']]);
        expect(idsOf(await store.publicAnswers(9)).at(-1)).toBe('elsewhere');
      });

      it('that are marked are leased to one process at a time, newest first, for as long as the lease holds', async () => {
        const other = await database.open();
        const ids = times(20, (i) => `${100 + i}`);
        for (const [i, messageId] of ids.entries()) await store.keepAnswer(answer({ messageId, at: AT + i }));
        expect(await store.leaseAnswer(AT, 1_000)).toBeUndefined();
        await store.markAnswers(ids, AT);
        const leased = await Promise.all(times(30, (i) => (i % 2 === 0 ? store : other).leaseAnswer(AT, 1_000)));
        const taken = leased.filter((one) => one !== undefined);
        expect(idsOf(taken).sort()).toEqual(ids);
        expect(taken[0]).toEqual({
          ...answer({ messageId: String(taken[0]?.messageId), at: Number(taken[0]?.at) }),
          noticedAt: AT,
          leasedUntil: AT + 1_000,
          marks: 1,
          tries: 0,
        });
        // The lease holder did not return, so nobody knows what they show.
        expect(await lease(AT + 1_000)).toMatchObject({ messageId: '119', stands: undefined });
      });

      it('that show what they should wait for nothing more, unless they were marked meanwhile', async () => {
        await store.keepAnswer(answer());
        await store.markAnswers(['401'], AT);
        const first = await lease();
        await store.markAnswers(['401'], AT + 5);
        await store.settleAnswer(first, 'first', false);
        expect(await store.answer('401')).toMatchObject({ stands: 'first' });
        const second = await lease();
        expect(second).toMatchObject({ stands: 'first', noticedAt: AT });
        await store.settleAnswer(second, 'second', true);
        expect(await store.answer('401')).toMatchObject({ stands: 'second' });
        expect(await store.leaseAnswer(AT + DAY_MS, 1_000)).toBeUndefined();
        await store.markAnswers(['401'], AT + 9);
        expect(await lease(AT + 9)).toMatchObject({ noticedAt: AT + 9 });
      });

      it('that could not be edited are tried again from a time on, and a mark changes nothing about that', async () => {
        await store.keepAnswer(answer());
        await store.markAnswers(['401'], AT);
        await store.postponeAnswer(await lease(), AT + 50);
        await store.markAnswers(['401'], AT + 1);
        expect(await store.leaseAnswer(AT + 49, 1_000)).toBeUndefined();
        const again = await lease(AT + 50);
        expect(again).toMatchObject({ tries: 1, stands: undefined, noticedAt: AT });
        await store.settleAnswer(again, 'state', false);
        await store.markAnswers(['401'], AT + 60);
        expect(await lease(AT + 60)).toMatchObject({ tries: 0 });
      });

      it('of a channel wait together, those that were sent before a time', async () => {
        for (const [messageId, channelId, at] of [
          ['1', CHANNEL, AT - 2],
          ['2', CHANNEL, AT],
          ['3', 'other', AT - 2],
          ['4', CHANNEL, AT - 2],
        ] as const) {
          await store.keepAnswer(answer({ messageId, channelId, at }));
        }
        await store.markAnswers(['1', '2', '3'], AT);
        await store.postponeChannel(CHANNEL, AT - 1, AT + 50);
        expect(await edited(AT)).toEqual(['2', '3']);
        expect(await edited(AT + 50)).toEqual(['1']);
      });

      it('that show something else while they are edited are edited once more', async () => {
        await store.keepAnswer(answer());
        await store.markAnswers(['401'], AT);
        const before = await lease();
        await store.keepAnswer(answer({ shown: { kind: 'claims', page: 1 }, at: AT + 1 }));
        await store.settleAnswer(before, 'before', false);
        expect(await store.leaseAnswer(AT + 999, 1_000)).toBeUndefined();
        expect(await lease(AT + 1_000)).toMatchObject({ shown: { kind: 'claims', page: 1 } });
      });

      it('are gone once they are removed, whoever edits them', async () => {
        await store.keepAnswer(answer());
        await store.markAnswers(['401'], AT);
        const leased = await lease();
        await store.removeAnswer('401');
        await store.settleAnswer(leased, 'state', false);
        await store.postponeAnswer(leased, AT);
        expect(await store.answer('401')).toBeUndefined();
      });

      it('hold nothing of a person who is forgotten', async () => {
        await store.keepAnswer(answer());
        await store.keepAnswer(answer({ messageId: '402', isPrivate: true }));
        await store.keepAnswer(answer({ messageId: '403', isPrivate: true, askerId: BEN }));
        await store.forgetUser(ADA);
        expect(await store.answer('401')).toEqual(answer({ askerId: undefined }));
        expect(await store.answer('402')).toBeUndefined();
        expect(await store.answer('403')).toMatchObject({ askerId: BEN });
      });

      it('are compared with when their notes were changed last, on their server', async () => {
        await saved(store);
        await saved(store, { baseVersion: 1 }, AT + 7);
        await saved(store, { noteId: 'b' }, AT + 1);
        await saved(store, { noteId: 'c', guildId: OTHER_GUILD });
        expect(await store.lastChanges(GUILD, [NOTE, 'b', 'c', 'd'])).toEqual(
          new Map([
            ['b', AT + 1],
            [NOTE, AT + 7],
          ]),
        );
        expect(await store.lastChanges(GUILD, [])).toEqual(new Map());
      });
    });

    part('deletions', () => {
      it('are due from their time on, the earliest first', async () => {
        const deletions = [
          { kind: 'user', id: ADA, dueAt: AT },
          { kind: 'guild', id: GUILD, dueAt: AT - 1 },
          { kind: 'guild', id: OTHER_GUILD, dueAt: AT + 1 },
        ] as const;
        for (const deletion of deletions) await store.scheduleDeletion(deletion);
        expect(await store.dueDeletions(AT)).toEqual([deletions[1], deletions[0]]);
        expect(await store.deletion('guild', OTHER_GUILD)).toEqual(deletions[2]);
        expect(await store.deletion('user', OTHER_GUILD)).toBeUndefined();
      });

      it('can be put off and cancelled', async () => {
        await store.scheduleDeletion({ kind: 'guild', id: GUILD, dueAt: AT });
        await store.scheduleDeletion({ kind: 'guild', id: GUILD, dueAt: AT + DAY_MS });
        expect(await store.dueDeletions(AT)).toEqual([]);
        expect(await store.cancelDeletion('user', GUILD)).toBe(false);
        expect(await store.cancelDeletion('guild', GUILD)).toBe(true);
        expect(await store.cancelDeletion('guild', GUILD)).toBe(false);
        expect(await store.dueDeletions(AT + DAY_MS)).toEqual([]);
      });
    });

    part('forgetting', () => {
      const fillGuild = async (guildId: string) => {
        await saved(store, { guildId, authorId: ADA }, AT, BEN);
        await saved(store, { guildId, authorId: BEN, baseVersion: 1 }, AT, ADA);
        await store.addProposal(proposal({ id: `${guildId}-draft`, guildId, state: 'draft' }));
        await store.addProposal(proposal({ id: `${guildId}-waiting`, guildId }));
        await store.addProposal(proposal({ id: `${guildId}-decided`, guildId }));
        await store.moveProposal(`${guildId}-decided`, 'waiting', 'rejected', ADA, AT);
        await store.addProposal(proposal({ id: `${guildId}-ben`, guildId, authorId: BEN, baseVersion: 2 }));
        await store.changeSettings(guildId, { keepQuestionsDays: 7 });
        await store.addTrainingExample({ id: `${guildId}-l`, guildId, question: 'How much?', answer: undefined, authorId: ADA, at: AT });
        await store.addOpenQuestion({ id: `${guildId}-q`, guildId, question: 'Who?', why: 'unsure', at: AT });
        await store.keepFeedback({
          id: `of ${guildId}`,
          messageId: '1',
          channelId: CHANNEL,
          guildId,
          verdict: 'helpful',
          reason: undefined,
          at: AT,
        });
        await store.countAnswer(guildId, 1);
        await store.keepAnswer(answer({ guildId, messageId: `${guildId}-m` }));
        await store.keepAnswer(answer({ guildId, messageId: `${guildId}-p`, isPrivate: true }));
        await store.scheduleDeletion({ kind: 'guild', id: guildId, dueAt: AT });
      };

      it('a person takes their id out of everything, with what is theirs alone, and leaves the rest', async () => {
        await fillGuild(GUILD);
        await store.scheduleDeletion({ kind: 'user', id: ADA, dueAt: AT });
        expect(await everything()).toContain(ADA);
        await store.forgetUser(ADA);
        expect(await everything()).not.toContain(ADA);
        expect((await store.revisions(GUILD, NOTE)).map(({ authorId, approverId }) => [authorId, approverId])).toEqual([
          [undefined, BEN],
          [BEN, undefined],
        ]);
        expect(await store.proposal(`${GUILD}-draft`)).toBeUndefined();
        expect((await store.waitingProposals(GUILD)).map(({ id }) => id)).toEqual([`${GUILD}-ben`]);
        expect(await store.proposal(`${GUILD}-decided`)).toMatchObject({ state: 'rejected', authorId: undefined, decidedBy: undefined });
        expect(await store.trainingExamples(GUILD)).toMatchObject([{ id: `${GUILD}-l`, authorId: undefined }]);
        expect(await store.keptNote(GUILD, NOTE)).toMatchObject({ version: 2 });
      });

      it('a server removes everything of it, and of no other, and says so', async () => {
        await fillGuild(GUILD);
        await fillGuild(OTHER_GUILD);
        const seq = await database.lastSeq();
        const heard: StoreEvent[] = [];
        store.listen((event) => heard.push(event));
        await store.forgetGuild(GUILD);
        const forgotten = { seq: seq + 1, guildId: GUILD, what: 'forgotten', subject: undefined };
        expect(heard).toEqual([forgotten]);
        expect((await everything()).split(GUILD)).toHaveLength(2);
        expect(await database.query(`select what from events where guild_id = '${GUILD}'`)).toEqual([{ what: 'forgotten' }]);
        expect(await store.revisions(OTHER_GUILD, NOTE)).toHaveLength(2);
        expect(await store.trainingExamples(OTHER_GUILD)).toHaveLength(1);
        expect(await store.publicAnswers(9)).toMatchObject([{ guildId: OTHER_GUILD }]);
        expect(await store.guildsKept()).toEqual([OTHER_GUILD]);
      });

      it('a server lets it begin anew', async () => {
        await fillGuild(GUILD);
        await store.forgetGuild(GUILD);
        expect(await saved(store)).toMatchObject({ version: 1 });
        expect(await store.settings(GUILD)).toEqual(DEFAULT_SETTINGS);
      });

      it('what is old goes: answers and drafts before a time, questions by the settings of each server', async () => {
        for (const at of [AT - 1, AT]) {
          await store.keepAnswer(answer({ messageId: `${at}`, at }));
          await store.addProposal(proposal({ id: `draft-${at}`, state: 'draft', createdAt: at }));
          await store.addProposal(proposal({ id: `waiting-${at}`, createdAt: at }));
        }
        await store.changeSettings(GUILD, { keepQuestionsDays: 2 });
        for (const [guildId, age] of [
          [GUILD, 2 * DAY_MS + 1],
          [GUILD, 2 * DAY_MS],
          [OTHER_GUILD, 0],
        ] as const) {
          await store.addOpenQuestion({ id: `${guildId}-${age}`, guildId, question: 'Who?', why: 'unsure', at: AT - age });
        }
        await store.purge({ answersBefore: AT, feedbackBefore: AT, draftsBefore: AT, now: AT });
        expect((await store.publicAnswers(9)).map(({ messageId }) => messageId)).toEqual([`${AT}`]);
        expect(await store.proposal(`draft-${AT - 1}`)).toBeUndefined();
        expect(await store.proposal(`draft-${AT}`)).toBeDefined();
        expect(await store.waitingProposals(GUILD)).toHaveLength(2);
        expect((await store.openQuestions(GUILD)).map(({ id }) => id)).toEqual([`${GUILD}-${2 * DAY_MS}`]);
        expect(await store.openQuestions(OTHER_GUILD)).toEqual([]);
      });

      it('old events goes on from the last number', async () => {
        await saved(store);
        const seq = 10_000;
        await database.query(`insert into events (seq, guild_id, what) values (2, '${GUILD}', 'notes'), (${seq}, '${GUILD}', 'notes')`);
        await store.purge({ answersBefore: 0, feedbackBefore: 0, draftsBefore: 0, now: AT });
        expect(await database.query('select count(*) as left from events')).toMatchObject([{ left: expect.anything() }]);
        await database.query(`insert into events (seq, guild_id, what) values (${seq + 2}, '${GUILD}', 'notes')`);
        await store.purge({ answersBefore: 0, feedbackBefore: 0, draftsBefore: 0, now: AT });
        const left = await database.query('select seq from events order by seq');
        expect(left.map((row) => Number(row.seq))).toEqual([seq, seq + 2]);
        expect(await database.lastSeq()).toBe(seq + 2);
      });
    });

    part('events', () => {
      it('tell what changed, of which server, and about which note or lesson', async () => {
        const heard: StoreEvent[] = [];
        store.listen((event) => heard.push(event));
        await saved(store);
        await store.addProposal(proposal({ baseVersion: 1 }));
        await store.acceptProposal('p1', 'waiting', BEN, AT);
        await store.changeSettings(GUILD, { language: 'en' });
        await store.addTrainingExample({ id: 'l1', guildId: GUILD, question: 'How much?', answer: undefined, authorId: ADA, at: AT });
        await store.forgetUser(ADA);
        await store.removeTrainingExample(GUILD, 'l1');
        await store.forgetGuild(OTHER_GUILD);
        expect(heard).toEqual([
          { seq: 1, guildId: GUILD, what: 'notes', subject: undefined },
          { seq: 2, guildId: GUILD, what: 'notes', subject: NOTE },
          { seq: 3, guildId: GUILD, what: 'settings', subject: undefined },
          { seq: 4, guildId: GUILD, what: 'lessons', subject: 'l1' },
          { seq: 5, guildId: GUILD, what: 'lessons', subject: undefined },
          { seq: 6, guildId: GUILD, what: 'lessons', subject: 'l1' },
          { seq: 7, guildId: OTHER_GUILD, what: 'forgotten', subject: undefined },
        ]);
        expect(await database.lastSeq()).toBe(7);
      });

      it('are none where nothing changed', async () => {
        await saved(store);
        await store.addRevisions([change()], AT);
        await store.addRevisions([change({ noteId: 'a' }), change()], AT);
        await store.removeTrainingExample(GUILD, 'none');
        await store.acceptProposal('none', 'waiting', BEN, AT);
        await store.forgetUser(BEN);
        expect(await database.lastSeq()).toBe(1);
      });

      it('have been heard in this process when the change is done', async () => {
        let heard = 0;
        store.listen(() => {
          heard += 1;
        });
        for (const baseVersion of [0, 1, 2]) {
          await saved(store, { baseVersion });
          expect(heard).toBe(baseVersion + 1);
        }
      });

      it('reach every listener of every store on the database, each once and in order, whoever writes', async () => {
        const other = await database.open();
        const heard: number[][] = [[], [], []];
        store.listen(({ seq }) => heard[0]?.push(seq));
        store.listen(({ seq }) => heard[1]?.push(seq));
        other.listen(({ seq }) => heard[2]?.push(seq));
        const writes = times(40, (i) => (i % 2 === 0 ? store : other).addRevisions([change({ noteId: `n${i}` })], AT));
        await Promise.all(writes);
        const all = times(40, (i) => i + 1);
        await vi.waitFor(() => expect(heard).toEqual([all, all, all]), SOON);
      });

      it('from before are not told', async () => {
        await saved(store);
        const other = await database.open();
        const heard: number[] = [];
        for (const one of [store, other]) one.listen(({ seq }) => heard.push(seq));
        await saved(store, { baseVersion: 1 });
        await vi.waitFor(() => expect(heard).toEqual([2, 2]), SOON);
      });

      it('reach nobody who stopped listening, also where one function listens twice', async () => {
        const heard: string[] = [];
        const listener = ({ seq }: StoreEvent) => heard.push(`both ${seq}`);
        const stop = store.listen(listener);
        store.listen(listener);
        const stopBoth = () => {
          stopFirst();
          stopLast();
        };
        const stopFirst = store.listen(({ seq }) => {
          heard.push(`first ${seq}`);
          stopBoth();
        });
        const stopLast = store.listen(({ seq }) => heard.push(`last ${seq}`));
        await saved(store);
        stop();
        stop();
        await saved(store, { baseVersion: 1 });
        expect(heard).toEqual(['both 1', 'both 1', 'first 1', 'both 2']);
      });

      it('go on to the others where a listener fails, and the failure is logged', async () => {
        const heard: number[] = [];
        store.listen(() => {
          throw new Error('broken at once');
        });
        store.listen(async () => {
          throw new Error('broken later');
        });
        store.listen(({ seq }) => heard.push(seq));
        expect(await saved(store)).toMatchObject({ version: 1 });
        expect(await saved(store, { baseVersion: 1 })).toMatchObject({ version: 2 });
        expect(heard).toEqual([1, 2]);
        expect(database.logged).toHaveLength(4);
        expect(database.logged[0]).toBe('A listener failed at an event. {"error":"broken at once","seq":1}');
      });

      it('may be answered by another change', async () => {
        const heard: number[] = [];
        store.listen(async ({ seq }) => {
          heard.push(seq);
          if (seq < 3) await saved(store, { baseVersion: seq });
        });
        await saved(store);
        await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]), SOON);
      });
    });

    part('texts', () => {
      const hostile = [
        ["'; drop table notes; --"],
        ['") on conflict do nothing; delete from revisions; --'],
        ['$1 ? ?1 :a @b %s \\'],
        ['\u0001\u001f\u007f\u2028\uFFFF\uFFFD'],
        ['e\u0301 \u202E 👩‍👩‍👧 𝔘'],
        [' \r\n\t '],
        ['{"a":[1]}'],
        [''],
      ];

      it.each(hostile)('come back as they went: %j', async (text) => {
        const before = { ...change(), noteId: text, content: { ...content(text), keywords: [text] }, authorId: text, reason: text };
        await saved(store, before);
        const [revision] = await store.revisions(GUILD, text);
        expect(revision).toMatchObject({ noteId: text, content: before.content, authorId: text, reason: text });
        const example = { id: 'l1', guildId: text, question: text, answer: text, authorId: text, at: AT };
        await store.addTrainingExample(example);
        expect(await store.trainingExamples(text)).toEqual([example]);
        await store.forgetGuild(text);
        expect(await store.keptNotes(GUILD)).toHaveLength(1);
      });

      it('come back as they went or are refused, whatever they are', async () => {
        const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 8 });
        const anyText = units.map((codes) => String.fromCharCode(...codes));
        let i = 0;
        await fc.assert(
          fc.asyncProperty(anyText, async (text) => {
            i += 1;
            const question = { id: `q${i}`, guildId: GUILD, question: text, why: 'unsure', at: i } as const;
            const isStorable = !/[\0\p{Surrogate}]/u.test(text);
            const result = await store.addOpenQuestion(question).then(
              () => 'kept',
              (error: unknown) => (error instanceof InputError ? 'refused' : error),
            );
            expect(result).toBe(isStorable ? 'kept' : 'refused');
            if (isStorable) expect((await store.openQuestions(GUILD))[0]).toEqual(question);
          }),
          runs(60),
        );
      });

      it('may be long: a million characters', async () => {
        const text = 'ä🙂'.repeat(333_333);
        await saved(store, { content: content(text), reason: text });
        expect(await store.keptNote(GUILD, NOTE)).toMatchObject({ content: { note: text } });
        expect((await store.revisions(GUILD, NOTE))[0]?.reason).toBe(text);
      });

      const unstorable = [
        ['U+0000', 'a\0b'],
        ['U+D83D', 'a\uD83D'],
        ['U+DE42', 'a\uDE42\uD83Db'],
      ] as const;
      it.each(unstorable)('with %s are refused before anything is written, and the field is named', async (code, text) => {
        const before = await everything();
        const example = { id: 'l1', guildId: GUILD, question: 'How much?', answer: text, authorId: ADA, at: AT };
        const refusals: [() => Promise<unknown>, string][] = [
          [() => store.addRevisions([change({ reason: text })], AT), 'changes.0.reason'],
          [() => store.acceptProposal('p1', 'waiting', text, AT), 'by'],
          [() => store.addRevisions([change({ content: { ...content(), keywords: ['fine', text] } })], AT), 'changes.0.content.keywords.1'],
          [() => store.addRevisions([change(), change({ noteId: text })], AT), 'changes.1.noteId'],
          [() => store.addProposal(proposal({ content: content(text) })), 'proposal.content.note'],
          [() => store.addTrainingExample(example), 'lesson.answer'],
          [() => store.changeSettings(GUILD, { allowedChannels: [text] }), 'changes.allowedChannels.0'],
          [() => store.keptNote(GUILD, text), 'noteId'],
        ];
        for (const [refusal, field] of refusals) {
          const error = await refusal().then(
            () => undefined,
            (reason: unknown) => reason,
          );
          expect(error).toBeInstanceOf(InputError);
          expect(error).toHaveProperty('message', `${field} holds the character ${code} at position 2, which cannot be kept: take it out.`);
        }
        expect(await everything()).toBe(before);
      });
    });

    part('a failure', () => {
      it('leaves nothing of what it was part of, and the store goes on', async () => {
        await store.addProposal(proposal());
        const before = await everything();
        await expect(store.addProposal(proposal({ guildId: OTHER_GUILD }))).rejects.toThrow();
        await expect(store.addRevisions([change({ noteId: null as unknown as string })], AT)).rejects.toThrow();
        await expect(store.addRevisions([change()], 0.5)).rejects.toThrow();
        expect(await everything()).toBe(before);
        expect(await saved(store)).toMatchObject({ version: 1 });
      });
    });

    part('closing', () => {
      it('waits for what is under way', async () => {
        const writes = times(20, (i) => store.addRevisions([change({ noteId: `n${i}` })], AT));
        await store.close();
        expect((await Promise.all(writes)).every((result) => result.kind === 'saved')).toBe(true);
        const again = await database.open();
        expect(await again.keptNotes(GUILD)).toHaveLength(20);
      });

      it('ends everything, also when it is done twice', async () => {
        await Promise.all([store.close(), store.close()]);
        await store.close();
        await expect(store.keptNotes(GUILD)).rejects.toThrow('The store is closed.');
        await expect(store.addRevisions([change()], AT)).rejects.toThrow('The store is closed.');
      });
    });

    it('keeps everything when it is opened again', async () => {
      const changes: Change[] = times(3, (baseVersion) => change({ baseVersion }));
      for (const one of changes) await store.addRevisions([one], AT);
      const before = await everything();
      await store.close();
      await database.open();
      expect(await everything()).toBe(before);
      expect(await database.lastSeq()).toBe(3);
    });
  });
}

// Tests of a PostgreSQL server that stalls, or is lost at the worst moment: nobody waits long, and reports about changes are true.

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.js';
import { Leases } from '../../src/store/postgres-leases.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { StoreError, type StoreFailure } from '../../src/store/store-error.js';
import { hasPostgres } from '../missing.js';
import { createPostgresDatabase, POSTGRES_URL, SOON, type TestDatabase } from './databases.js';
import { AT, change, GUILD, NOTE, proposal, saved } from './examples.js';
import { openWire, type Wire } from './wire.js';

async function faultOf(work: Promise<unknown>): Promise<StoreFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) return error.kind;
    throw error;
  }
  throw new Error('Nothing was wrong.');
}

describe.skipIf(!hasPostgres)('a PostgreSQL server', () => {
  let database: TestDatabase;
  /** Connected directly to the server. */
  let near: SqlStore;
  /** Connected through the wire. */
  let far: SqlStore;
  let wire: Wire;
  let name: string;

  beforeEach(async () => {
    database = await createPostgresDatabase();
    near = await database.open();
    await saved(near);
    name = `${database.where.schema}_far`;
    const url = new URL(POSTGRES_URL);
    url.searchParams.set('application_name', name);
    wire = await openWire(url.href);
    const silent = { warn: () => undefined, error: () => undefined };
    far = await openStore({ ...database.where, databaseUrl: wire.url, log: silent });
  });

  afterEach(async () => {
    await wire.close();
    await far.close();
    await database.drop();
  });

  describe('that is lost while a change is being completed', () => {
    it('has it, and so it is saved: once, and the others hear of it', async () => {
      const heard: number[] = [];
      far.listen(({ seq }) => heard.push(seq));
      const lost = wire.atCommit('lose-answer');
      const result = await far.addRevisions([change({ baseVersion: 1 })], AT);
      await lost;
      expect(result).toEqual({ kind: 'saved', count: 1 });
      expect(await near.revisions(GUILD, NOTE)).toHaveLength(2);
      expect(heard).toEqual([2]);
    });

    it('has accepted a proposal with its revision, or neither', async () => {
      await near.addProposal(proposal({ id: 'p1', baseVersion: 1 }));
      void wire.atCommit('lose-answer');
      expect(await far.acceptProposal('p1', 'waiting', '7', AT)).toMatchObject({ kind: 'saved', revision: { version: 2 } });
      await near.addProposal(proposal({ id: 'p2', baseVersion: 2 }));
      void wire.atCommit('lose-commit');
      expect(await faultOf(far.acceptProposal('p2', 'waiting', '7', AT))).toBe('away');
      expect((await near.proposal('p2'))?.state).toBe('waiting');
      expect(await near.revisions(GUILD, NOTE)).toHaveLength(2);
    });

    it('has not heard of it, and so nothing is saved, nor later, and the next writer need not wait for its turn', async () => {
      const lost = wire.atCommit('lose-commit');
      expect(await faultOf(far.addRevisions([change({ baseVersion: 1 })], AT))).toBe('away');
      await lost;
      expect(await database.query(`select pid from pg_stat_activity where application_name = '${name}' and state like 'idle in%'`)).toEqual(
        [],
      );
      expect(await saved(near, { baseVersion: 1 })).toMatchObject({ version: 2 });
      expect(await near.revisions(GUILD, NOTE)).toHaveLength(2);
    });

    it('and stays out of reach cannot be asked, which is said; the change is heard of as soon as it can be', async () => {
      const heard: number[] = [];
      far.listen(({ seq }) => heard.push(seq));
      const lost = wire.atCommit('lose-answer').then(() => wire.cut());
      expect(await faultOf(far.addRevisions([change({ baseVersion: 1 })], AT))).toBe('unsettled');
      await lost;
      expect(heard).toEqual([]);
      await wire.mend();
      await vi.waitFor(() => expect(heard).toEqual([2]), SOON);
      // A repeated save is told that the revision exists.
      expect(await far.addRevisions([change({ baseVersion: 1 })], AT)).toMatchObject({ kind: 'conflict', current: { version: 2 } });
    });
  });

  it('where somebody holds a table is not waited for: nothing is saved, and it works again once the table is free', async () => {
    const holder = new pg.Client({ connectionString: POSTGRES_URL });
    await holder.connect();
    try {
      await holder.query(`begin; lock table ${database.where.schema}.revisions in access exclusive mode`);
      const [writing, reading] = [near.addRevisions([change({ baseVersion: 1 })], AT), near.revisions(GUILD, NOTE)];
      expect(await Promise.all([faultOf(writing), faultOf(reading)])).toEqual(['busy', 'busy']);
      await holder.query('rollback');
    } finally {
      await holder.end();
    }
    expect(await saved(near, { baseVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('that says nothing any more is given up, by readers and writers, and is used again through new connections', async () => {
    wire.stall();
    expect(await Promise.all([faultOf(far.keptNotes(GUILD)), faultOf(far.addRevisions([change({ baseVersion: 1 })], AT))])).toEqual([
      'away',
      'away',
    ]);
    expect(await near.revisions(GUILD, NOTE)).toHaveLength(1);
    wire.flow();
    expect(await saved(far, { baseVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('whose refusals have different reasons is told apart by them', async () => {
    const { schema } = database.where;
    const reasons: Readonly<Record<string, StoreFailure>> = {
      '25006': 'refusing',
      '53100': 'full',
      '53300': 'away',
      '57P01': 'away',
      '40P01': 'busy',
      XX001: 'refusing',
    };
    const found: Record<string, StoreFailure> = {};
    for (const code of Object.keys(reasons)) {
      // A failure reported by the server during a change.
      await database.query(`
        create or replace function ${schema}.fail() returns trigger language plpgsql as
        $$ begin raise exception using errcode = '${code}', message = 'as it comes'; end $$`);
      await database.query(`create or replace trigger fails before insert on revisions for each row execute function ${schema}.fail()`);
      found[code] = await faultOf(near.addRevisions([change({ baseVersion: 1 })], AT));
    }
    expect(found).toEqual(reasons);
    expect(await near.revisions(GUILD, NOTE)).toHaveLength(1);
  });
});

describe.skipIf(!hasPostgres)('a connection that is lent', () => {
  let pool: pg.Pool;

  beforeEach(() => {
    pool = new pg.Pool({ connectionString: POSTGRES_URL, max: 1 });
  });

  afterEach(() => pool.end());

  it('is given up where an answer does not come in time, and nothing more is waited for, nor is it lent again', async () => {
    const lease = await new Leases(pool).within({ answerMs: 100, workMs: undefined }).connect();
    await expect(lease.query('select pg_sleep(60)', [])).rejects.toThrow('no answer');
    await expect(lease.query('rollback', [])).rejects.toThrow('no answer');
    lease.release();
    const next = await new Leases(pool).within({ answerMs: 10_000, workMs: undefined }).connect();
    expect((await next.query('select 1 as one', [])).rows).toEqual([{ one: 1 }]);
    next.release();
  });

  it('is given up where the whole work takes too long, though each answer comes in time', async () => {
    const lease = await new Leases(pool).within({ answerMs: 10_000, workMs: 500 }).connect();
    const work = async () => {
      for (let i = 0; i < 100; i++) await lease.query('select pg_sleep(0.05)', []);
    };
    await expect(work()).rejects.toThrow('no answer');
    lease.release();
  });

  it('is waited for less long by all others while the server says nothing, and as long as before once it has answered', async () => {
    const leases = new Leases(pool).within({ answerMs: 8_000, workMs: undefined });
    const ask = async (statement: string) => {
      const start = performance.now();
      const lease = await leases.connect();
      const answer = await lease.query(statement, []).then(
        () => 'answered',
        () => 'given up',
      );
      lease.release();
      return { answer, ms: performance.now() - start };
    };
    const [first, second] = [await ask('select pg_sleep(60)'), await ask('select pg_sleep(60)')];
    expect([first.answer, second.answer]).toEqual(['given up', 'given up']);
    expect(second.ms).toBeLessThan(first.ms / 2);
    expect((await ask('select 1')).answer).toBe('answered');
    expect((await ask('select pg_sleep(3)')).answer).toBe('answered');
  }, 60_000);

  it('is lent again after a statement that the server refused', async () => {
    const leases = new Leases(pool).within({ answerMs: 10_000, workMs: undefined });
    const lease = await leases.connect();
    const [first] = (await lease.query<{ pid: number }>('select pg_backend_pid() as pid', [])).rows;
    await expect(lease.query('select nothing', [])).rejects.toThrow('nothing');
    lease.release();
    const next = await leases.connect();
    expect((await next.query('select pg_backend_pid() as pid', [])).rows).toEqual([first]);
    next.release();
  });
});

// Example data for tests of the store.

import type { Change, NewProposal, NoteContent, NoteProposal, Revision } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { Answer } from '../../src/store/store.js';

export const GUILD = '100000000000000001';
export const OTHER_GUILD = '100000000000000002';
export const NOTE = 'cost-of-the-bridge';
export const ADA = '200000000000000001';
export const BEN = '200000000000000002';
export const CHANNEL = '300000000000000001';
export const AT = Date.UTC(2026, 10, 25);
export const DAY_MS = 24 * 60 * 60_000;

export function content(note = 'The auditors reckon with 14 million.'): NoteContent {
  return {
    status: 'disputed',
    quotes: [{ exact: 'The bridge cost nine million', prefix: 'that ' }, { exact: 'nine “million” – 90 %' }],
    note,
    keywords: ['bridge', 'coût'],
    sources: [{ publisher: 'Audit Office', title: 'Report', date: '2026-03', url: 'https://example.org/report?a=1&b=2' }],
    confidence: 'high',
  };
}

export function change(changes: Partial<Change> = {}): Change {
  return {
    guildId: GUILD,
    noteId: NOTE,
    action: 'edit',
    content: content(),
    baseVersion: 0,
    authorId: ADA,
    reason: 'The report is out.',
    ...changes,
  };
}

export function proposal(changes: Partial<NoteProposal> = {}): Extract<NewProposal, { readonly kind: 'note' }> {
  const { decidedBy, decidedAt, queueMessage, ...rest } = changes;
  return {
    ...change(),
    kind: 'note',
    id: 'p1',
    origin: 'moderator',
    createdAt: AT,
    ...rest,
    state: changes.state === 'draft' ? 'draft' : 'waiting',
  };
}

export function answer(changes: Partial<Answer> = {}): Answer {
  return {
    guildId: GUILD,
    channelId: CHANNEL,
    messageId: '401',
    askerId: ADA,
    isPrivate: false,
    article: 'abc123',
    shown: { kind: 'passage', language: 'es', paragraph: 7 },
    notes: { b: '1f', [NOTE]: '2e' },
    stands: 'as sent',
    noticedAt: undefined,
    at: AT,
    ...changes,
  };
}

/** Adds a revision, which must succeed; with an approver, as a suggestion. */
export async function saved(store: SqlStore, changes: Partial<Change> = {}, at = AT, approverId?: string): Promise<Revision> {
  const wanted = change(changes);
  const { guildId, noteId, baseVersion } = wanted;
  if (approverId === undefined) {
    const result = await store.addRevisions([wanted], at);
    if (result.kind !== 'saved') throw new Error(`Version ${baseVersion + 1} of ${noteId} was not added: ${JSON.stringify(result)}`);
  } else {
    const id = `${guildId} ${noteId} ${baseVersion}`;
    await store.addProposal({ ...wanted, kind: 'note', id, origin: 'moderator', state: 'waiting', createdAt: at });
    const result = await store.acceptProposal(id, 'waiting', approverId, at);
    if (result?.kind !== 'saved') throw new Error(`The proposal ${id} was not accepted: ${JSON.stringify(result)}`);
  }
  const revision = (await store.revisions(guildId, noteId))[baseVersion];
  if (revision === undefined) throw new Error(`Version ${baseVersion + 1} of ${noteId} is not there.`);
  return revision;
}

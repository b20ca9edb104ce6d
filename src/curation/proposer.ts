// Makes proposals: every proposed change begins as a draft in the store.

import type { Intent, NoteProposal, Proposal } from '../notes/revision.js';
import type { Store } from '../store/store.js';

/** Stores a draft of a change and returns it. Rejects when the store fails. */
export interface Propose {
  (authorId: string, origin: Proposal['origin'], intent: Intent<NoteProposal>): Promise<NoteProposal>;
  (authorId: string, origin: Proposal['origin'], intent: Intent<Proposal>): Promise<Proposal>;
}

export interface ProposerOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Letters and digits that nobody can guess. */
  readonly randomId: () => string;
}

export function createProposer({ store, now, randomId }: ProposerOptions): Propose {
  async function propose(authorId: string, origin: Proposal['origin'], intent: Intent<NoteProposal>): Promise<NoteProposal>;
  async function propose(authorId: string, origin: Proposal['origin'], intent: Intent<Proposal>): Promise<Proposal>;
  async function propose(authorId: string, origin: Proposal['origin'], intent: Intent<Proposal>): Promise<Proposal> {
    const common = { id: randomId(), authorId, origin, state: 'draft' as const, createdAt: now() };
    await store.addProposal({ ...intent, ...common });
    return { ...intent, ...common, decidedBy: undefined, decidedAt: undefined, queueMessage: undefined };
  }
  return propose;
}

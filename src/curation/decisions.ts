// Decisions on proposals. Every change to what a guild's readers see passes through here, and is checked here.

import { isDeepStrictEqual } from 'node:util';
import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import { type AnchoredNote, anchored } from '../notes/anchored-note.js';
import { noteWith } from '../notes/effective.js';
import type { Fault } from '../notes/fault.js';
import { lintAmong } from '../notes/lint.js';
import type { Note } from '../notes/note.js';
import {
  type Change,
  changesOf,
  type KeptNote,
  type NewProposal,
  type NoteProposal,
  type Proposal,
  type Revision,
} from '../notes/revision.js';
import { rememberSaid } from '../notes/said-before.js';
import { type ChangeInContext, type SecondPersonReason, whyNotAlone } from '../notes/second-person.js';
import type { BulkNotes, Store, TooMany, WaitingLimits } from '../store/store.js';
import type { ArticleView } from '../views/article-view.js';
import type { GuildViews, OnProgress } from '../views/guild-views.js';
import { contentOf, NoteCatalog, type NoteState } from '../views/note-catalog.js';
import { SerialQueue } from '../work/serial-queue.js';
import { TimeSlices } from '../work/time-slices.js';
import type { SettingsCache } from './settings-cache.js';

/** A fault of a note that a proposal would show to readers. */
export interface NoteFault {
  readonly noteId: string;
  readonly fault: Fault;
}

/** Whether readers already see the saved change. If not, the follower of the store shows it as soon as it can. */
interface Done {
  readonly isShown: boolean;
}

/** Limits on waiting suggestions: more than moderators will review, and more than one person needs until then. */
export const MOST_WAITING: WaitingLimits = { ofPerson: 10, ofGuild: 200 };

export type Decided =
  | (Done & { readonly kind: 'saved'; readonly revision: Revision; readonly proposal: Extract<Proposal, { readonly kind: 'note' }> })
  | (Done & {
      readonly kind: 'imported';
      readonly proposal: Extract<Proposal, { readonly kind: 'import' }>;
      readonly approverId: string | undefined;
    })
  | (Done & {
      readonly kind: 'taught';
      readonly proposal: Extract<Proposal, { readonly kind: 'lesson' }>;
      readonly approverId: string | undefined;
      /** Whether an example to take back still existed. */
      readonly wasThere: boolean;
    })
  /** Another moderator must decide. */
  | { readonly kind: 'waiting'; readonly proposal: Proposal; readonly why: SecondPersonReason }
  /** The limit of waiting suggestions is reached, so this one was not stored. */
  | TooMany
  | { readonly kind: 'conflict'; readonly proposal: Proposal; readonly noteId: string; readonly current: NoteState | undefined }
  /** No longer valid: another note says the same now, or the article has changed. */
  | { readonly kind: 'faulty'; readonly proposal: Proposal; readonly faults: readonly NoteFault[] }
  /** Decided by somebody else meanwhile, reworded, or forgotten. */
  | { readonly kind: 'gone' }
  /** Another moderator must decide: authors do not approve their own proposals. */
  | { readonly kind: 'own' };

export interface DecisionsOptions {
  readonly store: Store;
  readonly views: GuildViews;
  readonly settings: SettingsCache;
  readonly base: Pick<ArticleView, 'article'>;
  readonly shipped: readonly Note[];
  readonly finder: AnchorFinder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** Called for each proposal that was decided or replaced. */
  readonly onDecided: (id: string) => void;
}

export class Decisions {
  readonly #shipped: ReadonlyMap<string, Note>;
  /** Running and waiting decisions of each guild. */
  readonly #queues = new Map<string, SerialQueue>();

  constructor(private readonly options: DecisionsOptions) {
    this.#shipped = new Map(options.shipped.map((note) => [note.id, note]));
  }

  /** Applies a draft, or submits it to another moderator if one is needed. Saving another person's draft makes the saver its author. */
  async save(id: string, by: string, reason?: string, onProgress?: OnProgress): Promise<Decided> {
    return this.#inTurn(id, (found) => this.#save(found, by, reason, onProgress));
  }

  async #save(found: Proposal, by: string, reason: string | undefined, onProgress: OnProgress | undefined): Promise<Decided> {
    if (found.state !== 'draft') return { kind: 'gone' };
    const wanted = { ...byWhom(found, by), ...(reason === undefined || reason === '' ? {} : { reason }) };
    const proposal = wanted.authorId === found.authorId && wanted.reason === found.reason ? found : await this.replace(found, wanted);
    if (proposal === undefined) return { kind: 'gone' };
    const beside = await this.#besideOf(proposal);
    const faults = await this.#faultsOf(proposal, beside.notes);
    if (faults.length > 0) return { kind: 'faulty', proposal, faults };
    const why = await this.#whyNotAlone(proposal, by);
    if (why === undefined) return this.#accept(proposal, beside, { from: 'draft', by, onProgress });
    const submitted = await this.options.store.submitProposal(proposal.id, by, this.options.now(), MOST_WAITING);
    if (submitted === undefined) return { kind: 'gone' };
    return submitted.kind === 'full' ? submitted : { ...submitted, why };
  }

  /** Applies a proposal of another moderator or a reader. */
  async approve(id: string, by: string, onProgress?: OnProgress): Promise<Decided> {
    return this.#inTurn(id, (found) => this.#approve(found, by, onProgress));
  }

  async #approve(proposal: Proposal, by: string, onProgress: OnProgress | undefined): Promise<Decided> {
    if (proposal.state !== 'waiting') return { kind: 'gone' };
    if ((await this.#whyNotAlone(proposal, by)) !== undefined) return { kind: 'own' };
    const beside = await this.#besideOf(proposal);
    const faults = await this.#faultsOf(proposal, beside.notes);
    if (faults.length > 0) return { kind: 'faulty', proposal, faults };
    return this.#accept(proposal, beside, { from: 'waiting', by, onProgress });
  }

  /** Rejects a proposal; undefined if it was decided meanwhile. */
  async reject(id: string, by: string): Promise<Proposal | undefined> {
    this.options.onDecided(id);
    return this.options.store.moveProposal(id, 'waiting', 'rejected', by, this.options.now());
  }

  /** Discards a draft; undefined if it was decided meanwhile. */
  async discard(id: string, by: string): Promise<Proposal | undefined> {
    this.options.onDecided(id);
    return this.options.store.moveProposal(id, 'draft', 'discarded', by, this.options.now());
  }

  /** After a conflict: proposes the same change on top of the note's current version. Undefined if it was decided meanwhile. */
  async rebase(id: string): Promise<NoteProposal | undefined> {
    const proposal = await this.options.store.proposal(id);
    if (proposal?.kind !== 'note') return undefined;
    const current = await this.options.store.keptNote(proposal.guildId, proposal.noteId);
    // A retraction records the note's last content, for a later restoration.
    const content = proposal.action === 'withdraw' ? current?.content : proposal.content;
    return this.replace(proposal, { ...proposal, content, baseVersion: current?.version ?? 0 });
  }

  /**
   * Replaces a proposal with another under a new id, so that no click approves words that were written after it.
   * Undefined if it was decided meanwhile.
   */
  async replace<One extends Proposal>(before: Proposal, wanted: One): Promise<One | undefined> {
    const { store, now, randomId, onDecided } = this.options;
    const { state } = before;
    if (state !== 'draft' && state !== 'waiting') return undefined;
    onDecided(before.id);
    const { decidedBy: _, decidedAt: __, queueMessage: ___, ...rest } = wanted;
    const fresh = { ...rest, id: randomId(), state } as unknown as NewProposal;
    return (await store.replaceProposal(before.id, fresh, now())) as One | undefined;
  }

  /** Serialises the decisions of a guild: each is checked against the result of the previous one. */
  async #inTurn(id: string, decide: (proposal: Proposal) => Promise<Decided>): Promise<Decided> {
    const { store } = this.options;
    const known = await store.proposal(id);
    if (known === undefined) return { kind: 'gone' };
    const queue = this.#queues.get(known.guildId) ?? new SerialQueue();
    this.#queues.set(known.guildId, queue);
    try {
      return await queue.run(async () => {
        const proposal = await store.proposal(id);
        return proposal === undefined ? { kind: 'gone' as const } : decide(proposal);
      });
    } finally {
      if (queue.isIdle) this.#queues.delete(known.guildId);
    }
  }

  async #accept(proposal: Proposal, beside: Beside, { from, by, onProgress }: Acceptance): Promise<Decided> {
    const { store, views, now, onDecided } = this.options;
    const { guildId } = proposal;
    onDecided(proposal.id);
    let faults: readonly NoteFault[] = [];
    // Another process may have saved the same note since then; within the transaction none can.
    const accepted = await store.acceptProposal(proposal.id, from, by, now(), async (kept) => {
      if (this.#wantedBy(proposal).length === 0) return true;
      faults = await this.#faultsOf(proposal, await this.#savedSince(guildId, beside, kept));
      return faults.length === 0;
    });
    if (accepted === undefined) return { kind: 'gone' };
    if (accepted.kind === 'refused') return { kind: 'faulty', proposal, faults };
    if (accepted.kind === 'conflict') {
      const noteId = 'noteId' in accepted ? accepted.noteId : proposal.kind === 'note' ? proposal.noteId : '';
      return { kind: 'conflict', proposal, noteId, current: await this.#stateOf(guildId, noteId, accepted.current) };
    }
    // A failure from here on must not be reported as if nothing had been saved.
    const isShown = await views.refresh(guildId, changedBy(proposal), onProgress).then(
      () => true,
      () => false,
    );
    const approverId = from === 'waiting' ? by : undefined;
    if (accepted.kind === 'saved' && proposal.kind === 'note') return { kind: 'saved', revision: accepted.revision, proposal, isShown };
    if (accepted.kind === 'imported' && proposal.kind === 'import') return { kind: 'imported', proposal, approverId, isShown };
    if (accepted.kind === 'taught' && proposal.kind === 'lesson') {
      return { kind: 'taught', proposal, approverId, wasThere: accepted.wasThere, isShown };
    }
    throw new TypeError(`The proposal ${proposal.id} of the kind ${proposal.kind} came to be ${accepted.kind}.`);
  }

  async #whyNotAlone(proposal: Proposal, by: string): Promise<SecondPersonReason | undefined> {
    const { store, settings, now } = this.options;
    const { guildId } = proposal;
    const changes: ChangeInContext[] = [];
    const slices = new TimeSlices();
    for (const change of proposal.kind === 'lesson' ? [] : changesOf(proposal)) {
      const shipped = this.#shipped.get(change.noteId);
      // Untouched notes have no history, and an import may bring thousands of them.
      const history = change.baseVersion === 0 ? [] : await store.revisions(guildId, change.noteId);
      changes.push({ change: { ...change, authorId: by }, history, shipped: shipped && contentOf(shipped) });
      await slices.next();
    }
    return whyNotAlone({ proposal, by, changes, settings: settings.of(guildId), now: now() });
  }

  async #besideOf({ guildId }: Proposal): Promise<Beside> {
    const { views } = this.options;
    return { notes: (await views.of(guildId)).notes, kept: await views.kept(guildId) };
  }

  /** Stored notes that differ from the notes a proposal was checked against: saved by another process, or not read by the view yet. */
  async #savedSince(guildId: string, beside: Beside, kept: BulkNotes): Promise<AnchoredNote[]> {
    const shown = new Map(beside.notes.map(({ note }) => [note.id, note]));
    const isAsShown = (one: KeptNote) => one.isRetracted || isDeepStrictEqual(shown.get(one.noteId), this.#noteAfter(one));
    const slices = new TimeSlices();
    const others: string[] = [];
    for (const [id, version] of await kept.keptVersions(guildId)) {
      const known = beside.kept.get(id);
      if (known?.version !== version || !isAsShown(known)) others.push(id);
      await slices.next();
    }
    const notes = (await kept.keptNotesAmong(guildId, others)).flatMap((one) => (one.isRetracted ? [] : (this.#noteAfter(one) ?? [])));
    return notes.map((note) => anchored(note, this.options.finder));
  }

  /** Faults of the proposed notes among the other notes, by the rules for forms and files. */
  async #faultsOf(proposal: Proposal, others: readonly AnchoredNote[]): Promise<NoteFault[]> {
    const { base, finder, now } = this.options;
    const wanted = this.#wantedBy(proposal);
    const changed = new Set(wanted.map(({ note }) => note.id));
    const slices = new TimeSlices();
    const spans: Span[] = [];
    for (const { note } of wanted) {
      spans.push(...note.quotes.flatMap((anchor) => finder.find(anchor)));
      await slices.next();
    }
    const said = rememberSaid(finder);
    for (const { note } of besideThem(others, spans)) if (!changed.has(note.id)) said.add(note);
    const all: NoteFault[] = [];
    for (const { note, isAsShipped } of wanted) {
      const found = lintAmong(note, { article: base.article, finder, said, now: now() }).faults;
      // A shipped note is accepted as it is; but it must not repeat what another note says now.
      const faults = isAsShipped ? found.filter(({ kind }) => kind === 'duplicate') : found;
      if (faults.length === 0) said.add(note);
      all.push(...faults.map((fault) => ({ noteId: note.id, fault })));
      await slices.next();
    }
    return all;
  }

  /** The notes that a proposal would show to readers. */
  #wantedBy(proposal: Proposal): readonly Wanted[] {
    if (proposal.kind === 'lesson') return [];
    const changes = changesOf(proposal).filter(({ action }) => action !== 'withdraw');
    return changes.flatMap((change) => {
      const note = this.#noteAfter(change);
      return note === undefined ? [] : [{ note, isAsShipped: change.content === undefined }];
    });
  }

  #noteAfter({ noteId, content }: Pick<Change, 'noteId' | 'content'>): Note | undefined {
    return noteWith(noteId, content, this.#shipped.get(noteId));
  }

  async #stateOf(guildId: string, noteId: string, kept: KeptNote | undefined): Promise<NoteState | undefined> {
    const { shipped, views, finder } = this.options;
    return new NoteCatalog(shipped, await views.kept(guildId), finder).state(noteId, kept);
  }
}

/** The notes that a proposal is checked against: the notes that readers see, and the kept notes as last read. */
interface Beside {
  readonly notes: readonly AnchoredNote[];
  readonly kept: ReadonlyMap<string, KeptNote>;
}

interface Wanted {
  readonly note: Note;
  readonly isAsShipped: boolean;
}

interface Acceptance {
  readonly from: 'draft' | 'waiting';
  readonly by: string;
  readonly onProgress: OnProgress | undefined;
}

/** Ids of the notes that a proposal changes; undefined for an import, where comparing all notes is faster. */
function changedBy(proposal: Proposal): readonly string[] | undefined {
  if (proposal.kind === 'import') return undefined;
  return proposal.kind === 'note' ? [proposal.noteId] : [];
}

/** A proposal after a person saved or changed it; that person becomes its author. */
export function byWhom<One extends Proposal>(proposal: One, by: string): One {
  const { authorId, coauthorIds = [] } = proposal;
  return authorId === by ? proposal : { ...proposal, authorId: by, coauthorIds: [...coauthorIds.filter((id) => id !== by), authorId] };
}

/** The notes at any of the given places; only these can say the same. */
function besideThem(notes: readonly AnchoredNote[], spans: AnchoredNote['spans']): readonly AnchoredNote[] {
  const places = new Set(spans.map(placeOf));
  return notes.filter((note) => note.spans.some((span) => places.has(placeOf(span))));
}

function placeOf({ start, end }: AnchoredNote['spans'][number]): string {
  return `${start}-${end}`;
}

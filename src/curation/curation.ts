// What moderators do with notes: drafts with their effect, two-person decisions, lessons, imports. Knows nothing of Discord.

import { LRUCache } from 'lru-cache';
import { isNothingYet } from '../answer/lookup.js';
import type { AnchorFinder } from '../article/anchor.js';
import { contains, type Span, sentenceAt } from '../article/article.js';
import type { Fault, Warning } from '../notes/fault.js';
import { type NoteForm, type Offer, type ReadForm, readForm } from '../notes/form.js';
import type { Note } from '../notes/note.js';
import type { ParsedNotes } from '../notes/note-file.js';
import { createNoteId } from '../notes/note-id.js';
import type { Change, NoteContent, Proposal, Revision } from '../notes/revision.js';
import { needsSecondPerson } from '../notes/second-person.js';
import type { Reading } from '../reading.js';
import type { Store } from '../store/store.js';
import { TimeSlices } from '../work/time-slices.js';
import { coverageOf, type ParagraphCoverage } from './coverage.js';
import type { Effect, Effects } from './effect.js';
import { findGaps, type Gap } from './gaps.js';
import { Measuring, type Trial } from './measuring.js';
import { NoteAids } from './note-aids.js';
import { readNoteFile } from './read-note-file.js';
import type { OnProgress, Readings } from './readings.js';
import type { SettingsCache } from './settings-cache.js';
import { NoteShelf, type NoteState } from './shelf.js';

export type Drafted =
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly warnings: readonly Warning[] }
  /** What was pasted is not letter for letter what the article says; the draft has the article's own words. */
  | { readonly kind: 'offer'; readonly proposal: Proposal; readonly pasted: string; readonly span: Span }
  | { readonly kind: 'drafted'; readonly proposal: Proposal; readonly warnings: readonly Warning[] };

export type Decided =
  | { readonly kind: 'saved'; readonly revision: Revision; readonly proposal: Proposal }
  /** Another moderator must decide: the server's rule, or because a status was changed there and back. */
  | { readonly kind: 'waiting'; readonly proposal: Proposal; readonly why: 'rule' | 'cooling' }
  | { readonly kind: 'conflict'; readonly proposal: Proposal; readonly current: NoteState | undefined }
  /** Decided by somebody else meanwhile, or forgotten. */
  | { readonly kind: 'gone' }
  /** Nobody approves what they proposed themselves. */
  | { readonly kind: 'own' };

/** Servers whose notes are held ready to be searched and compared. */
const MOST_AIDED = 100;
/** Random characters at the end of a new note's id. */
const SUFFIX_LENGTH = 4;

export interface FormDraft {
  readonly guildId: string;
  readonly authorId: string;
  readonly origin: Proposal['origin'];
  readonly fields: NoteForm;
  /** The note that is edited; a new one without it. */
  readonly edited?: { readonly noteId: string; readonly version: number } | undefined;
  /** The sentence that was chosen, which tells places with the same words apart. */
  readonly near?: Span | undefined;
}

export interface CurationOptions {
  readonly store: Store;
  readonly readings: Readings;
  readonly settings: SettingsCache;
  readonly effects: Effects;
  /** The shipped notes, on which each server's own changes stand. */
  readonly base: Reading;
  readonly finder: AnchorFinder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Letters and digits that nobody can guess. */
  readonly randomId: () => string;
  /** Resolves when readers' questions have been answered: what asks the model for long goes on then. */
  readonly giveWay: () => Promise<void>;
}

interface ReadOptions {
  readonly near?: Span | undefined;
  readonly noteId?: string | undefined;
  readonly keep?: NoteContent | undefined;
}

/** How a note with another id, version or content would change what the store holds. */
type Intent = Pick<Change, 'guildId' | 'noteId' | 'action' | 'content' | 'baseVersion' | 'reason'>;

export class Curation {
  /** By server; of those that nobody moderated for long they are made anew. */
  readonly #aids = new LRUCache<string, NoteAids>({ max: MOST_AIDED });
  readonly #shipped: readonly Note[];

  readonly #measuring = new Measuring((trial, signal) => this.#measure(trial, signal));

  constructor(private readonly options: CurationOptions) {
    this.#shipped = options.base.notes.map(({ note }) => note);
  }

  /** Whether there is anything that effects can be measured by. */
  get measuresEffects(): boolean {
    return this.options.effects.size > 0;
  }

  get store(): Store {
    return this.options.store;
  }

  /** An id for something new. */
  newId(): string {
    return this.options.randomId();
  }

  reading(guildId: string | undefined): Reading {
    return this.options.readings.of(guildId);
  }

  /** Reads a file of notes that are to join a server's; see parseNoteFile. */
  readNoteFile(guildId: string, bytes: Uint8Array, name: string): Promise<ParsedNotes> {
    const { base, now } = this.options;
    const others = this.reading(guildId).notes.map(({ note }) => note);
    return readNoteFile(bytes, { name, now: now() }, { article: base.article, others });
  }

  /** Of some notes those that a server lacks, or has otherwise, as changes. */
  async changesTo(notes: readonly Note[], by: Pick<Change, 'guildId' | 'authorId' | 'reason'>): Promise<Change[]> {
    const shelf = this.shelf(by.guildId);
    const slices = new TimeSlices();
    const changes: Change[] = [];
    for (const note of notes) {
      changes.push(...shelf.changesTo([note], by));
      await slices.next();
    }
    return changes;
  }

  /** A server's notes as they are at this moment. */
  shelf(guildId: string): NoteShelf {
    return new NoteShelf(this.#shipped, this.options.readings.kept(guildId), this.options.finder);
  }

  /** A note as a server has it; undefined for one that never was. */
  noteState(guildId: string, noteId: string): NoteState | undefined {
    return this.shelf(guildId).state(noteId);
  }

  /** Every note of a server, the withdrawn ones too. */
  noteStates(guildId: string): readonly NoteState[] {
    return this.shelf(guildId).states();
  }

  /** The note as it was shipped; undefined for a server's own. */
  shippedNote(noteId: string): Note | undefined {
    return this.#shipped.find(({ id }) => id === noteId);
  }

  /** Notes by what somebody has typed so far: an id, or words of the note or of what it is about. Best first. */
  async findNotes(guildId: string, typed: string, limit: number): Promise<readonly NoteState[]> {
    const shelf = this.shelf(guildId);
    const stateOf = (id: string) => shelf.state(id);
    const items = shelf.items();
    if (isNothingYet(typed)) return items.slice(0, limit).flatMap(([id]) => stateOf(id) ?? []);
    return this.#aidsOf(guildId).findNotes(items, typed, limit, stateOf);
  }

  /** How notes and answers spread over the article. */
  async coverage(guildId: string): Promise<ParagraphCoverage[]> {
    return coverageOf(this.reading(guildId), await this.store.answerCounts(guildId));
  }

  /** Turns a filled-in form into a draft, or says what is wrong with it. */
  async draftForm({ guildId, authorId, origin, fields, edited, near }: FormDraft): Promise<Drafted> {
    const state = edited && this.noteState(guildId, edited.noteId);
    const read = await this.#read(guildId, fields, { near, noteId: edited?.noteId, keep: state?.note });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    const proposal = await this.#propose(authorId, origin, {
      guildId,
      noteId: edited?.noteId ?? this.#newId(guildId, read.content),
      action: edited === undefined ? 'add' : 'edit',
      content: read.content,
      baseVersion: edited?.version ?? 0,
      reason: '',
    });
    if (read.offer !== undefined) return { kind: 'offer', proposal, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal, warnings: read.warnings };
  }

  /** Puts other words into a draft or a proposal that waits. What a moderator proposed is then proposed by whoever changed it. */
  async redraft(proposal: Proposal, fields: NoteForm, by: string): Promise<Drafted> {
    const { guildId, noteId, baseVersion, reason } = proposal;
    // Or one moderator alone could put any words there and approve them.
    const authorId = proposal.origin === 'moderator' ? by : proposal.authorId;
    const state = this.noteState(guildId, noteId);
    const read = await this.#read(guildId, fields, {
      near: this.#placeOf(proposal.content),
      noteId,
      keep: proposal.content ?? state?.note,
    });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    await this.store.reviseProposal(proposal.id, { content: read.content, baseVersion, reason, authorId });
    const revised = { ...proposal, content: read.content, authorId };
    if (read.offer !== undefined) return { kind: 'offer', proposal: revised, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal: revised, warnings: read.warnings };
  }

  /** Drafts that a note be shown no more. Undefined where there is no such note, or it is withdrawn already. */
  async draftWithdrawal(guildId: string, noteId: string, authorId: string, reason: string): Promise<Proposal | undefined> {
    const state = this.noteState(guildId, noteId);
    if (state === undefined || state.isWithdrawn) return undefined;
    const kept = this.options.readings.kept(guildId).get(noteId);
    const intent = { guildId, noteId, action: 'withdraw' as const, content: kept?.content, baseVersion: state.version, reason };
    return this.#propose(authorId, 'moderator', intent);
  }

  /**
   * Drafts that a note be shown again. Undefined where it has no such version, or is so already.
   * @param version as it was then, 0 for the shipped one; undefined: as it was last
   */
  async draftRestoration(
    guildId: string,
    noteId: string,
    version: number | undefined,
    authorId: string,
    reason: string,
  ): Promise<Proposal | undefined> {
    const state = this.noteState(guildId, noteId);
    if (state === undefined) return undefined;
    const wanted = version ?? state.version;
    const revision = (await this.store.revisions(guildId, noteId)).find((one) => one.version === wanted);
    if (wanted > 0 ? revision === undefined : this.shippedNote(noteId) === undefined) return undefined;
    const content = revision?.content;
    const kept = this.options.readings.kept(guildId).get(noteId);
    if (!state.isWithdrawn && JSON.stringify(kept?.content) === JSON.stringify(content)) return undefined;
    return this.#propose(authorId, 'moderator', { guildId, noteId, action: 'restore', content, baseVersion: state.version, reason });
  }

  /** What saving a change would do: measured in the background, as long as somebody waits for it; see Measuring. */
  effectOf(trial: Trial, waiting: AbortSignal): Promise<Effect> {
    return this.#measuring.effectOf(trial, waiting);
  }

  /** Saves its author's draft, or lays it before another moderator where one is needed. */
  async save(id: string, by: string, reason?: string): Promise<Decided> {
    const draft = await this.store.proposal(id);
    if (draft?.state !== 'draft') return { kind: 'gone' };
    const proposal = reason === undefined || reason === '' ? draft : { ...draft, reason };
    if (proposal !== draft) await this.store.reviseProposal(id, proposal);
    const why = proposal.origin === 'reader' ? 'rule' : await this.#secondPersonFor(proposal);
    if (why !== undefined) {
      const waiting = await this.store.moveProposal(id, 'draft', 'waiting', by, this.options.now());
      return waiting === undefined ? { kind: 'gone' } : { kind: 'waiting', proposal: waiting, why };
    }
    return this.#accept(proposal, 'draft', by);
  }

  /** Saves what another moderator, or a reader, proposed. */
  async approve(id: string, by: string): Promise<Decided> {
    const proposal = await this.store.proposal(id);
    if (proposal?.state !== 'waiting') return { kind: 'gone' };
    if (proposal.authorId === by) return { kind: 'own' };
    return this.#accept(proposal, 'waiting', by);
  }

  /** Turns a proposal down; undefined where it was decided meanwhile. */
  async reject(id: string, by: string): Promise<Proposal | undefined> {
    this.#measuring.forget(id);
    return this.store.moveProposal(id, 'waiting', 'rejected', by, this.options.now());
  }

  /** Throws its author's draft away; undefined where it was decided meanwhile. */
  async discard(id: string, by: string): Promise<Proposal | undefined> {
    this.#measuring.forget(id);
    return this.store.moveProposal(id, 'draft', 'discarded', by, this.options.now());
  }

  /** After a conflict: proposes the same on top of what stands there now. */
  async rebase(id: string): Promise<Proposal | undefined> {
    const proposal = await this.store.proposal(id);
    if (proposal === undefined || (proposal.state !== 'draft' && proposal.state !== 'waiting')) return undefined;
    const current = await this.store.keptNote(proposal.guildId, proposal.noteId);
    // Whoever brings a withdrawn note back means what it said last.
    const content = proposal.action === 'withdraw' ? current?.content : proposal.content;
    const revised = { ...proposal, content, baseVersion: current?.version ?? 0 };
    await this.store.reviseProposal(id, revised);
    return revised;
  }

  /** Saves all changes or none, and resolves when readers see them. */
  async saveAll(changes: readonly Change[], onProgress: OnProgress): Promise<Awaited<ReturnType<Store['addRevisions']>>> {
    const saved = await this.store.addRevisions(changes, this.options.now());
    const [first] = changes;
    if (saved.kind === 'saved' && first !== undefined) await this.options.readings.refresh(first.guildId, undefined, onProgress);
    return saved;
  }

  /** Open questions of a server, grouped; the largest group first. */
  async gaps(guildId: string): Promise<Gap[]> {
    return findGaps(await this.store.openQuestions(guildId), this.reading(guildId), this.options.giveWay);
  }

  /** Ties a question to the sentence that answers it, or to none. Resolves when readers see it. */
  async teach(guildId: string, question: string, sentence: number | undefined, authorId: string): Promise<string> {
    const { article } = this.options.base;
    const id = this.options.randomId();
    const place = sentence === undefined ? undefined : sentenceAt(article, sentence);
    const answer = place && article.body.slice(place.start, place.end);
    await this.store.addLesson({ id, guildId, question, answer, authorId, at: this.options.now() });
    await this.options.readings.refresh(guildId, []);
    return id;
  }

  /** Takes a lesson back; false where it was gone. */
  async unteach(guildId: string, id: string): Promise<boolean> {
    const wasThere = await this.store.removeLesson(guildId, id);
    await this.options.readings.refresh(guildId, []);
    return wasThere;
  }

  /** Asks all that effects are measured by, here and in a copy of the index with the change. */
  async #measure({ guildId, noteId, action, content }: Trial, signal: AbortSignal): Promise<Effect> {
    const { readings, effects, giveWay } = this.options;
    // Other words for a withdrawn note do not show it again.
    const isShown = action !== 'withdraw' && !(action === 'edit' && this.noteState(guildId, noteId)?.isWithdrawn === true);
    const note = isShown ? this.shelf(guildId).noteWith(noteId, content) : undefined;
    await giveWay();
    const trial = await readings.trial(guildId, noteId, note);
    try {
      return await effects.between(readings.of(guildId), trial.reading, { giveWay, signal });
    } finally {
      trial.release();
    }
  }

  async #propose(authorId: string, origin: Proposal['origin'], intent: Intent): Promise<Proposal> {
    const id = this.options.randomId();
    const proposal = { ...intent, id, authorId, origin, state: 'draft' as const, createdAt: this.options.now() };
    await this.store.addProposal(proposal);
    return { ...proposal, decidedBy: undefined, decidedAt: undefined, queueMessage: undefined };
  }

  async #accept(proposal: Proposal, from: 'draft' | 'waiting', by: string): Promise<Decided> {
    const { guildId, noteId } = proposal;
    this.#measuring.forget(proposal.id);
    const saved = await this.store.acceptProposal(proposal.id, from, by, this.options.now());
    if (saved === undefined) return { kind: 'gone' };
    if (saved.kind === 'conflict') {
      return { kind: 'conflict', proposal, current: this.shelf(guildId).state(noteId, saved.current) };
    }
    await this.options.readings.refresh(guildId, [noteId]);
    return { kind: 'saved', revision: saved.revision, proposal };
  }

  async #secondPersonFor(change: Change): Promise<'rule' | 'cooling' | undefined> {
    const { settings, now } = this.options;
    const history = await this.store.revisions(change.guildId, change.noteId);
    const shipped = this.shippedNote(change.noteId);
    return needsSecondPerson({ change, history, shipped, settings: settings.of(change.guildId), now: now() });
  }

  /** Reads a form; where only the quote is not letter for letter the article's, as if it were. */
  #read(guildId: string, form: NoteForm, { near, noteId, keep }: ReadOptions): Promise<ReadForm & { readonly offer?: Offer }> {
    const { finder, base, now } = this.options;
    return this.#aidsOf(guildId).amongNotes(this.reading(guildId).notes, noteId, (said) => {
      const context = { article: base.article, finder, near, said, keep, now: now() };
      const read = readForm(form, context);
      const [offer] = read.offers;
      if (offer === undefined) return read;
      const exact = readForm({ ...form, quote: offer.text }, { ...context, near: near ?? offer.span });
      return exact.content === undefined ? read : { ...exact, offer };
    });
  }

  #aidsOf(guildId: string): NoteAids {
    const { base, finder } = this.options;
    const aids = this.#aids.get(guildId) ?? new NoteAids(base.article, finder);
    this.#aids.set(guildId, aids);
    return aids;
  }

  /** The sentence around a note's first anchor. */
  #placeOf(content: NoteContent | undefined): Span | undefined {
    const { finder, base } = this.options;
    const [span] = content?.quotes.flatMap((anchor) => finder.find(anchor)) ?? [];
    return span && base.article.sentences.find((sentence) => contains(sentence, span));
  }

  #newId(guildId: string, content: NoteContent): string {
    const { readings, randomId } = this.options;
    const taken = new Set([...this.#shipped.map(({ id }) => id), ...readings.kept(guildId).keys()]);
    return createNoteId(content, randomId().slice(0, SUFFIX_LENGTH), taken);
  }
}

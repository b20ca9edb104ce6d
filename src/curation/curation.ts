// What moderators do with notes: drafts with their effect, training examples, imports. Knows nothing of Discord.

import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { isNothingYet } from '../answer/lookup.js';
import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import { contains, type Span, sentenceAt } from '../article/article.js';
import { anchored } from '../notes/anchored-note.js';
import { type Difference, differencesOf } from '../notes/differences.js';
import { effectiveNotes, noteWith } from '../notes/effective.js';
import type { Fault, Warning } from '../notes/fault.js';
import { type NoteForm, type Offer, type ReadForm, readForm } from '../notes/form.js';
import type { Note } from '../notes/note.js';
import type { ParsedNotes } from '../notes/note-file.js';
import { createNoteId } from '../notes/note-id.js';
import type {
  Change,
  ImportedChange,
  ImportProposal,
  Intent,
  NoteContent,
  NoteProposal,
  Proposal,
  TrainingProposal,
} from '../notes/revision.js';
import type { Store } from '../store/store.js';
import type { ArticleView, NotesSeen } from '../views/article-view.js';
import type { GuildViews, OnProgress } from '../views/guild-views.js';
import { NoteCatalog, type NoteState } from '../views/note-catalog.js';
import { statesOn } from '../views/states-on.js';
import { TimeSlices } from '../work/time-slices.js';
import { coverageOf, type ParagraphCoverage } from './coverage.js';
import { byWhom, type Decided, Decisions } from './decisions.js';
import type { Effect, Effects } from './effect.js';
import { Measuring, type Trial } from './measuring.js';
import { NoteAids } from './note-aids.js';
import { groupQuestions, type QuestionGroup } from './open-questions.js';
import { readNoteFile } from './read-note-file.js';
import type { SettingsCache } from './settings-cache.js';

export type Drafted =
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly warnings: readonly Warning[] }
  /** What was pasted is not letter for letter what the article says; the draft has the article's own words. */
  | { readonly kind: 'offer'; readonly proposal: NoteProposal; readonly pasted: string; readonly span: Span }
  | { readonly kind: 'drafted'; readonly proposal: NoteProposal; readonly warnings: readonly Warning[] }
  /** What was to get other words was decided meanwhile. */
  | { readonly kind: 'gone' };

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
  readonly views: GuildViews;
  readonly settings: SettingsCache;
  readonly effects: Effects;
  /** The shipped notes, on which each server's own changes stand. */
  readonly base: ArticleView & Pick<App, 'shipped'>;
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

/** One note of an import. */
export interface ImportedNote extends Pick<ImportedChange, 'noteId' | 'action'> {
  /** Undefined for one that was not there. */
  readonly before: NoteContent | undefined;
  readonly after: NoteContent;
  /** Empty where there was nothing before. */
  readonly differences: readonly Difference[];
}

/** A file of notes that somebody wants to be taken over. */
export interface NoteImport extends Pick<Change, 'guildId' | 'reason'> {
  readonly authorId: string;
  readonly changes: readonly ImportedChange[];
}

export class Curation {
  /** By server; of those that nobody moderated for long they are made anew. */
  readonly #aids = new LRUCache<string, NoteAids>({ max: MOST_AIDED });
  readonly #shipped: readonly Note[];
  /** What becomes of proposals. */
  readonly decisions: Decisions;

  readonly #measuring = new Measuring((trial, signal) => this.#measure(trial, signal));

  constructor(private readonly options: CurationOptions) {
    this.#shipped = options.base.shipped;
    this.decisions = new Decisions({ ...options, shipped: this.#shipped, onDecided: (id) => this.#measuring.forget(id) });
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

  /** What the readers of a guild see, or what is shipped. Loads the guild's notes where they are not held; rejects when that fails. */
  view(guildId: string | undefined): Promise<ArticleView> {
    return this.options.views.of(guildId);
  }

  /** The notes that the readers of a guild see, without loading what answers its questions. */
  notesOf(guildId: string): Promise<NotesSeen> {
    return this.options.views.notesOf(guildId);
  }

  /** Reads a file of notes that are to join a server's; see parseNoteFile. */
  async readNoteFile(guildId: string, bytes: Uint8Array, name: string): Promise<ParsedNotes> {
    const { base, now, views } = this.options;
    const others = effectiveNotes(this.#shipped, [...(await views.kept(guildId)).values()]);
    return readNoteFile(bytes, { name, now: now() }, { article: base.article, others });
  }

  /** Of some notes those that a server lacks, or has otherwise, as changes. */
  async changesTo(guildId: string, notes: readonly Note[]): Promise<ImportedChange[]> {
    const catalog = await this.catalog(guildId);
    const slices = new TimeSlices();
    const changes: ImportedChange[] = [];
    for (const note of notes) {
      changes.push(...catalog.changesTo([note]));
      await slices.next();
    }
    return changes;
  }

  /** A server's notes as they are at this moment. */
  async catalog(guildId: string): Promise<NoteCatalog> {
    return new NoteCatalog(this.#shipped, await this.options.views.kept(guildId), this.options.finder);
  }

  /** A note as a server has it; undefined for one that never was. */
  async noteState(guildId: string, noteId: string): Promise<NoteState | undefined> {
    return (await this.catalog(guildId)).state(noteId);
  }

  /** Every note of a server at this moment, the retracted ones too: the shipped ones in their order, then the server's own by id. */
  async noteStates(guildId: string): Promise<readonly NoteState[]> {
    return statesOn(await this.catalog(guildId));
  }

  /** Places of a note's anchors in the body. */
  spansOf(note: Note): readonly Span[] {
    return anchored(note, this.options.finder).spans;
  }

  /** The note as it was shipped; undefined for a server's own. */
  shippedNote(noteId: string): Note | undefined {
    return this.#shipped.find(({ id }) => id === noteId);
  }

  /** Notes by what somebody has typed so far: an id, or words of the note or of what it is about. Best first. */
  async findNotes(guildId: string, typed: string, limit: number): Promise<readonly NoteState[]> {
    const catalog = await this.catalog(guildId);
    const stateOf = (id: string) => catalog.state(id);
    const items = catalog.items();
    if (isNothingYet(typed)) return items.slice(0, limit).flatMap(([id]) => stateOf(id) ?? []);
    return this.#aidsOf(guildId).findNotes(items, typed, limit, stateOf);
  }

  /** How notes and answers spread over the article. */
  async coverage(guildId: string): Promise<ParagraphCoverage[]> {
    return coverageOf(await this.view(guildId), await this.store.answerCounts(guildId));
  }

  /** Turns a filled-in form into a draft, or says what is wrong with it. */
  async draftForm({ guildId, authorId, origin, fields, edited, near }: FormDraft): Promise<Drafted> {
    const state = edited && (await this.noteState(guildId, edited.noteId));
    const read = await this.#read(guildId, fields, { near, noteId: edited?.noteId, keep: state?.note });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    const proposal = await this.#propose(authorId, origin, {
      kind: 'note',
      guildId,
      noteId: edited?.noteId ?? (await this.#newId(guildId, read.content)),
      action: edited === undefined ? 'add' : 'edit',
      content: read.content,
      baseVersion: edited?.version ?? 0,
      reason: '',
    });
    if (read.offer !== undefined) return { kind: 'offer', proposal, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal, warnings: read.warnings };
  }

  /** Puts other words into a draft or a proposal that waits. Whoever changed them is their author from then on. */
  async redraft(proposal: NoteProposal, fields: NoteForm, by: string): Promise<Drafted> {
    const { guildId, noteId } = proposal;
    const state = await this.noteState(guildId, noteId);
    const read = await this.#read(guildId, fields, {
      near: this.#placeOf(proposal.content),
      noteId,
      keep: proposal.content ?? state?.note,
    });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    const isSame = JSON.stringify(read.content) === JSON.stringify(proposal.content);
    const revised = isSame ? proposal : await this.decisions.replace(proposal, { ...byWhom(proposal, by), content: read.content });
    if (revised === undefined) return { kind: 'gone' };
    if (read.offer !== undefined) return { kind: 'offer', proposal: revised, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal: revised, warnings: read.warnings };
  }

  /** Drafts that a note be shown no more. Undefined where there is no such note, or it is retracted already. */
  async draftRetraction(guildId: string, noteId: string, authorId: string, reason: string): Promise<NoteProposal | undefined> {
    const state = await this.noteState(guildId, noteId);
    if (state === undefined || state.isRetracted) return undefined;
    const kept = (await this.options.views.kept(guildId)).get(noteId);
    const intent = {
      kind: 'note' as const,
      guildId,
      noteId,
      action: 'withdraw' as const,
      content: kept?.content,
      baseVersion: state.version,
      reason,
    };
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
  ): Promise<NoteProposal | undefined> {
    const state = await this.noteState(guildId, noteId);
    if (state === undefined) return undefined;
    const wanted = version ?? state.version;
    const revision = (await this.store.revisions(guildId, noteId)).find((one) => one.version === wanted);
    if (wanted > 0 ? revision === undefined : this.shippedNote(noteId) === undefined) return undefined;
    const content = revision?.content;
    const kept = (await this.options.views.kept(guildId)).get(noteId);
    if (!state.isRetracted && JSON.stringify(kept?.content) === JSON.stringify(content)) return undefined;
    const baseVersion = state.version;
    return this.#propose(authorId, 'moderator', { kind: 'note', guildId, noteId, action: 'restore', content, baseVersion, reason });
  }

  /** What saving a change would do: measured in the background, as long as somebody waits for it; see Measuring. */
  effectOf(trial: Trial, waiting: AbortSignal): Promise<Effect> {
    return this.#measuring.effectOf(trial, waiting);
  }

  /** Saves its author's draft, or lays it before another moderator where one is needed. */
  save(id: string, by: string, reason?: string): Promise<Decided> {
    return this.decisions.save(id, by, reason);
  }

  /** Saves what another moderator, or a reader, proposed. */
  approve(id: string, by: string): Promise<Decided> {
    return this.decisions.approve(id, by);
  }

  /** Takes over all changes of a file or none, or lays them before another moderator; resolves when readers see them. */
  async importNotes({ guildId, authorId, reason, changes }: NoteImport, onProgress: OnProgress): Promise<Decided> {
    const { id } = await this.#propose(authorId, 'moderator', { kind: 'import', guildId, reason, changes });
    const decided = await this.decisions.save(id, authorId, undefined, onProgress);
    // Nobody comes back to a file that met somebody else's change: it is sent again.
    if (decided.kind === 'conflict') await this.decisions.discard(id, authorId);
    return decided;
  }

  /** The notes of an import with what each said where it was made, before and after it was accepted. */
  async importedNotes({ guildId, changes }: ImportProposal): Promise<ImportedNote[]> {
    const notes: ImportedNote[] = [];
    for (const { noteId, action, content, baseVersion } of changes) {
      const revisions = baseVersion === 0 ? [] : await this.store.revisions(guildId, noteId);
      const shipped = this.shippedNote(noteId);
      const [before, after] = [revisions[baseVersion - 1]?.content ?? shipped, content ?? shipped];
      if (after === undefined) continue;
      notes.push({ noteId, action, before, after, differences: before === undefined ? [] : differencesOf(before, after) });
      // There may be thousands, and others should not wait for all of them.
      await setImmediate();
    }
    return notes;
  }

  /** Open questions of a server, grouped; the largest group first. */
  async questionGroups(guildId: string): Promise<QuestionGroup[]> {
    return groupQuestions(await this.store.openQuestions(guildId), await this.view(guildId), this.options.giveWay);
  }

  /** Ties a question to the sentence that answers it, or to none, or lays that before another moderator. Resolves when readers see it. */
  async teach(guildId: string, question: string, sentence: number | undefined, authorId: string): Promise<Decided> {
    const { article } = this.options.base;
    const place = sentence === undefined ? undefined : sentenceAt(article, sentence);
    const answer = place && article.body.slice(place.start, place.end);
    return this.#decideTraining(authorId, { guildId, act: 'teach', exampleId: this.newId(), question, answer });
  }

  /** Takes a training example back, or lays that before another moderator; undefined where it was gone. */
  async takeBack(guildId: string, exampleId: string, by: string): Promise<Decided | undefined> {
    const example = (await this.store.trainingExamples(guildId)).find(({ id }) => id === exampleId);
    if (example === undefined) return undefined;
    const { question, answer } = example;
    return this.#decideTraining(by, { guildId, act: 'take-back', exampleId, question, answer });
  }

  async #decideTraining(by: string, wanted: Omit<Intent<TrainingProposal>, 'kind' | 'reason'>): Promise<Decided> {
    const { id } = await this.#propose(by, 'moderator', { kind: 'lesson', reason: '', ...wanted });
    return this.decisions.save(id, by);
  }

  /** Asks all that effects are measured by, in what readers see and in the same with the change. */
  async #measure({ guildId, noteId, action, content }: Trial, signal: AbortSignal): Promise<Effect> {
    const { views, effects, giveWay } = this.options;
    // Other words for a retracted note do not show it again.
    const isShown = action !== 'withdraw' && !(action === 'edit' && (await this.noteState(guildId, noteId))?.isRetracted === true);
    const note = isShown ? noteWith(noteId, content, this.shippedNote(noteId)) : undefined;
    await giveWay();
    const [before, after] = [await views.of(guildId), await views.trial(guildId, noteId, note)];
    return effects.between(before, after, { giveWay, signal });
  }

  async #propose(authorId: string, origin: Proposal['origin'], intent: Intent<NoteProposal>): Promise<NoteProposal>;
  async #propose(authorId: string, origin: Proposal['origin'], intent: Intent<Proposal>): Promise<Proposal>;
  async #propose(authorId: string, origin: Proposal['origin'], intent: Intent<Proposal>): Promise<Proposal> {
    const common = { id: this.newId(), authorId, origin, state: 'draft' as const, createdAt: this.options.now() };
    await this.store.addProposal({ ...intent, ...common });
    return { ...intent, ...common, decidedBy: undefined, decidedAt: undefined, queueMessage: undefined };
  }

  /** Reads a form; where only the quote is not letter for letter the article's, as if it were. */
  async #read(guildId: string, form: NoteForm, { near, noteId, keep }: ReadOptions): Promise<ReadForm & { readonly offer?: Offer }> {
    const { finder, base, now } = this.options;
    const { notes } = await this.view(guildId);
    return this.#aidsOf(guildId).amongNotes(notes, noteId, (said) => {
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

  async #newId(guildId: string, content: NoteContent): Promise<string> {
    const { views, randomId } = this.options;
    const taken = new Set([...this.#shipped.map(({ id }) => id), ...(await views.kept(guildId)).keys()]);
    return createNoteId(content, randomId().slice(0, SUFFIX_LENGTH), taken);
  }
}

// The views of each guild's readers: the shipped notes with its moderators' changes. Loaded when a guild first asks, kept while
// memory suffices, and updated with the store.

import { LRUCache } from 'lru-cache';
import type { ArticleIndex } from '../../index/article-index.js';
import type { EmbeddedExample, Overlay, OverlayChange, PreparedNote } from '../../index/overlay.js';
import type { AskContext } from '../answer/ask.js';
import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import { overlapping, sentencesUnder } from '../article/article.js';
import { type AnchoredNote, anchored, isOrphan } from '../notes/anchored-note.js';
import { effectiveNotes } from '../notes/effective.js';
import type { Note } from '../notes/note.js';
import type { KeptNote } from '../notes/revision.js';
import type { Store, StoreEvent, TrainingExample } from '../store/store.js';
import { TimeSlices } from '../work/time-slices.js';
import { type ArticleView, type ClaimFinder, createArticleView, createClaimFinder, type NotesSeen, notesSeen } from './article-view.js';

/** Memory for all views together. A larger view is kept alone. */
const MOST_BYTES = 192 * 1024 * 1024;
/** Approximate memory of a view apart from its overlay: of itself, and of each kept note and training example. */
const VIEW_BYTES = 8_000;
const KEPT_BYTES = 4_000;
/** Guilds whose finder of claims is kept in memory. */
const MOST_SEARCHED = 100;
/** Notes that become visible in one step: embedding an import of thousands takes minutes. */
const APPLIED_AT_ONCE = 32;

export interface GuildViewsOptions {
  readonly store: Store;
  /** The view for guilds without notes of their own. */
  readonly base: ArticleView & Pick<App, 'shipped'>;
  readonly index: ArticleIndex;
  readonly finder: AnchorFinder;
  readonly log: { warn(details: object, message: string): void };
  /** Memory for all views together, in bytes. */
  readonly mostBytes?: number;
}

/** Called with the progress of reading a guild's notes into the index. */
export type OnProgress = (done: number, total: number) => void;

/** The state of one guild. */
interface GuildView {
  readonly kept: ReadonlyMap<string, KeptNote>;
  readonly examples: ReadonlyMap<string, TrainingExample>;
  readonly overlay: Overlay;
  readonly view: ArticleView;
}

/** Notes of a guild that may have changed, by id; undefined if unknown. */
type Changed = ReadonlySet<string> | undefined;

export class GuildViews {
  readonly #views: LRUCache<string, GuildView>;
  readonly #claimFinders = new LRUCache<string, ClaimFinder>({ max: MOST_SEARCHED });
  /** By id. */
  readonly #shippedNotes: ReadonlyMap<string, AnchoredNote>;
  /** The last unfinished work on each guild, begun or not. It yields no view after closing. */
  readonly #work = new Map<string, Promise<GuildView | undefined>>();
  /** The last work on each guild that has not begun. */
  readonly #planned = new Map<string, Promise<GuildView | undefined>>();
  /** Possible changes since a guild was last read. */
  readonly #changed = new Map<string, Changed>();
  /** Guilds whose data was removed: later data starts afresh. */
  readonly #forgotten = new Set<string>();
  /** Listeners to the progress of work on a guild. */
  readonly #listeners = new Map<string, Set<OnProgress>>();
  /** Guilds whose orphans were logged. */
  readonly #warned = new Set<string>();
  #isClosed = false;

  constructor(private readonly options: GuildViewsOptions) {
    const { mostBytes = MOST_BYTES, base } = options;
    this.#views = new LRUCache({ maxSize: mostBytes, sizeCalculation: (view) => Math.min(mostBytes, bytesOf(view)) });
    this.#shippedNotes = new Map(base.notes.map((one) => [one.note.id, one]));
  }

  /** The view of a guild's readers. Loads this guild's notes if they are not in memory; rejects if they cannot be loaded. */
  async of(guildId: string | undefined): Promise<ArticleView> {
    return guildId === undefined ? this.options.base : (await this.#view(guildId)).view;
  }

  /** The notes that a guild's moderators touched, by id. Rejects as `of` does. */
  async kept(guildId: string): Promise<ReadonlyMap<string, KeptNote>> {
    return (await this.#view(guildId)).kept;
  }

  /** The notes that a guild's readers see, without loading embeddings. */
  async notesOf(guildId: string): Promise<NotesSeen> {
    const view = this.#views.peek(guildId);
    if (view !== undefined) return view.view;
    const kept = await this.#readKept(guildId, new Map(), undefined);
    return notesSeen(this.options.base.article, await this.#notesOf(kept.kept, kept.touched, []));
  }

  /** Applies an event. Guilds that are not in memory are skipped: they are loaded fresh later. */
  async apply({ guildId, what, subject }: StoreEvent): Promise<void> {
    if (what === 'settings' || !(this.#views.has(guildId) || this.#work.has(guildId))) return;
    if (what === 'forgotten') this.#forgotten.add(guildId);
    const isKnown = what === 'lessons' || (what === 'notes' && subject !== undefined);
    this.#note(guildId, isKnown ? new Set(what === 'notes' && subject !== undefined ? [subject] : []) : undefined);
    await this.#plan(guildId);
  }

  /**
   * Brings a guild up to date; resolves when its readers see it. Calls made meanwhile are served by the same run.
   * @param changed ids of the notes that may have changed; undefined: any
   */
  async refresh(guildId: string, changed?: Iterable<string>, onProgress?: OnProgress): Promise<void> {
    this.#note(guildId, changed === undefined ? undefined : new Set(changed));
    if (onProgress === undefined) {
      await this.#plan(guildId);
      return;
    }
    const listeners = this.#listeners.get(guildId) ?? new Set();
    this.#listeners.set(guildId, listeners.add(onProgress));
    await this.#plan(guildId).finally(() => {
      listeners.delete(onProgress);
      if (listeners.size === 0 && this.#listeners.get(guildId) === listeners) this.#listeners.delete(guildId);
    });
  }

  /** A guild's view as it would be with one note added, changed or removed. */
  async trial(guildId: string, noteId: string, note: Note | undefined): Promise<ArticleView> {
    const { finder } = this.options;
    const { overlay, view } = await this.#view(guildId);
    const placed = note && anchored(note, finder);
    const shown = placed && !isOrphan(placed) ? placed : undefined;
    const others = view.notes.filter(({ note: other }) => other.id !== noteId);
    const at = view.notes.findIndex(({ note: other }) => other.id === noteId);
    const notes = shown === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, shown);
    const tried = overlay.with(
      shown === undefined ? { hide: [noteId] } : this.#isAsShipped(shown) ? { restore: [noteId] } : { notes: [await this.#prepare(shown)] },
    );
    return createArticleView(this.#context(notes, tried));
  }

  /**
   * Stops updating: no more work begins, and running work stops at the next note. Resolves when neither the store nor the
   * index is in use. Current and later refreshes do not fail: the stored data is read at the next start.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#work.values()].map((work) => work.catch(() => undefined)));
  }

  async #view(guildId: string): Promise<GuildView> {
    const view = this.#views.get(guildId) ?? (await (this.#work.get(guildId) ?? this.#plan(guildId)));
    if (view === undefined) throw new Error('The notes of this guild are not loaded any more: the program is ending.');
    return view;
  }

  #note(guildId: string, changed: Changed): void {
    const before = this.#changed.get(guildId);
    const isAny = changed === undefined || (this.#changed.has(guildId) && before === undefined);
    this.#changed.set(guildId, isAny ? undefined : new Set([...(before ?? []), ...changed]));
  }

  #plan(guildId: string): Promise<GuildView | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    const planned = this.#planned.get(guildId);
    if (planned !== undefined) return planned;
    const before = this.#work.get(guildId)?.catch(() => undefined) ?? Promise.resolve();
    const work = before.then(async () => {
      this.#planned.delete(guildId);
      const changed = this.#changed.get(guildId);
      this.#changed.delete(guildId);
      const isNew = this.#forgotten.delete(guildId);
      try {
        return await this.#refresh(guildId, isNew ? 'anew' : changed);
      } catch (error) {
        // Changes that could not be read are not lost.
        if (isNew) this.#forgotten.add(guildId);
        this.#note(guildId, undefined);
        throw error;
      } finally {
        if (this.#work.get(guildId) === work) this.#work.delete(guildId);
      }
    });
    this.#planned.set(guildId, work);
    this.#work.set(guildId, work);
    return work;
  }

  async #refresh(guildId: string, changed: Changed | 'anew'): Promise<GuildView | undefined> {
    const { store, index, base } = this.options;
    if (this.#isClosed) return undefined;
    const held = this.#views.get(guildId);
    const view = held ?? { kept: new Map(), examples: new Map(), overlay: index.overlay(), view: base };
    const { kept, touched } = await this.#readKept(
      guildId,
      changed === 'anew' ? new Map() : view.kept,
      held === undefined || changed === 'anew' ? undefined : changed,
    );
    const gone = [...view.kept.keys()].filter((id) => !kept.has(id));
    const examples = new Map((await store.trainingExamples(guildId)).map((example) => [example.id, example]));
    if (kept.size === 0 && examples.size === 0) return this.#hold(guildId, { kept, examples, overlay: index.overlay(), view: base });
    const after = await this.#notesOf(kept, touched, view.view.notes);
    const { change, fresh } = this.#changesTo(view, after, new Set([...touched, ...gone]));
    const ofTrainingExamples = await this.#examplesTo(view.examples, examples);
    let { overlay } = view;
    const show = (notes: readonly AnchoredNote[]) =>
      this.#hold(guildId, {
        ...{ kept, examples, overlay },
        view: createArticleView(this.#context(notes, overlay), this.#claimFinderOf(guildId)),
      });

    const known = new Map(view.view.notes.map((one) => [one.note.id, one]));
    const awaited = new Set([...fresh.map(({ note }) => note.id), ...change.restore]);
    let notes: PreparedNote[] = [];
    for (const [i, one] of fresh.entries()) {
      notes.push(await this.#prepare(one));
      if (this.#isClosed) return undefined;
      for (const listener of this.#listeners.get(guildId) ?? []) listener(i + 1, fresh.length);
      if (notes.length < APPLIED_AT_ONCE && i + 1 < fresh.length) continue;
      overlay = overlay.with({ notes });
      for (const { id } of notes) awaited.delete(id);
      notes = [];
      // A guild that is being loaded appears as a whole.
      if (held !== undefined && i + 1 < fresh.length) show(seenSoFar(after, awaited, known));
    }
    overlay = overlay.with({ ...change, ...ofTrainingExamples });
    if (held === undefined) this.#warnOfOrphans(guildId, kept, after);
    return show(after);
  }

  #hold(guildId: string, view: GuildView): GuildView {
    this.#views.set(guildId, view);
    // An overlay with too much garbage is loaded again at the next question.
    if (view.overlay.isWorn) this.#views.delete(guildId);
    return view;
  }

  /** Logs the orphans of a guild, once in a run of the program. */
  #warnOfOrphans(guildId: string, kept: ReadonlyMap<string, KeptNote>, shown: readonly AnchoredNote[]): void {
    const ids = new Set(shown.map(({ note }) => note.id));
    const orphans = [...kept.values()].filter(
      ({ noteId, isRetracted, content }) => content !== undefined && !isRetracted && !ids.has(noteId),
    );
    if (orphans.length === 0 || this.#warned.has(guildId)) return;
    this.#warned.add(guildId);
    this.options.log.warn(
      { guildId, notes: orphans.map(({ noteId }) => noteId) },
      'These notes quote words that are not in the article. Readers do not see them until the quotes are fixed.',
    );
  }

  /** The notes to embed for a view's overlay, and its other changes; untouched notes are not examined. */
  #changesTo(
    view: GuildView,
    after: readonly AnchoredNote[],
    touched: ReadonlySet<string>,
  ): { readonly fresh: readonly AnchoredNote[]; readonly change: Required<Pick<OverlayChange, 'hide' | 'restore'>> } {
    const known = new Map(view.view.notes.map((one) => [one.note.id, one]));
    const wanted = new Map(after.map((one) => [one.note.id, one]));
    const fresh: AnchoredNote[] = [];
    const [hide, restore]: [string[], string[]] = [[], []];
    for (const id of touched) {
      const one = wanted.get(id);
      if (one === undefined) hide.push(id);
      else if (this.#isAsShipped(one)) restore.push(id);
      else if (one !== known.get(id) && !isSameToIndex(known.get(id)?.note, one.note)) fresh.push(one);
    }
    return { change: { hide, restore }, fresh };
  }

  /** Whether the index has a note as shipped. */
  #isAsShipped({ note }: AnchoredNote): boolean {
    return isSameToIndex(this.#shippedNotes.get(note.id)?.note, note);
  }

  #prepare({ note, spans }: AnchoredNote): Promise<PreparedNote> {
    const { index, base } = this.options;
    const sentences = sentencesUnder(base.article, spans).map((sentence) => sentence.index);
    return index.prepareNote({ id: note.id, note: note.note, keywords: note.keywords, sentences });
  }

  /**
   * A guild's kept notes, and the ids of those that changed since they were read before: only these are read again.
   * @param changed ids; undefined: found by version
   */
  async #readKept(
    guildId: string,
    before: ReadonlyMap<string, KeptNote>,
    changed: Changed,
  ): Promise<{ readonly kept: ReadonlyMap<string, KeptNote>; readonly touched: ReadonlySet<string> }> {
    const { store } = this.options;
    const versions = changed === undefined ? await store.keptVersions(guildId) : undefined;
    const touched = new Set(
      versions === undefined
        ? changed
        : [...new Set([...before.keys(), ...versions.keys()])].filter((id) => before.get(id)?.version !== versions.get(id)),
    );
    const kept = new Map([...before].filter(([id]) => !touched.has(id)));
    if (touched.size > 0) for (const note of await store.keptNotesAmong(guildId, [...touched])) kept.set(note.noteId, note);
    return { kept, touched };
  }

  /** The notes that a guild's readers see, with their places. Untouched notes are not examined. */
  async #notesOf(
    kept: ReadonlyMap<string, KeptNote>,
    touched: ReadonlySet<string>,
    seen: readonly AnchoredNote[],
  ): Promise<AnchoredNote[]> {
    const { base, finder } = this.options;
    const before = new Map([...base.notes, ...seen].map((one) => [one.note.id, one]));
    const notes: AnchoredNote[] = [];
    const slices = new TimeSlices();
    for (const note of effectiveNotes(base.shipped, [...kept.values()])) {
      const known = before.get(note.id);
      const isAsBefore = known !== undefined && (!touched.has(note.id) || JSON.stringify(known.note) === JSON.stringify(note));
      const one = isAsBefore ? known : anchored(note, finder);
      if (!isOrphan(one)) notes.push(one);
      if (touched.has(note.id)) await slices.next();
    }
    return notes;
  }

  /** The changes to the training examples of an overlay. */
  async #examplesTo(
    before: ReadonlyMap<string, TrainingExample>,
    after: ReadonlyMap<string, TrainingExample>,
  ): Promise<Pick<OverlayChange, 'forget' | 'examples'>> {
    const examples: EmbeddedExample[] = [];
    for (const [id, { question, answer }] of after) {
      if (before.has(id)) continue;
      const sentence = answer === undefined ? undefined : this.#sentenceOf(answer);
      if (answer === undefined || sentence !== undefined) examples.push(await this.options.index.prepareExample(id, question, sentence));
      else
        this.options.log.warn({ example: id }, 'A training example refers to a sentence that the article does not have; it is left out.');
    }
    return { forget: [...before.keys()].filter((id) => !after.has(id)), examples };
  }

  #sentenceOf(quote: string): number | undefined {
    const [span] = this.options.finder.find({ exact: quote });
    return span && overlapping(this.options.base.article.sentences, span)[0]?.index;
  }

  #claimFinderOf(guildId: string): ClaimFinder {
    // Made on use: guilds in which nobody looks claims up need none.
    return (notes, typed, limit) => {
      const finder = this.#claimFinders.get(guildId) ?? createClaimFinder(this.options.base.article);
      this.#claimFinders.set(guildId, finder);
      return finder(notes, typed, limit);
    };
  }

  #context(notes: readonly AnchoredNote[], overlay: Overlay): AskContext {
    return { ...this.options.base.context, notes, retriever: this.options.index.retriever(overlay) };
  }
}

function bytesOf({ kept, examples, overlay }: GuildView): number {
  return VIEW_BYTES + overlay.bytes + KEPT_BYTES * (kept.size + examples.size);
}

/** Whether two notes are the same for the index, which does not contain status and sources. */
function isSameToIndex(a: Note | undefined, b: Note): boolean {
  return a !== undefined && JSON.stringify([a.note, a.keywords, a.quotes]) === JSON.stringify([b.note, b.keywords, b.quotes]);
}

/** The notes while some are still being embedded: these are as they were before, or still missing. */
function seenSoFar(
  after: readonly AnchoredNote[],
  awaited: ReadonlySet<string>,
  before: ReadonlyMap<string, AnchoredNote>,
): AnchoredNote[] {
  const kept = new Set(after.map(({ note }) => note.id));
  const removed = [...before.values()].filter(({ note }) => !kept.has(note.id));
  return [...after.flatMap((one) => (awaited.has(one.note.id) ? (before.get(one.note.id) ?? []) : one)), ...removed];
}

// What the readers of each server see: the shipped notes with what its moderators made of them, kept up with the store.

import type { ArticleIndex } from '../../index/article-index.js';
import type { Layer } from '../../index/layer.js';
import type { PreparedNote } from '../../index/note-index.js';
import type { AskContext } from '../answer/ask.js';
import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import { type Article, overlapping, sentencesUnder } from '../article/article.js';
import { type AnchoredNote, anchored, isOrphan } from '../notes/anchored-note.js';
import { effectiveNotes } from '../notes/effective.js';
import type { Note } from '../notes/note.js';
import type { KeptNote } from '../notes/revision.js';
import { type ClaimFinder, createClaimFinder, createReading, type Reading } from '../reading.js';
import type { Lesson, Store, StoreEvent } from '../store/store.js';
import { TimeSlices } from '../work/time-slices.js';

const RELEASE_AFTER_MS = 60_000;
/** Notes that readers begin to see at once: an import of thousands is not held in memory twice. */
const APPLIED_AT_ONCE = 32;

export interface ReadingsOptions {
  readonly store: Store;
  /** What the readers of servers without notes of their own see. */
  readonly base: Reading & Pick<App, 'shipped'>;
  readonly index: ArticleIndex;
  readonly finder: AnchorFinder;
  readonly log: { warn(details: object, message: string): void };
}

/** Told how far a server's notes are read into the index. */
export type OnProgress = (done: number, total: number) => void;

/** What is known of one server. */
interface Server {
  readonly kept: ReadonlyMap<string, KeptNote>;
  readonly lessons: ReadonlyMap<string, Lesson>;
  readonly layer: Layer;
  readonly reading: Reading;
  readonly claimFinder: ClaimFinder;
}

/** Notes of a server that may have changed, by id; undefined where it is not known which. */
type Changed = ReadonlySet<string> | undefined;

export class Readings {
  readonly #servers = new Map<string, Server>();
  /** The last work on each server, begun or not. */
  readonly #work = new Map<string, Promise<void>>();
  /** Of it, what has not begun yet. */
  readonly #planned = new Map<string, Promise<void>>();
  /** What may have changed since a server was read last. */
  readonly #changed = new Map<string, Changed>();
  /** Servers of which everything was removed: what is kept of them since begins anew. */
  readonly #forgotten = new Set<string>();
  /** Who wants to hear of the work on a server, begun or not. */
  readonly #listeners = new Map<string, Set<OnProgress>>();
  #isClosed = false;

  private constructor(private readonly options: ReadingsOptions) {}

  /** Reads what is kept of every server. */
  static async open(options: ReadingsOptions, onProgress?: OnProgress): Promise<Readings> {
    const readings = new Readings(options);
    for (const guildId of await options.store.guildsWithNotes()) {
      await readings.refresh(guildId, undefined, onProgress);
      const orphans = readings.#orphansOf(guildId);
      if (orphans.length > 0) {
        options.log.warn(
          { guildId, notes: orphans },
          'These notes quote words that stand nowhere in the article. Readers do not see them until the quotes are mended.',
        );
      }
    }
    return readings;
  }

  /** What a server's readers see at this moment. */
  of(guildId: string | undefined): Reading {
    return (guildId === undefined ? undefined : this.#servers.get(guildId)?.reading) ?? this.options.base;
  }

  /** What a server's moderators made of the notes, by id. */
  kept(guildId: string): ReadonlyMap<string, KeptNote> {
    return this.#servers.get(guildId)?.kept ?? new Map();
  }

  /** Takes over what changed in the store. */
  async heed({ guildId, what, subject }: StoreEvent): Promise<void> {
    if (what === 'settings') return;
    if (what === 'forgotten') this.#forgotten.add(guildId);
    const isKnown = what === 'lessons' || (what === 'notes' && subject !== undefined);
    this.#note(guildId, isKnown ? new Set(what === 'notes' && subject !== undefined ? [subject] : []) : undefined);
    await this.#plan(guildId);
  }

  /**
   * Brings a server up to date; resolves when its readers see it. What is asked for meanwhile is done in the same go.
   * @param changed ids of the notes that may have changed; undefined: any
   */
  async refresh(guildId: string, changed?: Iterable<string>, onProgress?: OnProgress): Promise<void> {
    this.#note(guildId, changed === undefined ? undefined : new Set(changed));
    if (onProgress === undefined) return this.#plan(guildId);
    const listeners = this.#listeners.get(guildId) ?? new Set();
    this.#listeners.set(guildId, listeners.add(onProgress));
    await this.#plan(guildId).finally(() => listeners.delete(onProgress));
  }

  /** A server's reading as it would be with one note more, changed or less, in a copy of its index; the caller gives it back. */
  async trial(guildId: string, noteId: string, note: Note | undefined): Promise<{ readonly reading: Reading; release(): void }> {
    const { index, finder, base } = this.options;
    const server = this.#servers.get(guildId);
    const layer = await (server?.layer ?? index.layer()).copy();
    const placed = note && anchored(note, finder);
    const shown = placed && !isOrphan(placed) ? placed : undefined;
    const prepared = shown && (await layer.prepareNote(entryOf(shown, base.article)));
    await layer.apply({ add: prepared === undefined ? [] : [prepared], remove: [noteId] });
    const others = this.of(guildId).notes.filter(({ note: other }) => other.id !== noteId);
    const at = this.of(guildId).notes.findIndex(({ note: other }) => other.id === noteId);
    const notes = shown === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, shown);
    const reading = createReading(this.#context(notes, layer));
    return { reading, release: () => layer.release() };
  }

  /**
   * Ends the reading in: no work begins any more, and what is under way stops at the next note. Resolves when neither the store nor the
   * index is used. Whoever waits for a refresh, or asks for one later, hears of no failure: what is kept is read at the next start.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#work.values());
  }

  #note(guildId: string, changed: Changed): void {
    const before = this.#changed.get(guildId);
    const isAny = changed === undefined || (this.#changed.has(guildId) && before === undefined);
    this.#changed.set(guildId, isAny ? undefined : new Set([...(before ?? []), ...changed]));
  }

  #plan(guildId: string): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const planned = this.#planned.get(guildId);
    if (planned !== undefined) return planned;
    const before = this.#work.get(guildId) ?? Promise.resolve();
    const work = before.then(() => {
      this.#planned.delete(guildId);
      const changed = this.#changed.get(guildId);
      this.#changed.delete(guildId);
      const isNew = this.#forgotten.delete(guildId);
      return this.#refresh(guildId, isNew ? 'anew' : changed).catch((error: unknown) => {
        // What could not be read in is not lost.
        if (isNew) this.#forgotten.add(guildId);
        this.#note(guildId, undefined);
        throw error;
      });
    });
    this.#planned.set(guildId, work);
    this.#work.set(
      guildId,
      work.catch(() => undefined),
    );
    return work;
  }

  async #refresh(guildId: string, changed: Changed | 'anew'): Promise<void> {
    const { store, index, base } = this.options;
    if (this.#isClosed) return;
    const { kept, touched } = await this.#readKept(guildId, changed);
    const lessons = new Map((await store.lessons(guildId)).map((lesson) => [lesson.id, lesson]));
    const server = this.#servers.get(guildId);
    if (kept.size === 0 && lessons.size === 0) {
      this.#servers.delete(guildId);
      // Questions that are under way still read in it.
      if (server !== undefined) setTimeout(() => server.layer.release(), RELEASE_AFTER_MS).unref();
      return;
    }
    const layer = server?.layer ?? index.layer();
    await this.#updateLessons(layer, server?.lessons ?? new Map(), lessons);
    const claimFinder = server?.claimFinder ?? createClaimFinder(base.article);
    const [before, after] = [this.of(guildId).notes, await this.#notesOf(guildId, kept, touched)];
    const show = (notes: readonly AnchoredNote[]) => {
      const reading = createReading(this.#context(notes, layer), claimFinder);
      this.#servers.set(guildId, { kept, lessons, layer, reading, claimFinder });
    };

    const known = new Map(before.map((one) => [one.note.id, one]));
    const wanted = new Set(after.map(({ note }) => note.id));
    // What did not change is the same object as before.
    const fresh = after.filter((one) => {
      const old = known.get(one.note.id);
      return old !== one && !isSameToIndex(old?.note, one.note);
    });
    const awaited = new Set(fresh.map(({ note }) => note.id));
    let add: PreparedNote[] = [];
    // Notes and index change in one moment, so that no question sees one without the other.
    for (const [i, one] of fresh.entries()) {
      add.push(await layer.prepareNote(entryOf(one, base.article)));
      if (this.#isClosed) return;
      for (const listener of this.#listeners.get(guildId) ?? []) listener(i + 1, fresh.length);
      if (add.length < APPLIED_AT_ONCE || i + 1 === fresh.length) continue;
      for (const { id } of add) awaited.delete(id);
      await layer.apply({ add, remove: [] }, () => show(seenSoFar(after, awaited, known)));
      add = [];
    }
    await layer.apply({ add, remove: [...known.keys()].filter((id) => !wanted.has(id)) }, () => show(after));
  }

  /** What is kept of a server, and which of it is not as it was read before: of the rest nothing is read again. */
  async #readKept(
    guildId: string,
    changed: Changed | 'anew',
  ): Promise<{ readonly kept: ReadonlyMap<string, KeptNote>; readonly touched: ReadonlySet<string> }> {
    const { store } = this.options;
    const before = changed === 'anew' ? new Map<string, KeptNote>() : this.kept(guildId);
    if (changed !== undefined && changed !== 'anew') {
      const kept = new Map([...before].filter(([id]) => !changed.has(id)));
      for (const note of await store.keptNotesAmong(guildId, [...changed])) kept.set(note.noteId, note);
      return { kept, touched: changed };
    }
    const versions = await store.keptVersions(guildId);
    const ids = [...versions].filter(([id, version]) => before.get(id)?.version !== version).map(([id]) => id);
    const kept = new Map([...before].filter(([id]) => versions.has(id)));
    for (const note of await store.keptNotesAmong(guildId, ids)) kept.set(note.noteId, note);
    const gone = [...this.kept(guildId).keys()].filter((id) => !versions.has(id));
    return { kept, touched: new Set([...ids, ...gone]) };
  }

  /** The notes that a server's readers see, with the places where they stand. Of those that were not touched nothing is looked at. */
  async #notesOf(guildId: string, kept: ReadonlyMap<string, KeptNote>, touched: ReadonlySet<string>): Promise<AnchoredNote[]> {
    const { base, finder } = this.options;
    const before = new Map([...base.notes, ...this.of(guildId).notes].map((one) => [one.note.id, one]));
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

  /** Ids of a server's own notes, and of those it changed, that its readers do not see because the article has none of their words. */
  #orphansOf(guildId: string): string[] {
    const shown = this.of(guildId).noteSpans;
    return [...this.kept(guildId).values()]
      .filter(({ noteId, isWithdrawn, content }) => content !== undefined && !isWithdrawn && !shown.has(noteId))
      .map(({ noteId }) => noteId);
  }

  async #updateLessons(layer: Layer, before: ReadonlyMap<string, Lesson>, after: ReadonlyMap<string, Lesson>): Promise<void> {
    for (const id of before.keys()) if (!after.has(id)) layer.removeLesson(id);
    for (const [id, { question, answer }] of after) {
      if (before.has(id)) continue;
      const prepared = await layer.prepareQuestion(question);
      const sentence = answer === undefined ? undefined : this.#sentenceOf(answer);
      if (answer === undefined) layer.addDecoy(id, prepared);
      else if (sentence !== undefined) layer.addReaderQuestion(id, sentence, prepared);
      else this.options.log.warn({ lesson: id }, 'A lesson is tied to a sentence that the article does not have; it is left out.');
    }
  }

  #sentenceOf(quote: string): number | undefined {
    const [span] = this.options.finder.find({ exact: quote });
    return span && overlapping(this.options.base.article.sentences, span)[0]?.index;
  }

  #context(notes: readonly AnchoredNote[], layer: Layer): AskContext {
    return { ...this.options.base.context, notes, retriever: this.options.index.retriever(layer) };
  }
}

function entryOf({ note, spans }: AnchoredNote, article: Article) {
  const under = sentencesUnder(article, spans).map(({ index }) => index);
  return { id: note.id, note: note.note, keywords: note.keywords, sentences: under };
}

/** Whether two notes are the same to the index: its status and sources it does not know. */
function isSameToIndex(a: Note | undefined, b: Note): boolean {
  return a !== undefined && JSON.stringify([a.note, a.keywords, a.quotes]) === JSON.stringify([b.note, b.keywords, b.quotes]);
}

/** Notes as they are while some are still being read in: those are as they were before, or not there yet. */
function seenSoFar(
  after: readonly AnchoredNote[],
  awaited: ReadonlySet<string>,
  before: ReadonlyMap<string, AnchoredNote>,
): AnchoredNote[] {
  const kept = new Set(after.map(({ note }) => note.id));
  const removed = [...before.values()].filter(({ note }) => !kept.has(note.id));
  return [...after.flatMap((one) => (awaited.has(one.note.id) ? (before.get(one.note.id) ?? []) : one)), ...removed];
}

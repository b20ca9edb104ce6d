// What the readers of each server see: the shipped notes with what its moderators made of them, kept up with the store.

import type { ArticleIndex } from '../../index/article-index.js';
import type { Layer } from '../../index/layer.js';
import type { PreparedNote } from '../../index/note-index.js';
import type { AskContext } from '../answer/ask.js';
import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import { type Article, overlaps } from '../article/article.js';
import { type AnchoredNote, anchored, isOrphan } from '../notes/anchored-note.js';
import { effectiveNotes } from '../notes/effective.js';
import type { Note } from '../notes/note.js';
import type { KeptNote } from '../notes/revision.js';
import { createReading, type Reading } from '../reading.js';
import type { Lesson, Store, StoreEvent } from '../store/store.js';

const RELEASE_AFTER_MS = 60_000;
/** Notes that readers begin to see at once: an import of thousands is not held in memory twice. */
const APPLIED_AT_ONCE = 32;

export interface ReadingsOptions {
  readonly store: Store;
  /** What the readers of servers without notes of their own see. */
  readonly base: Reading & Pick<App, 'shipped'>;
  readonly checkThreshold: number;
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
}

export class Readings {
  readonly #servers = new Map<string, Server>();
  /** The last work on each server, begun or not. */
  readonly #work = new Map<string, Promise<void>>();
  /** Of it, what has not begun yet. */
  readonly #planned = new Map<string, Promise<void>>();
  /** Who wants to hear of the work on a server, begun or not. */
  readonly #listeners = new Map<string, Set<OnProgress>>();

  private constructor(private readonly options: ReadingsOptions) {}

  /** Reads what is kept of every server. */
  static async open(options: ReadingsOptions, onProgress?: OnProgress): Promise<Readings> {
    const readings = new Readings(options);
    for (const guildId of await options.store.guildsWithNotes()) {
      await readings.refresh(guildId, onProgress);
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
  async heed({ guildId, what }: StoreEvent): Promise<void> {
    if (what !== 'settings') await this.refresh(guildId);
  }

  /** Brings a server up to date; resolves when its readers see it. What is asked for meanwhile is done in the same go. */
  async refresh(guildId: string, onProgress?: OnProgress): Promise<void> {
    if (onProgress === undefined) return this.#plan(guildId);
    const listeners = this.#listeners.get(guildId) ?? new Set();
    this.#listeners.set(guildId, listeners.add(onProgress));
    await this.#plan(guildId).finally(() => listeners.delete(onProgress));
  }

  /** A server's reading as it would be with one note more, changed or less, in a copy of its index; the caller gives it back. */
  async trial(guildId: string, noteId: string, note: Note | undefined): Promise<{ readonly reading: Reading; release(): void }> {
    const { index, finder, base, checkThreshold } = this.options;
    const server = this.#servers.get(guildId);
    const layer = await (server?.layer ?? index.layer()).copy();
    const placed = note && anchored(note, finder);
    const shown = placed && !isOrphan(placed) ? placed : undefined;
    const prepared = shown && (await layer.prepareNote(entryOf(shown, base.article)));
    await layer.apply({ add: prepared === undefined ? [] : [prepared], remove: [noteId] });
    const others = this.of(guildId).notes.filter(({ note: other }) => other.id !== noteId);
    const at = this.of(guildId).notes.findIndex(({ note: other }) => other.id === noteId);
    const notes = shown === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, shown);
    const reading = createReading(this.#context(notes, layer), checkThreshold);
    return { reading, release: () => layer.release() };
  }

  #plan(guildId: string): Promise<void> {
    const planned = this.#planned.get(guildId);
    if (planned !== undefined) return planned;
    const before = this.#work.get(guildId) ?? Promise.resolve();
    const work = before.then(() => {
      this.#planned.delete(guildId);
      return this.#refresh(guildId);
    });
    this.#planned.set(guildId, work);
    this.#work.set(
      guildId,
      work.catch(() => undefined),
    );
    return work;
  }

  async #refresh(guildId: string): Promise<void> {
    const { store, index, base, checkThreshold } = this.options;
    const kept = new Map((await store.keptNotes(guildId)).map((note) => [note.noteId, note]));
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
    const [before, after] = [this.of(guildId).notes, this.#notesOf(guildId, kept)];
    const show = (notes: readonly AnchoredNote[]) => {
      const reading = createReading(this.#context(notes, layer), checkThreshold);
      this.#servers.set(guildId, { kept, lessons, layer, reading });
    };

    const known = new Map(before.map((one) => [one.note.id, one]));
    const wanted = new Set(after.map(({ note }) => note.id));
    const fresh = after.filter(({ note }) => !isSameToIndex(known.get(note.id)?.note, note));
    const awaited = new Set(fresh.map(({ note }) => note.id));
    let add: PreparedNote[] = [];
    // Notes and index change in one moment, so that no question sees one without the other.
    for (const [i, one] of fresh.entries()) {
      add.push(await layer.prepareNote(entryOf(one, base.article)));
      for (const listener of this.#listeners.get(guildId) ?? []) listener(i + 1, fresh.length);
      if (add.length < APPLIED_AT_ONCE || i + 1 === fresh.length) continue;
      for (const { id } of add) awaited.delete(id);
      await layer.apply({ add, remove: [] }, () => show(seenSoFar(after, awaited, known)));
      add = [];
    }
    await layer.apply({ add, remove: [...known.keys()].filter((id) => !wanted.has(id)) }, () => show(after));
  }

  /** The notes that a server's readers see, with the places where they stand. What was found before is not looked for again. */
  #notesOf(guildId: string, kept: ReadonlyMap<string, KeptNote>): AnchoredNote[] {
    const { base, finder } = this.options;
    const before = new Map([...base.notes, ...this.of(guildId).notes].map((one) => [one.note.id, one]));
    const notes = effectiveNotes(base.shipped, [...kept.values()]).map((note) => {
      const known = before.get(note.id);
      return known !== undefined && JSON.stringify(known.note) === JSON.stringify(note) ? known : anchored(note, finder);
    });
    return notes.filter((one) => !isOrphan(one));
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
    const { sentences } = this.options.base.article;
    const index = span === undefined ? -1 : sentences.findIndex((sentence) => overlaps(sentence, span));
    return index < 0 ? undefined : index;
  }

  #context(notes: readonly AnchoredNote[], layer: Layer): AskContext {
    return { ...this.options.base.context, notes, retriever: this.options.index.retriever(layer) };
  }
}

function entryOf({ note, spans }: AnchoredNote, { sentences }: Article) {
  const under = sentences.filter((sentence) => spans.some((span) => overlaps(span, sentence))).map(({ index }) => index);
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
  const removed = [...before.values()].filter(({ note }) => !after.some((one) => one.note.id === note.id));
  return [...after.flatMap((one) => (awaited.has(one.note.id) ? (before.get(one.note.id) ?? []) : one)), ...removed];
}

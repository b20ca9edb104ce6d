// The notes that one server's questions find: their vectors and their words. It changes while it is asked; a change is seen
// whole or not at all.

import { TimeSlices } from '../src/work/time-slices.js';
import type { EntryGraph, Found, Place } from './entry-graph.js';
import type { TextEmbedding } from './text-embedding.js';
import type { TokenVectors } from './token-vectors.js';
import { WordIndex } from './word-index.js';

/** So many notes are added to and taken from the word index in one go; for more a new one is made bit by bit. */
const FEW_NOTES = 32;

/** A note as it is indexed. */
export interface IndexedNote {
  readonly id: string;
  /** Texts in TokenVectors; one and the same where the note has no keywords. */
  readonly text: number;
  readonly keywords: number;
  /** Indexes of the sentences under its anchors. */
  readonly sentences: readonly number[];
  /** What the word index knows of it. */
  readonly words: string;
}

/** A note that is embedded and can be indexed at once. */
export interface PreparedNote extends Pick<IndexedNote, 'id' | 'sentences' | 'words'> {
  readonly text: TextEmbedding;
  /** None where the note has no keywords. */
  readonly keywords: TextEmbedding | undefined;
}

export interface NoteChange {
  /** Each takes the place of the note with its id. */
  readonly add: readonly PreparedNote[];
  /** Ids. Those of notes that are not there are passed over, those of notes that are added too. */
  readonly remove: readonly string[];
}

/** Where notes keep their token vectors, and the numbers by which they are known. */
export interface NoteRoom {
  readonly tokens: TokenVectors;
  /** A number that no note of any layer has. */
  nextNumber(): number;
}

export class NoteIndex {
  /** By id. */
  readonly #numbers: Map<string, number>;
  #words: WordIndex;
  #isReleased = false;

  /**
   * @param graph belongs to this index from now on
   * @param words those of the same notes
   */
  constructor(
    private readonly room: NoteRoom,
    private readonly graph: EntryGraph<IndexedNote>,
    words: WordIndex,
  ) {
    this.#numbers = new Map(graph.entries().map(({ number, entry }) => [entry.id, number]));
    this.#words = words;
  }

  get ids(): IterableIterator<string> {
    return this.#numbers.keys();
  }

  /** Up to `count` notes nearest to a vector, nearest first. */
  search(vector: readonly number[], count: number): Found<IndexedNote>[] {
    return this.graph.search(vector, count);
  }

  get(number: number): IndexedNote | undefined {
    return this.graph.get(number);
  }

  /** The number under which a note is found. */
  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** BM25 score by number of each note that shares a word with a text, best first. No other server's notes bear on it. */
  wordScores(text: string): Map<number, number> {
    return this.#words.scores(text);
  }

  /**
   * Changes some notes. Takes its time where they are many, and others have their turn meanwhile; one change must be over
   * before the next. Rejects with a RangeError when there is no room for their token vectors; nothing is changed then.
   * @param whenSeen called in the moment in which questions begin to see the change
   */
  async change({ add, remove }: NoteChange, whenSeen: () => void): Promise<void> {
    const slices = new TimeSlices();
    // Of two with one id the last one stays.
    const notes = [...new Map(add.map((note) => [note.id, note])).values()];
    const leaving = [...new Set([...remove, ...notes.map(({ id }) => id)])].flatMap((id) => this.#numbers.get(id) ?? []);
    const entering: Place<IndexedNote>[] = [];
    let words: WordIndex | undefined;
    try {
      for (const note of notes) {
        entering.push(this.#place(note));
        await slices.next();
        this.#refuseReleased();
      }
      if (leaving.length + entering.length > FEW_NOTES) {
        const gone = new Set(leaving);
        const staying = this.graph.entries().filter(({ number }) => !gone.has(number));
        words = await indexWords([...staying, ...entering], slices);
        this.#refuseReleased();
      }
    } catch (error) {
      for (const place of entering) this.graph.drop(place);
      throw error;
    }

    if (words === undefined) this.#changeWords(leaving, entering);
    else this.#words = words;
    const hidden = leaving.flatMap((number) => this.#hide(number) ?? []);
    for (const place of entering) {
      this.graph.show(place);
      this.#numbers.set(place.entry.id, place.number);
    }
    whenSeen();

    for (const place of hidden) {
      this.graph.drop(place);
      await slices.next();
    }
  }

  /** One with the same notes, as they are now. Only what is changed in one of the two takes more memory, and a copy of the words. */
  async copy(): Promise<NoteIndex> {
    const graph = this.graph.copy();
    return new NoteIndex(this.room, graph, await indexWords(graph.entries(), new TimeSlices()));
  }

  /** Gives back what only this index holds; it finds nothing from now on, and a change that is under way is rejected. */
  release(): void {
    this.#isReleased = true;
    this.#numbers.clear();
    this.#words = WordIndex.create([]);
    this.graph.release();
  }

  #place({ id, text, keywords, sentences, words }: PreparedNote): Place<IndexedNote> {
    const { tokens } = this.room;
    const number = tokens.add(text.tokens);
    try {
      const entry = { id, text: number, keywords: keywords === undefined ? number : tokens.add(keywords.tokens), sentences, words };
      return this.graph.place(this.room.nextNumber(), entry, text.vector);
    } catch (error) {
      tokens.release(number);
      throw error;
    }
  }

  #hide(number: number): Place<IndexedNote> | undefined {
    this.#numbers.delete(this.graph.get(number)?.id ?? '');
    return this.graph.hide(number);
  }

  #changeWords(leaving: readonly number[], entering: readonly Place<IndexedNote>[]): void {
    for (const number of leaving) this.#words.remove(number, this.graph.get(number)?.words ?? '');
    for (const { number, entry } of entering) this.#words.add(number, entry.words);
  }

  #refuseReleased(): void {
    if (this.#isReleased) throw new Error('The layer was released.');
  }
}

async function indexWords(
  notes: readonly { readonly number: number; readonly entry: IndexedNote }[],
  slices: TimeSlices,
): Promise<WordIndex> {
  const words = WordIndex.create([]);
  for (const { number, entry } of notes) {
    words.add(number, entry.words);
    await slices.next();
  }
  return words;
}

/** What gives a note's token vectors back. */
export function noteReleaser(tokens: TokenVectors): (note: IndexedNote) => void {
  return ({ text, keywords }) => {
    tokens.release(text);
    if (keywords !== text) tokens.release(keywords);
  };
}

// What one guild's questions are compared with: its own notes and training examples over the shipped index. An immutable value; a change
// gives another one, which shares what is the same, and whoever still holds the one before sees what it saw.

import type { Article } from '../src/article/article.js';
import type { Corpus } from './corpus.js';
import { type TextTerms, Vocabulary, wordScores } from './note-words.js';
import { compactRows, vectorToIntegers } from './rounding.js';
import type { TextEmbedding } from './text-embedding.js';
import type { TextTokens, TokenVectors } from './token-vectors.js';
import { bySimilarity, type VectorIndex } from './vector-index.js';

/** From so many reader questions of a sentence on, what comes near to none of them is hardly answered by it. */
export const WELL_KNOWN = 20;
/** What a note or an example takes besides its vectors and terms, about, in bytes, and what a term does. */
const ENTRY_BYTES = 1_000;
const TERM_BYTES = 60;
/** No note has more different terms; so many more notes' terms of earlier values are borne. */
const TERMS_OF_NOTE = 200;
const NOTES_BORNE = 100;

/** A question that a sentence answers. */
export interface IndexedQuestion {
  readonly question: string;
  readonly text: TextTokens;
  readonly sentence: number;
}

/** A question that the article does not answer. */
export interface IndexedDecoy {
  readonly question: string;
  readonly text: TextTokens;
  readonly kind: Corpus['decoys'][number]['kind'];
}

/** A note as questions find it. */
export interface IndexedNote {
  readonly id: string;
  /** The same where the note has no keywords. */
  readonly text: TextTokens;
  readonly keywords: TextTokens;
  /** Indexes of the sentences under its anchors. */
  readonly sentences: readonly number[];
  readonly terms: TextTerms;
}

interface OwnNote extends IndexedNote {
  readonly vector: Int16Array;
}

/** A note that is embedded and can be indexed at once. */
export interface PreparedNote {
  readonly id: string;
  readonly sentences: readonly number[];
  /** What the word signal knows of it. */
  readonly words: string;
  readonly vector: Int16Array;
  readonly text: Int8Array;
  readonly keywords: Int8Array;
}

/** A question that is embedded, and what was taught of it. */
export interface EmbeddedExample {
  readonly id: string;
  readonly question: string;
  readonly vector: Int16Array;
  readonly text: Int8Array;
  /** Index of the sentence that answers it; undefined: the article does not answer it. */
  readonly sentence: number | undefined;
}

/** What becomes of some notes and examples; of one that is named twice, what is named later in this order. */
export interface OverlayChange {
  /** Ids of notes that are seen no more; ids of no note are passed over. */
  readonly hide?: Iterable<string>;
  /** Ids of notes that are seen as they were shipped, or not at all where they were not. */
  readonly restore?: Iterable<string>;
  /** Own notes, each in the place of the one with its id. */
  readonly notes?: Iterable<PreparedNote>;
  /** Ids of training examples. */
  readonly forget?: Iterable<string>;
  /** Training examples, each in the place of the one with its id. */
  readonly examples?: Iterable<EmbeddedExample>;
}

/** The shipped notes. */
export interface SharedNotes {
  readonly entries: readonly IndexedNote[];
  readonly byId: ReadonlyMap<string, IndexedNote>;
  /** Under the places of the notes in `entries`. */
  readonly vectors: VectorIndex;
  readonly vocabulary: Vocabulary;
}

/** The shipped questions. They are read after the rest where they are still to be embedded, and put here all at once. */
export interface SharedQuestions {
  readonly readerQuestions: Searched<IndexedQuestion>;
  /** By index of the sentence. */
  readonly questionsOf: readonly (readonly IndexedQuestion[])[];
  readonly decoys: Searched<IndexedDecoy>;
}

/** Entries and what searches them, under their places in the list. */
export interface Searched<Entry> {
  readonly entries: readonly Entry[];
  readonly vectors: VectorIndex;
}

/** What all overlays over an article share. */
export interface Shared {
  readonly article: Article;
  readonly tokens: TokenVectors;
  readonly notes: SharedNotes;
  questions: SharedQuestions;
}

interface Similar<Entry> {
  readonly entry: Entry;
  readonly similarity: number;
}

export class Overlay {
  private constructor(
    private readonly shared: Shared,
    /** Ids of shipped notes that are not seen, or not as they were shipped. */
    private readonly hidden: ReadonlySet<string>,
    private readonly notes: ReadonlyMap<string, OwnNote>,
    private readonly examples: ReadonlyMap<string, EmbeddedExample>,
    /** The terms of own notes, of earlier values of this overlay too. */
    private readonly vocabulary: Vocabulary,
  ) {}

  /** The overlay of a guild that changed nothing. */
  static over(shared: Shared): Overlay {
    return new Overlay(shared, new Set(), new Map(), new Map(), new Vocabulary(shared.notes.vocabulary));
  }

  /** The ids of all notes that are seen. */
  get noteIds(): readonly string[] {
    return this.#seen().map(({ id }) => id);
  }

  /** About what this takes beside what is shipped, in bytes. */
  get bytes(): number {
    const ofNotes = [...this.notes.values()].reduce(
      (sum, { text, keywords, vector, terms }) =>
        sum + ENTRY_BYTES + bytesOf(text) + (keywords === text ? 0 : bytesOf(keywords)) + vector.byteLength + terms.pairs.byteLength,
      0,
    );
    const ofExamples = [...this.examples.values()].reduce(
      (sum, { text, vector }) => sum + ENTRY_BYTES + bytesOf(text) + vector.byteLength,
      0,
    );
    return ENTRY_BYTES + ofNotes + ofExamples + TERM_BYTES * this.vocabulary.ownSize;
  }

  /** Whether most terms that this holds must be those of notes that are gone; one that is made anew has none of them. */
  get isWorn(): boolean {
    return this.vocabulary.ownSize > TERMS_OF_NOTE * (this.notes.size + NOTES_BORNE);
  }

  /**
   * The overlay with some changes. Looks at what changes alone, but for copying references. Throws RangeError for an example about a
   * sentence that the article does not have.
   */
  with({ hide = [], restore = [], notes = [], forget = [], examples = [] }: OverlayChange): Overlay {
    const [hidden, ownNotes, ownExamples] = [new Set(this.hidden), new Map(this.notes), new Map(this.examples)];
    const { byId } = this.shared.notes;
    for (const id of hide) {
      ownNotes.delete(id);
      if (byId.has(id)) hidden.add(id);
    }
    for (const id of restore) {
      ownNotes.delete(id);
      hidden.delete(id);
    }
    for (const { words, ...note } of notes) {
      if (byId.has(note.id)) hidden.add(note.id);
      ownNotes.set(note.id, { ...note, terms: this.vocabulary.read(words) });
    }
    for (const id of forget) ownExamples.delete(id);
    for (const example of examples) {
      const { sentence } = example;
      if (sentence !== undefined && this.shared.article.sentences[sentence] === undefined) {
        throw new RangeError(`The article has no sentence ${sentence}.`);
      }
      ownExamples.set(example.id, example);
    }
    return new Overlay(this.shared, hidden, ownNotes, ownExamples, this.vocabulary);
  }

  /** A note as it is seen; undefined for one that is not. */
  note(id: string): IndexedNote | undefined {
    return this.notes.get(id) ?? (this.hidden.has(id) ? undefined : this.shared.notes.byId.get(id));
  }

  /** Up to `count` notes nearest to a vector, nearest first. */
  nearestNotes(vector: Float32Array, count: number): IndexedNote[] {
    const { entries, vectors } = this.shared.notes;
    const isSeen = this.hidden.size === 0 ? undefined : (label: number) => !this.hidden.has(entries[label]?.id ?? '');
    return nearest(search({ entries, vectors }, vector, count, isSeen), this.#nearestOf(this.notes.values(), vector, count), count);
  }

  /** BM25 score by id of each note that shares a word with a text, in no order. No other guild's notes bear on it. */
  noteWordScores(text: string): Map<string, number> {
    const scores = new Map<string, number>();
    for (const [{ id }, score] of wordScores(text, this.vocabulary, this.#seen())) scores.set(id, score);
    return scores;
  }

  /** Up to `count` reader questions nearest to a vector, nearest first. */
  nearestReaderQuestions(vector: Float32Array, count: number): IndexedQuestion[] {
    const own = [...this.examples.values()].filter(isAnswered);
    return nearest(search(this.shared.questions.readerQuestions, vector, count), this.#nearestOf(own, vector, count), count);
  }

  /** Up to `count` decoys nearest to a vector, nearest first. */
  nearestDecoys(vector: Float32Array, count: number): IndexedDecoy[] {
    const own = [...this.examples.values()].flatMap((one) => (one.sentence === undefined ? { ...one, kind: 'near' as const } : []));
    return nearest<IndexedDecoy>(search(this.shared.questions.decoys, vector, count), this.#nearestOf(own, vector, count), count);
  }

  /** The reader questions of a sentence. */
  questionsOf(sentence: number): readonly IndexedQuestion[] {
    const shipped = this.shared.questions.questionsOf[sentence] ?? [];
    if (this.examples.size === 0) return shipped;
    return [...shipped, ...[...this.examples.values()].filter(isAnswered).filter((one) => one.sentence === sentence)];
  }

  /** The notes that are seen: the shipped ones first, then own ones in the order in which they came. */
  #seen(): IndexedNote[] {
    const { entries } = this.shared.notes;
    return [...(this.hidden.size === 0 ? entries : entries.filter(({ id }) => !this.hidden.has(id))), ...this.notes.values()];
  }

  /** The own entries nearest to a vector, by an exact scan. */
  #nearestOf<Entry extends { readonly vector: Int16Array }>(own: Iterable<Entry>, vector: Float32Array, count: number): Similar<Entry>[] {
    const entries = [...own];
    if (entries.length === 0) return [];
    const similarities = this.shared.tokens.similarities(
      vectorToIntegers(vector),
      entries.map((entry) => entry.vector),
    );
    // Thousands need not be sorted for a few.
    const least = similarities.toSorted().at(-count) ?? Number.NEGATIVE_INFINITY;
    const nearest: Similar<Entry>[] = [];
    for (const [i, entry] of entries.entries()) {
      const similarity = similarities[i] ?? 0;
      if (similarity >= least) nearest.push({ entry, similarity });
    }
    return nearest;
  }
}

/** Whether an example says which sentence answers it. */
function isAnswered(example: EmbeddedExample): example is EmbeddedExample & { readonly sentence: number } {
  return example.sentence !== undefined;
}

/** A text's embedding as overlays hold it. */
export function compacted({ vector, tokens }: TextEmbedding): { readonly vector: Int16Array; readonly tokens: Int8Array } {
  return { vector: vectorToIntegers(vector), tokens: compactRows(tokens, vector.length) };
}

function search<Entry>(
  { entries, vectors }: Searched<Entry>,
  vector: Float32Array,
  count: number,
  isSeen?: (label: number) => boolean,
): Similar<Entry>[] {
  return vectors.search(Array.from(vector), count, isSeen).flatMap(({ label, similarity }) => {
    const entry = entries[label];
    return entry === undefined ? [] : [{ entry, similarity }];
  });
}

/** What is nearest among shipped and own entries together. */
function nearest<Entry>(shipped: readonly Similar<Entry>[], own: readonly Similar<Entry>[], count: number): Entry[] {
  const all = own.length === 0 ? shipped : [...shipped, ...own].sort(bySimilarity);
  return all.slice(0, count).map(({ entry }) => entry);
}

function bytesOf(text: TextTokens): number {
  return typeof text === 'number' ? 0 : text.byteLength;
}

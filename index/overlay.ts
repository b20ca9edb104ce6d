// The overlay of one guild: its own notes and training examples over the shipped index. An immutable value; a change gives a new value
// that shares the unchanged parts, and holders of the old value keep seeing the old state.

import type { Article } from '../src/article/article.js';
import type { Corpus } from './corpus.js';
import { type TextTerms, Vocabulary, wordScores } from './note-words.js';
import { compactRows, vectorToIntegers } from './rounding.js';
import type { TextEmbedding } from './text-embedding.js';
import type { TextTokens, TokenVectors } from './token-vectors.js';
import { bySimilarity, type VectorIndex } from './vector-index.js';

/** Least number of reader questions with which a sentence hardly answers a question that is near none of them. */
export const WELL_KNOWN = 20;
/** Approximate size in bytes of a note or example without its vectors and terms, and of a term. */
const ENTRY_BYTES = 1_000;
const TERM_BYTES = 60;
/** Most different terms of a note, and the number of removed notes whose terms the vocabulary may contain. */
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

/** A note as searched by questions. */
export interface IndexedNote {
  readonly id: string;
  /** The note's own text if it has no keywords. */
  readonly text: TextTokens;
  readonly keywords: TextTokens;
  /** Indexes of the sentences under the note's anchors. */
  readonly sentences: readonly number[];
  readonly terms: TextTerms;
}

interface OwnNote extends IndexedNote {
  readonly vector: Int16Array;
}

/** An embedded note, ready to be indexed. */
export interface PreparedNote {
  readonly id: string;
  readonly sentences: readonly number[];
  /** The text that the word signal compares. */
  readonly words: string;
  readonly vector: Int16Array;
  readonly text: Int8Array;
  readonly keywords: Int8Array;
}

/** An embedded training example. */
export interface EmbeddedExample {
  readonly id: string;
  readonly question: string;
  readonly vector: Int16Array;
  readonly text: Int8Array;
  /** Index of the answering sentence; undefined if the article does not answer the question. */
  readonly sentence: number | undefined;
}

/** Changes of notes and examples; if an id occurs more than once, the later field in this order wins. */
export interface OverlayChange {
  /** Ids of notes to hide; unknown ids are ignored. */
  readonly hide?: Iterable<string>;
  /** Ids of notes to show as shipped; other notes are removed. */
  readonly restore?: Iterable<string>;
  /** Own notes, each replacing any note with its id. */
  readonly notes?: Iterable<PreparedNote>;
  /** Ids of training examples to remove. */
  readonly forget?: Iterable<string>;
  /** Training examples, each replacing any example with its id. */
  readonly examples?: Iterable<EmbeddedExample>;
}

/** The shipped notes. */
export interface SharedNotes {
  readonly entries: readonly IndexedNote[];
  readonly byId: ReadonlyMap<string, IndexedNote>;
  /** Labels are positions in `entries`. */
  readonly vectors: VectorIndex;
  readonly vocabulary: Vocabulary;
}

/** The shipped questions. Questions embedded after the start are added here all at once. */
export interface SharedQuestions {
  readonly readerQuestions: Searched<IndexedQuestion>;
  /** By index of the sentence. */
  readonly questionsOf: readonly (readonly IndexedQuestion[])[];
  readonly decoys: Searched<IndexedDecoy>;
}

/** Entries and their search structure; labels are positions in the list. */
export interface Searched<Entry> {
  readonly entries: readonly Entry[];
  readonly vectors: VectorIndex;
}

/** The data that all overlays over an article share. */
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
    /** Ids of shipped notes that are hidden or replaced. */
    private readonly hidden: ReadonlySet<string>,
    private readonly notes: ReadonlyMap<string, OwnNote>,
    private readonly examples: ReadonlyMap<string, EmbeddedExample>,
    /** Terms of own notes, including notes of earlier values of this overlay. */
    private readonly vocabulary: Vocabulary,
  ) {}

  /** The overlay of a guild without changes. */
  static over(shared: Shared): Overlay {
    return new Overlay(shared, new Set(), new Map(), new Map(), new Vocabulary(shared.notes.vocabulary));
  }

  /** The ids of all visible notes. */
  get noteIds(): readonly string[] {
    return this.#seen().map(({ id }) => id);
  }

  /** Approximate memory beyond the shipped index, in bytes. */
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

  /** Whether most terms here must belong to removed notes; a rebuilt overlay has none of these terms. */
  get isWorn(): boolean {
    return this.vocabulary.ownSize > TERMS_OF_NOTE * (this.notes.size + NOTES_BORNE);
  }

  /**
   * The overlay with some changes. Its work depends on the changes alone, apart from copying references. Throws RangeError for an
   * example about an unknown sentence.
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

  /** A visible note; undefined if it is hidden or unknown. */
  note(id: string): IndexedNote | undefined {
    return this.notes.get(id) ?? (this.hidden.has(id) ? undefined : this.shared.notes.byId.get(id));
  }

  /** Up to `count` notes nearest to a vector, nearest first. */
  nearestNotes(vector: Float32Array, count: number): IndexedNote[] {
    const { entries, vectors } = this.shared.notes;
    const isSeen = this.hidden.size === 0 ? undefined : (label: number) => !this.hidden.has(entries[label]?.id ?? '');
    return nearest(search({ entries, vectors }, vector, count, isSeen), this.#nearestOf(this.notes.values(), vector, count), count);
  }

  /** BM25 scores by id of the notes that share a word with a text, in no order. Other guilds' notes have no influence. */
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

  /** The visible notes: first shipped notes, then own notes in order of arrival. */
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
    // Sorting numbers is cheap; sorting thousands of entries for a few is not.
    const least = similarities.toSorted().at(-count) ?? Number.NEGATIVE_INFINITY;
    const nearest: Similar<Entry>[] = [];
    for (const [i, entry] of entries.entries()) {
      const similarity = similarities[i] ?? 0;
      if (similarity >= least) nearest.push({ entry, similarity });
    }
    return nearest;
  }
}

/** Whether an example names the sentence that answers it. */
function isAnswered(example: EmbeddedExample): example is EmbeddedExample & { readonly sentence: number } {
  return example.sentence !== undefined;
}

/** A text's embedding in the stored form of overlays. */
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

/** The nearest of shipped and own entries together. */
function nearest<Entry>(shipped: readonly Similar<Entry>[], own: readonly Similar<Entry>[], count: number): Entry[] {
  const all = own.length === 0 ? shipped : [...shipped, ...own].sort(bySimilarity);
  return all.slice(0, count).map(({ entry }) => entry);
}

function bytesOf(text: TextTokens): number {
  return typeof text === 'number' ? 0 : text.byteLength;
}

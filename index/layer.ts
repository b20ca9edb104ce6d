// What one server sees over the article: its own notes instead of the shipped ones, and what it was taught. It changes while
// it is asked; what it does not change it shares.

import type { Article } from '../src/article/article.js';
import { Turns } from '../src/work/turns.js';
import { type Corpus, keywordsText } from './corpus.js';
import { EntryGraph } from './entry-graph.js';
import type { NoteChange, NoteIndex, NoteRoom, PreparedNote } from './note-index.js';
import type { TextEmbedder } from './text-embedder.js';
import type { TextEmbedding } from './text-embedding.js';
import { bySimilarity } from './vector-index.js';

/** A question that a sentence answers. */
export interface IndexedQuestion {
  readonly question: string;
  /** In TokenVectors. */
  readonly text: number;
  readonly sentence: number;
}

/** A question that the article does not answer. */
export interface IndexedDecoy {
  readonly question: string;
  /** In TokenVectors. */
  readonly text: number;
  readonly kind: Corpus['decoys'][number]['kind'];
}

/** What all layers over an article share. */
export interface Base extends NoteRoom {
  readonly article: Article;
  readonly dimensions: number;
  readonly texts: TextEmbedder;
  readonly notes: NoteIndex;
  readonly questions: BaseQuestions;
}

/** The questions that every layer sees. They are read after the rest where they are still to be embedded, and put here all at once. */
export interface BaseQuestions {
  readerQuestions: EntryGraph<IndexedQuestion>;
  /** By index of the sentence. */
  questionsOf: readonly (readonly IndexedQuestion[])[];
  decoys: EntryGraph<IndexedDecoy>;
}

export interface NoteText {
  readonly id: string;
  readonly note: string;
  readonly keywords: readonly string[];
  /** Indexes of the sentences under its anchors. */
  readonly sentences: readonly number[];
}

/** A question that is embedded and can be taught at once. */
export interface PreparedQuestion {
  readonly question: string;
  readonly embedding: TextEmbedding;
}

/** The questions that a layer was taught. */
interface Lessons {
  readonly readerQuestions: EntryGraph<IndexedQuestion>;
  readonly decoys: EntryGraph<IndexedDecoy>;
  /** By the id that the lesson was given. */
  readonly places: Map<string, { readonly kind: 'readerQuestions' | 'decoys'; readonly number: number }>;
}

export class Layer {
  /** The base's until something is to be changed. */
  #notes: NoteIndex;
  readonly #lessons: Lessons;
  #version = 0;
  #isReleased = false;
  /** Changes of notes take turns. */
  readonly #turns = new Turns();

  private constructor(
    private readonly base: Base,
    notes: NoteIndex,
    lessons: Lessons,
  ) {
    this.#notes = notes;
    this.#lessons = lessons;
  }

  /** One that sees what the base holds, and nothing else. */
  static over(base: Base): Layer {
    const { tokens, dimensions } = base;
    const release = ({ text }: IndexedQuestion | IndexedDecoy) => tokens.release(text);
    return new Layer(base, base.notes, {
      readerQuestions: new EntryGraph<IndexedQuestion>(dimensions, release),
      decoys: new EntryGraph<IndexedDecoy>(dimensions, release),
      places: new Map(),
    });
  }

  /** Grows with every change that questions see. */
  get version(): number {
    return this.#version;
  }

  get notes(): NoteIndex {
    return this.#notes;
  }

  /** Up to `count` reader questions nearest to a vector, nearest first. */
  nearestReaderQuestions(vector: readonly number[], count: number): IndexedQuestion[] {
    return nearest(this.base.questions.readerQuestions, this.#lessons.readerQuestions, vector, count);
  }

  /** Up to `count` decoys nearest to a vector, nearest first. */
  nearestDecoys(vector: readonly number[], count: number): IndexedDecoy[] {
    return nearest(this.base.questions.decoys, this.#lessons.decoys, vector, count);
  }

  /** The reader questions of a sentence. */
  questionsOf(sentence: number): readonly IndexedQuestion[] {
    const shipped = this.base.questions.questionsOf[sentence] ?? [];
    const { readerQuestions } = this.#lessons;
    if (readerQuestions.size === 0) return shipped;
    const taught = readerQuestions.entries().flatMap(({ entry }) => (entry.sentence === sentence ? [entry] : []));
    return [...shipped, ...taught];
  }

  /**
   * Embeds a note, for this layer or another one. Nothing is changed. Who has many should ask for one after another: then the
   * notes of others are embedded in between. Rejects with the embedder's errors.
   */
  async prepareNote({ id, note, keywords, sentences }: NoteText): Promise<PreparedNote> {
    // The model takes longer than this, so the layer's first change need not wait for it.
    this.#turns.take(() => this.#ownNotes()).catch(() => undefined);
    const { texts } = this.base;
    const textOfKeywords = keywordsText({ note, keywords });
    return {
      id,
      sentences,
      words: `${note} ${textOfKeywords}`,
      text: await texts.embed({ text: note, role: 'passage', tokens: 'topic' }),
      keywords: textOfKeywords === note ? undefined : await texts.embed({ text: textOfKeywords, role: 'passage', tokens: 'topic' }),
    };
  }

  /**
   * Adds and removes notes. Resolves when questions see it, after a few milliseconds for a few notes; thousands take seconds,
   * in which others have their turn. Changes take effect in the order in which they are asked for, each as a whole. Rejects with
   * a RangeError when there is no room for the notes, and with an Error when the layer is released; nothing is changed then.
   * @param whenSeen called in the moment in which questions begin to see the change: for what must change along with it
   */
  apply(change: NoteChange, whenSeen: () => void = () => undefined): Promise<void> {
    return this.#turns.take(async () => {
      const notes = await this.#ownNotes();
      await notes.change(change, () => {
        this.#version += 1;
        whenSeen();
      });
    });
  }

  /** Embeds a question that is to be taught, to this layer or another one. Nothing is changed. Rejects with the embedder's errors. */
  async prepareQuestion(question: string): Promise<PreparedQuestion> {
    return { question, embedding: await this.base.texts.embed({ text: question, role: 'query', tokens: 'topic' }) };
  }

  /**
   * Teaches that a sentence answers a question, instead of what was taught under the id. Throws RangeError when the article has no
   * such sentence or there is no room, and an Error when the layer is released; nothing is changed then.
   */
  addReaderQuestion(id: string, sentence: number, { question, embedding }: PreparedQuestion): void {
    if (this.base.article.sentences[sentence] === undefined) throw new RangeError(`The article has no sentence ${sentence}.`);
    this.#teach(id, 'readerQuestions', embedding, (text, number) => {
      this.#lessons.readerQuestions.add(number, { question, text, sentence }, embedding.vector);
    });
  }

  /** Teaches that the article does not answer a question, instead of what was taught under the id. Throws as addReaderQuestion does. */
  addDecoy(id: string, { question, embedding }: PreparedQuestion): void {
    this.#teach(id, 'decoys', embedding, (text, number) => {
      this.#lessons.decoys.add(number, { question, text, kind: 'near' }, embedding.vector);
    });
  }

  /** Forgets what was taught under an id; whether there was anything. */
  removeLesson(id: string): boolean {
    const place = this.#lessons.places.get(id);
    if (place === undefined) return false;
    this.#lessons.places.delete(id);
    this.#lessons[place.kind].remove(place.number);
    this.#version += 1;
    return true;
  }

  /** One that sees the same after all changes asked for until now, and on which others can be tried. To be released. */
  async copy(): Promise<Layer> {
    const { notes, lessons } = await this.#turns.take(async () => {
      this.#refuseReleased();
      const { readerQuestions, decoys, places } = this.#lessons;
      return {
        // Not awaited here: what they are is settled at once, and further changes need not wait until the copy is made.
        notes: this.#ownsNotes ? this.#notes.copy() : this.#notes,
        lessons: { readerQuestions: readerQuestions.copy(), decoys: decoys.copy(), places: new Map(places) },
      };
    });
    return new Layer(this.base, await notes, lessons);
  }

  /** Gives back what only this layer holds; it must not be asked or changed any more. A change that is under way is rejected. */
  release(): void {
    this.#isReleased = true;
    this.#version += 1;
    if (this.#ownsNotes) this.#notes.release();
    this.#lessons.readerQuestions.release();
    this.#lessons.decoys.release();
    this.#lessons.places.clear();
  }

  get #ownsNotes(): boolean {
    return this.#notes !== this.base.notes;
  }

  /** Notes that can be changed without the base's being changed. */
  async #ownNotes(): Promise<NoteIndex> {
    this.#refuseReleased();
    if (this.#ownsNotes) return this.#notes;
    const notes = await this.#notes.copy();
    if (this.#isReleased) notes.release();
    this.#refuseReleased();
    this.#notes = notes;
    return notes;
  }

  #teach(
    id: string,
    kind: 'readerQuestions' | 'decoys',
    { tokens: vectors }: TextEmbedding,
    add: (text: number, number: number) => void,
  ): void {
    this.#refuseReleased();
    const text = this.base.tokens.add(vectors);
    const number = this.base.nextNumber();
    add(text, number);
    this.removeLesson(id);
    this.#lessons.places.set(id, { kind, number });
    this.#version += 1;
  }

  #refuseReleased(): void {
    if (this.#isReleased) throw new Error('The layer was released.');
  }
}

/** What is nearest among shipped and taught questions together. */
function nearest<Entry>(shipped: EntryGraph<Entry>, taught: EntryGraph<Entry>, vector: readonly number[], count: number): Entry[] {
  const found = shipped.search(vector, count);
  if (taught.size === 0) return found.map(({ entry }) => entry);
  return [...found, ...taught.search(vector, count)]
    .sort(bySimilarity)
    .slice(0, count)
    .map(({ entry }) => entry);
}

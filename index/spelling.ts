// Corrects misspelt words of a question towards the words of the indexed texts: a model sees a misspelt name as noise.

import SearchableMap from 'minisearch/SearchableMap';
import { stemmer } from 'stemmer';
import { fold } from '../src/article/fold.js';

const WORD = /[\p{L}\p{M}]+/gu;
/** Shorter words have too many neighbours. */
const SHORTEST = 5;
/** Words of at least so many letters may be two edits away, shorter ones one. */
const LONG = 8;

/** Words that questions may mean, with how often the indexed texts use them. */
export class Spelling {
  readonly #words = new SearchableMap<number>();
  /** Stems of words that are right: an inflection of such a word is right too. */
  #stems: ReadonlySet<string> | undefined;

  /**
   * @param texts what a question may be about
   * @param knownWords words of the model's vocabulary: right as they are, whether or not the texts use them
   */
  constructor(
    texts: Iterable<string>,
    private readonly knownWords: Iterable<string>,
  ) {
    for (const text of texts) for (const word of wordsOf(text)) this.#words.set(word, this.#uses(word) + 1);
  }

  /** The text with each misspelt word replaced by the one word that it most likely means; everything else stays. */
  correct(text: string): string {
    return text.replace(WORD, (word) => this.#correctWord(word));
  }

  #uses(folded: string): number {
    return this.#words.get(folded) ?? 0;
  }

  #isInflection(folded: string): boolean {
    // Made when the first strange word comes, since a start should not wait for it.
    this.#stems ??= new Set([...this.knownWords].map((word) => stemmer(fold(word))));
    return this.#stems.has(stemmer(folded));
  }

  #correctWord(word: string): string {
    const folded = fold(word);
    if (folded.length < SHORTEST || this.#uses(folded) > 1 || this.#isInflection(folded)) return word;
    const most = folded.length >= LONG ? 2 : 1;
    let best: { word: string; edits: number; uses: number } | undefined;
    // A word that only one text uses may be a misspelling itself.
    for (const [candidate, [, edits]] of this.#words.fuzzyGet(folded, 2)) {
      const uses = this.#uses(candidate);
      if (uses < 2 || candidate[0] !== folded[0] || (edits > most && !isTransposition(folded, candidate))) continue;
      // One letter for another makes a name of five letters another name: Petro, Pedro.
      if (folded.length === SHORTEST && candidate.length === SHORTEST && !isTransposition(folded, candidate)) continue;
      if (best === undefined || edits < best.edits || (edits === best.edits && uses > best.uses)) best = { word: candidate, edits, uses };
    }
    return best?.word ?? word;
  }
}

/** The words of a text that can be corrected, folded. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => fold(word)).filter((folded) => folded.length >= SHORTEST);
}

/** Whether two words differ by one swap of neighbouring letters, which counts as two edits otherwise. */
function isTransposition(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

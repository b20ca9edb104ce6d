// Corrects misspelt words of a question to words of the indexed texts: for the model a misspelt name is noise.

import SearchableMap from 'minisearch/SearchableMap';
import { stemmer } from 'stemmer';
import { fold } from '../src/article/fold.js';

const WORD = /[\p{L}\p{M}]+/gu;
const HYPHENATED = /[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)+/gu;
/** Shorter words have too many neighbours; of them, only slips in words of one letter less are corrected, and not in names. */
const SHORTEST = 5;
/** Words of at least this many letters may be two edits away, shorter words only one. */
const LONG = 8;
/** Drawn-out letters: "sooo". */
const DRAWN_OUT = /(\p{L})\1{2,}/gu;
/** Endings of other forms of a word: "customers", but not "customeer". */
const INFLECTION =
  /(?:s|ed|ing|ly|[^e]er|[^e]ers|or|ors|y|ies|ness|ment|ments|able|ible|ful|less|ion|ions|al|ance|ence|ity|ive|ish|ism|ist|ists)$/u;
/** Mixed case within a name: "SpaceX". */
const MIXED_CASE = /\p{Ll}\p{Lu}/u;

/** Words that questions may mean, with their frequency in the indexed texts. */
export class Spelling {
  readonly #words = new SearchableMap<number>();
  #knownFolded: ReadonlySet<string> | undefined;
  /** Stems of correct words: an inflection of such a word is correct too. */
  #stems: ReadonlySet<string> | undefined;
  /** Correct words that only slips may mean, with their frequency. */
  #slipWords: SearchableMap<number> | undefined;

  /**
   * @param texts texts that questions may be about: a word near a word of several texts means that word
   * @param knownWords words of the model's vocabulary: correct whether or not the texts use them
   * @param slipWords folded correct words, the commonest first; used if no word of the texts is as near, and only for one letter left out,
   * one too many or two swapped. A replaced letter or another ending may make another word.
   * @param isWord a dictionary of correct words, folded, besides the known ones
   */
  constructor(
    texts: Iterable<string>,
    private readonly knownWords: Iterable<string>,
    private readonly slipWords: Iterable<string> = [],
    private readonly isWord: (folded: string) => boolean = () => false,
  ) {
    for (const text of texts) for (const word of wordsOf(text)) this.#words.set(word, this.#uses(word) + 1);
  }

  /** The text with each misspelt word replaced by its most likely word; everything else stays. */
  correct(text: string): string {
    return text.replace(WORD, (word, at: number) => (MIXED_CASE.test(word) ? word : this.#correctWord(this.#withoutDrawl(word), at === 0)));
  }

  #uses(folded: string): number {
    return this.#words.get(folded) ?? 0;
  }

  /** The commonness of a slip word; 0 for any other word. */
  #commonness(folded: string): number {
    return this.#slips().get(folded) ?? 0;
  }

  #isRight(folded: string): boolean {
    return this.#uses(folded) > 1 || this.#commonness(folded) > 0 || this.#isKnown(folded);
  }

  /** The words of the model's vocabulary, folded. */
  #known(): ReadonlySet<string> {
    this.#knownFolded ??= new Set([...this.knownWords].map(fold));
    return this.#knownFolded;
  }

  /** Whether the model knows a word, or another form of it. */
  #isKnown(folded: string): boolean {
    // Made at the first unknown word, to keep the start short.
    this.#stems ??= new Set([...this.#known()].map((word) => stemmer(word)));
    return this.isWord(folded) || this.#known().has(folded) || (INFLECTION.test(folded) && this.#stems.has(stemmer(folded)));
  }

  #slips(): SearchableMap<number> {
    if (this.#slipWords === undefined) {
      const words = [...new Set(this.slipWords)];
      this.#slipWords = SearchableMap.from(words.map((word, i) => [word, words.length - i])) as SearchableMap<number>;
    }
    return this.#slipWords;
  }

  /** A word without drawn-out letters: two or one of each, whichever gives the commoner word. */
  #withoutDrawl(word: string): string {
    const single = word.replace(DRAWN_OUT, '$1');
    if (single === word || this.#isRight(fold(word))) return word;
    const double = word.replace(DRAWN_OUT, '$1$1');
    const [one, two] = [fold(single), fold(double)];
    const isDouble = this.#isRight(one) ? this.#commonness(two) > this.#commonness(one) : this.#isRight(two);
    return isDouble ? double : single;
  }

  #correctWord(word: string, isFirst: boolean): string {
    const folded = fold(word);
    if (folded.length < SHORTEST - 1) return word;
    if (this.#uses(folded) > 0 || this.#known().has(folded) || this.#commonness(folded) > 0 || this.isWord(folded)) return word;
    // A word that the texts use and the model knows: if it does not, the slip may be in the texts.
    const slipOfOwn = () =>
      nearest(
        folded,
        this.#words,
        (edits, uses, candidate) => edits === 1 && uses > 1 && this.#isKnown(candidate) && isSlip(folded, candidate),
      );
    if (this.#isKnown(folded)) {
      // An apparent form of a correct word, "tilte" of "tilt", may still be a slip of a commoner word.
      const swapped = nearest(folded, this.#slips(), (_, __, candidate) => isTransposition(folded, candidate));
      return (swapped ?? (folded.length < SHORTEST ? undefined : slipOfOwn()))?.word ?? word;
    }
    const slip = () => nearest(folded, this.#slips(), (edits, _, candidate) => edits === 1 && isSlip(folded, candidate));
    if (folded.length < SHORTEST) {
      const isName = !isFirst && /^\p{Lu}/u.test(word);
      return (slipOfOwn() ?? (isName ? undefined : slip()))?.word ?? word;
    }
    const most = folded.length >= LONG ? 2 : 1;
    // An unknown word that only one text uses may itself be misspelt.
    const own = nearest(folded, this.#words, (edits, uses, candidate) => edits <= most && (uses > 1 || this.#isKnown(candidate)));
    if (own?.edits === 1) return own.word;
    return (slip() ?? own)?.word ?? word;
  }
}

/** The nearest word with the same first letter; of equals the word with more weight. */
function nearest(
  folded: string,
  words: SearchableMap<number>,
  mayBe: (edits: number, weight: number, candidate: string) => boolean,
): { readonly word: string; readonly edits: number } | undefined {
  let best: { word: string; edits: number; weight: number } | undefined;
  for (const [word, [weight, distance]] of words.fuzzyGet(folded, 2)) {
    const isSwap = isTransposition(folded, word);
    const edits = isSwap ? 1 : distance;
    if (word[0] !== folded[0] || !mayBe(edits, weight, word)) continue;
    // In a name of five letters, a replaced letter makes another name: Petro, Pedro.
    if (folded.length === SHORTEST && word.length === SHORTEST && !isSwap) continue;
    if (best === undefined || edits < best.edits || (edits === best.edits && weight > best.weight)) best = { word, edits, weight };
  }
  return best;
}

/** The correctable words of a text, folded; hyphenated words also joined: "cyber-attack", "cyberattack". */
function wordsOf(text: string): string[] {
  const joined = [...text.matchAll(HYPHENATED)].map(([word]) => word.replaceAll('-', ''));
  return [...[...text.matchAll(WORD)].map(([word]) => word), ...joined].map(fold).filter((folded) => folded.length >= SHORTEST);
}

/** Whether two words one edit apart differ by two swapped letters, or by an extra or missing letter before the end. */
function isSlip(folded: string, meant: string): boolean {
  return isTransposition(folded, meant) || (folded.length !== meant.length && folded.at(-1) === meant.at(-1));
}

/** Whether two words differ by one swap of neighbouring letters, which otherwise counts as two edits. */
function isTransposition(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

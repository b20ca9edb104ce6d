// What stands around a sentence, as far as the model reads it in one forward pass.

import type { Article, Sentence } from '../src/article/article.js';
import { searchedParts } from '../src/article/searched.js';
import { windowsFor } from './windows.js';

/** What a text is read within, in its order. */
export interface Surroundings {
  /** Words of the headings above; they belong to every sentence under them, and so to the text itself. */
  readonly place: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Most characters of sentences that are read together: in English some 490 tokens of the 512 that models read. */
const MOST_CHARACTERS = 2_200;

/** A sentence as it is read with its neighbours. */
interface Surrounded {
  readonly text: string;
  readonly within: Surroundings;
}

/** By index of the sentence: its words, and what they are read within; undefined for a sentence without neighbours. */
export function surroundedSentences(article: Article): (Surrounded | undefined)[] {
  return readTogether(article).flatMap((sentences) => {
    const parts = sentences.map((sentence) => searchedParts(article, sentence));
    return surrounded(
      parts[0]?.place ?? '',
      parts.map(({ own }) => own),
    );
  });
}

/** The sentences of each paragraph of prose; and those of each list, table or quotation, whose items, rows or parts are paragraphs. */
function readTogether({ paragraphs }: Article): readonly (readonly Sentence[])[] {
  const groups: Sentence[][] = [];
  for (const [i, { role, headings, sentences }] of paragraphs.entries()) {
    const before = paragraphs[i - 1];
    const goesOn = role !== 'prose' && role === before?.role && headings.join('\n') === before.headings.join('\n');
    if (goesOn) groups.at(-1)?.push(...sentences);
    else groups.push([...sentences]);
  }
  return groups;
}

function surrounded(place: string, sentences: readonly string[]): (Surrounded | undefined)[] {
  const windows = windowsFor(
    sentences.map(({ length }) => length),
    MOST_CHARACTERS,
  );
  return sentences.map((text, i) => {
    const { start, end } = windows[i] ?? { start: i, end: i + 1 };
    if (end - start < 2) return undefined;
    return { text, within: { place, before: sentences.slice(start, i), after: sentences.slice(i + 1, end) } };
  });
}

// The surroundings of a sentence that the model reads with it in one forward pass.

import type { Article, Sentence } from '../src/article/article.js';
import { searchedParts } from '../src/article/searched.js';
import { windowsFor } from './windows.js';

/** The texts that a text is read with, in order. */
export interface Surroundings {
  /** Words of the headings above; they belong to every sentence below them, and so to the text itself. */
  readonly place: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Most characters of sentences read together: in English some 490 of the 512 tokens that models read. */
const MOST_CHARACTERS = 2_200;

/** A sentence as it is read with its neighbours. */
interface Surrounded {
  readonly text: string;
  readonly within: Surroundings;
}

/** By index of the sentence: its words and surroundings; undefined for a sentence without neighbours. */
export function surroundedSentences(article: Article): (Surrounded | undefined)[] {
  return readTogether(article).flatMap((sentences) => {
    const parts = sentences.map((sentence) => searchedParts(article, sentence));
    return surrounded(
      parts[0]?.place ?? '',
      parts.map(({ own }) => own),
    );
  });
}

/** The sentences of each paragraph of prose, and of each list, table or quotation, whose items, rows or parts are paragraphs. */
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

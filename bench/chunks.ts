// Splits a text into chunks like LangChain's RecursiveCharacterTextSplitter: at paragraphs if they fit, else at lines, words or characters.

import type { Span } from '../src/article/article.js';

const SEPARATORS = ['\n\n', '\n', ' ', ''] as const;

/** Limits in characters: the size of a chunk, and the overlap of two neighbours. */
export interface ChunkSize {
  readonly most: number;
  readonly overlap: number;
}

/** The chunks of a text in order, as ranges of the text without white space at either end. */
export function chunksOf(text: string, size: ChunkSize): Span[] {
  return split(text, { start: 0, end: text.length }, size, SEPARATORS).flatMap((span) => trimmed(text, span));
}

function split(text: string, span: Span, size: ChunkSize, separators: readonly string[]): Span[] {
  const at = separators.findIndex((one) => text.slice(span.start, span.end).includes(one));
  const [separator = '', ...finer] = separators.slice(at);
  const chunks: Span[] = [];
  let small: Span[] = [];
  const flush = () => {
    chunks.push(...merged(small, size));
    small = [];
  };
  for (const piece of piecesOf(text, span, separator)) {
    if (piece.end - piece.start < size.most) small.push(piece);
    else {
      flush();
      chunks.push(...(finer.length === 0 ? [piece] : split(text, piece, size, finer)));
    }
  }
  flush();
  return chunks;
}

/** Splits a range at each separator; all pieces but the first begin with the separator. */
function piecesOf(text: string, { start, end }: Span, separator: string): Span[] {
  const cuts: number[] = [];
  if (separator === '') for (let at = start + 1; at < end; at += 1) cuts.push(at);
  else {
    for (let at = text.indexOf(separator, start + 1); at >= 0 && at < end; at = text.indexOf(separator, at + separator.length))
      cuts.push(at);
  }
  return [start, ...cuts].map((from, i) => ({ start: from, end: cuts[i] ?? end }));
}

/** Joins as many neighbouring pieces as fit into each chunk. The next chunk repeats the last pieces, within the allowed overlap. */
function merged(pieces: readonly Span[], { most, overlap }: ChunkSize): Span[] {
  const chunks: Span[] = [];
  let current: Span[] = [];
  const total = () => (current.at(-1)?.end ?? 0) - (current[0]?.start ?? 0);
  const emit = () => {
    const [first, last] = [current[0], current.at(-1)];
    if (first !== undefined && last !== undefined) chunks.push({ start: first.start, end: last.end });
  };
  for (const piece of pieces) {
    const length = piece.end - piece.start;
    if (current.length > 0 && total() + length > most) {
      emit();
      while (current.length > 0 && (total() > overlap || total() + length > most)) current = current.slice(1);
    }
    current.push(piece);
  }
  emit();
  return chunks;
}

function trimmed(text: string, { start, end }: Span): Span[] {
  const inside = text.slice(start, end);
  const from = start + (inside.length - inside.trimStart().length);
  const to = start + inside.trimEnd().length;
  return from < to ? [{ start: from, end: to }] : [];
}

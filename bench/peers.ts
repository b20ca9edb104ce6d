// The usual retrieval methods, for comparison: over the same sentences or chunks, with the same embedding model.

import { create, insertMultiple, search } from '@orama/orama';
import MiniSearch from 'minisearch';
import type { Embedder, Role } from '../index/embedder.js';
import type { Article, Span } from '../src/article/article.js';
import { displayed } from '../src/article/display.js';
import { chunksOf } from './chunks.js';

/** The ranges shown for a question, best first. */
export type Find = (question: string) => Promise<readonly Span[]>;

export interface Peer {
  readonly name: string;
  open(article: Article, embedder: Embedder): Promise<Find>;
}

export const SHOWN = 3;
const CHUNK = { most: 500, overlap: 50 };

/** A range of the article that is retrieved as a whole. */
interface Unit extends Span {
  readonly text: string;
}

type Units = (article: Article) => readonly Unit[];

const sentences: Units = (article) =>
  article.sentences.map(({ start, end }) => ({ start, end, text: displayed(article, { start, end }).text }));
const chunks: Units = ({ body }) => chunksOf(body, CHUNK).map(({ start, end }) => ({ start, end, text: body.slice(start, end) }));

export const PEERS: readonly Peer[] = [
  { name: 'BM25 over sentences (MiniSearch)', open: (article) => bm25(sentences(article)) },
  { name: 'hybrid over sentences (Orama)', open: (article, embedder) => hybrid(sentences(article), embedder) },
  { name: 'hybrid over chunks (Orama)', open: (article, embedder) => hybrid(chunks(article), embedder) },
  { name: 'dense over sentences', open: (article, embedder) => dense(sentences(article), embedder) },
  { name: 'dense over chunks (as LangChain cuts)', open: (article, embedder) => dense(chunks(article), embedder) },
];

async function bm25(units: readonly Unit[]): Promise<Find> {
  const index = new MiniSearch<Unit & { readonly id: number }>({ fields: ['text'] });
  index.addAll(units.map((unit, id) => ({ ...unit, id })));
  return async (question) =>
    index
      .search(question)
      .slice(0, SHOWN)
      .flatMap(({ id }) => units[Number(id)] ?? []);
}

async function dense(units: readonly Unit[], embedder: Embedder): Promise<Find> {
  const vectors = await embedAll(units, embedder);
  return async (question) => {
    const asked = await vectorOf(question, 'query', embedder);
    return units
      .map((unit, i) => ({ unit, score: dot(asked, vectors[i] ?? []) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, SHOWN)
      .map(({ unit }) => unit);
  };
}

/** Hybrid search with Orama's default weights of words and vectors, and no minimum similarity. */
async function hybrid(units: readonly Unit[], embedder: Embedder): Promise<Find> {
  const vectors = await embedAll(units, embedder);
  const index = create({ schema: { text: 'string', vector: `vector[${vectors[0]?.length ?? 0}]` } as const });
  await insertMultiple(
    index,
    units.map(({ text }, i) => ({ id: String(i), text, vector: vectors[i] ?? [] })),
  );
  return async (question) => {
    const value = await vectorOf(question, 'query', embedder);
    const { hits } = await search(index, {
      mode: 'hybrid',
      term: question,
      vector: { value, property: 'vector' },
      similarity: 0,
      limit: SHOWN,
    });
    return hits.flatMap(({ id }) => units[Number(id)] ?? []);
  };
}

async function embedAll(units: readonly Unit[], embedder: Embedder): Promise<number[][]> {
  const vectors: number[][] = [];
  for (const { text } of units) vectors.push(await vectorOf(text, 'passage', embedder));
  return vectors;
}

/** Embeddings by role and text: a text that several methods use is embedded once. */
const known = new Map<string, Promise<number[]>>();

function vectorOf(text: string, role: Role, embedder: Embedder): Promise<number[]> {
  const key = `${role}\n${text}`;
  const vector = known.get(key) ?? embedder.embed(text, role).then((embedding) => [...embedding.vector]);
  known.set(key, vector);
  return vector;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

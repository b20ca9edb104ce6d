// Describes an article in plain lines: the text read, text that is never quoted, its files, and notes and questions kept for servers.

import type { Article, BlockRole } from '../article/article.js';
import { isQuotable } from '../article/article.js';
import { kindAndDate, languageName } from '../i18n/translator.js';
import { showControls } from './layout.js';

/** A number of items, and the number of them whose words are in the article. */
export interface Placed {
  readonly count: number;
  readonly placed: number;
}

/** Notes and taught questions of all servers, checked against an article; or the reason why they cannot be read. */
export type KeptForServers =
  | { readonly where: string; readonly fault: string }
  | {
      readonly where: string;
      readonly notes: number;
      readonly placedNotes: number;
      /** Questions taught with a sentence that answers them. */
      readonly taught: number;
      readonly placedTaught: number;
      /** Questions taught as not answered. */
      readonly decoys: number;
    };

export interface FirstLook {
  readonly article: Article;
  readonly file: string;
  readonly notes: Placed;
  readonly readerQuestions: Placed;
  readonly decoys: number;
  /** Undefined without a database. */
  readonly kept: KeptForServers | undefined;
}

/** Kinds of text that are read but never quoted, in the order of the description. */
const NOT_QUOTED = {
  heading: 'heading',
  footnote: 'footnote',
  comment: 'comment',
  definition: 'link definition',
  contents: 'list of contents',
  rule: 'rule',
} as const satisfies Partial<Record<BlockRole, string>>;
/** Kinds of text that are quoted besides prose. */
const QUOTED = {
  list: 'list item',
  quotation: 'quotation',
  table: 'row of a table',
  code: 'block of code',
  figure: 'picture with a text',
} as const satisfies Partial<Record<BlockRole, string>>;
const PLURALS: Readonly<Record<string, string>> = {
  'list of contents': 'lists of contents',
  'row of a table': 'rows of tables',
  'block of code': 'blocks of code',
  'picture with a text': 'pictures with a text',
};

/** The lines that describe an article. */
export function describeArticle({ article, file, notes, readerQuestions, decoys, kept }: FirstLook): string[] {
  const { about, paragraphs, sentences, leftOut } = article;
  const facts = [kindAndDate(about, 'en'), languageName(about.language, 'en')].filter((part) => part !== '').join(', ');
  const isWithout = paragraphs.filter((paragraph) => paragraph.sentences.length === 0).length;
  return [
    `“${showControls(about.title)}”${about.author === undefined ? '' : `, by ${showControls(about.author)}`} (${facts})`,
    `  ${file}`,
    `  Read: ${counted(paragraphs.length, 'paragraph')}, ${counted(sentences.length, 'sentence')}${among(tally(QUOTED, paragraphs))}.`,
    ...told('Not quoted', [
      ...tally(
        NOT_QUOTED,
        article.blocks.filter(({ role }) => !isQuotable(role)),
      ),
      ...(isWithout === 0 ? [] : [`${counted(isWithout, 'paragraph')} too long to be shown whole or without words`]),
    ]),
    ...told('Left out of the front matter', leftOut.map(showControls)),
    `  Notes: ${placedOf(notes)}. Reader questions: ${placedOf(readerQuestions)}. Decoy questions: ${decoys || 'none'}.`,
    ...describeKept(kept),
  ];
}

function describeKept(kept: KeptForServers | undefined): string[] {
  if (kept === undefined) return [];
  if ('fault' in kept) return [`  What servers keep in ${kept.where} could not be looked at: ${kept.fault}`];
  const { notes, placedNotes, taught, placedTaught, decoys } = kept;
  const lines: string[] = [];
  if (notes > 0) {
    const others = placedNotes > 0 ? ' Look whether the others are meant for this article.' : '';
    lines.push(`Notes on words that this article does not have, which readers do not see: ${notes - placedNotes} of ${notes}.${others}`);
  }
  if (taught > 0) lines.push(`Taught questions whose answer it does not have, which are not used: ${taught - placedTaught} of ${taught}.`);
  if (decoys > 0) lines.push(`Questions taught as not answered, which count for this article too until they are taken back: ${decoys}.`);
  if (lines.length === 0) return [];
  const advice =
    'Nothing of it is deleted: it counts again with the article that it was made for. To begin with none, name another DATA_DIR or DATABASE_URL.';
  return [`  Kept for servers in ${kept.where}:`, ...[...lines, advice].map((line) => `    ${line}`)];
}

function tally(names: Readonly<Partial<Record<BlockRole, string>>>, blocks: readonly { readonly role: BlockRole }[]): string[] {
  return Object.entries(names).flatMap(([role, name]) => {
    const count = blocks.filter((block) => block.role === role).length;
    return count === 0 ? [] : [counted(count, name)];
  });
}

function counted(count: number, name: string): string {
  return `${count} ${count === 1 ? name : (PLURALS[name] ?? `${name}s`)}`;
}

function placedOf({ count, placed }: Placed): string {
  if (count === 0) return 'none';
  return placed === count ? String(count) : `${count}, of which ${count - placed} quote words that do not stand in it and are left out`;
}

function among(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `, among them ${parts.join(', ')}`;
}

function told(name: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`  ${name}: ${parts.join(', ')}.`];
}

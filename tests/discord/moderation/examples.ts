// What tests of moderators' replies are made of: a small article, notes on it, and changes of them.

import { createAnchorFinder } from '../../../src/article/anchor.js';
import type { Article, Span } from '../../../src/article/article.js';
import { parseArticle } from '../../../src/article/parse.js';
import type { NoteState } from '../../../src/curation/shelf.js';
import type { Reply } from '../../../src/discord/reply.js';
import { type Note, noteSchema } from '../../../src/notes/note.js';
import type { NoteContent, NoteProposal, Revision } from '../../../src/notes/revision.js';
import { type ReadId, readId } from '../ids.js';

export const MODERATOR = '123456789012345678';
export const SECOND = '223456789012345678';
export const GUILD = '323456789012345678';

/** With a no-break space, as the shipped article has some. */
export const ARTICLE: Article = parseArticle(
  'The ferry was built in Bergen in 1964. It carries forty\u00a0cars.\n\nThe bridge would cost *ninety* million kroner. Critics doubt that.',
  { title: 'The Ferry', language: 'en' },
);
const finder = createAnchorFinder(ARTICLE.body);

export function spansOf({ quotes }: Pick<Note, 'quotes'>): readonly Span[] {
  return quotes.flatMap((anchor) => finder.find(anchor));
}

export const CONTENT: NoteContent = {
  status: 'disputed',
  quotes: [{ exact: 'ninety* million kroner' }],
  note: 'The road authority estimated 140 million.',
  keywords: ['cost', 'price'],
  sources: [{ publisher: 'Road authority', title: 'Estimate', date: '2023', url: 'https://example.org/estimate' }],
};

export function noteWith(parts: Partial<Note> = {}): Note {
  return noteSchema.parse({ id: 'cost-of-the-bridge', ...CONTENT, ...parts });
}

export function stateWith({
  note: parts = {},
  ...rest
}: Partial<Omit<NoteState, 'note'>> & { readonly note?: Partial<Note> } = {}): NoteState {
  const note = noteWith(parts);
  return { note, version: 3, origin: 'own', isWithdrawn: false, spans: spansOf(note), ...rest };
}

export function proposalWith(parts: Partial<NoteProposal> = {}): NoteProposal {
  return {
    kind: 'note',
    id: 'Ab3_x-9',
    guildId: GUILD,
    noteId: 'cost-of-the-bridge',
    action: 'edit',
    content: CONTENT,
    baseVersion: 3,
    authorId: MODERATOR,
    reason: '',
    origin: 'moderator',
    state: 'draft',
    decidedBy: undefined,
    queueMessage: undefined,
    createdAt: 0,
    decidedAt: undefined,
    ...parts,
  };
}

export function revisionWith(parts: Partial<Revision> = {}): Revision {
  return {
    guildId: GUILD,
    noteId: 'cost-of-the-bridge',
    version: 1,
    action: 'edit',
    content: CONTENT,
    isWithdrawn: false,
    authorId: MODERATOR,
    approverId: undefined,
    reason: '',
    at: Date.UTC(2024, 7, 13),
    ...parts,
  };
}

/** Labels of a reply's buttons, each with what it does; of a button that is switched off after a "-". */
export function buttonsOf({ components }: Pick<Reply, 'components'>): [label: string, id: ReadId | undefined][] {
  return components.flatMap((row) =>
    row.components.flatMap((part): [string, ReadId | undefined][] =>
      'label' in part && 'custom_id' in part
        ? [[`${'disabled' in part && part.disabled === true ? '-' : ''}${part.label ?? ''}`, readId(part.custom_id)]]
        : [],
    ),
  );
}

/** The select of a reply, as what it does and what can be chosen. */
export function selectOf({ components }: Pick<Reply, 'components'>) {
  const [select] = components.flatMap((row) => row.components.flatMap((part) => ('options' in part ? [part] : [])));
  return select === undefined ? undefined : { id: readId(select.custom_id), options: select.options, placeholder: select.placeholder };
}

// Drafts of changes to one note: from a filled-in form, or to retract or restore it.

import type { AnchorFinder } from '../article/anchor.js';
import { type Article, contains, type Span } from '../article/article.js';
import type { Fault, Warning } from '../notes/fault.js';
import { type NoteForm, type Offer, type ReadForm, readForm } from '../notes/form.js';
import type { NoteContent, NoteProposal, Proposal } from '../notes/revision.js';
import type { Store } from '../store/store.js';
import { byWhom, type Decisions } from './decisions.js';
import type { GuildNotes } from './guild-notes.js';
import type { Propose } from './proposer.js';

export type Drafted =
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly warnings: readonly Warning[] }
  /** The pasted quote differs from the article in some characters; the draft has the article's own words. */
  | { readonly kind: 'offer'; readonly proposal: NoteProposal; readonly pasted: string; readonly span: Span }
  | { readonly kind: 'drafted'; readonly proposal: NoteProposal; readonly warnings: readonly Warning[] }
  /** The proposal to change was decided meanwhile. */
  | { readonly kind: 'gone' };

export interface FormDraft {
  readonly guildId: string;
  readonly authorId: string;
  readonly origin: Proposal['origin'];
  readonly fields: NoteForm;
  /** The edited note; undefined for a new note. */
  readonly edited?: { readonly noteId: string; readonly version: number } | undefined;
  /** The chosen sentence, which distinguishes places with the same words. */
  readonly near?: Span | undefined;
}

export interface DraftsOptions {
  readonly article: Article;
  readonly finder: AnchorFinder;
  readonly notes: GuildNotes;
  readonly decisions: Decisions;
  readonly store: Store;
  readonly propose: Propose;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface ReadOptions {
  readonly near?: Span | undefined;
  readonly noteId?: string | undefined;
  readonly keep?: NoteContent | undefined;
}

export class Drafts {
  constructor(private readonly options: DraftsOptions) {}

  /** Turns a filled-in form into a draft, or returns its faults. */
  async fromForm({ guildId, authorId, origin, fields, edited, near }: FormDraft): Promise<Drafted> {
    const { notes, propose } = this.options;
    const state = edited && (await notes.state(guildId, edited.noteId));
    const read = await this.#read(guildId, fields, { near, noteId: edited?.noteId, keep: state?.note });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    const proposal = await propose(authorId, origin, {
      kind: 'note',
      guildId,
      noteId: edited?.noteId ?? (await notes.newId(guildId, read.content)),
      action: edited === undefined ? 'add' : 'edit',
      content: read.content,
      baseVersion: edited?.version ?? 0,
      reason: '',
    });
    if (read.offer !== undefined) return { kind: 'offer', proposal, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal, warnings: read.warnings };
  }

  /** Changes the words of a draft or a waiting proposal. The person who changes them becomes the author. */
  async redraft(proposal: NoteProposal, fields: NoteForm, by: string): Promise<Drafted> {
    const { notes, decisions } = this.options;
    const { guildId, noteId } = proposal;
    const state = await notes.state(guildId, noteId);
    const read = await this.#read(guildId, fields, {
      near: this.#sentenceOf(proposal.content),
      noteId,
      keep: proposal.content ?? state?.note,
    });
    if (read.content === undefined) return { kind: 'faulty', faults: read.faults, warnings: read.warnings };
    const isSame = JSON.stringify(read.content) === JSON.stringify(proposal.content);
    const revised = isSame ? proposal : await decisions.replace(proposal, { ...byWhom(proposal, by), content: read.content });
    if (revised === undefined) return { kind: 'gone' };
    if (read.offer !== undefined) return { kind: 'offer', proposal: revised, pasted: fields.quote, span: read.offer.span };
    return { kind: 'drafted', proposal: revised, warnings: read.warnings };
  }

  /** Drafts the retraction of a note. Undefined if there is no such note, or it is retracted already. */
  async retraction(guildId: string, noteId: string, authorId: string, reason: string): Promise<NoteProposal | undefined> {
    const { notes, propose } = this.options;
    const state = await notes.state(guildId, noteId);
    if (state === undefined || state.isRetracted) return undefined;
    const content = (await notes.kept(guildId, noteId))?.content;
    const baseVersion = state.version;
    return propose(authorId, 'moderator', { kind: 'note', guildId, noteId, action: 'withdraw', content, baseVersion, reason });
  }

  /**
   * Drafts the restoration of a note. Undefined if the note has no such version, or already has its content.
   * @param version the version to restore, 0 for the shipped one; undefined: the last one
   */
  async restoration(
    guildId: string,
    noteId: string,
    version: number | undefined,
    authorId: string,
    reason: string,
  ): Promise<NoteProposal | undefined> {
    const { notes, store, propose } = this.options;
    const state = await notes.state(guildId, noteId);
    if (state === undefined) return undefined;
    const wanted = version ?? state.version;
    const revision = (await store.revisions(guildId, noteId)).find((one) => one.version === wanted);
    if (wanted > 0 ? revision === undefined : notes.shipped(noteId) === undefined) return undefined;
    const content = revision?.content;
    const kept = await notes.kept(guildId, noteId);
    if (!state.isRetracted && JSON.stringify(kept?.content) === JSON.stringify(content)) return undefined;
    const baseVersion = state.version;
    return propose(authorId, 'moderator', { kind: 'note', guildId, noteId, action: 'restore', content, baseVersion, reason });
  }

  /** Reads a form; if its quote differs from the article only in some characters, reads it with the article's words. */
  #read(guildId: string, form: NoteForm, { near, noteId, keep }: ReadOptions): Promise<ReadForm & { readonly offer?: Offer }> {
    const { article, finder, notes, now } = this.options;
    return notes.amongShown(guildId, noteId, (said) => {
      const context = { article, finder, near, said, keep, now: now() };
      const read = readForm(form, context);
      const [offer] = read.offers;
      if (offer === undefined) return read;
      const exact = readForm({ ...form, quote: offer.text }, { ...context, near: near ?? offer.span });
      return exact.content === undefined ? read : { ...exact, offer };
    });
  }

  /** The sentence around a note's first anchor. */
  #sentenceOf(content: NoteContent | undefined): Span | undefined {
    const { article, finder } = this.options;
    const [span] = content?.quotes.flatMap((anchor) => finder.find(anchor)) ?? [];
    return span && article.sentences.find((sentence) => contains(sentence, span));
  }
}

// Converts rows to values and back: null in a table is undefined in the program.

import type { Selectable } from 'kysely';
import type { Coauthors, KeptNote, NewProposal, NoteContent, Proposal, Revision, TrainingProposal } from '../notes/revision.js';
import type { Tables } from './schema.js';
import type { Answer, Deletion, Feedback, OpenQuestion, StoreEvent, TrainingExample } from './store.js';

type Row<Name extends keyof Tables> = Selectable<Tables[Name]>;

function toContent(content: NoteContent | undefined): string | null {
  return content === undefined ? null : JSON.stringify(content);
}

function fromContent(json: string | null): NoteContent | undefined {
  return json === null ? undefined : JSON.parse(json);
}

function toCoauthors(coauthors: Coauthors | undefined): string | null {
  return coauthors === undefined || coauthors.length === 0 ? null : JSON.stringify(coauthors.map((id) => id ?? null));
}

function fromCoauthors(json: string | null): Coauthors | undefined {
  return json === null ? undefined : (JSON.parse(json) as readonly (string | null)[]).map((id) => id ?? undefined);
}

/** A list of coauthors with one of them replaced by a gap. */
export function withoutCoauthor(json: string | null, userId: string): string | null {
  return toCoauthors(fromCoauthors(json)?.map((id) => (id === userId ? undefined : id)));
}

export function toKeptNote(row: Row<'notes'>): KeptNote {
  return {
    guildId: row.guild_id,
    noteId: row.note_id,
    version: row.version,
    isRetracted: row.is_withdrawn === 1,
    content: fromContent(row.content),
  };
}

export function fromKeptNote(note: KeptNote): Row<'notes'> {
  return {
    guild_id: note.guildId,
    note_id: note.noteId,
    version: note.version,
    is_withdrawn: note.isRetracted ? 1 : 0,
    content: toContent(note.content),
  };
}

export function toRevision(row: Row<'revisions'>): Revision {
  return {
    ...toKeptNote(row),
    action: row.action,
    authorId: row.author_id ?? undefined,
    coauthorIds: fromCoauthors(row.coauthors),
    approverId: row.approver_id ?? undefined,
    reason: row.reason,
    at: row.at,
  };
}

export function fromRevision(revision: Revision): Row<'revisions'> {
  return {
    ...fromKeptNote(revision),
    action: revision.action,
    author_id: revision.authorId ?? null,
    coauthors: toCoauthors(revision.coauthorIds),
    approver_id: revision.approverId ?? null,
    reason: revision.reason,
    at: revision.at,
  };
}

export function toProposal(row: Row<'proposals'>): Proposal {
  const { queue_channel_id: channelId, queue_message_id: messageId } = row;
  const common = {
    id: row.id,
    guildId: row.guild_id,
    authorId: row.author_id ?? undefined,
    coauthorIds: fromCoauthors(row.coauthors),
    reason: row.reason,
    origin: row.origin,
    state: row.state,
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    queueMessage: channelId === null || messageId === null ? undefined : { channelId, messageId },
    createdAt: row.created_at,
  };
  switch (row.kind) {
    case 'note':
      return {
        ...common,
        kind: row.kind,
        noteId: row.note_id,
        action: row.action,
        content: fromContent(row.content),
        baseVersion: row.base_version,
      };
    case 'import':
      return { ...common, kind: row.kind, changes: JSON.parse(row.content ?? '[]') };
    case 'lesson': {
      const {
        act = 'teach',
        question = '',
        answer,
      }: Partial<Pick<TrainingProposal, 'act' | 'question' | 'answer'>> = JSON.parse(row.content ?? '{}');
      return { ...common, kind: row.kind, exampleId: row.note_id, act, question, answer };
    }
  }
}

export function fromProposal(proposal: NewProposal): Omit<Row<'proposals'>, QueueColumn | 'decided_by' | 'decided_at'> {
  return {
    ...fromWish(proposal),
    id: proposal.id,
    kind: proposal.kind,
    guild_id: proposal.guildId,
    author_id: proposal.authorId ?? null,
    coauthors: toCoauthors(proposal.coauthorIds),
    reason: proposal.reason,
    origin: proposal.origin,
    state: proposal.state,
    created_at: proposal.createdAt,
  };
}

type QueueColumn = 'queue_channel_id' | 'queue_message_id';

/** The columns of a proposal's content; other columns have its author and state. */
function fromWish(proposal: NewProposal): Pick<Row<'proposals'>, 'note_id' | 'action' | 'content' | 'base_version'> {
  switch (proposal.kind) {
    case 'note': {
      const { noteId, action, content, baseVersion } = proposal;
      return { note_id: noteId, action, content: toContent(content), base_version: baseVersion };
    }
    case 'import':
      return { ...NO_NOTE, content: JSON.stringify(proposal.changes) };
    case 'lesson': {
      const { exampleId, act, question, answer } = proposal;
      return { ...NO_NOTE, note_id: exampleId, content: JSON.stringify({ act, question, answer }) };
    }
  }
}

const NO_NOTE = { note_id: '', action: 'edit', base_version: 0 } as const;

export function toAnswer(row: Row<'answers'>): Answer {
  return {
    guildId: row.guild_id,
    channelId: row.channel_id,
    messageId: row.message_id,
    askerId: row.asker_id ?? undefined,
    isPrivate: row.is_private === 1,
    article: row.article ?? undefined,
    shown: row.shown === null ? undefined : JSON.parse(row.shown),
    notes: JSON.parse(row.notes),
    stands: row.stands ?? undefined,
    noticedAt: row.noticed_at ?? undefined,
    at: row.at,
  };
}

export function fromAnswer(answer: Answer): Omit<Row<'answers'>, 'due_at' | 'leased_until' | 'marks' | 'tries'> {
  return {
    guild_id: answer.guildId,
    channel_id: answer.channelId,
    message_id: answer.messageId,
    asker_id: answer.askerId ?? null,
    is_private: answer.isPrivate ? 1 : 0,
    article: answer.article ?? null,
    shown: answer.shown === undefined ? null : JSON.stringify(answer.shown),
    notes: JSON.stringify(answer.notes),
    stands: answer.stands ?? null,
    noticed_at: answer.noticedAt ?? null,
    at: answer.at,
  };
}

export function toTrainingExample(row: Row<'lessons'>): TrainingExample {
  return {
    id: row.id,
    guildId: row.guild_id,
    question: row.question,
    answer: row.answer ?? undefined,
    authorId: row.author_id ?? undefined,
    at: row.at,
  };
}

export function fromTrainingExample(example: TrainingExample): Row<'lessons'> {
  return {
    id: example.id,
    guild_id: example.guildId,
    question: example.question,
    answer: example.answer ?? null,
    author_id: example.authorId ?? null,
    at: example.at,
  };
}

export function toOpenQuestion(row: Row<'open_questions'>): OpenQuestion {
  return { id: row.id, guildId: row.guild_id, question: row.question, why: row.why, at: row.at };
}

export function fromOpenQuestion({ id, guildId, question, why, at }: OpenQuestion): Row<'open_questions'> {
  return { id, guild_id: guildId, question, why, at };
}

export function fromFeedback(feedback: Feedback): Row<'feedback'> {
  return {
    id: feedback.id,
    message_id: feedback.messageId,
    channel_id: feedback.channelId,
    guild_id: feedback.guildId ?? null,
    verdict: feedback.verdict,
    reason: feedback.reason ?? null,
    at: feedback.at,
  };
}

export function toDeletion(row: Row<'deletions'>): Deletion {
  return { kind: row.kind, id: row.id, dueAt: row.due_at };
}

export function toEvent(row: Row<'events'>): StoreEvent {
  return { seq: row.seq, guildId: row.guild_id, what: row.what, subject: row.subject ?? undefined };
}

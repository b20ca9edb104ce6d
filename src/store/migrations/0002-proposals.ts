// Later tables: proposals, training examples, open questions, answers that may need a correction, deletions and events.

import type { Kysely, Migration } from 'kysely';
import { columnTypes, type DatabaseKind, strict } from './columns.js';

export function createProposals(kind: DatabaseKind): Migration {
  const { text, integer } = columnTypes(kind);
  return {
    async up({ schema }: Kysely<unknown>) {
      await strict(
        schema
          .createTable('proposals')
          .addColumn('id', text, (column) => column.primaryKey().notNull())
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('note_id', text, (column) => column.notNull())
          .addColumn('action', 'text', (column) => column.notNull())
          .addColumn('content', 'text')
          .addColumn('base_version', 'integer', (column) => column.notNull())
          .addColumn('author_id', text)
          .addColumn('reason', 'text', (column) => column.notNull())
          .addColumn('origin', 'text', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('decided_by', text)
          .addColumn('decided_at', integer)
          .addColumn('queue_channel_id', text)
          .addColumn('queue_message_id', text)
          .addColumn('created_at', integer, (column) => column.notNull()),
        kind,
      ).execute();
      await schema.createIndex('proposals_state').on('proposals').columns(['guild_id', 'state', 'created_at']).execute();
      await schema.createIndex('proposals_author').on('proposals').column('author_id').execute();
      await schema.createIndex('proposals_decided_by').on('proposals').column('decided_by').execute();
      await strict(
        schema
          .createTable('lessons')
          .addColumn('id', text, (column) => column.primaryKey().notNull())
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('question', 'text', (column) => column.notNull())
          .addColumn('answer', 'text')
          .addColumn('author_id', text)
          .addColumn('at', integer, (column) => column.notNull()),
        kind,
      ).execute();
      await schema.createIndex('lessons_guild').on('lessons').columns(['guild_id', 'at']).execute();
      await strict(
        schema
          .createTable('open_questions')
          .addColumn('id', text, (column) => column.primaryKey().notNull())
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('question', 'text', (column) => column.notNull())
          .addColumn('why', 'text', (column) => column.notNull())
          .addColumn('at', integer, (column) => column.notNull()),
        kind,
      ).execute();
      await schema.createIndex('open_questions_guild').on('open_questions').columns(['guild_id', 'at']).execute();
      await strict(
        schema
          .createTable('answer_counts')
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('paragraph', 'integer', (column) => column.notNull())
          .addColumn('answers', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('answer_counts_key', ['guild_id', 'paragraph']),
        kind,
      ).execute();
      await strict(
        schema
          .createTable('answers')
          .addColumn('message_id', text, (column) => column.primaryKey().notNull())
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('channel_id', text, (column) => column.notNull())
          .addColumn('at', integer, (column) => column.notNull()),
        kind,
      ).execute();
      await schema.createIndex('answers_guild').on('answers').columns(['guild_id', 'at']).execute();
      await schema.createIndex('answers_at').on('answers').column('at').execute();
      await strict(
        schema
          .createTable('answer_notes')
          .addColumn('message_id', text, (column) => column.notNull().references('answers.message_id').onDelete('cascade'))
          .addColumn('position', 'integer', (column) => column.notNull())
          .addColumn('note_id', text, (column) => column.notNull())
          .addPrimaryKeyConstraint('answer_notes_key', ['message_id', 'position']),
        kind,
      ).execute();
      await schema.createIndex('answer_notes_note').on('answer_notes').column('note_id').execute();
      await strict(
        schema
          .createTable('deletions')
          .addColumn('kind', 'text', (column) => column.notNull())
          .addColumn('id', text, (column) => column.notNull())
          .addColumn('due_at', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('deletions_key', ['kind', 'id']),
        kind,
      ).execute();
      await strict(
        schema
          .createTable('events')
          // Assigned by the program, in turn: a sequence numbers events in the order of requests, not of becoming visible.
          .addColumn('seq', integer, (column) => column.primaryKey().notNull())
          // No reference: the event of forgetting a guild outlives the guild.
          .addColumn('guild_id', text, (column) => column.notNull())
          .addColumn('what', 'text', (column) => column.notNull())
          .addColumn('subject', 'text'),
        kind,
      ).execute();
      await schema.createIndex('events_guild').on('events').column('guild_id').execute();
    },
  };
}

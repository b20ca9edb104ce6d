// The data to render an answer again, and the state of that work if its notes have changed.

import type { Kysely, Migration } from 'kysely';
import { columnTypes, type DatabaseKind } from './columns.js';

/** The columns used here of the two tables, as they were before. */
interface Before {
  readonly answers: { readonly message_id: string; readonly notes: string };
  readonly answer_notes: { readonly message_id: string; readonly position: number; readonly note_id: string };
}

export function keepAnswers(kind: DatabaseKind): Migration {
  const { text, integer } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      const add = () => schema.alterTable('answers');
      await add().addColumn('asker_id', text).execute();
      await add()
        .addColumn('is_private', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await add().addColumn('article', text).execute();
      await add().addColumn('shown', 'text').execute();
      await add()
        .addColumn('notes', 'text', (column) => column.notNull().defaultTo('{}'))
        .execute();
      await add().addColumn('stands', text).execute();
      await add().addColumn('noticed_at', integer).execute();
      await add().addColumn('due_at', integer).execute();
      await add().addColumn('leased_until', integer).execute();
      await add()
        .addColumn('marks', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await add()
        .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await schema.createIndex('answers_due').on('answers').column('due_at').execute();
      await schema.createIndex('answers_asker').on('answers').column('asker_id').execute();
      await takeNotesOver(db as Kysely<Before>);
      await schema.dropTable('answer_notes').execute();
    },
  };
}

/** Copies the notes of earlier answers: their ids are known, their versions are not. */
async function takeNotesOver(db: Kysely<Before>): Promise<void> {
  const rows = await db.selectFrom('answer_notes').selectAll().orderBy('message_id').orderBy('position').execute();
  const notes = new Map<string, Record<string, string>>();
  for (const { message_id: messageId, note_id: noteId } of rows) notes.set(messageId, { ...notes.get(messageId), [noteId]: '' });
  for (const [messageId, ofMessage] of notes) {
    await db
      .updateTable('answers')
      .set({ notes: JSON.stringify(ofMessage) })
      .where('message_id', '=', messageId)
      .execute();
  }
}

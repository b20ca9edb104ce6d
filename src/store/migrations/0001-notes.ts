// The first tables: guilds, their notes with every revision, which the database itself protects from changes, their settings, and feedback.

import { type Kysely, type Migration, sql } from 'kysely';
import { columnTypes, type DatabaseKind, strict } from './columns.js';

export function createNotes(kind: DatabaseKind): Migration {
  const { text, integer } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await strict(
        schema.createTable('guilds').addColumn('id', text, (column) => column.primaryKey().notNull()),
        kind,
      ).execute();
      await strict(
        schema
          .createTable('notes')
          .addColumn('guild_id', text, (column) => column.notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('note_id', text, (column) => column.notNull())
          .addColumn('version', 'integer', (column) => column.notNull())
          .addColumn('is_withdrawn', 'integer', (column) => column.notNull().check(sql`is_withdrawn in (0, 1)`))
          .addColumn('content', 'text')
          .addPrimaryKeyConstraint('notes_key', ['guild_id', 'note_id']),
        kind,
      ).execute();
      await strict(
        schema
          .createTable('revisions')
          .addColumn('guild_id', text, (column) => column.notNull())
          .addColumn('note_id', text, (column) => column.notNull())
          .addColumn('version', 'integer', (column) => column.notNull().check(sql`version >= 1`))
          .addColumn('is_withdrawn', 'integer', (column) => column.notNull().check(sql`is_withdrawn in (0, 1)`))
          .addColumn('content', 'text')
          .addColumn('action', 'text', (column) => column.notNull())
          .addColumn('author_id', text)
          .addColumn('approver_id', text)
          .addColumn('reason', 'text', (column) => column.notNull())
          .addColumn('at', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('revisions_key', ['guild_id', 'note_id', 'version'])
          .addForeignKeyConstraint('revisions_note', ['guild_id', 'note_id'], 'notes', ['guild_id', 'note_id'], (key) =>
            key.onDelete('cascade'),
          ),
        kind,
      ).execute();
      await schema.createIndex('revisions_author').on('revisions').column('author_id').execute();
      await schema.createIndex('revisions_approver').on('revisions').column('approver_id').execute();
      await strict(
        schema
          .createTable('settings')
          .addColumn('guild_id', text, (column) => column.primaryKey().notNull().references('guilds.id').onDelete('cascade'))
          .addColumn('changed', 'text', (column) => column.notNull()),
        kind,
      ).execute();
      await strict(
        schema
          .createTable('feedback')
          .addColumn('id', text, (column) => column.primaryKey().notNull())
          .addColumn('message_id', text, (column) => column.notNull())
          .addColumn('channel_id', text, (column) => column.notNull())
          .addColumn('guild_id', text, (column) => column.references('guilds.id').onDelete('cascade'))
          .addColumn('verdict', 'text', (column) => column.notNull())
          .addColumn('reason', 'text')
          .addColumn('at', integer, (column) => column.notNull()),
        kind,
      ).execute();
      await schema.createIndex('feedback_guild').on('feedback').column('guild_id').execute();
      for (const statement of TRIGGERS[kind]) await sql.raw(statement).execute(db);
    },
  };
}

/** Columns of a revision that never change; its people can be forgotten. */
const LASTING = ['guild_id', 'note_id', 'version', 'is_withdrawn', 'content', 'action', 'reason', 'at'];
const PEOPLE = ['author_id', 'approver_id'];

const CHANGED = LASTING.map((column) => `new.${column} is distinct from old.${column}`).join(' or ');
const REPLACED = PEOPLE.map((column) => `(new.${column} is not null and new.${column} is distinct from old.${column})`).join(' or ');

/** A revision is deleted only with its guild: forgetting a guild deletes its row in `guilds`, from which the deletion cascades. */
const TRIGGERS: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: [
    `create trigger revisions_never_change before update on revisions when ${CHANGED} or ${REPLACED}
     begin select raise(abort, 'a revision never changes'); end`,
    `create trigger revisions_stay before delete on revisions when exists (select 1 from guilds where id = old.guild_id)
     begin select raise(abort, 'a revision stays as long as its server'); end`,
  ],
  postgres: [
    `create function revision_never_changes() returns trigger language plpgsql as
     $$ begin raise exception 'a revision never changes'; end $$`,
    `create trigger revisions_never_change before update on revisions
     for each row when (${CHANGED} or ${REPLACED}) execute function revision_never_changes()`,
    // A deleting connection may have another search path.
    `create function revision_stays() returns trigger language plpgsql set search_path from current as
     $$ begin
       if exists (select 1 from guilds where id = old.guild_id) then
         raise exception 'a revision stays as long as its server';
       end if;
       return old;
     end $$`,
    'create trigger revisions_stay before delete on revisions for each row execute function revision_stays()',
  ],
};

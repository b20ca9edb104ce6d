// Feedback by its age: it is kept for a time and no longer.

import type { Kysely, Migration } from 'kysely';

export function indexFeedback(): Migration {
  return {
    async up({ schema }: Kysely<unknown>) {
      await schema.createIndex('feedback_at').on('feedback').column('at').execute();
    },
  };
}

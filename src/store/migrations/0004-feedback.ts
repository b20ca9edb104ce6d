// An index of feedback by its age: feedback is kept for a limited time.

import type { Kysely, Migration } from 'kysely';

export function indexFeedback(): Migration {
  return {
    async up({ schema }: Kysely<unknown>) {
      await schema.createIndex('feedback_at').on('feedback').column('at').execute();
    },
  };
}

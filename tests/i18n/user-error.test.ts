// Tests of UserError: English for the log, the person's language for them, and no message without its parameters.

import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/i18n/user-error.js';

describe('what somebody typed wrongly', () => {
  it('is told in the language of whoever reads it, and in English to a terminal', () => {
    const error = new UserError('failure.longQuestion', { length: 600, limit: 500 });
    expect([error.key, error.message]).toEqual([
      'failure.longQuestion',
      'The question has 600 characters; at most 500 can be asked at once.',
    ]);
    expect(error.in('en')).toBe(error.message);
    expect(error.in('es')).toBe('La pregunta tiene 600 caracteres; el máximo es 500.');
  });

  it('keeps what led to it, whether its message takes parameters or not', () => {
    const cause = new Error('gone');
    expect(new UserError('import.unreachable', { file: 'notes.csv' }, { cause }).cause).toBe(cause);
    expect(new UserError('export.tooLarge', undefined, { cause }).cause).toBe(cause);
    expect(new UserError('export.tooLarge')).not.toHaveProperty('cause');
  });

  it('refuses at compile time what a message does not take', () => {
    // @ts-expect-error the parameters are missing
    expect(() => new UserError('failure.longQuestion')).toThrow();
    // @ts-expect-error a limit is missing
    expect(() => new UserError('failure.longQuestion', { length: 1 })).toThrow();
    // @ts-expect-error the message takes none
    expect(new UserError('failure.emptyQuestion', { length: 1 }).message).not.toBe('');
  });
});

// Tests of a moderator's message when the database fails: the reason, and whether to save again, in both languages.

import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { onceSaved, SavedError } from '../../src/curation/saved-error.js';
import { classify, explainFailure } from '../../src/discord/core/failure.js';
import { StoreError, type StoreFailure } from '../../src/store/store-error.js';

const FAULTS: readonly StoreFailure[] = ['away', 'busy', 'full', 'refusing', 'stopping', 'unsettled'];
const NOTHING = { en: /so nothing was saved|did not do that/u, es: /así que no se guardó nada|no hice nada de eso/u } as const;

const told = (error: unknown, language: 'en' | 'es') => {
  const { text = '', reference } = explainFailure(error, language);
  expect(text).toContain(reference);
  return text.replace(reference, '');
};

describe.each(['en', 'es'] as const)('in %s', (language) => {
  it('each reason has a sentence of its own, with a reference', () => {
    const all = [...FAULTS.map((fault) => new StoreError(fault)), new SavedError(new Error('no')), new Error('a bug')];
    expect(new Set(all.map((error) => told(error, language))).size).toBe(all.length);
  });

  it('it is said that nothing was saved where that is known, and only there', () => {
    for (const fault of FAULTS) {
      expect(NOTHING[language].test(told(new StoreError(fault), language)), fault).toBe(fault !== 'unsettled');
    }
    expect(told(new SavedError(new StoreError('away')), language)).not.toMatch(NOTHING[language]);
  });
});

describe('what failed after something was saved', () => {
  it('is not told as if it had not been, whatever it was', async () => {
    for (const cause of [new StoreError('full'), new Error('no'), new SavedError(new Error('no'))]) {
      const error = await onceSaved(() => Promise.reject(cause)).catch((caught: unknown) => caught);
      expect(classify(error)).toEqual({ kind: 'saved' });
    }
  });

  it('is told to nobody where nothing can be told any more', () => {
    const gone = new DiscordAPIError({ code: 10_062, message: 'Unknown' }, 10_062, 404, 'PATCH', 'https://x', {
      files: undefined,
      body: undefined,
    });
    expect(explainFailure(new SavedError(gone), 'en')).toMatchObject({ kind: 'expired', text: undefined });
  });
});

// Tests of autocompletion: labels within Discord's limits, and values that find the same thing again.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSuggestions } from '../../sandbox/discord/limits.js';
import { everyClaim } from '../../src/answer/claims.js';
import { paragraphNumbered } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { LIMITS } from '../../src/discord/kit/limits.js';
import { claimChoice, noteChoice, paragraphChoice } from '../../src/discord/lookups/suggestions.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { NOTE_STATUSES, type NoteStatus, noteSchema } from '../../src/notes/note.js';
import { runs } from '../tier.js';
import { markupText } from './arbitraries.js';

const LONG = `The council ${'counted the votes and '.repeat(10)}said so.`;
const article = parseArticle(`It was  counted\u00a0twice. Nobody said why.\n\n${LONG}\n\nIt was signed “with a pen” by *all* of them.`, {
  title: 'A Test',
  language: 'en',
});

function noteAt(id: string, status: NoteStatus, ...places: readonly string[]): AnchoredNote {
  const note = noteSchema.parse({ id, status, quotes: [], note: `About ${id}.`, sources: [{ publisher: 'Paper', title: 'Report' }] });
  return { note, spans: places.map((text) => ({ start: article.body.indexOf(text), end: article.body.indexOf(text) + text.length })) };
}

function claimOf(note: AnchoredNote) {
  const [claim] = everyClaim(article, [note]);
  if (claim === undefined) throw new Error(`The note ${note.note.id} stands nowhere.`);
  return claim;
}

describe('a paragraph', () => {
  it('is suggested by its number and its words, on one line and without markup of ours', () => {
    expect(paragraphChoice(article, paragraphNumbered(article, 1), 'en')).toEqual({
      name: '¶ 1 · It was counted twice. Nobody said why.',
      value: '1',
    });
    expect(paragraphChoice(article, paragraphNumbered(article, 3), 'es').name).toBe('¶ 3 · It was signed “with a pen” by *all* of them.');
  });

  it('of more words than there is room for ends in "…" after a whole word', () => {
    const { name } = paragraphChoice(article, paragraphNumbered(article, 2), 'en');
    expect(name).toMatch(/^¶ 2 · The council counted .* \w+…$/u);
    expect(LONG.startsWith(name.slice('¶ 2 · '.length, -1))).toBe(true);
    expect(name.length).toBeGreaterThan(85);
    expect(name.length).toBeLessThanOrEqual(LIMITS.choiceName);
  });

  it('without spaces is suggested by its first characters', () => {
    const chinese = parseArticle('委内瑞拉总统选举的结果受到质疑'.repeat(20), { title: 'A Test', language: 'zh' });
    const { name } = paragraphChoice(chinese, paragraphNumbered(chinese, 1), 'en');
    expect(name).toMatch(/^¶ 1 · 委内瑞拉.{80,}…$/u);
  });
});

describe('a claim', () => {
  it('is suggested by its status and the words that its note is about, in the reader’s language', () => {
    const claim = claimOf(noteAt('twice', 'disputed', 'counted\u00a0twice'));
    expect(claimChoice(article, claim, 'en')).toEqual({ name: '⇄ Disputed · counted twice', value: 'twice' });
    expect(claimChoice(article, claim, 'es')).toEqual({ name: '⇄ En disputa · counted twice', value: 'twice' });
  });

  it.each(NOTE_STATUSES)('of the status %s says so after a sign', (status) => {
    expect(claimChoice(article, claimOf(noteAt('pen', status, 'pen')), 'en').name).toMatch(/^\S [A-Z][a-z]+ · pen$/u);
  });

  it('that stands at several places is suggested by the first of them in the article', () => {
    const claim = claimOf(noteAt('both', 'context', 'with a pen', 'Nobody said'));
    expect(claimChoice(article, claim, 'en').name).toBe('ℹ Context · Nobody said');
  });

  it('that stands nowhere is suggested by its note', () => {
    const { note } = noteAt('nowhere', 'unverified');
    expect(claimChoice(article, { note, sentences: [], spans: [] }, 'en')).toEqual({
      name: '? Unverified · About nowhere.',
      value: 'nowhere',
    });
  });
});

it('suggests nothing that Discord refuses, whatever the article and the ids are', () => {
  const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/u);
  fc.assert(
    fc.property(
      markupText(80),
      id,
      fc.constantFrom(...NOTE_STATUSES),
      fc.constantFrom('en' as const, 'es' as const),
      (text, own, status, language) => {
        const random = parseArticle(text, { title: 'A Test', language: 'en' });
        const { note } = noteAt(own, status);
        const choices = random.paragraphs.flatMap((paragraph) => {
          const { start, end } = paragraph;
          const claim = { note, sentences: paragraph.sentences, spans: [{ start, end }] };
          return [paragraphChoice(random, paragraph, language), claimChoice(random, claim, language)];
        });
        for (const choice of choices) expect(checkSuggestions({ choices: [choice] })).toEqual([]);
      },
    ),
    runs(300),
  );
});

describe('a note', () => {
  const { note, spans } = noteAt('twice', 'disputed', 'counted\u00a0twice');
  const state = { note, spans, version: 0, origin: 'shipped', isRetracted: false } as const;

  it('is suggested by its status, the words that it is about and what stands for it in one line, in the reader’s language', () => {
    expect(noteChoice(article, state, 'en')).toEqual({ name: '⇄ Disputed · counted twice: About twice.', value: 'twice' });
    const translations = { es: { headline: 'Se contó una vez', note: 'Se contó.' } };
    const translated = { ...state, note: { ...note, headline: 'It was counted once', translations } };
    expect(noteChoice(article, translated, 'en').name).toBe('⇄ Disputed · counted twice: It was counted once');
    expect(noteChoice(article, translated, 'es').name).toBe('⇄ En disputa · counted twice: Se contó una vez');
  });

  it('about many words, or about none, fits too; one that is withdrawn says so', () => {
    const { name } = noteChoice(article, { ...state, spans: noteAt('long', 'disputed', LONG).spans }, 'en');
    expect(name).toMatch(/^⇄ Disputed · The council counted the .*…: About twice\.$/u);
    expect(name.length).toBeLessThanOrEqual(LIMITS.choiceName);
    expect(noteChoice(article, { ...state, spans: [], isRetracted: true }, 'en').name).toBe('⇄ retracted · About twice.');
  });
});

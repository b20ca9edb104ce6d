// What readers are given to read: the answers to all development questions, in English and Spanish, measured and looked through as they
// are rendered from the shipped article with the real model.

import { join } from 'node:path';
import type { APIEmbed } from 'discord.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNoteQuestions, readQuestions } from '../../eval/dev-set.js';
import type { App } from '../../src/app.js';
import { escapeMarkdown, unescapeMarkdown } from '../../src/discord/escape.js';
import { faultsOf } from '../../src/discord/limits.js';
import { renderAnswer } from '../../src/discord/render-answer.js';
import type { Reply } from '../../src/discord/reply.js';
import { type AnswerShown, shownOfAnswer } from '../../src/discord/shown.js';
import { headlineOf } from '../../src/notes/headline.js';
import { isContested } from '../../src/notes/note.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../src/words/words.js';
import { openShippedApp } from '../e2e/stage.js';
import { sampled } from '../tier.js';
import { displayed, displayedQuotes, shownOf } from './displayed.js';

const GOLDEN = 'tests/golden';
const COLUMNS = 70;
const MOST_LINES = 5;
/** In npm test one question of so many; in the long tier all. */
const EVERY = 5;

interface Case {
  readonly question: string;
  readonly language: UiLanguage;
  readonly shown: AnswerShown;
  readonly reply: Reply;
}

let app: App;
let cases: readonly Case[];

beforeAll(async () => {
  app = await openShippedApp();
  const asked = [
    ...(await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))),
    ...(await readNoteQuestions(join(GOLDEN, 'dev-note-questions.jsonl'))),
  ].map(({ question }) => question);
  const found: Case[] = [];
  for (const question of sampled(asked, EVERY)) {
    const full = await app.respond(question);
    for (const language of ['en', 'es'] as const) {
      const options = { asker: '123456789012345678', content: 'abc123', isPrivate: false, question };
      const reply = renderAnswer(shownOfAnswer(full, app.article, { language, form: 'embeds' }), app, options);
      if (reply.shows?.kind !== 'answer') throw new Error('An answer shows something else.');
      found.push({ question, language, shown: reply.shows, reply });
    }
  }
  cases = found;
});

/** What a reader sees of a message, buttons left out. */
function seenIn({ content, embeds }: Reply): string {
  return [
    content,
    ...embeds.flatMap(({ title, description, footer }) =>
      [title, description].map((text) => displayed(text ?? '')).concat(footer?.text ?? ''),
    ),
  ]
    .map((text, i) => (i === 0 ? displayed(text) : text))
    .filter((text) => text !== '')
    .join('\n');
}

/** How many lines a text takes where words wrap at some columns. */
function linesOf(text: string): number {
  return text.split('\n').reduce((sum, line) => {
    let [lines, used] = [1, 0];
    for (const { length } of line.split(' ')) {
      if (used > 0 && used + 1 + length > COLUMNS) [lines, used] = [lines + 1, length];
      else used += length + (used > 0 ? 1 : 0);
    }
    return sum + lines;
  }, 0);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

const quoteLinesOf = ({ description = '' }: APIEmbed) => description.split('\n').filter((line) => line.startsWith('> '));
/** What stands in bold in an embed's quotation, without other marks. */
function boldIn(embed: APIEmbed): string {
  const runs = quoteLinesOf(embed).flatMap((line) => [...line.matchAll(/(?<!\\)\*\*((?:\\.|[^\\])+?)\*\*/gu)].map(([, run = '']) => run));
  return unescapeMarkdown(runs.join('\n').replace(/(?<!\\)__/gu, ''));
}

const contestedAt = (span: { readonly start: number; readonly end: number }) =>
  app.notesAt(span).filter(({ note }) => isContested(note.status));

describe('the answers to the development questions', () => {
  it('are short', () => {
    const characters = cases.map(({ reply }) => [...seenIn(reply)].length);
    const lines = cases.map(({ reply }) => linesOf(seenIn(reply)));
    const measured = {
      p50: percentile(characters, 0.5),
      p90: percentile(characters, 0.9),
      lines50: percentile(lines, 0.5),
      lines90: percentile(lines, 0.9),
    };
    expect(measured.p50, JSON.stringify(measured)).toBeLessThanOrEqual(650);
    expect(measured.p90, JSON.stringify(measured)).toBeLessThanOrEqual(1_000);
    expect(measured.lines50, JSON.stringify(measured)).toBeLessThanOrEqual(15);
    expect(measured.lines90, JSON.stringify(measured)).toBeLessThanOrEqual(22);
  });

  it('have at most five buttons, in one row, and fit', () => {
    for (const { question, reply } of cases) {
      expect(faultsOf(reply), question).toEqual([]);
      expect(reply.components, question).toHaveLength(1);
      expect(reply.components[0]?.components.length, question).toBeLessThanOrEqual(5);
      expect(reply.components[0]?.components.every((part) => 'label' in part)).toBe(true);
    }
  });

  it('quote the article, the sentence that answers whole and in bold, and no other', () => {
    for (const { question, shown, reply } of cases) {
      const quoted = reply.embeds.filter((embed) => quoteLinesOf(embed).length > 0);
      expect(quoted.length, question).toBe(shown.quotes.length);
      if (shown.outcome === 'not_covered') expect(quoted, question).toEqual([]);
      if (shown.outcome === 'unsure') expect(quoted.length, question).toBeLessThanOrEqual(2);
      for (const [i, embed] of quoted.entries()) {
        const { start = 0, end = 0, focus = { start: 0, end: 0 } } = shown.quotes[i] ?? {};
        expect(displayedQuotes(embed.description ?? ''), question).toEqual([shownOf(app.article, { start, end })]);
        expect(boldIn(embed), question).toBe(shown.outcome === 'answered' ? shownOf(app.article, focus) : '');
      }
    }
  });

  it('have a line for each contested note at what is quoted, and count just those', () => {
    for (const { question, language, shown, reply } of cases) {
      const t = translator(language);
      const contested = new Set<string>();
      for (const [i, { focus }] of shown.quotes.entries()) {
        const lines = (reply.embeds[i]?.description ?? '').split('\n');
        const notes = contestedAt(focus);
        const found = notes.filter(({ note }) => {
          const status = `${STATUS_SYMBOLS[note.status]} **${t(`status.${note.status}`)}** __`;
          const headline = `__: ${escapeMarkdown(headlineOf(note, language))} · [`;
          return lines.some((line) => line.startsWith(status) && line.includes(headline) && line.includes('](https://'));
        });
        expect(found.length, question).toBe(Math.min(notes.length, MOST_LINES));
        const more = notes.length - found.length;
        if (more > 0) expect(lines, question).toContain(`-# ${t('moreContested', { count: more })}`);
        for (const { note } of notes) contested.add(note.id);
      }
      const tail = contested.size === 0 ? undefined : `– **${t('contested', { count: contested.size })}:**`;
      const [, header = ''] = reply.content.split('\n');
      if (tail === undefined) expect(header, question).not.toContain('**');
      else expect(header.endsWith(tail), `${question}: ${header}`).toBe(true);
    }
  });

  it('underline in the quotation the words of each note that has a line, and no others', () => {
    const words = (text: string) => text.replace(/(?<!\\)\*\*/gu, '').replace(/\s+/gu, ' ');
    for (const { question, shown, reply } of cases) {
      for (const [i, quote] of shown.quotes.entries()) {
        const embed = reply.embeds[i] ?? {};
        const isUnderlined = words(quoteLinesOf(embed).join(' ')).includes('__');
        const hasLine = (embed.description ?? '').split('\n').some((line) => /^[^>-].*\*\* __/u.test(line));
        expect(isUnderlined, `${question}, ${quote.start}`).toBe(hasLine);
      }
    }
  });

  it('have no small print right after a quotation, where it would be shown as it is written', () => {
    for (const { question, reply } of cases) {
      for (const text of [reply.content, ...reply.embeds.map(({ description = '' }) => description)])
        expect(text, question).not.toMatch(/^> .*\n-# /mu);
    }
  });
});

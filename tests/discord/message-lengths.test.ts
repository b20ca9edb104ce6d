// Measures and checks the answers to all development questions, for English and Spanish readers, as sent to the loopback Discord.
// Prints their lengths, for docs/figures.md.

import { join } from 'node:path';
import type { APIEmbed } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNoteQuestions, readQuestions } from '../../eval/dev-set.js';
import type { Message } from '../../sandbox/discord/state.js';
import { normaliseQuestion } from '../../src/answer/question.js';
import type { App } from '../../src/app.js';
import { escapeMarkdown, unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { faultsOf } from '../../src/discord/kit/limits.js';
import type { Reply } from '../../src/discord/kit/reply.js';
import { type AnswerShown, shownSchema } from '../../src/discord/kit/shown.js';
import { notes } from '../../src/discord/lookups/components/notes.js';
import { notesBehind } from '../../src/discord/lookups/render-notes.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../src/i18n/translator.js';
import { headlineOf } from '../../src/notes/headline.js';
import { isContested } from '../../src/notes/note.js';
import { eventually, keptIn, newcomer, openShippedApp, openStage, type Stage, use } from '../e2e/stage.js';
import { sampled } from '../tier.js';
import { displayed, displayedQuotes, shownOf } from './displayed.js';

const GOLDEN = 'tests/golden';
const COLUMNS = 70;
const MOST_LINES = 5;
/** `npm test` takes one of this many questions; the long tier takes all. */
const EVERY = 4;

interface Case {
  readonly question: string;
  readonly language: UiLanguage;
  readonly shown: AnswerShown;
  readonly reply: Reply;
}

let app: App;
let stage: Stage;
let cases: readonly Case[];

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  const asked = [
    ...(await readQuestions(join(GOLDEN, 'dev-questions.jsonl'))),
    ...(await readNoteQuestions(join(GOLDEN, 'dev-note-questions.jsonl'))),
  ].map(({ question }) => question);
  const sent: { readonly question: string; readonly message: Message }[] = [];
  // Messages without words get no answer.
  for (const question of sampled(
    asked.filter((one) => normaliseQuestion(one).kind === 'question'),
    EVERY,
  )) {
    for (const locale of ['en-US', 'es-419']) {
      const ask = { user: newcomer(stage, locale), channel: stage.general, name: 'ask', options: { question } };
      sent.push({ question, message: await use(stage, ask) });
    }
  }
  await eventually(() => expect(keptIn(stage).get('answers')).toHaveLength(sent.length));
  const kept = new Map(
    (keptIn(stage).get('answers') ?? []).map((row) => [row.message_id, shownSchema.parse(JSON.parse(String(row.shown)))]),
  );
  cases = sent.map(({ question, message }) => {
    const shown = kept.get(message.id);
    if (shown?.kind !== 'answer') throw new Error('An answer shows something else.');
    const { content, embeds, components } = message;
    return { question, language: shown.language, shown, reply: { content, embeds, components } as Reply };
  });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

/** A message as a reader sees it, without buttons. */
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

/** Number of lines of a text wrapped at a fixed width. */
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
/** The bold text of an embed's quotation, without other marks. */
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
    const measured = (values: readonly number[]) => [percentile(values, 0.5), percentile(values, 0.9), Math.max(...values)] as const;
    const [p50, p90] = measured(characters);
    const [lines50, lines90] = measured(lines);
    console.log(`${cases.length} messages; median, nine of ten, longest: characters ${measured(characters)}; lines ${measured(lines)}`);
    expect(p50).toBeLessThanOrEqual(650);
    expect(p90).toBeLessThanOrEqual(1_000);
    expect(lines50).toBeLessThanOrEqual(15);
    expect(lines90).toBeLessThanOrEqual(22);
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

  it('have behind the button for notes those with a line first, in the order of the lines', () => {
    let several = 0;
    for (const { question, language, reply } of cases) {
      const ids = reply.components.flatMap(({ components }) => components.flatMap((part) => ('custom_id' in part ? part.custom_id : [])));
      const [id] = ids.flatMap((one) => notes.decode(one) ?? []);
      if (id === undefined) continue;
      const text = reply.embeds.map(({ description = '' }) => description).join('\n');
      const lineOf = (headline: string) => text.indexOf(`: ${escapeMarkdown(headline)} · `);
      const lines = notesBehind(id, app).map(({ note }) => lineOf(headlineOf(note, language)));
      const shown = lines.filter((at) => at >= 0);
      expect(lines.slice(0, shown.length), question).toEqual(shown.toSorted((a, b) => a - b));
      if (shown.length > 1) several += 1;
    }
    expect(several).toBeGreaterThan(1);
  });

  it('underline in the quotation the words of each note that has a line, and no others', () => {
    const words = (text: string) => text.replace(/(?<!\\)\*\*/gu, '').replace(/\s+/gu, ' ');
    for (const { question, shown, reply } of cases) {
      for (const [i, quote] of shown.quotes.entries()) {
        const embed = reply.embeds[i] ?? {};
        const isUnderlined = words(quoteLinesOf(embed).join(' ')).includes('__');
        const hasLine = (embed.description ?? '').split('\n').some((line) => /^[^>-].*\*\* __/u.test(line));
        expect(isUnderlined, `${question}, ${quote.start}`).toBe(hasLine);
        // A note may also be about words outside the answer, which its line does not repeat.
        const beside = quoteLinesOf(embed).map((line) => line.replace(/(?<!\\)\*\*.+?(?<!\\)\*\*/gu, ''));
        if (shown.outcome === 'answered') expect(beside.join('\n'), question).not.toMatch(/(?<!\\)__/u);
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

// Random notes, changes, histories, questions and settings, up to the lint's limits, and beyond the limits of shipped notes.

import fc from 'fast-check';
import type { Answer } from '../../../src/answer/answer.js';
import type { Anchor } from '../../../src/article/anchor.js';
import { type Article, overlaps, type Span } from '../../../src/article/article.js';
import type { ParagraphCoverage } from '../../../src/curation/coverage.js';
import type { Effect } from '../../../src/curation/effect.js';
import type { QuestionGroup } from '../../../src/curation/open-questions.js';
import { LONGEST, MOST } from '../../../src/notes/lint.js';
import { LONGEST_TRANSLATED, NOTE_STATUSES, type Note, noteSchema } from '../../../src/notes/note.js';
import { NOTE_ACTIONS, type NoteContent, type NoteProposal, type Revision } from '../../../src/notes/revision.js';
import type { GuildSettings } from '../../../src/store/store.js';
import type { NoteState } from '../../../src/views/note-catalog.js';
import { markupText, splitsPair } from '../arbitraries.js';
import { noteText, optional, type Scenario, scenario, source } from '../scenario.js';
import { GUILD, MODERATOR, SECOND } from './examples.js';

const HARD = ['*_', '~~', '||', '😀', 'שלום ', '](', 'a:b', '<@1>', 'https://x.yz/ '] as const;

/** A text of the given length, made of one difficult piece. */
export function longest(most: number): fc.Arbitrary<string> {
  return fc.constantFrom(...HARD).map((piece) => {
    const text = piece.repeat(Math.ceil(most / piece.length)).slice(0, most);
    return splitsPair(`${text}\uDC00`, text.length) ? text.slice(0, -1) : text;
  });
}

function visible(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.map((one) => one.trim()).filter((one) => one !== '');
}

export const noteId = fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/u), fc.constantFrom('a'.repeat(64), '1-', '0'));
export const key = fc.stringMatching(/^[0-9A-Za-z_-]{1,32}$/u);
const question = visible(fc.oneof(markupText(20), longest(500), fc.constant('Who counted the votes?')));
/** From Discord at most 300 characters; from a terminal possibly more. */
export const reason = fc.oneof(fc.constant(''), markupText(12), longest(300), longest(2_000));

/** Words of the article, or words that are not in it. */
function anchorOf({ body }: Article): fc.Arbitrary<Anchor> {
  const somewhere = fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 300 })).map(([at, length]) => {
    const end = Math.min(body.length, at + length);
    return body.slice(splitsPair(body, at) ? at - 1 : at, splitsPair(body, end) ? end + 1 : end).trim() || 'nothing';
  });
  const exact = fc.oneof(somewhere, visible(markupText(10)), visible(longest(LONGEST.quote)));
  return fc.oneof(
    exact.map((words) => ({ exact: words })),
    fc.record({ exact, prefix: markupText(4), suffix: longest(200) }),
  );
}

export function contentOn(article: Article): fc.Arbitrary<NoteContent> {
  return fc
    .record(
      {
        status: fc.constantFrom(...NOTE_STATUSES),
        quotes: fc.array(anchorOf(article), { maxLength: MOST.quotes, size: 'medium' }),
        headline: visible(fc.oneof(markupText(4), longest(LONGEST.headline))).filter((text) => text.length <= LONGEST.headline),
        note: visible(fc.oneof(noteText, longest(LONGEST.note))),
        translations: fc.record({
          es: fc.record({
            headline: visible(longest(LONGEST_TRANSLATED.headline)),
            note: visible(fc.oneof(noteText, longest(LONGEST_TRANSLATED.note))),
          }),
        }),
        checked: fc.constant('2026-03'),
        keywords: fc.array(visible(fc.oneof(markupText(5), longest(LONGEST.keyword))), { maxLength: MOST.keywords, size: 'max' }),
        sources: fc.array(
          source.map(({ publisher, title, ...rest }) => ({ publisher: publisher.trim(), title: title.trim(), ...rest })),
          { minLength: 1, maxLength: MOST.sources, size: 'max' },
        ),
        confidence: fc.constantFrom('high', 'medium', 'low'),
      },
      { requiredKeys: ['status', 'quotes', 'note', 'keywords', 'sources'] },
    )
    .map((content) => {
      const { id: _, ...parsed } = noteSchema.parse({ id: 'a', ...content });
      return parsed;
    });
}

/** A note with places unrelated to its anchors: renderers do not depend on them. */
export function stateOn(article: Article, ids: fc.Arbitrary<string> = noteId): fc.Arbitrary<NoteState> {
  const spans = fc.array(fc.constantFrom(...article.sentences), { maxLength: 30, size: 'max' }).map((some) => {
    const chosen = [...new Set(some)].sort((a, b) => a.start - b.start);
    return chosen.map(({ start, end }): Span => ({ start, end }));
  });
  return fc
    .record({
      id: ids,
      content: contentOn(article),
      version: fc.oneof(fc.nat(40), fc.maxSafeNat()),
      origin: fc.constantFrom('shipped', 'overridden', 'own'),
      isRetracted: fc.boolean(),
      spans,
    })
    .map(({ id, content, ...rest }) => ({ note: { id, ...content }, ...rest }));
}

export function proposalOn(article: Article): fc.Arbitrary<NoteProposal> {
  return fc.record({
    kind: fc.constant('note'),
    id: key,
    guildId: fc.constant(GUILD),
    noteId,
    action: fc.constantFrom(...NOTE_ACTIONS),
    content: optional(contentOn(article)),
    baseVersion: fc.nat(40),
    authorId: fc.constantFrom(MODERATOR, undefined),
    reason,
    origin: fc.constantFrom('moderator', 'reader'),
    state: fc.constantFrom('draft', 'waiting'),
    decidedBy: fc.constant(undefined),
    queueMessage: fc.constant(undefined),
    createdAt: fc.constant(0),
    decidedAt: fc.constant(undefined),
  });
}

/** Revisions of one note, oldest first; every revision of an unshipped note has content. */
export function revisionsOn(article: Article, isShipped: boolean): fc.Arbitrary<Revision[]> {
  const content = contentOn(article);
  return fc
    .array(
      fc.record({
        action: fc.constantFrom(...NOTE_ACTIONS),
        content: isShipped ? optional(content) : content,
        isRetracted: fc.boolean(),
        authorId: fc.constantFrom(MODERATOR, undefined),
        approverId: fc.constantFrom(SECOND, undefined),
        reason,
        at: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
      }),
      { minLength: 1, maxLength: 6, size: 'max' },
    )
    .map((revisions) => revisions.map((one, i) => ({ guildId: GUILD, noteId: 'a', version: i + 1, ...one })));
}

function answerWith(text: string, outcome: Answer['outcome']): Answer {
  return {
    question: text,
    parts: [text],
    outcome,
    confidence: 0,
    quotes: [],
    notes: [],
    relatedNotes: [],
    language: 'en',
    tookMs: { embed: 0, search: 0, total: 0 },
  };
}

const outcome = fc.constantFrom('answered', 'unsure', 'not_covered');

export const effect: fc.Arbitrary<Effect> = fc
  .array(fc.record({ text: question, before: outcome, after: outcome }), { maxLength: 60, size: 'max' })
  .map((changes) => ({
    asked: changes.length === 0 ? 0 : changes.length + 100,
    changed: changes.map(({ text, before, after }) => ({
      question: text,
      before: answerWith(text, before),
      after: answerWith(text, after),
    })),
  }));

export function gapsOn({ sentences }: Article): fc.Arbitrary<QuestionGroup[]> {
  const open = fc.record({ question, why: fc.constantFrom('not-covered', 'unsure', 'not-helpful') });
  return fc
    .array(
      fc.record({
        questions: fc.array(open, { minLength: 1, maxLength: 30 }),
        nearest: fc.uniqueArray(fc.nat(sentences.length - 1), { maxLength: 5 }),
        nearestDecoy: optional(question),
      }),
      { minLength: 1, maxLength: 40, size: 'medium' },
    )
    .map((gaps) =>
      gaps.map(({ questions, ...rest }, i) => ({
        questions: questions.map((one, k) => ({ id: `gap${i}-${k}`, guildId: GUILD, at: 0, ...one })),
        ...rest,
      })),
    );
}

export const coverage: fc.Arbitrary<ParagraphCoverage[]> = fc
  .array(fc.record({ contested: fc.nat(4), others: fc.nat(4), answers: fc.oneof(fc.nat(30), fc.maxSafeNat()) }), {
    maxLength: 2_000,
    size: 'max',
  })
  .map((all) => all.map((one, i) => ({ paragraph: i + 1, ...one })));

const snowflake = fc.bigInt({ min: 10n ** 17n, max: 2n ** 64n - 1n }).map(String);

/** With as many channels as the command allows in each list. */
export const settings: fc.Arbitrary<GuildSettings> = fc.record({
  moderatorRole: optional(snowflake),
  logChannel: optional(snowflake),
  queueChannel: optional(snowflake),
  allowedChannels: fc.uniqueArray(snowflake, { maxLength: 30, size: 'max' }),
  deniedChannels: fc.uniqueArray(snowflake, { maxLength: 30, size: 'max' }),
  questionsPerWindow: fc.integer({ min: 1, max: 60 }),
  isTwoPerson: fc.boolean(),
  keepQuestionsDays: fc.integer({ min: 0, max: 90 }),
  language: fc.constantFrom('en', 'es', undefined),
});

export type World<Part> = Pick<Scenario, 'article' | 'notes'> & { readonly language: 'en' | 'es' } & Part;

/** An article with moderators' data about it. */
export function withArticle<Part>(make: (article: Article) => fc.Arbitrary<Part>): fc.Arbitrary<World<Part>> {
  return scenario.chain(({ article, notes, reader: { language } }) => make(article).map((part) => ({ article, notes, language, ...part })));
}

/** The places of a note's anchors that overlap a sentence. */
export function placesOf(article: Article, { quotes }: Pick<Note, 'quotes'>): readonly Span[] {
  return quotes.flatMap(({ exact }) => {
    const start = article.body.indexOf(exact);
    return start < 0 || !article.sentences.some((one) => overlaps(one, { start, end: start + exact.length }))
      ? []
      : [{ start, end: start + exact.length }];
  });
}

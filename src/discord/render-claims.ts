// The article's contested claims as messages: a page of them, or one in full.

import type { APIEmbed } from 'discord.js';
import type { Claim } from '../answer/claims.js';
import { type Article, contains, overlaps, type Sentence, type Span } from '../article/article.js';
import type { NoteStatus } from '../notes/note.js';
import { type WordsLanguage, words } from '../words/words.js';
import { contextButton, pageButtons, rows } from './components.js';
import { COLOURS, goesOnLine, noteBlock, quote, type Reader, statusLabel, titleOf, withFooter, withLegend } from './embeds.js';
import { beginningOf, firstThatFits, mayFit } from './fit.js';
import { fits, LIMITS } from './limits.js';
import { firstPage, inPages, type ListPage, pageOf } from './pages.js';
import { type Reply, textReply } from './reply.js';
import { shortened } from './shortened.js';

const MOST_ON_PAGE = 4;
/** For the sentences of a claim as they are written, so that any note fits beside them. */
const QUOTE_ROOM = 1_100;
/** For the numbers of other paragraphs. */
const LONGEST_PLACES = 200;

export interface RenderClaimsOptions extends Reader {
  /** From 0. */
  readonly page: number;
  /** The status that the claims were chosen by, if they were. */
  readonly status?: NoteStatus | undefined;
}

/** Sentences that follow each other in one paragraph. */
interface Place extends Span {
  readonly paragraph: number;
}

/** Renders a page of claims: for each the sentence, the words that its note is about in bold, and the note. */
export function renderClaims(claims: readonly Claim[], article: Article, options: RenderClaimsOptions): Reply {
  if (claims.length === 0) return textReply(words(options.language)('claims.none'));
  const pages = inPages(
    claims,
    (some) => some.length <= MOST_ON_PAGE && fits(claimsPage(firstPage(some, claims.length), article, options)),
  );
  return claimsPage(pageOf(pages, options.page), article, options);
}

/** Renders one claim: every place where it stands, as many as fit, and its note. */
export function renderClaim(claim: Claim, article: Article, reader: Reader): Reply {
  return firstThatFits(claimReplies(claim, article, reader));
}

function claimsPage(list: ListPage<Claim>, article: Article, options: RenderClaimsOptions): Reply {
  const { language, asker, status } = options;
  const say = words(language);
  const embeds = list.items.map((claim): APIEmbed => {
    const [first, ...others] = placesOf(claim, article);
    const quoted = first === undefined ? [] : [placeLines(first, claim, article, language)];
    return {
      title: first === undefined ? statusLabel(claim.note.status, language) : titleOf(article, first, language),
      description: [...quoted, ...elsewhereLine(others, language), noteBlock(claim.note, language)].join('\n\n'),
      color: COLOURS.article,
    };
  });
  return {
    content:
      status === undefined
        ? say('claims.header', list.range)
        : say('claims.headerStatus', { ...list.range, status: statusLabel(status, language) }),
    embeds: withLegend(
      withFooter(embeds, article, language),
      list.items.map(({ note }) => note),
      language,
    ),
    components: rows(pageButtons(list, options, (page) => ({ kind: 'page', list: 'claims', asker, page, status }))),
  };
}

/** A claim with its note, as embeds alone: as many places as fit beside the note. */
export function claimEmbeds(claim: Claim, article: Article, language: WordsLanguage): readonly APIEmbed[] {
  return firstThatFits(arrangements(claim, article, language).map((embeds) => ({ content: '', embeds, components: [] }))).embeds;
}

function claimReplies(claim: Claim, article: Article, reader: Reader): Reply[] {
  const { language } = reader;
  const [first] = placesOf(claim, article);
  return arrangements(claim, article, language).map((embeds) => ({
    content: words(language)('claim.header', { status: statusLabel(claim.note.status, language) }),
    embeds,
    components: rows(first === undefined ? [] : [contextButton(first.paragraph, reader)]),
  }));
}

/** A claim's places with its note, with ever fewer places. */
function arrangements(claim: Claim, article: Article, language: WordsLanguage): (readonly APIEmbed[])[] {
  const places = placesOf(claim, article);
  // One embed is the note's.
  const most = Math.min(places.length, LIMITS.embeds - 1);
  const embeds = places.slice(0, most).map(
    (place): APIEmbed => ({
      title: titleOf(article, place, language),
      description: placeLines(place, claim, article, language),
      color: COLOURS.article,
    }),
  );
  return Array.from({ length: most + 1 }, (_, left) => {
    const blocks = [...elsewhereLine(places.slice(most - left), language), noteBlock(claim.note, language)];
    return withLegend(
      [...withFooter(embeds.slice(0, most - left), article, language), { description: blocks.join('\n\n'), color: COLOURS.notes }],
      [claim.note],
      language,
    );
  });
}

/** Where a claim stands: runs of sentences that follow each other in one paragraph. */
function placesOf({ sentences }: Claim, article: Article): Place[] {
  const runs: Sentence[][] = [];
  for (const sentence of sentences) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && last.index + 1 === sentence.index && last.paragraph === sentence.paragraph) runs.at(-1)?.push(sentence);
    else runs.push([sentence]);
  }
  return runs.map((run) => ({
    start: Math.min(...run.map(({ start }) => start)),
    end: Math.max(...run.map(({ end }) => end)),
    paragraph: run[0]?.paragraph ?? article.paragraphs.length,
  }));
}

/** A place of a claim with the words that the note is about in bold; of a long one the beginning, or that of these words. */
function placeLines(place: Place, { spans }: Claim, article: Article, language: Reader['language']): string {
  const own = spans.filter((span) => overlaps(span, place));
  const inBold = own.some((span) => contains(span, place)) ? [] : own;
  const whole = mayFit([place]) ? quote(article, place, inBold) : undefined;
  if (whole !== undefined && whole.length <= QUOTE_ROOM) return whole;
  const [about = place] = own;
  const inside = { start: Math.max(place.start, about.start), end: Math.min(place.end, about.end) };
  const part = beginningOf(article.body, inside, QUOTE_ROOM);
  return [quote(article, part), ...(part.end < inside.end ? [goesOnLine(language)] : [])].join('\n');
}

function elsewhereLine(places: readonly Place[], language: Reader['language']): string[] {
  if (places.length === 0) return [];
  const say = words(language);
  const numbers = [...new Set(places.map(({ paragraph }) => paragraph))].map((number) => say('paragraph', { number }));
  return [`-# ${say('claim.elsewhere', { places: shortened(numbers.join(', '), LONGEST_PLACES) })}`];
}

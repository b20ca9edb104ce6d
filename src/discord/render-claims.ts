// The article's contested claims as messages: a page of them, a line each, or one in full.

import type { APIEmbed } from 'discord.js';
import type { Claim } from '../answer/claims.js';
import type { Article, Sentence, Span } from '../article/article.js';
import type { Keepers } from '../curation/keepers.js';
import { headlineOf } from '../notes/headline.js';
import { partsWithin } from '../notes/pointer.js';
import { shortened } from '../notes/shortened.js';
import { type WordsLanguage, words } from '../words/words.js';
import { contextButton, pageButtons, rows, selectRow } from './components.js';
import { COLOURS, footerText, goesOnLine, quote, type Reader, statusLabel, titleOf } from './embeds.js';
import { beginningOf, firstThatFits } from './fit.js';
import { fits, LIMITS } from './limits.js';
import { legendLines, noteEmbed, withSmallPrint } from './note-in-full.js';
import { noteLine } from './note-line.js';
import { firstPage, type ListPage, pageIn } from './pages.js';
import { type Reply, textReply, withLine } from './reply.js';
import type { ClaimShown, ClaimsShown } from './shown.js';

const MOST_ON_PAGE = 6;
/** Places of one claim that are quoted. */
const MOST_PLACES = 3;
/** For the sentences of a claim as they are written, so that any note fits beside them. */
const QUOTE_ROOM = 1_000;
/** For the numbers of other paragraphs. */
const LONGEST_PLACES = 200;

/** What a page of claims is made of. */
export interface ClaimsView {
  readonly article: Article;
  /** The claims that were chosen, in order. */
  readonly claims: readonly Claim[];
}

export interface ClaimOptions extends Omit<Reader, 'language'> {
  /** Whose the note is; nothing is said of that where it is not there. */
  readonly keepers?: Keepers | undefined;
}

/** Sentences that follow each other in one paragraph. */
interface Place extends Span {
  readonly paragraph: number;
}

/** Renders a page of claims, a line each, with a select to read one in full. */
export function renderClaims(shown: ClaimsShown, view: ClaimsView, place: Omit<Reader, 'language'>): Reply {
  const reader = { ...place, language: shown.language };
  if (view.claims.length === 0) return textReply(words(shown.language)('claims.none'));
  const list = pageIn(view.claims, shown.page, MOST_ON_PAGE, (some, first) =>
    fits(claimsPage(shown, { ...firstPage(some, view.claims.length), page: first === 0 ? 0 : 1 }, view.article, reader)),
  );
  return claimsPage(shown, list, view.article, reader);
}

/** The claims on a page as it is now, by their notes. */
export function claimsOnPage(shown: ClaimsShown, view: ClaimsView, place: Omit<Reader, 'language'>): readonly string[] {
  const { shows } = renderClaims(shown, view, place);
  return shows?.kind === 'claims' ? (shows.notes ?? []) : [];
}

/** Renders one claim: the places where it stands, with the words that its note is about underlined, and the note in full. */
export function renderClaim(shown: ClaimShown, claim: Claim, article: Article, place: ClaimOptions): Reply {
  const { language } = shown;
  const say = words(language);
  const [first] = placesOf(claim, article);
  const reply = firstThatFits(
    arrangements(claim, article, { ...place, language }).map((embeds) => ({
      content: say('claim.header', { status: statusLabel(claim.note.status, language) }),
      embeds,
      components: rows(first === undefined ? [] : [contextButton(first.paragraph, { ...place, language })]),
    })),
  );
  const lead = say('command.claim.nearest');
  return { ...(shown.isNearest ? withLine(lead, reply) : reply), shows: shown };
}

/** A claim with its note, as embeds alone: as many places as fit beside the note. */
export function claimEmbeds(claim: Claim, article: Article, language: WordsLanguage): readonly APIEmbed[] {
  return firstThatFits(arrangements(claim, article, { language }).map((embeds) => ({ content: '', embeds, components: [] }))).embeds;
}

function claimsPage(shown: ClaimsShown, list: ListPage<Claim>, article: Article, reader: Reader): Reply {
  const { language, form, status } = shown;
  const { asker, content } = reader;
  const say = words(language);
  const lines = list.items.map((claim) => {
    const { text } = noteLine(article, claim, undefined, { language, form });
    return `**${placeOf(claim, language)}** · ${text}`;
  });
  const notes = list.items.map(({ note }) => note);
  const embed: APIEmbed = {
    description: lines.join('\n'),
    color: COLOURS.article,
    footer: { text: footerText(article, reader, list.items) },
  };
  return {
    content:
      status === undefined
        ? say('claims.header', list.range)
        : say('claims.headerStatus', { ...list.range, status: statusLabel(status, language) }),
    // What the statuses mean is said where the list begins.
    embeds: withSmallPrint([embed], list.page === 0 ? legendLines(notes, language) : []),
    components: [
      selectRow(
        { kind: 'claimPick', content },
        say('claims.pick'),
        list.items.map(({ note, sentences }) => ({
          label: `${placeOf({ sentences }, language)} · ${say(`status.${note.status}`)}`,
          value: note.id,
          description: shortened(headlineOf(note, language), LIMITS.optionText),
        })),
      ),
      ...rows(pageButtons(list, reader, (page) => ({ kind: 'page', list: 'claims', asker, page, status }))),
    ],
    shows: { ...shown, notes: notes.map(({ id }) => id) },
  };
}

/** A claim's places with its note, with ever fewer places. */
function arrangements(
  claim: Claim,
  article: Article,
  reader: Pick<Reader, 'language'> & Pick<ClaimOptions, 'isShipped' | 'keepers'>,
): (readonly APIEmbed[])[] {
  const { language } = reader;
  const places = placesOf(claim, article);
  const most = Math.min(places.length, MOST_PLACES);
  const embeds = places.slice(0, most).map(
    (place): APIEmbed => ({
      title: titleOf(article, place.paragraph, language),
      description: placeLines(place, claim, article, language),
      color: COLOURS.article,
    }),
  );
  const note = noteEmbed(article, claim, language, { keeper: reader.keepers?.get(claim.note.id) });
  return Array.from({ length: most + 1 }, (_, left) => {
    const quoted = embeds.slice(0, most - left);
    const footer = { text: footerText(article, reader, [claim]) };
    const small = [...elsewhereLine(places.slice(most - left), language), ...legendLines([claim.note], language)];
    return [...quoted.map((embed, i) => (i < quoted.length - 1 ? embed : { ...embed, footer })), ...withSmallPrint([note], small)];
  });
}

/** Where a claim stands: runs of sentences that follow each other in one paragraph. */
function placesOf({ sentences }: Pick<Claim, 'sentences'>, article: Article): Place[] {
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

/** A place of a claim with the words that the note is about underlined; of a long one the beginning, or that of these words. */
function placeLines(place: Place, { spans }: Claim, article: Article, language: WordsLanguage): string {
  const whole = beginningOf(article.body, place, QUOTE_ROOM);
  if (whole.end === place.end) return quote(article, place, { underlined: spans });
  const [inside = { start: place.start, end: place.end }] = partsWithin(spans, place);
  const part = beginningOf(article.body, inside, QUOTE_ROOM);
  return [quote(article, part), ...(part.end < inside.end ? ['', goesOnLine(language)] : [])].join('\n');
}

function elsewhereLine(places: readonly Place[], language: WordsLanguage): string[] {
  if (places.length === 0) return [];
  const say = words(language);
  const numbers = [...new Set(places.map(({ paragraph }) => paragraph))].map((number) => say('paragraph', { number }));
  return [`-# ${say('claim.elsewhere', { places: shortened(numbers.join(', '), LONGEST_PLACES) })}`];
}

/** The paragraph that a claim stands in first. */
function placeOf({ sentences }: Pick<Claim, 'sentences'>, language: WordsLanguage): string {
  return words(language)('paragraph', { number: sentences[0]?.paragraph ?? 1 });
}

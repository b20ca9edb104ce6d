// A claim with its note as embeds: its places, as many as fit, and the note in full.

import type { APIEmbed } from 'discord.js';
import type { Claim } from '../../answer/claims.js';
import type { Article, Sentence, Span } from '../../article/article.js';
import { displayed } from '../../article/display.js';
import type { Keepers } from '../../curation/keepers.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { partsWithin } from '../../notes/pointer.js';
import { shortened } from '../../notes/shortened.js';
import { COLOURS, footerText, goesOnLine, quote, type Reader, titleOf } from '../kit/embeds.js';
import { beginningOf, firstThatFits } from '../kit/fit.js';
import { legendLines, noteEmbed, withSmallPrint } from '../kit/note-in-full.js';

/** Most places of one claim that are quoted. */
const MOST_PLACES = 3;
/** Room for the markdown of a claim's sentences, so that any note fits beside them. */
const QUOTE_ROOM = 1_000;
/** Room for the numbers of other paragraphs. */
const LONGEST_PLACES = 200;

export interface ClaimOptions extends Omit<Reader, 'language'> {
  /** The keepers of notes; without an entry, nothing is said about the note's keeper. */
  readonly keepers?: Keepers | undefined;
}

/** Sentences that follow each other in one paragraph. */
interface QuotedRun extends Span {
  readonly paragraph: number;
}

/** A claim with its note, as embeds alone: as many places as fit beside the note. */
export function claimEmbeds(claim: Claim, article: Article, language: UiLanguage): readonly APIEmbed[] {
  return firstThatFits(claimArrangements(claim, article, { language }).map((embeds) => ({ content: '', embeds, components: [] }))).embeds;
}

/** A claim's places with its note, in arrangements with fewer and fewer places. */
export function claimArrangements(
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

/** Places of a claim: runs of sentences that follow each other in one paragraph. */
export function placesOf({ sentences }: Pick<Claim, 'sentences'>, article: Article): QuotedRun[] {
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

/** A place of a claim with the note's words underlined; for a long place, only the beginning of these words. */
function placeLines(place: QuotedRun, { spans }: Claim, article: Article, language: UiLanguage): string {
  const whole = beginningOf(article, place, QUOTE_ROOM);
  if (whole.end === place.end) return quote(article, place, { underlined: spans });
  const isShown = (part: Span) => displayed(article, part).text.trim() !== '';
  const [inside = { start: place.start, end: place.end }] = partsWithin(spans, place).filter(isShown);
  const part = beginningOf(article, inside, QUOTE_ROOM);
  return [quote(article, part), ...(part.end < inside.end ? ['', goesOnLine(language)] : [])].join('\n');
}

function elsewhereLine(places: readonly QuotedRun[], language: UiLanguage): string[] {
  if (places.length === 0) return [];
  const t = translator(language);
  const numbers = [...new Set(places.map(({ paragraph }) => paragraph))].map((number) => t('paragraph', { number }));
  return [`-# ${t('claim.elsewhere', { places: shortened(numbers.join(', '), LONGEST_PLACES) })}`];
}

// The article's contested claims as messages: a page of them, a line each, or one in full.

import type { APIEmbed } from 'discord.js';
import type { Claim } from '../../answer/claims.js';
import type { Article } from '../../article/article.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { headlineOf } from '../../notes/headline.js';
import { shortened } from '../../notes/shortened.js';
import { pageButtons, rows } from '../kit/components.js';
import { COLOURS, footerText, type Reader, statusLabel } from '../kit/embeds.js';
import { firstThatFits } from '../kit/fit.js';
import { fits, LIMITS } from '../kit/limits.js';
import { legendLines, withSmallPrint } from '../kit/note-in-full.js';
import { noteLine } from '../kit/note-line.js';
import { firstPage, type ListPage, pageIn } from '../kit/pages.js';
import { type Reply, textReply, withLine } from '../kit/reply.js';
import type { ClaimShown, ClaimsShown } from '../kit/shown.js';
import { type ClaimOptions, claimArrangements, placesOf } from './claim-embeds.js';
import { contextButton } from './components/context.js';
import { pickClaim } from './components/pick-claim.js';
import { turnPage } from './components/turn-page.js';

const MOST_ON_PAGE = 6;

/** Content of a page of claims. */
export interface ClaimsView {
  readonly article: Article;
  /** The chosen claims, in order. */
  readonly claims: readonly Claim[];
}

/** Renders a page of claims, a line each, with a select to read one in full. */
export function renderClaims(shown: ClaimsShown, view: ClaimsView, place: Omit<Reader, 'language'>): Reply {
  const reader = { ...place, language: shown.language };
  if (view.claims.length === 0) return textReply(translator(shown.language)('claims.none'));
  const list = pageIn(view.claims, shown.page, MOST_ON_PAGE, (some, first) =>
    fits(claimsPage(shown, { ...firstPage(some, view.claims.length), page: first === 0 ? 0 : 1 }, view.article, reader)),
  );
  return claimsPage(shown, list, view.article, reader);
}

/** Ids of the notes of the claims on a page as it is now. */
export function claimsOnPage(shown: ClaimsShown, view: ClaimsView, place: Omit<Reader, 'language'>): readonly string[] {
  const { shows } = renderClaims(shown, view, place);
  return shows?.kind === 'claims' ? (shows.notes ?? []) : [];
}

/** Renders one claim: its places, with the words that its note is about underlined, and the note in full. */
export function renderClaim(shown: ClaimShown, claim: Claim, article: Article, place: ClaimOptions): Reply {
  const { language } = shown;
  const t = translator(language);
  const [first] = placesOf(claim, article);
  const reply = firstThatFits(
    claimArrangements(claim, article, { ...place, language }).map((embeds) => ({
      content: t('claim.header', { status: statusLabel(claim.note.status, language) }),
      embeds,
      components: rows(first === undefined ? [] : [contextButton(first.paragraph, { ...place, language })]),
    })),
  );
  const lead = t('command.claim.nearest');
  return { ...(shown.isNearest ? withLine(lead, reply) : reply), shows: shown };
}

function claimsPage(shown: ClaimsShown, list: ListPage<Claim>, article: Article, reader: Reader): Reply {
  const { language, form, status } = shown;
  const { asker, content } = reader;
  const t = translator(language);
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
        ? t('claims.header', list.range)
        : t('claims.headerStatus', { ...list.range, status: statusLabel(status, language) }),
    // Only the first page explains the statuses.
    embeds: withSmallPrint([embed], list.page === 0 ? legendLines(notes, language) : []),
    components: [
      pickClaim.row(
        t('claims.pick'),
        { content },
        list.items.map(({ note, sentences }) => ({
          label: `${placeOf({ sentences }, language)} · ${t(`status.${note.status}`)}`,
          value: note.id,
          description: shortened(headlineOf(note, language), LIMITS.optionText),
        })),
      ),
      ...rows(pageButtons(list, reader, turnPage, (page) => ({ list: 'claims' as const, asker, page, status }))),
    ],
    shows: { ...shown, notes: notes.map(({ id }) => id) },
  };
}

/** The first paragraph of a claim. */
function placeOf({ sentences }: Pick<Claim, 'sentences'>, language: UiLanguage): string {
  return translator(language)('paragraph', { number: sentences[0]?.paragraph ?? 1 });
}

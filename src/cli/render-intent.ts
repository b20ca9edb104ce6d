// The reply to a message at a terminal: an answer, or our own words for small talk and questions about the bot or the whole article.

import type { Answer, Intent, QuestionLanguage } from '../answer/answer.js';
import type { Claim } from '../answer/claims.js';
import type { App } from '../app.js';
import { openingOf, sectionsOf } from '../article/opening.js';
import { intentInWords } from '../i18n/intent-words.js';
import { kindAndDate } from '../i18n/translator.js';
import { countedByStatus } from '../notes/lines-at.js';
import { aboutLines, footerLines, openPage, type Page, passageLines, proseLines } from './layout.js';
import { type RenderAnswerOptions, renderAnswer } from './render-answer.js';

type Known = Pick<App, 'article' | 'notesAt' | 'noteSpans'>;

/**
 * Renders an answer, or our words for a message with an intent.
 * @param contested returns the contested claims, in the order of the article
 */
export function renderReply(answer: Answer, known: Known, contested: () => readonly Claim[], options: RenderAnswerOptions): string {
  return answer.intent === undefined
    ? renderAnswer(answer, known.article, known.noteSpans, options)
    : renderIntent(answer.intent, known, contested(), openPage(options, answer.language));
}

function renderIntent(
  intent: Intent,
  known: Known,
  contested: readonly Claim[],
  page: Page & { readonly language: QuestionLanguage },
): string {
  const { article } = known;
  const facts = {
    details: detailsOf(known, page).join(', '),
    contested: countedByStatus(contested),
  };
  const [first] = contested.flatMap(({ sentences }) => sentences);
  const passage = first && page.seeMore.passage(first.paragraph);
  const said = proseLines(page, intentInWords(intent, facts, { ...page.seeMore, passage }, page.language));
  const blocks = intent === 'summary' ? [...summaryBlocks(known, page), said, footerLines(page, article)] : [said];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** Facts about the article, and its opening. */
function summaryBlocks(known: Known, page: Page): string[][] {
  const { article } = known;
  const { about, paragraphs } = article;
  const sections = sectionsOf(article);
  const details = [about.title, ...detailsOf(known, page), page.t('paragraphs', { count: paragraphs.length })];
  const opening = openingOf(article);
  const flags = opening === undefined ? [] : known.notesAt(opening).map(({ note, spans }) => ({ note, spans }));
  return [
    proseLines(page, page.t('intent.summary')).map((line) => page.colours.bold(line)),
    [
      ...proseLines(page, details.join(' · ')),
      ...(about.about === undefined && about.aboutInSpanish === undefined ? [] : aboutLines(page, article)),
      ...(sections.length === 0 ? [] : proseLines(page, page.t('intent.summary.sections', { sections: sections.join(' · ') }))),
    ],
    ...(opening === undefined
      ? []
      : [
          passageLines(page, article, opening, flags, { withOther: false, isNoted: known.noteSpans.size > 0 }).lines.filter(
            (line) => line !== '',
          ),
        ]),
  ];
}

/** Author, kind and date, if known. */
function detailsOf({ article: { about } }: Known, { language }: Page): string[] {
  return [about.author ?? '', kindAndDate(about, language)].filter((part) => part !== '');
}

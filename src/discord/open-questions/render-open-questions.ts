// Open questions as messages: groups of them a page at a time, and one group with the sentences that could answer it.

import { type Article, sentenceAt } from '../../article/article.js';
import { displayed } from '../../article/display.js';
import type { QuestionGroup } from '../../curation/open-questions.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { pageButtons, rows } from '../kit/components.js';
import { COLOURS, goesOnLine, quote } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { beginningOf, firstThatFits } from '../kit/fit.js';
import { LIMITS } from '../kit/limits.js';
import { pageOf } from '../kit/pages.js';
import { type Reply, textReply } from '../kit/reply.js';
import { listQuestions } from './components/list-questions.js';
import { notInArticle } from './components/not-in-article.js';
import { pickQuestion } from './components/pick-question.js';
import { putAside } from './components/put-aside.js';
import { teach } from './components/teach.js';

const ON_PAGE = 8;
const MOST_QUESTIONS = 8;
const LONGEST_QUESTION = 200;
/** Room for the markdown of a sentence. */
const SENTENCE_ROOM = 700;
const MOST_SENTENCES = 3;

/** Renders a page of groups, from 0. */
export function renderGroups(groups: readonly QuestionGroup[], article: Article, page: number, language: UiLanguage): Reply {
  const t = translator(language);
  if (groups.length === 0) return textReply(t('gaps.none'));
  const pages = Array.from({ length: Math.ceil(groups.length / ON_PAGE) }, (_, i) => groups.slice(i * ON_PAGE, (i + 1) * ON_PAGE));
  const list = pageOf(pages, page);
  const lines = list.items.map((group) => {
    const [first] = group.questions;
    const place =
      group.nearest[0] === undefined ? t('gaps.nowhere') : t('paragraph', { number: sentenceAt(article, group.nearest[0]).paragraph });
    return `– ${t('gaps.line', { count: group.questions.length, question: escapeMarkdown(shortened(first?.question ?? '', LONGEST_QUESTION)), place })}`;
  });
  const pick = pickQuestion.row(
    t('gaps.pick'),
    { page: list.page },
    list.items.flatMap(({ questions: [first] }) =>
      first === undefined ? [] : [{ label: shortened(first.question, LIMITS.optionText), value: first.id }],
    ),
  );
  return {
    content: t('gaps.header', list.range),
    embeds: [{ description: lines.join('\n'), color: COLOURS.notes }],
    components: [pick, ...rows(pageButtons(list, { language }, listQuestions, (other) => ({ page: other })))],
  };
}

/** Renders one group: its questions, the nearest sentences, and the actions. */
export function renderGroup(group: QuestionGroup, article: Article, language: UiLanguage): Reply {
  return firstThatFits(
    Array.from({ length: MOST_SENTENCES + 1 }, (_, left) => groupReply(group, MOST_SENTENCES - left, article, language)),
  );
}

/** @param most largest number of quoted sentences; all of the nearest can be chosen */
function groupReply({ questions, nearest, nearestDecoy }: QuestionGroup, most: number, article: Article, language: UiLanguage): Reply {
  const t = translator(language);
  const [first] = questions;
  if (first === undefined) return textReply(t('gaps.gone'));
  const shown = questions
    .slice(0, MOST_QUESTIONS)
    .map(({ question, why }) => `– ${escapeMarkdown(shortened(question, LONGEST_QUESTION))} (${t(`gaps.why.${why}`)})`);
  const sentences = nearest.map((index) => sentenceAt(article, index));
  const choices = sentences.map(({ index, paragraph, start, end }) => ({
    label: shortened(`${t('paragraph', { number: paragraph })} · ${displayed(article, { start, end }).text}`, LIMITS.optionText),
    value: String(index),
  }));
  const about = { question: first.id };
  return {
    content: t('gap.header', { count: questions.length }),
    embeds: [
      { description: shown.join('\n'), color: COLOURS.notes },
      ...sentences.slice(0, most).map((sentence) => {
        const part = beginningOf(article, sentence, SENTENCE_ROOM);
        return {
          title: t('paragraph', { number: sentence.paragraph }),
          description: [quote(article, part), ...(part.end < sentence.end ? [goesOnLine(language)] : [])].join('\n'),
          color: COLOURS.article,
        };
      }),
      ...(nearestDecoy === undefined
        ? []
        : [
            {
              description: t('gap.decoy', { question: escapeMarkdown(shortened(nearestDecoy, LONGEST_QUESTION)) }),
              color: COLOURS.not_covered,
            },
          ]),
    ],
    components: [
      ...(choices.length === 0 ? [] : [teach.row(t('gaps.teach'), about, choices)]),
      ...rows([notInArticle.button(t('button.decoy'), about), putAside.button(t('button.drop'), about)]),
    ],
  };
}

// /about as a message: the article, the data stored about a reader, the measured quality, and the bot's health.

import type { App } from '../../app.js';
import { answersInWords, checksInWords } from '../../i18n/measured-words.js';
import { aboutInWords, kindAndDate, translator, type UiLanguage } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import type { Health } from '../core/bot.js';
import { COLOURS } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { LIMITS } from '../kit/limits.js';
import type { Reply } from '../kit/reply.js';
import { examplesText } from './examples-text.js';
import { keptText } from './kept-text.js';

const LONGEST_TITLE = LIMITS.title / 2;
const LONGEST_ABOUT = 1_500;
const LONGEST_NAME = 100;
const MS_PER_MINUTE = 60_000;

export interface RenderAboutOptions {
  readonly language: UiLanguage;
  readonly version: string;
  readonly health: Health;
  /** Questions that the article answers. */
  readonly examples: readonly string[];
  /** Days for which the guild keeps unanswered questions. */
  readonly keptDays: number;
}

/** Renders /about. */
export function renderAbout(
  { article, notes, model, measuredFigures }: Pick<App, 'article' | 'notes' | 'model' | 'measuredFigures'>,
  { language, version, health, examples, keptDays }: RenderAboutOptions,
): Reply {
  const t = translator(language);
  const { title, author, url } = article.about;
  const about = aboutInWords(article.about, language);
  const byline = [author, kindAndDate(article.about, language)]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => escapeMarkdown(shortened(part ?? '', LONGEST_NAME)))
    .join(' · ');
  const size = t('about.size', { paragraphs: article.paragraphs.length, notes: notes.length });
  const minutes = Math.floor(health.uptime / MS_PER_MINUTE);
  const name = escapeMarkdown(shortened(model.id, LONGEST_NAME));
  return {
    content: t('about.header'),
    embeds: [
      {
        title: escapeMarkdown(shortened(title, LONGEST_TITLE)),
        ...(url === undefined ? {} : { url }),
        description: [
          byline,
          ...(about === undefined ? [] : [escapeMarkdown(shortened(about, LONGEST_ABOUT))]),
          size,
          ...examplesText(examples, language),
        ]
          .filter((part) => part !== '')
          .join('\n\n'),
        color: COLOURS.article,
        fields: [
          { name: t('about.how'), value: t('about.how.text') },
          { name: t('about.kept'), value: keptText(keptDays, language) },
          {
            name: t('about.measured'),
            value: [answersInWords(measuredFigures, name, language), ...checksInWords(measuredFigures, language)].join(' '),
          },
          {
            name: t('about.health'),
            value: [
              t('about.version', { version: escapeMarkdown(shortened(version, LONGEST_NAME)) }),
              t('about.uptime', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }),
              ...(health.ping === undefined ? [] : [t('about.ping', { ping: Math.round(health.ping) })]),
              t('about.questions', { answered: health.answered, waiting: health.waiting }),
            ].join(' · '),
          },
        ],
      },
    ],
    components: [],
  };
}

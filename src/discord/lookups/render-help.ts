// /help as a message: how to ask, the commands, and the meaning of the notes' statuses.

import type { ArticleAbout } from '../../article/article.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { NOTE_STATUSES } from '../../notes/note.js';
import { shortened } from '../../notes/shortened.js';
import { COLOURS, statusLabel } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { LIMITS } from '../kit/limits.js';
import type { Reply } from '../kit/reply.js';
import { examplesText } from './examples-text.js';
import { keptText } from './kept-text.js';

const LONGEST_TITLE = LIMITS.title / 2;

export interface RenderHelpOptions {
  readonly language: UiLanguage;
  /** Questions that the article answers. */
  readonly examples: readonly string[];
  /** In the reader's language; the name as it is typed or chosen. */
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** Days for which the guild keeps unanswered questions. */
  readonly keptDays: number;
}

/** Renders the help for an article. */
export function renderHelp({ title }: ArticleAbout, { language, commands, examples, keptDays }: RenderHelpOptions): Reply {
  const t = translator(language);
  const list = commands.map(({ name, description }) => `**${escapeMarkdown(name)}** – ${escapeMarkdown(description)}`);
  const statuses = NOTE_STATUSES.map((status) => `**${statusLabel(status, language)}**: ${t(`meaning.${status}`)}`);
  return {
    content: t('help.header', { title: escapeMarkdown(shortened(title, LONGEST_TITLE)) }),
    embeds: [
      {
        title: t('help.ask'),
        description: [t('help.ask.text'), ...examplesText(examples, language), t('help.answers.text')].join('\n\n'),
        color: COLOURS.article,
      },
      { title: t('help.commands'), description: list.join('\n'), color: COLOURS.article },
      { title: t('help.statuses'), description: [...statuses, t('help.statuses.text')].join('\n'), color: COLOURS.notes },
      { title: t('about.kept'), description: keptText(keptDays, language), color: COLOURS.not_covered },
    ],
    components: [],
  };
}

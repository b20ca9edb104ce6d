// /help as a message: how to ask, the commands, and the meaning of the notes' statuses.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import { NOTE_STATUSES } from '../../notes/note.js';
import { COLOURS, statusLabel } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import type { Reply } from '../kit/reply.js';
import { keptText } from './kept-text.js';

export interface RenderHelpOptions {
  readonly language: UiLanguage;
  /** In the reader's language; the name as it is typed or chosen. */
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** Days for which the guild keeps unanswered questions. */
  readonly keptDays: number;
}

/** Renders the help. */
export function renderHelp({ language, commands, keptDays }: RenderHelpOptions): Reply {
  const t = translator(language);
  const list = commands.map(({ name, description }) => `**${escapeMarkdown(name)}** – ${escapeMarkdown(description)}`);
  const statuses = NOTE_STATUSES.map((status) => `**${statusLabel(status, language)}**: ${t(`meaning.${status}`)}`);
  return {
    content: t('help.header'),
    embeds: [
      { title: t('help.ask'), description: [t('help.ask.text'), t('help.answers.text')].join('\n\n'), color: COLOURS.article },
      { title: t('help.commands'), description: list.join('\n'), color: COLOURS.article },
      { title: t('help.statuses'), description: [...statuses, t('help.statuses.text')].join('\n'), color: COLOURS.notes },
      { title: t('about.kept'), description: keptText(keptDays, language), color: COLOURS.not_covered },
    ],
    components: [],
  };
}

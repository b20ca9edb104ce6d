// Replies to small talk and to questions about the bot or the article as a whole.

import type { Intent } from '../../answer/answer.js';
import type { Claim } from '../../answer/claims.js';
import type { Article, Sentence } from '../../article/article.js';
import { openingOf, sectionsOf } from '../../article/opening.js';
import { intentInWords, type Ways } from '../../i18n/intent-words.js';
import { aboutInWords, kindAndDate, translator, type UiLanguage } from '../../i18n/translator.js';
import { countedByStatus } from '../../notes/lines-at.js';
import { shortened } from '../../notes/shortened.js';
import { rows } from '../kit/components.js';
import { COLOURS, type Reader } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { type LinesBlock, layOut, type PassageBlock, type View } from '../kit/layout.js';
import { ownLine } from '../kit/note-line.js';
import { type Reply, textReply } from '../kit/reply.js';
import type { Form } from '../kit/shown.js';
import { contextButton } from '../lookups/components/context.js';
import { notesButton } from '../lookups/components/notes.js';

const LONGEST = { title: 120, name: 100, about: 600, section: 60 } as const;
const MOST_SECTIONS = 8;

export interface RenderIntentOptions extends Reader {
  readonly form: Form;
  /** The question, if Discord does not show it. */
  readonly question?: string | undefined;
}

interface Known {
  readonly view: View;
  /** The contested claims as readers see them now. */
  readonly contested: readonly Claim[];
}

/** Renders the reply to a message with an intent. It is neither judged nor followed up, so it has no buttons for that. */
export function renderIntent(intent: Intent, { view, contested }: Known, options: RenderIntentOptions): Reply {
  const { language, question } = options;
  const counted = countedByStatus(contested);
  const said = intentInWords(intent, { details: detailsOf(view.article, language, ', '), contested: counted }, waysIn(language), language);
  const echo = question === undefined ? undefined : escapeMarkdown(question);
  const opening = intent === 'summary' ? openingOf(view.article) : undefined;
  if (opening === undefined) return textReply(echo === undefined ? said : `> ${echo}\n${said}`);
  const blocks = [aboutBlock(view.article, language), openingBlock(opening, view, language)];
  const draft = { echo, header: () => translator(language)('intent.summary'), counts: false, below: [said], blocks };
  const { content, embeds, quoted, flags } = layOut(draft, view, options);
  return {
    content,
    embeds,
    components: rows([...notesButton(quoted, { at: flags, related: [] }, options), contextButton(opening.paragraph, options)]),
  };
}

function waysIn(language: UiLanguage): Ways {
  const t = translator(language);
  return { about: `/${t('command.about')}`, help: `/${t('command.help')}`, claims: `/${t('command.claims')}`, check: t('command.check') };
}

/** Title, byline, description in our words, and sections. */
function aboutBlock(article: Article, language: UiLanguage): LinesBlock {
  const t = translator(language);
  const about = aboutInWords(article.about, language);
  const sections = sectionsOf(article);
  const named = sections.slice(0, MOST_SECTIONS).map((section) => escapeMarkdown(shortened(section, LONGEST.section)));
  const lines = [
    [detailsOf(article, language, ' · '), t('paragraphs', { count: article.paragraphs.length })].filter((part) => part !== '').join(' · '),
    ...(about === undefined ? [] : [escapeMarkdown(shortened(about, LONGEST.about))]),
    ...(named.length === 0
      ? []
      : [t('intent.summary.sections', { sections: `${named.join(' · ')}${named.length < sections.length ? ' …' : ''}` })]),
  ];
  return {
    kind: 'lines',
    title: escapeMarkdown(shortened(article.about.title, LONGEST.title)),
    lines: lines.map(ownLine),
    colour: COLOURS.not_covered,
  };
}

function openingBlock({ paragraph, start, end }: Sentence, view: View, language: UiLanguage): PassageBlock {
  const span = { start, end };
  return {
    kind: 'passage',
    paragraph,
    ...{ extents: [span], focus: span, isBold: false, withOther: false, isBeside: true, flags: view.notesAt(span) },
    label: translator(language)('intent.summary.opening'),
    colour: COLOURS.article,
  };
}

/** Author, kind and date, as far as known. */
function detailsOf({ about }: Article, language: UiLanguage, between: string): string {
  return [about.author ?? '', kindAndDate(about, language)]
    .filter((part) => part !== '')
    .map((part) => escapeMarkdown(shortened(part, LONGEST.name)))
    .join(between);
}

// The reply to a checked message: the words of each claim, its relation to the article, the passage with a line for each contested note,
// and the claims that are not in the article.

import { translator } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { rows } from '../kit/components.js';
import { COLOURS, flagsInOrder, type MessageContext, paragraphOf, stillReadingLine } from '../kit/embeds.js';
import { escapeMarkdown, unescapeMarkdown } from '../kit/escape.js';
import { type Block, extentsAround, type Laid, layOut, type View } from '../kit/layout.js';
import { ownLine, relatedLine, smallPrint } from '../kit/note-line.js';
import type { Reply } from '../kit/reply.js';
import type { CheckShown } from '../kit/shown.js';
import { contextButton } from '../lookups/components/context.js';
import { notesButton } from '../lookups/components/notes.js';
import { deleteAnswer } from './components/delete.js';

/** Excerpt of the message; it does not quote the article, so words may be left out. */
const LONGEST_EXCERPT = 160;
const MOST_RELATED_LINES = 2;

export interface RenderCheckOptions extends MessageContext {
  /** Whether only the asker sees it. */
  readonly isPrivate: boolean;
  /** The message's words for each claim. */
  readonly about: readonly string[];
  /** The line about the last update. */
  readonly updated?: readonly string[] | undefined;
}

/** Renders the relations of a message's claims to the article, with the notes as they are now. "Not in the article" is an answer. */
export function renderCheck(shown: CheckShown, view: View, options: RenderCheckOptions): Reply {
  const { language } = shown;
  const { asker, isPrivate } = options;
  const reader = { ...options, language };
  const { shows, laid, related } = withoutWhatIsLeft(shown, view, options);
  const [first] = shows.quotes;
  return {
    content: laid.content,
    embeds: laid.embeds,
    components: rows([
      ...notesButton(laid.quoted, { at: laid.flags, related }, reader),
      ...(first === undefined ? [] : [contextButton(paragraphOf(view.article, first.focus), reader)]),
      ...(isPrivate ? [] : [deleteAnswer.button(translator(language)('button.delete'), { asker })]),
    ]),
    shows,
  };
}

interface Fitted {
  readonly shows: CheckShown;
  readonly laid: Laid;
  readonly related: View['notes'];
}

/** Lays the message out; the claims of passages that do not fit are only counted. */
function withoutWhatIsLeft(shown: CheckShown, view: View, options: RenderCheckOptions): Fitted {
  const { laid, related } = laidOut(shown, view, options);
  const room = laid.quoted.length;
  if (room === shown.quotes.length) {
    const quotes = shown.quotes.flatMap((quote, i) => laid.quoted.slice(i, i + 1).map(({ start, end }) => ({ ...quote, start, end })));
    return { shows: { ...shown, quotes }, laid, related };
  }
  const kept = shown.claims.map((claim, i) => ({ claim, i })).filter(({ claim: { quote } }) => quote === undefined || quote < room);
  return withoutWhatIsLeft(
    {
      ...shown,
      claims: kept.map(({ claim }) => claim),
      left: shown.left + shown.claims.length - kept.length,
      quotes: shown.quotes.slice(0, room).map((quote) => ({ ...quote, part: kept.findIndex(({ i }) => i === quote.part) })),
    },
    view,
    { ...options, about: kept.map(({ i }) => options.about[i] ?? '') },
  );
}

function laidOut(shown: CheckShown, view: View, { updated = [], ...options }: RenderCheckOptions): Pick<Fitted, 'laid' | 'related'> {
  const { language, form } = shown;
  const t = translator(language);
  const leads = shown.claims.map((claim, i) => leadOf(claim, options.about[i] ?? '', language));
  const isAlone = shown.quotes.length === 1;
  const passages = shown.quotes.map(({ start, end, focus, flags }, at): Block => {
    const extents = isAlone ? extentsAround({ start, end }, focus) : [focus];
    return {
      kind: 'passage',
      paragraph: paragraphOf(view.article, focus),
      ...{ extents, focus, isBold: true, withOther: true, flags: flagsInOrder(view, extents[0] ?? focus, flags) },
      colour: COLOURS.article,
      lead: leads.filter((_, i) => shown.claims[i]?.quote === at).join('\n') || undefined,
    };
  });
  const without = leads.filter((_, i) => shown.claims[i]?.quote === undefined);
  const rest: Block[] =
    passages.length === 0 || without.length === 0 ? [] : [{ kind: 'lines', lines: without.map(ownLine), colour: COLOURS.not_covered }];
  const quoted = new Set(passages.flatMap((block) => (block.kind === 'passage' ? block.flags.map(({ note }) => note.id) : [])));
  const related = shown.related.flatMap((id) => (quoted.has(id) ? [] : view.notes.filter(({ note }) => note.id === id)));
  const lines = related.slice(0, MOST_RELATED_LINES).map((flag) => relatedLine(view.article, flag, { language, form }));
  const notes: Block[] = lines.length === 0 ? [] : [{ kind: 'lines', title: t('check.relatedNotes'), lines, colour: COLOURS.notes }];
  const laid = layOut(
    {
      header: () => (passages.length > 0 ? t('check.header') : noneLine(related.length, shown)),
      counts: passages.length > 0,
      below: [
        ...(shown.left === 0 ? [] : [smallPrint(t('check.more', { count: shown.left })).text]),
        ...stillReadingLine(shown, language),
        ...updated,
      ],
      blocks: [...passages, ...rest, ...notes],
    },
    view,
    { ...options, language, form },
  );
  return { laid, related };
}

/** The words of a claim, and its relation to the article. */
function leadOf(claim: CheckShown['claims'][number], words: string, language: CheckShown['language']): string {
  return translator(language)(keyOf(claim), { words: escapeMarkdown(shortened(words.replace(/\s+/gu, ' ').trim(), LONGEST_EXCERPT)) });
}

function keyOf({ relation, isSure }: CheckShown['claims'][number]) {
  return relation === 'not_in_article' || isSure ? (`check.${relation}` as const) : (`check.${relation}.unsure` as const);
}

/**
 * The message's words that a check repeats, read from its text, in the order of the claims.
 * @param texts the descriptions of the check's embeds, or its content if it has none
 */
export function checkedWords(texts: readonly string[], shown: Pick<CheckShown, 'claims' | 'language'>): string[] {
  const lines = texts.flatMap((text) => text.split('\n'));
  const about: string[] = shown.claims.map(() => '');
  // Claims are ordered by passage; claims without a passage come last.
  const order = [...shown.claims.keys()].sort(
    (a, b) => (shown.claims[a]?.quote ?? Infinity) - (shown.claims[b]?.quote ?? Infinity) || a - b,
  );
  let from = 0;
  for (const i of order) {
    const claim = shown.claims[i];
    if (claim === undefined) continue;
    const [before = '', after = ''] = translator(shown.language)(keyOf(claim), { words: '\n' }).split('\n');
    const at = lines.findIndex(
      (line, k) => k >= from && line.startsWith(before) && line.endsWith(after) && line.length > before.length + after.length,
    );
    const line = lines[at];
    if (line === undefined) continue;
    about[i] = unescapeMarkdown(line.slice(before.length, line.length - after.length));
    from = at + 1;
  }
  return about;
}

function noneLine(related: number, { language }: CheckShown): string {
  const t = translator(language);
  return [t('check.none'), ...(related === 0 ? [] : [t('relatedHint', { count: related })])].join(' ');
}

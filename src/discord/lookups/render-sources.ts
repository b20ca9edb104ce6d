// Every source behind the notes as messages: by publisher, linked, a page at a time.

import type { APIEmbed } from 'discord.js';
import { translator } from '../../i18n/translator.js';
import type { AnchoredNote } from '../../notes/anchored-note.js';
import type { Source } from '../../notes/note.js';
import { pageButtons, rows } from '../kit/components.js';
import { COLOURS, publisherName, type Reader, sourceLine } from '../kit/embeds.js';
import { fits } from '../kit/limits.js';
import { firstPage, type ListPage, pageIn } from '../kit/pages.js';
import { type Reply, textReply } from '../kit/reply.js';
import { turnPage } from './components/turn-page.js';

/** Nobody reads a longer page. */
const MOST_ON_PAGE = 20;

export interface RenderSourcesOptions extends Reader {
  /** From 0. */
  readonly page: number;
}

/** Renders a page of the sources of some notes, each once. */
export function renderSources(notes: readonly Pick<AnchoredNote, 'note'>[], options: RenderSourcesOptions): Reply {
  const sources = sourcesOf(notes, options.language);
  if (sources.length === 0) return textReply(translator(options.language)('sources.none'));
  const list = pageIn(sources, options.page, MOST_ON_PAGE, (some) => fits(sourcesPage(firstPage(some, sources.length), options)));
  return sourcesPage(list, options);
}

function sourcesPage(list: ListPage<Source>, options: RenderSourcesOptions): Reply {
  const { language, asker } = options;
  const lines = list.items.flatMap((source, i) => {
    const line = `– ${sourceLine(source, language, false)}`;
    return list.items[i - 1]?.publisher === source.publisher ? [line] : [`**${publisherName(source.publisher)}**`, line];
  });
  const embed: APIEmbed = { description: lines.join('\n'), color: COLOURS.notes };
  return {
    content: translator(language)('sources.header', list.range),
    embeds: [embed],
    components: rows(pageButtons(list, options, turnPage, (page) => ({ list: 'sources' as const, asker, page }))),
  };
}

/** Sources by publisher and title, each address and title once. */
function sourcesOf(notes: readonly Pick<AnchoredNote, 'note'>[], language: Reader['language']): Source[] {
  const { compare } = new Intl.Collator(language);
  const keyed = notes.flatMap(({ note }) => note.sources).map((source) => [JSON.stringify([source.url, source.title]), source] as const);
  return [...new Map(keyed).values()].sort((a, b) => compare(a.publisher, b.publisher) || compare(a.title, b.title));
}

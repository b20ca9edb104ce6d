// Moderators' form for a note: read into a note's content, and filled from it.

import type { Anchor, AnchorFinder } from '../article/anchor.js';
import { type Article, contains, overlapping, type Span } from '../article/article.js';
import type { Fault, Warning } from './fault.js';
import { excerpt } from './hidden-character.js';
import { type DraftContent, type LintContext, lintAmong, lintContent, lintNote } from './lint.js';
import { nearestSentences } from './nearest-sentences.js';
import { readKeywords, readSources, writeKeywords, writeSources } from './notation.js';
import { LONGEST_NEW_NOTE, LONGEST_NOTE, noteSchema } from './note.js';
import type { NoteContent } from './revision.js';
import type { SaidBefore } from './said-before.js';

/** The texts of a note's modals, as typed. They do not fit in one modal. */
export interface NoteForm {
  readonly status: string;
  /** The article's words that the note is about. */
  readonly quote: string;
  readonly headline: string;
  readonly note: string;
  /** Headline and note in Spanish; both or neither. */
  readonly translatedHeadline: string;
  readonly translatedNote: string;
  /** Month in which the sources were last read, as YYYY-MM. Changed sources count as read when the form was sent, whatever this says. */
  readonly checked: string;
  /** One per line: `Publisher | Title | date | link`, optionally followed by `| via NAME`. */
  readonly sources: string;
  /** Separated by commas or line breaks. */
  readonly keywords: string;
}

/** An empty form. */
export const NO_FIELDS: NoteForm = {
  status: '',
  quote: '',
  headline: '',
  note: '',
  translatedHeadline: '',
  translatedNote: '',
  checked: '',
  sources: '',
  keywords: '',
};

export interface FormContext extends Pick<LintContext, 'now'> {
  readonly article: Article;
  readonly finder: AnchorFinder;
  /** The other notes, without an older version of this one. */
  readonly others?: LintContext['others'];
  /** The same in indexed form, if already made. */
  readonly said?: Pick<SaidBefore, 'find'> | undefined;
  /** The chosen passage: of several places with the same words, the place in it is meant. */
  readonly near?: Span | undefined;
  /**
   * The note's previous content. A form shows neither the context of a quote, nor quotes after the first, nor the
   * confidence: an unchanged quote keeps its places, and the rest is kept. A note from before
   * headlines existed may stay without a headline, and as long as it is.
   */
  readonly keep?: NoteContent | undefined;
}

/** A correction that the form's author may accept with a click. */
export interface Offer {
  readonly kind: 'exact-passage';
  /** The article's own characters at the place that the quote means. */
  readonly text: string;
  readonly span: Span;
}

export interface ReadForm {
  /** Undefined if there are faults. */
  readonly content: NoteContent | undefined;
  /** For sources, `at` names the line as typed. */
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  readonly offers: readonly Offer[];
}

/** Length of YYYY-MM. */
const MONTH_LENGTH = 7;

const contentSchema = noteSchema.unwrap().omit({ id: true }).readonly();
/** In the order of the form. */
const FIELDS: readonly string[] = ['status', 'quotes', 'headline', 'note', 'translations', 'sources', 'checked', 'keywords', 'confidence'];

/** The form for a note. `readForm` restores the same note from it, given the note as `keep` for the parts that a form does not show. */
export function formOf({ status, quotes, headline, note, translations, checked, sources, keywords }: NoteContent): NoteForm {
  return {
    status,
    quote: quotes[0]?.exact ?? '',
    headline: headline ?? '',
    note,
    translatedHeadline: translations?.es.headline ?? '',
    translatedNote: translations?.es.note ?? '',
    checked: checked ?? '',
    sources: writeSources(sources),
    keywords: writeKeywords(keywords),
  };
}

/** Reads a form. It corrects only white space at the ends of the parts and kinds of line breaks. */
export function readForm(form: NoteForm, context: FormContext): ReadForm {
  const { article, finder, others = [], said, now, keep } = context;
  const placed = placeQuote(form.quote.trim(), context);
  const written = readSources(form.sources);
  const [headline, translatedHeadline] = [form.headline.trim(), form.translatedHeadline.trim()];
  const [note, translatedNote] = [textIn(form.note), textIn(form.translatedNote)];
  const sources = written.sources.map(({ source }) => source);
  const isAsBefore = keep !== undefined && writeSources(keep.sources) === writeSources(sources);
  const checked = isAsBefore ? form.checked.trim() : new Date(now).toISOString().slice(0, MONTH_LENGTH);
  const rest: Omit<DraftContent, 'quotes'> = {
    status: form.status.trim(),
    ...(headline !== '' && { headline }),
    note,
    ...(translatedHeadline + translatedNote !== '' && { translations: { es: { headline: translatedHeadline, note: translatedNote } } }),
    ...(checked !== '' && { checked }),
    sources,
    keywords: readKeywords(form.keywords),
    ...(keep?.confidence !== undefined && { confidence: keep.confidence }),
  };
  const quotes = placed.kind === 'placed' ? [...placed.quotes, ...(keep?.quotes.slice(1) ?? [])] : undefined;
  const lint =
    quotes === undefined
      ? lintContent(rest, now)
      : said === undefined
        ? lintNote({ ...rest, quotes }, { article, finder, others, now })
        : lintAmong({ ...rest, quotes }, { article, finder, said, now });
  // An unreadable line may contain the link.
  const found = written.faults.length === 0 ? lint.faults : lint.faults.filter(({ kind }) => kind !== 'no-link');
  const atLines = <One extends Fault | Warning>(one: One): One => {
    const [field, index, ...part] = one.at;
    const line = field === 'sources' && typeof index === 'number' ? written.sources[index]?.line : undefined;
    return line === undefined ? one : { ...one, at: ['sources', line, ...part] };
  };
  const isWithout = headline === '' && (keep === undefined || keep.headline !== undefined);
  const longest = Math.max(LONGEST_NEW_NOTE, keep?.note.length ?? 0);
  const isTooLong = note.length > longest && note.length <= LONGEST_NOTE;
  const faults: Fault[] = [
    ...(placed.kind === 'not-placed' ? placed.faults : []),
    ...(isWithout ? [{ kind: 'empty', at: ['headline'] } as const] : []),
    ...(isTooLong ? [{ kind: 'too-long', length: note.length, limit: longest, at: ['note'] } as const] : []),
    ...written.faults,
    ...found.map(atLines),
  ];
  return {
    content: faults.length > 0 ? undefined : contentSchema.parse({ ...rest, quotes }),
    faults: faults.toSorted((a, b) => FIELDS.indexOf(String(a.at[0])) - FIELDS.indexOf(String(b.at[0])) || lineOf(a) - lineOf(b)),
    // A fault makes the warning for the same field redundant.
    warnings: lint.warnings.filter(({ at }) => !faults.some((fault) => fault.at[0] === at[0] && at.length === 1)).map(atLines),
    offers: placed.kind === 'not-placed' ? placed.offers : [],
  };
}

/** A text of several lines, with uniform line breaks. */
function textIn(typed: string): string {
  return typed.replace(/\r\n?/gu, '\n').trim();
}

function lineOf({ at }: Fault): number {
  return typeof at[1] === 'number' ? at[1] : -1;
}

type Placed =
  | { readonly kind: 'placed'; readonly quotes: readonly Anchor[] }
  | { readonly kind: 'not-placed'; readonly faults: readonly Fault[]; readonly offers: readonly Offer[] };

/** The anchor for a quote, if it is in the article's exact words and means one place. */
function placeQuote(quote: string, { article, finder, near, keep }: FormContext): Placed {
  const at = ['quotes', 0];
  const refuse = (fault: Fault, offers: readonly Offer[] = []): Placed => ({ kind: 'not-placed', faults: [fault], offers });
  const kept = keep?.quotes[0];
  // Also applies if there was no quote before and there is none now.
  if (keep !== undefined && quote === (kept?.exact ?? '')) return { kind: 'placed', quotes: kept === undefined ? [] : [kept] };
  if (quote === '') return refuse({ kind: 'empty', at });
  const everywhere = finder.find({ exact: quote });
  const inPassage = near === undefined ? [] : everywhere.filter((span) => contains(near, span));
  const [span, ...others] = inPassage.length === 1 ? inPassage : everywhere;
  if (span === undefined) {
    return refuse({ kind: 'quote-not-found', quote: excerpt(quote), nearest: nearestSentences(quote, article), at });
  }
  if (others.length > 0) return refuse({ kind: 'several-places', paragraphs: paragraphsOf(article, everywhere), at });
  const text = article.body.slice(span.start, span.end);
  if (text !== quote) return refuse({ kind: 'quote-not-exact', text: excerpt(text), at }, [{ kind: 'exact-passage', text, span }]);
  return { kind: 'placed', quotes: [finder.anchorAt(span)] };
}

/** Numbers of the paragraphs that contain some places, each once. */
function paragraphsOf({ paragraphs }: Article, spans: readonly Span[]): number[] {
  const numbers = spans.flatMap((span) => overlapping(paragraphs, span)).map(({ number }) => number);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

// Example questions for an article, made from its content: its reader questions, or else its headings and first sentences.

import type { Example } from '../sandbox/wire.js';
import type { QuestionLanguage } from './answer/answer.js';
import { detectLanguage } from './answer/language.js';
import type { App } from './app.js';
import type { Span } from './article/article.js';
import { displayed } from './article/display.js';
import { translator } from './i18n/translator.js';
import { isContested } from './notes/note.js';

/** A question that reads well on a button, in characters. */
const [SHORTEST, LONGEST] = [20, 60];
const WELL_FORMED = /^¿?\p{Lu}[^"“”‘’:;()]*\?$/u;
/** What asks for something, and suggests no answer. */
const OPEN = /^(?:Who|What|When|Where|Which|How (?:many|much)|¿(?:Quién|Qué|Cuándo|Dónde|Cuál|Cuánt))/u;
const MOST_TOPIC_WORDS = 8;
/** Shorter ones are mostly not what a text is about. */
const LONG_WORD = /\p{L}{4,}/gu;

const ABOUT: Readonly<Record<QuestionLanguage, string>> = {
  en: 'An answer in the article’s own words',
  es: 'Asked by the reader who has Discord in Spanish: the quotation stays in the original',
};

type Content = Pick<App, 'article' | 'notes' | 'notesAt' | 'readerQuestions'>;

/** A question in English, one in Spanish, and the contested claims where there are any. */
export function examplesFrom(content: Content): Example[] {
  const questions = questionsFrom(content);
  const hasClaims = content.notes.some(({ note, spans }) => isContested(note.status) && spans.length > 0);
  return [
    ...questions,
    ...(hasClaims ? [{ label: '/claims', about: 'The contested claims of the article, with their sources', command: 'claims' }] : []),
  ];
}

function questionsFrom(content: Content): Example[] {
  const [best] = askedSpans(content);
  if (best === undefined)
    return topicsOf(content).map(([locale, topic]) => exampleOf(locale, translator(locale)('example.question', { topic })));
  return (['en', 'es'] as const).flatMap((locale) => {
    const question = best[locale];
    if (question === undefined) return [];
    const note = best.isContested && locale === 'en' ? ', with a note on a contested claim' : '';
    return [exampleOf(locale, question, note)];
  });
}

function exampleOf(locale: QuestionLanguage, question: string, note = ''): Example {
  return { label: question, about: `${ABOUT[locale]}${note}`, question, locale };
}

interface AskedSpan extends Partial<Readonly<Record<QuestionLanguage, string>>> {
  readonly isContested: boolean;
  readonly count: number;
}

/** Places that readers ask for, the best to try first: those with a contested claim, in both languages, that are asked for most. */
function askedSpans({ readerQuestions, notesAt }: Content): AskedSpan[] {
  const byPlace = new Map<string, { readonly answer: Span; readonly questions: string[] }>();
  for (const { question, answer } of readerQuestions) {
    const key = `${answer.start}-${answer.end}`;
    const place = byPlace.get(key) ?? { answer, questions: [] };
    place.questions.push(question);
    byPlace.set(key, place);
  }
  const asked = [...byPlace.values()].map(({ answer, questions }): AskedSpan => {
    const [en, es] = [commonestIn('en', questions), commonestIn('es', questions)];
    return {
      ...(en === undefined ? {} : { en }),
      ...(es === undefined ? {} : { es }),
      isContested: notesAt(answer).some(({ note }) => isContested(note.status)),
      count: questions.length,
    };
  });
  const rank = ({ en, es, isContested: contested }: AskedSpan) =>
    [en, es, contested || undefined].filter((one) => one !== undefined).length;
  return asked.filter(({ en, es }) => en !== undefined || es !== undefined).sort((a, b) => rank(b) - rank(a) || b.count - a.count);
}

/** The question whose words most of the others share, the shortest of these: an odd one, or one with a false premise, shares fewer. */
function commonestIn(language: QuestionLanguage, questions: readonly string[]): string | undefined {
  const inLanguage = questions.filter((one) => detectLanguage(one) === language);
  const counts = new Map<string, number>();
  for (const word of inLanguage.flatMap((one) => [...topicWords(one)])) counts.set(word, (counts.get(word) ?? 0) + 1);
  const meanCount = (question: string) => {
    const found = [...topicWords(question)].map((word) => counts.get(word) ?? 0);
    return found.reduce((sum, count) => sum + count, 0) / Math.max(1, found.length);
  };
  const fitting = inLanguage.filter((one) => one.length >= SHORTEST && one.length <= LONGEST && WELL_FORMED.test(one) && OPEN.test(one));
  const [commonest] = fitting.sort((a, b) => meanCount(b) - meanCount(a) || a.length - b.length);
  return commonest;
}

function topicWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(LONG_WORD));
}

/** What may be asked about where nobody wrote questions: two headings, or the beginnings of the first sentences of paragraphs. */
function topicsOf({ article }: Content): (readonly [QuestionLanguage, string])[] {
  const { about, paragraphs } = article;
  const headings = article.blocks.flatMap((block) => (block.role === 'heading' ? [displayed(article, block).text.trim()] : []));
  const beginnings = paragraphs.flatMap(({ sentences: [first] }) => (first === undefined ? [] : [displayed(article, first).text]));
  const isTitle = (text: string) => text.includes(about.title) || about.title.includes(text);
  const [one, other = one] = [...headings, ...beginnings].filter((text) => !isTitle(text)).map(beginning);
  return one === undefined || other === undefined ? [] : [['en', one] as const, ['es', other] as const];
}

function beginning(text: string): string {
  const found = text.replace(/["“”«»]/gu, '').split(/\s+/u);
  const short = found.slice(0, MOST_TOPIC_WORDS).join(' ');
  return found.length > MOST_TOPIC_WORDS ? `${short} …` : short.replace(/[.:;,]+$/u, '');
}

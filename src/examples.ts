// Example questions for an article, made from its content: its reader questions, or else its headings and first sentences.

import type { Example } from '../sandbox/wire.js';
import type { QuestionLanguage } from './answer/answer.js';
import { detectLanguage } from './answer/language.js';
import type { App } from './app.js';
import { overlaps, type Paragraph, paragraphNumbered, type Span } from './article/article.js';
import { displayed } from './article/display.js';
import { translator } from './i18n/translator.js';
import { isContested } from './notes/note.js';

/** Lengths of a question that reads well on a button, in characters. */
const [SHORTEST, LONGEST] = [20, 60];
const WELL_FORMED = /^¿?\p{Lu}[^"“”‘’:;()]*\?$/u;
/** Beginning of a question that suggests no answer. */
const OPEN = /^(?:Who|What|When|Where|Which|How (?:many|much)|¿(?:Quién|Qué|Cuándo|Dónde|Cuál|Cuánt))/u;
const MOST_TOPIC_WORDS = 8;
/** Shorter words mostly do not show what a text is about. */
const LONG_WORD = /\p{L}{4,}/gu;

const LANGUAGES = ['en', 'es'] as const satisfies readonly QuestionLanguage[];

const ABOUT: Readonly<Record<QuestionLanguage, string>> = {
  en: 'An answer in the article’s own words',
  es: 'Asked by the reader who has Discord in Spanish: the quotation stays in the original',
};

type Content = Pick<App, 'article' | 'notes' | 'notesAt' | 'readerQuestions'>;

/** A question made from a heading may have any length; longer ones do not suit as an example. */
const LONGEST_CANDIDATE = 120;
/** Most questions that are tried; each takes the model a moment. */
const MOST_ASKED = 12;

/** A question to try, and whether an answer that begins in a paragraph answers it. */
interface Candidate {
  readonly question: string;
  isAnsweredIn(paragraph: Paragraph): boolean;
}

/**
 * Examples for the sandbox: a question in English, one in Spanish, and the contested claims if there are any. Reader questions are used as
 * they are; a question made from the article's words only if the article answers it.
 */
export async function examplesOf(content: Content & Pick<App, 'ask'>): Promise<Example[]> {
  const hasClaims = content.notes.some(({ note, spans }) => isContested(note.status) && spans.length > 0);
  return [
    ...(await questionsOf(content)),
    ...(hasClaims ? [{ label: '/claims', about: 'The contested claims of the article, with their sources', command: 'claims' }] : []),
  ];
}

/**
 * Questions to try in one language, each asked now and answered: reader questions, then questions about headings, then questions about the
 * beginnings of paragraphs. Rejects only when the embedder fails.
 * @param most largest number of questions
 */
export async function answeredQuestions(
  content: Content & Pick<App, 'ask'>,
  language: QuestionLanguage,
  most: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { question, isAnsweredIn } of candidatesIn(language, content).slice(0, MOST_ASKED)) {
    const { outcome, quotes } = await content.ask(question);
    const [first] = quotes;
    if (outcome !== 'answered' || first === undefined || !isAnsweredIn(paragraphNumbered(content.article, first.paragraph))) continue;
    found.push(question);
    if (found.length === most) break;
  }
  return found;
}

async function questionsOf(content: Content & Pick<App, 'ask'>): Promise<Example[]> {
  const [best] = askedSpans(content);
  if (best === undefined) {
    const answered = await Promise.all(LANGUAGES.map((language) => answeredQuestions(content, language, 1)));
    return LANGUAGES.flatMap((language, i) => answered[i]?.map((question) => exampleOf(language, question)) ?? []);
  }
  return LANGUAGES.flatMap((language) => {
    const question = best[language];
    if (question === undefined) return [];
    const note = best.isContested && language === 'en' ? ', with a note on a contested claim' : '';
    return [exampleOf(language, question, note)];
  });
}

function candidatesIn(language: QuestionLanguage, content: Content): Candidate[] {
  const asked = askedSpans(content).flatMap(({ answer, [language]: question }) =>
    question === undefined ? [] : [{ question, isAnsweredIn: (paragraph: Paragraph) => overlaps(paragraph, answer) }],
  );
  const about = topicsOf(content).map(({ topic, isAnsweredIn }) => ({ question: aboutTopic(topic, language), isAnsweredIn }));
  return [...asked, ...about].filter(({ question }) => question.length <= LONGEST_CANDIDATE);
}

/** A question about a topic; a heading that is a question is used as it is. */
function aboutTopic(topic: string, language: QuestionLanguage): string {
  return topic.endsWith('?') && detectLanguage(topic) === language ? topic : translator(language)('example.question', { topic });
}

function exampleOf(locale: QuestionLanguage, question: string, note = ''): Example {
  return { label: question, about: `${ABOUT[locale]}${note}`, question, locale };
}

interface AskedSpan extends Partial<Readonly<Record<QuestionLanguage, string>>> {
  readonly answer: Span;
  readonly isContested: boolean;
  readonly count: number;
}

/** Places with reader questions, the best to try first: with a contested claim, in both languages, with most questions. */
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
      answer,
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

/** The question whose words most others share, the shortest of equals: an odd question, or one with a false premise, shares fewer. */
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

interface Topic extends Pick<Candidate, 'isAnsweredIn'> {
  readonly topic: string;
}

/** Topics for an article without reader questions: headings with quotable text below them, then the beginnings of paragraphs. */
function topicsOf({ article }: Content): Topic[] {
  const { about, paragraphs } = article;
  const headings = [...new Set(paragraphs.flatMap((paragraph) => paragraph.headings.at(-1) ?? []))];
  const isTitle = (text: string) => text.includes(about.title) || about.title.includes(text);
  return [
    ...headings.map((heading) => ({ text: heading, isAnsweredIn: (paragraph: Paragraph) => paragraph.headings.includes(heading) })),
    ...paragraphs.flatMap((paragraph) => {
      const [first] = paragraph.sentences;
      const isAnsweredIn = ({ number }: Paragraph) => number === paragraph.number;
      return first === undefined || paragraph.role !== 'prose' ? [] : [{ text: displayed(article, first).text, isAnsweredIn }];
    }),
  ].flatMap(({ text, isAnsweredIn }) => (isTitle(text) ? [] : [{ topic: beginning(text), isAnsweredIn }]));
}

function beginning(text: string): string {
  const found = text
    .replace(/["“”«»]/gu, '')
    .trim()
    .split(/\s+/u);
  const short = found.slice(0, MOST_TOPIC_WORDS).join(' ');
  return found.length > MOST_TOPIC_WORDS && !text.endsWith('?') ? `${short} …` : found.join(' ').replace(/[.:;,]+$/u, '');
}

// Tests of the sandbox's examples, made from content of every kind.

import { describe, expect, it } from 'vitest';
import type { Answer } from '../src/answer/answer.js';
import { overlaps } from '../src/article/article.js';
import { parseArticle } from '../src/article/parse.js';
import { answeredQuestions, examplesOf } from '../src/examples.js';
import { noteSchema } from '../src/notes/note.js';

const BODY = `The Bees of Arcadia

The bees live in forty hives above the harbour. They were brought there in 1921.

A hive gives twelve jars of honey in a good summer.`;
const ABOUT = { title: 'The Bees of Arcadia', language: 'en' };

/**
 * Content with questions on quotes of the body, and optionally a note.
 * @param answered numbers of the only paragraphs that answer questions
 */
function content(
  body: string,
  questions: readonly (readonly [quote: string, ...asked: string[]])[],
  contested?: string,
  answered: Readonly<Record<string, number>> = {},
) {
  const article = parseArticle(body, ABOUT, { isMarkdown: true });
  const spanOf = (quote: string) => ({ start: body.indexOf(quote), end: body.indexOf(quote) + quote.length });
  const source = { publisher: 'Town Hall', title: 'Register' };
  const note = (quote: string) => ({
    note: noteSchema.parse({ id: 'a-note', status: 'disputed', quotes: [quote], note: 'Told.', sources: [source] }),
    spans: [spanOf(quote)],
  });
  const notes = contested === undefined ? [] : [note(contested)];
  return {
    article,
    notes,
    readerQuestions: questions.flatMap(([quote, ...asked]) => asked.map((question) => ({ question, answer: spanOf(quote) }))),
    ask: (question: string) => {
      const paragraph = answered[question];
      const answer =
        paragraph === undefined ? { outcome: 'unsure', quotes: [{ paragraph: 1 }] } : { outcome: 'answered', quotes: [{ paragraph }] };
      return Promise.resolve(answer as unknown as Answer);
    },
    notesAt: (span: { start: number; end: number }) => notes.filter(({ spans }) => spans.some((one) => overlaps(one, span))),
  };
}

const HONEY = [
  'twelve jars of honey',
  'How much honey does a hive give?',
  'How many jars of honey does a hive give?',
  '¿Cuánta miel da una colmena?',
] as const;
const HIVES = [
  'forty hives',
  'hives how many',
  'Why are there fifty hives of bees?',
  'How many hives do the bees have?',
  '¿Cuántas colmenas tienen las abejas?',
] as const;

describe('examples', () => {
  it('are questions of its readers on a contested claim, in both languages, and the claims', async () => {
    const examples = await examplesOf(content(BODY, [HONEY, HIVES], 'forty hives'));
    expect(examples.map(({ label }) => label)).toEqual([
      'How many hives do the bees have?',
      '¿Cuántas colmenas tienen las abejas?',
      '/claims',
    ]);
    expect(examples.map(({ locale }) => locale)).toEqual(['en', 'es', undefined]);
    expect(examples[0]?.about).toContain('contested claim');
  });

  it('promise no contested claim where there is none', async () => {
    const examples = await examplesOf(content(BODY, [HONEY]));
    expect(examples.map(({ label }) => label)).toEqual(['How much honey does a hive give?', '¿Cuánta miel da una colmena?']);
    expect(JSON.stringify(examples)).not.toContain('contested');
  });

  it('are none where there is nothing but a title', async () => {
    expect(await examplesOf(content('The Bees of Arcadia', []))).toEqual([]);
  });
});

describe('questions that are answered', () => {
  it('are its headings that ask, and questions about the others, each asked and answered from under it', async () => {
    const body =
      '# The Bees of Arcadia\n\nThey live in hives.\n\n## Who sells the honey?\n\nThe baker does.\n\n## The fence of 1990\n\nNobody was stung.';
    const asked = content(body, [], undefined, { 'Who sells the honey?': 2, 'What does the article say about “The fence of 1990”?': 3 });
    expect(await answeredQuestions(asked, 'en', 3)).toEqual([
      'Who sells the honey?',
      'What does the article say about “The fence of 1990”?',
    ]);
    // Answered, but not by the heading's own paragraphs.
    const elsewhere = content(body, [], undefined, {
      'Who sells the honey?': 3,
      'What does the article say about “The fence of 1990”?': 3,
    });
    expect(await answeredQuestions(elsewhere, 'en', 3)).toEqual(['What does the article say about “The fence of 1990”?']);
    expect(await answeredQuestions(asked, 'en', 1)).toEqual(['Who sells the honey?']);
  });

  it('are about the beginnings of its paragraphs where there are no headings', async () => {
    const hives = 'What does the article say about “The bees live in forty hives above the …”?';
    expect(await answeredQuestions(content(BODY, [], undefined, { [hives]: 1 }), 'en', 3)).toEqual([hives]);
    const honey = '¿Qué dice el artículo sobre «A hive gives twelve jars of honey in …»?';
    expect(await answeredQuestions(content(BODY, [], undefined, { [honey]: 2 }), 'es', 3)).toEqual([honey]);
  });

  it('are those of its readers first, where these are answered', async () => {
    const [, how] = HONEY;
    const asked = content(BODY, [HONEY, HIVES], undefined, { [how]: 2 });
    expect(await answeredQuestions(asked, 'en', 3)).toEqual([how]);
  });

  it('are no more than can be tried in a moment', async () => {
    const body = Array.from({ length: 200 }, (_, i) => `Paragraph number ${i} tells of hive ${i}.`).join('\n\n');
    const asked: string[] = [];
    const one = content(body, []);
    const ask = (question: string) => {
      asked.push(question);
      return one.ask(question);
    };
    expect(await answeredQuestions({ ...one, ask }, 'en', 3)).toEqual([]);
    expect(asked.length).toBeLessThan(20);
  });
});

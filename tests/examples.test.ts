// What the sandbox offers to try, made from content of every kind.

import { describe, expect, it } from 'vitest';
import { overlaps } from '../src/article/article.js';
import { parseArticle } from '../src/article/parse.js';
import { examplesFrom } from '../src/examples.js';
import { noteSchema } from '../src/notes/note.js';

const BODY = `The Bees of Arcadia

The bees live in forty hives above the harbour. They were brought there in 1921.

A hive gives twelve jars of honey in a good summer.`;
const ABOUT = { title: 'The Bees of Arcadia', language: 'en' };

/** Content with questions on quotes of the body, and perhaps a note. */
function content(body: string, questions: readonly (readonly [quote: string, ...asked: string[]])[], contested?: string) {
  const article = parseArticle(body, ABOUT);
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
  it('are questions of its readers on a contested claim, in both languages, and the claims', () => {
    const examples = examplesFrom(content(BODY, [HONEY, HIVES], 'forty hives'));
    expect(examples.map(({ label }) => label)).toEqual([
      'How many hives do the bees have?',
      '¿Cuántas colmenas tienen las abejas?',
      '/claims',
    ]);
    expect(examples.map(({ locale }) => locale)).toEqual(['en', 'es', undefined]);
    expect(examples[0]?.about).toContain('contested claim');
  });

  it('promise no contested claim where there is none', () => {
    const examples = examplesFrom(content(BODY, [HONEY]));
    expect(examples.map(({ label }) => label)).toEqual(['How much honey does a hive give?', '¿Cuánta miel da una colmena?']);
    expect(JSON.stringify(examples)).not.toContain('contested');
  });

  it('ask about its headings where nobody wrote questions', () => {
    const body =
      '# The Bees of Arcadia\n\nThey live in hives.\n\n## The honey\n\nTwelve jars.\n\n## The fence of 1990\n\nNobody was stung.';
    expect(examplesFrom(content(body, [])).map(({ question }) => question)).toEqual([
      'What does the article say about “The honey”?',
      '¿Qué dice el artículo sobre «The fence of 1990»?',
    ]);
  });

  it('ask about its first sentences where there are no headings either', () => {
    expect(examplesFrom(content(BODY, [])).map(({ question }) => question)).toEqual([
      'What does the article say about “The bees live in forty hives above the …”?',
      '¿Qué dice el artículo sobre «A hive gives twelve jars of honey in …»?',
    ]);
  });

  it('are none where there is nothing but a title', () => {
    expect(examplesFrom(content('The Bees of Arcadia', []))).toEqual([]);
  });
});

// Tests of an answer on a terminal: outcome, quotes, notes and footer, in both languages, with and without colour.

import { describe, expect, it } from 'vitest';
import type { Answer, AnswerNote, AnswerQuote } from '../../src/answer/answer.js';
import { type Article, paragraphNumbered, type Span } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderAnswer } from '../../src/cli/render-answer.js';
import { renderPassage } from '../../src/cli/render-passage.js';

const BODY = `This is a vote in Arcadia.

The polls opened at six. The mayor won with 51.2%\u00a0of the votes, and nobody else came close. The count took two days and one long night.

Observers came from 65 countries. How many observers were invited elsewhere? None.`;

const article: Article = parseArticle(BODY, {
  title: 'A Vote in Arcadia',
  author: 'Ada Writer',
  kind: 'opinion',
  published: '2024-08',
  language: 'en',
  about: 'An opinion piece on the vote in Arcadia.',
});

function place(words: string): Span {
  const start = BODY.indexOf(words);
  if (start < 0) throw new Error(`The article does not hold: ${words}`);
  return { start, end: start + words.length };
}

/** The display of a quotation in plain prose. */
const AS_WRITTEN = { displayMap: [], block: 'prose', headings: [], footnotes: [] } as const;

function note(id: string, status: AnswerNote['status']): AnswerNote {
  const source = { publisher: 'The Herald', title: `On ${id}`, date: '2024-08-13', url: `https://example.org/${id}` };
  return { id, status, note: `What is known of ${id}.`, sources: [source] };
}

function quote(words: string, focus: string, flags: readonly string[] = [], role: AnswerQuote['role'] = 'answer'): AnswerQuote {
  const span = place(words);
  const paragraph = article.paragraphs.find(({ start, end }) => start <= span.start && span.end <= end);
  const where = { ...span, text: words, paragraph: paragraph?.number ?? 0, focus: place(focus) };
  return { ...where, ...AS_WRITTEN, display: words, score: 1, role, part: 0, flags };
}

function answer(parts: Partial<Answer>): Answer {
  return {
    question: 'Who won?',
    parts: ['Who won?'],
    outcome: 'answered',
    confidence: 0.83,
    quotes: [],
    notes: [],
    relatedNotes: [],
    language: 'en',
    tookMs: { embed: 1, search: 1, total: 2 },
    ...parts,
  };
}

const MAYOR = 'The mayor won with 51.2%\u00a0of the votes, and nobody else came close.';
const WHOLE = `The polls opened at six. ${MAYOR} The count took two days and one long night.`;
const OBSERVERS = 'Observers came from 65 countries.';
const plain = { width: 60, colour: false };
const noSpans = new Map<string, readonly Span[]>();

/** The quotes in a rendering, each joined into one line. */
function quotesIn(rendering: string): string[] {
  const runs: string[] = [];
  let isInside = false;
  for (const line of rendering.split('\n')) {
    const match = /^(?:\[[a-z,]+\])? *[│▌] (.*)$/u.exec(line);
    if (match === null) isInside = false;
    else {
      if (isInside) runs.push(`${runs.pop()} ${match[1]}`);
      else runs.push(match[1] ?? '');
      isInside = true;
    }
  }
  return runs;
}

const flagged = answer({
  quotes: [quote(WHOLE, MAYOR, ['share', 'margin', 'opening', 'count', 'mood']), quote(OBSERVERS, OBSERVERS, ['share', 'guests'], 'near')],
  notes: [
    note('share', 'disputed'),
    note('margin', 'inaccurate'),
    note('opening', 'supported'),
    note('count', 'unverified'),
    note('mood', 'context'),
    note('guests', 'context'),
  ],
  relatedNotes: [{ id: 'mood', score: 0.5 }],
});
const flagSpans = new Map([
  ['share', [place('51.2%\u00a0of the votes'), place('65 countries')]],
  ['margin', [place('nobody else came close')]],
  ['opening', [place(WHOLE)]],
  ['count', [place('The count took two days and one long night.')]],
  ['guests', [place(OBSERVERS)]],
]);

describe('an answer with notes', () => {
  it('reads as it should', () => {
    expect(renderAnswer(flagged, article, flagSpans, plain)).toMatchSnapshot();
  });

  it('begins with the outcome, the paragraph and the number of points that are contested at what answers', () => {
    expect(renderAnswer(flagged, article, flagSpans, plain).split('\n')[0]).toBe('The article says (¶ 2) – 2 points are contested:');
    const bare = answer({ quotes: [quote(OBSERVERS, OBSERVERS)] });
    expect(renderAnswer(bare, article, noSpans, plain).split('\n')[0]).toBe('The article says (¶ 3):');
  });

  it.each([20, 33, 60, 80, 120])('leaves the characters of its quotes untouched at width %i', (width) => {
    expect(quotesIn(renderAnswer(flagged, article, flagSpans, { width, colour: false }))).toEqual([WHOLE]);
    const nearest = renderAnswer(flagged, article, flagSpans, { width, colour: false, showNearest: true });
    expect(quotesIn(nearest)).toEqual([WHOLE, OBSERVERS]);
  });

  it('has a line for each contested note at what answers, with its words, headline and source, and counts the others', () => {
    const rendering = renderAnswer(flagged, article, flagSpans, { width: 200, colour: false });
    expect(rendering).toContain(
      '\n[a] ⇄ Disputed 51.2% of the votes: What is known of share. · The Herald\n    https://example.org/share\n' +
        '[b] ✗ Inaccurate nobody else came close: What is known of margin. · The Herald\n    https://example.org/margin\n' +
        'Around it: ? Unverified\nAlso here: ℹ Context · ✓ Supported\nThese 5 notes in full: /passage 2\n',
    );
  });

  it('gives the line to another note where none contests what answers, and says where there is none at all', () => {
    const supported = answer({ quotes: [quote(MAYOR, MAYOR, ['opening'])], notes: [note('opening', 'supported')] });
    const rendering = renderAnswer(supported, article, flagSpans, { width: 200, colour: false });
    expect(rendering).toMatch(/^The article says \(¶ 2\):\n/u);
    expect(rendering).toContain('\n[a] ✓ Supported The mayor won');
    const bare = answer({ quotes: [quote(OBSERVERS, OBSERVERS)] });
    const none = 'No notes on this passage; that does not confirm it.';
    expect(renderAnswer(bare, article, flagSpans, plain)).toContain(none);
    expect(renderAnswer(bare, article, noSpans, plain)).not.toContain(none);
  });

  it('shows what only stands near the question to who asks for it, under a heading of its own', () => {
    expect(renderAnswer(flagged, article, flagSpans, plain)).toContain('To see the nearest passages: /nearest');
    const rendering = renderAnswer(flagged, article, flagSpans, { ...plain, showNearest: true });
    const [answering = '', further = ''] = rendering.split('Near the question:');
    expect(answering).toContain('¶ 2');
    expect(further).toContain('¶ 3');
    expect(rendering).not.toContain('/nearest');
  });

  it('quotes for each part of a question what answers it alone', () => {
    const both = answer({
      quotes: [quote(WHOLE, MAYOR, ['share', 'count']), { ...quote(OBSERVERS, OBSERVERS, ['share']), part: 1 }],
      notes: [note('share', 'disputed'), note('count', 'unverified')],
    });
    const rendering = renderAnswer(both, article, flagSpans, { width: 200, colour: false });
    expect(quotesIn(rendering)).toEqual([MAYOR, OBSERVERS]);
    expect(rendering).toMatch(/^The article says \(¶ 2, ¶ 3\) – 1 point is contested:\n/u);
    expect(rendering.match(/⇄ Disputed/gu)).toHaveLength(2);
    expect(rendering).not.toContain('Unverified');
  });

  it('leaves out related notes where the article answers', () => {
    const helps = 'One note of ours may help:';
    expect(renderAnswer(flagged, article, flagSpans, plain)).not.toContain(helps);
    expect(renderAnswer({ ...flagged, outcome: 'unsure' }, article, flagSpans, plain)).toContain(helps);
  });

  it('refuses an answer that refers to a note which it does not hold', () => {
    expect(() => renderAnswer({ ...flagged, notes: [] }, article, flagSpans, plain)).toThrow('share');
  });

  it('shows a note’s headline after the words that it is about, the month of checking, and both texts in Spanish to who asks in it', () => {
    const es = { headline: 'Ganó con el 51 %', note: 'Lo que se sabe.' };
    const whole = { ...note('share', 'opinion' as const), headline: 'He won with 51 %', translations: { es }, checked: '2026-03' };
    const line = renderAnswer(
      answer({ language: 'es', quotes: [quote(MAYOR, MAYOR, ['share'])], notes: [whole] }),
      article,
      flagSpans,
      plain,
    );
    expect(line).toContain('[a] ❝ Opinión 51.2% of the votes: Ganó con el 51 % · The');
    const shown = (language: 'en' | 'es') =>
      renderPassage(paragraphNumbered(article, 2), article, [whole], flagSpans, { ...plain, language });
    expect(shown('en')).toMatch(
      /❝ Opinion\n {4}“51\.2%[^\n]*”\n {4}Note: He won with 51 %\n {4}What is known of share\.\n {4}Sources checked March 2026\n/u,
    );
    expect(shown('es')).toMatch(/ {4}Nota: Ganó con el 51 %\n {4}Lo que se sabe\.\n {4}Fuentes revisadas en marzo de 2026\n/u);
  });
});

describe('colour', () => {
  it('adds nothing but ANSI codes', () => {
    const coloured = renderAnswer(flagged, article, flagSpans, { width: 60, colour: true });
    expect(coloured.replace(/\u001b\[\d+m/gu, '')).toBe(renderAnswer(flagged, article, flagSpans, plain));
  });

  it('sets the focus in bold', () => {
    const coloured = renderAnswer(answer({ quotes: [quote(WHOLE, MAYOR)] }), article, noSpans, { width: 100, colour: true });
    expect(coloured).toContain(`▌ \u001b[1m${MAYOR}\u001b[22m\n`);
  });

  it('is absent unless asked for', () => {
    expect(renderAnswer(flagged, article, flagSpans, plain)).not.toContain('\u001b');
  });
});

describe('other outcomes', () => {
  const notCovered = answer({
    outcome: 'not_covered',
    quotes: [quote(OBSERVERS, OBSERVERS)],
    notes: [note('weather', 'context')],
    relatedNotes: [{ id: 'weather', score: 0.9 }],
  });

  it('says first that it is unsure', () => {
    const rendering = renderAnswer(answer({ outcome: 'unsure', quotes: [quote(OBSERVERS, OBSERVERS)] }), article, noSpans, plain);
    expect(rendering).toMatch(/^The article may not answer this\. Closest \(¶ 3\):\n\n¶ 3\n/u);
  });

  it('hides the nearest passages when the article does not cover the question', () => {
    expect(renderAnswer(notCovered, article, noSpans, plain)).toMatchSnapshot();
  });

  it('shows them when asked to', () => {
    const rendering = renderAnswer(notCovered, article, noSpans, { ...plain, showNearest: true });
    expect(rendering).toContain(`The nearest passages, which may not answer the question:\n\n¶ 3\n▌ ${OBSERVERS}`);
    expect(rendering).not.toContain('/nearest');
  });

  it('offers no nearest passages where there are none', () => {
    expect(renderAnswer({ ...notCovered, quotes: [] }, article, noSpans, plain)).not.toContain('/nearest');
  });

  it('gives the title of an article that nothing more is known about', () => {
    const bare = parseArticle(BODY, { title: 'A Vote in Arcadia', language: 'en' });
    const rendering = renderAnswer(answer({ outcome: 'not_covered' }), bare, noSpans, plain);
    expect(rendering).toBe('The article does not cover this.\n\nThe article is titled: A Vote in Arcadia');
  });
});

describe('a Spanish reader', () => {
  it('gets our words in Spanish and the quotes in the original, marked so', () => {
    expect(renderAnswer({ ...flagged, language: 'es' }, article, flagSpans, plain)).toMatchSnapshot();
  });
});

describe('a hostile article', () => {
  it('cannot steer the terminal', () => {
    const body = 'Look \u001b[2J\u001b]0;owned\u0007 here \u009b31m now.';
    const hostile = parseArticle(body, { title: 'T\u001b[31m', author: 'A\u0007', language: 'en', about: '\u001bc' });
    const focus = { start: 0, end: body.length };
    const whole = {
      text: body,
      ...AS_WRITTEN,
      display: body,
      ...focus,
      paragraph: 1,
      focus,
      score: 1,
      role: 'answer' as const,
      part: 0,
      flags: ['n'],
    };
    const nasty = { id: 'n', status: 'context' as const, note: 'N\u001b[1m', sources: [{ publisher: 'P\u001b', title: 'T\u0008' }] };
    for (const outcome of ['answered', 'not_covered'] as const) {
      const rendering = renderAnswer(answer({ outcome, quotes: [whole], notes: [nasty] }), hostile, noSpans, {
        ...plain,
        showNearest: true,
      });
      expect(rendering).toContain('Look ␛[2J␛]0;owned␇ here \ufffd31m now.');
      expect(rendering.replaceAll('\n', '')).not.toMatch(/[\0-\x1f\x7f-\x9f]/u);
    }
  });
});

describe('an article with markup', () => {
  it('is quoted as readers see it, with its heading, its columns and its footnotes beside it', () => {
    const body = '# T\n\n## Hours\n\n| Day | Who |\n|---|---|\n| Mon | **Ann** [^a] |\n\n[^a]: Or *Bo*.';
    const marked = parseArticle(body, { title: 'T', language: 'en' }, { isMarkdown: true });
    const [row = { start: 0, end: 1 }] = marked.paragraphs;
    const span = { start: row.start, end: row.end };
    const quoted = { ...AS_WRITTEN, ...span, text: body.slice(row.start, row.end), display: 'Mon | Ann', paragraph: 1, focus: span };
    const rendering = renderAnswer(
      answer({ quotes: [{ ...quoted, score: 1, role: 'answer', part: 0, flags: [] }] }),
      marked,
      noSpans,
      plain,
    );
    expect(rendering).toContain('¶ 1 · Hours\n  Day · Who\n▌ Mon | Ann');
    expect(rendering).toMatch(/\n {2}\[a\] Or Bo\.\n/u);
  });
});

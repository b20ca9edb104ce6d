// Tests of splitting a paragraph into sentences: on the real article and on difficult cases from it and other texts.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../src/article/article.js';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';
import { findSentences, LONGEST_SENTENCE } from '../../src/article/sentences.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs, sized } from '../tier.js';

function sentences(text: string, language = 'en'): string[] {
  return findSentences(text, { start: 0, end: text.length }, language).map((span) => text.slice(span.start, span.end));
}

describe('the sentences of the article', () => {
  let article: Article;
  let raw: string[];
  /** With plain spaces in place of no-break spaces. */
  let texts: string[];

  beforeAll(async () => {
    article = await loadArticle('content/article.md');
    raw = article.sentences.map((sentence) => article.body.slice(sentence.start, sentence.end));
    texts = raw.map((text) => text.replaceAll('\u00A0', ' '));
  });

  it('are 89 in 33 paragraphs', () => {
    expect(article.sentences).toHaveLength(89);
    expect(article.paragraphs).toHaveLength(33);
  });

  it('are numbered in order and belong to their paragraphs', () => {
    expect(article.sentences.map((sentence) => sentence.index)).toEqual(article.sentences.map((_, i) => i));
    expect(article.paragraphs.flatMap((paragraph) => paragraph.sentences)).toEqual(article.sentences);
    for (const paragraph of article.paragraphs) {
      for (const sentence of paragraph.sentences) expect(sentence.paragraph).toBe(paragraph.number);
    }
  });

  it('keep "M. Corina Machado" whole', () => {
    expect(texts).toContain(
      'The Attorney General, Tarek William Saab, named as responsible for this cyber-attack: Lester Toledo, Leopoldo López, and M. Corina Machado.',
    );
  });

  it('keep the quotation of two sentences whole, alone and inside another sentence', () => {
    expect(texts).toContain('“We will coup whoever we want! Deal with it.”');
    expect(texts).toContain('He famously said “We will coup whoever we want! Deal with it.”');
    expect(texts).toContain('Musk must desire Venezuela’s lithium, apart its oil and gold.');
  });

  it('give the closing quotation mark and the footnote marker to the sentence before them', () => {
    expect(texts.find((text) => text.startsWith('In fact, in that supposed beacon'))).toMatch(/to the winner to be declared\.”\[1\]$/u);
    expect(texts).toContain('And much more recently:');
  });

  it('leave out the asterisks of list items', () => {
    expect(texts).toContain('There is a real Attorney General, not a vile traitor as before.');
    expect(texts.filter((text) => text.startsWith('*'))).toEqual([]);
  });

  it('keep the footnote whole, with "4 Nov. 2020" and without its number', () => {
    expect(texts).toContain('CNN, “Why the delayed election results prove the system is adequately working”, 4 Nov. 2020');
  });

  it('keep "None." with the question that it answers', () => {
    expect(texts).toContain('How many international witnesses are allowed for the USA or Canadian elections? None.');
  });

  it('keep "Ph.D." inside its sentence', () => {
    expect(texts).toContain('María Páez Victor, Ph.D. is a Venezuelan born sociologist living in Canada.');
  });

  it('part at a question that the text goes on to answer at length', () => {
    expect(texts).toContain('What did these supposed freedom fighters do?');
  });

  it('are not swallowed by the quotation that opens with “ and closes with ’', () => {
    expect(texts.find((text) => text.includes('comanditos’'))).toMatch(/\(little commands\)\.$/u);
  });

  it('hold every no-break space of the article as it is', () => {
    const count = (text: string): number => text.split('\u00A0').length - 1;
    expect(count(article.body)).toBe(22);
    expect(count(raw.join(''))).toBe(17);
    expect(raw.filter((text) => /^\s|\s$/u.test(text))).toEqual([]);
  });
});

describe('findSentences', () => {
  it.each([
    ['titles', ['Dr. Smith met Mr. and Mrs. Jones.', 'She left.']],
    ['initials', ['J. K. Rowling met George W. Bush.', 'He left.']],
    ['an initial alone', ['It was M. Corina Machado.', 'Then she left.']],
    ['U.S. inside a sentence', ['The U.S. Senate met.', 'It voted.']],
    ['U.S. at the end of a sentence', ['He lives in the U.S.', 'They live in Canada.']],
    ['Ph.D.', ['Ann Lee, Ph.D. is here.', 'She has a Ph.D.', 'He has none.']],
    ['months', ['It was on Nov. 4.', 'It was on 4 Nov. 2020 in Texas.', 'Then it ended.']],
    ['cf. and approx.', ['See cf. Smith 2020.', 'It cost approx. 300 euros.', 'Approx. 5 came.']],
    ['ca., pp., vs. and viz.', ['Born ca. 1900 in Rome.', 'See pp. 12 and vs. Germany, viz. Berlin.', 'Roe vs. Wade.']],
    ['No., Fig. and Vol. before a number', ['See No. 5 and Fig. 3 in Vol. 2 of it.', 'Yes.']],
    ['etc. before a new sentence', ['Apples, pears, etc.', 'They were good.']],
    ['e.g. and i.e.', ['Some, e.g. The Times, agree.', 'Others, i.e. This one, do not.']],
    [
      'words that look like abbreviations',
      ['It was not up to me.', 'He was a good man.', 'It ended in May.', 'Is it? No.', 'She was ill.', 'So it went.'],
    ],
    ['decimals and addresses', ['It is 3.5 km to example.com now.', 'Go.']],
    ['exclamations and questions', ['Go!', 'What is this thing?', 'It is a long story.']],
    ['an ellipsis', ['Well… what is it?', 'It is far too late.']],
    ['a quotation of several sentences', ['He said: “Who? Me? Never.”', 'Then he left.']],
    ['a quotation in angled marks', ['Dijo: «Hola. Adiós.»', 'Then he left.']],
    ['straight quotation marks', ['He said "Stop it. Now."', 'They left.']],
    ['brackets', ['He left (see [2]).', 'She stayed.[3]', 'They came.']],
    ['names with a stop in them', ['Use Lock.StrictMode and key.Fits now.', 'Then go.']],
    [
      'marks of emphasis and of footnotes',
      ['*It is so.*', '**She left.**[^1]', 'They came.[^a-b]', '`Go. Now`.', 'See <a b="C. D">it</a>.'],
    ],
    ['an opening mark', ['He left.', '“I stay,” she said.', '(Nobody else did.)']],
  ])('minds %s', (_name, expected) => {
    expect(sentences(expected.join(' '))).toEqual(expected);
  });

  it('takes "ca" of an address for no abbreviation', () => {
    expect(sentences('See example.ca. Then go.')).toEqual(['See example.ca.', 'Then go.']);
  });

  it('does not let a quotation that stays open swallow what follows', () => {
    const expected = ['He said “I will go.', 'She stayed at home.', 'Nobody knew.'];
    expect(sentences(expected.join(' '))).toEqual(expected);
  });

  it('does not let mismatched quotation marks swallow what follows', () => {
    const expected = ['He called them “little ones’ (so he did).', 'They left.', 'He said "no more” to it.', 'They stayed.'];
    expect(sentences(expected.join(' '))).toEqual(expected);
  });

  it('parts the sentences of a long quotation', () => {
    const said = Array.from({ length: 8 }, (_, i) => `This is the sentence number ${i} of a speech.`);
    expect(sentences(`“${said.join(' ')}”`)).toHaveLength(8);
  });

  it.each(['None.', 'Nobody at all.', 'Yes!'])('keeps the answer "%s" with its question', (answer) => {
    expect(sentences(`How many came? ${answer} It was late.`)).toEqual([`How many came? ${answer}`, 'It was late.']);
  });

  it('makes no sentence of what holds no letter', () => {
    expect(sentences('It is over. 😀 !! … So we go. 🎉')).toEqual(['It is over.', '😀 !! … So we go. 🎉']);
  });

  it('knows the abbreviations of Spanish', () => {
    const expected = [
      'El Sr. García y la Dra. López llegaron.',
      '¿Quién ganó las elecciones de 2024?',
      'J. L. Borges vivió en EE. UU. desde 1990.',
      'Véase pág. 5, art. 3 y aprox. 300 más.',
      '¡Se acabó todo!',
      'Todo está bien.',
      'Los DD. HH. de EE. UU. importan, dijo que no.',
      '«Sí. No.»',
      'Se fue.',
    ];
    expect(sentences(expected.join(' '), 'es')).toEqual(expected);
    expect(sentences(expected.join(' '), 'es-VE')).toEqual(expected);
  });

  it('falls back to plain rules for a language that it does not know', () => {
    expect(sentences('Hello there. It is.', 'xx')).toEqual(['Hello there.', 'It is.']);
    expect(sentences('Hello there. It is.', 'nan')).toEqual(['Hello there.', 'It is.']);
    expect(sentences('你好。我在。', 'zh-Hant')).toEqual(['你好。', '我在。']);
  });

  it('goes on over a line break in a sentence, whatever the line end', () => {
    expect(sentences('This goes\r\non here. And\rhere\ntoo.')).toEqual(['This goes\r\non here.', 'And\rhere\ntoo.']);
  });

  it('keeps offsets into the body, not into the paragraph', () => {
    const body = 'Skip me.\n\n¡Hola! Take me.';
    const spans = findSentences(body, { start: 10, end: body.length }, 'en');
    expect(spans.map((span) => body.slice(span.start, span.end))).toEqual(['¡Hola!', 'Take me.']);
  });

  it('cuts an overlong sentence at a semicolon rather than at a comma, and there rather than at a space', () => {
    const words = 'word '.repeat(280);
    expect(sentences(`${words.trim()}; ${words.trim()}, ${words}end.`)[0]).toMatch(/word;$/u);
    expect(sentences(`${words.trim()}, ${words}end.`)[0]).toMatch(/word,$/u);
    expect(sentences(`${words}${words}end.`)[0]).toMatch(/word$/u);
  });

  it('cuts unbroken text between letters with all their marks', () => {
    for (const letter of ['😀', 'e\u0301', '👩\u200D🔬']) {
      const pieces = sentences(`a${letter.repeat(3_000)}`);
      expect(pieces.length).toBeGreaterThan(1);
      for (const piece of pieces.slice(1)) expect(piece.startsWith(letter)).toBe(true);
    }
  });

  it('finds the same sentences in a paragraph of any length', () => {
    const unit = [
      'The cat sat on the mat in the U.S. Senate.',
      '“Sit! Stay.”',
      'Did Dr. J. K. Poe go? No.',
      'Él leyó así el 4 Nov. 2020 en Mérida.',
    ];
    const many = Array.from({ length: 100 }, () => unit).flat();
    expect(sentences(many.join(' '))).toEqual(many);
  });

  it('loses no character but white space between sentences, in any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '. ',
        '? ',
        '! ',
        '.”[1] ',
        '“',
        '”',
        '"',
        '«',
        '»',
        ' (',
        ') ',
        '\r\n',
        '\u00A0',
        'None. ',
        'Dr. ',
        'U.S. They ',
        '😀',
        'e\u0301',
        '; ',
      ),
      fc.constantFrom('The cat sat. ', 'word '.repeat(400), 'x'.repeat(2_000)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('en', 'es', 'zh'), (pieces, language) => {
        const text = pieces.join('').trim();
        let end = 0;
        for (const span of findSentences(text, { start: 0, end: text.length }, language)) {
          expect(text.slice(end, span.start).trim()).toBe('');
          const sentence = text.slice(span.start, span.end);
          expect(sentence).toBe(sentence.trim());
          expect(sentence.length).toBeGreaterThan(0);
          expect(sentence.length).toBeLessThanOrEqual(LONGEST_SENTENCE);
          end = span.end;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
      runs(300),
    );
  });
});

describe('the time to parse', () => {
  const prose = 'It was a cold day in the U.S. Senate, and “nobody came! Why?” asked Dr. Poe. Nobody knew; the doors (both) were shut. ';

  it.each([
    ['prose in paragraphs', `${prose.repeat(4)}\n\n`, 2_000_000],
    ['prose in one paragraph', prose, 2_000_000],
    ['hard-wrapped prose', prose.replaceAll(', ', ',\n').replaceAll('. Nob', '.\nNob'), 2_000_000],
    ['white space', ' ', 2_000_000],
    ['list markers', '> ', 2_000_000],
    ['quotation marks', '"“ ', 500_000],
    ['letters with marks', 'e\u0301', 500_000],
    ['one unbroken word', 'x', 500_000],
    ['marks without a letter', '! ', 100_000],
    ['brackets that stay open', 'A. (', 100_000],
  ])('grows no faster than the text for %s', async (_, unit, length) => {
    await expectNoMoreThanLinear(sized(length / 4, length / 20) / 8, (characters) => {
      const body = `A. ${unit.repeat(Math.ceil(characters / unit.length))} Z.`;
      return () => parseArticle(body, { title: 'Long', language: 'en' });
    });
  });
});

// Tests of the messages: both languages have the same ones, each is used, and dates are as precise as they are known.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { type Catalogue, translation } from '../../src/i18n/catalogue.js';
import { en } from '../../src/i18n/en.js';
import { es } from '../../src/i18n/es.js';
import {
  aboutInWords,
  dateInWords,
  isSameLanguage,
  kindAndDate,
  languageName,
  STATUS_SYMBOLS,
  scoreInWords,
  translator,
} from '../../src/i18n/translator.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of all parameters in a message, including those inside plurals. */
function parametersOf(message: string, language: string): string[] {
  const names = new Set<string>();
  const visit = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
      // Literal text has type 0 and # has type 7: neither names a parameter.
      if (element.type !== 0 && element.type !== 7) names.add(element.value);
    }
  };
  visit(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^words[\\/]e[ns]\.ts$/u.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const keys = Object.keys(en) as (keyof Catalogue)[];

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(es).sort()).toEqual([...keys].sort());
  });

  it.each(keys)('take the same parameters in both languages for %s', (key) => {
    expect(parametersOf(es[key], 'es')).toEqual(parametersOf(en[key], 'en'));
  });

  const sources = [...sourcesUnder('src'), ...sourcesUnder('commands')].join('\n');

  it('hold no message that nothing uses', () => {
    const unused = keys.filter((key) => {
      const family = key.slice(0, key.lastIndexOf('.') + 1);
      return !sources.includes(`'${key}'`) && !(family !== '' && sources.includes(`\`${family}\${`));
    });
    expect(unused).toEqual([]);
  });

  it('miss no message that is asked for', () => {
    const asked = [...sources.matchAll(/\b(?:t|translator\([^()]*\)|new UserError)\(\s*'([^']+)'/gu)].map((match) => match[1]);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((key) => !keys.some((known) => known === key))).toEqual([]);
  });

  it('give each status a symbol of its own', () => {
    expect(new Set(NOTE_STATUSES.map((status) => STATUS_SYMBOLS[status])).size).toBe(NOTE_STATUSES.length);
  });
});

describe('a translation', () => {
  it('is refused at compile time where it lacks a message, has one more, or takes other parameters', () => {
    const contested = '{count, plural, one {# punto} other {# puntos}}';
    expect(translation({ ...en, contested }).contested).toBe(contested);
    // @ts-expect-error the parameter has another name
    translation({ ...en, contested: '{number, plural, one {# punto} other {# puntos}}' });
    // @ts-expect-error there is no parameter
    translation({ ...en, contested: 'puntos' });
    // @ts-expect-error the parameter is a number in one language alone
    translation({ ...en, paragraph: '{number, number}' });
    // @ts-expect-error English has no such message
    translation({ ...en, contestado: 'no' });
    const { contested: _, ...fewer } = en;
    // @ts-expect-error a message is missing
    translation(fewer);
  });
});

describe('the translator', () => {
  it('puts the count of contested claims in the singular and in the plural', () => {
    expect(translator('en')('contested', { count: 1 })).toBe('1 point is contested');
    expect(translator('en')('contested', { count: 2 })).toBe('2 points are contested');
    expect(translator('es')('contested', { count: 1 })).toBe('1 punto controvertido');
    expect(translator('es')('contested', { count: 2 })).toBe('2 puntos controvertidos');
  });

  it('leaves braces, tags and quotation marks in what it is given as they are', () => {
    expect(translator('en')('note', { text: "{count} <b>it's</b> #" })).toBe("Note: {count} <b>it's</b> #");
  });

  it('writes numbers of paragraphs without a separator', () => {
    expect(translator('en')('paragraph', { number: 1200 })).toBe('¶ 1200');
  });

  it('refuses at compile time what a message does not take', () => {
    const t = translator('en');
    // @ts-expect-error a parameter is missing
    expect(() => t('contested')).toThrow();
    // @ts-expect-error a count is a number
    t('contested', { count: 'two' });
    // @ts-expect-error the message takes none
    t('sources', { count: 1 });
  });
});

describe('dates, kinds and languages', () => {
  it.each([
    ['2024', '2024', '2024'],
    ['2024-08', 'August 2024', 'agosto de 2024'],
    ['2024-08-01', 'August 1, 2024', '1 de agosto de 2024'],
    ['2024-13', '2024-13', '2024-13'],
    ['soon', 'soon', 'soon'],
  ])('writes %s as precisely as it is known', (date, english, spanish) => {
    expect(dateInWords(date, 'en')).toBe(english);
    expect(dateInWords(date, 'es')).toBe(spanish);
  });

  it('names the kind and date of an article, and leaves out what is not known', () => {
    const about = { title: 'T', language: 'en' };
    expect(kindAndDate({ ...about, kind: 'opinion', published: '2024-08' }, 'en')).toBe('opinion, August 2024');
    expect(kindAndDate({ ...about, kind: 'Opinion', published: '2024-08' }, 'es')).toBe('opinión, agosto de 2024');
    expect(kindAndDate({ ...about, kind: 'sermon' }, 'es')).toBe('sermon');
    expect(kindAndDate(about, 'en')).toBe('');
  });

  it('tells what an article is in the reader’s language, or in the other, which it then names', () => {
    const about = { title: 'T', language: 'en' };
    const both = { ...about, about: 'A report.', aboutInSpanish: 'Un reportaje.' };
    expect([aboutInWords(both, 'en'), aboutInWords(both, 'es')]).toEqual(['A report.', 'Un reportaje.']);
    expect(aboutInWords({ ...about, about: 'A report.' }, 'es')).toBe('(en inglés) A report.');
    expect(aboutInWords({ ...about, aboutInSpanish: 'Un reportaje.' }, 'en')).toBe('(in Spanish) Un reportaje.');
    expect(aboutInWords(about, 'es')).toBeUndefined();
  });

  it('writes scores with the decimal sign of the language', () => {
    expect([scoreInWords(0.5, 'en'), scoreInWords(-1.236, 'en')]).toEqual(['0.50', '-1.24']);
    expect([scoreInWords(0.5, 'es'), scoreInWords(-1.236, 'es')]).toEqual(['0,50', '-1,24']);
  });

  it('names a language in the reader’s', () => {
    expect(languageName('en', 'es')).toBe('inglés');
    expect(languageName('not a tag', 'es')).toBe('not a tag');
    expect(isSameLanguage('en-GB', 'en')).toBe(true);
    expect(isSameLanguage('es', 'en')).toBe(false);
  });
});

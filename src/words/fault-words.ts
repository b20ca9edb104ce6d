// What is wrong with a note, in the reader's language: where, and what to do about it.

import type { Fault, Place, Warning } from '../notes/fault.js';
import { NOTE_STATUSES } from '../notes/note.js';
import type { InFile } from '../notes/note-file.js';
import { type WordsLanguage, words } from './words.js';

const FIELDS = ['id', 'status', 'quotes', 'headline', 'note', 'translations', 'checked', 'sources', 'keywords', 'confidence'] as const;
const PARTS = ['publisher', 'title', 'date', 'url', 'via', 'headline', 'note'] as const;
const BYTES_IN_MEGABYTE = 1024 * 1024;

/** A fault or a warning as a sentence, after the field and the line that it is about. Plain text: what it quotes is as it was written. */
export function sayFault(fault: Fault | Warning, language: WordsLanguage): string {
  const place = placeInWords(fault.at, language);
  const sentence = sentenceOf(fault, language);
  return place === undefined ? sentence : words(language)('lint.at.fault', { place, fault: sentence });
}

/** As sayFault, after the line of the file and the path in it. */
export function sayFileFault({ line, field, fault }: InFile<Fault | Warning>, language: WordsLanguage): string {
  const say = words(language);
  const sentence = sentenceOf(fault, language);
  const place = line === undefined ? field : field === '' ? say('lint.at.fileLine', { line }) : say('lint.at.fileField', { line, field });
  return place === '' ? sentence : say('lint.at.fault', { place, fault: sentence });
}

/** A field, and the line or the item in it; undefined where it is all of the note. Of quotes, only further ones have a number. */
function placeInWords([name, index, part]: Place, language: WordsLanguage): string | undefined {
  const say = words(language);
  const known = FIELDS.find((one) => one === name);
  if (known === undefined) return undefined;
  const field = say(`lint.field.${known}`);
  const number = typeof index === 'number' ? index + 1 : undefined;
  const isAlone = number === undefined || (known === 'quotes' && number === 1);
  const place = isAlone ? field : say(known === 'sources' ? 'lint.at.line' : 'lint.at.number', { field, number });
  const inner = PARTS.find((one) => one === part);
  return inner === undefined ? place : say('lint.at.part', { place, part: say(`lint.part.${inner}`) });
}

function sentenceOf(fault: Fault | Warning, language: WordsLanguage): string {
  const say = words(language);
  switch (fault.kind) {
    case 'empty':
      return say('lint.empty');
    case 'line-break':
      return say('lint.line-break');
    case 'too-long':
      return say('lint.too-long', { length: fault.length, limit: fault.limit });
    case 'too-many':
      return say('lint.too-many', { limit: fault.limit });
    case 'hidden-character': {
      const { character, after } = fault;
      return after === '' ? say('lint.hidden-character.first', { character }) : say('lint.hidden-character', { character, after });
    }
    case 'unknown-status':
      return say('lint.unknown-status', { value: fault.value, statuses: NOTE_STATUSES.join(', ') });
    case 'unknown-confidence':
      return say('lint.unknown-confidence', { value: fault.value });
    case 'no-quote':
      return say('lint.no-quote');
    case 'no-headline':
      return say('lint.no-headline');
    case 'long-note':
      return say('lint.long-note', { length: fault.length, limit: fault.limit });
    case 'quote-not-found':
      return say('lint.quote-not-found', { quote: fault.quote });
    case 'quote-not-exact':
      return say('lint.quote-not-exact', { text: fault.text });
    case 'several-places':
      return say('lint.several-places', { paragraphs: fault.paragraphs.join(', ') });
    case 'no-link':
      return say('lint.no-link');
    case 'too-few-parts':
      return say('lint.too-few-parts', { count: fault.count });
    case 'too-many-parts':
      return say('lint.too-many-parts', { count: fault.count });
    case 'no-via':
      return say('lint.no-via', { value: fault.value });
    case 'bad-date':
      return say('lint.bad-date', { value: fault.value });
    case 'no-such-date':
      return say('lint.no-such-date', { value: fault.value });
    case 'bad-month':
      return say('lint.bad-month', { value: fault.value });
    case 'future-date':
      return say('lint.future-date', { value: fault.value });
    case 'bad-link':
      return say('lint.bad-link', { value: fault.value });
    case 'link-with-credentials':
      return say('lint.link-with-credentials');
    case 'link-too-long':
      return say('lint.link-too-long', { length: fault.length, limit: fault.limit });
    case 'plain-http':
      return say('lint.plain-http', { value: fault.value });
    case 'duplicate':
      return say('lint.duplicate', { id: fault.id });
    case 'empty-file':
      return say('lint.empty-file');
    case 'not-utf8':
      return say('lint.not-utf8');
    case 'unknown-file':
      return say('lint.unknown-file', { value: fault.value });
    case 'file-too-large':
      return say('lint.file-too-large', { megabytes: fault.limit / BYTES_IN_MEGABYTE });
    case 'too-complex':
      return say('lint.too-complex', { limit: fault.limit });
    case 'too-deep':
      return say('lint.too-deep');
    case 'too-many-notes':
      return say('lint.too-many-notes', { limit: fault.limit });
    case 'more-faults':
      return say('lint.more-faults', { limit: fault.limit });
    case 'no-notes':
      return say('lint.no-notes');
    case 'unknown-format':
      return say('lint.unknown-format', { value: fault.value });
    case 'not-json':
      return say('lint.not-json', { reason: fault.reason });
    case 'not-yaml':
      return say('lint.not-yaml', { reason: fault.reason });
    case 'not-csv':
      return say('lint.not-csv', { reason: fault.reason });
    case 'missing':
      return say('lint.missing');
    case 'unknown-field':
      return say('lint.unknown-field', { value: fault.value });
    case 'repeated-field':
      return say('lint.repeated-field', { value: fault.value });
    case 'missing-column':
      return say('lint.missing-column', { column: fault.column });
    case 'wrong-cell-count':
      return say('lint.wrong-cell-count', { count: fault.count, expected: fault.expected });
    case 'formula':
      return say('lint.formula');
    case 'wrong-type':
      return say(`lint.wrong-type.${fault.expected}`);
    case 'bad-id':
      return say('lint.bad-id', { value: fault.value });
    case 'repeated-id':
      return say('lint.repeated-id', { value: fault.value });
  }
}

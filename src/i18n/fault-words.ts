// Messages for faults of notes, in the reader's language: the place and the remedy.

import type { Fault, FieldPath, Warning } from '../notes/fault.js';
import { NOTE_STATUSES } from '../notes/note.js';
import type { InFile } from '../notes/note-file.js';
import { translator, type UiLanguage } from './translator.js';

const FIELDS = ['id', 'status', 'quotes', 'headline', 'note', 'translations', 'checked', 'sources', 'keywords', 'confidence'] as const;
const PARTS = ['publisher', 'title', 'date', 'url', 'via', 'headline', 'note'] as const;
const BYTES_IN_MEGABYTE = 1024 * 1024;

/** A fault or warning as a sentence, after its field and line. Plain text: quoted parts are unchanged. */
export function sayFault(fault: Fault | Warning, language: UiLanguage): string {
  const place = placeInWords(fault.at, language);
  const sentence = sentenceOf(fault, language);
  return place === undefined ? sentence : translator(language)('lint.at.fault', { place, fault: sentence });
}

/** Like `sayFault`, after the line of the file and the path in it. */
export function sayFileFault({ line, field, fault }: InFile<Fault | Warning>, language: UiLanguage): string {
  const t = translator(language);
  const sentence = sentenceOf(fault, language);
  const place = line === undefined ? field : field === '' ? t('lint.at.fileLine', { line }) : t('lint.at.fileField', { line, field });
  return place === '' ? sentence : t('lint.at.fault', { place, fault: sentence });
}

/** A field with its line or item; undefined for the whole note. Only quotes after the first are numbered. */
function placeInWords([name, index, part]: FieldPath, language: UiLanguage): string | undefined {
  const t = translator(language);
  const known = FIELDS.find((one) => one === name);
  if (known === undefined) return undefined;
  const field = t(`lint.field.${known}`);
  const number = typeof index === 'number' ? index + 1 : undefined;
  const isAlone = number === undefined || (known === 'quotes' && number === 1);
  const place = isAlone ? field : t(known === 'sources' ? 'lint.at.line' : 'lint.at.number', { field, number });
  const inner = PARTS.find((one) => one === part);
  return inner === undefined ? place : t('lint.at.part', { place, part: t(`lint.part.${inner}`) });
}

function sentenceOf(fault: Fault | Warning, language: UiLanguage): string {
  const t = translator(language);
  switch (fault.kind) {
    case 'empty':
      return t('lint.empty');
    case 'line-break':
      return t('lint.line-break');
    case 'too-long':
      return t('lint.too-long', { length: fault.length, limit: fault.limit });
    case 'too-many':
      return t('lint.too-many', { limit: fault.limit });
    case 'hidden-character': {
      const { character, after } = fault;
      return after === '' ? t('lint.hidden-character.first', { character }) : t('lint.hidden-character', { character, after });
    }
    case 'unknown-status':
      return t('lint.unknown-status', { value: fault.value, statuses: NOTE_STATUSES.join(', ') });
    case 'unknown-confidence':
      return t('lint.unknown-confidence', { value: fault.value });
    case 'no-quote':
      return t('lint.no-quote');
    case 'no-headline':
      return t('lint.no-headline');
    case 'long-note':
      return t('lint.long-note', { length: fault.length, limit: fault.limit });
    case 'quote-not-found':
      return t('lint.quote-not-found', { quote: fault.quote });
    case 'quote-not-exact':
      return t('lint.quote-not-exact', { text: fault.text });
    case 'several-places':
      return t('lint.several-places', { paragraphs: fault.paragraphs.join(', ') });
    case 'no-link':
      return t('lint.no-link');
    case 'too-few-parts':
      return t('lint.too-few-parts', { count: fault.count });
    case 'too-many-parts':
      return t('lint.too-many-parts', { count: fault.count });
    case 'no-via':
      return t('lint.no-via', { value: fault.value });
    case 'bad-date':
      return t('lint.bad-date', { value: fault.value });
    case 'no-such-date':
      return t('lint.no-such-date', { value: fault.value });
    case 'bad-month':
      return t('lint.bad-month', { value: fault.value });
    case 'future-date':
      return t('lint.future-date', { value: fault.value });
    case 'bad-link':
      return t('lint.bad-link', { value: fault.value });
    case 'link-with-credentials':
      return t('lint.link-with-credentials');
    case 'link-too-long':
      return t('lint.link-too-long', { length: fault.length, limit: fault.limit });
    case 'plain-http':
      return t('lint.plain-http', { value: fault.value });
    case 'duplicate':
      return t('lint.duplicate', { id: fault.id });
    case 'empty-file':
      return t('lint.empty-file');
    case 'not-utf8':
      return t('lint.not-utf8');
    case 'unknown-file':
      return t('lint.unknown-file', { value: fault.value });
    case 'file-too-large':
      return t('lint.file-too-large', { megabytes: fault.limit / BYTES_IN_MEGABYTE });
    case 'too-complex':
      return t('lint.too-complex', { limit: fault.limit });
    case 'too-deep':
      return t('lint.too-deep');
    case 'too-many-notes':
      return t('lint.too-many-notes', { limit: fault.limit });
    case 'more-faults':
      return t('lint.more-faults', { limit: fault.limit });
    case 'no-notes':
      return t('lint.no-notes');
    case 'unknown-format':
      return t('lint.unknown-format', { value: fault.value });
    case 'not-json':
      return t('lint.not-json', { reason: fault.reason });
    case 'not-yaml':
      return t('lint.not-yaml', { reason: fault.reason });
    case 'not-csv':
      return t('lint.not-csv', { reason: fault.reason });
    case 'missing':
      return t('lint.missing');
    case 'unknown-field':
      return t('lint.unknown-field', { value: fault.value });
    case 'repeated-field':
      return t('lint.repeated-field', { value: fault.value });
    case 'missing-column':
      return t('lint.missing-column', { column: fault.column });
    case 'wrong-cell-count':
      return t('lint.wrong-cell-count', { count: fault.count, expected: fault.expected });
    case 'formula':
      return t('lint.formula');
    case 'wrong-type':
      return t(`lint.wrong-type.${fault.expected}`);
    case 'bad-id':
      return t('lint.bad-id', { value: fault.value });
    case 'repeated-id':
      return t('lint.repeated-id', { value: fault.value });
  }
}

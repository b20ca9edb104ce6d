// The fields of modals for writing, changing and suggesting notes, and for the reason of a decision.

import { type Article, type Span, sentenceAt } from '../../article/article.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import { NO_FIELDS, type NoteForm } from '../../notes/form.js';
import { LONGEST_HEADLINE, LONGEST_NEW_NOTE, LONGEST_TRANSLATED, NOTE_STATUSES } from '../../notes/note.js';
import { oneOf } from '../kit/id-fields.js';
import { LIMITS } from '../kit/limits.js';
import type { Field, Filled } from '../kit/modal.js';

/** Longest reason, in characters. */
export const LONGEST_REASON = 300;
/** As in 2026-03. */
const LONGEST_MONTH = 7;

/** The part of a note that a modal shows: one modal has no room for all of it. */
export type NotePart = 'note' | 'keywords' | 'spanish';
/** The part in a modal's custom id. */
export const notePart = oneOf<NotePart>({ note: 'n', keywords: 'k', spanish: 's' });
/** The part in the custom id of a button that opens a modal. */
export const partToEdit = oneOf<NotePart>({ note: 'e', keywords: 'k', spanish: 'l' });

/** Content of a modal about a note. */
export interface NoteLayout {
  readonly part: NotePart;
  /** A new note needs a headline; an older note may stay without one. */
  readonly isNew?: boolean;
}

export const NEW_NOTE: NoteLayout = { part: 'note', isNew: true };

/** The title of a modal that changes a part of a note. */
export function editTitle(part: NotePart, language: UiLanguage): string {
  return translator(language)(part === 'note' ? 'form.edit' : `form.more.${part}`);
}

/** The field for the reason of saving or rejecting. */
export function reasonField(label: string): Field {
  return { kind: 'text', name: 'reason', label, isRequired: false, longest: LONGEST_REASON };
}

/**
 * The values filled into a modal about a note.
 * @param others values of the fields that the modal does not show
 */
export function noteFieldsIn(filled: Filled, others: NoteForm): NoteForm {
  const text = (name: keyof NoteForm) => filled.get(name) ?? others[name];
  return {
    status: text('status'),
    quote: text('quote'),
    headline: text('headline'),
    note: text('note'),
    translatedHeadline: text('translatedHeadline'),
    translatedNote: text('translatedNote'),
    checked: text('checked'),
    sources: text('sources'),
    keywords: text('keywords'),
  };
}

/** A new note's fields, with the words of its sentence filled in. */
export function fieldsOn(article: Article, sentence: number): NoteForm {
  const { start, end } = sentenceAt(article, sentence);
  // Words too long for a modal are not cut: nobody would see which were left out.
  return end - start > LIMITS.formText ? NO_FIELDS : { ...NO_FIELDS, quote: article.body.slice(start, end) };
}

/** The place where a new note's words are searched first; undefined for a sentence that the article does not have. */
export function sentenceNear(article: Article, sentence: number): Span | undefined {
  return sentence < article.sentences.length ? sentenceAt(article, sentence) : undefined;
}

/** The fields of a modal about a note. Throws UserError for a note that it cannot hold: sources from a file may be longer. */
export function noteFields(fields: NoteForm, layout: NoteLayout, language: UiLanguage): readonly Field[] {
  const shown = FIELDS[layout.part](fields, language, layout);
  const isTooLong = shown.some((field) => (field.value ?? '').length > LIMITS.formText);
  if (isTooLong) throw new UserError('form.tooLong');
  return shown;
}

const FIELDS: Readonly<Record<NotePart, (fields: NoteForm, language: UiLanguage, layout: NoteLayout) => readonly Field[]>> = {
  note: mainFields,
  keywords: keywordFields,
  spanish: spanishFields,
};

function mainFields(fields: NoteForm, language: UiLanguage, { isNew = false }: NoteLayout): readonly Field[] {
  const t = translator(language);
  return [
    {
      kind: 'choice',
      name: 'status',
      label: t('form.status'),
      isRequired: true,
      value: fields.status,
      choices: NOTE_STATUSES.map((status) => ({ label: t(`status.${status}`), value: status, description: t(`meaning.${status}`) })),
    },
    {
      kind: 'text',
      name: 'quote',
      label: t('form.quote'),
      description: t('form.quote.description'),
      isRequired: true,
      value: fields.quote,
      longest: LIMITS.formText,
    },
    {
      kind: 'line',
      name: 'headline',
      label: t('form.headline'),
      description: t('form.headline.description', { limit: LONGEST_HEADLINE }),
      isRequired: isNew,
      value: fields.headline,
      longest: roomFor(fields.headline, LONGEST_HEADLINE),
    },
    {
      kind: 'text',
      name: 'note',
      label: t('form.note'),
      description: t('form.note.description', { limit: LONGEST_NEW_NOTE }),
      isRequired: true,
      value: fields.note,
      longest: roomFor(fields.note, LONGEST_NEW_NOTE),
    },
    {
      kind: 'text',
      name: 'sources',
      label: t('form.sources'),
      description: t('form.sources.description'),
      isRequired: true,
      value: fields.sources,
      longest: LIMITS.formText,
      placeholder: t('form.sources.placeholder'),
    },
  ];
}

function keywordFields(fields: NoteForm, language: UiLanguage): readonly Field[] {
  const t = translator(language);
  return [
    {
      kind: 'line',
      name: 'keywords',
      label: t('form.keywords'),
      description: t('form.keywords.description'),
      isRequired: false,
      value: fields.keywords,
      longest: LIMITS.formText,
    },
    {
      kind: 'line',
      name: 'checked',
      label: t('form.checked'),
      description: t('form.checked.description'),
      isRequired: false,
      value: fields.checked,
      longest: roomFor(fields.checked, LONGEST_MONTH),
    },
  ];
}

function spanishFields(fields: NoteForm, language: UiLanguage): readonly Field[] {
  const t = translator(language);
  return [
    {
      kind: 'line',
      name: 'translatedHeadline',
      label: t('form.translatedHeadline'),
      description: t('form.translatedHeadline.description', { limit: LONGEST_TRANSLATED.headline }),
      isRequired: false,
      value: fields.translatedHeadline,
      longest: roomFor(fields.translatedHeadline, LONGEST_TRANSLATED.headline),
    },
    {
      kind: 'text',
      name: 'translatedNote',
      label: t('form.translatedNote'),
      description: t('form.translatedNote.description', { limit: LONGEST_TRANSLATED.note }),
      isRequired: false,
      value: fields.translatedNote,
      longest: roomFor(fields.translatedNote, LONGEST_TRANSLATED.note),
    },
  ];
}

/** Text already in the field fits, even beyond the limit. */
function roomFor(text: string, limit: number): number {
  return Math.max(text.length, limit);
}

// The forms in which notes are written, changed and suggested, and in which a decision gets its reason.

import type { Article } from '../../article/article.js';
import { sentenceAt } from '../../article/article.js';
import type { NoteState } from '../../curation/shelf.js';
import { InputError } from '../../input-error.js';
import { formOf, NO_FIELDS, type NoteForm } from '../../notes/form.js';
import { LONGEST_HEADLINE, LONGEST_NEW_NOTE, LONGEST_TRANSLATED, NOTE_STATUSES } from '../../notes/note.js';
import type { NoteProposal } from '../../notes/revision.js';
import { type WordsLanguage, words } from '../../words/words.js';
import type { CustomId, FormPart } from '../custom-id.js';
import type { Field, Filled, Form } from '../form.js';
import { LIMITS } from '../limits.js';

/** Longest reason, in characters. */
export const LONGEST_REASON = 300;
/** As in 2026-03. */
const LONGEST_MONTH = 7;

/** A new note on a sentence, whose words stand there already. */
export function noteForm(article: Article, id: Extract<CustomId, { readonly kind: 'noteForm' }>, language: WordsLanguage): Form {
  return { id, title: words(language)('form.add'), fields: fieldsFor(id, fieldsOn(article, id.sentence), language) };
}

/** A note as it is now, to be changed. Throws InputError for one that is too long for a form. */
export function editForm({ note, version }: NoteState, part: FormPart, language: WordsLanguage): Form {
  return formWith({ kind: 'editForm', note: note.id, version, form: part }, formOf(note), language);
}

/** What a proposal wants, to be changed. Throws InputError as editForm does. */
export function proposalForm({ id: proposal, content }: NoteProposal, part: FormPart, language: WordsLanguage): Form {
  return formWith({ kind: 'proposalForm', proposal, form: part }, content === undefined ? NO_FIELDS : formOf(content), language);
}

function formWith(id: Extract<CustomId, { readonly form: FormPart }>, fields: NoteForm, language: WordsLanguage): Form {
  return { id, title: words(language)(id.form === 'note' ? 'form.edit' : `form.more.${id.form}`), fields: fieldsFor(id, fields, language) };
}

/** What was filled in before, with its faults, to be mended. */
export function mendForm(id: CustomId, fields: NoteForm, language: WordsLanguage): Form {
  return { id, title: words(language)('form.mend'), fields: fieldsFor(id, fields, language) };
}

/** A reader's suggestion on a sentence. */
export function suggestionForm(article: Article, id: Extract<CustomId, { readonly kind: 'suggest' }>, language: WordsLanguage): Form {
  return { id, title: words(language)('form.suggest'), fields: fieldsFor(id, fieldsOn(article, id.sentence), language) };
}

/** Why something is saved or turned down. */
export function reasonForm(id: Extract<CustomId, { readonly kind: 'whyForm' | 'rejectForm' }>, language: WordsLanguage): Form {
  const say = words(language);
  const label = say(id.kind === 'whyForm' ? 'form.why' : 'form.whyNot');
  return { id, title: label, fields: [{ kind: 'text', name: 'reason', label, isRequired: false, longest: LONGEST_REASON }] };
}

/**
 * What was filled into one of a note's forms.
 * @param others what stands in the fields that the form does not show
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

function fieldsOn(article: Article, sentence: number): NoteForm {
  const { start, end } = sentenceAt(article, sentence);
  // Of words that are too many for a form nobody would see which were left out.
  return end - start > LIMITS.formText ? NO_FIELDS : { ...NO_FIELDS, quote: article.body.slice(start, end) };
}

/** The fields of a form, by its id. Throws InputError for a note that a form cannot hold: one from a file may have longer sources. */
function fieldsFor(id: CustomId, fields: NoteForm, language: WordsLanguage): readonly Field[] {
  const shown = FIELDS['form' in id ? id.form : 'note'](id, fields, language);
  const isTooLong = shown.some((field) => (field.value ?? '').length > LIMITS.formText);
  if (isTooLong) throw new InputError(words(language)('form.tooLong'));
  return shown;
}

const FIELDS: Readonly<Record<FormPart, (id: CustomId, fields: NoteForm, language: WordsLanguage) => readonly Field[]>> = {
  note: noteFields,
  keywords: keywordFields,
  spanish: spanishFields,
};

function noteFields({ kind }: CustomId, fields: NoteForm, language: WordsLanguage): readonly Field[] {
  const say = words(language);
  return [
    {
      kind: 'choice',
      name: 'status',
      label: say('form.status'),
      isRequired: true,
      value: fields.status,
      choices: NOTE_STATUSES.map((status) => ({ label: say(`status.${status}`), value: status, description: say(`meaning.${status}`) })),
    },
    {
      kind: 'text',
      name: 'quote',
      label: say('form.quote'),
      description: say('form.quote.description'),
      isRequired: true,
      value: fields.quote,
      longest: LIMITS.formText,
    },
    {
      kind: 'line',
      name: 'headline',
      label: say('form.headline'),
      description: say('form.headline.description', { limit: LONGEST_HEADLINE }),
      // A note from before there were headlines may stay without one.
      isRequired: kind === 'noteForm' || kind === 'suggest',
      value: fields.headline,
      longest: roomFor(fields.headline, LONGEST_HEADLINE),
    },
    {
      kind: 'text',
      name: 'note',
      label: say('form.note'),
      description: say('form.note.description', { limit: LONGEST_NEW_NOTE }),
      isRequired: true,
      value: fields.note,
      longest: roomFor(fields.note, LONGEST_NEW_NOTE),
    },
    {
      kind: 'text',
      name: 'sources',
      label: say('form.sources'),
      description: say('form.sources.description'),
      isRequired: true,
      value: fields.sources,
      longest: LIMITS.formText,
      placeholder: say('form.sources.placeholder'),
    },
  ];
}

function keywordFields(_id: CustomId, fields: NoteForm, language: WordsLanguage): readonly Field[] {
  const say = words(language);
  return [
    {
      kind: 'line',
      name: 'keywords',
      label: say('form.keywords'),
      description: say('form.keywords.description'),
      isRequired: false,
      value: fields.keywords,
      longest: LIMITS.formText,
    },
    {
      kind: 'line',
      name: 'checked',
      label: say('form.checked'),
      description: say('form.checked.description'),
      isRequired: false,
      value: fields.checked,
      longest: roomFor(fields.checked, LONGEST_MONTH),
    },
  ];
}

function spanishFields(_id: CustomId, fields: NoteForm, language: WordsLanguage): readonly Field[] {
  const say = words(language);
  return [
    {
      kind: 'line',
      name: 'translatedHeadline',
      label: say('form.translatedHeadline'),
      description: say('form.translatedHeadline.description', { limit: LONGEST_TRANSLATED.headline }),
      isRequired: false,
      value: fields.translatedHeadline,
      longest: roomFor(fields.translatedHeadline, LONGEST_TRANSLATED.headline),
    },
    {
      kind: 'text',
      name: 'translatedNote',
      label: say('form.translatedNote'),
      description: say('form.translatedNote.description', { limit: LONGEST_TRANSLATED.note }),
      isRequired: false,
      value: fields.translatedNote,
      longest: roomFor(fields.translatedNote, LONGEST_TRANSLATED.note),
    },
  ];
}

/** What stands there already fits, whatever the limit is for others. */
function roomFor(text: string, limit: number): number {
  return Math.max(text.length, limit);
}

// The forms in which notes are written, changed and suggested, and in which a decision gets its reason.

import type { Article } from '../../article/article.js';
import { sentenceAt } from '../../article/article.js';
import type { NoteState } from '../../curation/shelf.js';
import { InputError } from '../../input-error.js';
import { formOf, type NoteForm } from '../../notes/form.js';
import { LONGEST_NOTE, NOTE_STATUSES } from '../../notes/note.js';
import type { NoteProposal } from '../../notes/revision.js';
import { type WordsLanguage, words } from '../../words/words.js';
import type { CustomId } from '../custom-id.js';
import type { Field, Filled, Form } from '../form.js';
import { LIMITS } from '../limits.js';

/** Longest reason, in characters. */
export const LONGEST_REASON = 300;

/** A new note on a sentence, whose words stand there already. */
export function noteForm(article: Article, id: Extract<CustomId, { readonly kind: 'noteForm' }>, language: WordsLanguage): Form {
  return { id, title: words(language)('form.add'), fields: noteFields(fieldsOn(article, id.sentence), language) };
}

/** A note as it is now, to be changed. Throws InputError for one that is too long for a form. */
export function editForm({ note, version }: NoteState, language: WordsLanguage): Form {
  const id = { kind: 'editForm' as const, note: note.id, version };
  return { id, title: words(language)('form.edit'), fields: noteFields(formOf(note), language) };
}

/** What a proposal wants, to be changed. Throws InputError as editForm does. */
export function proposalForm({ id: proposal, content }: NoteProposal, language: WordsLanguage): Form {
  const fields = content === undefined ? EMPTY : formOf(content);
  return { id: { kind: 'proposalForm', proposal }, title: words(language)('form.edit'), fields: noteFields(fields, language) };
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

/** What was filled into a note's form. */
export function noteFieldsIn(filled: Filled): NoteForm {
  const text = (name: keyof NoteForm) => filled.get(name) ?? '';
  return { status: text('status'), quote: text('quote'), note: text('note'), sources: text('sources'), keywords: text('keywords') };
}

const EMPTY: NoteForm = { status: '', quote: '', note: '', sources: '', keywords: '' };

function fieldsOn(article: Article, sentence: number): NoteForm {
  const { start, end } = sentenceAt(article, sentence);
  // Of words that are too many for a form nobody would see which were left out.
  return end - start > LIMITS.formText ? EMPTY : { ...EMPTY, quote: article.body.slice(start, end) };
}

/** Readers are not asked for keywords, which bear on what is found. */
function fieldsFor({ kind }: CustomId, fields: NoteForm, language: WordsLanguage): Field[] {
  return noteFields(fields, language).filter(({ name }) => kind !== 'suggest' || name !== 'keywords');
}

/** Throws InputError for a note that a form cannot hold: one from a file may have longer sources. */
function noteFields(fields: NoteForm, language: WordsLanguage): Field[] {
  const say = words(language);
  if (Object.values(fields).some((text: string) => text.length > LIMITS.formText)) throw new InputError(say('form.tooLong'));
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
      kind: 'text',
      name: 'note',
      label: say('form.note'),
      description: say('form.note.description'),
      isRequired: true,
      value: fields.note,
      longest: LONGEST_NOTE,
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
    {
      kind: 'line',
      name: 'keywords',
      label: say('form.keywords'),
      description: say('form.keywords.description'),
      isRequired: false,
      value: fields.keywords,
      longest: LIMITS.formText,
    },
  ];
}

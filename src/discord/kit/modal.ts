// Modals: their fields as Discord takes them, and the values that were filled in.

import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import { LIMITS } from './limits.js';

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly isRequired: boolean;
}

/** A text to type, on one line or several. */
export interface TextField extends FieldBase {
  readonly kind: 'line' | 'text';
  /** The initial value. */
  readonly value?: string | undefined;
  readonly longest: number;
  readonly placeholder?: string;
}

/** A choice of one value. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly value?: string | undefined;
  readonly choices: readonly { readonly label: string; readonly value: string; readonly description?: string }[];
}

export type Field = TextField | ChoiceField;

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

/** Filled-in values by field name; for a choice its value, or nothing. */
export type Filled = ReadonlyMap<string, string>;

/** A modal as Discord takes it. Throws RangeError if Discord would refuse it: a bug of ours. */
export function modalBody({ customId, title, fields }: Modal): APIModalInteractionResponseCallbackData {
  const faults = [
    ...(title.length > LIMITS.formTitle ? [`the title has ${title.length} characters`] : []),
    ...(fields.length > LIMITS.formFields ? [`it has ${fields.length} fields`] : []),
    ...fields.flatMap(faultsOfField),
  ];
  if (faults.length > 0) throw new RangeError(`A modal breaks Discord's limits: ${faults.join('; ')}`);
  return { custom_id: customId, title, components: fields.map(labelled) };
}

function faultsOfField(field: Field): string[] {
  const long = [
    field.label.length > LIMITS.formLabel,
    (field.description ?? '').length > LIMITS.formDescription,
    field.kind !== 'choice' && (field.value ?? '').length > Math.min(field.longest, LIMITS.formText),
    field.kind === 'choice' && field.choices.length > LIMITS.selectOptions,
  ];
  return long.includes(true) ? [`the field ${field.name} is too long`] : [];
}

function labelled(field: Field): APILabelComponent {
  const { label, description } = field;
  return { type: ComponentType.Label, label, ...(description === undefined ? {} : { description }), component: inputOf(field) };
}

function inputOf(field: Field): APILabelComponent['component'] {
  const { name, isRequired } = field;
  if (field.kind === 'choice') {
    return {
      type: ComponentType.StringSelect,
      custom_id: name,
      required: isRequired,
      options: field.choices.map((choice) => ({ ...choice, ...(choice.value === field.value ? { default: true } : {}) })),
    };
  }
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: field.kind === 'line' ? TextInputStyle.Short : TextInputStyle.Paragraph,
    required: isRequired,
    max_length: Math.min(field.longest, LIMITS.formText),
    ...(field.value === undefined || field.value === '' ? {} : { value: field.value }),
    ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
  };
}

/** The filled-in values of a modal. */
export function filledIn({ fields }: ModalSubmitInteraction): Filled {
  return new Map(
    fields.fields.map((field) => {
      if ('value' in field) return [field.customId, String(field.value ?? '')] as const;
      return [field.customId, 'values' in field ? (field.values?.[0] ?? '') : ''] as const;
    }),
  );
}

// Discord's limits on messages, and the check of a reply against them before it is sent.

import { type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import type { Reply } from './reply.js';

/** In UTF-16 code units, which are never fewer than Discord's own count. Sources: discord/discord-api-docs, developers/. */
export const LIMITS = {
  /** resources/message, "content". The OpenAPI file has 4,000 for one route; its README says to follow the documentation. */
  content: 2_000,
  /** resources/message, "embeds". */
  embeds: 10,
  /** resources/message, "Embed Limits", down to `embedsSum`. */
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  authorName: 256,
  /** Titles, descriptions, fields, footers and authors of all embeds of a message together. */
  embedsSum: 6_000,
  /** components/reference, "Legacy Message Component Behavior". */
  rows: 5,
  /** components/reference, "Action Row": up to five buttons or one select. */
  buttonsInRow: 5,
  /** components/reference, "Custom ID": 1 to 100 characters, unique in a message. */
  customId: 100,
  /** components/reference, "Button Structure". */
  buttonLabel: 80,
  buttonUrl: 512,
  /** components/reference, "String Select", down to `optionText`. */
  selectOptions: 25,
  selectPlaceholder: 150,
  optionText: 100,
  /** interactions/receiving-and-responding, "Modal", and components/reference, "Label" and "Text Input", down to `formText`. */
  formTitle: 45,
  formFields: 5,
  formLabel: 45,
  formDescription: 100,
  formText: 4_000,
  /** resources/message, "attachments" and "Attachment Object": their number, and the alt text of each. */
  files: 10,
  altText: 1_024,
  /** reference, "Uploading Files": bytes of a file. */
  file: 10 * 1024 * 1024,
  /** interactions/receiving-and-responding, "Autocomplete": choices, and the name of each. */
  choices: 25,
  choiceName: 100,
} as const;

export type Sendable = Pick<Reply, 'content' | 'embeds' | 'files'> & Partial<Pick<Reply, 'components'>>;

/** The faults for which Discord would refuse a reply, in words; empty if it would accept it. */
export function faultsOf({ content, embeds, components = [], files = [] }: Sendable): string[] {
  const sum = embeds.reduce((total, embed) => total + sizeOf(embed), 0);
  return [
    ...tooLong('content', content.trim(), LIMITS.content),
    ...(content.trim() === '' && embeds.length === 0 && components.length === 0 && files.length === 0 ? ['the message is empty'] : []),
    ...tooMany('embeds', embeds, LIMITS.embeds),
    ...embeds.flatMap(faultsOfEmbed),
    ...(sum > LIMITS.embedsSum ? [`the embeds have ${sum} characters together, at most ${LIMITS.embedsSum}`] : []),
    ...tooMany('rows', components, LIMITS.rows),
    ...components.flatMap(faultsOfRow),
    ...repeatedIds(components),
    ...tooMany('files', files, LIMITS.files),
    ...files.flatMap(({ name, data, description }) => [
      ...(data.byteLength > LIMITS.file ? [`the file ${name} has ${data.byteLength} bytes, at most ${LIMITS.file}`] : []),
      ...tooLong(`the alt text of ${name}`, description, LIMITS.altText),
    ]),
  ];
}

/** Whether Discord would accept a reply. */
export function fits(reply: Sendable): boolean {
  return faultsOf(reply).length === 0;
}

function faultsOfEmbed(embed: APIEmbed, index: number): string[] {
  const at = `embed ${index + 1}`;
  const { title, description, fields = [], footer, author } = embed;
  return [
    ...(sizeOf(embed) === 0 ? [`${at} is empty`] : []),
    ...tooLong(`${at}, title`, title?.trim(), LIMITS.title),
    ...tooLong(`${at}, description`, description?.trim(), LIMITS.description),
    ...tooMany(`${at}, fields`, fields, LIMITS.fields),
    ...fields.flatMap(({ name, value }, i) => [
      ...missing(`${at}, field ${i + 1}, name`, name),
      ...tooLong(`${at}, field ${i + 1}, name`, name.trim(), LIMITS.fieldName),
      ...missing(`${at}, field ${i + 1}, value`, value),
      ...tooLong(`${at}, field ${i + 1}, value`, value.trim(), LIMITS.fieldValue),
    ]),
    ...(footer === undefined ? [] : missing(`${at}, footer`, footer.text)),
    ...tooLong(`${at}, footer`, footer?.text.trim(), LIMITS.footer),
    ...(author === undefined ? [] : missing(`${at}, author`, author.name)),
    ...tooLong(`${at}, author`, author?.name.trim(), LIMITS.authorName),
  ];
}

function faultsOfRow(row: APIMessageTopLevelComponent, index: number): string[] {
  const at = `row ${index + 1}`;
  if (row.type !== ComponentType.ActionRow) return [`${at} is no row`];
  const parts = row.components;
  const isMixed = parts.length > 1 && parts.some(({ type }) => type !== ComponentType.Button);
  return [
    ...(parts.length === 0 ? [`${at} is empty`] : []),
    ...(isMixed ? [`${at} holds a select that is not alone`] : []),
    ...tooMany(`${at}, buttons`, parts, LIMITS.buttonsInRow),
    ...parts.flatMap((part, i) => {
      const here = `${at}, component ${i + 1}`;
      const id = 'custom_id' in part ? part.custom_id : undefined;
      const own = id === undefined ? [] : [...missing(`${here}, id`, id), ...tooLong(`${here}, id`, id, LIMITS.customId)];
      if (part.type === ComponentType.Button) {
        return [
          ...own,
          ...('label' in part || !('emoji' in part) ? missing(`${here}, label`, 'label' in part ? part.label : '') : []),
          ...tooLong(`${here}, label`, 'label' in part ? part.label : undefined, LIMITS.buttonLabel),
          ...tooLong(`${here}, address`, 'url' in part ? part.url : undefined, LIMITS.buttonUrl),
        ];
      }
      const options = part.type === ComponentType.StringSelect ? part.options : [];
      return [
        ...own,
        ...tooLong(`${here}, placeholder`, part.placeholder, LIMITS.selectPlaceholder),
        ...(part.type === ComponentType.StringSelect && options.length === 0 ? [`${here} has no options`] : []),
        ...tooMany(`${here}, options`, options, LIMITS.selectOptions),
        ...options.flatMap(({ label, value, description }, k) => [
          ...missing(`${here}, option ${k + 1}, label`, label),
          ...missing(`${here}, option ${k + 1}, value`, value),
          ...[label, value, description].flatMap((text) => tooLong(`${here}, option ${k + 1}`, text, LIMITS.optionText)),
        ]),
        ...repeated(options.map(({ value }) => value)).map((value) => `${here}, the value ${value} stands there twice`),
      ];
    }),
  ];
}

function repeatedIds(rows: readonly APIMessageTopLevelComponent[]): string[] {
  const ids = rows.flatMap((row) =>
    row.type === ComponentType.ActionRow ? row.components.flatMap((part) => ('custom_id' in part ? [part.custom_id] : [])) : [],
  );
  return repeated(ids).map((id) => `the id ${id} stands there twice`);
}

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, i) => texts.indexOf(text) !== i);
}

/** Discord trims the texts of embeds and of the message before it counts; ids and labels it takes as they are. */
function sizeOf({ title, description, fields = [], footer, author }: APIEmbed): number {
  const texts = [title, description, footer?.text, author?.name, ...fields.flatMap(({ name, value }) => [name, value])];
  return texts.reduce((total, text) => total + (text ?? '').trim().length, 0);
}

function tooLong(what: string, text: string | undefined, most: number): string[] {
  const length = (text ?? '').length;
  return length > most ? [`${what} has ${length} characters, at most ${most}`] : [];
}

function tooMany(what: string, all: readonly unknown[], most: number): string[] {
  return all.length > most ? [`${what}: ${all.length}, at most ${most}`] : [];
}

function missing(what: string, text: string | undefined): string[] {
  return (text ?? '').trim() === '' ? [`${what} is empty`] : [];
}

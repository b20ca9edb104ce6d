// Discord's limits on messages, modals and suggestions that its OpenAPI file does not state.

import { ComponentType, MessageFlags } from 'discord.js';
import type { Issue } from './errors.js';

export type Path = readonly (string | number)[];
export type Fields = Readonly<Record<string, unknown>>;

/** Collects the faults of one body. */
export interface Findings {
  readonly issues: Issue[];
  add(path: Path, code: string, message: string): void;
}

export function createFindings(): Findings {
  const issues: Issue[] = [];
  return { issues, add: (path, code, message) => issues.push({ path, code, message }) };
}

const MAX_CONTENT = 2_000;
const MAX_EMBEDS = 10;
const MAX_EMBED_SUM = 6_000;
const MAX_ROWS = 5;
const MAX_V2_COMPONENTS = 40;
const MAX_V2_TEXT = 4_000;
export const MAX_ATTACHMENTS = 10;
const MAX_MENTION_IDS = 100;
/** Discord fails with a 500 above this instead of refusing (discord-api-docs issue 8554). */
const MAX_V2_BYTES = 10_170;
const V2_BYTES_PER_TEXT = 12;

const SELECTS: readonly number[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];
const IN_CONTAINER: readonly number[] = [
  ComponentType.ActionRow,
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
];
const TOP_LEVEL_V2: readonly number[] = [...IN_CONTAINER, ComponentType.Container];
const IN_LABEL: readonly number[] = [
  ComponentType.TextInput,
  ...SELECTS,
  ComponentType.FileUpload,
  ComponentType.RadioGroup,
  ComponentType.CheckboxGroup,
  ComponentType.Checkbox,
];

export interface MessageLimits {
  /** Whether the message already has the flag for components V2. */
  readonly isV2: boolean;
  /** Present fields of the message, kept unless the body replaces them. */
  readonly kept?: Fields;
}

/** The faults of a message's body; a body without faults has the types that Discord documents. */
export function checkMessage(body: Fields, { isV2: wasV2, kept = {} }: MessageLimits): Issue[] {
  const findings = createFindings();
  const { content, embeds, components, flags } = body;
  checkInteger(findings, flags, ['flags']);
  const isV2 = wasV2 || (typeof flags === 'number' && (flags & MessageFlags.IsComponentsV2) !== 0);
  checkText(findings, content, ['content'], { max: MAX_CONTENT, trims: true });
  checkEmbeds(findings, embeds);
  checkAllowedMentions(findings, body.allowed_mentions);
  checkReference(findings, body.message_reference);
  checkAttachments(findings, body.attachments);
  const { nonce } = body;
  if (isSet(nonce) && typeof nonce !== 'number') checkText(findings, nonce, ['nonce'], { max: 25 });
  if (isV2) {
    const after: Fields = { ...kept, ...body };
    for (const name of ['content', 'embeds', 'poll', 'sticker_ids']) {
      const value = after[name];
      if (isSet(value) && value !== '' && !(Array.isArray(value) && value.length === 0)) {
        const message = `The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
        findings.add([name], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
      }
    }
  }
  checkComponents(findings, components, isV2);
  return findings.issues;
}

/** Whether a message has no text, no embed with content, no file, component, poll or sticker. */
export function isEmptyMessage(body: {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly files: number;
  readonly extra: boolean;
}): boolean {
  const shown = ['title', 'description', 'fields', 'author', 'footer', 'image', 'thumbnail', 'video'];
  const says = (part: unknown) => (typeof part === 'string' || Array.isArray(part) ? part.length > 0 : isSet(part));
  const embeds = body.embeds.filter((embed) => isFields(embed) && shown.some((name) => says(embed[name])));
  return body.content.trim() === '' && embeds.length === 0 && body.components.length === 0 && body.files === 0 && !body.extra;
}

/** Whether texts of components V2 are so long that Discord fails instead of answering. */
export function crashesDiscord(components: readonly unknown[]): boolean {
  const texts = collect(components).filter(({ type }) => type === ComponentType.TextDisplay);
  const bytes = texts.reduce((sum, { content }) => sum + Buffer.byteLength(inWords(content ?? '')) + V2_BYTES_PER_TEXT, 0);
  return bytes > MAX_V2_BYTES;
}

/** The faults of suggestions for autocomplete. */
export function checkSuggestions(data: unknown): Issue[] {
  const findings = createFindings();
  const choices = isFields(data) ? data.choices : undefined;
  if (!isSet(choices)) findings.add(['data', 'choices'], 'BASE_TYPE_REQUIRED', 'This field is required');
  checkList(findings, choices, ['data', 'choices'], { max: 25 }, (choice, path) => {
    checkText(findings, choice.name, [...path, 'name'], { min: 1, max: 100, isRequired: true });
    const { value } = choice;
    if (typeof value !== 'number') checkText(findings, value, [...path, 'value'], { min: 1, max: 100, isRequired: true });
    checkLocalizations(findings, choice.name_localizations, [...path, 'name_localizations'], { min: 1, max: 100 });
  });
  return findings.issues;
}

/** The faults of a modal. */
export function checkModal(data: unknown): Issue[] {
  const findings = createFindings();
  if (!isFields(data)) {
    findings.add(['data'], 'BASE_TYPE_REQUIRED', 'This field is required');
    return findings.issues;
  }
  const at = (...steps: Path): Path => ['data', ...steps];
  checkText(findings, data.title, at('title'), { min: 1, max: 45, isRequired: true });
  checkText(findings, data.custom_id, at('custom_id'), { min: 1, max: 100, isRequired: true });
  if (!isSet(data.components)) findings.add(at('components'), 'BASE_TYPE_REQUIRED', 'This field is required');
  checkList(findings, data.components, at('components'), { min: 1, max: 5 }, (component, path) => checkInModal(findings, component, path));
  checkCustomIds(findings, data.components, at('components'));
  return findings.issues;
}

function checkInModal(findings: Findings, component: Fields, path: Path): void {
  switch (component.type) {
    case ComponentType.ActionRow:
      checkList(findings, component.components, [...path, 'components'], { min: 1, max: 1 }, (input, inner) => {
        if (!checkType(findings, input, inner, [ComponentType.TextInput])) return;
        checkText(findings, input.label, [...inner, 'label'], { min: 1, max: 45, isRequired: true });
        checkTextInput(findings, input, inner);
      });
      return;
    case ComponentType.Label: {
      checkText(findings, component.label, [...path, 'label'], { min: 1, max: 45, isRequired: true });
      checkText(findings, component.description, [...path, 'description'], { max: 100 });
      const input = component.component;
      const inner = [...path, 'component'];
      if (!isFields(input)) findings.add(inner, 'BASE_TYPE_REQUIRED', 'This field is required');
      else if (checkType(findings, input, inner, IN_LABEL)) checkInput(findings, input, inner);
      return;
    }
    case ComponentType.TextDisplay:
      checkText(findings, component.content, [...path, 'content'], { min: 1, max: MAX_V2_TEXT, isRequired: true });
      return;
    default:
      checkType(findings, component, path, [ComponentType.ActionRow, ComponentType.Label, ComponentType.TextDisplay]);
  }
}

function checkInput(findings: Findings, input: Fields, path: Path): void {
  if (input.type === ComponentType.TextInput) {
    if (isSet(input.label)) findings.add([...path, 'label'], 'BASE_TYPE_BAD', 'A text input in a label has no label of its own');
    checkTextInput(findings, input, path);
    return;
  }
  if (SELECTS.includes(input.type as number)) {
    checkSelect(findings, input, path);
    return;
  }
  checkText(findings, input.custom_id, [...path, 'custom_id'], { min: 1, max: 100, isRequired: true });
  const range = input.type === ComponentType.RadioGroup ? { min: 2, max: 10 } : { min: 1, max: 10 };
  if (input.type === ComponentType.RadioGroup || input.type === ComponentType.CheckboxGroup) {
    checkList(findings, input.options, [...path, 'options'], range, (option, inner) => checkOption(findings, option, inner));
  }
  if (input.type === ComponentType.FileUpload) {
    checkRange(findings, input.min_values, [...path, 'min_values'], 0, 10);
    checkRange(findings, input.max_values, [...path, 'max_values'], 1, 10);
  }
}

function checkTextInput(findings: Findings, input: Fields, path: Path): void {
  checkText(findings, input.custom_id, [...path, 'custom_id'], { min: 1, max: 100, isRequired: true });
  checkRange(findings, input.style, [...path, 'style'], 1, 2, true);
  checkRange(findings, input.min_length, [...path, 'min_length'], 0, 4_000);
  checkRange(findings, input.max_length, [...path, 'max_length'], 1, 4_000);
  checkText(findings, input.value, [...path, 'value'], { max: 4_000 });
  checkText(findings, input.placeholder, [...path, 'placeholder'], { max: 100 });
}

function checkEmbeds(findings: Findings, embeds: unknown): void {
  let sum = 0;
  const count = (value: unknown, path: Path, max: number, isRequired = false) => {
    checkText(findings, value, path, { max, trims: true, isRequired });
    if (typeof value === 'string') sum += value.trim().length;
  };
  checkList(findings, embeds, ['embeds'], { max: MAX_EMBEDS }, (embed, path) => {
    count(embed.title, [...path, 'title'], 256);
    count(embed.description, [...path, 'description'], 4_096);
    if (isFields(embed.author)) count(embed.author.name, [...path, 'author', 'name'], 256, true);
    if (isFields(embed.footer)) count(embed.footer.text, [...path, 'footer', 'text'], 2_048, true);
    checkRange(findings, embed.color, [...path, 'color'], 0, 0xff_ff_ff);
    checkList(findings, embed.fields, [...path, 'fields'], { max: 25 }, (field, inner) => {
      count(field.name, [...inner, 'name'], 256, true);
      count(field.value, [...inner, 'value'], 1_024, true);
    });
    for (const [owner, url] of urlsOf(embed)) checkUrl(findings, url, [...path, ...owner]);
  });
  if (sum > MAX_EMBED_SUM) {
    findings.add(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_EMBED_SUM}`);
  }
}

function urlsOf(embed: Fields): [Path, unknown][] {
  const inside = ['author', 'image', 'thumbnail'].map((name): [Path, unknown] => {
    const part = embed[name];
    return [[name, 'url'], isFields(part) ? part.url : undefined];
  });
  return [[['url'], embed.url], ...inside];
}

function checkUrl(findings: Findings, url: unknown, path: Path): void {
  checkText(findings, url, path, { max: 2_048 });
  if (typeof url !== 'string' || (URL.canParse(url) && /^(?:https?|attachment):$/u.test(new URL(url).protocol))) return;
  findings.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
}

function checkAllowedMentions(findings: Findings, allowed: unknown): void {
  if (!isSet(allowed)) return;
  if (!isFields(allowed)) {
    findings.add(['allowed_mentions'], 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    return;
  }
  for (const kind of ['users', 'roles'] as const) {
    const ids = allowed[kind];
    if (!isSet(ids)) continue;
    const path = ['allowed_mentions', kind];
    if (!Array.isArray(ids)) findings.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    else if (ids.length > MAX_MENTION_IDS) {
      findings.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_MENTION_IDS} or fewer in length.`);
    } else if (ids.length > 0 && Array.isArray(allowed.parse) && allowed.parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      findings.add(['allowed_mentions'], 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
  }
}

function checkReference(findings: Findings, reference: unknown): void {
  if (!isSet(reference)) return;
  if (!isFields(reference) || typeof reference.message_id !== 'string') {
    findings.add(['message_reference', 'message_id'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
}

function checkAttachments(findings: Findings, attachments: unknown): void {
  checkList(findings, attachments, ['attachments'], { max: MAX_ATTACHMENTS }, (attachment, path) => {
    checkText(findings, attachment.description, [...path, 'description'], { max: 1_024 });
  });
}

function checkComponents(findings: Findings, components: unknown, isV2: boolean): void {
  checkCustomIds(findings, components, ['components']);
  if (!isV2) {
    checkList(findings, components, ['components'], { max: MAX_ROWS }, (row, path) => {
      if (checkType(findings, row, path, [ComponentType.ActionRow])) checkRow(findings, row, path);
    });
    return;
  }
  checkList(findings, components, ['components'], { min: 1, max: MAX_V2_COMPONENTS }, (component, path) => {
    if (checkType(findings, component, path, TOP_LEVEL_V2)) checkLayout(findings, component, path);
  });
  const all = collect(components);
  if (all.length > MAX_V2_COMPONENTS) {
    findings.add(['components'], 'BASE_TYPE_BAD_LENGTH', `The total number of components must be ${MAX_V2_COMPONENTS} or fewer.`);
  }
  const texts = all.filter(({ type }) => type === ComponentType.TextDisplay);
  const length = texts.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : 0), 0);
  if (length > MAX_V2_TEXT) {
    const message = `The total length of text of all components must be ${MAX_V2_TEXT} or fewer.`;
    findings.add(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
  }
}

/** Checks a component of components V2. */
function checkLayout(findings: Findings, component: Fields, path: Path): void {
  switch (component.type) {
    case ComponentType.ActionRow:
      checkRow(findings, component, path);
      return;
    case ComponentType.TextDisplay:
      checkText(findings, component.content, [...path, 'content'], { min: 1, max: MAX_V2_TEXT, isRequired: true });
      return;
    case ComponentType.Section: {
      checkList(findings, component.components, [...path, 'components'], { min: 1, max: 3 }, (text, inner) => {
        if (checkType(findings, text, inner, [ComponentType.TextDisplay])) checkLayout(findings, text, inner);
      });
      const { accessory } = component;
      const inner = [...path, 'accessory'];
      if (!isFields(accessory)) findings.add(inner, 'BASE_TYPE_REQUIRED', 'This field is required');
      else if (checkType(findings, accessory, inner, [ComponentType.Button, ComponentType.Thumbnail])) {
        if (accessory.type === ComponentType.Button) checkButton(findings, accessory, inner);
      }
      return;
    }
    case ComponentType.Container:
      checkList(findings, component.components, [...path, 'components'], { min: 1, max: MAX_V2_COMPONENTS }, (child, inner) => {
        if (checkType(findings, child, inner, IN_CONTAINER)) checkLayout(findings, child, inner);
      });
      return;
    case ComponentType.MediaGallery:
      checkList(findings, component.items, [...path, 'items'], { min: 1, max: 10 }, () => undefined);
      return;
    default:
  }
}

function checkRow(findings: Findings, row: Fields, path: Path): void {
  const inner = [...path, 'components'];
  const children = Array.isArray(row.components) ? row.components.filter(isFields) : [];
  const width = children.reduce((sum, { type }) => sum + (SELECTS.includes(type as number) ? 5 : 1), 0);
  if (width > 5) findings.add(inner, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  checkList(findings, row.components, inner, { min: 1, max: 5 }, (child, at) => {
    if (!checkType(findings, child, at, [ComponentType.Button, ...SELECTS])) return;
    if (child.type === ComponentType.Button) checkButton(findings, child, at);
    else checkSelect(findings, child, at);
  });
}

const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;

function checkButton(findings: Findings, button: Fields, path: Path): void {
  const { style, custom_id: customId, label, emoji, url } = button;
  checkRange(findings, style, [...path, 'style'], 1, PREMIUM_STYLE, true);
  checkText(findings, label, [...path, 'label'], { max: 80 });
  if (style === PREMIUM_STYLE) return;
  if (!(typeof label === 'string' && label !== '') && !isSet(emoji)) {
    findings.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button must have a label or an emoji');
  }
  if (style === LINK_STYLE) {
    checkText(findings, url, [...path, 'url'], { min: 1, max: 512, isRequired: true });
    checkUrl(findings, url, [...path, 'url']);
    if (isSet(customId))
      findings.add([...path, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN', 'A custom id and url cannot both be set');
    return;
  }
  checkText(findings, customId, [...path, 'custom_id'], { min: 1, max: 100, isRequired: true });
  if (isSet(url)) findings.add([...path, 'url'], 'BUTTON_COMPONENT_URL_FORBIDDEN', 'A url is for link buttons only');
}

function checkSelect(findings: Findings, select: Fields, path: Path): void {
  checkText(findings, select.custom_id, [...path, 'custom_id'], { min: 1, max: 100, isRequired: true });
  checkText(findings, select.placeholder, [...path, 'placeholder'], { max: 150 });
  checkRange(findings, select.min_values, [...path, 'min_values'], 0, 25);
  checkRange(findings, select.max_values, [...path, 'max_values'], 1, 25);
  if (select.type !== ComponentType.StringSelect) return;
  const { options } = select;
  const at = [...path, 'options'];
  if (!isSet(options)) findings.add(at, 'BASE_TYPE_REQUIRED', 'This field is required');
  checkList(findings, options, at, { min: 1, max: 25 }, (option, inner) => checkOption(findings, option, inner));
  if (!Array.isArray(options)) return;
  const values = options.filter(isFields).map(({ value }) => value);
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) {
      findings.add([...at, index, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    }
  });
  if (typeof select.max_values === 'number' && select.max_values > options.length) {
    findings.add([...path, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES_EXCEEDED', 'More values than options');
  }
}

function checkOption(findings: Findings, option: Fields, path: Path): void {
  checkText(findings, option.label, [...path, 'label'], { min: 1, max: 100, isRequired: true });
  checkText(findings, option.value, [...path, 'value'], { min: 1, max: 100, isRequired: true });
  checkText(findings, option.description, [...path, 'description'], { max: 100 });
}

function checkCustomIds(findings: Findings, components: unknown, path: Path): void {
  const seen = new Set<unknown>();
  for (const { custom_id: customId } of collect(components)) {
    if (!isSet(customId)) continue;
    if (seen.has(customId)) findings.add(path, 'COMPONENT_CUSTOM_ID_DUPLICATED', `Component custom id cannot be duplicated: ${customId}`);
    seen.add(customId);
  }
}

/** Components at any depth. */
function collect(components: unknown): Fields[] {
  if (!Array.isArray(components)) return [];
  return components
    .filter(isFields)
    .flatMap((component) => [component, ...collect(component.components), ...collect([component.accessory, component.component])]);
}

function checkType(findings: Findings, component: Fields, path: Path, types: readonly number[]): boolean {
  if (types.includes(component.type as number)) return true;
  findings.add([...path, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${types.join(', ')}).`);
  return false;
}

export interface TextLimits {
  readonly min?: number;
  readonly max: number;
  readonly isRequired?: boolean;
  /** Discord trims the text before counting. */
  readonly trims?: boolean;
}

export function checkText(findings: Findings, value: unknown, path: Path, { min = 0, max, isRequired, trims }: TextLimits): void {
  if (!isSet(value)) {
    if (isRequired === true) findings.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  if (typeof value !== 'string') {
    findings.add(path, 'STRING_TYPE_CONVERT', `Could not interpret "${inWords(value)}" as string.`);
    return;
  }
  const { length } = trims === true ? value.trim() : value;
  if (length === 0 && isRequired === true) findings.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  else if (min > 0 && (length < min || length > max)) {
    findings.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  } else if (length > max) findings.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

export function checkList(
  findings: Findings,
  value: unknown,
  path: Path,
  { min = 0, max }: { readonly min?: number; readonly max: number },
  check: (item: Fields, path: Path) => void,
): void {
  if (!isSet(value)) return;
  if (!Array.isArray(value)) {
    findings.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    return;
  }
  if (min > 0 && (value.length < min || value.length > max)) {
    findings.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  } else if (value.length > max) findings.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  value.forEach((item, index) => {
    const at = [...path, index];
    if (isFields(item)) check(item, at);
    else findings.add(at, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
  });
}

export function checkRange(findings: Findings, value: unknown, path: Path, min: number, max: number, isRequired = false): void {
  if (!isSet(value)) {
    if (isRequired) findings.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  if (!checkInteger(findings, value, path)) return;
  if (value < min || value > max) findings.add(path, 'NUMBER_TYPE_RANGE', `int value should be between ${min} and ${max}.`);
}

function checkInteger(findings: Findings, value: unknown, path: Path): value is number {
  if (!isSet(value)) return false;
  if (Number.isInteger(value)) return true;
  findings.add(path, 'NUMBER_TYPE_COERCE', `Value "${inWords(value)}" is not int.`);
  return false;
}

/** Discord's locales. */
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(' '),
);

export function checkLocalizations(findings: Findings, value: unknown, path: Path, limits: TextLimits): void {
  if (!isSet(value)) return;
  if (!isFields(value)) {
    findings.add(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    return;
  }
  for (const [locale, text] of Object.entries(value)) {
    if (!LOCALES.has(locale)) findings.add([...path, locale], 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`);
    checkText(findings, text, [...path, locale], limits);
  }
}

export function isSet(value: unknown): value is NonNullable<unknown> {
  return value !== undefined && value !== null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any JSON as text: an object's `toString` field may not be a function. */
function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

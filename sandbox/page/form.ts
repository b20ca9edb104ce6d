// A modal of the bot, as a dialog: its inputs and their values.

import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { FormFields, Upload, WireChoice, WireForm, WireInput } from '../wire.js';
import { icon, readUpload } from './elements.js';
import { markup } from './markup.js';

export interface FormView {
  readonly form: WireForm;
  readonly isSending: boolean;
  /** The reason why it could not be sent. */
  readonly trouble: string | undefined;
}

export interface FormActions {
  submit(form: WireForm, values: FormFields): void;
  close(): void;
}

/** The content of the dialog; another modal gets new inputs. */
export function formTemplate({ form, isSending, trouble }: FormView, actions: FormActions): TemplateResult {
  const sent = async (event: SubmitEvent) => {
    event.preventDefault();
    const { target } = event;
    if (!(target instanceof HTMLFormElement) || isSending) return;
    for (const input of form.parts) if (input.is === 'checks' || input.is === 'select') requireEnough(target, input);
    if (target.reportValidity()) actions.submit(form, await valuesIn(target, form));
  };
  return html`${keyed(
    form.id,
    html`<form @submit=${sent} novalidate>
      <header>
        <h2 id="form-title">${form.title}</h2>
        <button type="button" class="icon-button" aria-label="Close the form" @click=${actions.close}>${icon('close')}</button>
      </header>
      <div class="inputs">
        ${form.parts.map((part) => (part.is === 'prose' ? html`<div class="markup prose">${markup(part.text)}</div>` : inputTemplate(part)))}
      </div>
      <footer>
        <p class="trouble" role="alert">${trouble ?? nothing}</p>
        <button type="button" class="button secondary" @click=${actions.close}>Cancel</button>
        <button type="submit" class="button primary" aria-busy=${isSending ? 'true' : 'false'}>Submit</button>
      </footer>
    </form>`,
  )}`;
}

function inputTemplate(input: WireInput) {
  const id = `input-${input.customId}`;
  const described = input.description === undefined ? nothing : `${id}-about`;
  const about = input.description === undefined ? nothing : html`<p class="about" id=${`${id}-about`}>${input.description}</p>`;
  const star = input.isRequired ? html`<span class="star" aria-hidden="true"> *</span>` : nothing;
  switch (input.is) {
    case 'text':
      return html`<div class="input"><label for=${id}>${input.label}${star}</label>${about}${textInput(input, id, described)}</div>`;
    case 'files':
      return html`<div class="input">
        <label for=${id}>${input.label}${star}</label>${about}
        <input
          type="file"
          id=${id}
          name=${input.customId}
          aria-describedby=${described}
          ?required=${input.isRequired}
          ?multiple=${input.max > 1}
        />
      </div>`;
    case 'tick':
      return html`<div class="input">
        <label class="choice"><input type="checkbox" name=${input.customId} ?checked=${input.isOn} aria-describedby=${described} /> ${input.label}</label>
        ${about}
      </div>`;
    case 'select':
      if (input.max === 1) {
        return html`<div class="input">
          <label for=${id}>${input.label}${star}</label>${about}
          <select class="select" id=${id} name=${input.customId} aria-describedby=${described} ?required=${input.isRequired}>
            <option value="">${input.placeholder === '' ? 'Choose…' : input.placeholder}</option>
            ${input.choices.map(
              ({ label, value, description, isDefault }) =>
                html`<option value=${value} ?selected=${isDefault}>${description === undefined ? label : `${label} · ${description}`}</option>`,
            )}
          </select>
        </div>`;
      }
      return group(input, input.choices, 'checkbox', star, about);
    case 'radio':
    case 'checks':
      return group(input, input.choices, input.is === 'radio' ? 'radio' : 'checkbox', star, about);
  }
}

function textInput(input: WireInput & { readonly is: 'text' }, id: string, described: string | typeof nothing) {
  const { customId, value, placeholder, isRequired, minLength, maxLength } = input;
  const [min, max] = [minLength ?? nothing, maxLength ?? nothing];
  return input.isLong
    ? html`<textarea
        id=${id}
        name=${customId}
        rows="4"
        placeholder=${placeholder}
        minlength=${min}
        maxlength=${max}
        aria-describedby=${described}
        ?required=${isRequired}
        .defaultValue=${value}
      ></textarea>`
    : html`<input
        type="text"
        id=${id}
        name=${customId}
        placeholder=${placeholder}
        minlength=${min}
        maxlength=${max}
        aria-describedby=${described}
        ?required=${isRequired}
        autocomplete="off"
        .defaultValue=${value}
      />`;
}

function group(
  { customId, label, isRequired }: WireInput,
  choices: readonly WireChoice[],
  type: 'radio' | 'checkbox',
  star: unknown,
  about: unknown,
) {
  return html`<fieldset class="input">
    <legend>${label}${star}</legend>
    ${about}
    ${choices.map(
      ({ label: name, value, description, isDefault }) =>
        html`<label class="choice">
          <input type=${type} name=${customId} value=${value} ?checked=${isDefault} ?required=${type === 'radio' && isRequired} />
          <span>${name}${description === undefined ? nothing : html`<span class="about">${description}</span>`}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** Checks the number of ticks, which browsers cannot require. */
function requireEnough(form: HTMLFormElement, input: WireInput): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].filter(({ name }) => name === input.customId);
  const least = input.is === 'select' && input.isRequired ? input.min : input.isRequired ? 1 : 0;
  const ticked = boxes.filter(({ checked }) => checked).length;
  const most = input.is === 'select' ? input.max : boxes.length;
  const wrong = ticked < least ? `Choose at least ${least}.` : ticked > most ? `Choose at most ${most}.` : '';
  boxes[0]?.setCustomValidity(wrong);
}

async function valuesIn(form: HTMLFormElement, { parts }: WireForm): Promise<FormFields> {
  const data = new FormData(form);
  const values: Record<string, string | boolean | readonly string[] | readonly Upload[]> = {};
  for (const part of parts) {
    if (part.is === 'prose') continue;
    const given = data.getAll(part.customId);
    const texts = given.filter((one) => typeof one === 'string');
    const uploads = given.filter((one) => one instanceof File && one.name !== '') as File[];
    if (part.is === 'text') values[part.customId] = (texts[0] ?? '').replaceAll('\r\n', '\n');
    else if (part.is === 'tick') values[part.customId] = given.length > 0;
    else if (part.is === 'files') values[part.customId] = await Promise.all(uploads.map(readUpload));
    else values[part.customId] = texts.filter((text) => text !== '');
  }
  return values;
}

// The message box at the foot of the page: texts with mentions, and commands with options and suggestions, all by keyboard.

import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { OptionValues, Person, Upload, View, WireCommand, WireMessage, WireOption } from '../wire.js';
import { avatar, icon, readUpload } from './elements.js';

export interface Suggestion {
  readonly name: string;
  readonly value: string | number;
}

export interface ComposerActions {
  /** Resolves with whether the message was posted. */
  post(text: string, replyTo: WireMessage | undefined): Promise<boolean>;
  /** Resolves with the reason if the command could not be sent. */
  command(command: WireCommand, options: OptionValues): Promise<string | undefined>;
  suggest(
    command: WireCommand,
    options: OptionValues,
    focused: { readonly id: string; readonly text: string },
  ): Promise<readonly Suggestion[]>;
  editLast(): void;
  /** Called when the box must be redrawn. */
  changed(): void;
}

/** An entry of the list above the box. */
interface Offer {
  readonly key: string;
  readonly label: string;
  readonly about: string;
  readonly person?: Person;
  take(): void;
}

interface Field {
  text: string;
  /** The chosen suggestion; typing resets it. */
  chosen: Suggestion | undefined;
  file: File | undefined;
}

const PAUSE_MS = 120;
const NO_COMMANDS = 'The commands come with Marginalia, as soon as it is here.';
const MOST_OFFERS = 25;

export class Composer {
  readonly #actions: ComposerActions;
  readonly #box = createRef<HTMLTextAreaElement>();
  readonly #form = createRef<HTMLFormElement>();
  #view: View | undefined;
  #replyTo: WireMessage | undefined;
  #command: WireCommand | undefined;
  #fields = new Map<string, Field>();
  #focusedOption: WireOption | undefined;
  #offers: readonly Offer[] = [];
  #title = '';
  #active = 0;
  #isLoading = false;
  #isSending = false;
  #trouble: string | undefined;
  #asked = 0;

  constructor(actions: ComposerActions) {
    this.#actions = actions;
  }

  focus(): void {
    const field = this.#form.value?.querySelector<HTMLElement>('input, select');
    (field ?? this.#form.value?.querySelector<HTMLElement>('button') ?? this.#box.value)?.focus();
  }

  /** Replaces ids in a text with names, as a person would type them. */
  withNames(text: string): string {
    return this.#named().reduce((so, { name, id }) => so.replaceAll(`<@${id}>`, `@${name}`), text);
  }

  /** Replaces names after an at sign with Discord's mentions. */
  withMentions(text: string): string {
    const longestFirst = this.#named().sort((one, other) => other.name.length - one.name.length);
    return longestFirst.reduce((so, { name, id }) => so.replaceAll(`@${name}`, `<@${id}>`), text);
  }

  reply(message: WireMessage): void {
    this.#leaveCommand();
    this.#replyTo = message;
    this.#drawAndFocus();
  }

  /** Resets the box, since another viewer or room has other commands. */
  moved(): void {
    this.#replyTo = undefined;
    this.#leaveCommand();
    this.#closeOffers();
  }

  /** Offers the commands of a bot that connected while somebody was typing. */
  offered(view: View): void {
    this.#view = view;
    if (this.#trouble === NO_COMMANDS && view.commands.length > 0) this.#typed();
  }

  template(view: View): TemplateResult {
    this.#view = view;
    const { room } = view;
    if (!room.mayWrite) return html`<div class="composer is-closed"><p>You cannot write here as ${view.me.name}.</p></div>`;
    return html`<div class="composer">
      ${this.#offersTemplate()} ${this.#replyTemplate()}
      ${this.#trouble === undefined ? nothing : html`<p class="trouble" role="alert">${this.#trouble}</p>`}
      ${this.#command === undefined ? this.#boxTemplate(view) : this.#commandTemplate(this.#command)}
    </div>`;
  }

  #boxTemplate({ room, me }: View) {
    const label = room.kind === 'direct' ? `Message ${room.name}` : `Message #${room.name}`;
    return html`<div class="box">
      <textarea
        ${ref(this.#box)}
        id="composer"
        rows="1"
        maxlength="2000"
        aria-label=${label}
        placeholder=${`${label} as ${me.name}`}
        aria-autocomplete="list"
        aria-controls=${this.#isOpen ? 'offers' : nothing}
        aria-activedescendant=${this.#activeId}
        @input=${() => this.#typed()}
        @keydown=${(event: KeyboardEvent) => this.#keys(event)}
        @blur=${() => this.#closeOffers()}
      ></textarea>
      <button type="button" class="icon-button" aria-label="Send" @click=${() => void this.#send()}>${icon('send')}</button>
    </div>`;
  }

  #replyTemplate() {
    if (this.#replyTo === undefined) return nothing;
    return html`<p class="replying">
      <span>Replying to <strong>${this.#replyTo.author.name}</strong></span>
      <button type="button" class="icon-button" aria-label="Do not reply" @click=${() => this.#leaveReply()}>${icon('close', 16)}</button>
    </p>`;
  }

  #commandTemplate(command: WireCommand) {
    const option = this.#focusedOption;
    const about = option === undefined ? command.description : option.description;
    return html`<form class="command" ${ref(this.#form)} @submit=${(event: SubmitEvent) => this.#sendCommand(event)} @keydown=${(event: KeyboardEvent) => this.#commandKeys(event)}>
      <p class="hint" id="option-hint">${about}</p>
      <div class="box">
        <span class="name">/${command.name}</span>
        <div class="options">${command.options.map((one) => this.#optionTemplate(one))}</div>
        <button type="submit" class="icon-button" aria-label=${`Send /${command.name}`} aria-busy=${this.#isSending ? 'true' : 'false'}>${icon('send')}</button>
        <button type="button" class="icon-button" aria-label="Leave the command" @click=${() => this.#cancelCommand()}>${icon('close')}</button>
      </div>
    </form>`;
  }

  #optionTemplate(option: WireOption) {
    const id = `option-${option.id}`;
    const field = this.#field(option);
    const label = html`<label for=${id}>${option.name}${option.isRequired ? nothing : html`<span class="visually-hidden"> (optional)</span>`}</label>`;
    if (option.kind === 'file') {
      const picked = ({ target }: Event) => {
        if (target instanceof HTMLInputElement) field.file = target.files?.[0];
      };
      return html`<span class="option">${label}<input type="file" id=${id} ?required=${option.isRequired} aria-describedby="option-hint" @focus=${() => this.#enterOption(option)} @change=${picked} /></span>`;
    }
    const lists = this.#hasList(option);
    return html`<span class=${`option ${option.isRequired ? 'is-required' : ''}`}
      >${label}<input
        type="text"
        id=${id}
        autocomplete="off"
        size=${Math.min(Math.max(field.text.length, option.isRequired ? 12 : 8), 48)}
        inputmode=${option.kind === 'whole' || option.kind === 'number' ? 'decimal' : nothing}
        maxlength=${option.maxLength ?? nothing}
        placeholder=${option.isRequired ? '' : 'optional'}
        role=${lists ? 'combobox' : nothing}
        aria-autocomplete=${lists ? 'list' : nothing}
        aria-expanded=${lists ? String(this.#isOpen && this.#focusedOption === option) : nothing}
        aria-controls=${lists && this.#isOpen ? 'offers' : nothing}
        aria-activedescendant=${this.#focusedOption === option ? this.#activeId : nothing}
        aria-describedby="option-hint"
        aria-required=${option.isRequired ? 'true' : 'false'}
        .value=${field.text}
        @focus=${() => this.#enterOption(option)}
        @blur=${() => this.#closeOffers()}
        @input=${({ target }: InputEvent) => target instanceof HTMLInputElement && this.#typedOption(option, target.value)}
    /></span>`;
  }

  #offersTemplate() {
    const count = this.#offers.length === 1 ? '1 suggestion' : `${this.#offers.length} suggestions`;
    const isShown = this.#isOpen || this.#isLoading;
    return html`<p class="visually-hidden" role="status">${this.#isOpen ? count : ''}</p>
      <div class="offers" ?hidden=${!isShown}>
        <p class="offers-title">${this.#title}${this.#isLoading ? html` <span class="loading">Loading…</span>` : nothing}</p>
        <ul id="offers" role="listbox" tabindex="0" aria-label=${this.#title} @focus=${() => this.focus()} ?hidden=${!this.#isOpen}>
          ${this.#offers.map((offer, at) => this.#offerTemplate(offer, at))}
        </ul>
      </div>`;
  }

  #offerTemplate({ label, about, person, take }: Offer, at: number) {
    // A pointer press must not take the focus from the input.
    const keepFocus = (event: MouseEvent) => event.preventDefault();
    return html`<li
      role="option"
      id=${`offer-${at}`}
      aria-selected=${at === this.#active ? 'true' : 'false'}
      @mousedown=${keepFocus}
      @mousemove=${() => this.#activate(at)}
      @click=${take}
    >
      ${person === undefined ? nothing : avatar(person, 24)}<span class="offer-label">${label}</span
      ><span class="offer-about">${about}</span>
    </li>`;
  }

  get #isOpen(): boolean {
    return this.#offers.length > 0;
  }

  get #activeId() {
    return this.#isOpen && this.#active >= 0 ? `offer-${this.#active}` : nothing;
  }

  /** Shows a list; with no entry preselected, Enter sends the typed text. */
  #show(title: string, offers: readonly Offer[], active = 0): void {
    this.#title = title;
    this.#offers = offers.slice(0, MOST_OFFERS);
    this.#active = active;
    this.#isLoading = false;
    this.#actions.changed();
  }

  #closeOffers(): void {
    this.#asked += 1;
    if (!this.#isOpen && !this.#isLoading) return;
    this.#show('', []);
  }

  #activate(at: number): void {
    const { length } = this.#offers;
    if (length === 0 || at === this.#active) return;
    this.#active = at < 0 ? length - 1 : at % length;
    this.#actions.changed();
    document.getElementById(`offer-${this.#active}`)?.scrollIntoView({ block: 'nearest' });
  }

  /** Handles keys of an open list; returns whether it used the key. */
  #listKeys(event: KeyboardEvent): boolean {
    if (!this.#isOpen || event.isComposing) return false;
    if (event.key === 'ArrowDown') this.#activate(this.#active + 1);
    else if (event.key === 'ArrowUp') this.#activate(Math.max(this.#active, 0) - 1);
    else if (event.key === 'Escape') this.#closeOffers();
    else if (this.#active < 0) return false;
    else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) this.#offers[this.#active]?.take();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #keys(event: KeyboardEvent): void {
    if (this.#listKeys(event) || event.isComposing) return;
    const isEmpty = this.#box.value?.value === '';
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.#send();
    } else if (event.key === 'Escape' && this.#replyTo !== undefined) this.#leaveReply();
    else if (event.key === 'ArrowUp' && isEmpty) {
      event.preventDefault();
      this.#actions.editLast();
    }
  }

  #typed(): void {
    const box = this.#box.value;
    if (box === undefined) return;
    growToText(box);
    this.#trouble = undefined;
    const before = box.value.slice(0, box.selectionStart);
    if (box.value.startsWith('/')) this.#offerCommands(box.value.slice(1));
    else this.#offerPeople(before);
  }

  #offerCommands(typed: string): void {
    const { commands = [] } = this.#view ?? {};
    const lower = typed.toLowerCase();
    // A whole name followed by a space is chosen, unless a longer name continues it.
    const whole = commands.find(({ name }) => lower.startsWith(`${name} `));
    const goesOn = commands.some(({ name }) => name.startsWith(lower));
    if (whole !== undefined && !goesOn) {
      this.#enterCommand(whole, typed.slice(whole.name.length + 1));
      return;
    }
    if (commands.length === 0) {
      this.#trouble = NO_COMMANDS;
      this.#actions.changed();
      return;
    }
    const found = commands.filter(({ name }) => name.includes(lower.trimEnd()));
    // A fully typed name ranks first, before longer names with the same beginning.
    const rank = ({ name }: WireCommand) => (name === lower.trimEnd() ? 2 : Number(name.startsWith(lower)));
    found.sort((one, other) => rank(other) - rank(one));
    this.#show(
      'Commands',
      found.map((command) => ({
        key: command.id,
        label: `/${command.name}`,
        about: command.description,
        take: () => this.#enterCommand(command, ''),
      })),
    );
  }

  #offerPeople(before: string): void {
    const [, typed] = /(?:^|\s)@([^\s@]*)$/u.exec(before) ?? [];
    const found = typed === undefined ? [] : this.#named().filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
    if (typed === undefined) {
      this.#closeOffers();
      return;
    }
    this.#show(
      'People',
      found.map((person) => ({
        key: person.id,
        label: person.name,
        about: person.about,
        person,
        take: () => this.#mention(person, typed.length),
      })),
    );
  }

  /** People who can be mentioned: first the bot, as the most likely one. */
  #named(): Person[] {
    if (this.#view === undefined) return [];
    const { bot, people } = this.#view;
    return [{ id: bot.id, name: bot.name, about: 'answers questions about the article', locale: '', isBot: true }, ...people];
  }

  #mention({ name }: Person, typed: number): void {
    const box = this.#box.value;
    if (box === undefined) return;
    box.setRangeText(`${name} `, box.selectionStart - typed, box.selectionStart, 'end');
    this.#closeOffers();
  }

  async #send(): Promise<void> {
    const [box, view, replyTo] = [this.#box.value, this.#view, this.#replyTo];
    const text = box?.value.trim() ?? '';
    if (box === undefined || text === '') return;
    this.#closeOffers();
    // Before the bot has connected there are no commands, so this text cannot be one.
    if (text.startsWith('/') && view?.commands.length === 0) {
      this.#typed();
      return;
    }
    const posted = this.#actions.post(this.withMentions(text), replyTo);
    this.#replyTo = undefined;
    box.value = '';
    growToText(box);
    this.#drawAndFocus();
    if (await posted) return;
    // Restores the text where it was written, unless the box is in use by now.
    if (this.#box.value !== box || box.value !== '' || this.#view?.room.id !== view?.room.id || this.#view?.me.id !== view?.me.id) return;
    box.value = text;
    this.#replyTo = replyTo;
    growToText(box);
    this.#actions.changed();
  }

  #enterCommand(command: WireCommand, rest: string): void {
    this.#closeOffers();
    this.#command = command;
    this.#fields = new Map();
    this.#trouble = undefined;
    const [first] = command.options;
    if (first !== undefined) this.#field(first).text = rest;
    this.#drawAndFocus();
    if (first !== undefined && rest !== '') this.#typedOption(first, rest);
    const [input] = this.#form.value?.querySelectorAll('input') ?? [];
    if (input?.type === 'text') input.setSelectionRange(rest.length, rest.length);
  }

  #leaveCommand(): void {
    this.#command = undefined;
    this.#focusedOption = undefined;
    this.#trouble = undefined;
    this.#isSending = false;
  }

  #cancelCommand(): void {
    this.#closeOffers();
    this.#leaveCommand();
    this.#drawAndFocus();
  }

  #leaveReply(): void {
    this.#replyTo = undefined;
    this.#drawAndFocus();
  }

  #drawAndFocus(): void {
    this.#actions.changed();
    this.focus();
  }

  #commandKeys(event: KeyboardEvent): void {
    if (this.#listKeys(event)) return;
    const { key, target } = event;
    const isFirst = target === this.#form.value?.querySelector('input, button');
    const isEmpty = !(target instanceof HTMLInputElement) || target.value === '';
    if (key !== 'Escape' && !(key === 'Backspace' && isFirst && isEmpty)) return;
    event.preventDefault();
    this.#cancelCommand();
  }

  #field({ id }: WireOption): Field {
    const field = this.#fields.get(id) ?? { text: '', chosen: undefined, file: undefined };
    this.#fields.set(id, field);
    return field;
  }

  /** Whether the option has a list of values. */
  #hasList({ kind, hasSuggestions, choices }: WireOption): boolean {
    return hasSuggestions || choices.length > 0 || kind === 'yes-no' || kind === 'user' || kind === 'channel';
  }

  #choicesOf({ kind, choices }: WireOption): readonly Suggestion[] {
    if (kind === 'user') return (this.#view?.people ?? []).map(({ name, id }) => ({ name, value: id }));
    if (kind === 'channel') {
      const rooms = (this.#view?.rooms ?? []).filter((room) => room.kind !== 'direct');
      return rooms.map(({ name, id }) => ({ name: `#${name}`, value: id }));
    }
    return kind === 'yes-no' ? YES_NO : choices;
  }

  #enterOption(option: WireOption): void {
    if (this.#focusedOption === option && (this.#isOpen || this.#isLoading)) return;
    this.#focusedOption = option;
    this.#actions.changed();
    if (this.#field(option).chosen === undefined) this.#offerFor(option);
  }

  #typedOption(option: WireOption, text: string): void {
    const field = this.#field(option);
    field.text = text;
    field.chosen = undefined;
    this.#trouble = undefined;
    this.#focusedOption = option;
    this.#actions.changed();
    this.#offerFor(option);
  }

  #offerFor(option: WireOption): void {
    if (!this.#hasList(option)) {
      this.#closeOffers();
      return;
    }
    if (option.hasSuggestions) {
      void this.#ask(option);
      return;
    }
    const typed = this.#field(option).text.toLowerCase();
    const found = this.#choicesOf(option).filter(({ name }) => name.toLowerCase().includes(typed));
    this.#offerValues(option, found);
  }

  #offerValues(option: WireOption, found: readonly Suggestion[]): void {
    const offers = found.map((one) => ({ key: String(one.value), label: one.name, about: '', take: () => this.#choose(option, one) }));
    const mayBeLeft = !option.isRequired && this.#field(option).text === '';
    const mayBeOther = option.hasSuggestions && option.kind === 'text';
    this.#show(option.name, offers, mayBeLeft || mayBeOther ? -1 : 0);
  }

  /** Asks the bot after a short pause in typing; ignores answers to an older text. */
  async #ask(option: WireOption): Promise<void> {
    const command = this.#command;
    if (command === undefined) return;
    this.#asked += 1;
    const asked = this.#asked;
    this.#title = option.name;
    this.#isLoading = true;
    this.#actions.changed();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (asked !== this.#asked) return;
    const { text } = this.#field(option);
    const found = await this.#actions.suggest(command, await this.#valuesBut(command, option), { id: option.id, text });
    if (asked === this.#asked) this.#offerValues(option, found);
  }

  #choose(option: WireOption, suggestion: Suggestion): void {
    const field = this.#field(option);
    field.text = suggestion.name;
    field.chosen = suggestion;
    this.#trouble = undefined;
    this.#closeOffers();
    this.#actions.changed();
  }

  async #valuesBut(command: WireCommand, left: WireOption): Promise<OptionValues> {
    const values: Record<string, string | number | boolean | Upload> = {};
    for (const option of command.options) {
      const value = option === left ? undefined : await this.#valueOf(option);
      if (value !== undefined && !(value instanceof Fault)) values[option.id] = value;
    }
    return values;
  }

  async #sendCommand(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const command = this.#command;
    if (command === undefined || this.#isSending) return;
    this.#closeOffers();
    // Set before files are read, which takes a while.
    this.#isSending = true;
    this.#actions.changed();
    const values: Record<string, string | number | boolean | Upload> = {};
    for (const option of command.options) {
      const value = await this.#valueOf(option);
      if (this.#command !== command) return;
      if (value instanceof Fault) {
        this.#isSending = false;
        this.#refuse(value.message, option);
        return;
      }
      if (value !== undefined) values[option.id] = value;
    }
    const refused = await this.#actions.command(command, values);
    if (this.#command !== command) return;
    this.#isSending = false;
    if (refused === undefined) this.#leaveCommand();
    else this.#trouble = refused;
    // A modal that opened meanwhile keeps the focus.
    if (document.querySelector('dialog[open]') === null) this.#drawAndFocus();
    else this.#actions.changed();
  }

  #refuse(message: string, option: WireOption): void {
    this.#trouble = message;
    this.#actions.changed();
    document.getElementById(`option-${option.id}`)?.focus();
  }

  async #valueOf(option: WireOption): Promise<string | number | boolean | Upload | Fault | undefined> {
    const { text, chosen, file } = this.#field(option);
    const { kind, name, isRequired, choices } = option;
    if (kind === 'file' && file !== undefined) return readUpload(file).catch(() => new Fault(`“${file.name}” cannot be read.`));
    const trimmed = text.trim();
    if (trimmed === '') return isRequired ? new Fault(`Fill in “${name}”.`) : undefined;
    const among = this.#choicesOf(option);
    const value = chosen?.value ?? among.find((one) => one.name.toLowerCase() === trimmed.toLowerCase())?.value;
    if (kind === 'yes-no') return value === undefined ? new Fault(`“${name}” is yes or no.`) : value === 'yes';
    if (value !== undefined) return value;
    if (among.length > 0 && (choices.length > 0 || kind !== 'user')) return new Fault(`Choose “${name}” from the list.`);
    if (kind !== 'whole' && kind !== 'number') return trimmed;
    return numberIn(option, trimmed);
  }
}

const YES_NO: readonly Suggestion[] = [
  { name: 'True', value: 'yes' },
  { name: 'False', value: 'no' },
];

class Fault {
  constructor(readonly message: string) {}
}

function numberIn({ name, kind, min, max }: WireOption, text: string): number | Fault {
  const number = Number(text);
  const isRight = Number.isFinite(number) && (kind === 'number' || Number.isInteger(number));
  if (!isRight) return new Fault(`“${name}” is a ${kind === 'whole' ? 'whole number' : 'number'}.`);
  if (min !== undefined && number < min) return new Fault(`“${name}” is at least ${min}.`);
  return max !== undefined && number > max ? new Fault(`“${name}” is at most ${max}.`) : number;
}

function growToText(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
}

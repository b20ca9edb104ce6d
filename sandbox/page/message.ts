// One message: author, time, the message or command before it, text, embeds, files, buttons and selects.

import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { WireButton, WireComponent, WireEmbed, WireFile, WireMessage, WireSelect } from '../wire.js';
import { avatar, clockTime, fileSize, icon, styledTime } from './elements.js';
import { link, markup } from './markup.js';

export interface MessageActions {
  click(message: WireMessage, customId: string, values?: readonly string[]): void;
  reply(message: WireMessage): void;
  openMenu(message: WireMessage, from: HTMLElement, at?: { readonly x: number; readonly y: number }): void;
  saveEdit(message: WireMessage, text: string): void;
  cancelEdit(): void;
  /** The text to edit, with names for ids. */
  editable(message: WireMessage): string;
  dismiss(message: WireMessage): void;
  jumpTo(id: string): void;
}

export interface MessageView {
  readonly message: WireMessage;
  /** Whether the header is omitted because the same author wrote shortly before. */
  readonly isContinued: boolean;
  readonly isEditing: boolean;
  /** The clicked component that has no answer yet. */
  readonly busy: string | undefined;
}

const GROUPED_MS = 7 * 60_000;

export function continues(before: WireMessage | undefined, { author, at, replyTo, usedBy, isPrivate }: WireMessage): boolean {
  const isAlike = before?.author.id === author.id && before.isPrivate === isPrivate;
  return isAlike && at - before.at < GROUPED_MS && replyTo === undefined && usedBy?.command === undefined;
}

export function messageTemplate(view: MessageView, actions: MessageActions): TemplateResult {
  const { message, isContinued } = view;
  const { author, at, isPrivate, mentionsMe } = message;
  const classes = ['message', isContinued ? 'is-continued' : '', isPrivate ? 'is-private' : '', mentionsMe ? 'mentions-me' : ''];
  return html`<article
    class=${classes.filter((name) => name !== '').join(' ')}
    id=${`m${message.id}`}
    data-id=${message.id}
    aria-label=${`${author.name}, ${clockTime(at)}`}
    @contextmenu=${(event: MouseEvent) => contextMenu(event, message, actions)}
  >
    ${before(message, actions)}
    <div class="gutter">${isContinued ? html`<time class="small-time" datetime=${isoTime(at)}>${clockTime(at)}</time>` : avatar(author)}</div>
    <div class="body">
      ${isContinued ? nothing : head(message)} ${view.isEditing ? editor(message, actions) : text(message)}
      ${message.embeds.map((embed) => embedTemplate(embed, message.files))} ${files(message)}
      ${message.rows.map((row) => html`<div class="components">${row.map((one) => component(one, view, actions))}</div>`)}
      ${reactions(message)} ${isPrivate ? privacy(message, actions) : nothing}
    </div>
    <div class="tools">
      <button type="button" tabindex="-1" title="Reply" aria-label="Reply" ?hidden=${isPrivate} @click=${() => actions.reply(message)}>
        ${icon('reply')}
      </button>
      <button
        type="button"
        class="more"
        title="More and apps"
        aria-haspopup="menu"
        aria-label=${`Actions on the message of ${author.name}, ${clockTime(at)}`}
        ?hidden=${isPrivate}
        @click=${({ currentTarget }: Event) => currentTarget instanceof HTMLElement && actions.openMenu(message, currentTarget)}
      >
        ${icon('more')}
      </button>
    </div>
  </article>`;
}

const isoTime = (at: number) => new Date(at).toISOString();

function contextMenu(event: MouseEvent, message: WireMessage, actions: MessageActions): void {
  const { target, currentTarget } = event;
  // A link keeps the browser's menu, which can also copy selected text.
  if (!(currentTarget instanceof HTMLElement) || message.isPrivate) return;
  if ((target instanceof Element && target.closest('a, textarea') !== null) || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  const from = currentTarget.querySelector('.more');
  actions.openMenu(message, from instanceof HTMLElement ? from : currentTarget, { x: event.clientX, y: event.clientY });
}

/** The replied-to message, or the answered command. */
function before({ replyTo, usedBy }: WireMessage, actions: MessageActions) {
  if (usedBy?.command !== undefined) {
    return html`<div class="before">
      ${avatar(usedBy.who, 16)}<strong>${usedBy.who.name}</strong> used <span class="command-name">/${usedBy.command}</span>
    </div>`;
  }
  if (replyTo === undefined) return nothing;
  const who = replyTo.author;
  return html`<div class="before">
    ${who === undefined ? nothing : avatar(who, 16)}
    <button type="button" class="excerpt" title="Go to the message" @click=${() => actions.jumpTo(replyTo.id)}>
      <strong>${who === undefined ? 'A message that is gone' : who.name}</strong> ${replyTo.excerpt}
    </button>
  </div>`;
}

function head({ author, at }: WireMessage) {
  return html`<header>
    <h3 class=${author.isBot ? 'is-bot' : ''}>${author.name}</h3>
    ${author.isBot ? html`<span class="tag">APP</span>` : nothing}
    <time datetime=${isoTime(at)} title=${styledTime(at, 'F')}>${clockTime(at)}</time>
  </header>`;
}

function text(message: WireMessage) {
  if (message.isThinking) {
    return html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${message.author.name} is thinking…</p>`;
  }
  if (message.text.length === 0 && !message.isEdited) return nothing;
  const edited = message.isEdited ? html` <span class="edited">(edited)</span>` : nothing;
  return html`<div class="markup">${markup(message.text)}${edited}</div>`;
}

function editor(message: WireMessage, actions: MessageActions) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') actions.cancelEdit();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    actions.saveEdit(message, event.target.value);
  };
  return html`<div class="editor">
    <textarea aria-label="Edit the message" rows="2" maxlength="2000" .defaultValue=${actions.editable(message)} @keydown=${keys}></textarea>
    <p>Enter to save · Escape to cancel</p>
  </div>`;
}

function embedTemplate(embed: WireEmbed, all: readonly WireFile[]) {
  const { title, url, description, colour, author, footer, fields } = embed;
  const image = all.find(({ name }) => name === embed.image);
  return html`<div class="embed" style=${ifDefined(colour === undefined ? undefined : `border-left-color: ${colour}`)}>
    ${author === undefined ? nothing : html`<p class="embed-author">${author}</p>`}
    ${title === undefined ? nothing : html`<div class="embed-title">${embedTitle(title, url)}</div>`}
    ${description === undefined ? nothing : html`<div class="markup">${markup(description)}</div>`}
    ${
      fields.length === 0
        ? nothing
        : html`<dl>
            ${fields.map(
              (field) =>
                html`<div class=${field.inline ? 'is-inline' : ''}>
                  <dt>${markup(field.name)}</dt>
                  <dd class="markup">${markup(field.value)}</dd>
                </div>`,
            )}
          </dl>`
    }
    ${image === undefined ? nothing : picture(image)} ${footer === undefined ? nothing : html`<p class="embed-footer">${footer}</p>`}
  </div>`;
}

function embedTitle(title: NonNullable<WireEmbed['title']>, url: string | undefined) {
  return url === undefined ? html`${markup(title)}` : link(url, html`${markup(title)}`);
}

function picture({ url, description, name }: WireFile) {
  return html`<a class="picture" href=${url} target="_blank"><img src=${url} alt=${description ?? name} /></a>`;
}

function files({ files, embeds }: WireMessage) {
  const apart = files.filter(({ name }) => !embeds.some(({ image }) => image === name));
  return apart.map((file) =>
    file.contentType.startsWith('image/')
      ? picture(file)
      : html`<a class="file" href=${file.url} download=${file.name}>
          ${icon('file', 28)}<span><span class="file-name">${file.name}</span><span class="file-size">${fileSize(file.size)}</span></span>
        </a>`,
  );
}

const BUTTON_STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link'] as const;

function component(one: WireComponent, view: MessageView, actions: MessageActions) {
  if (one.is === 'select') return select(one, view, actions);
  const label = html`${one.emoji === undefined ? nothing : html`<span aria-hidden="true">${one.emoji}</span>`}<span>${one.label}</span>`;
  const style = `button ${BUTTON_STYLES[one.style] ?? 'secondary'}`;
  if ('url' in one) return linkButton(one.url, label);
  return html`<button
    type="button"
    class=${style}
    ?disabled=${one.isDisabled}
    aria-busy=${view.busy === one.customId ? 'true' : 'false'}
    @click=${() => actions.click(view.message, one.customId)}
  >
    ${label}
  </button>`;
}

function linkButton(url: (WireButton & { readonly url: string })['url'], label: TemplateResult) {
  return link(url, html`${label}${icon('link', 16)}`, 'button secondary');
}

function select(one: WireSelect, { message }: MessageView, actions: MessageActions) {
  const { customId, placeholder, choices, isDisabled, max } = one;
  if (max > 1) return manySelect(one, message, actions);
  const chosen = choices.find(({ isDefault }) => isDefault)?.value ?? '';
  // On a closed list the arrow keys would choose at once; here they open it.
  const keys = (event: KeyboardEvent) => {
    if (!/^Arrow(?:Up|Down)$/u.test(event.key) || !(event.target instanceof HTMLSelectElement)) return;
    event.preventDefault();
    event.target.showPicker();
  };
  const changed = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement && target.value !== '') actions.click(message, customId, [target.value]);
  };
  return html`<select class="select" aria-label=${placeholder} ?disabled=${isDisabled} .value=${live(chosen)} @keydown=${keys} @change=${changed}>
    <option value="" ?selected=${chosen === ''} disabled>${placeholder}</option>
    ${choices.map(
      ({ value, label, description }) =>
        html`<option value=${value} ?selected=${value === chosen}>${description === undefined ? label : `${label} · ${description}`}</option>`,
    )}
  </select>`;
}

function manySelect({ customId, placeholder, choices, min, max }: WireSelect, message: WireMessage, actions: MessageActions) {
  const sent = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const values = new FormData(event.target).getAll('value').map(String);
    if (values.length >= min && values.length <= max) actions.click(message, customId, values);
  };
  return html`<details class="many">
    <summary>${placeholder}</summary>
    <form @submit=${sent}>
      ${choices.map(
        ({ value, label, isDefault }) =>
          html`<label><input type="checkbox" name="value" value=${value} ?checked=${isDefault} /> ${label}</label>`,
      )}
      <button type="submit" class="button primary">Choose</button>
    </form>
  </details>`;
}

function reactions({ reactions: all }: WireMessage) {
  if (all.length === 0) return nothing;
  return html`<ul class="reactions">
    ${all.map(({ emoji, count }) => html`<li>${emoji} <span>${count}</span></li>`)}
  </ul>`;
}

function privacy(message: WireMessage, actions: MessageActions) {
  return html`<p class="privacy">
    ${icon('eye', 16)} Only you can see this ·
    <button type="button" class="as-link" @click=${() => actions.dismiss(message)}>Dismiss message</button>
  </p>`;
}

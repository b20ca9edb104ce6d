// The page: its state, built from the sandbox's events, and its layout.

import { html, nothing, render, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Act, Example, FaultName, Person, Room, Start, View, WireEvent, WireForm, WireMessage, WireRequest } from '../wire.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { avatar, dayOf, focused, icon } from './elements.js';
import { type FormView, formTemplate } from './form.js';
import { closeMenu, type MenuEntry, openMenu } from './menu.js';
import { continues, type MessageActions, messageTemplate } from './message.js';
import { panelTemplate } from './panel.js';
import { LogScroll } from './scroll.js';
import { startTemplate } from './start.js';
import { nextTheme, theme } from './theme.js';
import { welcomeTemplate } from './welcome.js';

const MOST_REQUESTS = 400;
const TYPING_MS = 10_000;
const MOST_NOTICES = 3;
/** Hidden windows get no animation frames. */
const FRAME_MS = 50;
/** The longest time for a spinner on a message after a click in this window. */
const BUSY_MS = 15_000;

interface Typing {
  readonly who: string;
  readonly timer: number;
}

const root = document.getElementById('page') ?? document.body;

let view: View | undefined;
let messages: readonly WireMessage[] = [];
let isOnline = false;
let isConnected = false;
let start: Start = { is: 'over' };
let requests: readonly WireRequest[] = [];
let openedRequests: ReadonlySet<number> = new Set();
let waitingFaults = 0;
let notices: readonly string[] = [];
let typing: Typing | undefined;
let shownForm: FormView | undefined;
let editing: string | undefined;
let busy: { readonly message: string; readonly customId: string } | undefined;
let areRoomsOpen = false;
let isPanelOpen = localStorage.getItem('panel') === 'open';
let frame: { readonly id: number; readonly timer: number } | undefined;
const unread = new Set<string>();
const dismissed = new Set<string>();

const connection = new Connection({ told, opened, lost });
const scroll = new LogScroll(draw);
const composer = new Composer({
  post: (text, replyTo) => {
    scroll.toBottom();
    return act({ act: 'post', text, ...(replyTo === undefined ? {} : { replyTo: replyTo.id }) });
  },
  command: async (command, options) => {
    scroll.toBottom();
    return (await connection.ask({ act: 'command', command: command.id, options })).refused;
  },
  suggest: async (command, options, focusedOption) => {
    const { suggestions, refused } = await connection.ask({ act: 'suggest', command: command.id, options, focused: focusedOption });
    if (refused !== undefined) notice(refused);
    return suggestions ?? [];
  },
  editLast: () => {
    const last = messages.findLast(({ isMine }) => isMine);
    if (last !== undefined) startEdit(last);
  },
  changed: drawNow,
});

const actions: MessageActions = {
  click: async (message, customId, values) => {
    busy = { message: message.id, customId };
    const mine = busy;
    setTimeout(() => endBusy(mine), BUSY_MS);
    draw();
    await act({ act: 'click', message: message.id, customId, ...(values === undefined ? {} : { values }) });
    endBusy(mine);
  },
  reply: (message) => composer.reply(message),
  openMenu: (message, from, at) => openMenu(menuOf(message), from, at),
  editable: ({ raw }) => composer.withNames(raw),
  saveEdit: (message, written) => {
    endEdit();
    const text = composer.withMentions(written);
    if (text.trim() !== '' && text !== message.raw) void act({ act: 'edit', message: message.id, text });
  },
  cancelEdit: endEdit,
  dismiss: ({ id }) => {
    dismissed.add(id);
    drawNow();
    composer.focus();
  },
  jumpTo: (id) => {
    const element = document.getElementById(`m${id}`);
    element?.scrollIntoView({ block: 'center' });
    element?.animate([{ backgroundColor: 'var(--highlight)' }, { backgroundColor: 'transparent' }], { duration: 1_500 });
  },
};

/** Sends an act, and shows a refusal. */
async function act(what: Act): Promise<boolean> {
  const { refused } = await connection.ask(what);
  if (refused !== undefined) notice(refused);
  return refused === undefined;
}

function told(one: WireEvent): void {
  switch (one.tell) {
    case 'view':
      showView(one.view);
      break;
    case 'message':
      showMessage(one.message, one.isNew);
      break;
    case 'gone':
      if (one.room === view?.room.id) messages = messages.filter(({ id }) => id !== one.message);
      break;
    case 'typing':
      if (one.room === view?.room.id) showTyping(one.who);
      break;
    case 'unread':
      unread.add(one.room);
      break;
    case 'form':
      showForm(one.form);
      break;
    case 'request':
      showRequest(one.request);
      break;
    case 'bot':
      isConnected = one.isConnected;
      break;
    case 'start':
      ({ start } = one);
      break;
    case 'faults':
      waitingFaults = one.waiting;
      break;
    case 'failed':
      notice(one.text);
      break;
    case 'done':
      break;
  }
  draw();
}

function showView(next: View): void {
  const hasMoved = view?.room.id !== next.room.id || view?.me.id !== next.me.id;
  const isFirst = view === undefined;
  view = next;
  ({ messages } = next);
  ({ isConnected } = next.bot);
  ({ start } = next);
  composer.offered(next);
  unread.delete(next.room.id);
  if (!hasMoved) return;
  editing = undefined;
  stopTyping();
  composer.moved();
  scroll.toBottom();
  if (isFirst) comeBack();
  else sessionStorage.setItem('place', JSON.stringify([next.me.id, next.room.id]));
  if (isFirst && matchMedia('(hover: hover)').matches) setTimeout(() => composer.focus());
}

/** Restores the viewer and room of a reloaded window. */
function comeBack(): void {
  const [as, room] = JSON.parse(sessionStorage.getItem('place') ?? '[]') as string[];
  const isThere = view?.people.some(({ id }) => id === as) === true;
  if (as !== undefined && room !== undefined && isThere) void connection.ask({ act: 'look', as, room });
}

function showMessage(message: WireMessage, isNew: boolean): void {
  if (message.roomId !== view?.room.id) return;
  const at = messages.findIndex(({ id }) => id === message.id);
  if (at >= 0) messages = messages.with(at, message);
  else if (isNew) {
    messages = [...messages, message];
    if (!message.isMine) scroll.came(message.id);
  }
  if (typing?.who === message.author.name) stopTyping();
  if (busy?.message === message.id) busy = undefined;
}

function showTyping(who: string): void {
  stopTyping();
  typing = { who, timer: window.setTimeout(stopTyping, TYPING_MS) };
}

function stopTyping(): void {
  if (typing === undefined) return;
  clearTimeout(typing.timer);
  typing = undefined;
  draw();
}

function showRequest(request: WireRequest): void {
  const at = requests.findLastIndex(({ n }) => n === request.n);
  requests = at >= 0 ? requests.with(at, request) : [...requests, request].slice(-MOST_REQUESTS);
}

function notice(text: string): void {
  notices = [...notices.filter((one) => one !== text), text].slice(-MOST_NOTICES);
  draw();
}

function opened(): void {
  isOnline = true;
  draw();
}

function lost(): void {
  isOnline = false;
  draw();
}

function endBusy(mine: typeof busy): void {
  if (busy !== mine || busy === undefined) return;
  busy = undefined;
  draw();
}

function startEdit({ id }: WireMessage): void {
  editing = id;
  drawNow();
  const box = document.getElementById(`m${id}`)?.querySelector('textarea');
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
}

function endEdit(): void {
  editing = undefined;
  drawNow();
  composer.focus();
}

function menuOf(message: WireMessage): MenuEntry[] {
  const entries: MenuEntry[] = [{ label: 'Reply', take: () => composer.reply(message) }];
  if (message.isMine) entries.push({ label: 'Edit', take: () => startEdit(message) });
  if (message.mayDelete) {
    entries.push({
      label: 'Delete',
      isDanger: true,
      take: () => void act({ act: 'delete', message: message.id }).then(() => composer.focus()),
    });
  }
  for (const { id, name } of view?.menu ?? []) {
    entries.push({ group: 'Apps', label: name, take: () => void act({ act: 'menu', command: id, message: message.id }) });
  }
  return entries;
}

function showForm(form: WireForm): void {
  closeMenu();
  shownForm = { form, isSending: false, trouble: undefined };
  const before = focused();
  drawNow();
  const dialog = document.querySelector('dialog');
  if (dialog === null || dialog.open) return;
  dialog.addEventListener('close', () => afterForm(before), { once: true });
  dialog.showModal();
  dialog.querySelector<HTMLElement>('textarea, input, select')?.focus();
}

function afterForm(before: HTMLElement | undefined): void {
  shownForm = undefined;
  drawNow();
  if (before?.isConnected === true && before !== document.body) before.focus();
  else composer.focus();
}

const closeForm = () => document.querySelector('dialog')?.close();

const formActions = {
  submit: async (form: WireForm, values: Parameters<Parameters<typeof formTemplate>[1]['submit']>[1]) => {
    shownForm = { form, isSending: true, trouble: undefined };
    drawNow();
    const { refused } = await connection.ask({ act: 'submit', form: form.id, values });
    if (shownForm?.form !== form) return;
    if (refused === undefined) closeForm();
    else {
      shownForm = { form, isSending: false, trouble: refused };
      drawNow();
    }
  },
  close: closeForm,
};

const panelActions = {
  fault: (fault: FaultName) => void act({ act: 'fault', fault }),
  clearFaults: () => void act({ act: 'clear-faults' }),
  open: (n: number) => {
    openedRequests = openedRequests.has(n) ? new Set([...openedRequests].filter((one) => one !== n)) : new Set([...openedRequests, n]);
    draw();
  },
  clear: () => {
    requests = [];
    draw();
  },
  close: () => togglePanel(),
};

function togglePanel(): void {
  isPanelOpen = !isPanelOpen;
  localStorage.setItem('panel', isPanelOpen ? 'open' : 'closed');
  drawNow();
  document.querySelector<HTMLElement>(isPanelOpen ? '.panel .icon-button' : '#panel-toggle')?.focus();
}

function toggleRooms(isOpen = !areRoomsOpen): void {
  areRoomsOpen = isOpen;
  drawNow();
  document.querySelector<HTMLElement>(isOpen ? '.rooms [aria-current]' : '#rooms-toggle')?.focus();
}

async function look(as: Person, room: Room): Promise<void> {
  areRoomsOpen = false;
  draw();
  await act({ act: 'look', as: as.id, room: room.id });
  if (matchMedia('(hover: hover)').matches) composer.focus();
}

/** Runs an example: a question to the bot in a person's name, or a command. */
async function tryExample(example: Example): Promise<void> {
  if (view === undefined) return;
  const { people, room, commands, bot } = view;
  const speaker = people.find(({ locale }) => locale.startsWith(example.locale ?? view?.me.locale ?? ''));
  if (example.locale !== undefined && speaker !== undefined && speaker.id !== view.me.id) await look(speaker, room);
  if (example.question !== undefined) await act({ act: 'post', text: `<@${bot.id}> ${example.question}` });
  const command = commands.find(({ id }) => id === example.command);
  if (command !== undefined) await act({ act: 'command', command: command.id, options: {} });
  composer.focus();
}

/** Draws once for all changes before the next frame. */
function draw(): void {
  frame ??= { id: requestAnimationFrame(drawNow), timer: window.setTimeout(drawNow, FRAME_MS) };
}

function drawNow(): void {
  if (frame !== undefined) {
    cancelAnimationFrame(frame.id);
    clearTimeout(frame.timer);
    frame = undefined;
  }
  if (view === undefined) {
    render(html`<p class="opening" role="status">${isOnline ? 'Opening the sandbox…' : 'Connecting to the sandbox…'}</p>`, root);
    return;
  }
  document.title = `${view.room.kind === 'direct' ? '' : '#'}${view.room.name} · Marginalia sandbox`;
  const before = focused();
  render(pageTemplate(view), root);
  // If the clicked button is gone, the message box gets the focus.
  if (before?.isConnected === false && document.activeElement === document.body) composer.focus();
  scroll.drawn(document.querySelector<HTMLElement>('.log'));
}

function pageTemplate(view: View): TemplateResult {
  return html`
    <a class="skip" href="#composer" @click=${skipToComposer}>Skip to the message box</a>
    <div class=${`layout ${isPanelOpen ? 'has-panel' : ''} ${areRoomsOpen ? 'has-rooms' : ''}`} @keydown=${layoutKeys}>
      <div class="shade" @click=${() => toggleRooms(false)}></div>
      ${roomsTemplate(view)}
      <main>
        ${barTemplate(view)} ${startTemplate(start, view.bot.name)} ${logTemplate(view)} ${scrollButton()}
        <p class="typing" role="status">${typing === undefined ? nothing : html`<strong>${typing.who}</strong> is typing…`}</p>
        ${notices.map(
          (text) => html`<p class="notice" role="alert">
            <span>${text}</span>
            <button type="button" class="icon-button" aria-label="Dismiss" @click=${() => dropNotice(text)}>${icon('close', 16)}</button>
          </p>`,
        )}
        ${isOnline || start.is === 'failed' ? nothing : html`<p class="notice" role="alert">The connection to the sandbox is lost. Trying again…</p>`}
        ${composer.template(view)}
      </main>
      <aside class="panel" aria-label="Developer's panel" ?hidden=${!isPanelOpen}>
        ${isPanelOpen ? panelTemplate({ requests, opened: openedRequests, waiting: waitingFaults, isConnected }, panelActions) : nothing}
      </aside>
    </div>
    <dialog aria-labelledby="form-title">${shownForm === undefined ? nothing : formTemplate(shownForm, formActions)}</dialog>
  `;
}

function skipToComposer(event: Event): void {
  event.preventDefault();
  composer.focus();
}

function layoutKeys(event: KeyboardEvent): void {
  if (event.key === 'Escape' && areRoomsOpen) toggleRooms(false);
}

function dropNotice(text: string): void {
  notices = notices.filter((one) => one !== text);
  drawNow();
  composer.focus();
}

const ROOM_ICONS = { channel: 'channel', thread: 'thread', direct: 'direct' } as const;

function roomsTemplate(view: View): TemplateResult {
  const { me, room, rooms, people, server } = view;
  const entry = (one: Room) => html`<li class=${`is-${one.kind}`}>
    <button
      type="button"
      class=${unread.has(one.id) ? 'is-unread' : ''}
      aria-current=${one.id === room.id ? 'page' : nothing}
      @click=${() => look(me, one)}
    >
      ${icon(ROOM_ICONS[one.kind], 18)}<span>${one.name}</span>
      ${unread.has(one.id) ? html`<span class="visually-hidden">has new messages</span>` : nothing}
    </button>
  </li>`;
  return html`<nav class="rooms" aria-label="Rooms and people">
    <h1>${server}</h1>
    <h2>Rooms</h2>
    <ul>
      ${rooms
        .filter(({ kind, parentId }) => kind === 'channel' && parentId === undefined)
        .map((one) => [entry(one), rooms.filter(({ parentId }) => parentId === one.id).map(entry)])}
    </ul>
    <h2>Direct messages</h2>
    <ul>
      ${rooms.filter(({ kind }) => kind === 'direct').map(entry)}
    </ul>
    <h2 id="people-title">Look at it as</h2>
    <ul aria-labelledby="people-title">
      ${people.map(
        (person) => html`<li>
            <button type="button" class="person" aria-current=${person.id === me.id ? 'true' : nothing} @click=${() => look(person, room)}>
              ${avatar(person, 32)}<span>${person.name}<span class="about">${person.about}</span></span>
            </button>
          </li>`,
      )}
    </ul>
  </nav>`;
}

function barTemplate({ room, bot }: View): TemplateResult {
  const now = theme();
  return html`<header class="bar">
    <button
      type="button"
      id="rooms-toggle"
      class="icon-button"
      aria-label="Rooms and people"
      aria-expanded=${areRoomsOpen ? 'true' : 'false'}
      @click=${() => toggleRooms()}
    >
      ${icon('rooms')}${unread.size > 0 ? html`<span class="dot"></span>` : nothing}
    </button>
    ${icon(ROOM_ICONS[room.kind])}
    <h2>${room.name}</h2>
    ${isConnected || start.is !== 'over' ? nothing : html`<span class="offline">${bot.name} is not connected</span>`}
    <span class="space"></span>
    <button type="button" class="icon-button" title=${`Theme: ${now}`} aria-label=${`Theme: ${now}. Change it`} @click=${changeTheme}>
      ${icon('theme')}
    </button>
    <button
      type="button"
      id="panel-toggle"
      class="icon-button"
      title="What the bot does"
      aria-label="What the bot does"
      aria-expanded=${isPanelOpen ? 'true' : 'false'}
      @click=${togglePanel}
    >
      ${icon('requests')}
    </button>
  </header>`;
}

function changeTheme(): void {
  nextTheme();
  drawNow();
}

function logTemplate(view: View): TemplateResult {
  const { room } = view;
  const shown = messages.filter(({ id }) => !dismissed.has(id));
  return html`<div
    class="log"
    role="log"
    aria-live="polite"
    aria-label=${`Messages in ${room.name}`}
    tabindex="0"
    @scroll=${scroll.scrolled}
  >
    <div class="log-inside">
      ${shown.length === 0 ? welcomeOf(view) : nothing}
      ${repeat(
        shown,
        ({ id }) => id,
        (message, at) => entryTemplate(message, shown[at - 1]),
      )}
    </div>
  </div>`;
}

function welcomeOf({ room, article }: View) {
  return room.name === 'general' ? welcomeTemplate(article, tryExample) : html`<p class="empty">Nothing was written here yet.</p>`;
}

function entryTemplate(message: WireMessage, before: WireMessage | undefined) {
  const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
  const isContinued = !isNewDay && continues(before, message);
  const isEditing = editing === message.id;
  const busyNow = busy?.message === message.id ? busy.customId : undefined;
  return guard([message, isNewDay, isContinued, isEditing, busyNow], () => [
    isNewDay ? html`<p class="day"><span>${dayOf(message.at)}</span></p>` : nothing,
    messageTemplate({ message, isContinued, isEditing, busy: busyNow }, actions),
  ]);
}

function scrollButton() {
  const { below, isAtBottom } = scroll;
  if (isAtBottom) return nothing;
  const label = below === 0 ? 'To the newest' : below === 1 ? '1 new message' : `${below} new messages`;
  return html`<div class="to-bottom">
    <button type="button" class=${below === 0 ? '' : 'has-new'} @click=${goToBottom}>${label} ${icon('down', 16)}</button>
  </div>`;
}

function goToBottom(): void {
  scroll.toBottom();
  drawNow();
  composer.focus();
}

// Typing anywhere goes into the message box, as in Discord.
document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey, target }) => {
  const isFree = target instanceof Element && target.closest('input, textarea, select, dialog, [role=menu]') === null;
  if (isFree && key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) composer.focus();
});

root.replaceChildren();
drawNow();
connection.open();

// The context menu of a message: one at a time, above everything, usable by keyboard.

import { html, nothing, render } from 'lit';

export interface MenuEntry {
  readonly group?: string;
  readonly label: string;
  readonly isDanger?: boolean;
  take(): void;
}

const EDGE_PX = 8;

const place = document.createElement('div');
document.body.append(place);
let opener: HTMLElement | undefined;

export function openMenu(entries: readonly MenuEntry[], from: HTMLElement, at?: { readonly x: number; readonly y: number }): void {
  opener = from;
  const group = entries.findIndex((entry) => entry.group !== undefined);
  const item = ({ label, isDanger, take }: MenuEntry) =>
    html`<button type="button" role="menuitem" tabindex="-1" class=${isDanger === true ? 'is-danger' : ''} @click=${() => taken(take)}>${label}</button>`;
  const plain = group < 0 ? entries : entries.slice(0, group);
  const grouped = group < 0 ? [] : entries.slice(group);
  const apps = html`<div role="group" aria-labelledby="menu-group">
    <p id="menu-group">${grouped[0]?.group}</p>
    ${grouped.map(item)}
  </div>`;
  render(
    html`<div class="menu-shade" @click=${closeMenu} @contextmenu=${shut}></div>
      <div class="menu" role="menu" aria-label="Actions" @keydown=${keys}>${plain.map(item)} ${grouped.length === 0 ? nothing : apps}</div>`,
    place,
  );
  const menu = place.querySelector<HTMLElement>('.menu');
  if (menu === null) return;
  const { left, bottom } = from.getBoundingClientRect();
  const { x, y } = at ?? { x: left, y: bottom };
  menu.style.left = `${Math.max(EDGE_PX, Math.min(x, innerWidth - menu.offsetWidth - EDGE_PX))}px`;
  menu.style.top = `${Math.max(EDGE_PX, Math.min(y, innerHeight - menu.offsetHeight - EDGE_PX))}px`;
  items()[0]?.focus();
}

export function closeMenu(): void {
  if (opener === undefined) return;
  render(nothing, place);
  const from = opener;
  opener = undefined;
  from.focus();
}

function taken(take: () => void): void {
  closeMenu();
  take();
}

function shut(event: Event): void {
  event.preventDefault();
  closeMenu();
}

const items = () => [...place.querySelectorAll<HTMLElement>('[role=menuitem]')];

function keys(event: KeyboardEvent): void {
  const all = items();
  const at = all.findIndex((one) => one.matches(':focus'));
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const to = steps[event.key];
  if (to !== undefined) all[(to + all.length) % all.length]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
  else return;
  event.preventDefault();
}

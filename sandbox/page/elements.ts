// Small pieces shared by several parts of the page: avatars, icons, times, and reading files.

import { html, svg, type TemplateResult } from 'lit';
import type { Person, Upload } from '../wire.js';

/** Dark enough for white letters. */
const AVATAR_COLOURS = ['#4752c4', '#2d6a45', '#9c3d10', '#8a2f6b', '#1f6478', '#6d4c1d'] as const;

export function avatar({ id, name, isBot }: Person, size = 40): TemplateResult {
  if (isBot) {
    return html`<svg class="avatar" width=${size} height=${size} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="20" fill="#4752c4"></rect>
      <path d="M12 10h16v20H12z" fill="#fff"></path>
      <path d="M15 15h7M15 19h7M15 23h5" stroke="#4752c4" stroke-width="1.6"></path>
      <path d="M24 10v20" stroke="#e0a100" stroke-width="1.6"></path>
    </svg>`;
  }
  // The last digits of an id differ between people.
  const colour = AVATAR_COLOURS[Number(id.slice(-3)) % AVATAR_COLOURS.length] ?? AVATAR_COLOURS[0];
  return html`<svg class="avatar" width=${size} height=${size} viewBox="0 0 40 40" aria-hidden="true">
    <rect width="40" height="40" rx="20" fill=${colour}></rect>
    <text x="20" y="26.5" text-anchor="middle" font-size="18" font-weight="600" fill="#fff">${[...name][0]?.toUpperCase()}</text>
  </svg>`;
}

const ICONS = {
  rooms: svg`<path d="M3 6h18M3 12h18M3 18h18"></path>`,
  requests: svg`<path d="M4 17l5-5-5-5M12 19h8"></path>`,
  theme: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor"></path>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"></path>`,
  reply: svg`<path d="M10 8L4 13l6 5v-3.5c5 0 8 1 10 4.5 0-6-3.5-9.5-10-9.5z"></path>`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.5"></path>`,
  send: svg`<path d="M4 12l16-8-6 16-3-6.5z"></path>`,
  file: svg`<path d="M6 3h8l4 4v14H6zM14 3v4h4"></path>`,
  eye: svg`<path d="M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12z"></path><circle cx="12" cy="12" r="2.5"></circle>`,
  link: svg`<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"></path>`,
  down: svg`<path d="M12 5v14M6 13l6 6 6-6"></path>`,
  channel: svg`<path d="M9 4L7 20M17 4l-2 16M4 9h17M3 15h17"></path>`,
  thread: svg`<path d="M5 4v9a4 4 0 0 0 4 4h10M15 13l4 4-4 4"></path>`,
  direct: svg`<path d="M4 5h16v11H9l-5 4z"></path>`,
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

export const clockTime = (at: number) => clock.format(at);
export const dayOf = (at: number) => day.format(at);

/** Discord's styles of a time in a message. */
const TIME_STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

export function styledTime(at: number, style: string): string {
  if (style !== 'R') return new Intl.DateTimeFormat(undefined, TIME_STYLES[style] ?? TIME_STYLES.f).format(at);
  const distance = at - Date.now();
  const [unit, span] = SPANS.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(distance / span), unit);
}

export function fileSize(bytes: number): string {
  return bytes < 1_000 ? `${bytes} bytes` : `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}

export function readUpload(file: File): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error));
    reader.addEventListener('load', () => {
      // The data URL's header precedes the comma.
      const data = String(reader.result).replace(/^[^,]*,/u, '');
      resolve({ name: file.name, contentType: file.type === '' ? 'application/octet-stream' : file.type, data });
    });
    reader.readAsDataURL(file);
  });
}

/** The focused element, for refocusing when an overlay closes. */
export function focused(): HTMLElement | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
}

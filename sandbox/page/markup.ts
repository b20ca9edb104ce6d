// Renders Discord's Markdown, parsed by the sandbox, as elements.

import { html, nothing, type TemplateResult } from 'lit';
import type { Inline, Markup } from '../wire.js';
import { styledTime } from './elements.js';

/** White space between tags would be visible, so the templates here have none. */
export function markup(parts: Markup): TemplateResult[] {
  return parts.map(inline);
}

const MENTION_SIGNS = { user: '@', role: '@', channel: '#', command: '/' } as const;

function inline(piece: Inline): TemplateResult {
  switch (piece.is) {
    case 'text':
      return html`${piece.text}`;
    case 'strong':
      return html`<strong>${markup(piece.parts)}</strong>`;
    case 'em':
      return html`<em>${markup(piece.parts)}</em>`;
    case 'underline':
      return html`<u>${markup(piece.parts)}</u>`;
    case 'strike':
      return html`<s>${markup(piece.parts)}</s>`;
    case 'spoiler':
      return html`<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler: show it" @click=${reveal} @keydown=${revealByKey}>${markup(piece.parts)}</span>`;
    case 'quote':
      return html`<blockquote>${markup(piece.parts)}</blockquote>`;
    case 'small':
      return html`<small>${markup(piece.parts)}</small>`;
    case 'list':
      return html`<ul>${markup(piece.parts)}</ul>`;
    case 'numbered':
      return html`<ol>${markup(piece.parts)}</ol>`;
    case 'item':
      return html`<li>${markup(piece.parts)}</li>`;
    case 'heading':
      // Levels up to three belong to the page's own headings.
      return html`<div class="heading" role="heading" aria-level=${piece.level + 3}>${markup(piece.parts)}</div>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'codeblock':
      return html`<pre><code>${piece.text}</code></pre>`;
    case 'link':
      return link(piece.href, html`${markup(piece.parts)}`);
    case 'mention':
      return html`<span class=${piece.isMe ? 'mention is-me' : 'mention'}>${MENTION_SIGNS[piece.kind]}${piece.name}</span>`;
    case 'time':
      return html`<time datetime=${new Date(piece.at).toISOString()} title=${styledTime(piece.at, 'F')}>${styledTime(piece.at, piece.style)}</time>`;
    case 'break':
      return html`<br>`;
  }
}

export function link(href: string, label: TemplateResult | string, name = ''): TemplateResult {
  if (!/^https?:\/\//u.test(href)) return html`${label}`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow" class=${name === '' ? nothing : name}>${label}</a>`;
}

function reveal({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  currentTarget.classList.add('is-open');
  for (const attribute of ['role', 'tabindex', 'aria-label']) currentTarget.removeAttribute(attribute);
}

function revealByKey(event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  reveal(event);
}

// The developer's panel: the bot's requests to Discord, their faults, and faults to inject.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FaultName, WireRequest } from '../wire.js';
import { clockTime, icon } from './elements.js';

/** Label and effect of each fault. */
const FAULTS: Readonly<Record<FaultName, readonly [string, string]>> = {
  slow: ['Slow', 'The next three requests are answered late'],
  'rate-limit': ['429', 'The next request is over a rate limit'],
  'unknown-interaction': ['10062', 'The next answer to an interaction comes too late: Unknown interaction'],
  'server-error': ['502', 'The next request meets a fault of Discord'],
  disconnect: ['Disconnect', 'The gateway drops the connection'],
  resume: ['Reconnect', 'The gateway asks the bot to reconnect and resume'],
  'invalid-session': ['Invalid session', 'The gateway ends the session'],
};
const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export interface PanelView {
  readonly requests: readonly WireRequest[];
  readonly opened: ReadonlySet<number>;
  readonly waiting: number;
  readonly isConnected: boolean;
}

export interface PanelActions {
  fault(name: FaultName): void;
  clearFaults(): void;
  open(n: number): void;
  clear(): void;
  close(): void;
}

export function panelTemplate({ requests, opened, waiting, isConnected }: PanelView, actions: PanelActions): TemplateResult {
  return html`<header>
      <h2>What the bot does</h2>
      <button type="button" class="icon-button" aria-label="Close the panel" @click=${actions.close}>${icon('close')}</button>
    </header>
    <section aria-labelledby="faults-title">
      <h3 id="faults-title">Faults</h3>
      <p class=${isConnected ? 'connected' : 'lost'}>The bot is ${isConnected ? 'connected' : 'not connected'}.</p>
      <div class="faults">
        ${FAULT_NAMES.map((name) => {
          const [label, what] = FAULTS[name];
          return html`<button type="button" class="button secondary" title=${what} aria-label=${`${label}: ${what}`} @click=${() => actions.fault(name)}>
            ${label}
          </button>`;
        })}
      </div>
      <p class="waiting" role="status">
        ${waiting === 0 ? 'No fault waits to strike.' : `${waiting === 1 ? '1 fault waits' : `${waiting} faults wait`} to strike.`}
        ${waiting === 0 ? nothing : html`<button type="button" class="as-link" @click=${actions.clearFaults}>Take back</button>`}
      </p>
    </section>
    <section class="requests" aria-labelledby="requests-title">
      <h3 id="requests-title">
        Requests <span class="count">${requests.length}</span>
        <button type="button" class="as-link" ?hidden=${requests.length === 0} @click=${actions.clear}>Clear the list</button>
      </h3>
      ${requests.length === 0 ? html`<p>None yet. Ask something.</p>` : nothing}
      <ol tabindex="0" aria-labelledby="requests-title">
        ${repeat(
          [...requests].reverse(),
          ({ n }) => n,
          (one) => requestTemplate(one, opened.has(one.n), actions),
        )}
      </ol>
    </section>`;
}

function requestTemplate(request: WireRequest, isOpen: boolean, actions: PanelActions) {
  const { n, method, path, status, code, ms, sinceMs, violations } = request;
  const isBad = violations.length > 0 || (status ?? 200) >= 400;
  return html`<li class=${isBad ? 'is-bad' : ''}>
    <button type="button" aria-expanded=${isOpen ? 'true' : 'false'} @click=${() => actions.open(n)}>
      <span class="method">${method}</span><span class="path">${shortPath(path)}</span>
      <span class="figures">
        <span class="status">${status ?? '…'}${code === undefined ? '' : ` (${code})`}</span>
        ${ms === undefined ? nothing : html`<span>${Math.round(ms)} ms</span>`}
        ${sinceMs === undefined ? nothing : html`<span title="Since the interaction">+${Math.round(sinceMs)} ms</span>`}
        ${violations.length === 0 ? nothing : html`<strong>${violations.length} broken</strong>`}
      </span>
    </button>
    ${isOpen ? details(request) : nothing}
  </li>`;
}

/** Shortens ids to their last digits, which tell them apart. */
function shortPath(path: string): string {
  return path.replace(/\d{13,}(?=\d{4}\b)/gu, '…');
}

function details({ at, path, violations, body, files }: WireRequest) {
  return html`<div class="details">
    <p class="whole-path">${clockTime(at)} ${path}</p>
    ${violations.map((one) => html`<p class="violation">${one}</p>`)} ${files.map((name) => html`<p>File: ${name}</p>`)}
    ${body === undefined ? html`<p>No body.</p>` : html`<pre tabindex="0" aria-label="The body">${body}</pre>`}
  </div>`;
}

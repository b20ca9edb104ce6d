// The progress of the program's start, above the messages: the current step, the time left, and the features that already work.

import { html, nothing, type TemplateResult } from 'lit';
import type { Start } from '../wire.js';

const MINUTES_FROM = 90;
const count = new Intl.NumberFormat('en');

/** @param bot the bot whose start is shown */
export function startTemplate(start: Start, bot: string): TemplateResult | typeof nothing {
  switch (start.is) {
    case 'over':
      return nothing;
    case 'failed':
      return html`<p class="notice" role="alert"><span>The sandbox could not go on, and has ended: ${start.why}</span></p>`;
    case 'reading-more':
      return stateTemplate(`${bot} answers already, and reads more about the article`, farOf(start, 'texts'), start);
    case 'reading':
      return stateTemplate('Reading the article', farOf(start, 'sentences and notes'), start, answersLater(bot));
    case 'loading':
      return stateTemplate('Loading the model and the article', '', undefined, answersLater(bot));
    case 'connecting':
      return stateTemplate(`${bot} is coming`, '', undefined, answersLater(bot));
  }
}

const answersLater = (bot: string) => `What you ask ${bot} now, it answers as soon as it is here.`;

function stateTemplate(doing: string, far: string, standing?: { readonly done: number; readonly total: number }, hint?: string) {
  // Screen readers do not announce figures that change several times a second.
  return html`<div class="start">
    <p><span role="status">${doing}</span>${far === '' ? '…' : html`<span aria-live="off">: ${far}</span>`}</p>
    <progress aria-label=${doing} max=${standing?.total ?? nothing} value=${standing?.done ?? nothing}></progress>
    ${hint === undefined ? nothing : html`<p class="about">${hint}</p>`}
  </div>`;
}

function farOf({ done, total, secondsLeft }: Extract<Start, { readonly done: number }>, what: string): string {
  const left = secondsLeft === undefined ? '' : `, about ${roughly(secondsLeft)} left`;
  return `${count.format(done)} of ${count.format(total)} ${what}${left}`;
}

function roughly(seconds: number): string {
  return seconds < MINUTES_FROM ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

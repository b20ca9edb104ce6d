// What an empty #general says: what this is, and three things to try.

import { html, type TemplateResult } from 'lit';

export interface Example {
  readonly label: string;
  readonly about: string;
  readonly question?: string;
  readonly command?: string;
  /** Whose language it is in, if not the viewer's. */
  readonly locale?: string;
}

const EXAMPLES: readonly Example[] = [
  {
    label: 'Where did the cyber-attack come from?',
    about: 'An answer in the article’s own words, with a note on a contested claim',
    question: 'Where did the cyber-attack come from?',
    locale: 'en',
  },
  {
    label: '¿De dónde vino el ciberataque?',
    about: 'The same, asked by the reader who has Discord in Spanish',
    question: '¿De dónde vino el ciberataque?',
    locale: 'es',
  },
  { label: '/claims', about: 'The contested claims of the article, with their sources', command: 'claims' },
];

export function welcomeTemplate(take: (example: Example) => void): TemplateResult {
  return html`<section class="welcome" aria-labelledby="welcome-title">
    <h3 id="welcome-title">Welcome to Marginalia’s sandbox</h3>
    <p>
      Marginalia answers questions about one article with verbatim quotations, and marks the claims in them that are contested. This is a small
      Discord of its own, on this computer: the bot is the real one, and nothing leaves the machine. No account is needed.
    </p>
    <p>Mention <strong>@Marginalia</strong> with a question, or type <kbd>/</kbd> for its commands. Try one:</p>
    <ul>
      ${EXAMPLES.map(
        (example) =>
          html`<li>
            <button type="button" class="example" @click=${() => take(example)}>
              <span class="example-label">${example.label}</span><span class="about">${example.about}</span>
            </button>
          </li>`,
      )}
    </ul>
    <p class="about">On the left you can look at it as somebody else: moderators have more commands.</p>
  </section>`;
}

// The empty #general: an introduction, the article's title, and examples to try.

import { html, nothing, type TemplateResult } from 'lit';
import type { About, Example } from '../wire.js';

/** @param article undefined until it is open */
export function welcomeTemplate(article: About | undefined, take: (example: Example) => void): TemplateResult {
  return html`<section class="welcome" aria-labelledby="welcome-title">
    <h3 id="welcome-title">Welcome to Marginalia’s sandbox</h3>
    <p>
      Marginalia answers questions about one article with verbatim quotations, and marks the claims in them that are contested. This is a small
      Discord of its own, on this computer: the bot is the real one, and nothing leaves the machine. No account is needed.
    </p>
    ${article === undefined ? nothing : articleTemplate(article)}
    <p>
      Mention <strong>@Marginalia</strong> with a question, or type <kbd>/</kbd> for its commands.${(article?.examples.length ?? 0) > 0 ? ' Try one:' : ''}
    </p>
    <ul>
      ${article?.examples.map(
        (example) =>
          html`<li>
            <button type="button" class="example" @click=${() => take(example)}>
              <span class="example-label">${example.label}</span><span class="about">${example.about}</span>
            </button>
          </li>`,
      )}
    </ul>
    <p class="about">Among rooms and people you can become somebody else: moderators have more commands.</p>
  </section>`;
}

function articleTemplate({ title, author }: About): TemplateResult {
  return html`<p class="of-article">The article: <strong>${title}</strong>${author === undefined ? nothing : html`, by ${author}`}.</p>`;
}

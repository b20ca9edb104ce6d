// Renders shown content, with the notes as they are now: for the first time, or again later.

import { everyClaim, listClaims } from '../../answer/claims.js';
import { type Update, versionsOf } from '../../curation/changes-since.js';
import type { Keepers } from '../../curation/keepers.js';
import { translator } from '../../i18n/translator.js';
import type { ArticleView } from '../../views/article-view.js';
import type { MessageContext } from '../kit/embeds.js';
import { type Reply, textReply } from '../kit/reply.js';
import type { Shown } from '../kit/shown.js';
import { renderClaim, renderClaims } from '../lookups/render-claims.js';
import { renderPassage } from '../lookups/render-passage.js';
import { withOffered } from '../offered.js';
import { notesShown } from './notes-shown.js';
import { renderAnswer } from './render-answer.js';
import { renderCheck } from './render-check.js';

export interface MessageOptions extends MessageContext {
  /** Whether only the asker sees it. */
  readonly isPrivate: boolean;
  /** The question of an answer, if the message repeats it. */
  readonly question?: string | undefined;
  /** For a checked message, the words of each claim. */
  readonly about?: readonly string[];
  /** For a claim, the keepers of its note. */
  readonly keepers?: Keepers | undefined;
  /** The change of a note since it was first shown. */
  readonly update?: Update | undefined;
}

/** Renders shown content, and reports its notes and their versions. */
export function messageOf(shown: Shown, view: ArticleView, options: MessageOptions): Reply {
  const { language } = shown;
  const { update } = options;
  const time = update && `<t:${Math.floor(update.at / 1_000)}:R>`;
  const updated = update === undefined ? [] : [translator(language)(`updated.${update.change}`, { time: String(time) })];
  const reply = rendered(shown, view, options, updated);
  // Some of it may not have fit.
  const { shows = shown } = reply;
  return { ...withOffered(reply, shows, options), shows, versions: versionsOf(notesShown(shows, view)) };
}

function rendered(shown: Shown, view: ArticleView, options: MessageOptions, updated: readonly string[]): Reply {
  const { article, notes } = view;
  switch (shown.kind) {
    case 'answer':
      return renderAnswer(shown, view, { ...options, updated });
    case 'check':
      return renderCheck(shown, view, { ...options, about: options.about ?? [], updated });
    case 'passage':
      return withLines(renderPassage(shown, view, options), updated);
    case 'claims':
      return withLines(renderClaims(shown, { article, claims: listClaims(article, notes, shown.status) }, options), updated);
    case 'claim': {
      const noted = notes.find(({ note }) => note.id === shown.note);
      const [claim] = noted === undefined ? [] : everyClaim(article, [noted]);
      const reply = claim === undefined ? textReply(translator(shown.language)('claim.gone')) : renderClaim(shown, claim, article, options);
      return withLines(reply, updated);
    }
  }
}

function withLines(reply: Reply, lines: readonly string[]): Reply {
  return { ...reply, content: [reply.content, ...lines].join('\n') };
}

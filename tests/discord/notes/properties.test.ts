// Properties of every moderators' renderer, over random notes, changes, histories and questions: messages fit, ping nobody,
// show people's texts unchanged, and their buttons do what they say.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkModal } from '../../../sandbox/discord/limits.js';
import { createAnchorFinder } from '../../../src/article/anchor.js';
import type { Article } from '../../../src/article/article.js';
import { renderCoverage } from '../../../src/discord/coverage/render-coverage.js';
import { LIMITS } from '../../../src/discord/kit/limits.js';
import { type Modal, modalBody } from '../../../src/discord/kit/modal.js';
import { type Reply, textReply } from '../../../src/discord/kit/reply.js';
import { openAddNote } from '../../../src/discord/notes/components/add-note-modal.js';
import { openEditNote } from '../../../src/discord/notes/components/edit-note-modal.js';
import { openEditProposal } from '../../../src/discord/notes/components/edit-proposal-modal.js';
import { openReject } from '../../../src/discord/notes/components/reject-modal.js';
import { openSaveReason } from '../../../src/discord/notes/components/save-reason-modal.js';
import { openSuggestion } from '../../../src/discord/notes/components/suggest-modal.js';
import { cardEmbeds, renderNoteCard } from '../../../src/discord/notes/note-card.js';
import { noteFields, noteFieldsIn } from '../../../src/discord/notes/note-modals.js';
import { faultsReply } from '../../../src/discord/notes/note-transfer.js';
import { differencesEmbed } from '../../../src/discord/notes/render-differences.js';
import { renderHistory } from '../../../src/discord/notes/render-history.js';
import { renderNoteList } from '../../../src/discord/notes/render-list.js';
import { renderConflict, renderEffect, renderOffer, renderProposal } from '../../../src/discord/notes/render-proposal.js';
import { renderGroup, renderGroups } from '../../../src/discord/open-questions/render-open-questions.js';
import { describeSetting, renderSettings } from '../../../src/discord/settings/render-settings.js';
import { translator } from '../../../src/i18n/translator.js';
import { UserError } from '../../../src/i18n/user-error.js';
import { differencesOf } from '../../../src/notes/differences.js';
import { formOf, NO_FIELDS, readForm } from '../../../src/notes/form.js';
import { noteTextIn } from '../../../src/notes/headline.js';
import { shortened } from '../../../src/notes/shortened.js';
import { runs } from '../../tier.js';
import { markupText } from '../arbitraries.js';
import { displayed, displayedQuotes, shownOf, withPlainBreaks } from '../displayed.js';
import { type ReadId, readId } from '../ids.js';
import { optional } from '../scenario.js';
import { type Allowed, everyPage, idsOf, shownIn, soundly, withoutSpace } from '../soundness.js';
import {
  contentOn,
  coverage,
  effect,
  gapsOn,
  key,
  noteId,
  placesOf,
  proposalOn,
  revisionsOn,
  settings,
  stateOn,
  withArticle,
} from './arbitraries.js';
import { MODERATOR, SECOND, selectOf } from './examples.js';

const WHO = [MODERATOR, SECOND].map((id) => `<@${id}>`);
const FORMS = ['note', 'keywords', 'spanish'] as const;
const HEAD = ['strong', 'subtext'];
const CHANGES: Allowed = { kinds: [...HEAD, 'strikethrough'], tags: WHO };
/** Used for messages without quotations. */
const NO_ARTICLE: Article = {
  about: { title: 'None', language: 'en' },
  body: '',
  paragraphs: [],
  sentences: [],
  blocks: [],
  hidden: [],
  footnotes: [],
  leftOut: [],
};
const language = fc.constantFrom('en' as const, 'es' as const);

/** A text as a reader sees it on one line, without white space that is displayed differently. */
const onOneLine = (text: string) => withoutSpace(text);

/** The content of a message, without our own mentions. */
function said({ content }: Reply): string {
  return displayed(WHO.reduce((left, tag) => left.replaceAll(tag, ''), content));
}

function expectReason(reply: Reply, reason: string): void {
  if (reason.trim() !== '') expect(onOneLine(said(reply))).toContain(onOneLine(shortened(reason, 300)));
}

describe('a note’s card', () => {
  it('is sound, and its buttons are about that note', () => {
    fc.assert(
      fc.property(
        withArticle((article) => fc.record({ state: stateOn(article) })),
        ({ article, language: ours, state }) => {
          const reply = soundly(() => renderNoteCard(article, state, ours), article, { kinds: HEAD });
          const { id } = state.note;
          expect(said(reply)).toContain(id);
          for (const one of idsOf(reply)) {
            expect(one).toMatchObject(one.sign === 'y' ? { note: id, version: state.version } : { note: id });
          }
        },
      ),
      runs(60, 5),
    );
  });

  it('shows the note, whatever is beside it', () => {
    fc.assert(
      fc.property(
        withArticle((article) => fc.record({ state: stateOn(article) })),
        ({ article, language: ours, state }) => {
          const embeds = cardEmbeds(article, state, ours);
          const shown = shownIn([{ ...textReply(''), embeds }]);
          expect(onOneLine(shown)).toContain(onOneLine(noteTextIn(state.note, ours)));
        },
      ),
      runs(60, 5),
    );
  });
});

describe('a change before it is made', () => {
  const views = withArticle((article) =>
    fc.record({
      proposal: proposalOn(article),
      after: stateOn(article),
      before: optional(contentOn(article)),
      isMeasurable: fc.boolean(),
      warnings: fc.array(
        fc.oneof(
          markupText(30).map((text) => text.replace(/[\\*_~|`[\]<>@:()/#\-+.\d]|[\r\n\u2028\u2029]/gu, '') || 'x'),
          fc.constant('x '.repeat(400)),
        ),
        { maxLength: 40, size: 'max' },
      ),
    }),
  );

  it('is sound, whoever sees it, and every button is about that proposal', () => {
    fc.assert(
      fc.property(views, ({ article, language: ours, proposal, after, before, isMeasurable, warnings }) => {
        const differences = differencesOf(before, after.note);
        const view = { proposal, after, differences, isMeasurable, warnings };
        const reply = soundly(() => renderProposal(article, view, ours), article, CHANGES);
        expectReason(reply, proposal.reason);
        const ids = idsOf(reply);
        expect(ids.length).toBeGreaterThan(1);
        for (const id of ids) expect(id).toMatchObject({ proposal: proposal.id });
      }),
      runs(60, 5),
    );
  });

  it('leaves room in the queue for how it is decided', () => {
    fc.assert(
      fc.property(views, ({ article, language: ours, proposal, after, isMeasurable, warnings }) => {
        const waiting = { ...proposal, state: 'waiting' as const };
        const { content } = renderProposal(article, { proposal: waiting, after, differences: [], isMeasurable, warnings }, ours);
        const outcome = `\n**Rejected** by <@${2n ** 64n - 1n}>.\nReason: ${'*'.repeat(600)}`;
        expect(content.length + outcome.length).toBeLessThanOrEqual(LIMITS.content);
      }),
      runs(60, 5),
    );
  });

  it('as a conflict is sound, and says what differs', () => {
    fc.assert(
      fc.property(
        withArticle((article) =>
          fc.record({ proposal: proposalOn(article), current: optional(stateOn(article)), after: contentOn(article) }),
        ),
        ({ article, language: ours, proposal, current, after }) => {
          const differences = differencesOf(current?.note, after);
          const reply = soundly(() => renderConflict(proposal, current, differences, ours), article, CHANGES);
          expect(reply.embeds).toHaveLength(differences.length === 0 ? 0 : 1);
          for (const id of idsOf(reply)) expect(id).toMatchObject({ proposal: proposal.id });
        },
      ),
      runs(60, 5),
    );
  });

  it('as an offer shows the article’s words letter for letter, and what was pasted', () => {
    fc.assert(
      fc.property(
        withArticle((article) =>
          fc.record({
            proposal: proposalOn(article),
            sentence: fc.constantFrom(...article.sentences),
            pasted: fc.oneof(markupText(20), fc.constant('*_'.repeat(2_000))),
          }),
        ),
        ({ article, language: ours, proposal, sentence: { start, end }, pasted: typed }) => {
          const pasted = typed.trim() === '' ? 'words' : typed;
          const exact = article.body.slice(start, end);
          const reply = soundly(() => renderOffer(proposal, exact, pasted, ours), article, { quoted: [exact, pasted] });
          const [first = '', second = ''] = reply.embeds.map(({ description = '' }) => displayedQuotes(description)[0] ?? '');
          expect(withPlainBreaks(exact).startsWith(first)).toBe(true);
          expect(withPlainBreaks(pasted).startsWith(second)).toBe(true);
          if (exact.length < 1_000) expect(first).toBe(withPlainBreaks(exact));
          for (const id of idsOf(reply)) expect(id).toMatchObject({ proposal: proposal.id });
        },
      ),
      runs(60, 5),
    );
  });

  it('lists the questions that it answers otherwise, each whole, and counts the rest', () => {
    fc.assert(
      fc.property(effect, language, (found, ours) => {
        const reply = soundly(() => renderEffect(found, ours), NO_ARTICLE);
        const lines = (reply.embeds[0]?.description ?? '').split('\n').filter((line) => line !== '');
        const listed = lines.filter((line) => line.startsWith('– '));
        for (const [i, line] of listed.entries())
          expect(onOneLine(displayed(line))).toContain(onOneLine(shortened(found.changed[i]?.question ?? '', 150)));
        const left = found.changed.length - listed.length;
        expect(lines.length - listed.length).toBe(left === 0 ? 0 : 1);
        if (left > 0) expect(lines.at(-1)).toContain(String(left));
      }),
      runs(60, 5),
    );
  });
});

describe('differences', () => {
  it('show every word that is kept, goes or comes, or say that they cannot', () => {
    fc.assert(
      fc.property(
        withArticle((article) => fc.record({ before: optional(contentOn(article)), after: optional(contentOn(article)) })),
        ({ article, language: ours, before, after }) => {
          const differences = differencesOf(before, after);
          const embeds = differencesEmbed(differences, ours);
          const reply = soundly(() => ({ ...textReply('x'), embeds }), article, CHANGES);
          const [shown = ''] = reply.embeds.map(({ description = '' }) => displayed(description));
          for (const one of differences) {
            if (one.field !== 'note') continue;
            if (shown.includes(translator(ours)('differences.tooLong'))) continue;
            expect(onOneLine(shown)).toContain(onOneLine(one.pieces.map(({ value }) => value).join('')));
          }
        },
      ),
      runs(80, 7),
    );
  });
});

describe('a note’s history', () => {
  const histories = withArticle((article) =>
    fc.boolean().chain((isShipped) =>
      fc.record({
        revisions: revisionsOn(article, isShipped),
        shipped: isShipped ? contentOn(article) : fc.constant(undefined),
        id: noteId,
      }),
    ),
  );
  const times = (ats: readonly { readonly at: number }[]) => ats.map(({ at }) => `<t:${Math.floor(at / 1000)}:f>`);

  it('is sound at every version, and its buttons lead to the versions beside it', () => {
    fc.assert(
      fc.property(histories, ({ article, language: ours, revisions, shipped, id }) => {
        const history = {
          noteId: id,
          shipped: shipped && { id, ...shipped },
          revisions,
          spansOf: (note: Parameters<typeof placesOf>[1]) => placesOf(article, note),
        };
        const first = shipped === undefined ? 1 : 0;
        for (let version = first; version <= revisions.length; version += 1) {
          const allowed = { ...CHANGES, tags: [...WHO, ...times(revisions)] };
          const reply = soundly(() => renderHistory(article, history, version, ours), article, allowed);
          const steps = reply.components.flatMap(({ components }) =>
            components.flatMap((part) => ('custom_id' in part && !('disabled' in part) ? [readId(part.custom_id)] : [])),
          );
          const beside: ReadId[] = [version - 1, version + 1]
            .filter((one) => one >= first && one <= revisions.length)
            .map((one) => ({ sign: 'y', note: id, version: one }));
          expect(steps.filter((one) => one?.sign === 'y')).toEqual(beside);
          for (const one of steps) if (one?.sign === 'v') expect(one).toEqual({ sign: 'v', note: id, version });
        }
      }),
      runs(40, 4),
    );
  });
});

describe('a list of notes', () => {
  it('is sound on all pages, which name each note once and let each be opened', () => {
    fc.assert(
      fc.property(
        withArticle((article) =>
          fc.record({
            states: fc.uniqueArray(stateOn(article), { minLength: 1, maxLength: 60, size: 'medium', selector: ({ note }) => note.id }),
          }),
        ),
        ({ article, language: ours, states }) => {
          const pages = everyPage(
            (page) => renderNoteList(states, article, {}, page, ours),
            { article, reader: { language: ours } },
            { kinds: HEAD },
          );
          const lines = pages.flatMap(({ embeds }) => (embeds[0]?.description ?? '').split('\n'));
          expect(lines.map((line) => /^\*\*(.+?)\*\*/u.exec(line)?.[1])).toEqual(states.map(({ note }) => note.id));
          expect(pages.flatMap((page) => selectOf(page)?.options.map(({ value }) => value))).toEqual(states.map(({ note }) => note.id));
        },
      ),
      runs(30, 4),
    );
  });
});

describe('open questions', () => {
  const some = withArticle((article) => fc.record({ gaps: gapsOn(article) }));

  it('are sound on all pages, which list each group once and let each be opened', () => {
    fc.assert(
      fc.property(some, ({ article, language: ours, gaps }) => {
        const pages = everyPage(
          (page) => renderGroups(gaps, article, page, ours),
          { article, reader: { language: ours } },
          { kinds: HEAD },
        );
        const lines = pages.flatMap(({ embeds }) => (embeds[0]?.description ?? '').split('\n')).map(displayed);
        expect(lines).toHaveLength(gaps.length);
        for (const [i, { questions }] of gaps.entries())
          expect(onOneLine(lines[i] ?? '')).toContain(onOneLine(shortened(questions[0]?.question ?? '', 200)));
        expect(pages.flatMap((page) => selectOf(page)?.options.map(({ value }) => value))).toEqual(gaps.map((_, i) => `gap${i}-0`));
      }),
      runs(30, 4),
    );
  });

  it('of one group are sound, quote the nearest sentences, and let each of these be taught', () => {
    fc.assert(
      fc.property(some, ({ article, language: ours, gaps }) => {
        for (const gap of gaps.slice(0, 5)) {
          const reply = soundly(() => renderGroup(gap, article, ours), article, { kinds: HEAD });
          const select = selectOf(reply);
          expect(select?.options.map(({ value }) => Number(value)) ?? []).toEqual(gap.nearest);
          const [first] = gap.questions;
          for (const id of idsOf(reply)) expect(id).toMatchObject({ question: first?.id });
          const quotes = reply.embeds.flatMap(({ description = '' }) => displayedQuotes(description));
          for (const [i, quote] of quotes.entries()) {
            const { start = 0, end = 0 } = article.sentences[gap.nearest[i] ?? -1] ?? {};
            expect(shownOf(article, { start, end }).startsWith(quote)).toBe(true);
          }
        }
      }),
      runs(30, 4),
    );
  });
});

describe('coverage', () => {
  it('is sound, with a description of its picture that Discord takes', () => {
    fc.assert(
      fc.property(coverage, language, (all, ours) => {
        const reply = soundly(() => renderCoverage(all, ours), NO_ARTICLE);
        const description = reply.files?.[0]?.description ?? '';
        expect(description.length).toBeGreaterThan(10);
        expect(description.length).toBeLessThanOrEqual(1_024);
      }),
      runs(25, 4),
    );
  });
});

describe('settings', () => {
  it('are sound, and what one command can change has room in one message', () => {
    fc.assert(
      fc.property(settings, language, (all, ours) => {
        const { moderatorRole, logChannel, queueChannel, allowedChannels, deniedChannels } = all;
        const channels = [logChannel, queueChannel, ...allowedChannels, ...deniedChannels].map((id) => `<#${id}>`);
        soundly(() => renderSettings(all, ours), NO_ARTICLE, { kinds: HEAD, tags: [...channels, `<@&${moderatorRole}>`] });
        const lists = (['allowedChannels', 'deniedChannels'] as const).map((name) => describeSetting(name, all, ours));
        expect(lists.join('\n').length).toBeLessThan(LIMITS.content - 300);
      }),
      runs(60, 5),
    );
  });
});

describe('the faults of a file', () => {
  it('are sound, however many and long they are, and all are told', () => {
    const faults = fc.array(fc.oneof(markupText(20), fc.constant('*'.repeat(300)), fc.constant('x'.repeat(3_000))), {
      minLength: 1,
      maxLength: 100,
      size: 'max',
    });
    fc.assert(
      fc.property(faults, markupText(10), language, (all, name, ours) => {
        const reply = soundly(() => faultsReply(name.slice(0, 200), all, ours), NO_ARTICLE);
        const told = displayed(reply.content);
        const [file] = reply.files ?? [];
        if (file === undefined) for (const fault of all) expect(onOneLine(told)).toContain(onOneLine(fault));
        else expect(new TextDecoder().decode(file.data)).toBe(`${all.join('\n')}\n`);
      }),
      runs(80, 7),
    );
  });
});

describe('a modal', () => {
  function expectForm(modal: Modal): void {
    const body = modalBody(modal);
    expect(checkModal(body)).toEqual([]);
    expect(readId(body.custom_id, true)).toBeDefined();
  }

  it('on any sentence of any article is one that Discord takes, with that sentence in it where there is room', () => {
    const chosen = withArticle((article) => fc.record({ sentence: fc.constantFrom(...article.sentences) }));
    fc.assert(
      fc.property(chosen, ({ article, language: ours, sentence: { index, start, end } }) => {
        for (const form of [
          openAddNote(article, { content: 'abc123', sentence: index }, ours),
          openSuggestion(article, { content: 'abc123', sentence: index }, ours),
        ]) {
          expectForm(form);
          const quote = form.fields.find(({ name }) => name === 'quote');
          expect(quote?.value).toBe(end - start > LIMITS.formText ? '' : article.body.slice(start, end));
        }
      }),
      runs(60, 5),
    );
  });

  it('on any note is one that Discord takes, and that is read as the same note; or it says that the note is too long', () => {
    let fitting = 0;
    fc.assert(
      fc.property(
        withArticle((article) => fc.record({ state: stateOn(article), proposal: proposalOn(article) })),
        ({ article, language: ours, state, proposal }) => {
          const isTooLong = (content: Parameters<typeof formOf>[0]) => {
            const { quote, sources } = formOf(content);
            return Math.max(quote.length, sources.length) > LIMITS.formText;
          };
          if (isTooLong(state.note)) expect(() => openEditNote(state, 'note', ours)).toThrow(UserError);
          else {
            const forms = FORMS.map((one) => openEditNote(state, one, ours));
            forms.forEach(expectForm);
            fitting += 1;
            const filled = new Map(forms.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value ?? ''] as const)));
            const fields = noteFieldsIn(filled, NO_FIELDS);
            expect(fields).toEqual(formOf(state.note));
            for (const [i, part] of FORMS.entries()) {
              const { customId = '' } = forms[i] ?? {};
              expectForm({ customId, title: translator(ours)('form.fix'), fields: noteFields(fields, { part }, ours) });
            }
            expect(() => readForm(fields, { article, finder: createAnchorFinder(article.body), keep: state.note, now: 0 })).not.toThrow();
          }
          if (proposal.content === undefined || !isTooLong(proposal.content)) {
            for (const form of FORMS) expectForm(openEditProposal(proposal, form, ours));
          }
        },
      ),
      runs(60, 5),
    );
    expect(fitting).toBeGreaterThan(0);
  });

  it('for a reason is one that Discord takes', () => {
    fc.assert(
      fc.property(key, fc.constantFrom(openSaveReason, openReject), language, (proposal, open, ours) => {
        expectForm(open(proposal, ours));
      }),
    );
  });
});

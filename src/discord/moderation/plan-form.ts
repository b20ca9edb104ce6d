// Filled-in forms: notes that are written, changed or suggested, and the reasons for decisions.

import { type Article, type Span, sentenceAt } from '../../article/article.js';
import { onceSaved } from '../../curation/saved-error.js';
import { formOf, NO_FIELDS } from '../../notes/form.js';
import type { Proposal } from '../../notes/revision.js';
import { words } from '../../words/words.js';
import type { Bot } from '../bot.js';
import { button, rows } from '../components.js';
import { type CustomId, decodeId } from '../custom-id.js';
import type { Filled } from '../form.js';
import { type Actor, isModerator } from '../input.js';
import { inPlace, type Plan, privately } from '../plan.js';
import { type Reply, savedReply, textReply } from '../reply.js';
import { noteIn } from './note-actions.js';
import { noteFieldsIn } from './note-forms.js';
import { queued, rejectProposal, showDecided, showDrafted } from './proposals.js';

/** A form that somebody sent. */
export interface Submission extends Actor {
  readonly customId: string;
  readonly filled: Filled;
  /** Whether it was opened from a message that nobody else sees, which can then be changed. */
  readonly isOnPrivateMessage: boolean;
}

/** Plans what a form leads to. Answers at once, so that it can stand before the acknowledgement. */
export function planForm(submission: Submission, bot: Bot): Plan {
  const { guildId, language } = submission;
  const say = words(language);
  const id = decodeId(submission.customId);
  if (id === undefined || guildId === undefined) return privately(() => textReply(say('button.unknown')));
  const sent = { ...submission, guildId };
  if (id.kind === 'suggest') return privately(() => suggest(id, sent, bot));
  if (!isModerator(submission, bot.settings(guildId))) return privately(() => textReply(say('deny.moderator')));
  switch (id.kind) {
    case 'noteForm':
      return privately(() => write(id, sent, placeOf(bot.app.article, id), bot));
    case 'editForm':
      return privately(() => write(id, sent, undefined, bot));
    case 'proposalForm':
      return whereItStands(submission, () => rewrite(id, sent, bot));
    case 'whyForm':
      return whereItStands(submission, async () => {
        if ((await openProposal(id.proposal, sent, bot)) === undefined) return textReply(say('proposal.gone'));
        const decided = await bot.curation.save(id.proposal, submission.userId, submission.filled.get('reason') ?? '');
        return showDecided(decided, submission, bot);
      });
    case 'rejectForm':
      return privately(async () => {
        const proposal = await openProposal(id.proposal, sent, bot);
        const rejected = proposal && (await bot.curation.decisions.reject(proposal.id, submission.userId));
        if (rejected === undefined) return textReply(say('proposal.gone'));
        return rejectProposal(rejected, submission.filled.get('reason') ?? '', submission, bot);
      });
    default:
      return privately(() => textReply(say('button.unknown')));
  }
}

/** Why a form was not taken, with a way to send it later: nobody types a note twice. */
export function keepingForm(why: string, submission: Submission, bot: Bot): Reply {
  const form = decodeId(submission.customId);
  if (form === undefined || submission.filled.has('reason')) return textReply(why);
  const draft = bot.unfinished.keep({ form, fields: noteFieldsIn(submission.filled, NO_FIELDS) }, submission);
  return { ...textReply(why), components: rows([button(words(submission.language)('button.reopen'), { kind: 'mend', draft })]) };
}

type Sent = Submission & { readonly guildId: string };

/** A preview is replaced by what came of its form; the queue, which everybody sees, is not. */
function whereItStands({ isOnPrivateMessage }: Submission, reply: () => Promise<Reply>): Plan {
  return isOnPrivateMessage ? inPlace(reply) : privately(reply);
}

async function write(
  id: Extract<CustomId, { readonly kind: 'noteForm' | 'editForm' }>,
  sent: Sent,
  near: Span | undefined,
  bot: Bot,
): Promise<Reply> {
  const { guildId, userId: authorId, filled, language } = sent;
  // A form's id can be forged: a note that the server never had cannot be edited.
  const others = id.kind === 'editForm' ? formOf((await noteIn(guildId, id.note, language, bot)).note) : NO_FIELDS;
  const fields = noteFieldsIn(filled, others);
  const edited = id.kind === 'editForm' ? { noteId: id.note, version: id.version } : undefined;
  const drafted = await bot.curation.draftForm({ guildId, authorId, origin: 'moderator', fields, edited, near });
  return showDrafted(drafted, sent, bot, () => bot.unfinished.keep({ form: id, fields }, sent));
}

async function rewrite(id: Extract<CustomId, { readonly kind: 'proposalForm' }>, sent: Sent, bot: Bot): Promise<Reply> {
  const proposal = await openProposal(id.proposal, sent, bot);
  if (proposal?.kind !== 'note') return textReply(words(sent.language)('proposal.gone'));
  const fields = noteFieldsIn(sent.filled, proposal.content === undefined ? NO_FIELDS : formOf(proposal.content));
  const drafted = await bot.curation.redraft(proposal, fields, sent.userId);
  if ((drafted.kind === 'drafted' || drafted.kind === 'offer') && proposal.state === 'waiting')
    await onceSaved(async () => bot.moderation.requeue(drafted.proposal, await queued(drafted.proposal, bot)));
  return showDrafted(drafted, sent, bot, () => bot.unfinished.keep({ form: id, fields }, sent));
}

/** A proposal of the server that is not decided yet: a form's id can be forged, and somebody may have been quicker. */
async function openProposal(proposalId: string, { guildId }: Sent, bot: Bot): Promise<Proposal | undefined> {
  const proposal = await bot.curation.store.proposal(proposalId);
  const isOpen = proposal?.state === 'draft' || proposal?.state === 'waiting';
  return isOpen && proposal.guildId === guildId ? proposal : undefined;
}

/** A reader's suggestion goes to the moderators' queue. */
async function suggest(id: Extract<CustomId, { readonly kind: 'suggest' }>, sent: Sent, bot: Bot): Promise<Reply> {
  const { guildId, userId: authorId, filled, language } = sent;
  const say = words(language);
  if (!bot.takesSuggestions(guildId)) return textReply(say('suggest.off'));
  const fields = noteFieldsIn(filled, NO_FIELDS);
  const drafted = await bot.curation.draftForm({ guildId, authorId, origin: 'reader', fields, near: placeOf(bot.app.article, id) });
  if (drafted.kind === 'faulty' || drafted.kind === 'gone')
    return showDrafted(drafted, sent, bot, () => bot.unfinished.keep({ form: id, fields }, sent));
  // What a reader pasted with other quotation marks or spaces is the moderators' to see, with the article's own words.
  const decided = await bot.curation.save(drafted.proposal.id, authorId);
  if (decided.kind !== 'waiting') return textReply(say('proposal.gone'));
  const isQueued = await onceSaved(async () => bot.moderation.queue(decided.proposal, await queued(decided.proposal, bot)));
  return savedReply(say(isQueued ? 'suggest.sent' : 'suggest.failed'));
}

function placeOf(article: Article, { sentence }: { readonly sentence: number }): Span | undefined {
  return sentence < article.sentences.length ? sentenceAt(article, sentence) : undefined;
}

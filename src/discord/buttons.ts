// Buttons and selects under the bot's messages: who may use each, and what it does. Everything stands in the custom id.

import { type APIButtonComponent, type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import type { Article } from '../article/article.js';
import { makeQuote } from '../article/quote.js';
import { words } from '../words/words.js';
import type { Bot } from './bot.js';
import { button, rows } from './components.js';
import { type CustomId, decodeId } from './custom-id.js';
import { classify, UncertainError } from './failure.js';
import { messageOf } from './message-of.js';
import { mendForm, suggestionForm } from './moderation/note-forms.js';
import { isForModerators, planModeration, type ReaderId } from './moderation/plan-moderation.js';
import { type Click, type Plan, privately, showForm, update } from './plan.js';
import { echoedQuestion, renderFurther } from './render-answer.js';
import { notesBehind, renderNotes } from './render-notes.js';
import { renderContext } from './render-passage.js';
import { renderSources } from './render-sources.js';
import { type Reply, textReply } from './reply.js';
import type { Responder } from './responder.js';
import { shownOfAnswer } from './shown.js';

type FeedbackId = Extract<ReaderId, { kind: 'feedback' }>;
type JudgeId = Extract<ReaderId, { kind: 'judge' }>;

/** Plans what a click does. Answers at once, so that it can stand before the acknowledgement. */
export function planClick(click: Click, bot: Bot): Plan {
  const say = words(click.language);
  const id = decodeId(click.customId);
  if (id === undefined) return privately(() => textReply(say('button.unknown')));
  if (
    'asker' in id &&
    id.kind !== 'feedback' &&
    id.asker !== click.userId &&
    !(id.kind === 'delete' && click.rights.mayManageMessagesHere)
  ) {
    return privately(() => textReply(id.kind === 'delete' ? say('deny.delete') : say('deny.asker')));
  }
  if ('content' in id && id.content !== bot.content) return privately(() => textReply(say('button.stale')));
  if (!isInArticle(id, bot.app.article)) return privately(() => textReply(say('button.unknown')));
  return isForModerators(id) ? planModeration(id, click, bot) : planFor(id, click, bot);
}

/** Custom ids can be forged: whether one names a place that there is. */
function isInArticle(id: CustomId, article: Article): boolean {
  if (id.kind === 'context') return id.paragraph >= 1 && id.paragraph <= article.paragraphs.length;
  if (id.kind === 'suggest' || id.kind === 'noteForm') return id.sentence < article.sentences.length;
  if (id.kind === 'feedback') return (id.sentence ?? 0) < article.sentences.length;
  if (id.kind !== 'notes') return true;
  try {
    for (const { start, end } of id.ranges) makeQuote(article, start, end);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function planFor(id: ReaderId, click: Click, bot: Bot): Plan {
  const { language } = click;
  const say = words(language);
  const { article } = bot.app;
  const reading = () => bot.reading(click.guildId);
  const reader = { ...bot.placeOf(click), language };
  switch (id.kind) {
    case 'context':
      return privately(async () => renderContext(id.paragraph, id.part, await reading(), reader));
    case 'more':
    case 'nearest':
      return privately(async () => {
        const seen = await reading();
        return renderFurther(id.kind, seen.passagesAround(id.sentences), seen, reader);
      });
    case 'notes':
      return privately(async () => {
        const seen = await reading();
        const keepers = await bot.keepersOf(
          click.guildId,
          notesBehind(id, seen).map(({ note }) => note.id),
        );
        return renderNotes(id, seen, { ...reader, keepers, wrong: toldWrong(click, bot) });
      });
    case 'claimPick':
      return privately(async () => {
        const shown = { kind: 'claim', language, form: 'embeds', note: click.values[0] ?? '', isNearest: false } as const;
        return messageOf(shown, await reading(), { ...reader, isPrivate: true });
      });
    case 'page':
      return update(async (responder) => {
        const { status, page } = id;
        const seen = await reading();
        const shown = { kind: 'claims', language, form: 'embeds', page, ...(status === undefined ? {} : { status }) } as const;
        const reply =
          id.list === 'claims' ? messageOf(shown, seen, { ...reader, isPrivate: false }) : renderSources(seen.notes, { ...reader, page });
        const sent = await responder.edit(reply);
        if (sent !== undefined) await bot.showing({ messageId: sent.id, place: click, reply, isPrivate: sent.isPrivate });
      });
    case 'feedback':
      return privately(() => askForFeedback(id, click, bot));
    case 'judge':
      return update(async (responder) => {
        const { message: messageId, verdict } = id;
        await bot.judge(click, verdict === 'helpful' ? { messageId, verdict } : { messageId, verdict: 'not-helpful', reason: verdict });
        await responder.edit(textReply(say('feedback.thanks')));
      });
    case 'share':
      return update((responder) => share(click, responder, bot));
    case 'delete':
      return update((responder) => responder.deleteOriginal());
    case 'suggest':
      return bot.takesSuggestions(click.guildId)
        ? showForm(() => suggestionForm(article, id, language))
        : privately(() => textReply(say('suggest.off')));
    case 'mend': {
      const unfinished = bot.unfinished.get(id.draft, click);
      return unfinished === undefined
        ? privately(() => textReply(say('form.forgotten')))
        : showForm(() => mendForm(unfinished.form, unfinished.fields, language));
    }
  }
}

/** Who can be told that a note is wrong. */
function toldWrong({ guildId }: Click, bot: Bot): 'suggest' | 'moderators' | 'operator' {
  if (guildId === undefined) return 'operator';
  return bot.takesSuggestions(guildId) ? 'suggest' : 'moderators';
}

/** Asks how an answer was. Only who asked for it can judge it; anybody may suggest a note, where notes may be suggested. */
function askForFeedback({ asker, made, sentence }: FeedbackId, { language, userId, guildId, message }: Click, bot: Bot): Reply {
  const say = words(language);
  const isAsker = asker === userId;
  const judge = (verdict: JudgeId['verdict'], label: string) => button(label, { kind: 'judge', asker, message: message.id, verdict });
  const suggest =
    made !== undefined && sentence !== undefined && bot.takesSuggestions(guildId)
      ? [button(say('button.suggest'), { kind: 'suggest', content: made, sentence })]
      : [];
  if (!isAsker) return { ...textReply(say(suggest.length > 0 ? 'feedback.others' : 'deny.asker')), components: rows(suggest) };
  return {
    ...textReply(say('feedback.how')),
    components: rows([
      judge('helpful', say('button.helpful')),
      judge('wrong-passage', say('button.wrong-passage')),
      judge('no-answer', say('button.no-answer')),
      judge('note', say('button.note-wrong')),
      ...suggest,
    ]),
  };
}

/** Shows everybody what was answered in private, with the notes as they are now, and takes the button to share it away. */
async function share(click: Click, responder: Responder, bot: Bot): Promise<void> {
  const { language, message } = click;
  const question = echoedQuestion(message.content) ?? bot.recent.ofMessage(message.id)?.asked.question;
  if (question === undefined) {
    await responder.followUp(textReply(words(language)('button.unknown')), 'private');
    return;
  }
  if (!bot.recent.claimShare(message.id)) return;
  const { content } = message;
  const embeds = message.embeds.map(ownPartsOf);
  const left = message.components.map(buttonsIn).map((line) => line.flatMap(({ own, id }) => (id?.kind === 'share' ? [] : own)));
  const reply = await toShare(question, click, bot).catch((error: unknown) => {
    bot.recent.releaseShare(message.id);
    throw error;
  });
  let doubt: UncertainError | undefined;
  try {
    const sent = await responder.followUp(reply, 'public');
    if (sent?.isPrivate === false) await bot.showing({ messageId: sent.id, place: click, reply, isPrivate: false });
  } catch (error) {
    if (classify(error).kind !== 'network') {
      bot.recent.releaseShare(message.id);
      throw error;
    }
    doubt = new UncertainError(error);
  }
  await responder.edit({ content, embeds, components: rows(...left) });
  if (doubt !== undefined) throw doubt;
}

/** The buttons of a row, without what Discord adds to them, and what each does. */
function buttonsIn(row: APIMessageTopLevelComponent): { readonly own: APIButtonComponent; readonly id: CustomId | undefined }[] {
  if (row.type !== ComponentType.ActionRow) return [];
  return row.components.flatMap((part) => {
    if (part.type !== ComponentType.Button || !('custom_id' in part)) return [];
    const { type, style, label = '', custom_id } = part;
    return [{ own: { type, style, label, custom_id }, id: decodeId(custom_id) }];
  });
}

/** An answer as everybody may see it: what it showed before, or, where that is not kept, what is answered now. */
async function toShare(question: string, click: Click, bot: Bot): Promise<Reply> {
  const { language, userId, guildId } = click;
  const reading = await bot.reading(guildId);
  const options = { ...bot.placeOf(click), isPrivate: false };
  const kept = await bot.shownIn(click.message.id);
  if (kept !== undefined) return { ...messageOf(kept, reading, { ...options, question }), asked: { question } };
  const full = await bot.gate.run(userId, 'question', () => reading.respond(question));
  const showing = { language: language === 'es' ? 'es' : full.answer.language, form: 'embeds' } as const;
  const shown = shownOfAnswer(full, reading.article, showing);
  return { ...messageOf(shown, reading, { ...options, question: full.answer.question }), asked: { question } };
}

/** What we put into an embed, without what Discord adds to it. */
function ownPartsOf({ title, description, color, fields, footer, author }: APIEmbed): APIEmbed {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(color === undefined ? {} : { color }),
    ...(fields === undefined ? {} : { fields }),
    ...(footer === undefined ? {} : { footer: { text: footer.text } }),
    ...(author === undefined ? {} : { author: { name: author.name } }),
  };
}

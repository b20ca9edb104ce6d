// Buttons and selects under the bot's messages: who may use each, and what it does. Everything stands in the custom id.

import { type APIButtonComponent, type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import { listClaims } from '../answer/claims.js';
import { type Article, paragraphNumbered } from '../article/article.js';
import { makeQuote } from '../article/quote.js';
import { words } from '../words/words.js';
import type { Bot } from './bot.js';
import { rows, selectRow } from './components.js';
import { type CustomId, decodeId } from './custom-id.js';
import { classify, UncertainError } from './failure.js';
import { mendForm, suggestionForm } from './moderation/note-forms.js';
import { isForModerators, planModeration, type ReaderId } from './moderation/plan-moderation.js';
import { type Click, type Plan, privately, showForm, update } from './plan.js';
import { echoedQuestion, renderAnswer, renderFurther } from './render-answer.js';
import { renderClaims } from './render-claims.js';
import { renderNotesAt, renderRelated } from './render-notes.js';
import { renderContext } from './render-passage.js';
import { renderSources } from './render-sources.js';
import { type Reply, textReply } from './reply.js';
import type { Responder } from './responder.js';

const REASONS = ['wrong-passage', 'no-answer', 'note', 'other'] as const;

/** Plans what a click does. Answers at once, so that it can stand before the acknowledgement. */
export function planClick(click: Click, bot: Bot): Plan {
  const say = words(click.language);
  const id = decodeId(click.customId);
  if (id === undefined) return privately(() => textReply(say('button.unknown')));
  if ('asker' in id && id.asker !== click.userId && !(id.kind === 'delete' && click.rights.mayManageMessagesHere)) {
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
  if (id.kind !== 'notes') return true;
  try {
    makeQuote(article, id.start, id.end);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function planFor(id: ReaderId, click: Click, bot: Bot): Plan {
  const { language } = click;
  const say = words(language);
  const reading = bot.reading(click.guildId);
  const { article } = reading;
  const place = { language, asker: click.userId, content: bot.content };
  switch (id.kind) {
    case 'context':
      return privately(() => {
        const notes = reading.notesAt(paragraphNumbered(article, id.paragraph));
        return renderContext(article, id.paragraph, notes, { ...place, part: id.part });
      });
    case 'more':
    case 'nearest':
      return privately(() => renderFurther(id.kind, reading.passagesAround(id.sentences), article, (span) => reading.notesAt(span), place));
    case 'notes':
      return privately(() => renderNotesAt(makeQuote(article, id.start, id.end), reading.notesAt(id), id.page, article, place));
    case 'related':
      return privately(() => renderRelated(reading.notes, id, place));
    case 'page':
      return update((responder) =>
        responder.edit(
          id.list === 'claims'
            ? renderClaims(listClaims(article, reading.notes, id.status), article, { ...place, page: id.page, status: id.status })
            : renderSources(reading.notes, { ...place, page: id.page }),
        ),
      );
    case 'helpful':
      return privately(async () => {
        await bot.judge(click, { messageId: click.message.id, verdict: 'helpful' });
        return textReply(say('feedback.thanks'));
      });
    case 'unhelpful':
      return privately(async () => {
        await bot.judge(click, { messageId: click.message.id, verdict: 'not-helpful' });
        return askForReason(click);
      });
    case 'reason':
      return update(async (responder) => {
        const reason = REASONS.find((known) => known === click.values[0]);
        await bot.judge(click, { messageId: id.message, verdict: 'not-helpful', reason });
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

function askForReason({ language, userId, message }: Click): Reply {
  const say = words(language);
  return {
    ...textReply(say('feedback.why')),
    components: [
      selectRow(
        { kind: 'reason', asker: userId, message: message.id },
        say('feedback.choose'),
        REASONS.map((reason) => ({ label: say(`feedback.reason.${reason}`), value: reason })),
      ),
    ],
  };
}

/**
 * Answers a question that was answered in private once more for everybody, with the notes as they are now, with the buttons that are
 * for everybody and one to delete it, and takes the button to share it away.
 */
async function share(click: Click, responder: Responder, bot: Bot): Promise<void> {
  const { language, message } = click;
  const question = bot.recent.ofMessage(message.id)?.asked.question ?? echoedQuestion(message.content);
  if (question === undefined) {
    await responder.followUp(textReply(words(language)('button.unknown')), 'private');
    return;
  }
  if (!bot.recent.claimShare(message.id)) return;
  const { content } = message;
  const embeds = message.embeds.map(ownPartsOf);
  const left = message.components.map(buttonsIn).map((line) => line.flatMap(({ own, id }) => (id?.kind === 'share' ? [] : own)));
  const reply = await answerAgain(question, click, bot).catch((error: unknown) => {
    bot.recent.releaseShare(message.id);
    throw error;
  });
  let doubt: UncertainError | undefined;
  try {
    const sent = await responder.followUp(reply, 'public');
    if (sent?.isPrivate === false) await bot.shared({ messageId: sent.id, place: click, reply });
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

/** The answer to a question as everybody may see it. */
async function answerAgain(question: string, click: Click, bot: Bot): Promise<Reply> {
  const { language, userId, guildId } = click;
  const reading = bot.reading(guildId);
  const full = await bot.gate.run(userId, 'question', () => reading.respond(question));
  const reply = renderAnswer(full, reading.article, {
    language: language === 'es' ? 'es' : full.answer.language,
    asker: userId,
    content: bot.content,
    isPrivate: false,
    echoQuestion: true,
    noteSpans: reading.noteSpans,
    takesSuggestions: bot.takesSuggestions(guildId),
  });
  const isForAll = (id: CustomId | undefined) => id !== undefined && (!('asker' in id) || id.kind === 'delete');
  const lines = reply.components.map((line) => buttonsIn(line).flatMap(({ own, id }) => (isForAll(id) ? own : [])));
  return { ...reply, components: rows(...lines), asked: { question } };
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

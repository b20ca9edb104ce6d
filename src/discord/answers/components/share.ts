// "Share": posts a private answer for everybody, with the notes as they are now, and removes the button.

import { type APIButtonComponent, type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import { translator } from '../../../i18n/translator.js';
import type { Bot } from '../../core/bot.js';
import { classify, UncertainError } from '../../core/failure.js';
import type { Responder } from '../../core/responder.js';
import { rows } from '../../kit/components.js';
import { type Click, defineButton } from '../../kit/handler.js';
import { snowflake } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';

export const share = defineButton(
  's',
  { asker: snowflake },
  {
    allow: 'asker',
    ack: 'update',
    cost: 'change',
    run: async (_, click, { answers }, responder) => {
      const question = answers.questionOf(click.message);
      if (question === undefined) await responder.followUp(textReply(translator(click.language)('button.unknown')), 'private');
      else if (answers.recent.claimShare(click.message.id)) await shareAnswer(question, click, answers, responder);
      return undefined;
    },
  },
);

async function shareAnswer(question: string, click: Click, answers: Bot['answers'], responder: Responder): Promise<void> {
  const { message } = click;
  const embeds = message.embeds.map(ownPartsOf);
  const left = message.components.map(buttonsIn).map((line) => line.filter(({ custom_id: id }) => share.decode(id) === undefined));
  const reply = await answers.forEverybody(question, message.id, click).catch((error: unknown) => {
    answers.recent.releaseShare(message.id);
    throw error;
  });
  let doubt: UncertainError | undefined;
  try {
    const sent = await responder.followUp(reply, 'public');
    if (sent?.isPrivate === false) await answers.showing({ messageId: sent.id, place: click, reply, isPrivate: false });
  } catch (error) {
    if (classify(error).kind !== 'network') {
      answers.recent.releaseShare(message.id);
      throw error;
    }
    doubt = new UncertainError(error);
  }
  await responder.edit({ content: message.content, embeds, components: rows(...left) });
  if (doubt !== undefined) throw doubt;
}

/** The buttons of a row, without Discord's additions. */
function buttonsIn(row: APIMessageTopLevelComponent): (APIButtonComponent & { readonly custom_id: string })[] {
  if (row.type !== ComponentType.ActionRow) return [];
  return row.components.flatMap((part) => {
    if (part.type !== ComponentType.Button || !('custom_id' in part)) return [];
    const { type, style, label = '', custom_id } = part;
    return [{ type, style, label, custom_id }];
  });
}

/** Our own parts of an embed, without Discord's additions. */
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

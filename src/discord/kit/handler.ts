// Definition of a button, a select or a modal: its sign, its data, who may use it, how it is acknowledged, what it costs and
// what it does. Renderers make the component from its definition; the dispatcher finds the definition by the custom id.

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Article } from '../../article/article.js';
import type { MessageKey } from '../../i18n/catalogue.js';
import { translator } from '../../i18n/translator.js';
import type { Bot } from '../core/bot.js';
import type { Cost } from '../core/gate.js';
import type { Actor } from '../core/input.js';
import type { Responder } from '../core/responder.js';
import { type DataOf, type IdFields, type IdShape, idShape } from './custom-id.js';
import type { snowflake } from './id-fields.js';
import type { Field, Filled, Modal } from './modal.js';
import type { Reply } from './reply.js';
import type { Shown } from './shown.js';

/**
 * Who may use a handler; checked before anything happens.
 * - anyone: whoever sees it
 * - asker: the person whose snowflake its data holds as `asker`
 * - asker-or-channel-moderator: the asker, or a person who may manage messages in that channel
 * - member: anybody, but only in guilds
 * - moderator: of the guild where it is used
 */
export type Right = 'anyone' | 'asker' | 'asker-or-channel-moderator' | 'member' | 'moderator';
/** Rights that nobody has outside a guild. */
type RightInServer = Extract<Right, 'member' | 'moderator'>;

/**
 * Acknowledgement of an event, and place of its reply.
 * - private: a message that only the person who acts sees
 * - update: the component's message is changed
 * - update-private: that message if nobody else sees it, else a private one
 * - modal: a modal opens, so it must be ready quickly; a reply instead of a modal is private
 */
export type Ack = 'private' | 'update' | 'update-private' | 'modal';

/** The message that holds a component, or from which a modal was opened. */
export interface MessageOn {
  readonly id: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** Whether only one person sees it. */
  readonly isPrivate: boolean;
}

/** A click on a button, or a choice in a select. */
export interface Click extends Actor {
  readonly customId: string;
  /** The chosen value of a select. */
  readonly values: readonly string[];
  readonly message: MessageOn;
}

/** A filled-in modal that was sent. */
export interface Submission extends Actor {
  readonly customId: string;
  readonly filled: Filled;
  /** Undefined if a command opened it. */
  readonly message: Pick<MessageOn, 'isPrivate'> | undefined;
}

/** An event with the guild that its right guarantees. */
type By<Event, Allowed extends Right> = Allowed extends RightInServer ? Event & { readonly guildId: string } : Event;

/** The result; nothing if the responder has sent everything already. */
type Outcome = Reply | Modal | undefined;
type Awaitable<T> = T | Promise<T>;

interface Rules<Data, Event, Allowed extends Right> {
  readonly allow: Allowed;
  readonly ack: Ack;
  readonly cost: Cost;
  /** Whether the data names a place that the article has: ids can be forged. */
  isThere?(data: Data, article: Article): boolean;
  /** Throws UserError for impossible requests. */
  run(data: Data, event: By<Event, Allowed>, bot: Bot, responder: Responder): Awaitable<Outcome>;
}

interface ButtonRules<Data, Allowed extends Right> extends Rules<Data, Click, Allowed> {
  /** Offers the button under messages, after their renderers' own buttons; undefined for messages without it. */
  offer?(shown: Shown, message: Pick<MessageOn, 'isPrivate'>): { readonly label: MessageKey; readonly data: Data } | undefined;
}

interface ModalRules<Data, Allowed extends Right> extends Rules<Data, Submission, Allowed> {
  /** The reply when the gate refuses, so that nobody has to type anything twice. Without it, only the reason. */
  keep?(why: string, data: Data, submission: Submission, bot: Bot): Reply;
}

/** A handler as the registry holds it, whatever its data. */
export interface Handler {
  readonly kind: 'button' | 'select' | 'modal';
  readonly sign: string;
  readonly allow: Right;
  readonly ack: Ack;
  readonly cost: Cost;
  encode(data: never): string;
  decode(customId: string): unknown;
  isThere?(data: never, article: Article): boolean;
  run(data: never, event: never, bot: Bot, responder: Responder): Awaitable<Outcome>;
  /** The button that `offer` puts under a message. */
  offered?(shown: Shown, message: Pick<MessageOn, 'isPrivate'>): APIButtonComponentWithCustomId | undefined;
  keep?(why: string, data: never, submission: Submission, bot: Bot): Reply;
}

export interface ButtonHandler<Data> extends IdShape<Data> {
  /** The button, as a message holds it. */
  button(label: string, data: Data, options?: { readonly isDisabled?: boolean }): APIButtonComponentWithCustomId;
}

export interface SelectHandler<Data> extends IdShape<Data> {
  /** The select, in a row of its own. */
  row(placeholder: string, data: Data, options: readonly APISelectMenuOption[]): APIActionRowComponent<APIStringSelectComponent>;
}

export interface ModalHandler<Data> extends IdShape<Data> {
  modal(title: string, data: Data, fields: readonly Field[]): Modal;
}

/** The data of a handler for the asker holds the asker. */
type FieldsFor<Allowed extends Right> = Allowed extends `asker${string}` ? { readonly asker: typeof snowflake } : unknown;

/** @param sign beginning of its custom ids, which stay on Discord for ever: no other handler may have it, now or later */
export function defineButton<Fields extends IdFields, Allowed extends Right>(
  sign: string,
  fields: Fields & FieldsFor<Allowed>,
  rules: ButtonRules<DataOf<Fields>, Allowed>,
): ButtonHandler<DataOf<Fields>> & Handler {
  const { offer, ...others } = rules;
  const shape = idShape<Fields>(sign, fields);
  const button: ButtonHandler<DataOf<Fields>>['button'] = (label, data, { isDisabled = false } = {}) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: shape.encode(data),
    ...(isDisabled ? { disabled: true } : {}),
  });
  return {
    ...{ kind: 'button', sign, ...shape, ...others, button },
    offered: (shown, message) => {
      const found = offer?.(shown, message);
      return found && button(translator(shown.language)(found.label), found.data);
    },
  };
}

/** @param sign as a button's */
export function defineSelect<Fields extends IdFields, Allowed extends Right>(
  sign: string,
  fields: Fields & FieldsFor<Allowed>,
  rules: Rules<DataOf<Fields>, Click, Allowed>,
): SelectHandler<DataOf<Fields>> & Handler {
  const shape = idShape<Fields>(sign, fields);
  return {
    ...{ kind: 'select', sign, ...shape, ...rules },
    row: (placeholder, data, options) => ({
      type: ComponentType.ActionRow,
      components: [{ type: ComponentType.StringSelect, custom_id: shape.encode(data), placeholder, options: [...options] }],
    }),
  };
}

/** @param sign as a button's; a button that opens it may have the same */
export function defineModal<Fields extends IdFields, Allowed extends Right>(
  sign: string,
  fields: Fields & FieldsFor<Allowed>,
  rules: ModalRules<DataOf<Fields>, Allowed>,
): ModalHandler<DataOf<Fields>> & Handler {
  const shape = idShape<Fields>(sign, fields);
  return {
    ...{ kind: 'modal', sign, ...shape, ...rules },
    modal: (title, data, shown) => ({ customId: shape.encode(data), title, fields: shown }),
  };
}

// Acts of a window, carried out as the person it represents; acts that a Discord client would not allow are refused.

import { ApplicationCommandType } from 'discord.js';
import { z } from 'zod';
import {
  click,
  commandsFor,
  deletePost,
  editPost,
  type FormValues,
  Impossible,
  messagesFor,
  type OptionValue,
  post,
  submit,
  typeIn,
  useCommand,
  useMessageMenu,
} from './discord/people.js';
import type { Channel, Choice, Interaction, Message, RequestFile, User, World } from './discord/state.js';
import { until } from './discord/until.js';
import { roomsFor, type Scene, slashCommands, type Viewer } from './view.js';
import { type Act, FAULTS, type NumberedAct, type OptionValues, type Upload, type WireCommand } from './wire.js';

/** The result of an act. */
export interface Outcome {
  /** The interaction that was sent to the bot and needs an answer. */
  readonly interaction?: Interaction;
  readonly suggestions?: readonly Choice[];
}

/** Acts of a person; the other acts concern the window itself. */
export type PersonsAct = Exclude<Act, { readonly act: 'look' | 'fault' | 'clear-faults' }>;

/** Discord's client waits this long for suggestions. */
const SUGGESTIONS_MS = 3_000;

const id = z.string().max(100);
const text = z.string().max(10_000);
const upload = z.strictObject({ name: z.string().min(1).max(255), contentType: z.string().max(255), data: z.base64() });
const options = z.record(z.string(), z.union([text, z.number(), z.boolean(), upload]));

const ACTS = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('look'), as: id, room: id }),
  z.strictObject({ act: z.literal('post'), text, replyTo: id.exactOptional(), files: z.array(upload).max(10).exactOptional() }),
  z.strictObject({ act: z.literal('edit'), message: id, text }),
  z.strictObject({ act: z.literal('delete'), message: id }),
  z.strictObject({ act: z.literal('command'), command: id, options }),
  z.strictObject({ act: z.literal('suggest'), command: id, options, focused: z.strictObject({ id, text }) }),
  z.strictObject({ act: z.literal('menu'), command: id, message: id }),
  z.strictObject({ act: z.literal('click'), message: id, customId: id, values: z.array(id).max(25).exactOptional() }),
  z.strictObject({
    act: z.literal('submit'),
    form: id,
    values: z.record(z.string(), z.union([text, z.boolean(), z.array(id).max(25), z.array(upload).max(10)])),
  }),
  z.strictObject({ act: z.literal('fault'), fault: z.enum(FAULTS) }),
  z.strictObject({ act: z.literal('clear-faults') }),
]) satisfies z.ZodType<Act>;

/** Reads a window's request. Throws Impossible for an invalid act, with its number if it has one. */
export function readAsked(sent: string): NumberedAct {
  let given: unknown;
  try {
    given = JSON.parse(sent);
  } catch {
    throw new BadAsk(0, 'The window sent something that is no JSON.');
  }
  const { n, ...act } = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  const number = typeof n === 'number' && Number.isSafeInteger(n) ? n : undefined;
  if (number === undefined) throw new BadAsk(0, 'The window asked without a number.');
  const parsed = ACTS.safeParse(act);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadAsk(number, `The window asked for something that cannot be done (${[...(issue?.path ?? []), issue?.message].join(' ')}).`);
  }
  return { ...parsed.data, n: number };
}

/** An invalid act from a window. */
export class BadAsk extends Impossible {
  constructor(
    readonly n: number,
    message: string,
  ) {
    super(message);
  }
}

/** Carries an act out. Throws Impossible with the reason if a client would refuse it. */
export async function carryOut(scene: Scene, viewer: Viewer, act: PersonsAct): Promise<Outcome> {
  const { world } = scene;
  const { user, channel } = viewer;
  switch (act.act) {
    case 'post': {
      const replyTo = act.replyTo === undefined ? {} : { replyTo: messageIn(viewer, act.replyTo) };
      post(world, { user, channel, content: act.text, files: (act.files ?? []).map(fileOf), ...replyTo });
      return {};
    }
    case 'edit': {
      const message = messageIn(viewer, act.message);
      if (message.author !== user) throw new Impossible('Only who wrote a message can change it.');
      editPost(world, message, act.text);
      return {};
    }
    case 'delete':
      deletePost(world, user, messageIn(viewer, act.message));
      return {};
    case 'command': {
      const given = optionsOf(scene, viewer, act);
      return { interaction: useCommand(world, { user, channel, name: act.command, options: given }) };
    }
    case 'suggest':
      return { suggestions: await suggestionsFor(scene, viewer, act) };
    case 'menu':
      return { interaction: useMessageMenu(world, { user, message: messageIn(viewer, act.message), name: act.command }) };
    case 'click': {
      const { values } = act;
      const message = messageIn(viewer, act.message);
      return { interaction: click(world, { user, message, on: act.customId, ...(values === undefined ? {} : { values }) }) };
    }
    case 'submit': {
      const shown = [...world.interactions.values()].find((one) => one.id === act.form && one.modal !== undefined);
      if (shown === undefined || shown.user !== user) throw new Impossible('This form was not shown to you.');
      return { interaction: submit(world, shown, formValues(act.values)) };
    }
  }
}

/** The person and room of a new window: the requested room, or the first one that the person sees. */
export function viewerAs(scene: Scene, as: string, room: string): Viewer {
  const user = scene.place.people.find((resident) => resident.user.id === as)?.user;
  if (user === undefined) throw new Impossible('There is nobody like that here.');
  return { user, channel: roomFor(scene, user, room) };
}

export function roomFor(scene: Scene, user: User, room: string): Channel {
  const rooms = roomsFor(scene, user);
  const channel = rooms.find((one) => one.id === room) ?? rooms[0];
  if (channel === undefined) throw new Impossible(`${user.name} sees no room at all.`);
  return channel;
}

function messageIn({ user, channel }: Viewer, message: string): Message {
  const found = messagesFor(user, channel).find((one) => one.id === message);
  if (found === undefined) throw new Impossible('This message is not there any more.');
  return found;
}

function fileOf({ name, contentType, data }: Upload): RequestFile {
  return { name, contentType: contentType || 'application/octet-stream', data: new Uint8Array(Buffer.from(data, 'base64')) };
}

interface Use {
  readonly command: string;
  readonly options: OptionValues;
}

function optionsOf(scene: Scene, viewer: Viewer, { command, options: given }: Use): Record<string, OptionValue> {
  const offered = commandsFor(scene.world, viewer.user, viewer.channel, ApplicationCommandType.ChatInput);
  const known = offered.flatMap((one) => slashCommands(one, viewer.user.locale)).find((one) => one.id === command);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, optionOf(scene, known, name, value)]));
}

function optionOf(scene: Scene, command: WireCommand | undefined, name: string, value: OptionValues[string]): OptionValue {
  if (typeof value === 'object') return fileOf(value);
  if (typeof value !== 'string') return value;
  const found = entityOf(scene, command?.options.find((option) => option.id === name)?.kind, value);
  if (found === undefined) throw new Impossible(`There is no such ${name}.`);
  return found;
}

function entityOf(
  { world, place }: Scene,
  kind: WireCommand['options'][number]['kind'] | undefined,
  value: string,
): OptionValue | undefined {
  switch (kind) {
    case 'user':
      return world.users.get(value);
    case 'channel':
      return world.channels.get(value);
    case 'role':
      return place.guild.roles.get(value);
    default:
      return value;
  }
}

async function suggestionsFor(
  scene: Scene,
  viewer: Viewer,
  act: Extract<PersonsAct, { readonly act: 'suggest' }>,
): Promise<readonly Choice[]> {
  const { world } = scene;
  const { user, channel } = viewer;
  const focused = { name: act.focused.id, value: act.focused.text };
  const { [focused.name]: _typed, ...others } = act.options;
  const given = optionsOf(scene, viewer, { command: act.command, options: others });
  const interaction = typeIn(world, { user, channel, name: act.command, options: given, focused });
  return choicesOf(world, interaction);
}

async function choicesOf(world: World, interaction: Interaction): Promise<readonly Choice[]> {
  try {
    return await until(world, () => interaction.choices, { timeoutMs: SUGGESTIONS_MS, describe: () => 'no suggestions' });
  } catch {
    throw new Impossible('The application suggested nothing.');
  }
}

function formValues(given: Readonly<Record<string, string | boolean | readonly string[] | readonly Upload[]>>): FormValues {
  const files = (value: readonly (string | Upload)[]) => value.map((one) => (typeof one === 'string' ? one : fileOf(one)));
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'object' ? (files(value) as string[] | RequestFile[]) : value]),
  );
}

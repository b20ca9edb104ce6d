// Tests of moderators' rights, over the loopback Discord: every moderators' command, suggestion, button, select and modal is refused
// to members, to moderators of other guilds and in direct messages; the right comes and goes with the role.

import { join } from 'node:path';
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ComponentType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../../commands/registry.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import {
  type CommandUse,
  clickForged,
  componentsIn,
  type ForgedForm,
  type FormValues,
  Impossible,
  type OptionValue,
  click as press,
  submitForged,
  useCommand,
} from '../../sandbox/discord/people.js';
import { addMember, addRole, setRolePermissions } from '../../sandbox/discord/places.js';
import type { Channel, Interaction, Message, Role, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import type { Handler } from '../../src/discord/kit/handler.js';
import { CONTENT_DIGITS } from '../../src/discord/kit/id-fields.js';
import { addNoteModal } from '../../src/discord/notes/components/add-note-modal.js';
import { approve } from '../../src/discord/notes/components/approve.js';
import { discard } from '../../src/discord/notes/components/discard.js';
import { editNoteModal } from '../../src/discord/notes/components/edit-note-modal.js';
import { editProposal } from '../../src/discord/notes/components/edit-proposal.js';
import { history } from '../../src/discord/notes/components/history.js';
import { pickNote } from '../../src/discord/notes/components/pick-note.js';
import { reject } from '../../src/discord/notes/components/reject.js';
import { rejectModal } from '../../src/discord/notes/components/reject-modal.js';
import { retract } from '../../src/discord/notes/components/retract.js';
import { takeBack } from '../../src/discord/open-questions/components/take-back.js';
import { teach } from '../../src/discord/open-questions/components/teach.js';
import type { MessageKey } from '../../src/i18n/catalogue.js';
import { translator } from '../../src/i18n/translator.js';
import { openStore } from '../../src/store/open-store.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { sampled } from '../tier.js';
import {
  addNote,
  addServer,
  click,
  directWith,
  draftNote,
  fillIn,
  keptIn,
  NOTE,
  newcomer,
  noteIdIn,
  openForm,
  openShippedApp,
  openStage,
  type Server,
  type Stage,
  sendForm,
  suggestionsFor,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const DENIED = t('deny.moderator');
const QUESTION = 'how do I bake bread?';
const PROPOSED = 'Words that wait for a decision.';

let app: App;
let stage: Stage;
/** The bot's database, opened a second time. */
let store: SqlStore;
/** Has its own note, and a suggestion in its queue. */
let server: Server;
let noteId: string;
let queued: Message;
/** Visible to its author only. */
let draft: Message;
/** Modals opened by a moderator: for a note, and for a reason. */
let forms: { readonly note: Interaction; readonly reason: Interaction };
/** May only read and write. */
let member: User;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  store = await openStore({ file: join(stage.dataDir, 'marginalia.sqlite'), log: { warn: () => undefined, error: () => undefined } });
  server = addServer(stage);
  noteId = await addNote(server);
  queued = await suggest(server);
  member = newcomer(server);
  draft = await draftNote(server, { note: PROPOSED });
  const formOf = (message: Message, on: string) => openForm(server, press(stage.discord.world, { user: server.moderator, message, on }));
  forms = { note: await formOf(draft, 'Edit'), reason: await formOf(queued, 'Reject') };
});

afterAll(async () => {
  await store.close();
  await stage.stop();
  await app.close();
});

/** Opens a queue in a guild and adds a reader's suggestion; gives its message. */
async function suggest(place: Server): Promise<Message> {
  const { moderator: user, office: channel, general, discord } = place;
  await use(place, { user, channel, name: 'settings queue-channel', options: { channel } });
  const suggestion = useCommand(discord.world, { user: newcomer(place), channel: general, name: 'suggest', options: { passage: 's20' } });
  await fillIn(place, suggestion, { status: NOTE.status, note: PROPOSED, headline: NOTE.headline, sources: NOTE.sources });
  const message = [...channel.messages.values()].at(-1);
  if (message === undefined) throw new Error('Nothing was suggested.');
  return message;
}

interface Reaction {
  /** Everything displayed: a message, a modal, or suggestions. */
  readonly text: string;
  readonly onlyFor: User | undefined;
}

/** The visible result of an interaction. */
async function reactionTo(interaction: Interaction): Promise<Reaction> {
  const describe = () => `no answer to ${JSON.stringify(interaction.raw.data)}`;
  await until(stage.discord.world, () => (isSettled(interaction) ? true : undefined), { describe });
  if (interaction.modal !== undefined) return { text: JSON.stringify(interaction.modal), onlyFor: interaction.user };
  const message = interaction.followUps.at(-1) ?? interaction.original;
  return { text: message === undefined ? '' : textOf(message).trim(), onlyFor: message?.onlyFor };
}

/** All stored rows, and everything that everybody sees. */
function everything() {
  const messages = [...stage.discord.world.channels.values()].flatMap((channel) => [...channel.messages.values()]);
  const said = messages.filter(({ onlyFor }) => onlyFor === undefined);
  return { kept: keptIn(stage), said: said.map(({ id, content, embeds, components }) => ({ id, content, embeds, components })) };
}

/** Waits until a reopened queue shows everything waiting: the bot posts that later, without a signal when it is done. */
async function queueFilled({ guild }: Server): Promise<void> {
  const missing = () =>
    keptIn(stage)
      .get('proposals')
      ?.filter((row) => row.guild_id === guild.id && row.state === 'waiting' && row.queue_message_id === null);
  await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 120_000 });
}

/** Expects that an act changes no stored data and no public message. */
async function inVain<T>(act: () => Promise<T>): Promise<T> {
  const before = everything();
  const result = await act();
  expect(everything()).toEqual(before);
  return result;
}

/** Expects a private refusal of an interaction. */
async function refused(act: () => Interaction): Promise<void> {
  const { user, text, onlyFor } = await inVain(async () => {
    const interaction = act();
    return { user: interaction.user, ...(await reactionTo(interaction)) };
  });
  expect({ text, onlyFor: onlyFor?.name }).toEqual({ text: DENIED, onlyFor: user.name });
}

interface Part {
  /** The name as used: `note add`. */
  readonly name: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
}

const PARTS = commands.filter(({ forModerators }) => forModerators === true).flatMap(({ data }) => partsOf(data));

/** A command, or each of its subcommands. */
function partsOf({ name, ...data }: RESTPostAPIApplicationCommandsJSONBody | APIApplicationCommandOption): Part[] {
  const options = ('options' in data ? data.options : undefined) ?? [];
  const parts = options.flatMap((option) => (isPart(option) ? partsOf(option) : []));
  if (parts.length > 0) return parts.map((part) => ({ ...part, name: `${name} ${part.name}` }));
  return [{ name, options: options as readonly APIApplicationCommandBasicOption[] }];
}

function isPart({ type }: APIApplicationCommandOption): boolean {
  return type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;
}

/** A valid value for an option. */
function valueFor(option: APIApplicationCommandBasicOption): OptionValue {
  switch (option.type) {
    case ApplicationCommandOptionType.Integer:
      return option.min_value ?? 1;
    case ApplicationCommandOptionType.Boolean:
      return false;
    case ApplicationCommandOptionType.Channel:
      return server.office;
    case ApplicationCommandOptionType.Role:
      return roleOf(server);
    case ApplicationCommandOptionType.Attachment:
      return { name: 'notes.json', contentType: 'application/json', data: Buffer.from('[]') };
    case ApplicationCommandOptionType.String:
      return option.choices?.[0]?.value ?? { note: noteId, passage: 's11' }[option.name] ?? 'why not';
    default:
      throw new Error(`Say here what a ${option.name} is given.`);
  }
}

function useOf({ name, options }: Part, user: User, channel: Channel): CommandUse {
  return { user, channel, name, options: Object.fromEntries(options.map((option) => [option.name, valueFor(option)])) };
}

/** The moderators' role of a guild. */
function roleOf({ guild }: Server): Role {
  const role = [...guild.roles.values()].find(({ name }) => name === 'Moderators');
  if (role === undefined) throw new Error('The server has no role for moderators.');
  return role;
}

const forge = (part: Part, user: User, channel: Channel) =>
  useCommand(stage.discord.world, { ...useOf(part, user, channel), isForged: true });

describe('a moderators’ command', () => {
  it('is one that Discord offers to those who may manage messages', () => {
    const needed = ({ data }: (typeof commands)[number]) => ('default_member_permissions' in data ? data.default_member_permissions : null);
    const expected = commands.map(({ forModerators }) => (forModerators ? String(PermissionFlagsBits.ManageMessages) : null));
    expect(commands.map(needed)).toEqual(expected);
  });

  it.each(sampled(PARTS, 3).map((part) => [part.name, part] as const))('is refused to a member who forges it: /%s', async (_, part) => {
    expect(() => useCommand(stage.discord.world, useOf(part, member, server.general))).toThrow(Impossible);
    await refused(() => forge(part, member, server.general));
    const { text, onlyFor } = await reactionTo(useCommand(stage.discord.world, useOf(part, server.moderator, server.general)));
    expect(onlyFor).toBe(server.moderator);
    expect(text).not.toBe(DENIED);
    if (part.name === 'settings queue-channel') await queueFilled(server);
  });

  it('is refused in direct messages, to a moderator too', async () => {
    for (const part of PARTS) await refused(() => forge(part, server.moderator, directWith(stage, server.moderator)));
  });

  it('suggests nothing to a member', async () => {
    const typed = PARTS.flatMap((part) =>
      part.options.flatMap((option) => ('autocomplete' in option && option.autocomplete ? [[part, option]] : [])),
    );
    expect(typed.length).toBeGreaterThan(5);
    for (const [{ name }, option] of typed as [Part, APIApplicationCommandBasicOption][]) {
      const typing = { name, channel: server.general, focused: { name: option.name, value: 'traces of the attack' } };
      expect(await inVain(() => suggestionsFor(server, { ...typing, user: member, isForged: true })), name).toEqual([]);
      expect((await suggestionsFor(server, { ...typing, user: server.moderator })).length, name).toBeGreaterThan(0);
    }
  });
});

/** Ids of a guild's data that its moderators can act on. */
interface Targets {
  readonly note: string;
  readonly draft: string;
  readonly waiting: string;
  readonly question: string;
  readonly example: string;
}

/** Samples: the registry's own table has every handler. Each has the refusal for another guild's moderator. */
const CASES = [
  { handler: approve, name: 'approve', elsewhere: 'proposal.gone' },
  { handler: discard, name: 'discard', elsewhere: 'proposal.gone' },
  { handler: reject, name: 'reject', elsewhere: 'form.whyNot' },
  { handler: editProposal, name: 'edit a proposal', elsewhere: 'proposal.gone' },
  { handler: retract, name: 'retract', elsewhere: 'note.withdrawnAlready' },
  { handler: history, name: 'history', elsewhere: 'note.unknown' },
  { handler: pickNote, name: 'pick a note', elsewhere: 'note.unknown' },
  { handler: teach, name: 'teach', elsewhere: 'gaps.gone' },
  { handler: takeBack, name: 'take back', elsewhere: 'gaps.gone' },
  { handler: addNoteModal, name: 'add a note', elsewhere: undefined },
  { handler: editNoteModal, name: 'edit a note', elsewhere: 'note.unknown' },
  { handler: rejectModal, name: 'reject with a reason', elsewhere: 'proposal.gone' },
] as const satisfies readonly { readonly handler: Handler; readonly name: string; readonly elsewhere: MessageKey | undefined }[];

type Case = (typeof CASES)[number];
const isModal = ({ handler }: Case) => handler.kind === 'modal';

/** Decisions need a waiting suggestion; other actions use one's own draft. */
const needsWaiting = ({ handler }: Case) => [approve, reject, rejectModal].some((one) => one === handler);

function idOf(one: Case, targets: Targets): string {
  const proposal = needsWaiting(one) ? targets.waiting : targets.draft;
  const { note, question, example } = targets;
  const content = app.articleHash.slice(0, CONTENT_DIGITS);
  // Each handler writes only its own fields.
  const handler: Handler = one.handler;
  return handler.encode({ proposal, note, question, example, content, sentence: 11, version: 1, part: 'note', page: 0 } as never);
}

/** The choice for an id of a select. */
function choiceOf({ handler }: Case, { note }: Targets): string | undefined {
  if (handler === pickNote) return note;
  return handler === teach ? '81' : undefined;
}

interface Attempt {
  readonly user: User;
  readonly message: Message;
  readonly targets: Targets;
}

function forgeClick(one: Case, { user, message, targets }: Attempt): Interaction {
  const choice = choiceOf(one, targets);
  const select = choice === undefined ? {} : { type: ComponentType.StringSelect, values: [choice] };
  return clickForged(stage.discord.world, { user, message, customId: idOf(one, targets), ...select });
}

function forgeForm(one: Case, { user, message, targets }: Attempt): Interaction {
  const values: FormValues = { ...NOTE, note: 'Other words.', quote: 'traced to North Macedonia', reason: 'Because.' };
  return sendForged({ user, channel: message.channel, message, customId: idOf(one, targets), values });
}

/** Submits a modal with the fields of all modals. */
function sendForged(form: Omit<ForgedForm, 'components' | 'triggeredBy'>): Interaction {
  const components = Object.values(forms).flatMap(({ modal }) => modal?.components ?? []);
  return submitForged(stage.discord.world, { ...form, components, triggeredBy: forms.note });
}

describe('a moderators’ button, select or form', () => {
  /** A guild without any of this data. */
  let other: Server;

  beforeAll(() => {
    other = addServer(stage);
  });

  let count = 0;

  /** Makes fresh targets, since a moderator's actions use them up. */
  async function prepare(): Promise<Targets> {
    count += 1;
    const guildId = server.guild.id;
    const authorId = server.second.id;
    const drafted = keptIn(stage)
      .get('proposals')
      ?.find(({ guild_id: guild, state }) => guild === guildId && state === 'draft');
    const proposal = await store.proposal(String(drafted?.id));
    if (proposal === undefined) throw new Error('There is no draft.');
    const ids = { note: noteId, draft: `d${count}`, waiting: `w${count}`, question: `q${count}`, example: `l${count}` };
    const noteOf = (id: string) => ({ ...proposal, id, noteId: `own-${id}`, authorId });
    await store.addProposal({ ...noteOf(ids.draft), state: 'draft' });
    await store.addProposal({ ...noteOf(ids.waiting), state: 'waiting', origin: 'reader' });
    await store.addOpenQuestion({ id: ids.question, guildId, question: QUESTION, why: 'not-covered', at: Date.now() });
    await store.addTrainingExample({ id: ids.example, guildId, question: QUESTION, answer: undefined, authorId, at: Date.now() });
    return ids;
  }

  it.each(CASES.map((one) => [one.name, one] as const))('is refused to a member who forges it: %s', async (_, one) => {
    const targets = await prepare();
    const act = isModal(one) ? forgeForm : forgeClick;
    await refused(() => act(one, { user: member, message: queued, targets }));
    const { text, onlyFor } = await reactionTo(act(one, { user: server.moderator, message: draft, targets }));
    expect(onlyFor).toBe(server.moderator);
    for (const no of [DENIED, t('button.unknown'), t('proposal.gone'), t('gaps.gone')]) expect(text).not.toBe(no);
  });

  it.each(CASES.flatMap((one) => (one.elsewhere === undefined ? [] : [[one.name, one, one.elsewhere] as const])))(
    'does nothing in another server: %s',
    async (_, one, refusal) => {
      const targets = await prepare();
      const { moderator: user, office } = other;
      const message = await use(other, { user, channel: office, name: 'settings show' });
      const act = isModal(one) ? forgeForm : forgeClick;
      const { text, onlyFor } = await inVain(() => reactionTo(act(one, { user, message, targets })));
      expect(onlyFor).toBe(user);
      expect(text).toContain(t(refusal as 'note.unknown', { id: noteId }));
      for (const secret of [PROPOSED, NOTE.note, QUESTION]) expect(text).not.toContain(secret);
    },
  );

  it('is refused in direct messages, to a moderator too', async () => {
    const targets = await prepare();
    const { moderator: user } = server;
    const message = await use(stage, { user, channel: directWith(stage, user), name: 'about' });
    for (const one of CASES.filter((known) => !isModal(known))) await refused(() => forgeClick(one, { user, message, targets }));
    for (const one of CASES.filter(isModal)) {
      const { text } = await inVain(() => reactionTo(forgeForm(one, { user, message, targets })));
      expect(text, one.name).toBe(t('button.unknown'));
    }
  });

  it('in the queue, where everybody sees it, is refused to a member', async () => {
    const shown = componentsIn(queued).map(({ label = '' }) => label);
    expect(shown).toEqual(['Approve', 'Edit', 'Keywords', 'In Spanish', 'Reject', 'What would it change?']);
    for (const on of shown) await refused(() => press(stage.discord.world, { user: member, message: queued, on }));
  });

  it('that mends what a moderator filled in shows it to nobody else', async () => {
    const faulty = await draftNote(server, { sources: 'The Herald', note: PROPOSED });
    const [mend] = componentsIn(faulty);
    const forgeMend = (user: User, message: Message) =>
      reactionTo(clickForged(stage.discord.world, { user, message, customId: mend?.custom_id ?? '' }));
    for (const user of [member, server.second]) {
      expect((await inVain(() => forgeMend(user, queued))).text).toBe(t('form.forgotten'));
    }
    expect((await forgeMend(server.moderator, faulty)).text).toContain(PROPOSED);
  });
});

describe('the moderator role', () => {
  const setRole = (place: Server, user: User, role?: Role) =>
    use(place, { user, channel: place.quiet, name: 'settings moderator-role', options: role === undefined ? {} : { role } });

  /** Whether a person may do each of the moderators' actions: use a command, get suggestions, click, submit a modal. */
  async function mayModerate(place: Server, user: User, message: Message): Promise<readonly boolean[]> {
    const { discord, general: channel } = place;
    const command = useCommand(discord.world, { user, channel, name: 'note list', isForged: true });
    const typing = { user, channel, name: 'note show', isForged: true, focused: { name: 'note', value: 'cyber' } };
    const clicked = press(discord.world, { user, message, on: 'What would it change?' });
    const customId = editNoteModal.encode({ note: 'no-such-note', version: 1, part: 'note' });
    const sent = sendForged({ user, channel, customId, values: NOTE });
    const reactions = [await reactionTo(command), await reactionTo(clicked), await reactionTo(sent)];
    return [...reactions.map(({ text }) => text !== DENIED), (await suggestionsFor(place, typing)).length > 0];
  }

  const ALL = [true, true, true, true];
  const NONE = [false, false, false, false];

  it('is chosen by those who may manage the server, and by no other moderator', async () => {
    const place = addServer(stage);
    const role = addRole(stage.discord.world, place.guild, { name: 'Editors' });
    const denied = await inVain(() => setRole(place, place.moderator, role));
    expect(denied.content).toBe(t('deny.manageServer'));
    expect((await setRole(place, place.guild.owner, role)).content).toContain(`<@&${role.id}>`);
  });

  it('gives those who have it every right at once, and nobody else; it ends with the role and with the setting', async () => {
    const { world } = stage.discord;
    const place = addServer(stage);
    const message = await suggest(place);
    const [holder, reader] = [newcomer(place), newcomer(place)];
    const [role, another] = ['Editors', 'Painters'].map((name) => addRole(world, place.guild, { name }));
    if (role === undefined || another === undefined) throw new Error('There are no roles.');
    addMember(world, place.guild, holder, [role]);
    addMember(world, place.guild, reader, [another]);
    expect(await mayModerate(place, holder, message)).toEqual(NONE);
    await setRole(place, place.guild.owner, role);
    expect(await mayModerate(place, holder, message)).toEqual(ALL);
    expect(await mayModerate(place, reader, message)).toEqual(NONE);
    expect(await mayModerate(place, place.moderator, message)).toEqual(ALL);
    addMember(world, place.guild, holder, [another]);
    expect(await mayModerate(place, holder, message)).toEqual(NONE);
    addMember(world, place.guild, holder, [another, role]);
    expect(await mayModerate(place, holder, message)).toEqual(ALL);
    await setRole(place, place.guild.owner);
    expect(await mayModerate(place, holder, message)).toEqual(NONE);
  });

  it('gives no right in another server', async () => {
    const { world } = stage.discord;
    const [place, elsewhere] = [addServer(stage), addServer(stage)];
    const message = await suggest(elsewhere);
    const holder = newcomer(place);
    const role = addRole(world, place.guild, { name: 'Editors' });
    addMember(world, place.guild, holder, [role]);
    addMember(world, elsewhere.guild, holder);
    await setRole(place, place.guild.owner, role);
    expect(await mayModerate(elsewhere, holder, message)).toEqual(NONE);
  });
});

describe('a moderator who may manage messages no more', () => {
  it('can do nothing with what was opened before, until the right is back', async () => {
    const { world } = stage.discord;
    const place = addServer(stage);
    const { moderator: user, general } = place;
    const draft = await draftNote(place);
    const form = await openForm(place, press(world, { user, message: draft, on: 'Edit' }));
    const reason = await openForm(place, press(world, { user, message: draft, on: 'Save, with a reason' }));
    setRolePermissions(world, place.guild, roleOf(place), 0n);
    await refused(() => press(world, { user, message: draft, on: 'Save' }));
    for (const [shown, values] of [
      [form, { note: 'Other words.' }],
      [reason, { reason: 'Because.' }],
    ] as const) {
      expect((await inVain(() => sendForm(place, shown, values))).content).toBe(DENIED);
    }
    await refused(() => useCommand(world, { user, channel: general, name: 'settings show', isForged: true }));
    setRolePermissions(world, place.guild, roleOf(place), PermissionFlagsBits.ManageMessages);
    expect((await click(place, { user, message: draft, on: 'Save' })).content).toBe(t('saved.add', { id: noteIdIn(draft) }));
  });
});

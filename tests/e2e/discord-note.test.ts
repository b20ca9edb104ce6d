// Tests of moderators' work on single notes, over the loopback Discord: add, edit, retract, restore, view.

import { ComponentType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CommandUse,
  clickForged,
  componentsIn,
  type FormValues,
  click as press,
  submitForged,
  useCommand,
} from '../../sandbox/discord/people.js';
import type { Component, Interaction, Message } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { revert } from '../../src/discord/notes/components/revert.js';
import { translator } from '../../src/i18n/translator.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';
import {
  addNote,
  addServer,
  answerTo,
  click,
  directWith,
  draftNote,
  eventually,
  fillIn,
  lastIn,
  NOTE,
  newcomer,
  noteIdIn,
  openForm,
  openShippedApp,
  openStage,
  post,
  QUESTION,
  readWithNotes,
  SENTENCE,
  type Server,
  type Stage,
  sendForm,
  suggestionsFor,
  textOf,
  use,
} from './stage.js';

const t = translator('en');

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

/** Uses a subcommand of /note as a moderator. */
function asModerator({ moderator: user, office: channel }: Server, part: string, options: NonNullable<CommandUse['options']> = {}) {
  return { user, channel, name: `note ${part}`, options };
}

function useNote(server: Server, part: string, options: NonNullable<CommandUse['options']> = {}): Promise<Message> {
  return use(server, asModerator(server, part, options));
}

/** Uses a subcommand of /note that shows a modal, and fills it in. */
function fillInNote(server: Server, part: string, options: NonNullable<CommandUse['options']>, values: FormValues): Promise<Message> {
  return fillIn(server, useCommand(server.discord.world, asModerator(server, part, options)), values);
}

/** A moderator's click. */
function clickOn(server: Server, message: Message, on: string, values?: readonly string[]): Promise<Message> {
  return click(server, { user: server.moderator, message, on, ...(values === undefined ? {} : { values }) });
}

/** A moderator's click that shows a modal, which is filled in. */
function fillInFrom(server: Server, message: Message, on: string, values: FormValues): Promise<Message> {
  return fillIn(server, press(server.discord.world, { user: server.moderator, message, on }), values);
}

/** Asks a question in a guild; gives everything that the answer and the notes behind its buttons show. */
async function askIn(server: Server, question = QUESTION): Promise<string> {
  const user = newcomer(server);
  const answer = await use(server, { user, channel: server.general, name: 'ask', options: { question } });
  return readWithNotes(server, user, answer);
}

/** The values of a modal's fields by name. */
function fieldsOf({ modal }: Interaction): Readonly<Record<string, string | undefined>> {
  const inputs = (modal?.components ?? []).flatMap(({ component }) => component ?? []);
  const valueIn = (input: Component) =>
    input.type === ComponentType.TextInput
      ? (input as { readonly value?: string }).value
      : input.options?.find((option) => option.default === true)?.value;
  return Object.fromEntries(inputs.map((input) => [input.custom_id ?? '', valueIn(input)]));
}

const labelsOf = (message: Message) => componentsIn(message).map(({ label, placeholder }) => label ?? placeholder);
const mayClick = (message: Message, on: string) => componentsIn(message).some(({ label, disabled }) => label === on && disabled !== true);

async function setLog(server: Server): Promise<void> {
  await use(server, { ...asModerator(server, ''), name: 'settings log-channel', options: { channel: server.office } });
}

describe('a new note', () => {
  it('begins with a sentence that is found by words, by its paragraph’s number and by meaning, and stands in the form', async () => {
    const server = addServer(stage);
    const typing = (value: string) => suggestionsFor(server, { ...asModerator(server, 'add'), focused: { name: 'passage', value } });
    expect((await typing('Macedonia'))[0]?.name).toMatch(/^¶ 7 · The elements of the electronic system/u);
    expect((await typing('7')).slice(0, 2).map(({ name }) => name.slice(0, 4))).toEqual(['¶ 7 ', '¶ 7 ']);
    // On a busy machine a search by meaning can take too long.
    await eventually(async () =>
      expect((await typing('which country did the hackers act from')).map(({ name }) => name.slice(0, 4))).toContain('¶ 7 '),
    );
    const [first] = await typing('Macedonia');
    const interaction = useCommand(stage.discord.world, asModerator(server, 'add', { passage: String(first?.value) }));
    expect(fieldsOf(await openForm(server, interaction))).toMatchObject({
      quote: SENTENCE,
      headline: undefined,
      note: undefined,
      sources: undefined,
      status: undefined,
    });
  });

  it('is shown as readers will see it, and is not there before it is saved', async () => {
    const server = addServer(stage);
    const draft = await draftNote(server);
    expect(draft.onlyFor).toBe(server.moderator);
    expect(draft.content).toMatch(
      /^A new note, \*\*not saved yet\*\*:\n\*\*prosecutor-named-country-\w{4}\*\* · \? Unverified · of this server$/u,
    );
    const text = textOf(draft);
    for (const shown of [
      '¶ 7',
      SENTENCE,
      '? Unverified',
      NOTE.note,
      '[The Herald](https://example.org/attack): A look at the claim, August 13, 2024',
      '(https://example.org/attack)',
    ])
      expect(text).toContain(shown);
    expect(labelsOf(draft)).toEqual(['Save', 'Save, with a reason', 'Edit', 'Keywords', 'In Spanish', 'What would it change?', 'Discard']);
    expect((await useNote(server, 'list', { state: 'own' })).content).toBe(t('list.none'));
    expect(await askIn(server)).not.toContain(NOTE.note);
  });

  it('says to its author alone, when asked, which questions it answers otherwise', async () => {
    const server = addServer(stage);
    const shown = await clickOn(server, await draftNote(server), 'What would it change?');
    expect(shown.onlyFor).toBe(server.moderator);
    expect(textOf(shown)).toContain('This changes the answer to 1 of 4 evaluation questions.');
    expect(textOf(shown)).toContain('– Where did the cyber-attack come from?');
    expect(textOf(shown)).not.toContain('bake bread');
  });

  it('flags the next answer to a command and to a mention, in its server and nowhere else', async () => {
    const server = addServer(stage);
    const { world } = stage.discord;
    const draft = await draftNote(server);
    const saved = await clickOn(server, draft, 'Save');
    expect(saved.content).toBe(t('saved.add', { id: noteIdIn(draft) }));
    expect(labelsOf(saved)).toEqual([]);
    expect(await askIn(server)).toContain(NOTE.note);
    const user = newcomer(server);
    const mentioned = await post(server, { user, channel: server.general, content: `<@${world.application.bot.id}> ${QUESTION}` });
    expect(await readWithNotes(server, user, mentioned)).toContain(NOTE.note);
    expect(await askIn(addServer(stage))).not.toContain(NOTE.note);
    const direct = await post(server, { user, channel: directWith(server, user), content: QUESTION });
    expect(await readWithNotes(server, user, direct)).not.toContain(NOTE.note);
  });

  it('is told in the log channel with what it says, who wrote it and why', async () => {
    const server = addServer(stage);
    await setLog(server);
    const draft = await draftNote(server);
    await fillInFrom(server, draft, 'Save, with a reason', { reason: 'Asked about *every* day.\n# @everyone' });
    const entry = lastIn(server.office);
    expect(entry?.content.split('\n')[0]).toBe(`<@${server.moderator.id}> wrote **${noteIdIn(draft)}**.`);
    expect(entry?.content.split('\n').slice(1)).toEqual(['Reason: Asked about \\*every\\* day. # \\@everyone']);
    expect(entry && textOf(entry)).toContain(NOTE.note);
    expect(entry && textOf(entry)).toContain('[The Herald](https://example.org/attack): A look at the claim');
  });

  it('can be changed before it is saved, where it stands', async () => {
    const server = addServer(stage);
    const draft = await draftNote(server);
    const form = await openForm(server, press(stage.discord.world, { user: server.moderator, message: draft, on: 'Edit' }));
    expect(fieldsOf(form)).toEqual({ ...NOTE, quote: SENTENCE });
    const changed = await sendForm(server, form, { status: 'context', note: 'Said otherwise.' });
    expect(changed).toBe(draft);
    expect(textOf(changed)).toContain('Said otherwise.');
    expect(changed.content).toContain('ℹ Context');
    await clickOn(server, changed, 'Save');
    expect(textOf(await useNote(server, 'show', { note: noteIdIn(draft) }))).toContain('Said otherwise.');
  });

  it('can be thrown away, and is not saved by a late click', async () => {
    const server = addServer(stage);
    const draft = await draftNote(server);
    const save = componentsIn(draft).find(({ label }) => label === 'Save')?.custom_id ?? '';
    expect((await clickOn(server, draft, 'Discard')).content).toBe(t('proposal.discarded'));
    const late = await answerTo(server, clickForged(stage.discord.world, { user: server.moderator, message: draft, customId: save }));
    expect(late.content).toBe(t('proposal.gone'));
    expect((await useNote(server, 'list', { state: 'own' })).content).toBe(t('list.none'));
  });

  it('is saved once by two clicks at once, and the last word is that it is saved', async () => {
    const server = addServer(stage);
    const draft = await draftNote(server);
    const id = noteIdIn(draft);
    const clicks = [1, 2].map(() => press(stage.discord.world, { user: server.moderator, message: draft, on: 'Save' }));
    await Promise.all(clicks.map((one) => answerTo(server, one)));
    expect(draft.content).toBe(t('saved.add', { id }));
    expect((await useNote(server, 'history', { note: id })).content).toContain('version 1 of 1');
  });
});

describe('what is wrong with a note', () => {
  let server: Server;

  beforeAll(() => {
    server = addServer(stage);
  });

  const source = (changes: Partial<Record<'publisher' | 'title' | 'date' | 'url', string>>) => {
    const { publisher, title, date, url } = {
      publisher: 'The Herald',
      title: 'A look',
      date: '2024',
      url: 'https://example.org/',
      ...changes,
    };
    return { sources: `${publisher} | ${title} | ${date} | ${url}` };
  };
  const long = (length: number) => 'a'.repeat(length);

  it.each<readonly [string, FormValues, string]>([
    ['no quote', { quote: '  ' }, 'Quote: This must not be empty.'],
    [
      'words that are not the article’s',
      { quote: 'North Macedonia did it' },
      'Quote: These words are not in the article: “North Macedonia did it”. Copy them from it.',
    ],
    [
      'words that stand in several places',
      { quote: 'President Maduro' },
      'Quote: These words are in several places (¶ 8, 13, 26). Quote more of the words around them, or choose the passage first.',
    ],
    ['no headline', { headline: ' ' }, 'Headline: This must not be empty.'],
    ['no note', { note: ' \n ' }, 'Note: This must not be empty.'],
    [
      'a character that nobody sees',
      { note: 'No traces\u200b were shown.' },
      'Note: After “No traces” there is an invisible character (U+200B). Type these words again.',
    ],
    ['direction that is turned', { note: '\u202eNo traces' }, 'Note: It begins with an invisible character (U+202E). Type it again.'],
    ['no link', source({ url: '' }), 'Sources: At least one source needs a link.'],
    [
      'a source in too few parts',
      { sources: 'The Herald | A look' },
      'Sources, line 1: The line has only 2 parts. Write: Publisher | Title | date | link. Date and link may be empty.',
    ],
    [
      'a source in too many parts',
      { sources: `${NOTE.sources}\n\na | b | c | d | via e | f` },
      'Sources, line 3: The line has 6 parts, at most five are allowed: Publisher | Title | date | link | via name. Write a | that belongs to a title as \\|.',
    ],
    ['a fifth part without “via”', { sources: `${NOTE.sources} | AP` }, 'Sources, line 1: The fifth part must begin with “via”: via AP'],
    ['a source without a title', source({ title: ' ' }), 'Sources, line 1, title: This must not be empty.'],
    ['a long publisher', source({ publisher: long(101) }), 'Sources, line 1, publisher: It has 101 characters; at most 100 fit.'],
    ['a long title', source({ title: long(201) }), 'Sources, line 1, title: It has 201 characters; at most 200 fit.'],
    [
      'no date',
      source({ date: 'last week' }),
      'Sources, line 1, date: “last week” is not a date. Write it as 2024, 2024-08 or 2024-08-13.',
    ],
    ['a day that there is not', source({ date: '2024-02-30' }), 'Sources, line 1, date: The calendar has no 2024-02-30.'],
    [
      'a link that is a program',
      source({ url: 'javascript:alert(1)' }),
      'Sources, line 1, link: “javascript:alert(1)” is not the address of a web page. It must begin with https:// or http://.',
    ],
    [
      'a link with a password',
      source({ url: 'https://me:secret@example.org/' }),
      'Sources, line 1, link: The link holds a user name or a password. Give the address without them.',
    ],
    [
      'a long link',
      source({ url: `https://example.org/${long(681)}` }),
      'Sources, line 1, link: The link has 701 characters, and readers can be given none over 700. Give a shorter one.',
    ],
    [
      'too many sources',
      { sources: Array.from({ length: 11 }, (_, i) => `The Herald | Look ${i} | | https://example.org/${i}`).join('\n') },
      'Sources: There are too many; at most 10 are allowed.',
    ],
  ])('is said in plain words: %s', async (_, values, sentence) => {
    const message = await draftNote(server, values);
    expect(message.onlyFor).toBe(server.moderator);
    expect(textOf(message)).toBe(`${t('form.faults', { count: 1 })}\n– ${sentence}`);
    expect(labelsOf(message)).toEqual(['Fix it']);
  });

  it.each<readonly [string, FormValues, string]>([
    [
      'no status',
      { status: 'wrong' },
      'Status: “wrong” is not a status. The statuses are: disputed, inaccurate, unverified, context, opinion, supported.',
    ],
    ['a long note', { note: long(451) }, 'Note: It has 451 characters; at most 450 fit.'],
    ['a note that is longer than any', { note: long(501) }, 'Note: It has 501 characters; at most 500 fit.'],
    ['a long headline', { headline: long(91) }, 'Headline: It has 91 characters; at most 90 fit.'],
  ])('is said in plain words to a client that sends what the form would not let through: %s', async (_, values, sentence) => {
    const add = asModerator(server, 'add', { passage: 'Macedonia' });
    const shown = await openForm(server, useCommand(stage.discord.world, add));
    const { custom_id: customId = '', components = [] } = shown.modal ?? {};
    const { user, channel } = add;
    const forged = submitForged(stage.discord.world, {
      user,
      channel,
      customId,
      components,
      values: { ...NOTE, ...values },
      triggeredBy: shown,
    });
    expect(textOf(await answerTo(server, forged))).toBe(`${t('form.faults', { count: 1 })}\n– ${sentence}`);
  });

  it('is that another note says the same of the same words', async () => {
    const note = app.notes.find((one) => one.note.quotes.length === 1 && one.spans.length === 1)?.note;
    const message = await draftNote(server, { quote: note?.quotes[0]?.exact ?? '', note: note?.note ?? '' });
    expect(textOf(message)).toContain(`Note: The note ${note?.id} already says this of the same words.`);
  });

  it('can be mended: the form opens again with what was filled in, and leads to a draft', async () => {
    const faulty = { ...NOTE, quote: SENTENCE, sources: `${NOTE.sources}\nThe Herald | Soon` };
    const message = await draftNote(server, faulty);
    const form = await openForm(server, press(stage.discord.world, { user: server.moderator, message, on: 'Fix it' }));
    expect(form.modal?.title).toBe(t('form.fix'));
    expect(fieldsOf(form)).toEqual(faulty);
    const again = await sendForm(server, form, { sources: 'The Herald | Soon' });
    expect(textOf(again)).toContain(t('form.faults', { count: 1 }));
    const mended = await fillInFrom(server, again, 'Fix it', { sources: NOTE.sources });
    expect(mended.content).toMatch(/^A new note, \*\*not saved yet\*\*:/u);
    expect(textOf(mended)).toContain(NOTE.note);
  });

  it('is listed as far as there is room, and counted: a form full of faults loses nothing', async () => {
    const sources = 'a|b\n'.repeat(1_000).trim();
    const message = await draftNote(server, { sources });
    expect(message.content.startsWith(`${t('form.faults', { count: 1_000 })}\n– Sources, line 1: `)).toBe(true);
    const listed = message.content.match(/^– /gmu)?.length ?? 0;
    expect(message.content.endsWith(`\n${t('more', { count: 1_000 - listed })}`)).toBe(true);
    const form = await openForm(server, press(stage.discord.world, { user: server.moderator, message, on: 'Fix it' }));
    expect(fieldsOf(form).sources).toBe(sources);
  });

  it('shows what it quotes as it was written, and no more than that', async () => {
    const message = await draftNote(server, { sources: '**bold** [here](https://evil.example) @everyone' });
    expect(textOf(message)).toContain('The line has only 1 part.');
    const bad = await draftNote(server, source({ date: '[here](https://evil.example)' }));
    expect(textOf(bad)).toContain('“[here](https://evil.example)” is not a date.');
    expect(bad.content).not.toMatch(/(?<!\\)[[\]]|https:\/\//u);
  });

  it('may be only doubtful: a link that is not encrypted and a date to come are pointed out, and can be saved', async () => {
    const other = addServer(stage);
    const draft = await draftNote(other, source({ url: 'http://example.org/attack', date: '2999' }));
    expect(textOf(draft)).toContain('-# Sources, line 1, date: The date 2999 is in the future.');
    expect(textOf(draft)).toContain(
      '-# Sources, line 1, link: The link http://example.org/attack is not encrypted. If the page opens with https:// too, give that address.',
    );
    expect((await clickOn(other, draft, 'Save')).content).toBe(t('saved.add', { id: noteIdIn(draft) }));
  });
});

describe('a quote that was pasted with other characters', () => {
  const EXACT = '“We will coup whoever we want! Deal with\u00a0it.”';
  const PASTED = '"We will coup whoever we want!  Deal with it."';
  const paste = (server: Server) => fillInNote(server, 'add', { passage: '2' }, { ...NOTE, quote: PASTED });

  it('is offered the article’s own, beside what was pasted', async () => {
    const offer = await paste(addServer(stage));
    expect(offer.content).toBe(t('offer'));
    expect(offer.embeds.map(({ title, description = '' }) => [title, unescapeMarkdown(description)])).toEqual([
      ['The article says', `> ${EXACT}`],
      ['You pasted', `> ${PASTED}`],
    ]);
    expect(labelsOf(offer)).toEqual(['Use the article’s words', 'Edit', 'Discard']);
  });

  it('is saved with the article’s own once they were accepted and the draft was seen', async () => {
    const server = addServer(stage);
    const offer = await paste(server);
    const own = () => useNote(server, 'list', { state: 'own' });
    expect((await own()).content).toBe(t('list.none'));
    const draft = await clickOn(server, offer, 'Use the article’s words');
    expect(draft).toBe(offer);
    expect(draft.content).toMatch(/^A new note, \*\*not saved yet\*\*:/u);
    expect((await own()).content).toBe(t('list.none'));
    await clickOn(server, draft, 'Save');
    const form = await openForm(server, useCommand(stage.discord.world, asModerator(server, 'edit', { note: noteIdIn(draft) })));
    expect(fieldsOf(form).quote).toBe(EXACT);
  });

  it('can be written anew or thrown away instead', async () => {
    const server = addServer(stage);
    const edited = await fillInFrom(server, await paste(server), 'Edit', { quote: 'Elon Musk, 25 July 2020, Twitter' });
    expect(textOf(edited)).toContain('> __Elon Musk, 25 July 2020, Twitter__');
    expect((await clickOn(server, await paste(server), 'Discard')).content).toBe(t('proposal.discarded'));
    expect((await useNote(server, 'list', { state: 'own' })).content).toBe(t('list.none'));
  });
});

describe('a change of a note', () => {
  const CHANGED = {
    status: 'disputed',
    note: 'The public prosecutor named the country; no traces were ever shown.',
    sources: `${NOTE.sources}\nReuters | Experts doubt it | 2024-08 | https://example.org/doubt | via AP`,
  } as const;
  const DIFFERENCES = [
    '**Status**\n~~? Unverified~~ → **⇄ Disputed**',
    '**Note**\nThe public prosecutor named the country; no traces ~~of the attack~~ were **ever** shown.',
    '**Sources**\n\\+ Reuters: Experts doubt it, August 2024, via AP · [example.org](https://example.org/doubt)',
  ];

  it('of status, words and sources is shown with every difference: in its draft, in the log and in the history', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    await setLog(server);
    const draft = await fillInNote(server, 'edit', { note: id }, CHANGED);
    expect(draft.content.split('\n')[0]).toBe(t('proposal.draft.edit'));
    expect(draft.embeds[0]?.description?.split('\n\n')).toEqual(DIFFERENCES);
    const saved = await fillInFrom(server, draft, 'Save, with a reason', { reason: 'Experts spoke.' });
    expect(saved.content).toBe(t('saved.edit', { id, version: 2 }));
    const entry = lastIn(server.office);
    expect(entry?.content).toBe(`<@${server.moderator.id}> changed **${id}**, now version 2.\nReason: Experts spoke.`);
    const history = await useNote(server, 'history', { note: id });
    expect(history.content.replace(/<t:\d+:f>/u, 'then')).toBe(
      `**${id}**, version 2 of 2\nChanged by <@${server.moderator.id}>, then.\nReason: Experts spoke.`,
    );
    for (const embeds of [entry?.embeds, history.embeds]) {
      expect(embeds?.[0]?.title).toBe('What changes');
      expect(embeds?.[0]?.description?.split('\n\n')).toEqual(DIFFERENCES);
    }
  });

  it('of its keywords, its Spanish texts or the month of checking has forms of its own, under its draft and on its card', async () => {
    const server = addServer(stage);
    const spanish = { translatedHeadline: 'El fiscal nombró al país', translatedNote: 'No se mostraron rastros.' };
    let draft = await draftNote(server);
    const faulty = await fillInFrom(server, draft, 'In Spanish', { translatedHeadline: spanish.translatedHeadline });
    expect(textOf(faulty)).toContain('Translation, note: This must not be empty.');
    draft = await fillInFrom(server, faulty, 'Fix it', spanish);
    draft = await fillInFrom(server, draft, 'Keywords', { keywords: 'origin, traces' });
    expect(draft.embeds[0]?.description?.split('\n\n')).toEqual([
      `**Headline in Spanish**\n**${spanish.translatedHeadline}**`,
      `**Note in Spanish**\n**${spanish.translatedNote}**`,
      '**Keywords**\n\\+ origin\n\\+ traces',
    ]);
    await clickOn(server, draft, 'Save');
    const card = await useNote(server, 'show', { note: noteIdIn(draft) });
    const shown = await openForm(server, press(stage.discord.world, { user: server.moderator, message: card, on: 'In Spanish' }));
    expect(fieldsOf(shown)).toEqual(spanish);
    const other = await fillInFrom(server, card, 'Keywords', { keywords: 'origin, experts', checked: '2024-09' });
    const checked = other.embeds[0]?.description?.split('\n\n') ?? [];
    expect(checked[0]).toMatch(/^\*\*Sources checked\*\*\n~~\d{4}-\d{2}~~ → \*\*2024-09\*\*$/u);
    expect(checked.slice(1)).toEqual(['**Keywords**\n− traces\n\\+ experts']);
    await clickOn(server, other, 'Save');
    const form = await openForm(server, useCommand(stage.discord.world, asModerator(server, 'edit', { note: noteIdIn(draft) })));
    expect(fieldsOf(form)).toEqual({ ...NOTE, quote: SENTENCE });
  });

  it('is seen in the next answer', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    await clickOn(server, await fillInNote(server, 'edit', { note: id }, CHANGED), 'Save');
    const seen = await askIn(server);
    for (const text of ['⇄ Disputed', CHANGED.note, '[Reuters](https://example.org/doubt): Experts doubt it, August 2024, via AP'])
      expect(seen).toContain(text);
    expect(seen).not.toContain(NOTE.note);
  });

  it('can be of the words that it is about', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const draft = await fillInNote(server, 'edit', { note: id }, { quote: 'hacked over a hundred times' });
    expect(draft.embeds[0]?.description).toMatch(/^\*\*Words it is about\*\*\n~~The elements of/u);
    await clickOn(server, draft, 'Save');
    expect(textOf(await useNote(server, 'show', { note: id }))).toContain('__hacked over a hundred times__');
  });

  it('that changes nothing is not saved', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const message = await fillInNote(server, 'edit', { note: id }, {});
    expect(message.content).toBe(t('note.unchanged'));
    expect(labelsOf(message)).toEqual([]);
    expect((await useNote(server, 'history', { note: id })).content).toContain('version 1 of 1');
  });

  it('of a retracted note does not bring it back, and does not say so', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { status: 'context' });
    await clickOn(server, await useNote(server, 'retract', { note: id }), 'Save');
    const draft = await fillInNote(server, 'edit', { note: id }, { note: 'Said otherwise.' });
    expect(draft.content).toContain(`**${id}** · ℹ Context · ${t('note.state.withdrawn')}`);
    expect((await clickOn(server, draft, 'What would it change?')).content).toBe(t('effect', { changed: 0, asked: 4 }));
    expect((await clickOn(server, draft, 'Save')).content).toBe(t('saved.editWithdrawn', { id, version: 3 }));
    expect(await askIn(server)).not.toContain('Said otherwise.');
  });

  it('is offered for every shipped note, with all that the note says', async () => {
    const server = addServer(stage);
    for (const { note } of app.notes) {
      const form = await openForm(server, useCommand(stage.discord.world, asModerator(server, 'edit', { note: note.id })));
      expect(fieldsOf(form)).toMatchObject({ status: note.status, headline: note.headline, note: note.note });
      expect(fieldsOf(form).sources?.split('\n')).toHaveLength(note.sources.length);
    }
  });

  it('of nearly everything is shown as far as there is room, and says that there is more', async () => {
    const server = addServer(stage);
    await setLog(server);
    const sources = (name: string) =>
      Array.from({ length: 7 }, (_, i) => `${name} ${i} | ${'Title '.repeat(20)}${i} | | https://example.org/${name.repeat(30)}${i}`).join(
        '\n',
      );
    const between = (first: string, last: string) => {
      const { body } = app.article;
      return body.slice(body.indexOf(first), body.indexOf(last) + last.length);
    };
    const quote = between('Nicolás Maduro was re-elected', 'traced to North Macedonia.');
    const id = await addNote(server, { quote, sources: sources('Herald') });
    const values = { quote: between('Ironically, in the USA', 'were bogus.'), sources: sources('Courier') };
    const draft = await fillInNote(server, 'edit', { note: id }, values);
    expect(textOf(draft)).toContain('Courier 0');
    await clickOn(server, draft, 'Save');
    expect(lastIn(server.office)?.embeds[0]?.description).toMatch(/\n− Herald 0[\s\S]+\nand \d+ more$/u);
    expect(textOf(await useNote(server, 'history', { note: id }))).toContain('Courier 0');
  });

  it('of a note that came from a file and is longer than a form is turned away with a way to do it', async () => {
    const server = addServer(stage);
    const source = (i: number) => ({ publisher: 'The Herald', title: `Look ${i}`, url: `https://example.org/${'a'.repeat(600)}${i}` });
    const { status, headline, note } = NOTE;
    const sources = Array.from({ length: 8 }, (_, i) => source(i));
    const data = Buffer.from(JSON.stringify([{ id: 'from-a-file', status, quotes: [SENTENCE], headline, note, sources }]));
    const file = { name: 'notes.json', contentType: 'application/json', data };
    expect((await useNote(server, 'import', { file })).content).toMatch(/^Imported: 1 new/u);
    const refused = await answerTo(server, useCommand(stage.discord.world, asModerator(server, 'edit', { note: 'from-a-file' })));
    expect(refused.onlyFor).toBe(server.moderator);
    expect(refused.content).toBe(t('form.tooLong'));
  });
});

describe('a shipped note', () => {
  const ID = 'trump-63-lawsuits';
  const ASKED = 'How many lawsuits did Trump launch?';
  const shippedText = () => app.notes.find(({ note }) => note.id === ID)?.note.note ?? '';

  it('is changed in one server, and is as it was in others and in direct messages', async () => {
    const [server, other] = [addServer(stage), addServer(stage)];
    expect((await useNote(server, 'history', { note: ID })).content).toBe(t('history.untouched', { id: ID }));
    const draft = await fillInNote(server, 'edit', { note: ID }, { note: 'This server counts otherwise.' });
    expect(draft.content).toContain(`**${ID}** · ℹ Context · changed here`);
    await clickOn(server, draft, 'Save');
    expect(await askIn(server, ASKED)).toContain('This server counts otherwise.');
    expect(await askIn(server, ASKED)).not.toContain(shippedText());
    expect(await askIn(other, ASKED)).toContain(shippedText());
    const user = newcomer(server);
    const direct = await post(server, { user, channel: directWith(server, user), content: ASKED });
    expect(await readWithNotes(server, user, direct)).toContain(shippedText());
    expect((await useNote(server, 'list', { state: 'overridden' })).embeds[0]?.description).toContain(`**${ID}**`);
    expect((await useNote(other, 'list', { state: 'overridden' })).content).toBe(t('list.none'));
  });

  it('is hidden in one server, and shown again as it was shipped', async () => {
    const [server, other] = [addServer(stage), addServer(stage)];
    await clickOn(server, await useNote(server, 'retract', { note: ID }), 'Save');
    expect(await askIn(server, ASKED)).not.toContain(shippedText());
    expect(await askIn(other, ASKED)).toContain(shippedText());
    const restored = await clickOn(server, await useNote(server, 'restore', { note: ID }), 'Save');
    expect(restored.content).toBe(t('saved.restore', { id: ID, version: 2 }));
    expect(await askIn(server, ASKED)).toContain(shippedText());
  });

  it('is as it was shipped again by version 0, from the command and from its history', async () => {
    const server = addServer(stage);
    await clickOn(server, await fillInNote(server, 'edit', { note: ID }, { note: 'Other words.' }), 'Save');
    const draft = await useNote(server, 'restore', { note: ID, version: 0, reason: 'It was right.' });
    expect(draft.content).toContain(`**${ID}** · ℹ Context · shipped`);
    expect(draft.content).toContain('Reason: It was right.');
    await clickOn(server, draft, 'Discard');
    const history = await clickOn(server, await useNote(server, 'history', { note: ID }), 'Older');
    expect(history.content).toBe(`**${ID}**, version 0 of 1\n${t('history.shipped')}`);
    expect(textOf(history)).toContain(shippedText());
    await clickOn(server, await clickOn(server, history, 'Bring this back'), 'Save');
    expect((await useNote(server, 'list', { state: 'overridden' })).content).toBe(t('list.none'));
    expect(await askIn(server, ASKED)).toContain(shippedText());
  });
});

describe('retracting and restoring', () => {
  it('shows the note first, and its effect when asked, with a reason where one was given, then hides it from the next answer', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { status: 'context' });
    await setLog(server);
    const draft = await useNote(server, 'retract', { note: id, reason: 'Too *old*.' });
    expect(draft.content.split('\n')).toEqual([
      t('proposal.draft.withdraw'),
      `**${id}** · ℹ Context · ${t('note.state.withdrawn')} · version 1`,
      'Reason: Too \\*old\\*.',
    ]);
    expect((await clickOn(server, draft, 'What would it change?')).content).toBe(t('effect', { changed: 1, asked: 4 }));
    expect(labelsOf(draft)).toEqual(['Save', 'Save, with a reason', 'What would it change?', 'Discard']);
    expect(await askIn(server)).toContain(NOTE.note);
    expect((await clickOn(server, draft, 'Save')).content).toBe(t('saved.withdraw', { id }));
    expect(await askIn(server)).not.toContain(NOTE.note);
    expect(lastIn(server.office)?.content).toBe(
      `${t('log.withdraw', { who: `<@${server.moderator.id}>`, id, version: 2 })}\nReason: Too \\*old\\*.`,
    );
  });

  it('takes a reason in a form too, in the place of the one before', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const draft = await useNote(server, 'retract', { note: id, reason: 'Before.' });
    await fillInFrom(server, draft, 'Save, with a reason', { reason: 'After.' });
    const history = await useNote(server, 'history', { note: id });
    expect(history.content).toContain('Reason: After.');
    expect(history.content).not.toContain('Before.');
  });

  it('brings the note back with its words, and says so in the log', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { status: 'context' });
    await setLog(server);
    await clickOn(server, await useNote(server, 'retract', { note: id }), 'Save');
    const saved = await clickOn(server, await useNote(server, 'restore', { note: id }), 'Save');
    expect(saved.content).toBe(t('saved.restore', { id, version: 3 }));
    expect(await askIn(server)).toContain(NOTE.note);
    expect(lastIn(server.office)?.content).toBe(t('log.restore', { who: `<@${server.moderator.id}>`, id, version: 3 }));
  });

  it('says when there is nothing to do', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { status: 'context' });
    expect((await useNote(server, 'restore', { note: id })).content).toBe(t('note.sameAlready'));
    expect((await useNote(server, 'restore', { note: id, version: 7 })).content).toBe(t('note.sameAlready'));
    expect((await useNote(server, 'restore', { note: id, version: 0 })).content).toBe(t('note.sameAlready'));
    await clickOn(server, await useNote(server, 'retract', { note: id }), 'Save');
    expect((await useNote(server, 'retract', { note: id })).content).toBe(t('note.withdrawnAlready'));
  });

  it('can be done from the note’s card, which offers what can be done', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { status: 'context' });
    const card = await useNote(server, 'show', { note: id });
    expect(labelsOf(card)).toEqual(['Edit', 'Keywords', 'In Spanish', 'Retract', t('button.preview'), 'History']);
    await clickOn(server, await clickOn(server, card, 'Retract'), 'Save');
    const retracted = await useNote(server, 'show', { note: id });
    expect(labelsOf(retracted)).toEqual(['Edit', 'Keywords', 'In Spanish', 'Restore', 'History']);
    await clickOn(server, await clickOn(server, retracted, 'Restore'), 'Save');
    expect(await askIn(server)).toContain(NOTE.note);
  });
});

describe('the history of a note', () => {
  it('is turned version by version, with who did what when, and any version can be brought back', async () => {
    const server = addServer(stage);
    const { moderator, second } = server;
    const id = await addNote(server, { status: 'context', note: 'First words.' });
    for (const note of ['Second words.', 'Third words.'])
      await clickOn(server, await fillInNote(server, 'edit', { note: id }, { note }), 'Save');
    const history = await useNote(server, 'history', { note: id });
    expect(history.onlyFor).toBe(moderator);
    const header = (message: Message) => message.content.split('\n')[0];
    const isOff = (message: Message) =>
      componentsIn(message)
        .filter(({ disabled }) => disabled === true)
        .map(({ label }) => label);
    expect([header(history), isOff(history), labelsOf(history)]).toEqual([`**${id}**, version 3 of 3`, ['Newer'], ['Older', 'Newer']]);
    await clickOn(server, history, 'Older');
    await clickOn(server, history, 'Older');
    expect([header(history), isOff(history)]).toEqual([`**${id}**, version 1 of 3`, ['Older']]);
    expect(history.content).toMatch(new RegExp(`Written by <@${moderator.id}>, <t:\\d+:f>\\.$`, 'u'));
    expect(textOf(history)).toContain('First words.');
    await clickOn(server, history, 'Newer');
    expect(header(history)).toBe(`**${id}**, version 2 of 3`);
    const restored = await click(server, {
      user: second,
      message: await use(server, { ...asModerator(server, 'history', { note: id, version: 1 }), user: second }),
      on: 'Bring this back',
    });
    expect(restored.embeds[0]?.description).toContain('~~Third~~ **First** words.');
    await click(server, { user: second, message: restored, on: 'Save' });
    expect(await askIn(server)).toContain('First words.');
    expect((await useNote(server, 'history', { note: id })).content).toContain(`Restored by <@${second.id}>`);
  });

  it('shows the last version for one that there is not, and says when there is nothing to bring back', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const history = await useNote(server, 'history', { note: id, version: 99 });
    expect(history.content).toContain('version 1 of 1');
    const forged = clickForged(stage.discord.world, {
      user: server.moderator,
      message: history,
      customId: revert.encode({ note: id, version: 1 }),
    });
    expect((await answerTo(server, forged)).content).toBe(t('note.sameAlready'));
  });
});

describe('the list of notes', () => {
  /** All pages of a list, from the first to the last. */
  async function pagesOf(server: Server, options: NonNullable<CommandUse['options']> = {}): Promise<string[]> {
    const message = await useNote(server, 'list', options);
    const pages = [textOf(message)];
    while (mayClick(message, 'Next')) {
      expect(await clickOn(server, message, 'Next')).toBe(message);
      pages.push(textOf(message));
    }
    return pages;
  }

  const idsIn = (pages: readonly string[]) => pages.flatMap((page) => [...page.matchAll(/^\*\*(\S+)\*\* · /gmu)].map(([, id]) => id));

  it('shows every note once over its pages, with status, origin and place', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const pages = await pagesOf(server);
    expect(pages).toHaveLength(Math.ceil((app.notes.length + 1) / 12));
    expect(pages[0]).toContain(`Notes 1 to 12 of ${app.notes.length + 1}:`);
    expect(idsIn(pages)).toEqual([...app.notes.map(({ note }) => note.id), id]);
    expect(pages.at(-1)).toContain(`**${id}** · ? Unverified · of this server · version 1 · ¶ 7`);
  });

  it.each(NOTE_STATUSES)('shows only notes with the status %s when asked to, on every page', async (status) => {
    const ids = idsIn(await pagesOf(stage, { status }));
    expect(ids).toEqual(app.notes.filter(({ note }) => note.status === status).map(({ note }) => note.id));
  });

  it('tells shipped notes, changed ones, the server’s own and retracted ones apart', async () => {
    const server = addServer(stage);
    const own = await addNote(server);
    await clickOn(server, await fillInNote(server, 'edit', { note: 'turkey' }, { note: 'Other words.' }), 'Save');
    await clickOn(server, await useNote(server, 'retract', { note: 'opec' }), 'Save');
    const ids = async (state: string) => idsIn(await pagesOf(server, { state }));
    expect(await ids('own')).toEqual([own]);
    expect(await ids('overridden')).toEqual(['turkey']);
    expect(await ids('withdrawn')).toEqual(['opec']);
    expect(await ids('shipped')).toHaveLength(app.notes.length - 2);
    expect(idsIn(await pagesOf(server, { state: 'overridden', status: 'supported' }))).toEqual([]);
  });

  it('opens the note that is chosen', async () => {
    const server = addServer(stage);
    const list = await useNote(server, 'list');
    const card = await clickOn(server, list, 'Open a note', ['coup-of-2002']);
    expect(card.onlyFor).toBe(server.moderator);
    expect(card.content).toBe('**coup-of-2002** · ℹ Context · shipped');
    expect(labelsOf(card)).toEqual(['Edit', 'Keywords', 'In Spanish', 'Retract', t('button.preview')]);
  });
});

describe('one note', () => {
  it('is suggested by its id and by words of it, with its status, also when it is retracted', async () => {
    const server = addServer(stage);
    const id = await addNote(server, { quote: 'traced to North Macedonia', headline: 'No zeppelin was involved' });
    const typing = async (value: string) => suggestionsFor(server, { ...asModerator(server, 'show'), focused: { name: 'note', value } });
    expect((await typing('zeppelin'))[0]).toEqual({
      name: '? Unverified · traced to North Macedonia: No zeppelin was involved',
      value: id,
    });
    expect((await typing(id))[0]?.value).toBe(id);
    expect(await typing('')).toHaveLength(25);
    await clickOn(server, await useNote(server, 'retract', { note: id }), 'Save');
    expect((await typing('zeppelin'))[0]).toEqual({
      name: `? ${t('note.state.withdrawn')} · traced to North Macedonia: No zeppelin was involved`,
      value: id,
    });
    const elsewhere = addServer(stage);
    const found = await suggestionsFor(elsewhere, { ...asModerator(elsewhere, 'show'), focused: { name: 'note', value: 'zeppelin' } });
    expect(found.map(({ value }) => value)).not.toContain(id);
  });

  it('is shown by words that nobody chose from the suggestions', async () => {
    const card = await useNote(stage, 'show', { note: 'lawsuits Trump launched' });
    expect(card.content).toBe('**trump-63-lawsuits** · ℹ Context · shipped');
  });

  it('that there is not is told in a sentence, however much was typed', async () => {
    expect((await useNote(stage, 'show', { note: '😂' })).content).toBe(t('note.unknown', { id: '😂' }));
    const long = await useNote(stage, 'show', { note: '😂'.repeat(3_000) });
    expect(long.content).toMatch(/^There is no note “😂+…” here\.$/u);
    const shown = await useNote(stage, 'history', { note: '***' });
    expect(shown.content).not.toContain('Something went wrong');
  });

  it('is shown as readers see it, with the questions that would be answered otherwise without it', async () => {
    const server = addServer(stage);
    const id = await addNote(server);
    const preview = await useNote(server, 'preview', { note: id });
    expect(preview.content).toBe(`${t('effect.without', { id })}\n${t('effect', { changed: 1, asked: 4 })}`);
    const text = textOf(preview);
    for (const shown of [
      SENTENCE,
      NOTE.note,
      '[The Herald](https://example.org/attack): A look at the claim',
      '– Where did the cyber-attack come from?',
    ])
      expect(text).toContain(shown);
    expect(textOf(await clickOn(server, await useNote(server, 'show', { note: id }), t('button.preview')))).toBe(text);
  });
});

describe('a form with hostile text', () => {
  it('pings nobody and is shown letter for letter: in the draft, the log, the list, the history and the answer', async () => {
    const server = addServer(stage);
    await setLog(server);
    const { moderator, reader } = server;
    const note = `@everyone <@${reader.id}> <@&${server.guild.id}> **bold** [here](javascript:alert\\(1)) ||gone|| \`code\` <t:1:R> discord.gg/abc\n# Head\n- item\n> quote`;
    const sources = 'The @here [Herald](https://evil.example) | ~~Title~~ \\| <@&1> `x` | 2024 | https://example.org/)**x**(?q=[a]<b>';
    const draft = await draftNote(server, { note, sources });
    const id = noteIdIn(draft);
    await fillInFrom(server, draft, 'Save, with a reason', { reason: '@everyone [here](https://evil.example)\n# Head' });
    const edited = await fillInNote(server, 'edit', { note: id }, { note: `${note} @here` });
    await fillInFrom(server, edited, 'Save, with a reason', { reason: `<@${moderator.id}>` });
    const answer = await askIn(server);
    const shown = [
      edited,
      lastIn(server.office),
      await useNote(server, 'history', { note: id }),
      await useNote(server, 'list', { state: 'own' }),
    ];
    expect(answer).toContain(`${note} @here`);
    expect(answer).toContain(
      'The @here [Herald](https://evil.example): ~~Title~~ | <@&1> `x`, 2024 · [example.org](https://example.org/%29%2A%2Ax%2A%2A%28?q=%5Ba%5D%3Cb%3E)',
    );
    for (const { content, embeds } of shown.filter((one) => one !== undefined)) {
      const raw = [content, ...embeds.map(({ description }) => description)].join('\n').replaceAll(`<@${moderator.id}>`, '');
      // Everything that Discord would take for a mention, a foreign link or a heading has its backslash.
      expect(raw).not.toMatch(/(?<!\\)@|(?<!\\)\]\((?!https:\/\/example\.org)|^# |(?<!\\)\|\|/mu);
    }
  });

  it.each(['\u200b', '\u202e', '\u2066', '\ufeff', '\u0000'])(
    'is turned away where a character of it is not seen: %j',
    async (character) => {
      const message = await draftNote(stage, { note: `No${character}thing.` });
      expect(textOf(message)).toContain(
        `there is an invisible character (U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')})`,
      );
      const inSource = await draftNote(stage, { sources: `The${character} Herald | A look | 2024 | https://example.org/` });
      expect(textOf(inSource)).toContain('Sources, line 1, publisher: After “The” there is an invisible character');
    },
  );

  it('of as many characters as its fields take is told what is wrong, and none of them is lost', async () => {
    const filled = {
      quote: '@everyone '.repeat(400).trim(),
      headline: '~~x~~ '.repeat(15).trim(),
      note: '[x](y) '.repeat(64).trim(),
      sources: '*'.repeat(4_000),
    };
    const message = await draftNote(stage, filled);
    expect(textOf(message)).toContain(t('form.faults', { count: 2 }));
    const form = await openForm(stage, press(stage.discord.world, { user: stage.moderator, message, on: 'Fix it' }));
    expect(fieldsOf(form)).toEqual({ ...filled, status: NOTE.status });
  });

  it('in a reason is kept as far as a database can keep it', async () => {
    const server = addServer(stage);
    const draft = await draftNote(server);
    const refused = await fillInFrom(server, draft, 'Save, with a reason', { reason: 'a\u0000b' });
    expect(refused.content).toContain('U+0000');
    const saved = await fillInFrom(server, draft, 'Save, with a reason', { reason: '\u202e\u200b\ud83d\ude02' });
    expect(saved.content).toBe(t('saved.add', { id: noteIdIn(saved) }));
  });
});

describe('a moderator with a Spanish Discord', () => {
  const di = translator('es');

  it('writes, mends, saves and finds a note in Spanish, while the log speaks the server’s language', async () => {
    const server = addServer(stage);
    await setLog(server);
    server.moderator.locale = 'es-419';
    const { world } = stage.discord;
    const form = await openForm(server, useCommand(world, asModerator(server, 'add', { passage: 'Macedonia' })));
    expect([form.modal?.title, ...(form.modal?.components ?? []).map(({ label }) => label)]).toEqual([
      di('form.add'),
      di('form.status'),
      di('form.quote'),
      di('form.headline'),
      di('form.note'),
      di('form.sources'),
    ]);
    const faulty = await sendForm(server, form, { ...NOTE, sources: 'El País | Una mirada' });
    expect(textOf(faulty)).toBe(
      `${di('form.faults', { count: 1 })}\n– Fuentes, línea 1: La línea tiene solo 2 partes. Escriba: Medio | Título | fecha | enlace. La fecha y el enlace pueden quedar vacíos.`,
    );
    const draft = await fillInFrom(server, faulty, di('button.fix'), {
      sources: 'El País | Una mirada | 2024-08-13 | https://example.org/ | vía EFE',
    });
    expect(draft.content).toContain(di('proposal.draft.add'));
    expect(draft.content).toContain(`? Sin verificar · ${di('note.state.own')}`);
    expect((await clickOn(server, draft, di('button.which'))).content).toBe(di('effect', { changed: 1, asked: 4 }));
    expect(textOf(draft)).toContain('13 de agosto de 2024');
    expect(textOf(await clickOn(server, draft, di('button.which')))).toContain('– Where did the cyber-attack come from?');
    const id = noteIdIn(draft);
    expect((await clickOn(server, draft, di('button.save'))).content).toBe(di('saved.add', { id }));
    expect(lastIn(server.office)?.content).toBe(t('log.add', { who: `<@${server.moderator.id}>`, id }));
    expect((await useNote(server, 'list', { state: 'own' })).content).toBe(di('list.header', { count: 1, first: 1, last: 1 }));
    expect((await useNote(server, 'history', { note: id })).content).toMatch(/versión 1 de 1\nEscrita por /u);
    expect((await useNote(server, 'preview', { note: id })).content).toContain(di('effect.without', { id }));
    const retraction = await useNote(server, 'retract', { note: id });
    expect(retraction.content).toContain(di('proposal.draft.withdraw'));
    expect((await clickOn(server, retraction, di('button.save'))).content).toBe(di('saved.withdraw', { id }));
    expect((await useNote(server, 'show', { note: '😂' })).content).toBe(di('note.unknown', { id: '😂' }));
  });

  it('is offered the article’s words in Spanish', async () => {
    const server = addServer(stage);
    server.moderator.locale = 'es-ES';
    const offer = await draftNote(server, { quote: SENTENCE.replaceAll(' ', '  ') });
    expect([offer.content, ...offer.embeds.map(({ title }) => title), ...labelsOf(offer)]).toEqual([
      di('offer'),
      di('offer.exact'),
      di('offer.pasted'),
      di('button.useExact'),
      di('button.edit'),
      di('button.discard'),
    ]);
  });
});

// Tests of every command over the loopback Discord, in English and Spanish: readers' replies and refusals.

import { ChannelType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandUse, commandsFor, forward, typeIn, useCommand, useMessageMenu, post as write } from '../../sandbox/discord/people.js';
import { addChannel, addGuild, addMember, directMessages, setOverwrite } from '../../sandbox/discord/places.js';
import type { Channel, Choice, Message, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { headlineOf } from '../../src/notes/headline.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';
import { answerTo, click, directWith, eventually, newcomer, openShippedApp, openStage, type Stage, use } from './stage.js';

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

/** Uses a command in #general as a newcomer. */
function asNewcomer(name: string, options: NonNullable<CommandUse['options']> = {}, locale = 'en-US'): Promise<Message> {
  return use(stage, { user: newcomer(stage, locale), channel: stage.general, name, options });
}

/** The suggestions for an option that somebody is typing in. */
async function suggested(name: string, option: string, value: string, locale = 'en-US'): Promise<readonly Choice[]> {
  const user = newcomer(stage, locale);
  const { world } = stage.discord;
  const typing = typeIn(world, { user, channel: stage.general, name, focused: { name: option, value } });
  return until(world, () => typing.choices, { describe: () => `no suggestions for “${value}”` });
}

/** All text of the embeds as displayed, without bold and with plain spaces. */
function textOf({ embeds }: Message): string {
  const texts = embeds.flatMap(({ title, description, fields = [] }) => [title, description, ...fields.map(({ value }) => value)]);
  return plain(unescapeMarkdown(texts.join('\n')));
}

/** The article has no-break spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

const isPrivate = ({ flags, onlyFor }: Message) => onlyFor !== undefined && (flags & MessageFlags.Ephemeral) !== 0;

describe('/ask', () => {
  it('answers for everybody, with the question, the article’s words in bold and their paragraph', async () => {
    const message = await asNewcomer('ask', { question: 'Where did the cyber-attack come from?' });
    expect(isPrivate(message)).toBe(false);
    expect(message.content).toMatch(/^> Where did the cyber-attack come from\?\nThe article says \(/u);
    expect(message.embeds[0]?.title).toBe('¶ 7');
    expect(textOf(message)).toContain('**The elements of the electronic system');
    expect(textOf(message)).toContain('in a most sophisticated manner that was __traced to North Macedonia__.**');
    expect(message.embeds.at(-1)?.footer?.text).toContain('María Páez Victor');
  });

  it('answers privately when asked to', async () => {
    const message = await asNewcomer('ask', { question: 'Who won?', private: true });
    expect(isPrivate(message)).toBe(true);
  });

  it('answers a Spanish reader in Spanish, with the quotations in the original and marked so', async () => {
    const message = await asNewcomer('ask', { question: '¿Con qué porcentaje ganó Maduro?' }, 'es-419');
    expect(message.content).toContain('El artículo dice (');
    expect(message.embeds[0]?.title).toBe('¶ 6 · texto original (inglés)');
    expect(textOf(message)).toContain('Nicolás Maduro was re-elected with 51.2% of votes');
    expect(textOf(message)).toContain('⇄ **En disputa** __Nicolás Maduro was re-elected with');
  });

  it('answers a Spanish question of an English reader in Spanish, and an English one of a Spanish reader too', async () => {
    expect((await asNewcomer('ask', { question: '¿Quién ganó las elecciones?' })).content).toContain('El artículo dice (');
    expect((await asNewcomer('ask', { question: 'Who won the election?' }, 'es-ES')).content).toContain('El artículo dice (');
  });

  it('says that it is not sure, or that the article does not cover it', async () => {
    const unsure = await asNewcomer('ask', { question: 'How much money has been put aside for the victims?' });
    expect(unsure.content).toContain('The article may not answer this. Closest (');
    const notCovered = await asNewcomer('ask', { question: 'how do I bake bread?' });
    expect(notCovered.content).toContain('The article does not cover this.');
    expect(notCovered.embeds[0]?.description).toMatch(/^An opinion piece by María Páez Victor[^.]*\.$/u);
  });

  it('tells what is wrong with a question that is none', async () => {
    expect((await asNewcomer('ask', { question: '\u200b \u202e' })).content).toBe('The question is empty. Ask something in words.');
    const { content, embeds, components } = await asNewcomer('ask', { question: '😂 ?' }, 'es-ES');
    expect({ content, embeds, components }).toEqual({ content: 'Pregunte algo con palabras.', embeds: [], components: [] });
    const user = newcomer(stage, 'es-ES');
    const forged = { user, channel: stage.general, name: 'ask', options: { question: 'a'.repeat(501) }, isForged: true };
    expect((await use(stage, forged)).content).toBe('La pregunta tiene 501 caracteres; el máximo es 500.');
  });

  it('shows a question with mentions, markup and direction marks as what it is, and pings nobody', async () => {
    const question = 'who won @everyone <@123456789012345678> **bold** [x](https://evil.example) \u202eevil';
    const { content, mentions } = await asNewcomer('ask', { question });
    const [line = ''] = content.split('\n');
    expect(line).not.toMatch(/(?<!\\)[@*[\]]/u);
    expect(line).not.toContain('\u202e');
    expect(unescapeMarkdown(line)).toBe('> who won @everyone <@123456789012345678> **bold** [x](https://evil.example) evil');
    expect(mentions).toMatchObject({ users: [], roles: [], everyone: false });
  });

  it('tells who asks too often to wait, privately, and nobody else', async () => {
    const user = newcomer(stage);
    const ask = () => use(stage, { user, channel: stage.general, name: 'ask', options: { question: 'Who won?' } });
    for (let i = 0; i < 6; i += 1) await ask();
    const refused = await ask();
    expect(isPrivate(refused)).toBe(true);
    expect(refused.content).toMatch(/^One moment: you can ask again in \d+ seconds?\.$/u);
    expect((await asNewcomer('ask', { question: 'Who won?' })).content).toContain('The article says (');
  });
});

describe('/passage', () => {
  it('shows a paragraph by its number, whole, with its notes', async () => {
    const message = await asNewcomer('passage', { number: 7 });
    const paragraph = app.article.paragraphs[6];
    expect(message.content).toMatch(/^Paragraph 7 of 33 – \*\*\d points are contested:\*\*$/u);
    expect(textOf(message).replaceAll('__', '')).toContain(plain(app.article.body.slice(paragraph?.start, paragraph?.end)));
    expect(textOf(message)).toContain('⇄ **Disputed** __');
  });

  it('finds a paragraph by words, and by meaning', async () => {
    expect((await asNewcomer('passage', { find: 'North Macedonia' })).content).toMatch(/^Paragraph 7 of 33/u);
    // On a busy machine a search by meaning can take too long.
    await eventually(async () =>
      expect((await asNewcomer('passage', { find: 'where the hackers were located' })).content).toMatch(/Paragraph \d+ of 33/u),
    );
    const meant = 'Ningún párrafo contiene esas palabras; este es el más cercano a lo que significan.\nPárrafo 29 de 33';
    await eventually(async () => expect((await asNewcomer('passage', { find: 'petróleo' }, 'es-ES')).content.startsWith(meant)).toBe(true));
    expect((await asNewcomer('passage', { find: 'cats and dogs' })).content).toBe('No paragraph was found for those words.');
  });

  it('suggests paragraphs by number, by words in the order of their likeness, and everything to who has typed nothing', async () => {
    expect((await suggested('passage', 'find', '7'))[0]).toMatchObject({ value: '7', name: expect.stringMatching(/^¶ 7 · /u) });
    const found = await suggested('passage', 'find', 'hyenas');
    expect(found[0]?.name).toContain('¶ 12 · ');
    expect((await suggested('passage', 'find', '')).length).toBe(25);
  });

  it('shows what was suggested', async () => {
    const [first] = await suggested('passage', 'find', 'hyenas', 'es-419');
    const message = await asNewcomer('passage', { find: first?.value ?? '' }, 'es-419');
    expect(message.content).toMatch(/^Párrafo 12 de 33/u);
  });

  it.each([
    [{}, 'Give a paragraph number from 1 to 33, or words to find it by.'],
    [{ number: 34 }, 'There is no such paragraph: the article has 33 paragraphs.'],
  ])('tells what is missing or wrong: %o', async (options, text) => {
    expect((await asNewcomer('passage', options)).content).toBe(text);
  });
});

describe('/claims', () => {
  it('goes through every contested claim, a page at a time, for who used it', async () => {
    const user = newcomer(stage);
    let message = await use(stage, { user, channel: stage.general, name: 'claims' });
    const contested = app.notes.filter(({ note }) => ['disputed', 'inaccurate', 'unverified'].includes(note.status));
    const seen: string[] = [];
    for (;;) {
      seen.push(textOf(message));
      const next = message.components.at(-1)?.components?.[1];
      if (next?.disabled === true) break;
      message = await click(stage, { user, message, on: 'Next' });
    }
    for (const { note } of contested) expect(seen.filter((page) => page.includes(headlineOf(note, 'en')))).toHaveLength(1);
    for (const [i, page] of seen.entries()) expect(page.includes('⇄ Disputed: credible sources')).toBe(i === 0);
    expect(seen.length).toBeGreaterThan(5);
    expect((await click(stage, { user, message, on: 'Previous' })).content).toMatch(/^Contested claims, /u);
  });

  it.each(NOTE_STATUSES)('shows only claims with the status %s when asked to', async (status) => {
    const message = await asNewcomer('claims', { status }, 'es-ES');
    const lines = textOf(message).matchAll(/^\*\*¶ \d+\*\* · ([⇄✗?ℹ❝✓]) \*\*([^*]+)\*\* __/gmu);
    const statuses = new Set([...lines].map(([, symbol, word]) => `${symbol} ${word}`));
    expect(statuses.size).toBe(1);
    expect(message.content).toContain([...statuses][0] ?? 'none');
  });
});

describe('the select under claims', () => {
  it('shows one in full, privately, to anybody', async () => {
    const message = await asNewcomer('claims');
    const user = newcomer(stage, 'es-ES');
    const [select] = message.components[0]?.components ?? [];
    const [first] = select?.options ?? [];
    const shown = await click(stage, { user, message, on: 'Read one in full', values: [first?.value ?? ''] });
    expect(isPrivate(shown)).toBe(true);
    expect(shown.content).toMatch(/^Una afirmación del artículo y la nota sobre ella: /u);
    const note = app.notes.find(({ note: { id } }) => id === first?.value)?.note;
    expect(first).toMatchObject({ label: expect.stringMatching(/^¶ \d+ · \w+$/u), description: note && headlineOf(note, 'en') });
    expect(textOf(shown)).toContain(note?.translations?.es.headline ?? 'no headline');
  });
});

describe('/claim', () => {
  it('shows one claim in full, by words of the claim or of its note', async () => {
    const message = await asNewcomer('claim', { name: 'coup whoever we want' });
    expect(message.content).toMatch(/^A claim of the article and the note on it: /u);
    expect(textOf(message)).toContain('We will coup whoever we want! Deal with it.');
  });

  it('suggests claims, and shows the one that was suggested', async () => {
    const [first] = await suggested('claim', 'name', 'lithium', 'es-419');
    expect(first?.name).toMatch(/^. (?:Sin verificar|Contexto|En disputa|Opinión) · /u);
    const message = await asNewcomer('claim', { name: first?.value ?? '' }, 'es-419');
    expect(message.content).toMatch(/^Una afirmación del artículo y la nota sobre ella: /u);
    expect(textOf(message)).toContain('lithium');
  });

  it('says when no claim has such words', async () => {
    for (const name of ['😂', '  ', 'totally unrelated bread recipe']) {
      expect((await asNewcomer('claim', { name })).content).toBe('No claim was found for those words.');
    }
  });
});

describe('/sources', () => {
  it('lists every source once, linked, over its pages', async () => {
    const user = newcomer(stage, 'es-ES');
    let message = await use(stage, { user, channel: stage.general, name: 'sources' });
    let lines: string[] = [];
    for (;;) {
      lines = [...lines, ...(message.embeds[0]?.description ?? '').split('\n').filter((line) => line.startsWith('– '))];
      if (message.components[0]?.components?.[1]?.disabled === true) break;
      message = await click(stage, { user, message, on: 'Siguiente' });
    }
    const sources = new Set(app.notes.flatMap(({ note }) => note.sources.map(({ url, title }) => `${url} ${title}`)));
    expect(lines).toHaveLength(sources.size);
    expect(lines.filter((line) => line.includes('](http')).length).toBeGreaterThan(lines.length * 0.9);
  });
});

describe('/why', () => {
  it('explains the last answer in the channel, to who wants to know', async () => {
    await asNewcomer('ask', { question: 'Where did the cyber-attack come from?' });
    const message = await asNewcomer('why');
    expect(isPrivate(message)).toBe(true);
    expect(message.content).toBe('Why “Where did the cyber-attack come from?” was answered as it was:');
    expect(textOf(message)).toMatch(/Estimated probability that the article answers this: 0\.\d\d \(answered from 0\.\d\d/u);
    expect(textOf(message)).toContain('Words in common: ');
    expect(message.embeds.map(({ title }) => title ?? '')[2]).toMatch(/next, score \d/u);
  });

  it('explains the answer that a link names', async () => {
    const { guild, general } = stage;
    const first = await asNewcomer('ask', { question: 'Who won?' });
    await asNewcomer('ask', { question: 'What is the title of this article?' });
    const link = `https://discord.com/channels/${guild.id}/${general.id}/${first.id}`;
    const inSpanish = await asNewcomer('why', { message: link }, 'es-ES');
    expect(inSpanish.content).toBe('Por qué se respondió así a «Who won?»:');
    expect(textOf(inSpanish)).toMatch(/Probabilidad estimada .*: [01],\d\d \(/u);
  });

  it('explains no private answer of somebody else, and nothing of another channel', async () => {
    const { guild, quiet } = stage;
    const asker = newcomer(stage);
    await use(stage, { user: asker, channel: quiet, name: 'ask', options: { question: 'Who won?', private: true } });
    const other = newcomer(stage);
    expect((await use(stage, { user: other, channel: quiet, name: 'why' })).content).toMatch(/^There is no answer of mine here/u);
    expect((await use(stage, { user: asker, channel: quiet, name: 'why' })).content).toContain('Who won?');
    const elsewhere = await asNewcomer('ask', { question: 'Who won?' });
    const link = `https://discord.com/channels/${guild.id}/${elsewhere.channel.id}/${elsewhere.id}`;
    expect((await use(stage, { user: other, channel: quiet, name: 'why', options: { message: link } })).content).toMatch(
      /^There is no answer/u,
    );
  });

  it('refuses what is no link', async () => {
    expect((await asNewcomer('why', { message: 'that one' })).content).toMatch(/^That is not a link to a message\./u);
  });
});

describe('/about and /help', () => {
  it('tell what the article is, what is kept and how good the answers were measured to be', async () => {
    const message = await asNewcomer('about');
    expect(textOf(message)).toContain('An opinion piece by María Páez Victor');
    expect(textOf(message)).toMatch(/of the questions that the article answers, \d+% were answered/u);
    expect(textOf(message)).toContain('for a quarter of an hour, in memory only');
    expect(textOf(message)).toContain('0.0.0-test');
    const offered = textOf(message).match(/^- .+\?$/gmu) ?? [];
    expect(offered).toHaveLength(3);
    for (const question of offered) expect((await stage.app.ask(question.slice(2))).outcome).toBe('answered');
  });

  it('tell how to ask, in the reader’s language, with the commands as Discord shows them there', async () => {
    const message = await asNewcomer('help', {}, 'es-419');
    expect(isPrivate(message)).toBe(true);
    for (const name of ['/preguntar', '/pasaje', '/afirmaciones', '/afirmación', '/fuentes', '/porqué', '/acerca', '/ayuda']) {
      expect(textOf(message)).toContain(name);
    }
    expect(textOf(message)).toContain('Comparar con el artículo');
    expect(textOf(message)).toContain('⇄ En disputa');
    expect(message.content).toContain('«Venezuela: An Attempted Coup By Any Other Name»');
    expect(textOf(message)).toMatch(/^- ¿.+\?$/mu);
  });

  it('tell in direct messages of the commands that there are', async () => {
    const user = newcomer(stage);
    const listed = async (channel: Channel) => textOf(await use(stage, { user, channel, name: 'help' }));
    expect(await listed(stage.general)).toContain('/suggest');
    const direct = await listed(directWith(stage, user));
    expect(direct).toContain('/ask');
    expect(direct).not.toContain('/suggest');
  });

  it('tell in Spanish what the article is', async () => {
    const about = await asNewcomer('about', {}, 'es-419');
    const notCovered = await asNewcomer('ask', { question: '¿Quién inventó el teléfono?' }, 'es-419');
    for (const message of [about, notCovered]) expect(textOf(message)).toContain('Artículo de opinión de María Páez Victor');
  });
});

describe('Check against the article', () => {
  const check = async (content: string, locale = 'en-US') => {
    const { discord, general, reader } = stage;
    const message = write(discord.world, { user: reader, channel: general, content });
    const user = newcomer(stage, locale);
    return answerTo(stage, useMessageMenu(discord.world, { user, message, name: 'Check against the article' }));
  };

  it('shows, privately, the passages that a message is like, each with the words of the message and its flags', async () => {
    const message = await check('Maduro won with 51% of the vote.\nMusk said he will coup whoever he wants!');
    expect(isPrivate(message)).toBe(true);
    expect(message.content).toMatch(/^This message beside the article – \*\*\d points are contested:\*\*$/u);
    expect(textOf(message)).toContain('“Maduro won with 51% of the vote.” – **the article says the same:**');
    expect(textOf(message)).toContain('We will coup whoever we want! Deal with it.');
  });

  it('says that a message is like nothing in the article', async () => {
    expect((await check('My cat sleeps on the warm radiator all day.', 'es-ES')).content).toBe(
      'El artículo no dice lo que dice este mensaje.',
    );
  });

  it('says that there is nothing to check in a message without words', async () => {
    expect((await check('😂 https://example.org/a')).content).toBe(
      'There are no words in this message that could be held against the article.',
    );
  });

  it('reads what a message forwards', async () => {
    const { discord, general, quiet, reader } = stage;
    const written = write(discord.world, { user: reader, channel: quiet, content: 'Maduro won with 51% of the vote.' });
    const message = forward(discord.world, { user: reader, channel: general, message: written });
    const user = newcomer(stage);
    const shown = await answerTo(stage, useMessageMenu(discord.world, { user, message, name: 'Check against the article' }));
    expect(textOf(shown)).toContain('“Maduro won with 51% of the vote.” – **the article says the same:**');
  });

  it('says of a message of the bot’s own that these are the article’s words', async () => {
    const answer = await asNewcomer('ask', { question: 'Who won?' });
    const user = newcomer(stage);
    const shown = await answerTo(stage, useMessageMenu(stage.discord.world, { user, message: answer, name: 'Check against the article' }));
    expect(shown.content).toBe('This message is mine: what it quotes are the article’s own words already.');
    expect(isPrivate(shown)).toBe(true);
  });
});

describe('where the bot is asked', () => {
  const ask = (user: User, channel = stage.general) => use(stage, { user, channel, name: 'ask', options: { question: 'Who won?' } });

  it('it answers in a thread, in its own direct messages, and where only the reader has installed it', async () => {
    const { discord, thread, reader, outsider } = stage;
    expect((await ask(newcomer(stage), thread)).content).toContain('The article says (');
    expect((await ask(outsider, directWith(stage, outsider))).content).toContain('The article says (');
    const friends = directMessages(discord.world, outsider, reader);
    expect((await ask(outsider, friends)).content).toContain('The article says (');
    const owner = newcomer(stage);
    const foreign = addGuild(discord.world, { name: 'Elsewhere', owner });
    const channel = addChannel(discord.world, foreign, { name: 'lobby', type: ChannelType.GuildText });
    const message = await ask(owner, channel);
    expect(message.content).toContain('The article says (');
    expect((await click(stage, { user: owner, message, on: 'Context' })).content).toContain('Paragraph 6 of 33 – ');
  });

  it('remembers an answer that Discord shows to the asker alone for nobody else', async () => {
    const { discord } = stage;
    const [owner, other] = [newcomer(stage), newcomer(stage)];
    const foreign = addGuild(discord.world, { name: 'Strict', owner });
    addMember(discord.world, foreign, other);
    const channel = addChannel(discord.world, foreign, { name: 'lobby' });
    setOverwrite(discord.world, channel, foreign.id, { kind: 'role', allow: 0n, deny: PermissionFlagsBits.UseExternalApps });
    const asker = newcomer(stage);
    addMember(discord.world, foreign, asker);
    expect((await ask(asker, channel)).onlyFor).toBe(asker);
    expect((await use(stage, { user: other, channel, name: 'why' })).content).toMatch(/^There is no answer of mine here/u);
    expect((await use(stage, { user: asker, channel, name: 'why' })).content).toContain('Who won?');
  });

  it('offers every command there, under its Spanish name too', async () => {
    const { discord, outsider, general, reader } = stage;
    const names = (user: User, channel: Parameters<typeof commandsFor>[2]) =>
      commandsFor(discord.world, user, channel).map(({ fields }) => [fields.name, fields.name_localizations?.['es-419']]);
    const expected = [
      ['ask', 'preguntar'],
      ['passage', 'pasaje'],
      ['claims', 'afirmaciones'],
      ['claim', 'afirmación'],
      ['sources', 'fuentes'],
      ['why', 'porqué'],
      ['about', 'acerca'],
      ['forget-me', 'olvidarme'],
      ['help', 'ayuda'],
    ];
    expect(names(outsider, directWith(stage, outsider))).toEqual(expected);
    expect(names(reader, general)).toEqual([...expected.slice(0, 6), ['suggest', 'sugerir'], ...expected.slice(6)]);
  });

  it('tells who uses a command that is gone', async () => {
    const { discord, general, guild } = stage;
    const user = newcomer(stage);
    const id = discord.world.nextId();
    const old = { id, version: id, guildId: guild.id, type: 1, fields: { name: 'summary', description: 'An old one' } };
    discord.world.commands.set(id, old);
    const answer = await answerTo(stage, useCommand(discord.world, { user, channel: general, name: 'summary' }));
    discord.world.commands.delete(id);
    expect(isPrivate(answer)).toBe(true);
    expect(answer.content).toMatch(/^This command is not one of mine any more\./u);
  });
});

// Tests of the link of a passage's message: none if Discord made the message private, as it may where the bot was not invited.

import { expect, it } from 'vitest';
import type { Click } from '../../src/discord/kit/handler.js';
import { link } from '../../src/discord/lookups/components/link.js';
import { translator } from '../../src/i18n/translator.js';

const clickOn = (isPrivate: boolean) =>
  ({ guildId: '1', channelId: '2', language: 'es', message: { id: '3', isPrivate } }) as Partial<Click> as Click;

it.each([
  [false, 'Enlace a este mensaje: https://discord.com/channels/1/2/3'],
  [true, translator('es')('link.none')],
])('of a message that is private (%s) is told, or that it has none', async (isPrivate, content) => {
  const unused = undefined as never;
  expect(await link.run({} as never, clickOn(isPrivate) as never, unused, unused)).toMatchObject({ content });
});

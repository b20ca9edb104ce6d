// The sandbox's sample guild: its channels, and the people that the page can act as.

import { bitsOf } from './discord/permissions.js';
import {
  addChannel,
  addGuild,
  addMember,
  addRole,
  addThread,
  addUser,
  directMessages,
  installBot,
  setOverwrite,
} from './discord/places.js';
import type { Channel, Guild, User, World } from './discord/state.js';

/** A person that the page can act as, with a short description. */
export interface Resident {
  readonly user: User;
  readonly about: string;
}

export interface SampleGuild {
  readonly guild: Guild;
  readonly general: Channel;
  /** For the moderators' queue and log; only moderators see it. */
  readonly moderators: Channel;
  readonly thread: Channel;
  /** A new window acts as the first person. */
  readonly people: readonly Resident[];
}

/** Makes the guild with the bot in it. */
export function buildSampleGuild(world: World): SampleGuild {
  const owner = addUser(world, { name: 'Olga' });
  const guild = addGuild(world, { name: 'Marginalia sandbox', owner });
  const ada = addUser(world, { name: 'Ada' });
  const lucia = addUser(world, { name: 'Lucía', locale: 'es-419' });
  const max = addUser(world, { name: 'Max' });
  const mina = addUser(world, { name: 'Mina' });
  const otto = addUser(world, { name: 'Otto' });
  const role = addRole(world, guild, { name: 'Moderators', permissions: ['ManageMessages'] });
  for (const reader of [ada, lucia]) addMember(world, guild, reader);
  for (const moderator of [max, mina]) addMember(world, guild, moderator, [role]);

  const view = bitsOf(['ViewChannel']);
  const general = addChannel(world, guild, { name: 'general' });
  const moderators = addChannel(world, guild, {
    name: 'moderators',
    overwrites: [
      { id: guild.id, kind: 'role', allow: 0n, deny: view },
      { id: role.id, kind: 'role', allow: view, deny: 0n },
    ],
  });
  const thread = addThread(world, general, ada, 'about the article');
  const own = installBot(world, guild);
  setOverwrite(world, moderators, own.id, { kind: 'role', allow: view, deny: 0n });

  const people = [
    { user: ada, about: 'reads in English' },
    { user: lucia, about: 'reads in Spanish' },
    { user: max, about: 'moderator' },
    { user: mina, about: 'second moderator' },
    { user: otto, about: 'not in the server' },
  ];
  for (const { user } of people) directMessages(world, user, world.application.bot);
  return { guild, general, moderators, thread, people };
}

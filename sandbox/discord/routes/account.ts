// Routes about the app itself: the gateway's address, the app, its user, guilds, direct messages.

import { apiError, invalidForm } from '../errors.js';
import { channelPayload, guildPayload, type Json, memberPayload, userPayload } from '../payloads.js';
import { directMessages } from '../places.js';
import { type Guild, hasBot, type World } from '../state.js';
import { ok, type Route } from './route.js';

export interface AccountOptions {
  readonly gatewayUrl: () => string;
  /** Number of times that a client may still identify. */
  readonly identifiesLeft: () => number;
}

const IDENTIFIES_PER_DAY = 1_000;
const DAY_MS = 24 * 60 * 60_000;

export function accountRoutes(world: World, { gatewayUrl, identifiesLeft }: AccountOptions): Route[] {
  const { application } = world;
  const inGuild = (id: string): Guild => {
    const guild = world.guilds.get(id);
    if (guild === undefined || !guild.members.has(application.bot.id)) throw apiError('unknownGuild');
    return guild;
  };
  return [
    { method: 'GET', path: '/gateway', handle: () => ok({ url: gatewayUrl() }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () =>
        ok({
          url: gatewayUrl(),
          shards: 1,
          session_start_limit: { total: IDENTIFIES_PER_DAY, remaining: identifiesLeft(), reset_after: DAY_MS, max_concurrency: 1 },
        }),
    },
    { method: 'GET', path: '/applications/@me', handle: () => ok(applicationPayload(world)) },
    {
      method: 'GET',
      path: '/users/@me',
      handle: () => ok({ ...userPayload(application.bot), email: null, mfa_enabled: false, verified: true, locale: 'en-US' }),
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      handle: ({ fields: { recipient_id: id } }) => {
        if (typeof id !== 'string')
          throw invalidForm([{ path: ['recipient_id'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]);
        const user = world.users.get(id);
        if (user === undefined) throw apiError('unknownUser');
        if (user.bot) throw apiError('cannotDm');
        return ok(channelPayload(directMessages(world, user, application.bot)));
      },
    },
    { method: 'GET', path: '/guilds/{guild_id}', handle: ({ param }) => ok(guildPayload(world, inGuild(param('guild_id')))) },
    {
      method: 'GET',
      path: '/guilds/{guild_id}/members/{user_id}',
      handle: ({ param }) => {
        const member = inGuild(param('guild_id')).members.get(param('user_id'));
        if (member === undefined) throw apiError('unknownMember');
        return ok({ ...memberPayload(member), user: userPayload(member.user) });
      },
    },
    {
      method: 'GET',
      path: '/channels/{channel_id}',
      handle: ({ param }) => {
        const channel = world.channels.get(param('channel_id'));
        if (channel === undefined) throw apiError('unknownChannel');
        if (!hasBot(world, channel)) throw apiError('missingAccess');
        return ok(channelPayload(channel));
      },
    },
  ];
}

function applicationPayload({ application }: World): Json {
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    type: null,
    bot: userPayload(application.bot),
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    eligible_oauth2_scopes: [],
    owner: userPayload(application.bot),
    team: null,
    rpc_origins: [],
    bot_public: true,
    bot_require_code_grant: false,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    explicit_content_filter: 0,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    event_webhooks_status: 1,
    event_webhooks_url: null,
    is_monetized: false,
    is_verified: false,
    integration_types_config: Object.fromEntries(application.installs.map((install) => [install === 'guild' ? 0 : 1, {}])),
  };
}

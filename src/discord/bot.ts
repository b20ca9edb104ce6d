// What commands, buttons, forms and mentions work with: the application, what moderators keep, the gate before the model.

import type { App } from '../app.js';
import type { Curation } from '../curation/curation.js';
import type { EarlierAnswers } from '../curation/earlier-answers.js';
import type { Forgetting } from '../curation/forgetting.js';
import type { Reading } from '../reading.js';
import type { GuildSettings } from '../store/store.js';
import type { FetchAttachment } from './attachment.js';
import type { Place as MessagePlace } from './embeds.js';
import type { Gate } from './gate.js';
import type { Place } from './input.js';
import type { EffectWaits } from './moderation/effect-waits.js';
import type { Moderation } from './moderation/moderation.js';
import type { UnfinishedForms } from './moderation/unfinished.js';
import type { Keeper } from './note-in-full.js';
import type { RecentAnswers } from './recent.js';
import type { Asked, Reply } from './reply.js';
import type { Shown } from './shown.js';

/** How the bot is doing. */
export interface Health {
  /** Milliseconds since it started. */
  readonly uptime: number;
  /** Milliseconds to the gateway and back; undefined before the first heartbeat. */
  readonly ping: number | undefined;
  readonly waiting: number;
  /** Questions answered since the start. */
  readonly answered: number;
}

/** What a reader thinks of an answer. Ids only: no question, and nobody's name. */
export interface Judgement {
  readonly messageId: string;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason?: string | undefined;
}

/** An answer that was sent. */
export interface Answered {
  readonly messageId: string;
  readonly place: Place;
  readonly reply: Reply;
  readonly isPrivate: boolean;
}

export interface Bot {
  readonly app: App;
  readonly curation: Curation;
  readonly forgetting: Forgetting;
  readonly moderation: Moderation;
  readonly earlier: EarlierAnswers;
  readonly effectWaits: EffectWaits;
  readonly unfinished: UnfinishedForms;
  /** First characters of the article's hash: custom ids carry them. */
  readonly content: string;
  readonly version: string;
  readonly gate: Gate;
  readonly recent: RecentAnswers;
  readonly fetchAttachment: FetchAttachment;
  /** What the readers of a place see: with the notes of its server, which are loaded where they are not held, or as it was shipped. */
  reading(guildId: string | undefined): Promise<Reading>;
  settings(guildId: string | undefined): GuildSettings;
  changeSettings(guildId: string, changes: Partial<GuildSettings>): Promise<GuildSettings>;
  /** Whether the bot may answer in a place, by its server's settings. */
  mayAnswerIn(place: Place): boolean;
  /** Who a message is for, as its buttons carry it, and which notes of a server are its own. */
  placeOf(reader: Pick<Place, 'userId' | 'guildId'>): MessagePlace;
  /** Whose some notes are, and when those that a server touched were last changed. */
  keepersOf(guildId: string | undefined, noteIds: readonly string[]): Promise<ReadonlyMap<string, Keeper>>;
  /** Whether readers of a server may suggest notes. */
  takesSuggestions(guildId: string | undefined): boolean;
  health(): Health;
  /** Remembers an answer for follow-ups, counts it, and keeps what it takes to render it again; of what answers no question only that. */
  answered(answered: Answered): Promise<void>;
  /** Keeps what a message shows that was counted before: an answer that somebody shared, or a page that somebody turned. */
  showing(answered: Answered): Promise<void>;
  /** What a message of the bot's shows, as far as that is kept and can be rendered. */
  shownIn(messageId: string): Promise<Shown | undefined>;
  /** Keeps feedback. */
  judge(place: Place, judgement: Judgement): Promise<void>;
  /** The question behind the bot's last answer in a place, from memory or from what stands in the channel. */
  lastAsked(place: Place): Promise<Asked | undefined>;
  /** The question behind one message of the bot's; undefined where it is none of the bot's answers or cannot be read. */
  askedIn(channelId: string, messageId: string): Promise<Asked | undefined>;
  /** What any message says; undefined where Discord shows the bot nothing of it. */
  wordsIn(channelId: string, messageId: string): Promise<string | undefined>;
}

/** How many characters of the article's hash custom ids carry. */
export const CONTENT_DIGITS = 6;

// What commands, buttons and mentions work with: the application, the gate before the model, and what is remembered.

import type { App } from '../app.js';
import type { Gate } from './gate.js';
import type { Place } from './input.js';
import type { RecentAnswers } from './recent.js';
import type { Asked } from './reply.js';

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
export interface Feedback {
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly verdict: 'helpful' | 'not-helpful';
  readonly reason?: string;
}

export interface Bot {
  readonly app: App;
  /** First characters of the content's hash: custom ids carry them. */
  readonly content: string;
  readonly version: string;
  readonly gate: Gate;
  readonly recent: RecentAnswers;
  health(): Health;
  /** Counts an answer for `health`. */
  countAnswer(): void;
  /** Keeps feedback on disk. */
  keepFeedback(feedback: Feedback): Promise<void>;
  /** The question behind the bot's last answer in a place, from memory or from what stands in the channel. */
  lastAsked(place: Place): Promise<Asked | undefined>;
  /** The question behind one message of the bot's; undefined where it is none of the bot's answers or cannot be read. */
  askedIn(channelId: string, messageId: string): Promise<Asked | undefined>;
}

/** How many characters of the content's hash custom ids carry. */
export const CONTENT_DIGITS = 6;

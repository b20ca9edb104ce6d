// The answers of the last 15 minutes, in memory only, for follow-ups and /why.

import { LRUCache } from 'lru-cache';
import type { Place } from '../core/input.js';
import type { Asked } from '../kit/reply.js';

/** Time for which a question is remembered; /about states it. */
const REMEMBERED_MS = 15 * 60_000;
const MOST_REMEMBERED = 5_000;

interface LastAnswer extends Asked {
  readonly at: number;
}

/** The question behind one of the bot's messages. */
export interface RecentAnswer {
  readonly asked: Asked;
}

export class RecentAnswers {
  readonly #byMessage = new LRUCache<string, RecentAnswer>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });
  readonly #byPlace = new LRUCache<string, LastAnswer>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });
  /** A second click may arrive before the first has removed the button. */
  readonly #shared = new LRUCache<string, true>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });
  #count = 0;

  /** Remembers the question behind one of the bot's messages. A private answer counts as the last one only for its asker. */
  remember(messageId: string, { channelId, userId }: Place, answer: RecentAnswer, isPrivate: boolean): void {
    const { asked } = answer;
    this.#count += 1;
    this.#byMessage.set(messageId, answer);
    this.#byPlace.set(isPrivate ? `${channelId}/${userId}` : channelId, { ...asked, at: this.#count });
  }

  /** Whether nobody has shared a private answer before; counts it as shared. */
  claimShare(messageId: string): boolean {
    if (this.#shared.has(messageId)) return false;
    this.#shared.set(messageId, true);
    return true;
  }

  /** Undoes `claimShare` if sharing failed. */
  releaseShare(messageId: string): void {
    this.#shared.delete(messageId);
  }

  /** The question that a message answers, if still known. */
  ofMessage(messageId: string): RecentAnswer | undefined {
    return this.#byMessage.get(messageId);
  }

  /** The last question answered in a place, among the answers that this person could see. */
  lastIn({ channelId, userId }: Pick<Place, 'channelId' | 'userId'>): Asked | undefined {
    const forAll = this.#byPlace.get(channelId);
    const forOne = this.#byPlace.get(`${channelId}/${userId}`);
    return (forOne?.at ?? 0) > (forAll?.at ?? 0) ? forOne : forAll;
  }
}

// Keeps earlier answers up to date: finds messages that show outdated notes, and has them rendered again, one after the other.
// Pending work is in the store, so that a restart loses none of it and several processes share it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../notes/note.js';
import type { Answer, LeasedAnswer, Store } from '../store/store.js';
import type { ArticleView, NotesSeen } from '../views/article-view.js';
import { Coalesced } from '../work/coalesced.js';
import { TimeSlices } from '../work/time-slices.js';
import { type Change, changesBetween, stateOf, type Update, updateOf, type Versions, versionsOf } from './changes-since.js';

/**
 * The outcome of bringing a message up to date.
 * - done: the message shows what it should; with `isSame` it already did before
 * - gone: the message was deleted
 * - shut: the bot lacks permission, perhaps only while somebody changes the channel's permissions
 * - later: it could not be edited now, or the outcome is unknown
 */
export type Brought =
  | { readonly kind: 'done'; readonly isSame: boolean }
  | { readonly kind: 'gone' | 'shut'; readonly why: string }
  | {
      readonly kind: 'later';
      readonly why: string;
      /** Minimum pause in milliseconds. */
      readonly waitMs?: number | undefined;
      /** Scope of the pause: the whole channel, or its messages older than an hour; by default this message alone. */
      readonly channel?: 'all' | 'old' | undefined;
    };

/** Renders messages and edits them in place. */
export interface Messages {
  /** The notes relevant to a message, as readers see them now; undefined if it can no longer be rendered. */
  notesOf(answer: Answer, seen: NotesSeen): readonly Note[] | undefined;
  /** The changes to those notes that affect what a message shows. */
  touching(answer: Answer, seen: NotesSeen, changes: ReadonlyMap<string, Change>): ReadonlyMap<string, Change>;
  /** Renders a message again in place. Rejects only for a bug. */
  renderAnew(answer: Answer, view: ArticleView, update: Update | undefined): Promise<Brought>;
  /** Adds a correction to an old message that cannot be rendered again. */
  sayChanged(answer: Answer): Promise<Brought>;
}

export interface Pace {
  /** Milliseconds between two edits. */
  readonly editEveryMs: number;
  /** Milliseconds before a retry: the first pause, and the longest. */
  readonly againMs: { readonly least: number; readonly most: number };
  /** Consecutive attempts without permission before giving up. */
  readonly shutTries: number;
  /** Milliseconds between two looks for work that another process left. */
  readonly lookEveryMs: number;
}

/**
 * Discord accepts about five edits in five seconds in one channel, and questions need some of them. The pause between tries grows, so that
 * the last of twelve comes about twenty hours after the first.
 */
export const PACE: Pace = {
  editEveryMs: 1_500,
  againMs: { least: 60_000, most: 6 * 60 * 60_000 },
  shutTries: 12,
  lookEveryMs: 30_000,
};

/** Longer than any request may take. */
const LEASE_MS = 5 * 60_000;
const HOUR_MS = 60 * 60_000;
const AT_ONCE = 500;

export interface EarlierAnswersOptions {
  readonly store: Store;
  /** The view of a guild's readers, including the embeddings. */
  readonly view: (guildId: string) => Promise<ArticleView>;
  /** The notes alone, for going through guild after guild. */
  readonly notesOf: (guildId: string) => Promise<NotesSeen>;
  readonly messages: Messages;
  /** Milliseconds for which an answer is kept up to date. */
  readonly keptMs: number;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
  /** Describes a failure for the log. */
  readonly describe: (error: unknown) => object;
}

/** A sent message: its content, and the notes that it was rendered with. */
export interface SentAnswer extends Pick<Answer, 'guildId' | 'channelId' | 'messageId' | 'askerId' | 'isPrivate' | 'article'> {
  readonly shown: unknown;
  readonly notes: Versions;
}

/** The state that an answer should show. */
interface Target {
  readonly versions: Versions;
  /** Whether the notes are the same as when the answer was sent. */
  readonly isAsSent: boolean;
  readonly update: Update | undefined;
  /** A digest of the above. */
  readonly state: string;
}

export class EarlierAnswers {
  readonly #closing = new AbortController();
  /** Ends the pause before the next look. */
  #wake = new AbortController();
  #work: Promise<void> = Promise.resolve();
  /** Runs of `look` by guild id; an empty key for all guilds. */
  readonly #looks = new Map<string, Coalesced>();

  constructor(private readonly options: EarlierAnswersOptions) {}

  /** Starts editing due answers. */
  start(): void {
    this.#work = this.#run();
  }

  /** Stops after the running edit; the next start or another process does the rest. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake.abort();
    await Promise.all([this.#work, ...[...this.#looks.values()].map((looks) => looks.idle())]);
  }

  /** Stores a message's content. Notes may have changed since it was rendered. */
  async keep(sent: SentAnswer): Promise<void> {
    const { store, now } = this.options;
    const answer = { ...sent, stands: stateOf(sent.notes, undefined), noticedAt: undefined, at: now() };
    await store.keepAnswer(answer);
    if (answer.isPrivate) return;
    const [target] = await this.#targets(answer.guildId, [answer], await this.options.notesOf(answer.guildId));
    if (target?.state !== answer.stands) await this.#mark([answer.messageId]);
  }

  /** Finds the answers of a guild, or of all guilds, that show outdated notes, and has them edited. Never rejects. */
  look(guildId?: string): Promise<void> {
    const key = guildId ?? '';
    const looks = this.#looks.get(key) ?? new Coalesced(() => this.#lookOrSay(guildId));
    this.#looks.set(key, looks);
    return looks.run();
  }

  async #lookOrSay(guildId: string | undefined): Promise<void> {
    try {
      await this.#look(guildId);
    } catch (error) {
      const { log, describe } = this.options;
      if (!this.#closing.signal.aborted)
        log.warn(describe(error), 'Looking through earlier answers failed; it is repeated within the hour.');
    }
  }

  async #look(guildId: string | undefined): Promise<void> {
    const { store } = this.options;
    let after: Answer | undefined;
    for (;;) {
      if (this.#closing.signal.aborted) return;
      const page = await store.publicAnswers(AT_ONCE, after, guildId);
      const behind: string[] = [];
      for (const one of new Set(page.map((answer) => answer.guildId))) behind.push(...(await this.#behind(one, page)));
      if (behind.length > 0) await this.#mark(behind);
      after = page.at(-1);
      if (page.length < AT_ONCE) return;
    }
  }

  async #mark(messageIds: readonly string[]): Promise<void> {
    await this.options.store.markAnswers(messageIds, this.options.now());
    this.#wake.abort();
  }

  /** Ids of a guild's answers that may be outdated. */
  async #behind(guildId: string, page: readonly Answer[]): Promise<readonly string[]> {
    const answers = page.filter((answer) => answer.guildId === guildId);
    const targets = answers.length === 0 ? [] : await this.#targets(guildId, answers, await this.options.notesOf(guildId));
    const behind = answers.filter(({ stands }, i) => targets[i] !== undefined && targets[i].state !== stands);
    // An answer that cannot be rendered again is outdated if one of its notes has changed since it was sent.
    const unreadable = answers.filter((_, i) => targets[i] === undefined);
    const changedAt = await this.options.store.lastChanges(guildId, [...new Set(unreadable.flatMap(({ notes }) => Object.keys(notes)))]);
    const changed = unreadable.filter(({ notes, at }) => Object.keys(notes).some((id) => (changedAt.get(id) ?? 0) > at));
    return [...behind, ...changed].map(({ messageId }) => messageId);
  }

  /** The targets of some answers of one guild, in order; undefined for an answer that can no longer be rendered. */
  async #targets(guildId: string, answers: readonly Answer[], seen: NotesSeen): Promise<readonly (Target | undefined)[]> {
    const { messages, store, now } = this.options;
    const slices = new TimeSlices();
    const found: ((Pick<Target, 'versions' | 'isAsSent'> & { readonly changes: ReadonlyMap<string, Change> }) | undefined)[] = [];
    for (const answer of answers) {
      const notes = messages.notesOf(answer, seen);
      if (notes === undefined) found.push(undefined);
      else {
        const versions = versionsOf(notes);
        const changes = changesBetween(answer.notes, versions);
        const isAsSent = changes.size === 0;
        found.push({ versions, isAsSent, changes: isAsSent ? changes : messages.touching(answer, seen, changes) });
      }
      await slices.next();
    }
    const ids = new Set(found.flatMap((one) => [...(one?.changes.keys() ?? [])]));
    const changedAt = ids.size === 0 ? new Map<string, number>() : await store.lastChanges(guildId, [...ids]);
    return answers.map(({ noticedAt = now() }, i) => {
      const one = found[i];
      const update = one && updateOf(one.changes, changedAt, noticedAt);
      return one && { versions: one.versions, isAsSent: one.isAsSent, update, state: stateOf(one.versions, update) };
    });
  }

  async #run(): Promise<void> {
    const { pace, log, describe } = this.options;
    while (!this.#closing.signal.aborted) {
      this.#wake = new AbortController();
      let next: 'edited' | 'settled' | 'idle' = 'idle';
      try {
        next = await this.#bringNext();
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        log.warn(describe(error), 'Earlier answers cannot be brought up to date now; retrying.');
      }
      if (next === 'settled') continue;
      const pause = next === 'idle' ? pace.lookEveryMs : pace.editEveryMs;
      const signals = next === 'idle' ? [this.#closing.signal, this.#wake.signal] : [this.#closing.signal];
      await sleep(pause, undefined, { signal: AbortSignal.any(signals), ref: false }).catch(() => undefined);
    }
  }

  /** Brings one answer up to date; without a request if it is already right. */
  async #bringNext(): Promise<'edited' | 'settled' | 'idle'> {
    const { store, messages, now, keptMs } = this.options;
    const answer = await store.leaseAnswer(now(), LEASE_MS);
    if (answer === undefined) return 'idle';
    if (answer.at < now() - keptMs) return this.#drop(answer, 'It is older than answers are kept.');
    const view = await this.options.view(answer.guildId);
    const [target] = await this.#targets(answer.guildId, [answer], view);
    if (target === undefined) {
      const brought = await this.#trying(() => messages.sayChanged(answer));
      if (brought.kind === 'done') await store.removeAnswer(answer.messageId);
      else await this.#failed(answer, brought);
      return 'edited';
    }
    if (answer.stands === target.state) {
      await store.settleAnswer(answer, target.state, target.isAsSent);
      return 'settled';
    }
    const brought = await this.#trying(() => messages.renderAnew(answer, view, target.update));
    if (brought.kind === 'done') await store.settleAnswer(answer, target.state, target.isAsSent);
    else await this.#failed(answer, brought);
    return 'edited';
  }

  /** A bug with one answer must not block the others. */
  async #trying(bring: () => Promise<Brought>): Promise<Brought> {
    try {
      return await bring();
    } catch (error) {
      const { log, describe } = this.options;
      log.error(describe(error), 'An earlier answer could not be rendered anew.');
      return { kind: 'later', why: 'fault' };
    }
  }

  async #drop({ messageId, channelId, guildId }: Answer, why: string): Promise<'settled'> {
    this.options.log.info({ messageId, channelId, guildId, why }, 'An earlier answer is no longer kept up to date.');
    await this.options.store.removeAnswer(messageId);
    return 'settled';
  }

  async #failed(answer: LeasedAnswer, brought: Exclude<Brought, { readonly kind: 'done' }>): Promise<void> {
    const { store, now, pace, log } = this.options;
    const { messageId, channelId, guildId, tries } = answer;
    const isLast = brought.kind === 'shut' && tries + 1 >= pace.shutTries;
    if (brought.kind === 'gone' || isLast) {
      await this.#drop(answer, brought.why);
      return;
    }
    const { why, channel, waitMs = 0 } = { channel: undefined, waitMs: undefined, ...brought };
    const dueAt = now() + Math.max(waitMs, Math.min(pace.againMs.least * 2 ** tries, pace.againMs.most));
    log.info(
      { messageId, channelId, guildId, tries: tries + 1, why },
      'An earlier answer could not be brought up to date now; it is tried again.',
    );
    await store.postponeAnswer(answer, dueAt);
    if (channel !== undefined) await store.postponeChannel(channelId, channel === 'all' ? now() : now() - HOUR_MS, dueAt);
  }
}

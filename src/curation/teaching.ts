// Teaching: open questions of a guild in groups, and the training examples that its moderators make from them.

import { type Article, sentenceAt } from '../article/article.js';
import type { Intent, TrainingProposal } from '../notes/revision.js';
import type { Store } from '../store/store.js';
import type { GuildViews } from '../views/guild-views.js';
import type { Decided, Decisions } from './decisions.js';
import { groupQuestions, type QuestionGroup } from './open-questions.js';
import type { Propose } from './proposer.js';

export interface TeachingOptions {
  readonly article: Article;
  readonly store: Store;
  readonly views: GuildViews;
  readonly decisions: Decisions;
  readonly propose: Propose;
  /** Letters and digits that nobody can guess. */
  readonly randomId: () => string;
  /** Resolves when readers' questions have been answered. */
  readonly giveWay: () => Promise<void>;
}

export class Teaching {
  constructor(private readonly options: TeachingOptions) {}

  /** Open questions of a guild, grouped; the largest group first. */
  async questionGroups(guildId: string): Promise<QuestionGroup[]> {
    const { store, views, giveWay } = this.options;
    return groupQuestions(await store.openQuestions(guildId), await views.of(guildId), giveWay);
  }

  /** Ties a question to the sentence that answers it, or to none, or submits that to another moderator. Resolves when readers see it. */
  async teach(guildId: string, question: string, sentence: number | undefined, authorId: string): Promise<Decided> {
    const { article, randomId } = this.options;
    const span = sentence === undefined ? undefined : sentenceAt(article, sentence);
    const answer = span && article.body.slice(span.start, span.end);
    return this.#decide(authorId, { guildId, act: 'teach', exampleId: randomId(), question, answer });
  }

  /** Takes a training example back, or submits that to another moderator; undefined if it no longer exists. */
  async takeBack(guildId: string, exampleId: string, by: string): Promise<Decided | undefined> {
    const example = (await this.options.store.trainingExamples(guildId)).find(({ id }) => id === exampleId);
    if (example === undefined) return undefined;
    const { question, answer } = example;
    return this.#decide(by, { guildId, act: 'take-back', exampleId, question, answer });
  }

  async #decide(by: string, wanted: Omit<Intent<TrainingProposal>, 'kind' | 'reason'>): Promise<Decided> {
    const { decisions, propose } = this.options;
    const { id } = await propose(by, 'moderator', { kind: 'lesson', reason: '', ...wanted });
    return decisions.save(id, by);
  }
}

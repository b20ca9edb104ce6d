// What a command is: a name, what it is good for, and what it does with what was typed after it.

import type { Answer } from '../src/answer/answer.js';
import type { App } from '../src/app.js';
import type { PageOptions } from '../src/console/layout.js';
import type { WordKey, WordsLanguage } from '../src/words/words.js';

/** One person's conversation at a prompt. */
export interface Session {
  readonly app: App;
  readonly page: PageOptions;
  /** Language of the last question, for our own words. */
  language: WordsLanguage;
  lastAnswer: Answer | undefined;
}

export interface Command {
  /** As typed after the slash. */
  readonly name: string;
  /** What may follow the name, as shown in the help. */
  readonly argument?: string;
  readonly description: WordKey;
  /** Text to show. Throws InputError for an argument that it cannot use. */
  run(session: Session, argument: string): string;
}

// The shape of a command at the prompt, and the conversation it runs in.

import type { Answer } from '../../answer/answer.js';
import type { App } from '../../app.js';
import type { MessageKey } from '../../i18n/catalogue.js';
import type { UiLanguage } from '../../i18n/translator.js';
import type { PageOptions } from '../layout.js';

/** One person's conversation at a prompt. */
export interface Session {
  readonly app: App;
  readonly page: PageOptions;
  /** Language of the last question, for our own words. */
  language: UiLanguage;
  lastAnswer: Answer | undefined;
}

export interface PromptCommand {
  /** As typed after the slash. */
  readonly name: string;
  /** The argument after the name, as shown in the help. */
  readonly argument?: string;
  readonly description: MessageKey;
  /** Returns the text to show. Throws UserError for an invalid argument, or without a needed earlier answer. */
  run(session: Session, argument: string): string;
}

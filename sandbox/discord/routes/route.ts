// The shape of a REST route.

import type { Fields } from '../limits.js';
import type { SentFile } from '../messages.js';

/** A request as a route sees it. */
export interface Call {
  /** A parameter of the path. Throws for an unknown parameter. */
  param(name: string): string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The body; empty if it is not an object. */
  readonly fields: Fields;
  readonly files: readonly SentFile[];
  /** Records something that Discord would ignore but a client should not send. */
  note(what: string): void;
}

export interface Answer {
  readonly status: number;
  /** Undefined: no content. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As written in Discord's OpenAPI file. */
  readonly path: string;
  /** Interaction routes have their token in the path and need no other. */
  readonly isOpen?: true;
  /** Throws ApiError to refuse the request. */
  handle(call: Call): Answer;
}

export const NO_CONTENT: Answer = { status: 204 };

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

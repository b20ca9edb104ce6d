// Discord's error answers: status, code, message, and for an invalid form body the fault of each field.

/** One fault of a request's body, at the path of its field. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** The JSON of Discord's answer to a refused request. */
export interface ErrorBody {
  readonly message: string;
  readonly code: number;
  readonly errors?: unknown;
}

/** Thrown by a route to refuse a request. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
  }

  get body(): ErrorBody {
    const { code, message, issues } = this;
    return issues.length === 0 ? { message, code } : { message, code, errors: nested(issues) };
  }
}

const KNOWN = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  followUpCap: [400, 40094, 'This interaction has reached the maximum number of follow-up messages.'],
  missingAccess: [403, 50001, 'Missing Access'],
  notTheAuthor: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotDm: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  invalidForm: [400, 50035, 'Invalid Form Body'],
  archivedThread: [400, 50083, 'Thread is archived'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  createsPerDay: [400, 30034, 'Max number of daily application command creates has been reached (200)'],
  noHistory: [400, 160002, 'Cannot reply without permission to read message history'],
  threadLocked: [400, 160005, 'Thread is locked'],
  tooLarge: [413, 40005, 'Request entity too large'],
  crash: [500, 0, '500: Internal Server Error'],
} as const satisfies Readonly<Record<string, readonly [number, number, string]>>;

/** The error with the given name, as Discord words it. */
export function apiError(name: keyof typeof KNOWN): ApiError {
  const [status, code, message] = KNOWN[name];
  return new ApiError(status, code, message);
}

/** The error for a body that exceeds limits. */
export function invalidForm(issues: readonly Issue[]): ApiError {
  const [status, code, message] = KNOWN.invalidForm;
  return new ApiError(status, code, message, issues);
}

/** An issue as one line: `embeds.0.title: Must be 256 or fewer in length.` */
export function describeIssue({ path, message }: Issue): string {
  return `${path.length === 0 ? 'body' : path.join('.')}: ${message}`;
}

interface ErrorNode {
  [key: string]: ErrorNode | { code: string; message: string }[];
}

function nested(issues: readonly Issue[]): ErrorNode {
  const root: ErrorNode = {};
  for (const { path, code, message } of issues) {
    let node = root;
    for (const step of path) {
      node[step] ??= {};
      node = node[step] as ErrorNode;
    }
    node._errors ??= [];
    (node._errors as { code: string; message: string }[]).push({ code, message });
  }
  return root;
}

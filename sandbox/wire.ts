// The protocol between the page and the sandbox, over one socket per window: JSON types only.

/** A person that the page can act as. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** A short description: "reads in Spanish", "moderator". */
  readonly about: string;
  readonly locale: string;
  readonly isBot: boolean;
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'thread' | 'direct';
  /** The parent channel of a thread. */
  readonly parentId?: string;
  readonly mayWrite: boolean;
}

/** A parsed piece of Discord's markdown; the page must escape its texts. */
export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | {
      readonly is: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'small' | 'item' | 'list';
      readonly parts: readonly Inline[];
    }
  /** Items numbered from `start`. */
  | { readonly is: 'numbered'; readonly start: number; readonly parts: readonly Inline[] }
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly parts: readonly Inline[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'codeblock'; readonly text: string; readonly language?: string }
  | { readonly is: 'link'; readonly href: string; readonly parts: readonly Inline[] }
  | { readonly is: 'mention'; readonly kind: 'user' | 'role' | 'channel' | 'command'; readonly name: string; readonly isMe: boolean }
  | { readonly is: 'time'; readonly at: number; readonly style: string }
  | { readonly is: 'break' };

export type Markup = readonly Inline[];

export interface WireEmbed {
  readonly title?: Markup;
  readonly url?: string;
  readonly description?: Markup;
  /** As #rrggbb. */
  readonly colour?: string;
  readonly author?: string;
  readonly footer?: string;
  readonly fields: readonly { readonly name: Markup; readonly value: Markup; readonly inline: boolean }[];
  /** The name of the message's file that the embed shows as its image. */
  readonly image?: string;
}

export interface WireFile {
  readonly name: string;
  readonly description?: string;
  readonly contentType: string;
  readonly size: number;
  /** A URL on the page's own server. */
  readonly url: string;
}

export interface WireChoice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly isDefault: boolean;
}

export type WireButton = {
  readonly is: 'button';
  readonly label: string;
  readonly emoji?: string;
  /** Discord's number: 1 primary, 2 secondary, 3 success, 4 danger, 5 link. */
  readonly style: number;
  readonly isDisabled: boolean;
} & ({ readonly customId: string } | { readonly url: string });

/** A select with given choices, or with the guild's entries of a type. */
export interface WireSelect {
  readonly is: 'select';
  readonly customId: string;
  readonly placeholder: string;
  readonly min: number;
  readonly max: number;
  readonly isDisabled: boolean;
  readonly choices: readonly WireChoice[];
}

export type WireComponent = WireButton | WireSelect;

export interface WireMessage {
  readonly id: string;
  readonly roomId: string;
  readonly author: Person;
  readonly at: number;
  readonly isEdited: boolean;
  /** Whether the viewer wrote the message and may edit it. */
  readonly isMine: boolean;
  readonly mayDelete: boolean;
  /** Visible only to the viewer. */
  readonly isPrivate: boolean;
  /** The bot has acknowledged but not answered yet. */
  readonly isThinking: boolean;
  /** Whether it mentions the viewer. */
  readonly mentionsMe: boolean;
  readonly text: Markup;
  /** The message's source text, for editing and for replies. */
  readonly raw: string;
  readonly embeds: readonly WireEmbed[];
  readonly files: readonly WireFile[];
  readonly rows: readonly (readonly WireComponent[])[];
  readonly replyTo?: { readonly id: string; readonly author?: Person; readonly excerpt: string };
  /** The person, and command if any, that it answers. */
  readonly usedBy?: { readonly who: Person; readonly command?: string };
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
}

/** An option of a command, in the viewer's language; `id` is the name sent to the bot. */
export interface WireOption {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'whole' | 'number' | 'yes-no' | 'user' | 'channel' | 'role' | 'file';
  readonly isRequired: boolean;
  readonly hasSuggestions: boolean;
  readonly choices: readonly { readonly name: string; readonly value: string | number }[];
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A command or subcommand offered to the viewer in the room. */
export interface WireCommand {
  /** In English, with group and subcommand: `note add`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly WireOption[];
}

export type WireInput = {
  readonly customId: string;
  readonly label: string;
  readonly description?: string;
  readonly isRequired: boolean;
} & (
  | {
      readonly is: 'text';
      readonly isLong: boolean;
      readonly value: string;
      readonly placeholder: string;
      readonly minLength?: number;
      readonly maxLength?: number;
    }
  | {
      readonly is: 'select';
      readonly min: number;
      readonly max: number;
      readonly placeholder: string;
      readonly choices: readonly WireChoice[];
    }
  /** One of several choices, several, or a tick. */
  | { readonly is: 'radio' | 'checks'; readonly choices: readonly WireChoice[] }
  | { readonly is: 'tick'; readonly isOn: boolean }
  | { readonly is: 'files'; readonly min: number; readonly max: number }
);

/** A modal of the bot. */
export interface WireForm {
  /** The interaction that showed it. */
  readonly id: string;
  readonly title: string;
  /** Texts and inputs in order. */
  readonly parts: readonly ({ readonly is: 'prose'; readonly text: Markup } | WireInput)[];
}

/** A request of the bot, for the panel. */
export interface WireRequest {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  readonly code?: number;
  readonly at: number;
  readonly ms?: number;
  /** Milliseconds since the interaction that it acknowledges. */
  readonly sinceMs?: number;
  readonly violations: readonly string[];
  /** The body, as indented JSON. */
  readonly body?: string;
  readonly files: readonly string[];
}

/** Faults that the panel can inject. */
export const FAULTS = ['slow', 'rate-limit', 'unknown-interaction', 'server-error', 'disconnect', 'resume', 'invalid-session'] as const;
export type FaultName = (typeof FAULTS)[number];

export interface Upload {
  readonly name: string;
  readonly contentType: string;
  /** Base64. */
  readonly data: string;
}

/** A request of the page; the answer repeats its `n`. */
export type Act =
  | { readonly act: 'look'; readonly as: string; readonly room: string }
  | { readonly act: 'post'; readonly text: string; readonly replyTo?: string; readonly files?: readonly Upload[] }
  | { readonly act: 'edit'; readonly message: string; readonly text: string }
  | { readonly act: 'delete'; readonly message: string }
  | { readonly act: 'command'; readonly command: string; readonly options: OptionValues }
  | {
      readonly act: 'suggest';
      readonly command: string;
      readonly options: OptionValues;
      readonly focused: { readonly id: string; readonly text: string };
    }
  | { readonly act: 'menu'; readonly command: string; readonly message: string }
  | { readonly act: 'click'; readonly message: string; readonly customId: string; readonly values?: readonly string[] }
  | { readonly act: 'submit'; readonly form: string; readonly values: FormFields }
  | { readonly act: 'fault'; readonly fault: FaultName }
  | { readonly act: 'clear-faults' };

/** Values by option: uploads for files, ids for users, roles and channels. */
export type OptionValues = Readonly<Record<string, string | number | boolean | Upload>>;
/** Values by custom id. */
export type FormFields = Readonly<Record<string, string | boolean | readonly string[] | readonly Upload[]>>;

export type NumberedAct = Act & { readonly n: number };

/** The progress of the program's start. */
export type Start =
  /** The model is loading, and the article is being opened. */
  | { readonly is: 'loading' }
  /** The bot cannot answer yet, or already can while it reads more. */
  | { readonly is: 'reading' | 'reading-more'; readonly done: number; readonly total: number; readonly secondsLeft?: number }
  /** The bot is connecting to this Discord. */
  | { readonly is: 'connecting' }
  | { readonly is: 'over' }
  /** The program is ending. */
  | { readonly is: 'failed'; readonly why: string };

/** An example to try: a question to the bot, or a command without options. */
export interface Example {
  readonly label: string;
  readonly about: string;
  readonly question?: string;
  readonly command?: string;
  /** The locale of the question and its asker. */
  readonly locale?: string;
}

/** The page's facts about the bot's article. */
export interface About {
  readonly title: string;
  readonly author?: string;
  readonly examples: readonly Example[];
}

/** The whole view of a window: sent when it opens, when the viewer or the room changes, and when rooms or commands change. */
export interface View {
  readonly server: string;
  /** A sentence about the sandbox for people who look at the page. */
  readonly about: string;
  readonly me: Person;
  readonly people: readonly Person[];
  readonly room: Room;
  readonly rooms: readonly Room[];
  readonly commands: readonly WireCommand[];
  /** Commands on a message, under Apps. */
  readonly menu: readonly { readonly id: string; readonly name: string }[];
  /** Oldest first. */
  readonly messages: readonly WireMessage[];
  readonly bot: { readonly id: string; readonly name: string; readonly isConnected: boolean };
  readonly start: Start;
  /** Undefined until the article is open. */
  readonly article?: About;
}

export type WireEvent =
  | { readonly tell: 'view'; readonly view: View }
  /** A new or changed message of the room; a changed one may be older than the view's messages. */
  | { readonly tell: 'message'; readonly message: WireMessage; readonly isNew: boolean }
  | { readonly tell: 'gone'; readonly room: string; readonly message: string }
  | { readonly tell: 'typing'; readonly room: string; readonly who: string }
  /** A message arrived in another room. */
  | { readonly tell: 'unread'; readonly room: string }
  | { readonly tell: 'form'; readonly form: WireForm }
  | { readonly tell: 'request'; readonly request: WireRequest }
  | { readonly tell: 'bot'; readonly isConnected: boolean }
  | { readonly tell: 'start'; readonly start: Start }
  /** Number of faults still to strike. */
  | { readonly tell: 'faults'; readonly waiting: number }
  /** An interaction without an answer within three seconds. */
  | { readonly tell: 'failed'; readonly text: string }
  /** The result of an act. */
  | {
      readonly tell: 'done';
      readonly n: number;
      readonly refused?: string;
      readonly suggestions?: readonly { readonly name: string; readonly value: string | number }[];
    };

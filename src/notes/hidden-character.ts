// Finds invisible characters in a text, and shows short excerpts without them.

/** Letters of scripts in which an invisible joiner changes how they look together. */
const JOINING =
  '[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]';
/** Part of what is seen: a choice of look after an emoji, a joiner within an emoji or between such letters. */
const SEEN = [
  /(?<=\p{Emoji})[\uFE0E\uFE0F]/u.source,
  /(?<=\p{ExtPict}|\p{EMod}|\uFE0F)\u200D(?=\p{ExtPict})/u.source,
  `(?<=${JOINING})[\\u200C\\u200D](?=${JOINING})`,
].join('|');
/** Format characters of Arabic that enclose or precede numbers are seen. */
const HIDDEN =
  /(?![\t\n])\p{Cc}|(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2])\p{Cf}|\p{Default_Ignorable_Code_Point}|[\p{Zl}\p{Zp}\p{Cs}]|\p{Noncharacter_Code_Point}/u;

/** The former are tried first, where both would match. */
const CHARACTERS = new RegExp(`${SEEN}|(?<hidden>${HIDDEN.source})`, 'gu');

/** What nearly every text is made of: nothing in it is hidden, and no more need be looked for. */
const PLAIN = /^[\t\n -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E]*$/u;

const LONGEST_EXCERPT = 80;
const LONGEST_BEFORE = 20;

export interface HiddenCharacter {
  /** As Unicode names it: "U+202E". */
  readonly character: string;
  /** What stands before it, so that it can be found. */
  readonly after: string;
}

/**
 * The first character of a text that shows nothing, turns the direction of what follows or is none at all: controls
 * other than tab and line feed, bidirectional marks and overrides, zero-width characters, lone surrogates.
 */
export function findHidden(text: string): HiddenCharacter | undefined {
  if (PLAIN.test(text)) return undefined;
  for (const { index, groups } of text.matchAll(CHARACTERS)) {
    if (groups?.hidden === undefined) continue;
    const code = (groups.hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { character: `U+${code}`, after: wellFormed(text.slice(Math.max(0, index - LONGEST_BEFORE), index)).replace(/\s/gu, ' ') };
  }
  return undefined;
}

/** The beginning of a text, fit to be shown to people: on one line, with U+FFFD for what they could not see. */
export function excerpt(text: string): string {
  // Nobody needs all of a text of megabytes to be looked through.
  const start = text.slice(0, LONGEST_EXCERPT + 1);
  const shown = start.length > LONGEST_EXCERPT ? `${wellFormed(start.slice(0, LONGEST_EXCERPT - 1))}…` : start;
  return shown
    .replace(CHARACTERS, (character, hidden: string | undefined) => (hidden === undefined ? character : '\uFFFD'))
    .replace(/\s/gu, ' ');
}

/** Without the halves of characters that a cut left at its ends. */
function wellFormed(cut: string): string {
  return cut.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}

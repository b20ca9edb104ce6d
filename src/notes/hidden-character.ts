// Finds invisible characters in a text, and shows short excerpts without them.

/** Letters of scripts in which an invisible joiner changes the joined shape. */
const JOINING =
  '[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]';
/** Invisible characters with a visible effect: a variation selector after an emoji, a joiner within an emoji or between such letters. */
const SEEN = [
  /(?<=\p{Emoji})[\uFE0E\uFE0F]/u.source,
  /(?<=\p{ExtPict}|\p{EMod}|\uFE0F)\u200D(?=\p{ExtPict})/u.source,
  `(?<=${JOINING})[\\u200C\\u200D](?=${JOINING})`,
].join('|');
/** Invisible characters. Arabic format characters that enclose or precede numbers are visible. */
const HIDDEN =
  /(?![\t\n])\p{Cc}|(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2])\p{Cf}|\p{Default_Ignorable_Code_Point}|[\p{Zl}\p{Zp}\p{Cs}]|\p{Noncharacter_Code_Point}/u;

/** SEEN comes first, since both may match. */
const CHARACTERS = new RegExp(`${SEEN}|(?<hidden>${HIDDEN.source})`, 'gu');

/** Matches nearly every text: these characters hide nothing, so no further search is needed. */
const PLAIN = /^[\t\n -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E]*$/u;

const LONGEST_EXCERPT = 80;
const LONGEST_BEFORE = 20;

export interface HiddenCharacter {
  /** In Unicode notation: "U+202E". */
  readonly character: string;
  /** The text before it, so that it can be found. */
  readonly after: string;
}

/**
 * The first character that is invisible, changes the direction of the following text or is invalid: controls
 * except tab and line feed, bidirectional marks and overrides, zero-width characters, lone surrogates.
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

/** The beginning of a text for display: on one line, with U+FFFD for invisible characters. */
export function excerpt(text: string): string {
  // A text of megabytes need not be searched as a whole.
  const start = text.slice(0, LONGEST_EXCERPT + 1);
  const shown = start.length > LONGEST_EXCERPT ? `${wellFormed(start.slice(0, LONGEST_EXCERPT - 1))}…` : start;
  return shown
    .replace(CHARACTERS, (character, hidden: string | undefined) => (hidden === undefined ? character : '\uFFFD'))
    .replace(/\s/gu, ' ');
}

/** Removes the halves of characters that a cut left at its ends. */
function wellFormed(cut: string): string {
  return cut.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}

// Shortens texts that are no quotation: titles, names, questions.

/** A text on one line of at most so many code units; where words were left out, it ends in "…". */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  const words = line.charAt(most - 1) === ' ' ? cut : cut.replace(/\s?\S*$/u, '');
  // Neither half a word nor half a character; a text with hardly a space, as in Chinese, gives way somewhere.
  const kept = words.length * 2 < most ? cut.replace(/[\uD800-\uDBFF]$/, '') : words;
  return `${kept.trimEnd()}…`;
}

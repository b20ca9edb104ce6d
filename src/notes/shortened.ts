// Shortens texts other than quotations: titles, names, questions.

/** A text on one line of at most the given number of code units; a shortened text ends in "…". */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  const words = line.charAt(most - 1) === ' ' ? cut : cut.replace(/\s?\S*$/u, '');
  // Cuts neither words nor characters; a text with few spaces, such as Chinese, is cut within a word.
  const kept = words.length * 2 < most ? cut.replace(/[\uD800-\uDBFF]$/, '') : words;
  return `${kept.trimEnd()}…`;
}

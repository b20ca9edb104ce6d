// The words of a text in comparable form: without case, punctuation and white space.

/** Every word of a text in order. Accents count. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

// Text for look-ups: case and accents do not count.

/** Lower case without diacritics. */
export function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

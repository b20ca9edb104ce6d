// Noise functions that imitate typing habits: each makes a different text of a question without changing its meaning.

import type { DevQuestion } from '../../eval/dev-set.js';
import { SEED } from '../tier.js';

type Typed = Pick<DevQuestion, 'id' | 'question' | 'lang'>;

const said = (english: (question: string) => string, spanish: (question: string) => string) => (typed: Typed) =>
  (typed.lang === 'es' ? spanish : english)(typed.question);

/** Noises by name. */
export const NOISES: Readonly<Record<string, (typed: Typed) => string>> = {
  emoji: ({ question }) => `👀 ${question} 😂🔥🙏🏽`,
  'emoji inside': ({ question }) => question.replace(/ (?=\S+$)/u, ' 🤔 '),
  pls: said(
    (q) => `${q} pls`,
    (q) => `${q} porfa`,
  ),
  please: said(
    (q) => `please ${q}`,
    (q) => `por favor, ${q}`,
  ),
  'could you tell me': said(
    (q) => `could you please tell me, ${q}`,
    (q) => `me podrían decir: ${q}`,
  ),
  hey: said(
    (q) => `hey ${q}`,
    (q) => `hola, ${q}`,
  ),
  greeting: said(
    (q) => `hey all, quick question: ${q}`,
    (q) => `Buenas tardes a todos! ${q}`,
  ),
  thanks: said(
    (q) => `${q} thanks!`,
    (q) => `${q} gracias!`,
  ),
  'thanks in advance': said(
    (q) => `${q} Thanks in advance!`,
    (q) => `${q} Muchas gracias de antemano.`,
  ),
  capitals: ({ question }) => question.toUpperCase(),
  'lower case': ({ question }) => question.toLowerCase(),
  'no accents': ({ question }) => question.normalize('NFD').replace(/\p{M}/gu, ''),
  'more marks': ({ question }) => (question.includes('?') ? question.replace(/\?/gu, '???!!') : question),
  'full-width letters': ({ question }) =>
    question.includes('://') ? question : question.replace(/[!-~]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)),
  'drawn-out letters': ({ question }) => question.replace(/([aeou])(?=[^aeiou\s\p{P}]*[\s?]*$)/iu, '$1$1$1$1'),
  typo: misspelt,
};

/** Misspells one word of at least five letters that is no name: two letters swapped, one left out or one doubled. */
function misspelt({ id, question }: Typed): string {
  const random = randomOf(`${id} ${question}`);
  const words = [...question.matchAll(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]{4,}/gu)];
  const chosen = words[Math.floor(random() * words.length)];
  if (chosen === undefined) return question;
  const [word] = chosen;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter = '', next = '', after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const typed = [`${before}${next}${letter}${after}`, `${before}${next}${after}`, `${before}${letter}${letter}${next}${after}`];
  return `${question.slice(0, chosen.index)}${typed[Math.floor(random() * typed.length)]}${question.slice(chosen.index + word.length)}`;
}

/** A generator of numbers from 0 to 1, seeded by a text. */
function randomOf(text: string): () => number {
  let state = SEED;
  for (const sign of text) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

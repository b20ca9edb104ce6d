// Noise functions that imitate typing habits: each changes a question's text and keeps its meaning. And which answers change with one.

import { join } from 'node:path';
import { type DevQuestion, readQuestions } from '../../eval/dev-set.js';
import type { Answer } from '../../src/answer/answer.js';
import { normaliseQuestion } from '../../src/answer/question.js';
import type { App } from '../../src/app.js';
import { openShippedApp } from '../e2e/stage.js';
import { SEED } from '../tier.js';

const DEV_QUESTIONS = join(import.meta.dirname, '..', 'golden', 'dev-questions.jsonl');

type Typed = Pick<DevQuestion, 'id' | 'question' | 'lang'>;

/** Adds a full stop to a question that ends without a punctuation mark. */
const ended = (question: string) => (/[?!.…]\S*$/u.test(question) ? question : `${question}.`);

/** Wraps a question in a story, in its language. A message without words stays as it is: the story would be its only content. */
const told = (english: (question: string) => string, spanish: (question: string) => string) => (typed: Typed) =>
  /\p{L}/u.test(typed.question.replace(/https?:\S+/gu, '')) ? said(english, spanish)(typed) : typed.question;

const said = (english: (question: string) => string, spanish: (question: string) => string) => (typed: Typed) =>
  (typed.lang === 'es' ? spanish : english)(typed.question);

const inEnglish = (english: (question: string) => string) => told(english, (question) => question);

/** Noise functions by name. */
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
  'no question mark': ({ question }) => question.replace(/[¿?]/gu, ''),
  'stray comma': withComma,
  'polite words': told(
    (q) => `Hello! I hope it is okay to ask here. Could somebody kindly tell me: ${ended(q)} Thank you so much, I really appreciate it!`,
    (q) => `¡Hola! Espero que se pueda preguntar aquí. ¿Alguien me podría decir, por favor: ${ended(q)} ¡Muchas gracias por la ayuda!`,
  ),
  'story before': told(
    (q) => `I was arguing with my brother about this all evening and we could not agree. ${q}`,
    (q) => `Estuve discutiendo de esto con mi hermano toda la tarde y no nos pusimos de acuerdo. ${q}`,
  ),
  'story after': told(
    (q) => `${ended(q)} My teacher wants an answer by Monday and I have no idea where to look.`,
    (q) => `${ended(q)} Mi profesora quiere la respuesta el lunes y no sé dónde buscar.`,
  ),
  'story around': told(
    (q) =>
      `so I joined this server yesterday and everybody here seems to know a lot. ${ended(q)} I asked a friend but she just laughed at me.`,
    (q) => `ayer entré a este servidor y parece que aquí todos saben mucho. ${ended(q)} Le pregunté a una amiga y solo se rió de mí.`,
  ),
  'another typo': ({ id, ...typed }) => misspelt({ ...typed, id: `${id}-5` }),
  'story of family': inEnglish((q) => `My dad keeps texting me about this stuff from work. ${ended(q)}`),
  'story of nobody': inEnglish(
    (q) => `Long day today, finally got time to read the thing on the train home. ${ended(q)} Anyway, have a good night everyone.`,
  ),
  'story before a comma': inEnglish((q) => `been lurking here for weeks and never posted, so be gentle, ${q}`),
  'courteous letter': inEnglish((q) => `Dear moderators, sorry for bothering you with this. ${ended(q)} Many thanks and kind regards.`),
  'courteous request': inEnglish((q) => `Would you be so kind as to tell me ${q}`),
  'courteous condition': inEnglish((q) => `If it's not too much trouble, could you let me know ${q} Cheers and all the best!`),
};

/** Inserts a comma after a random word, where none belongs. */
function withComma({ id, question }: Typed): string {
  const gaps = [...question.matchAll(/(?<=[\p{L}\p{N}]) (?=[\p{L}\p{N}])/gu)];
  const chosen = gaps[Math.floor(randomOf(`${id} ${question}`)() * gaps.length)];
  return chosen === undefined ? question : `${question.slice(0, chosen.index)},${question.slice(chosen.index)}`;
}

/** Misspells a random lower-case word of at least five letters: swaps two letters, omits one, or doubles one. Names stay as they are. */
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

/** A generator of random numbers from 0 to 1, seeded by a text. */
function randomOf(text: string): () => number {
  let state = SEED;
  for (const sign of text) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Development questions with their answers, in the same order. */
export interface Asked {
  readonly app: App;
  readonly questions: readonly DevQuestion[];
  readonly answers: readonly Answer[];
}

/** Asks every n-th development question in the shipped application. */
export async function askEvery(n: number): Promise<Asked> {
  const app = await openShippedApp();
  const questions = (await readQuestions(DEV_QUESTIONS)).filter((_, i) => i % n === 0);
  const answers: Answer[] = [];
  for (const { question } of questions) answers.push(await app.ask(question));
  return { app, questions, answers };
}

/** The questions whose outcome or first quote a noise changes, each with both outcomes. Questions that it makes too long are left out. */
export async function changedBy(noise: (typed: Typed) => string, { app, questions, answers }: Asked): Promise<string[]> {
  const changed: string[] = [];
  for (const [i, question] of questions.entries()) {
    const typed = noise(question);
    const was = answers[i];
    if (was === undefined || typed === question.question || normaliseQuestion(typed).kind === 'too-long') continue;
    const as = await app.ask(typed);
    const isSame = as.outcome === was.outcome && (was.outcome === 'not_covered' || as.quotes[0]?.text === was.quotes[0]?.text);
    if (!isSame) changed.push(`${was.outcome} → ${as.outcome}: ${typed}`);
  }
  return changed;
}

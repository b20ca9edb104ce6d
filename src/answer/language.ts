// Detects the language of a question: English or Spanish, which the bot speaks, or another, which it does not understand.

import { FUNCTION_WORDS, foldedWords, languageOfScript } from '../article/language.js';
import type { QuestionLanguage } from './answer.js';
import { ENGLISH_SPELLINGS, SPANISH_SPELLINGS } from './chat-words.js';
import { LINK } from './question.js';

/** Words that alone show that a question is Spanish: they occur neither in names nor in English. */
const TELLING =
  'qué|quien|quién|quienes|quiénes|cómo|cuando|cuándo|cuanto|cuánto|cuantos|cuántos|cuantas|cuántas|donde|dónde|cual|cuál|fueron|hay|hubo|tiene|tienen|esto|eso|esa|dice|dijo|sobre|según|algo|muy|más|hola|gracias|dime|háblame|hablame|cuéntame|cuentame|explica|explícame|explicame';
/** Spanish words that names and other languages have too: one alone shows nothing ("gonzalez en caracas", "los angeles"). */
const COMMON = 'que|como|por|para|el|la|los|las|del|una|uno|un|es|son|fue|era|se|su|sus|al|y|en|con|esta|está|este';
const TELLING_WORD = new RegExp(`(?<!\\p{L})(?:${TELLING})(?!\\p{L})`, 'iu');
const SPANISH_WORD = new RegExp(`(?<!\\p{L})(?:${TELLING}|${COMMON})(?!\\p{L})`, 'giu');
/** English words that are not Spanish: "who is de la Cruz" is English despite its Spanish words. */
const ENGLISH_WORD =
  /(?<!\p{L})(?:who|whose|what|when|where|why|how|which|is|are|was|were|did|does|do|has|have|can|about|any|of|with|it|they|this|that)(?!\p{L})/iu;

/** The language of a question: Spanish if it has Spanish marks, a word that is only Spanish, or several Spanish words; else English. */
export function detectLanguage(question: string): QuestionLanguage {
  return knownLanguage(question) ?? 'en';
}

/** Like `detectLanguage`, but undefined if nothing shows the language: a name, or one or two nouns. */
export function knownLanguage(question: string): QuestionLanguage | undefined {
  if (/[¿¡]/u.test(question)) return 'es';
  if (otherLanguage(question) !== undefined) return undefined;
  if (ENGLISH_WORD.test(question)) return 'en';
  const isSpanish = TELLING_WORD.test(question) || new Set(question.toLowerCase().match(SPANISH_WORD)).size > 1;
  return isSpanish ? 'es' : undefined;
}

/** Question words of one language alone: each counts as much as two other words. */
const TELLING_OTHERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fr: 'qui quoi pourquoi combien quelle quelles quels',
    pt: 'quem onde quantos quantas quais qual',
    de: 'wer warum wieso weshalb wann welche welcher welches wieviel woher wohin',
    it: 'chi perche dove quanti quante quali quale',
    nl: 'wanneer waarom hoeveel',
  }).flatMap(([tag, words]) => words.split(' ').map((word) => [word, tag] as const)),
);
const LEAST_TELLING = 2;

/**
 * The tag of a question's language, if its words or script show that it is neither English nor Spanish; else undefined. A wrong tag would
 * be worse than none: names and single words show nothing.
 */
export function otherLanguage(question: string): string | undefined {
  if (/[¿¡]/u.test(question)) return undefined;
  const said = question.replace(LINK, ' ');
  const byScript = languageOfScript(said);
  if (byScript !== undefined) return byScript;
  const words = new Set(foldedWords(said));
  const score = (tag: string) =>
    [...words].reduce((sum, word) => sum + (TELLING_OTHERS.get(word) === tag ? 2 : FUNCTION_WORDS.get(tag)?.has(word) === true ? 1 : 0), 0);
  const chat = [...words].filter((word) => ENGLISH_SPELLINGS.has(word) || SPANISH_SPELLINGS.has(word)).length;
  const ours = Math.max(score('en'), score('es')) + chat;
  const others = [...FUNCTION_WORDS.keys()].filter((tag) => tag !== 'en' && tag !== 'es').map((tag) => ({ tag, score: score(tag) }));
  const best = others.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score >= LEAST_TELLING && best.score > ours ? best.tag : undefined;
}

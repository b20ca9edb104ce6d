// Tells whether a question is English or Spanish, for the language of our own words.

import type { QuestionLanguage } from './answer.js';

/** Words that tell by themselves that a question is Spanish: no name has them, nor English. */
const TELLING =
  'qué|quien|quién|quienes|quiénes|cómo|cuando|cuándo|cuanto|cuánto|cuantos|cuántos|cuantas|cuántas|donde|dónde|cual|cuál|fueron|hay|hubo|tiene|tienen|esto|eso|esa|dice|dijo|sobre|según|algo|muy|más|hola|gracias|dime|háblame|hablame|cuéntame|cuentame|explica|explícame|explicame';
/** Spanish words that names and other languages have too: one alone tells nothing ("gonzalez en caracas", "los angeles"). */
const COMMON = 'que|como|por|para|el|la|los|las|del|una|uno|un|es|son|fue|era|se|su|sus|al|y|en|con|esta|está|este';
const TELLING_WORD = new RegExp(`(?<!\\p{L})(?:${TELLING})(?!\\p{L})`, 'iu');
const SPANISH_WORD = new RegExp(`(?<!\\p{L})(?:${TELLING}|${COMMON})(?!\\p{L})`, 'giu');
/** English words that are none in Spanish: "who is de la Cruz" is English for all its Spanish words. */
const ENGLISH_WORD =
  /(?<!\p{L})(?:who|whose|what|when|where|why|how|which|is|are|was|were|did|does|do|has|have|can|about|any|of|with|it|they|this|that)(?!\p{L})/iu;

/** The language of a question: Spanish when it reads like Spanish or holds Spanish marks or several of its words, else English. */
export function detectLanguage(question: string): QuestionLanguage {
  return knownLanguage(question) ?? 'en';
}

/** The same, but undefined where nothing in it tells: a name, or a word or two that name a thing. */
export function knownLanguage(question: string): QuestionLanguage | undefined {
  if (/[¿¡]/u.test(question)) return 'es';
  if (ENGLISH_WORD.test(question)) return 'en';
  const isSpanish = TELLING_WORD.test(question) || new Set(question.toLowerCase().match(SPANISH_WORD)).size > 1;
  return isSpanish ? 'es' : undefined;
}

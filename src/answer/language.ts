// Tells whether a question is English or Spanish, for the language of our own words.

import { detect } from 'tinyld/light';
import type { QuestionLanguage } from './answer.js';

/** Common Spanish words that are none in English; a name alone ("gonzalez vote count") makes no Spanish question. */
const SPANISH_WORD =
  /(?<!\p{L})(?:que|qué|quien|quién|quienes|quiénes|como|cómo|cuando|cuándo|cuanto|cuánto|cuantos|cuántos|cuantas|cuántas|donde|dónde|cual|cuál|por|para|el|la|los|las|del|una|uno|un|es|son|fue|fueron|era|hay|hubo|tiene|tienen|se|su|sus|al|y|en|con|esta|está|este|esto|eso|esa|dice|dijo|sobre|según|algo|muy|más|hola|gracias|dime|háblame|hablame|cuéntame|cuentame|explica|explícame|explicame)(?!\p{L})/giu;
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
  const spanish = new Set(question.toLowerCase().match(SPANISH_WORD));
  if (spanish.size === 0) return undefined;
  return spanish.size > 1 || detect(question, { only: ['en', 'es'] }) === 'es' ? 'es' : undefined;
}

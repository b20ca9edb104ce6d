// Tells whether a question is English or Spanish, for the language of our own words.

import { detect } from 'tinyld/light';
import type { QuestionLanguage } from './answer.js';

/** Common Spanish words that are none in English; a name alone ("gonzalez vote count") makes no Spanish question. */
const SPANISH_WORD =
  /(?<![\p{L}])(?:que|qué|quien|quién|quienes|como|cómo|cuando|cuándo|cuanto|cuánto|cuantos|cuántos|donde|dónde|cual|cuál|por|para|el|la|los|las|del|una|uno|un|es|son|fue|era|hay|se|su|sus|al|y|en|con|esta|este|esto|eso|dice|dijo)(?![\p{L}])/iu;

/** The language of a question: Spanish when it reads like Spanish and holds a Spanish word or mark, else English. */
export function detectLanguage(question: string): QuestionLanguage {
  if (/[¿¡]/u.test(question)) return 'es';
  return SPANISH_WORD.test(question) && detect(question, { only: ['en', 'es'] }) === 'es' ? 'es' : 'en';
}

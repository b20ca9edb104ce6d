// Small talk: greetings, thanks and questions about the bot itself, which ask nothing of an article.

import { fold } from '../article/fold.js';
import type { QuestionLanguage } from './answer.js';

/** Whole messages, in lower case and without accents or marks. */
const SAID: Readonly<Record<QuestionLanguage, ReadonlySet<string>>> = {
  en: new Set([
    ...['hello', 'hello there', 'hi', 'hi there', 'hey', 'hey there', 'good morning', 'good afternoon', 'good evening', 'good night'],
    ...['bye', 'goodbye', 'thanks', 'thanks a lot', 'many thanks', 'thank you', 'thank you very much', 'thank you so much', 'thx', 'ty'],
    ...['help', 'help me', 'who are you', 'what are you', 'what is this bot', 'what does this bot do', 'what can you do', 'what do you do'],
    ...['how do you work', 'how does this work', 'how does this bot work', 'how do i use this', 'how do i use you'],
  ]),
  es: new Set([
    ...['hola', 'buenas', 'buenos dias', 'buen dia', 'buenas tardes', 'buenas noches', 'adios', 'hasta luego', 'gracias'],
    ...['muchas gracias', 'mil gracias', 'ayuda', 'ayudame', 'quien eres', 'que eres', 'que es este bot', 'que hace este bot'],
    ...['que puedes hacer', 'que haces', 'quien es usted', 'como funcionas', 'como funciona esto', 'como funciona este bot'],
  ]),
};

/** The language of a message that is nothing but small talk; undefined for any other. */
export function smallTalkLanguage(text: string): QuestionLanguage | undefined {
  const said = fold(text)
    .replace(/[’']s\b/gu, ' is')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return (['en', 'es'] as const).find((language) => SAID[language].has(said));
}

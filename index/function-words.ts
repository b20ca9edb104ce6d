// English and Spanish words that carry grammar but no topic. The word index skips them, and so does late interaction
// with questions; late interaction with sentences needs them. Measured: half the memory, no loss.

import { fold } from '../src/article/fold.js';

const ENGLISH = `a an the of to in on at by for and or is are was were be been it its this that these those did do does as with from
 than then there their they s t d ll re ve so just i you he she him her his my your we our us me them who whom if but not no have has
 had will would can could should may might am im u pls lol about into out up down off any some what which how when where why whose`;
const SPANISH = `el la los las un una unos unas de del al y o que se lo le les su sus por para con es son fue era ser ha han si como mas
 pero este esta eso esa ese en qué cuál cuándo cómo dónde quién quiénes porqué`;

const WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${SPANISH}`.split(/\s+/u).map(fold));
/** Question words: no topic for the word index, but for late interaction they show the wanted kind of answer. */
const QUESTION_WORDS: ReadonlySet<string> = new Set(
  'what which how when where why whose qué cuál cuándo cómo dónde quién quiénes porqué'.split(' ').map(fold),
);

/** Whether the word index skips a folded word. */
export function isFunctionWord(folded: string): boolean {
  return WORDS.has(folded);
}

/** Whether a token is more than punctuation. */
export function isWordToken(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

/** Whether a token may carry a topic: a piece of a word, or a whole word other than a function word. */
export function isTopicToken(token: string): boolean {
  const folded = fold(token.replace(/^▁/u, ''));
  return isWordToken(token) && (token.startsWith('##') || !WORDS.has(folded) || QUESTION_WORDS.has(folded));
}

// Detects the language of a question: English or Spanish, which the bot speaks, or another, which it does not understand.

import { fold } from '../article/fold.js';
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

/** Function words of questions, folded, by language. A word may belong to several. */
const HELD_TOGETHER: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: `a an the of to in on at by for from and or but so if is are was were be been am do does did done has have had will would can could should may
 might must not no yes it its this that these those there here he him his she her they them their we us our i me my you your who whom whose what which
 when where why how many much more most with without about into out up down off over under after before as than then also too even ever just only
 any some all each every other another one ones because while during against between through lol pls please thanks hey ok comment die war`,
    es: `el la los las lo un una unos unas de del al a en con por para sin sobre segun entre desde hasta contra y e o u ni que quien quienes cual cuales
 cuando cuanto cuantos cuanta cuantas donde como es son era eran fue fueron ser esta estan este estos estas ese esa eso esos esas esto hay hubo ha han
 habia se le les su sus no si mas muy ya aqui ahi alli alla pero porque tiene tienen todo toda todos todas otro otra me mi te tu nos fr`,
    fr: `qui quoi quand pourquoi comment combien quel quelle quels quelles est ce cet cette ces c'est qu'est-ce est-ce sont etait etaient ete ont avait a
 le la les des du de d un une au aux dans en avec pour sur par pas ne n'est et ou mais il elle ils elles on se sa son ses leur leurs nous vous je que
 qu'il plus y l'article l'election l'auteur d'une fait t-il d'ou l'opposition`,
    pt: `quem quando onde porque por quanto quanta quantos quantas qual quais como que nao sao foi foram era eram esta estao tem ha o a os as um uma uns umas
 do da dos das de no na nos nas ao aos em com sem mais mas voce voces ele ela eles elas isso isto este essa e ou seu sua se pelo pela para sobre`,
    de: `wer was wann wo warum wieso weshalb wie welche welcher welches wessen wem wen viele viel der die das den dem des ein eine einen einem einer ist sind
 war waren hat haben hatte wurde wurden wird werden nicht und oder aber mit von vom zum zur bei fur uber auf aus nach gegen in im an er sie es ihr ich
 wir gibt man`,
    it: `chi che cosa cos'e quando dove perche come quanto quanta quanti quante quale quali e sono era erano stato stata stati ha hanno il lo la i gli le un
 una uno dei degli delle della del dello dell nel nella nelle di da con per non o ma su sui sul sulla dal dalla alla alle al ai si suo sua loro questo
 questa c'e in`,
    nl: `wie wat wanneer waar waarom hoe hoeveel welke welk de het een is zijn waren heeft hebben had werd werden wordt niet en of maar met van voor over op
 uit naar bij tegen in hij zij ze er dit dat deze die ik wij aan om`,
  }).map(([tag, words]) => [tag, new Set(words.split(/\s+/u))]),
);
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
/** Scripts of neither language, with the language that is nearly always meant. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['hi', /\p{Script=Devanagari}/u],
];
const LEAST_TELLING = 2;

/**
 * The tag of a question's language, if its words or script show that it is neither English nor Spanish; else undefined. A wrong tag would
 * be worse than none: names and single words show nothing.
 */
export function otherLanguage(question: string): string | undefined {
  if (/[¿¡]/u.test(question)) return undefined;
  const said = question.replace(LINK, ' ');
  const letters = said.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (latin * 2 < letters.length) return SCRIPTS.find(([, script]) => script.test(said))?.[0] ?? 'und';
  const words = new Set((fold(said).match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.replaceAll('’', "'")));
  const score = (tag: string) =>
    [...words].reduce((sum, word) => sum + (TELLING_OTHERS.get(word) === tag ? 2 : HELD_TOGETHER.get(tag)?.has(word) === true ? 1 : 0), 0);
  const chat = [...words].filter((word) => ENGLISH_SPELLINGS.has(word) || SPANISH_SPELLINGS.has(word)).length;
  const ours = Math.max(score('en'), score('es')) + chat;
  const others = [...HELD_TOGETHER.keys()].filter((tag) => tag !== 'en' && tag !== 'es').map((tag) => ({ tag, score: score(tag) }));
  const best = others.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score >= LEAST_TELLING && best.score > ours ? best.tag : undefined;
}

// The languages of texts, told by their function words and scripts.

import { fold } from './fold.js';

/** Function words, folded, by language tag. A word may belong to several languages. */
export const FUNCTION_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
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
/** Scripts other than Latin, with the language that is nearly always meant. */
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
/** Letters of a text that are read to tell its language. */
const READ = 20_000;
/** Least share of function words in a text of a language. */
const LEAST_SHARE = 0.2;

/** The words of a text, folded, with their inner apostrophes and hyphens. */
export function foldedWords(text: string): string[] {
  return (fold(text).match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.replaceAll('’', "'"));
}

/** The language of a text that is not in Latin letters, "und" if it is none of the known ones; undefined for a Latin text. */
export function languageOfScript(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return latin * 2 < letters.length ? (SCRIPTS.find(([, script]) => script.test(text))?.[0] ?? 'und') : undefined;
}

/** The language of a long text: of which it has most function words. Undefined if it has few of any, or its script is unknown. */
export function languageOfText(text: string): string | undefined {
  const read = text.slice(0, READ);
  const byScript = languageOfScript(read);
  if (byScript !== undefined) return byScript === 'und' ? undefined : byScript;
  const words = foldedWords(read);
  const counts = [...FUNCTION_WORDS].map(([tag, known]) => ({ tag, count: words.filter((word) => known.has(word)).length }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count > 0 && best.count >= LEAST_SHARE * words.length ? best.tag : undefined;
}

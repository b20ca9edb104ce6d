// Differences between two statements by their words, English and Spanish: negations, opposites, numbers, and who did it.

import { fold } from '../article/fold.js';
import { type Amount, amountsIn, isComparable, isSameAmount } from './amounts.js';

/** Signs that a claim agrees or disagrees with a sentence; 0 or 1 unless noted. */
export interface Contrast {
  /** Only one of the two denies something; opposites reverse this. */
  readonly flip: number;
  /** Only one of the two denies something. */
  readonly negation: number;
  /** The sentence has the opposite of a word of the claim, beside the same names. */
  readonly opposites: number;
  /** The claim gives another number than the sentence for the same kind of thing. */
  readonly otherNumber: number;
  /** Numbers in both: 0, 0.5 for one, 1 for more. */
  readonly sameNumber: number;
  /** Two names, or a name and a number, change places. */
  readonly swapped: number;
  /** The claim as a whole denies or belittles: "never", "not a single", "nothing to do with", "made up". */
  readonly denial: number;
  /** The claim corrects: "X, not Y" with Y in the sentence. */
  readonly corrected: number;
}

interface Word {
  readonly text: string;
  readonly stem: string;
  /** Whether it begins with a capital letter, and so may be a name. */
  readonly isCapital: boolean;
  /** Number of its part between commas or similar marks. */
  readonly part: number;
}

const PART_BREAK = /[,;:()–—]|\.\s/u;
const WORD = /[\p{L}\p{N}]+(?:[.,]\p{N}+)*(?:['’]\p{L}+)?/gu;

/** Words that deny, folded. */
const NEGATORS = new Set(
  `no not never none nobody noone nothing nowhere neither nor zero nada without cannot cant dont doesnt didnt isnt wasnt arent werent wont wouldnt
  couldnt shouldnt hasnt havent hadnt aint hardly barely refused refuses refuse denied denies deny rejected missing false fake bogus hoax myth
  lie lies nunca jamas nadie ningun ninguna ninguno ni sin tampoco cero falso falsa mentira cuento inventado zilch nope`.split(/\s+/u),
);
/** Phrases that deny nothing, although one of their words does. */
const IDLE =
  /\b(?:not to mention|not only|not just|no wonder|no doubt|if not|or not|why not|no less|no matter|no more than|no solo|no sólo|sin duda|no way|not sure|no idea|not so)\b/giu;
const DENIAL =
  /\b(?:never|not (?:a|one|even) |not a single|nothing (?:whatsoever )?to do|had nothing|no such|made[- ]?up|none of|nobody|no ?one|zero|at all|whatsoever|nunca|jam[aá]s|nadie|ning[uú]n[ao]?|nada que ver|puro cuento|mentira|fake|hoax|lie|there(?:['’]s| is| was| are| were) no|no (?:hay|hubo|hab[ií]a))\b/iu;
/** Words and their opposites, a group on each line. */
const OPPOSITES = opposites(`
  win wins won winning winner victory elected reelected triumph gana gano ganar ganaron victoria triunfo = lose loses lost losing loser defeat defeated perdio perder perdieron pierde derrota
  grow grows grew grown growing growth rise rises rising better improve improved booming crece crecio crecer creciendo mejor mejora = shrink shrinks shrank shrinking fall falls fell falling decline declined collapse collapsed worse dead peor cae cayo colapso empeora
  legal lawful legitimate clean fair limpio legitimo limpias = illegal unlawful illegitimate fraud fraudulent rigged stolen ilegal ilegitimo fraude robado
  accept accepted accepts concede conceded respect respected recognise recognised recognize recognized sign signed signing agree agreed acepta acepto reconoce respeta firmo firmaron firmar = refuse refused refuses reject rejected dispute disputed contest contesting contested lawsuits sue sued rechazo rechazaron rechaza niega nego
  support supported supports stood stand backed welcome welcomed ally allies apoyo apoya apoyaron respaldo respalda = betray betrayed abandon abandoned dropped drop oppose opposed traiciono abandono espalda rejected lost
  love loves loved praise praised admire admires likes elogia elogio ama admira = hate hates denigrate denigrated denigrating insult insulted odia denigra insulto
  arrested arrest jailed jail locked detained imprisoned prison trial arrestado arrestados detenidos detenido presos carcel juicio = released freed free impunity liberado liberados libres suelto impunidad charges
  alive vivo vivos = dead killed kill shot shoot shooting bodies muerto muertos mataron
  strong prepared fuerte preparado = weak unprepared debil
  rich luxury wealthy lujo rico = poor broke pobre
  public published released release shown publicado publicaron = hidden hide secret withheld oculto secreto
  paid pay paying cobraban pagaban pago = volunteers volunteer unpaid gratis voluntarios
  electronic electronically machines digital electronico electronica maquinas = paper papers papel papeleta manual
  peaceful peace calm pacifico paz = violent violence violento violencia
  true real cierto verdad = false fake untrue falso mentira
  more mas = less fewer menos
  many millions most muchos mayoria = few pocos
  home homes house indoors casa casas = street streets outside calle calles
  east este oriente = west washington oeste occidente
  before antes = after despues
  begin began start started empezo = end ended stop stopped termino
  friend friends amigo amigos = enemy enemies enemigo
  always siempre = never nunca
  all every everyone everybody todos todas = none nobody nadie ninguno
  help helped helps ayuda ayudar = harm harmed hurt dano
  guilty culpable = innocent inocente
  attack attacked ataque = defend defended defendio
  confess confessing talking tell telling spoke confiesan hablan = silent silence quiet callados silencio
  planned plan organised organized planeado = spontaneous spontaneously espontaneo
  new modern nuevo moderno = old viejo`);

const DENYING_WORDS =
  /(?<!\p{L})(?:not a single|none of|not|no|never|none|nobody|nothing|neither|nor|without|at all|whatsoever|nunca|jam[aá]s|nadie|ning[uú]n[ao]?|ni|sin|tampoco|nada)(?!\p{L})|(?<=\p{L})n['’]t(?!\p{L})/giu;

/** The claim without its words that deny, which do not show its topic; the claim itself if it has no other words. */
export function withoutDenial(claim: string): string {
  const topic = claim.replace(DENYING_WORDS, ' ').replace(/\s+/gu, ' ').trim();
  return /\p{L}/u.test(topic) ? topic : claim;
}

/** Compares a claim with a sentence by their words. */
export function contrastOf(claim: string, sentence: string): Contrast {
  const [a, b] = [wordsOf(claim), wordsOf(sentence)];
  const common = new Set(
    a
      .filter(isContent)
      .map(({ stem }) => stem)
      .filter((stem) => b.some((word) => word.stem === stem)),
  );
  const negatedA = negationsOf(claim, a);
  const negatedB = negationsOf(sentence, b).filter((at) => isNear(at, b, common));
  const negation = Number(negatedA.length > 0) ^ Number(negatedB.length > 0);
  const opposite = countOpposites(a, b, common);
  const [own, theirs] = [amountsIn(claim), amountsIn(sentence)];
  const same = own.filter((one) => theirs.some((other) => isSameAmount(one, other)));
  const others = own.filter(
    (one) => !same.includes(one) && theirs.some((other) => isComparable(one, other) && !own.some((mine) => isSameAmount(mine, other))),
  );
  const content = a.filter(isContent);
  return {
    flip: (negation + Math.min(1, opposite)) % 2,
    negation,
    opposites: Math.min(1, opposite),
    otherNumber: Math.min(1, others.length),
    sameNumber: Math.min(2, same.length) / 2,
    swapped: Number(
      (isSwapped(a, b, common) && content.filter(({ stem }) => common.has(stem)).length >= MOSTLY_SHARED * content.length) ||
        numbersSwapped(claim, sentence, same, theirs, common),
    ),
    denial: Number(DENIAL.test(claim)),
    corrected: Number(isCorrected(claim, common)),
  };
}

function wordsOf(text: string): Word[] {
  let part = 0;
  let from = 0;
  return [...text.matchAll(WORD)].map(({ 0: raw, index }) => {
    if (PART_BREAK.test(text.slice(from, index))) part += 1;
    from = index + raw.length;
    const folded = fold(raw).replace(/['’]/gu, '');
    return { text: folded, stem: stemOf(folded), isCapital: /^\p{Lu}/u.test(raw), part };
  });
}

/** A rough stem: endings are removed and long words cut, so that "arrested" matches "arrests" and "constitución" "constitution". */
export function stemOf(word: string): string {
  const bare = word.replace(/(?:s|es|ed|ing|ly|d)$/u, '');
  return (bare.length >= 3 ? bare : word).slice(0, 6);
}

const FUNCTION_WORDS = new Set(
  `the a an of to in on at by for and or but is are was were be been being it its this that these those they them their there he she his her him we
  you i me my your our us as with from than then so do does did has have had will would can could just even about over up out all any some not no
  never who what when which where how if because while also too very really like got get they re ve s t d ll m el la los las un una unos unas de del al y
  o que se lo le les su sus por para con es son fue era ser ha han como mas muy ya si no en a e ni nada nunca todos todo esta este eso esa`.split(
    /\s+/u,
  ),
);

function isContent({ text }: Word): boolean {
  return !FUNCTION_WORDS.has(text) && (text.length > 2 || /\p{N}/u.test(text));
}

/** Indexes of the words that deny. */
function negationsOf(text: string, words: readonly Word[]): number[] {
  const idle = [...text.matchAll(IDLE)].map(({ index, 0: match }) => [index, index + match.length] as const);
  const places = [...text.matchAll(WORD)].map(({ index }) => index);
  return words.flatMap((word, i) => {
    const isIdle = idle.some(([start, end]) => (places[i] ?? 0) >= start && (places[i] ?? 0) < end);
    return !isIdle && (NEGATORS.has(word.text) || /n['’]t$/u.test(word.text)) ? [i] : [];
  });
}

/** Most words between a word and a word of both statements; farther words, and other parts of a long sentence, are about something else. */
const NEAR = 12;
/** Most words of a statement about one thing. */
const SHORT = 12;
/** Least share of the claim's words in the sentence for another order of names to mean something. */
const MOSTLY_SHARED = 0.6;

/** Whether a place is near words that both statements have, in the same part of the sentence; every place of a short statement is. */
function isNear(at: number, words: readonly Word[], common: ReadonlySet<string>): boolean {
  if (words.length <= SHORT) return true;
  return words.some(({ stem, part }, i) => common.has(stem) && part === words[at]?.part && Math.abs(i - at) <= NEAR);
}

function opposites(table: string): ReadonlyMap<string, readonly (readonly [group: number, side: number])[]> {
  const map = new Map<string, (readonly [number, number])[]>();
  for (const [group, line] of table.trim().split('\n').entries()) {
    for (const [side, words] of line.split('=').entries()) {
      for (const word of words.trim().split(/\s+/u)) {
        const list = map.get(word) ?? [];
        map.set(word, [...list, [group, side]]);
      }
    }
  }
  return map;
}

/** Number of groups of opposites with one side in the first statement and the other at the same place of the second. */
function countOpposites(a: readonly Word[], b: readonly Word[], common: ReadonlySet<string>): number {
  const groups = new Set<number>();
  for (const [i, word] of a.entries()) {
    for (const [group, side] of OPPOSITES.get(word.text) ?? []) {
      const found = b.flatMap(({ text }, k) => (OPPOSITES.get(text) ?? []).filter(([g]) => g === group).map(([, s]) => ({ k, s })));
      if (found.length === 0) continue;
      const anchor = nearest(i, a, common);
      const at = anchor === undefined ? undefined : b.findIndex(({ stem }) => stem === anchor);
      const [closest] = at === undefined ? found : found.toSorted((x, y) => Math.abs(x.k - at) - Math.abs(y.k - at));
      const sides = new Set(found.map(({ s }) => s));
      if (sides.size === 2 && a.some(({ text }) => (OPPOSITES.get(text) ?? []).some(([g, s]) => g === group && s !== side))) continue;
      const other = sides.size === 1 ? !sides.has(side) : at !== undefined && closest !== undefined && closest.s !== side;
      if (other) groups.add(group);
    }
  }
  return groups.size;
}

function nearest(at: number, words: readonly Word[], common: ReadonlySet<string>): string | undefined {
  const found = words.flatMap(({ stem }, i) => (i !== at && common.has(stem) ? [{ stem, distance: Math.abs(i - at) }] : []));
  return found.toSorted((x, y) => x.distance - y.distance)[0]?.stem;
}

/** Whether two names of both statements change order. */
function isSwapped(a: readonly Word[], b: readonly Word[], common: ReadonlySet<string>): boolean {
  const names = new Set(b.filter(({ isCapital, stem }) => isCapital && common.has(stem)).map(({ stem }) => stem));
  const order = (words: readonly Word[]) => [...new Set(words.map(({ stem }) => stem).filter((stem) => names.has(stem)))];
  const [first, second] = [order(a), order(b)];
  return first.length === 2 && second.length >= 2 && second.indexOf(first[0] ?? '') > second.indexOf(first[1] ?? '');
}

/** Whether at least two numbers of both statements are nearest to another name in the claim than in the sentence. */
function numbersSwapped(
  claim: string,
  sentence: string,
  same: readonly Amount[],
  theirs: readonly Amount[],
  common: ReadonlySet<string>,
): boolean {
  const names = (text: string) =>
    [...text.matchAll(WORD)].flatMap(({ index, 0: raw }) => {
      const stem = stemOf(fold(raw));
      return common.has(stem) && capitalIn(sentence, stem) ? [{ stem, index }] : [];
    });
  const [own, other] = [names(claim), names(sentence)];
  if (new Set(own.map(({ stem }) => stem)).size < 2) return false;
  const at = (list: readonly { stem: string; index: number }[], index: number) =>
    list.toSorted((x, y) => Math.abs(x.index - index) - Math.abs(y.index - index))[0]?.stem;
  const moved = same.filter((one) => {
    const match = theirs.find((amount) => isSameAmount(one, amount));
    return match !== undefined && at(own, one.index) !== at(other, match.index);
  });
  return moved.length >= 2;
}

function capitalIn(text: string, stem: string): boolean {
  return [...text.matchAll(WORD)].some(({ 0: raw }) => /^\p{Lu}/u.test(raw) && stemOf(fold(raw)) === stem);
}

const CORRECTION = /[,;–—-]\s*(?:and |y )?(?:not|no)\s+(?:from |in |to |the |a |an |el |la |en |de )*(\p{L}+(?:\s+\p{L}+){0,2})/giu;

function isCorrected(claim: string, common: ReadonlySet<string>): boolean {
  return [...claim.matchAll(CORRECTION)].some(
    ({ 1: words = '', index }) => index > 0 && words.split(/\s+/u).some((word) => common.has(stemOf(fold(word)))),
  );
}

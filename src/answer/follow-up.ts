// Follow-ups: recognises a question that makes no sense alone ("and who said that?"), to be asked with the topic of
// the question before.

/** Words that join a question to the one before; "so" and "ok" only open a question. */
const CONNECTIVE = /^(?:(?:and|but|then|or|also|y|e|o|pero|entonces|luego)(?![\p{L}\p{N}])[\s,]*)+/iu;
const OPENER = /^(?:(?:so|ok|okay|well|bueno|pues)(?![\p{L}\p{N}])[\s,]*)+/iu;
/** Asks the same about something else. */
const WHAT_ABOUT = /^(?:(?:what|how) about|what of|qu[eé] hay (?:de|con)|qu[eé] tal)(?!\p{L})/iu;
/** Most words with a topic in a question that makes no sense alone. */
const MOST_TOPICS = 1;
const MOST_TOPICS_AFTER_WHAT_ABOUT = 2;
/** Words for something said before; none is a determiner here, see DEMONSTRATIVE. */
const PRONOUN =
  /(?<![\p{L}\p{N}])(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|él|ella|ellos|ellas|le|les|lo|su|sus|suyo|suya|eso|esto|aquello|ahí|allí)(?![\p{L}\p{N}])/iu;
const DEMONSTRATIVE =
  /(?<![\p{L}\p{N}])(?:this|that|these|those|ese|esa|esos|esas|este|esta|estos|estas)(?![\p{L}\p{N}])(?:\s+(?<next>[\p{L}\p{N}'’]+))?/giu;
/** "Who wrote this?" is about the article, whatever was asked before. */
const ABOUT_ARTICLE =
  /(?<!\p{L})(?:write|writes|wrote|written|author|article|published|escribe|escribió|escribio|escrito|autor|autora|artículo|articulo|publicado|publicó)(?!\p{L})/iu;
/** Words that say what is wanted or hold a question together, and name no topic. */
const TOPICLESS = new Set(
  `a an the of to in on at by for from and or but is was were are be been being am did do does done doing has have had having will would can could
 should may might must shall not no yes n't don't didn't doesn't isn't wasn't aren't weren't as with about into out up down off over after before behind
 then than too also ever never still now today later just really actually exactly even again else more much many long often far old big some any all
 every each anything something everything anyone anybody someone somebody everyone nobody one ones i you we us me my your our who whom whose what which
 when where why how who's what's where's when's how's that's it's he's she's they're it its he him his she her hers they them their theirs this that
 these those there here if because so such say says said saying tell told mean means meant know knows knew known think thinks thought happen happens
 happened come comes came go goes went gone get gets got make makes made take takes took true false right sure kind sort way thing things part reason
 reasons proof evidence source sources example examples detail details please pls explain
 el la los las un una unos unas de del al en por para con sin sobre y e o u que qué quien quién quienes quiénes cual cuál cuales cuáles cuando cuándo
 cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas donde dónde adónde adonde como cómo es son fue fueron era eran ser sido está están estaba
 estuvo hay hubo ha han había habían va van iba fue hace hacen hizo hicieron hacer hecho dice dicen dijo dijeron decir dicho pasa pasó pasar pasará sabe
 saben sabemos saber se le les lo su sus él ella ellos ellas eso esto aquello ese esa esos esas este esta estos estas ahí allí aquí ahora hoy después
 antes luego entonces también tampoco más menos mucho muchos muy todo todos todas nada nadie algo alguien no sí si ya aún todavía cierto verdad verdadero
 serio cosa cosas parte razón prueba pruebas fuente fuentes ejemplo detalles viene vino venir tal`.split(/\s+/u),
);
/** Words that ask whether something is true and name no topic either, as said in reply to a message. */
const ABOUT_MESSAGE = new Set(
  `fact facts check checks checking checked factcheck verify verifies verified confirm confirms confirmed debunk debunked legit real really fake false
 accurate inaccurate correct incorrect wrong lie lies lying bullshit bs cap hoax rumor rumour nonsense claim claims statement message post tweet
 please thoughts context agree disagree believe trust support supported supports article text cover covers covered mention mentions quote quotes
 comprobar comprueba compruebe comprueben verificar verifica verifique verifíca verifícalo verificalo compruébalo compruebalo confirmar confirma
 confirme desmentir desmiente bulo falso falsa falsos falsas mentira mentiras miente mienten real correcto correcta exacto exacta afirmación afirmacion
 mensaje tuit favor contexto crees cree creer creen acuerdo apoya artículo articulo texto cubre menciona cita`.split(/\s+/u),
);
const ARTICLE = /(?<!\p{L})(?:article|artículo|articulo|text|texto)(?!\p{L})/iu;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/** Whether a question makes no sense without the one before it. */
export function isElliptical(question: string): boolean {
  const { text, rest, topics } = read(question);
  if (ABOUT_ARTICLE.test(rest)) return false;
  if (topics === 0) return true;
  if (WHAT_ABOUT.test(rest)) return topics <= MOST_TOPICS_AFTER_WHAT_ABOUT;
  const pointsBack = [...rest.matchAll(DEMONSTRATIVE)].some(({ groups }) => !isTopic(groups?.next ?? ''));
  return (rest !== text || pointsBack || PRONOUN.test(rest)) && topics <= MOST_TOPICS;
}

/** Whether no word of a question names a topic ("why?", "and who said that?"). */
export function namesNoTopic(question: string): boolean {
  const { rest, topics } = read(question);
  return topics === 0 && !ABOUT_ARTICLE.test(rest);
}

/** Whether a reply to a message is about that message ("is that true?", "source?") and asks nothing else. */
export function pointsAtMessage(said: string): boolean {
  const { rest } = read(said);
  if ([...rest.matchAll(WORD)].some(([word]) => isTopic(word) && !ABOUT_MESSAGE.has(word.toLowerCase()))) return false;
  // "What is the article about?" asks only about the article.
  return !ARTICLE.test(rest) || PRONOUN.test(rest) || [...rest.matchAll(DEMONSTRATIVE)].length > 0;
}

/** A question without its opener, then also without its connective; and the number of its words that name a topic. */
function read(question: string): { readonly text: string; readonly rest: string; readonly topics: number } {
  const text = question.replace(/^[^\p{L}\p{N}]+/u, '').replace(OPENER, '');
  const rest = text.replace(CONNECTIVE, '');
  return { text, rest, topics: [...rest.matchAll(WORD)].filter(([word]) => isTopic(word)).length };
}

function isTopic(word: string): boolean {
  const folded = word.toLowerCase().replaceAll('’', "'");
  return folded !== '' && !TOPICLESS.has(folded) && !TOPICLESS.has(folded.replace(/'s$/u, ''));
}

/** The question before if this one makes no sense alone, else undefined. */
export function topicFor(question: string, previous: string | undefined): string | undefined {
  return previous !== undefined && isElliptical(question) ? previous : undefined;
}

/** The topic that a question gives to a follow-up: the question itself, or the question it was asked with. */
export function topicBehind({ question, previous }: { readonly question: string; readonly previous?: string | undefined }): string {
  return topicFor(question, previous) ?? question;
}

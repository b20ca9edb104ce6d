// English and Spanish chat words: phrases that people type around a question, and their short spellings.

import { fold } from '../article/fold.js';

/** Most words of a phrase. */
const LONGEST_PHRASE = 16;

/** Alternatives for each place, as folded words; an empty alternative omits the place. */
type Pattern = readonly (readonly (readonly string[])[])[];

/** Phrases, found among folded words. */
export class Phrases {
  readonly #patterns: readonly Pattern[];

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
  }

  /** Number of words of the longest phrase from an index on; 0 if there is none. */
  lengthFrom(words: readonly string[], from: number): number {
    return Math.max(0, ...this.#patterns.map((pattern) => reach(pattern, 0, words, from) - from));
  }

  /** Number of words of the longest phrase at the end; 0 if there is none. */
  lengthAtEnd(words: readonly string[]): number {
    for (let from = Math.max(0, words.length - LONGEST_PHRASE); from < words.length; from += 1) {
      const length = this.lengthFrom(words, from);
      if (from + length === words.length) return length;
    }
    return 0;
  }
}

/** The end of the longest phrase that matches a pattern's places from an index on; -1 if none does. */
function reach(pattern: Pattern, place: number, words: readonly string[], at: number): number {
  const alternatives = pattern[place];
  if (alternatives === undefined) return at;
  const fitting = alternatives.filter((phrase) => phrase.every((word, i) => word === words[at + i]));
  return Math.max(-1, ...fitting.map((phrase) => reach(pattern, place + 1, words, at + phrase.length)));
}

/** A pattern of places, each with its alternatives between bars. */
function each(...places: readonly string[]): Pattern {
  return places.map((place) =>
    place.split('|').map((phrase) =>
      phrase
        .split(' ')
        .filter((word) => word !== '')
        .map(fold),
    ),
  );
}

const PLEASE = 'please|pls|plz|plss|kindly|por favor|porfavor|porfa|porfis|plis|xfa';
const PEOPLE =
  "all|everyone|everybody|there|guys|folks|people|ppl|chat|bot|friends|team|y'all|mods|a todos|a todas|todos|todas|gente|amigos|chicos";
const YOU = 'you|u|ya|someone|somebody|anyone|anybody|one of you|any of you|you guys';

/** Phrases before a question, whatever follows. */
export const OPENINGS = new Phrases([
  each(
    'hey|heya|hi|hiya|hello|greetings|good morning|good afternoon|good evening|good day|morning|gm|yo|sup|howdy|excuse me|hola|holi|buenas|buenos dias|buen dia|buenas tardes|buenas noches|oye|oigan|oiga',
    `|${PEOPLE}`,
  ),
  each(PLEASE),
  each('so|ok|okay|okey|well|um|uh|uhm|hmm|hm|erm|lol|lmao|bro|bruh|dude|omg|ngl|tbh|btw|pues|bueno'),
]);
/** Phrases before a question if a punctuation mark separates them: "sorry, who won", "one question: who won". */
export const MARKED_OPENINGS = new Phrases([
  each('|a|one|just a|just one|another|my', '|quick|serious|genuine|honest|dumb|stupid|silly|random|simple|short', '|more', 'question|q'),
  each('i have|i ve got|i got|i had|got|have', 'a|one', '|quick|serious|genuine|dumb|stupid|silly|random', 'question'),
  each('una|tengo una|mi', 'pregunta|consulta|duda|preguntita', '|rapida|es|seria'),
  each(
    'sorry|sorry to bother|sorry to bother you|sorry to ask|honestly|seriously|just curious|just wondering|curious|wondering|asking for a friend',
  ),
  each(
    'my question is|question is|the question is|new here|alright|right|man|guys|mods|bot|friends|amigos|chicos|gente|pregunta|consulta|duda',
  ),
  each('disculpa|disculpe|disculpen|disculpen la molestia|disculpe la molestia|perdon|perdona|perdone|perdonen|a ver|mira|miren|una cosa'),
  each('thanks|thank you|thx|many thanks|gracias|muchas gracias', '|in advance|de antemano'),
  each("if it's|if it is|if that's|if that is", 'not too much trouble|no trouble|okay|ok|possible|alright|all right'),
  each("if you don't mind|if nobody minds|if i may|if i may ask|if possible|si no es molestia|si no les molesta|si se puede|si es posible"),
  each('dear|estimados|estimadas', 'all|mods|moderators|admins|friends|everyone|moderadores|amigos|todos'),
  each('sorry', 'for|about', 'bothering|disturbing|asking', '|you|everyone|people|all|again', '|with this'),
]);
/** Requests for an answer to what follows: a question, or a clause with "if". */
export const REQUESTS = new Phrases([
  each(
    `can|could|would|will|cud`,
    YOU,
    `|maybe|possibly|perhaps|just|${PLEASE}`,
    'tell|explain|remind|inform|clarify|say|explain to',
    '|me|us',
    `|${PLEASE}`,
  ),
  each(
    `can|could|would|will|cud`,
    YOU,
    `|maybe|possibly|perhaps|just|${PLEASE}`,
    'let me know|let us know|help me understand',
    `|${PLEASE}`,
  ),
  each('can|could|would|will', YOU, 'be so kind as to|be kind enough to|mind', 'tell|telling|explain|explaining|let', '|me|us', '|know'),
  each(
    "i would be|i'd be|we would be",
    '|very|most|so',
    'grateful|thankful|glad',
    'if',
    YOU,
    'could|would|can',
    'tell|explain to|let',
    'me|us',
    '|know',
  ),
  each(`do|does|did|would|wud`, YOU, '|happen to|perhaps|maybe', 'know|remember|recall', `|${PLEASE}`),
  each('anyone|anybody|someone|you|u', 'know|knows'),
  each("i d|i'd|i would|id", '|really|just', 'like to|love to', 'know|ask|understand|find out|learn'),
  each('i', '|just|really|only', 'want to|wanted to|need to|wanna|have to', 'know|ask|understand|find out'),
  each(
    "i am|i'm|im|i was|i have been|i've been",
    '|just|only|kinda|really',
    'wondering|curious|asking|trying to find out|trying to figure out|trying to understand|trying to learn',
  ),
  each('i|i just', 'wonder'),
  each('may|can|could|might', 'i', '|just', 'ask', '|you|u'),
  each(
    'let me ask you|let me ask|let me know|tell me|tell us|remind me|explain to me|explain|any idea|any ideas|any clue|wondering',
    `|${PLEASE}`,
  ),
  each(
    '|me|nos',
    'puedes|podrias|puede|podria|pueden|podrian|podeis',
    'decir|explicar|contar|indicar|aclarar|recordar|decirme|explicarme|contarme|indicarme|aclararme|decirnos|explicarnos',
    `|${PLEASE}`,
  ),
  each(
    'alguien',
    '|me|nos',
    'sabe|puede decir|podria decir|puede explicar|podria explicar|puede decirme|podria decirme|puede explicarme|podria explicarme',
    `|${PLEASE}`,
  ),
  each('sabes|saben|sabe usted|sabeis|sabe alguien|saben ustedes|sabes tu'),
  each(
    'quisiera|quiero|queria|me gustaria|querria|necesito|necesitaba',
    'saber|preguntar|preguntarles|preguntarte|preguntarle|entender|conocer',
    `|${PLEASE}`,
  ),
  each('me pregunto|me preguntaba|dime|digame|diganme|decime|decidme|explicame|cuentame', `|${PLEASE}`),
]);
const THANKS = each(
  'thanks|many thanks|thank you|thank u|thankyou|thx|thnx|tnx|thks|tysm|ty|cheers|tia|gracias|muchas gracias|mil gracias|muchisimas gracias|saludos|un saludo|much appreciated|appreciate it|appreciated',
  `|in advance|a lot|so much|very much|a bunch|a ton|again|bro|man|de antemano|por adelantado|por la ayuda|por su ayuda|por tu ayuda|for any help|for the help|for your help|for your time`,
  `|${PEOPLE}`,
);
/** Phrases after a question. */
export const CLOSINGS = new Phrases([
  THANKS,
  each(PLEASE),
  each('|with|and|con', '|kind|best|warm|un|muchos', 'regards|wishes|greetings|saludo|saludos', '|to all|to everyone|a todos'),
  each('|and|y', 'all the best|take care|have a good day|have a nice day|have a good one|good night|buen dia|que tengan buen dia|cuidense'),
  each('i|we|', '|really|truly|do|would', 'appreciate it|appreciate that|appreciate this|appreciate any help|appreciate your help'),
  each('se|os|te|les|lo', '|lo', 'agradezco|agradeceria|agradecere|agradecemos', '|mucho|de antemano'),
  each(
    'lol|lmao|lmfao|rofl|haha|hahaha|hehe|jaja|jajaja|jeje|xd|tho|fr|frfr|ngl|tbh|imo|imho|smh|btw|bro|bruh|dude|idk|or nah|eh|huh|pana|vale',
  ),
]);
/** Beginnings of a last sentence that asks nothing, whatever follows. */
export const LAST_THANKS = new Phrases([THANKS]);
/** Phrases that are a whole last sentence. */
export const LAST_SENTENCES = new Phrases([
  each('anyone|anybody|somebody|someone|any help|any ideas|any idea|any clue|alguien|please help|help please|help|help me out|help me'),
]);
/** Words that make a following "thanks" an object: "who gave thanks". */
export const TAKE_THANKS: ReadonlySet<string> = new Set(
  'give gives gave given giving say says said saying owe owes dar da dan dio dieron las'.split(' '),
);

/** Reads a table of full words, each with its typed forms, as a map from each folded typed form to the full words. */
function spellings(table: string): ReadonlyMap<string, string> {
  return new Map(
    table.split(';').flatMap((line) => {
      const [full = '', typed = ''] = line.trim().split(': ');
      return typed.split(' ').map((word) => [word, full] as const);
    }),
  );
}

/** Chat spelling, and contractions without their apostrophe. */
export const ENGLISH_SPELLINGS = spellings(`
 you: u; your: ur; are: r; what: wat wut wht whta waht; when: wen wehn; which: wich whcih; where: wher wehre; how: hwo;
 who's: whos; what's: whats wats wuts; when's: whens; where's: wheres; where'd: whered; why'd: whyd; how'd: howd; who'd: whod;
 how's: hows; why's: whys; the: teh hte da; that: dat; that's: thats dats; this: dis; them: dem; they: dey tehy; and: adn nd;
 because: becuz cuz coz bcuz bcz bc becuase; people: ppl; going to: gona gonna gunna; want to: wanna; have to: gotta;
 kind of: kinda; don't: dont; doesn't: doesnt dosent; didn't: didnt; isn't: isnt aint; aren't: arent; wasn't: wasnt;
 weren't: werent; hasn't: hasnt; haven't: havent havnt; hadn't: hadnt; can't: cant; couldn't: couldnt; wouldn't: wouldnt;
 shouldn't: shouldnt; won't: wont; they're: theyre; you're: youre; he's: hes; she's: shes; though: tho; through: thru; before: b4;
 about: abt bout; government: govt gov; president: prez; right now: rn; does: dose doez; have: hav; has: haz; was: wuz; something: smth sth`);
export const SPANISH_SPELLINGS = spellings(`
 que: q k ke qe; por qué: xq xk pq; porque: porq; por: x; de: d; también: tmb tb tbn; dónde: dnd; cuando: cdo; quién: qn kien;
 cómo: cmo; para: pa; está: ta`);

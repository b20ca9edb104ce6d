// Recognises messages that ask nothing the article could be quoted on: small talk, or a question about the bot or the article as a whole.

import { fold } from '../article/fold.js';
import { INTENTS, type Intent, type QuestionLanguage } from './answer.js';
import { AROUND, PATTERNS, REWORDED } from './intent-patterns.js';
import { knownLanguage } from './language.js';
import { LINK } from './question.js';

export interface FoundIntent {
  readonly intent: Intent;
  /** Undefined if nothing in the message shows it. */
  readonly language: QuestionLanguage | undefined;
}

interface Read extends FoundIntent {
  /** Whether it may also be about what was said just before. */
  readonly pointsBack: boolean;
}

/** Most code units of a message with an intent: longer messages ask something. */
const LONGEST = 160;
const LANGUAGES = ['en', 'es'] as const satisfies readonly QuestionLanguage[];
/** Intents that may accompany another; a question in the same message takes precedence. */
const SMALL_TALK = ['thanks', 'greeting', 'acknowledgement'] as const satisfies readonly Intent[];
const ASIDE: ReadonlySet<Intent> = new Set<Intent>(SMALL_TALK);
/** Intents that are never about the message replied to; the others may be. */
const NEVER_OF_A_MESSAGE: ReadonlySet<Intent> = new Set<Intent>([...SMALL_TALK, 'insult', 'bot', 'help']);

/** Chat spellings, after folding. */
const CHAT_SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      u: 'you',
      wdyt: 'what do you think',
      r: 'are',
      ur: 'your',
      youre: 'you are',
      im: 'i am',
      ive: 'i have',
      its: 'it is',
      thats: 'that is',
      id: 'i would',
    },
    ...{ wat: 'what', wut: 'what', wot: 'what', whats: 'what is', wats: 'what is', wuts: 'what is', wots: 'what is', whos: 'who is' },
    ...{ hows: 'how is', isnt: 'is not', arent: 'are not', wasnt: 'was not', dont: 'do not', didnt: 'did not', havent: 'have not' },
    ...{
      doesnt: 'does not',
      cant: 'can not',
      pls: 'please',
      plz: 'please',
      plss: 'please',
      thx: 'thanks',
      thnx: 'thanks',
      thanx: 'thanks',
    },
    ...{
      tnx: 'thanks',
      ty: 'thank you',
      tysm: 'thank you so much',
      gimme: 'give me',
      lemme: 'let me',
      dis: 'this',
      abt: 'about',
    },
    ...{ artical: 'article', artcle: 'article', artikel: 'article', articel: 'article', biast: 'biased', bais: 'bias', rly: 'really' },
    ...{ q: 'que', ke: 'que', k: 'ok', porq: 'porque', xq: 'por que', pq: 'por que', xfa: 'por favor', tas: 'estas', toy: 'estoy' },
  }),
);
/** Words of the patterns, and the stems of words with several endings. */
const WORDS: ReadonlySet<string> = new Set([...JSON.stringify([PATTERNS, AROUND]).matchAll(/[a-z0-9]+/gu)].map(([word]) => word));
const SHORTEST_STEM = 3;
/** Most words outside the patterns in a message ("is this government propaganda"). */
const MOST_OTHER_WORDS = 1;
/** Words that are often misspelt. */
const OFTEN_MISSPELT = [
  ...[
    'summarise',
    'summarize',
    'summary',
    'article',
    'author',
    'biased',
    'reliable',
    'unreliable',
    'trustworthy',
    'propaganda',
    'credible',
  ],
  ...['contested', 'disputed', 'inaccurate', 'accurate', 'opinion', 'objective', 'overview', 'controversial', 'claims', 'believe'],
  ...[
    'articulo',
    'autora',
    'resumen',
    'resume',
    'resumir',
    'confiable',
    'fiable',
    'afirmaciones',
    'controvertidas',
    'opinas',
    'gracias',
    'ayuda',
  ],
];
const SHORTEST_MISSPELT = 5;

const wholly = (pattern: string) => new RegExp(`^(?:${pattern})$`);
const ofAll = (...parts: readonly (keyof (typeof AROUND)['en'])[]) =>
  wholly(parts.flatMap((part) => LANGUAGES.map((language) => AROUND[language][part])).join('|'));
const BEFORE = ofAll('greeting', 'thanks', 'acknowledgement', 'before');
const AFTER = ofAll('thanks', 'acknowledgement', 'after');
const JOINING = ofAll('joining');
const FILLING = ofAll('before', 'after');
/** Most words of a phrase before or after the question. */
const LONGEST_ASIDE = 8;

const asked = INTENTS.flatMap((intent) =>
  LANGUAGES.flatMap((language) => (PATTERNS[language][intent] ?? []).map((pattern) => ({ intent, language, pattern: wholly(pattern) }))),
);
const smallTalk = SMALL_TALK.flatMap((intent) =>
  LANGUAGES.map((language) => ({ intent, language, pattern: wholly(AROUND[language][intent]) })),
);

/** Words for something said before. */
const POINTER =
  /(?:^| )(?:it|this|that|these|those|she|he|her|him|they|them|eso|esto|aquello|ella|le|lo)(?: |$)|^(?:(?:true|real|legit|fake|verdadero|verdad|cierto) o|true$|legit$|es (?:verdad|cierto|falso|mentira|real)|tiene razon|who is right|miente)/u;
/** Words for the article, its author or the bot, or for what is done with a whole text. */
const MEANS_ARTICLE =
  /(?:^| )(?:article|text|piece|essay|document|story|paper|author|writer|journalist|here|you|your|use|usa|usar|summarise|summarize|summary|sum|tldr|tl|recap|outline|overview|gist|check|factcheck|verify|debunk|confirm|bias\w*|propaganda|reliable|credible|objective|neutral|partisan|trustworthy|articulo|texto|autora?|ensayo|nota|noticia|resum\w*|opinas?|piensas?|crees|verific\w*|comprueb\w*|cheque\w*|fiable|confiable|objetiv\w*|sesg\w*|parcial)(?: |$)/u;

/**
 * The intent of a message that asks nothing the article could be quoted on; undefined for any other message.
 * @param previous the question before: a message that may be about it ("is it true?") is then a follow-up
 */
export function intentOf(text: string, previous?: string): FoundIntent | undefined {
  const read = readIntent(text);
  return read === undefined || (read.pointsBack && previous !== undefined) ? undefined : read;
}

/** Whether a message with an intent may be about another message that it replies to ("is that true?"). */
export function mayMeanMessage({ intent }: FoundIntent): boolean {
  return !NEVER_OF_A_MESSAGE.has(intent);
}

function readIntent(text: string): Read | undefined {
  if (text.length > LONGEST || text.search(LINK) >= 0) return undefined;
  return readWhole(text) ?? readParts(text);
}

function readWhole(text: string): Read | undefined {
  const words = plainWords(text);
  // A pattern takes time when it is first used; most questions need none.
  if (words.filter((word) => !isOfPatterns(word)).length > MOST_OTHER_WORDS) return undefined;
  return readSmallTalk(words, text) ?? readAsked(words, text);
}

function isOfPatterns(word: string): boolean {
  for (let length = word.length; length >= SHORTEST_STEM; length -= 1) if (WORDS.has(word.slice(0, length))) return true;
  return WORDS.has(word);
}

/** Reads a message of small talk only. */
function readSmallTalk(words: readonly string[], text: string): Read | undefined {
  const found = new Set<(typeof smallTalk)[number]>();
  const isAside = (said: string) => {
    const matching = smallTalk.filter(({ pattern }) => pattern.test(said));
    for (const one of matching) found.add(one);
    return matching.length > 0 || FILLING.test(said);
  };
  if (!startsAfter(words, isAside).includes(words.length)) return undefined;
  const all = smallTalk.filter((one) => found.has(one));
  const [first] = all;
  return (
    first && {
      intent: first.intent,
      language: languageOf(
        all.filter(({ intent }) => intent === first.intent),
        text,
      ),
      pointsBack: false,
    }
  );
}

/** Reads the question, without the small talk around it. */
function readAsked(words: readonly string[], text: string): Read | undefined {
  const starts = startsAfter(words, (said) => BEFORE.test(said));
  const backwards = words.toReversed();
  const ends = startsAfter(backwards, (said) => AFTER.test(said.split(' ').toReversed().join(' '))).map((count) => words.length - count);
  for (const start of starts.flatMap((at) => (JOINING.test(words[at] ?? '') ? [at, at + 1] : [at]))) {
    for (const end of ends) {
      if (end <= start) continue;
      const said = words.slice(start, end).join(' ');
      const matching = asked.filter(({ pattern }) => pattern.test(said));
      const [first] = matching;
      if (first === undefined) continue;
      const pointsBack = POINTER.test(said) && !MEANS_ARTICLE.test(said) && first.intent !== 'insult' && first.intent !== 'bot';
      return { intent: first.intent, language: languageOf(matching, text), pointsBack };
    }
  }
  return undefined;
}

/** The language of the matching patterns; if both languages match, that of the whole text. */
function languageOf(matching: readonly Pick<FoundIntent, 'language'>[], text: string): QuestionLanguage | undefined {
  const [first, ...others] = new Set(matching.map(({ language }) => language));
  return others.length > 0 ? knownLanguage(text) : first;
}

/** Numbers of words at the beginning that consist of asides only; 0 comes first. */
function startsAfter(words: readonly string[], isAside: (said: string) => boolean): number[] {
  const starts = [0];
  for (const start of starts) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_ASIDE); end += 1) {
      if (!starts.includes(end) && isAside(words.slice(start, end).join(' '))) starts.push(end);
    }
  }
  return starts;
}

/** Reads several sentences: each must have an intent; the first that is not small talk counts. */
function readParts(text: string): Read | undefined {
  const parts = text.split(/[.?!¿¡;,…\n]+/u).filter((part) => plainWords(part).length > 0);
  if (parts.length < 2) return undefined;
  const read = parts.map(readWhole);
  const known = read.filter((one) => one !== undefined);
  if (known.length < read.length) return undefined;
  return known.find(({ intent }) => !ASIDE.has(intent)) ?? known[0];
}

/** The words alone, in their usual spelling. */
function plainWords(text: string): string[] {
  const folded = fold(text)
    .replace(/<3|[:;=]['’-]?[dpo3]\b/gu, ' ')
    .replace(/n[’']t\b/gu, 'nt')
    .replace(/[’']s\b/gu, ' is')
    .replace(/[’']re\b/gu, ' are')
    .replace(/[’']m\b/gu, ' am')
    .replace(/[’']ve\b/gu, ' have')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim();
  const spelt = folded.split(' ').map((word) => CHAT_SPELLINGS.get(word) ?? wellSpelt(word));
  const reworded = REWORDED.reduce((said, [words, word]) => said.replace(words, word), spelt.join(' '));
  return reworded.split(' ').filter((word) => word !== '');
}

function wellSpelt(word: string): string {
  if (word.length < SHORTEST_MISSPELT || WORDS.has(word) || OFTEN_MISSPELT.includes(word)) return word;
  return OFTEN_MISSPELT.find((other) => other[0] === word[0] && isNear(word, other)) ?? word;
}

/** Whether two words differ by one added, missing or other letter, or by two swapped letters. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const [left, right] = [short.slice(start), long.slice(start)];
  if (short.length < long.length) return left === right.slice(1);
  return left.slice(1) === right.slice(1) || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
}

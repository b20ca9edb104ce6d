// Splits a question that asks several things, and finds the question in a message that also tells a story.

import { isElliptical, pointsAtMessage } from './follow-up.js';
import { searchedQuestion } from './searched-question.js';

const PREPOSITION = '(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)';
/** Words that ask in any position. "Que" after a conjunction begins a clause that asks nothing: "dice que ganó y que perdió". */
const ASKING_WORDS =
  'who|whom|whose|what|when|where|why|how|which|quién|quiénes|qué|cuándo|cuánto|cuántos|cuánta|cuántas|dónde|cómo|cuál|cuáles|quien|quienes|cuando|cuanto|cuantos|cuantas|donde|como';
const QUESTION_WORD = `(?:${ASKING_WORDS}|que|cuanta|cual|cuales)(?![\\p{L}\\p{N}])`;
/** "…, and who …", "… y cuándo …": a second question word after a conjunction starts a second question. */
const SECOND_QUESTION = new RegExp(`(,?\\s+(?:and|&|y|e)\\s+)(?=(?:${PREPOSITION}\\s+)?(?:${ASKING_WORDS})(?![\\p{L}\\p{N}]))`, 'iu');
/** The end of a sentence, but not of an initial or a title: "the U.S. say", "Dr. Saab". */
const SENTENCE_END = /(?<=[?!.…])(?<!(?<!\p{L})(?:\p{Lu}|[DM]rs?|Ms|Sra?|Dra|St|vs)\.)\s+(?=\S)/gu;
const QUESTION_END = /\?[?!]*["”’»)\]]*$/u;
/** A message of more words than this is a story with a question in it. */
const LONG_MESSAGE_WORDS = 30;
/** A bare question word depends on the words before it: "who won, and by how much". */
const BARE_QUESTION_WORD = new RegExp(
  `^(?:${PREPOSITION}\\s+)?\\p{L}+(?:\\s+(?:much|many|long|often|far|exactly|not|no))*[\\s?!.,]*$`,
  'iu',
);
const COURTESY = '(?:[\\s,]+(?:please|pls|kindly|exactly|por favor|exactamente))*';
/** The words before a requested answer: "…, so could somebody tell me who won", "… quería saber cuándo fue". */
const REQUEST = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:(?:to|i|you|u|just|anyone|anybody|someone|somebody|everyone)\\s+(?:know|ask|wonder|understand|figure out|find out|explain|remember)|anyone knows|wondering|asking|sabe|saben|sabes|saber|preguntar|preguntarles|preguntarle|preguntarte|entender|explicar|explicarme|explicarnos)${COURTESY}[\\s,:]+(?=¿?(?:${PREPOSITION}\\s+)?${QUESTION_WORD})|(?:(?:tell|show|inform|remind)\\s+(?:me|us)|decirme|decirnos|(?:me|nos)\\s+(?:puede|puedes|pueden|podría|podrías|podrían|podria|podrian)\\s+decir)${COURTESY}[\\s,:]+(?!(?:about|sobre|de)\\s))`,
  'giu',
);
/** Begins with a question word, unless it begins a noun clause: "what I cannot work out is …". */
const BEGINS_ASKING = new RegExp(`^(?:${PREPOSITION}\\s+)?${QUESTION_WORD}(?!\\s+(?:i|we)(?![\\p{L}\\p{N}]))`, 'iu');
/** A verb before its subject: "does the author say …". */
const BEGINS_WITH_VERB =
  /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n['’]t)?\s+(?:the|this|that|these|those|there|it|he|she|they|any|anyone|anybody|anything|every\p{L}*|some\p{L}*|all|an|his|her|their|its|\p{Lu}\p{L}+)(?![\p{L}\p{N}])/u;
/** Words of people who speak of themselves or to others, and do not ask: "my prof says I'm overthinking it". */
const TELLS_OF_ONESELF = /(?<![\p{L}\p{N}])(?:i|im|ive|we|my|our|you|your|sorry|yo|mi|mis|nosotros|nuestr[oa]s?)(?![\p{L}\p{N}])/iu;
/** Words about the conversation, by people who leave out "I": "been lurking here for weeks", "long day", "dumb question". */
const TELLS_OF_CONVERSATION =
  /^(?:(?:ok|okay|so|well|anyway|honestly|tbh|btw|lol|just|finally|still|also)[\s,]+)*(?:been|trying|lurking|reading|scrolling|catching up|joined|new here|long (?:day|night|week|time))(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:be (?:gentle|nice|kind|patient)|bear with|have a (?:good|nice|great|lovely) (?:one|day|night|evening|week|weekend)|(?:dumb|stupid|silly|random|quick|noob|serious|genuine|honest|weird) (?:one|q|question|thing|thought)|newbie|first (?:time|post) here|no (?:clue|idea)|not sure (?:if|whether)|woke up|(?:bugging|bothering|puzzling) me|asking for a friend|(?:essay|paper|report|homework|assignment|project) for (?:school|class|uni|college|history|politics)|(?:guys|folks|everyone|everybody|all) (?:in )?here|(?:this|your) (?:server|channel|chat|thread|discord))(?![\p{L}\p{N}])/iu;
/** The beginning of a clause that belongs to the one before. */
const GOES_ON = new RegExp(`^(?:${PREPOSITION}|and|but|or|nor|so|because|that|than|not|y|o|pero|porque|pues|que)(?![\\p{L}\\p{N}])`, 'iu');
/** A number, or a capitalised word after the first that is no day of the week. */
const NAMES = /\d|(?<=\S\s+)(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\p{Lu}[\p{L}\p{M}]+/u;
/** A sentence of more words than this may itself begin with a story. */
const LONG_SENTENCE_WORDS = 20;
/** Most parts of an answer, which has at most three quotes. */
const MOST_PARTS = 3;

/**
 * The questions in a message, in order; the message itself if it asks one thing.
 * Parts are split at "? " and at a conjunction before a question word.
 */
export function splitParts(question: string): string[] {
  const sentences = sentencesOf(question).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const asked = askedOf(sentences.map(({ text }) => text));
  // A question of few words may make no sense without the story before it.
  const isKept = wordCount(question) > LONG_MESSAGE_WORDS || asked.length === sentences.length || asked.every(standsAlone);
  if (asked.length > 0 && isKept) {
    return partsOf(asked.map((sentence) => withoutLead((wordCount(sentence) > LONG_SENTENCE_WORDS && requestedIn(sentence)) || sentence)));
  }
  return partsOf([withoutLead(asked.length > 0 ? question : withoutStory(question, sentences))]);
}

/**
 * The message without the sentences that tell only of whoever asks: they ask nothing and name nothing. The message itself if no other
 * sentence is left, or if one that asks makes no sense alone.
 */
export function withoutRemarks(message: string): string {
  const sentences = sentencesOf(message).map(({ text }) => text);
  const kept = sentences.filter((sentence) => !isRemark(sentence));
  return kept.length === 0 || kept.length === sentences.length || !askedOf(sentences).every(standsAlone) ? message : kept.join(' ');
}

function isRemark(sentence: string): boolean {
  return tellsOnlyOfAsker(sentence) && !QUESTION_END.test(sentence) && !readsLikeQuestion(sentence);
}

interface MessageSentence {
  readonly text: string;
  /** Offset in the message, in UTF-16 code units. */
  readonly start: number;
}

function sentencesOf(message: string): MessageSentence[] {
  const ends = [...message.matchAll(SENTENCE_END)];
  return [0, ...ends.map(({ index, 0: gap }) => index + gap.length)].map((start, i) => ({
    text: message.slice(start, ends[i]?.index),
    start,
  }));
}

/** The sentences that ask: those that end in a question mark, or else the last that reads like a question or a request to be told. */
function askedOf(sentences: readonly string[]): readonly string[] {
  const asking = sentences.filter((sentence) => QUESTION_END.test(sentence));
  if (asking.length > 0) return asking;
  return sentences.length < 2 ? [] : sentences.filter((sentence) => readsLikeQuestion(sentence)).slice(-1);
}

function readsLikeQuestion(sentence: string): boolean {
  const asked = searchedQuestion(sentence);
  return asks(asked) || requestedIn(sentence) !== undefined;
}

/** Whether a sentence begins as questions do. */
function asks(sentence: string): boolean {
  return BEGINS_ASKING.test(sentence) || BEGINS_WITH_VERB.test(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`);
}

function standsAlone(sentence: string): boolean {
  return !isElliptical(sentence) && !pointsAtMessage(sentence);
}

/** A sentence without a personal remark and its mark before its question: "we argued about this, who won". */
function withoutLead(sentence: string): string {
  for (const { index, 0: mark } of sentence.matchAll(/[,:]\s+/gu)) {
    const rest = sentence.slice(index + mark.length);
    if (!asks(rest)) continue;
    const lead = sentence.slice(0, index);
    return tellsOfAsker(lead) && standsAlone(rest) ? rest : sentence;
  }
  const clauses = sentence.split(/(?<=,)\s+/u);
  const from = clauses.findIndex((clause) => !tellsOnlyOfAsker(clause));
  const rest = clauses.slice(from).join(' ');
  return from > 0 && !GOES_ON.test(rest) && standsAlone(rest) ? rest : sentence;
}

/** Whether a text tells of whoever asks, or of the conversation. */
function tellsOfAsker(text: string): boolean {
  return TELLS_OF_ONESELF.test(text) || TELLS_OF_CONVERSATION.test(text);
}

/** Whether a text tells of whoever asks, or of the conversation, and names nothing. */
function tellsOnlyOfAsker(text: string): boolean {
  return tellsOfAsker(text) && !NAMES.test(text);
}

/** A message without a question sentence, stripped of the personal sentences at its beginning and end. */
function withoutStory(message: string, sentences: readonly MessageSentence[]): string {
  const isTold = sentences.map(({ text }) => tellsOfAsker(text));
  const [first, last] = [sentences[isTold.indexOf(false)], sentences[isTold.lastIndexOf(false)]];
  if (first === undefined || last === undefined) return message;
  const kept = message.slice(first.start, last.start + last.text.length);
  return standsAlone(kept) ? kept : message;
}

function partsOf(asked: readonly string[]): string[] {
  return asked.flatMap(splitSentence).slice(0, MOST_PARTS);
}

/** The question in a request to be told; undefined if the sentence is no request. */
function requestedIn(sentence: string): string | undefined {
  const last = [...sentence.matchAll(REQUEST)].at(-1);
  return last && sentence.slice(last.index + last[0].length);
}

/** The questions that one sentence asks: at least one. */
function splitSentence(sentence: string): string[] {
  // Pieces, with the conjunctions between them at the odd indexes.
  const [first = '', ...rest] = sentence.split(SECOND_QUESTION);
  const parts = [first];
  for (let i = 0; i < rest.length; i += 2) {
    const [conjunction = '', piece = ''] = rest.slice(i, i + 2);
    if (BARE_QUESTION_WORD.test(piece)) parts[parts.length - 1] += conjunction + piece;
    else parts.push(piece);
  }
  return parts.map((part) => part.trim());
}

function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

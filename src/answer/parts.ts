// Splits a question that asks several things, and finds the question in a long message.

/** "…, and who …", "… y cuándo …": a second question word after a conjunction starts a second question. */
const SECOND_QUESTION =
  /(,?\s+(?:and|&|y|e)\s+)(?=(?:(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)\s+)?(?:who|whom|whose|what|when|where|why|how|which|quién|quiénes|qué|cuándo|cuánto|cuántos|cuánta|cuántas|dónde|cómo|cuál|cuáles|quien|quienes|cuando|cuanto|cuantos|cuantas|donde|como)(?![\p{L}\p{N}]))/iu;
/** The end of a sentence, and not of an initial or a title: "the U.S. say", "Dr. Saab". */
const SENTENCE_END = /(?<=[?!.…])(?<!(?<!\p{L})(?:\p{Lu}|[DM]rs?|Ms|Sra?|Dra|St|vs)\.)\s+(?=\S)/u;
const QUESTION_END = /\?[?!]*["”’»)\]]*$/u;
/** A message of more words than this is a story with a question in it. */
const LONG_MESSAGE_WORDS = 30;
/** A question word with nothing to it leans on what comes before: "who won, and by how much". */
const BARE_QUESTION_WORD =
  /^(?:(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)\s+)?\p{L}+(?:\s+(?:much|many|long|often|far|exactly|not|no))*[\s?!.,]*$/iu;
const QUESTION_WORD =
  '(?:who|whom|whose|what|when|where|why|how|which|quién|quiénes|qué|cuándo|cuánto|cuántos|cuánta|cuántas|dónde|cómo|cuál|cuáles|quien|quienes|que|cuando|cuanto|cuantos|cuanta|cuantas|donde|como|cual|cuales)(?![\\p{L}\\p{N}])';
const COURTESY = '(?:[\\s,]+(?:please|pls|kindly|exactly|por favor|exactamente))*';
/** Before what a sentence asks to be told: "…, so could somebody tell me who won", "… quería saber cuándo fue". */
const REQUEST = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:(?:to|i|you|u|just|anyone|anybody|someone|somebody|everyone)\\s+(?:know|ask|wonder|understand|figure out|find out|explain|remember)|anyone knows|wondering|asking|sabe|saben|sabes|saber|preguntar|preguntarles|preguntarle|preguntarte|entender|explicar|explicarme|explicarnos)${COURTESY}[\\s,:]+(?=¿?(?:(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)\\s+)?${QUESTION_WORD})|(?:(?:tell|show|inform|remind)\\s+(?:me|us)|decirme|decirnos|(?:me|nos)\\s+(?:puede|puedes|pueden|podría|podrías|podrían|podria|podrian)\\s+decir)${COURTESY}[\\s,:]+(?!(?:about|sobre|de)\\s))`,
  'giu',
);
const BEGINS_ASKING = new RegExp(`^(?:(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)\\s+)?${QUESTION_WORD}`, 'iu');
/** A sentence of more words than this may begin with a story, too. */
const LONG_SENTENCE_WORDS = 20;
/** Most parts that are answered; there is room for three quotes. */
const MOST_PARTS = 3;

/**
 * The questions that a message asks, in order; the message itself when it asks one thing.
 * Two parts come from "? " or from a conjunction before a question word.
 */
export function splitParts(question: string): string[] {
  const sentences = question.split(SENTENCE_END).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  const asking = sentences.filter((sentence) => QUESTION_END.test(sentence));
  if (wordCount(question) <= LONG_MESSAGE_WORDS)
    return partsOf(asking.length === sentences.length && asking.length > 0 ? asking : [question]);
  // In a story only what ends in a question mark is asked, or what it begs to be told; else everything is.
  const begging =
    asking.length > 0 ? [] : sentences.filter((sentence) => BEGINS_ASKING.test(sentence) || requestedIn(sentence) !== undefined).slice(-1);
  const asked = asking.length > 0 ? asking : begging;
  return partsOf(
    asked.length === 0
      ? [question]
      : asked.map((sentence) => (wordCount(sentence) > LONG_SENTENCE_WORDS && requestedIn(sentence)) || sentence),
  );
}

function partsOf(asked: readonly string[]): string[] {
  return asked.flatMap(splitSentence).slice(0, MOST_PARTS);
}

/** What a sentence asks to be told; undefined where it does not say so. */
function requestedIn(sentence: string): string | undefined {
  const last = [...sentence.matchAll(REQUEST)].at(-1);
  return last && sentence.slice(last.index + last[0].length);
}

/** The questions that one sentence asks: at least one. */
function splitSentence(sentence: string): string[] {
  // Pieces, with the conjunctions between them at the odd places.
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

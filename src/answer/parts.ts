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
/** Most parts that are answered; there is room for three quotes. */
const MOST_PARTS = 3;

/**
 * The questions that a message asks, in order; the message itself when it asks one thing.
 * Two parts come from "? " or from a conjunction before a question word.
 */
export function splitParts(question: string): string[] {
  const sentences = question.split(SENTENCE_END).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  const asking = sentences.filter((sentence) => QUESTION_END.test(sentence));
  const long = wordCount(question) > LONG_MESSAGE_WORDS;
  // In a story only what ends in a question mark is asked; else everything is.
  const asked = asking.length > 0 && (long || asking.length === sentences.length) ? asking : [question];
  return asked.flatMap(splitSentence).slice(0, MOST_PARTS);
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

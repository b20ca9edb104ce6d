// Splits a question that asks several things, and finds the question in a long message.

/** "…, and who …", "… y cuándo …": a second question word after a conjunction starts a second question. */
const SECOND_QUESTION =
  /,?\s+(?:and|&|y|e)\s+(?=(?:(?:at|by|for|from|in|on|to|with|of|a|de|en|por|para|con)\s+)?(?:who|whom|whose|what|when|where|why|how|which|quién|quiénes|qué|cuándo|cuánto|cuántos|cuánta|cuántas|dónde|cómo|cuál|cuáles|quien|quienes|cuando|cuanto|cuantos|cuantas|donde|como)(?![\p{L}\p{N}]))/iu;
/** The end of a sentence, and not of an initial or a title: "the U.S. say", "Dr. Saab". */
const SENTENCE_END = /(?<=[?!.…])(?<!(?<!\p{L})(?:\p{Lu}|[DM]rs?|Ms|Sra?|Dra|St|vs)\.)\s+(?=\S)/u;
const QUESTION_END = /\?[?!]*["”’»)\]]*$/u;
/** A message of more words than this is a story with a question in it. */
const LONG_MESSAGE_WORDS = 30;
/** A part of fewer words is no question of its own: "and how?" */
const SHORTEST_PART_WORDS = 2;
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
  const parts = asked.flatMap((sentence) => sentence.split(SECOND_QUESTION)).map((part) => part.trim());
  const whole = parts.filter((part) => wordCount(part) >= SHORTEST_PART_WORDS);
  return whole.length === 0 ? [question] : whole.slice(0, MOST_PARTS);
}

function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

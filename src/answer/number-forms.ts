// Writes the numbers of a question as the article writes them: "sixteen" as "16", "15" as "fifteen".

import { fold } from '../article/fold.js';
import { amountsIn } from './amounts.js';

/** Smaller numbers in words seldom count anything: "the two of them". */
const LEAST = 3;
const DIGITS = /\p{Nd}/u;

/**
 * A function that replaces each number of a question by the article's form of it, if the article has that number in no other form. The article's
 * words for a number replace digits only in a question of the article's language.
 */
export function createNumberForms(body: string): (question: string, isInItsLanguage: boolean) => string {
  /** The article's folded forms of each number; a form in digits is the first. */
  const forms = new Map<number, string[]>();
  for (const { value, written } of amountsIn(body)) {
    if (value < LEAST) continue;
    const known = forms.get(value) ?? [];
    const form = fold(written);
    if (!known.includes(form)) forms.set(value, DIGITS.test(form) ? [form, ...known] : [...known, form]);
  }
  return (question, isInItsLanguage) => {
    let written = question;
    for (const amount of amountsIn(question).reverse()) {
      const known = forms.get(amount.value) ?? [];
      const [form] = known.filter((one) => isInItsLanguage || DIGITS.test(one));
      const start = question.indexOf(amount.written, amount.index);
      if (form === undefined || start < 0 || known.includes(fold(amount.written))) continue;
      written = `${written.slice(0, start)}${form}${written.slice(start + amount.written.length)}`;
    }
    return written;
  };
}

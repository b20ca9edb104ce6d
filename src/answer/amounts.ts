// Numbers in a text, in digits or in words, English and Spanish.

import { fold } from '../article/fold.js';

/** Code units before and after a number that may say what kind it is. */
const AROUND = 40;
/** Largest relative difference between equal amounts: of rough numbers, and of others. */
const ROUGH = 0.1;
const CLOSE = 0.03;

export interface Amount {
  readonly value: number;
  readonly kind: 'percent' | 'year' | 'money' | 'date' | 'count';
  /** "About", "over", "like". */
  readonly isRough: boolean;
  /** Offset in the text. */
  readonly index: number;
  /** Its digits or words in the text, without a unit. */
  readonly written: string;
}

const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'zero cero',
    '',
    'two dos',
    'three tres',
    'four cuatro',
    'five cinco',
    'six seis',
    'seven siete',
    'eight ocho',
    'nine nueve',
    'ten diez',
    'eleven',
    'twelve doce',
    'thirteen trece',
    'fourteen catorce',
    'fifteen quince',
    'sixteen dieciseis',
    'seventeen diecisiete',
    'eighteen dieciocho',
    'nineteen diecinueve',
  ].flatMap((words, value) =>
    words
      .split(' ')
      .filter(Boolean)
      .map((word) => [word, value]),
  ),
);
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'twenty veinte',
    'thirty treinta',
    'forty cuarenta',
    'fifty cincuenta',
    'sixty sesenta',
    'seventy setenta',
    'eighty ochenta',
    'ninety noventa',
  ].flatMap((words, i) => words.split(' ').map((word) => [word, 20 + 10 * i])),
);
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  cien: 100,
  cientos: 100,
  thousand: 1_000,
  mil: 1_000,
  million: 1e6,
  millon: 1e6,
  millones: 1e6,
};

const TOKEN =
  /(?<money>[$€£]\s?)?(?<digits>\p{Nd}+(?:[.,]\p{Nd}+)*)(?<unit>\s?(?:%|\+|k\b|percent\b|per cent\b|por ciento\b|bucks\b|dollars\b|d[oó]lares\b))?|\p{L}+/giu;
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const BEFORE_MONTH = new RegExp(`^\\p{Nd}+(?:st|nd|rd|th)?\\s+(?:of |de )?${MONTH}\\b`, 'iu');
const AFTER_MONTH = new RegExp(`\\b${MONTH}\\s+$`, 'iu');
const ROUGH_BEFORE =
  /(?:about|around|over|almost|nearly|roughly|like|maybe|some|(?:more|less|fewer) than|up to|at least|m[aá]s de|menos de|casi|unos|unas|como|cerca de|hasta)\s+(?:an?\s+)?$/iu;
const ROUGH_AFTER = /^(?:\+|\s*(?:and change|something|y pico|odd\b|or so\b))/iu;

/** The numbers of a text, in order, without "zero", "one" and "once" as words: these seldom count anything in either language. */
export function amountsIn(text: string): Amount[] {
  const found: Amount[] = [];
  /** A number in words while it is being read. */
  let words: { thousands: number; rest: number; index: number; end: number } | undefined;
  const before = (index: number) => text.slice(Math.max(0, index - AROUND), index);
  const add = (value: number, kind: Amount['kind'], { index, end, written }: { index: number; end: number; written: string }) => {
    found.push({
      value,
      kind,
      index,
      written,
      isRough: ROUGH_BEFORE.test(before(index)) || ROUGH_AFTER.test(text.slice(end, end + AROUND)),
    });
  };
  const flush = () => {
    if (words !== undefined && words.thousands + words.rest > 1) {
      const isPercent = /^\s*(?:percent|per cent|por ciento)/iu.test(text.slice(words.end, words.end + AROUND));
      const written = text.slice(words.index, words.end);
      add(words.thousands + words.rest, isPercent ? 'percent' : 'count', { ...words, written });
    }
    words = undefined;
  };
  for (const match of text.matchAll(TOKEN)) {
    const { digits, money, unit = '' } = match.groups ?? {};
    const { index, 0: raw } = match;
    if (words !== undefined && !/^[\s-]*(?:(?:and|y)[\s-]+)?$/iu.test(text.slice(words.end, index))) flush();
    const word = fold(raw);
    const value = UNITS[word] ?? TENS[word];
    const scale = SCALES[word];
    if (digits !== undefined) {
      flush();
      const end = index + raw.length - (unit.endsWith('+') ? 1 : 0);
      const kind = kindOf({ before: before(index), from: text.slice(index, index + AROUND) }, { digits, unit, money });
      add(numberFrom(digits) * (/k$/iu.test(unit) ? 1_000 : 1), kind, { index, end, written: digits });
    } else if (value !== undefined) {
      if (words !== undefined && !takes(words.rest, value)) flush();
      words ??= { thousands: 0, rest: 0, index, end: 0 };
      words.rest += value;
      words.end = index + raw.length;
    } else if (scale !== undefined) {
      words ??= { thousands: 0, rest: 0, index, end: 0 };
      const amount = Math.max(1, words.rest) * scale;
      words.rest = scale === 100 ? amount : 0;
      if (scale !== 100) words.thousands += amount;
      words.end = index + raw.length;
    }
  }
  flush();
  return found;
}

/** Whether a number word continues the one before: "seventy" with "seven", "two hundred" with "ten", but not "two" with "three". */
function takes(rest: number, value: number): boolean {
  return value < 10 ? rest % 10 === 0 && rest % 100 !== 10 : rest % 100 === 0;
}

function kindOf(
  around: { readonly before: string; readonly from: string },
  { digits, unit, money }: { digits: string; unit: string; money: string | undefined },
): Amount['kind'] {
  if (/%|cent|ciento/iu.test(unit)) return 'percent';
  if (money !== undefined || /buck|d[oó]l/iu.test(unit)) return 'money';
  if (/^(?:1[5-9]|20)\d\d$/u.test(digits)) return 'year';
  return BEFORE_MONTH.test(around.from) || AFTER_MONTH.test(around.before) ? 'date' : 'count';
}

/** A full stop or comma before three digits separates thousands; any other one, decimals. */
function numberFrom(digits: string): number {
  const plain = /^\d{1,3}(?:[.,]\d{3})+$/u.test(digits) ? digits.replace(/[.,]/gu, '') : digits.replace(',', '.');
  return Number.parseFloat(plain);
}

/** Whether a number of a claim may mean a number of a sentence: people round numbers, but not years and days. */
export function isSameAmount(one: Amount, other: Amount): boolean {
  if (!isComparable(one, other)) return false;
  const tolerance = one.kind === 'year' || one.kind === 'date' ? 0 : one.isRough || other.isRough ? ROUGH : CLOSE;
  return Math.abs(one.value - other.value) <= tolerance * Math.max(one.value, other.value);
}

/** Whether two numbers can be of the same kind: a bare number may be a percentage or money. */
export function isComparable(one: Amount, other: Amount): boolean {
  if (one.kind === other.kind) return true;
  return one.kind === 'count' && (other.kind === 'percent' || other.kind === 'money');
}

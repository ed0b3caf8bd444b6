// Numbers as people type them: 650M, 15 billion, 65 000 000, 1.5 × 10⁹. As in catalog/typed_numbers.py.

/**
 * A text that is a number to some readers, and another one, or none, to others: its readings, each with what
 * its marks are taken for, and what to type instead.
 * @typedef {{readings: [string, string][], advice: string[]}} Ambiguous
 */

// Spaces, minus signs and apostrophes in other forms than the usual one.
const OTHER_SPACES = /[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const OTHER_SIGNS = /[\u2010-\u2013\u2212\ufe63]/g;
const OTHER_APOSTROPHES = /[\u2019\u02bc]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const PLAIN_NUMBER = /^([+-]?)([\d.,_' ]*[\d.,])( *e([+-]?\d+)| *([a-z]+))?$/i;
const POWER_OF_TEN = new RegExp(
  `^([+-]?)(?:([\\d.,_' ]*[\\d.,])( *[x×*·⋅] *))?(10(?: *\\^ *([+-]?\\d+)|([⁺⁻]?[${SUPERSCRIPTS}]+)))$`,
  "i",
);
const DECIMAL = /^\d*(?:\.\d*)?$/;
const GROUPED = new RegExp(
  "^(?:\\d{1,3}(?:([ _'])\\d{3}(?:\\1\\d{3})*|(?:,\\d{3}){2,}|,\\d{3}(?=\\.\\d))(?:\\.\\d*)?" +
    "|\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d*)?)$",
);
const ONE_COMMA = /^(?!0+,)(\d{1,3}),(\d{3})$/;
const ONE_POINT = /^(?!0+\.)(\d{1,3})\.(\d{3})$/;
const POINTS = /^(?!0+\.)\d{1,3}(?:\.\d{3}){2,}$/;
const DECIMAL_COMMA = /^(\d*|\d{1,3}([ _'])\d{3}(?:\2\d{3})*|(?!0+\.)\d{1,3}(?:\.\d{3})+),(\d+)$/;

/**
 * The number that somebody typed; null where it is not one, its readings where readers would disagree.
 * @param {string} text
 * @returns {number | Ambiguous | null}
 */
function typedNumber(text) {
  const plain = usual(text).replace(AROUND_WORDS, "");
  const simple = PLAIN_NUMBER.exec(plain);
  const found = simple ?? POWER_OF_TEN.exec(plain);
  if (!found) return null;
  const [, sign, digits] = found;
  const exponent = simple ? exponentOf(simple[4], simple[5]) : (found[5] ?? lowered(found[6]));
  if (exponent === null) return null;
  if (digits === undefined) return Number(`${sign}1e${exponent}`);
  const rest = plain.slice(sign.length + digits.length);
  const read = readDigits(digits, rest);
  if (read === null) return null;
  if (typeof read === "string") return Number(`${sign}${read}e${exponent}`);
  return {
    readings: read.readings.map(([number, marks]) => [`${sign}${number}${rest}`, marks]),
    advice: read.advice.map((number) => `${sign}${number}${rest}`),
  };
}

/**
 * What somebody who reads "As a number, it ..." needs to know, where the text is an ambiguous number.
 * @param {string} text
 */
function asNumber(text) {
  const number = typedNumber(text);
  if (number === null || typeof number === "number") return [];
  return [fill(data().numbers.asNumber, { says: says(number) })];
}

/**
 * The predicate of a sentence about an ambiguous text, and what to type instead.
 * @param {Ambiguous} ambiguous
 */
function says({ readings, advice }) {
  const { one, two, marks } = data().numbers;
  const [[first, its], [second, others]] = [readings[0], readings[readings.length - 1]];
  return fill(readings.length === 1 ? one : two, {
    first: shown(first),
    marks: marks[its],
    second: shown(second),
    others: marks[others],
    typed: shown(advice[0]),
    other: shown(advice[advice.length - 1]),
  });
}

/**
 * Digits of every script, spaces, signs and apostrophes in their usual form.
 * @param {string} text
 */
function usual(text) {
  const plain = text
    .replace(INVISIBLE, "")
    .replace(OTHER_SPACES, " ")
    .replace(OTHER_SIGNS, "-")
    .replace(OTHER_APOSTROPHES, "'")
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0));
  return inAscii(plain);
}

/**
 * Digits of any script as ASCII ones. They stand in rows from zero to nine, so counting back tells.
 * @param {string} text
 */
function inAscii(text) {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = Number(digit.codePointAt(0));
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  });
}

/**
 * @param {string | undefined} exponent
 * @param {string | undefined} suffix
 * @returns {string | null}
 */
function exponentOf(exponent, suffix) {
  if (exponent) return exponent;
  if (!suffix) return "0";
  const { suffixes } = data().numbers;
  const power = suffixes[suffix.toLowerCase()];
  return typeof power === "number" ? String(power) : null;
}

/** @param {string} raised An exponent in superscripts. */
function lowered(raised) {
  return raised.replace(/./g, (letter) => {
    const digit = SUPERSCRIPTS.indexOf(letter);
    if (digit >= 0) return String(digit);
    return letter === "⁻" ? "-" : "+";
  });
}

/**
 * The digits as a number is written in programs. What follows them, a suffix or a power, settles that a point
 * is a decimal one.
 * @param {string} digits
 * @param {string} rest
 * @returns {string | Ambiguous | null}
 */
function readDigits(digits, rest) {
  if (!/\d/.test(digits)) return null;
  const point = ONE_POINT.exec(digits);
  if (point && !rest) return twoReadings(point, "point", "decimalPoint", rest);
  if (DECIMAL.test(digits)) return digits;
  if (GROUPED.test(digits)) return digits.replace(/[,_' ]/g, "");
  const comma = ONE_COMMA.exec(digits);
  if (comma) return twoReadings(comma, "comma", "decimalComma", rest);
  if (POINTS.test(digits)) return oneReading(digits.replace(/\./g, ""), "points");
  const decimal = DECIMAL_COMMA.exec(digits);
  if (!decimal) return null;
  const whole = decimal[1].replace(/[._' ]/g, "") || "0";
  const number = `${whole}.${decimal[3]}`;
  // English spreadsheets pass over a comma wherever it is.
  if (/^\d*[1-9]\d*$/.test(decimal[1])) return commaReadings(number, decimal[1] + decimal[3]);
  return oneReading(number, decimal[1].includes(".") ? "both" : "decimalComma");
}

/**
 * @param {string} number
 * @param {string} marks
 * @returns {Ambiguous}
 */
function oneReading(number, marks) {
  return { readings: [[number, marks]], advice: [number] };
}

/**
 * @param {string} number
 * @param {string} joined
 * @returns {Ambiguous}
 */
function commaReadings(number, joined) {
  return {
    readings: [
      [number, "decimalComma"],
      [joined, "anyComma"],
    ],
    advice: [number, joined],
  };
}

/**
 * @param {RegExpExecArray} found
 * @param {string} grouping
 * @param {string} decimal
 * @param {string} rest
 * @returns {Ambiguous}
 */
function twoReadings([, whole, fraction], grouping, decimal, rest) {
  const read = `${whole}.${fraction}`;
  return {
    readings: [
      [whole + fraction, grouping],
      [read, decimal],
    ],
    advice: [whole + fraction, rest ? read : unmistakable(whole, fraction)],
  };
}

/**
 * A decimal with other than three digits after the point, which nobody takes for thousands.
 * @param {string} whole
 * @param {string} fraction
 */
function unmistakable(whole, fraction) {
  const short = fraction.replace(/0+$/, "");
  if (!short) return whole;
  return `${whole}.${short}${short.length === 3 ? "0" : ""}`;
}

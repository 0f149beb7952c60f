// @ts-check
// Dates in a query: the rules of itucovid.search.periods, with its constants in `rules`.

import { isAscii, UNSPACED } from "./text.js";

/** @import { Analyzer } from "./text.js" */
/** @import { FoundDate, Period } from "./types" */

/** @typedef {{ letter: string, number: number, start: number, end: number }} DateSymbol */
/** @typedef {{ year: number, month: number, day: number }} DateParts */
/** @typedef {Pick<FoundDate, "periods" | "scope"> & { end: number }} DateRange */

const WORD_OR_SIGN = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+|\\S`, "gu");
// "May 3 to 5, 2020", "5月3日至5日"
const LAST_DAY_OF_RANGE = /Dd?(?:[f.,]{0,2}Y)?/y;
const LAST_DAY = 31;
const FIRST = "0000-01-01";
const LAST = "9999-12-31";

/**
 * A number with leading zeros.
 *
 * @param {number} number
 * @param {number} [width]
 */
const padded = (number, width = 2) => String(number).padStart(width, "0");

/**
 * Whether the dates of a record, an ISO 8601 date or interval, include a day of a period.
 *
 * @param {Period} period
 * @param {string} dates
 */
export function overlaps([first, last], dates) {
  const [from, to = from] = dates.split("/");
  const start = `${from}-01-01`.slice(0, 10);
  const end = to.length < 10 ? to + "-12-31".slice(to.length - 10) : to;
  if (first.length === 10) return start <= last && end >= first;
  const turns = last < first ? 1 : 0;
  const year = Number(start.slice(0, 4));
  for (let own = year - 1; own <= Math.min(Number(end.slice(0, 4)), year + 1); own++) {
    if (start <= `${padded(own + turns, 4)}-${last}` && end >= `${padded(own, 4)}-${first}`) return true;
  }
  return false;
}

/**
 * The dates and ranges of a text, in order.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @returns {FoundDate[]}
 */
export function findDates(analyzer, text) {
  const symbols = readSymbols(analyzer, text);
  const letters = symbols.map((symbol) => symbol.letter).join("");
  /** @type {FoundDate[]} */
  const found = [];
  for (let at = 0; at < symbols.length; ) {
    if (!"DMY".includes(letters[at])) {
      at++;
      continue;
    }
    const { end, scope, periods } = findRange(analyzer, symbols, letters, at);
    const bound = at - 1 - Number(letters[at - 1] === "f");
    const isBound = Object.hasOwn(analyzer.rules.boundWords, letters[bound] ?? "") && periods.length === 1;
    if (isBound && periods[0][0].length === 10 && findForm(analyzer, symbols, letters, at)[1] === end) {
      const own = bounded(periods[0], letters[bound]);
      found.push({ start: symbols[bound].start, end: symbols[end - 1].end, periods: [own], scope: "date" });
    } else if (periods.length) {
      found.push({ start: symbols[at].start, end: symbols[end - 1].end, periods, scope });
    }
    at = Math.max(end, at + 1);
  }
  return found;
}

/**
 * The period since, until, before or after a date.
 *
 * @param {Period} period
 * @param {string} bound a letter of `boundWords`
 * @returns {Period}
 */
function bounded([first, last], bound) {
  const beside = (/** @type {string} */ date, /** @type {number} */ days) =>
    date.slice(0, -2) + padded(Number(date.slice(-2)) + days);
  if (bound === "s") return [first, LAST];
  if (bound === "u") return [FIRST, last];
  // The days are only compared: a month may have a day 0 or 32.
  return bound === "p" ? [FIRST, beside(first, -1)] : [beside(last, 1), LAST];
}

/**
 * The words and signs of a text, as one letter each.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 */
function readSymbols(analyzer, text) {
  const { monthNumbers } = analyzer.rules;
  /** @type {DateSymbol[]} */
  const symbols = [];
  const plain = isAscii(text) ? text : analyzer.asciiDigits(text);
  const words = [...plain.matchAll(WORD_OR_SIGN)];
  let endOfMonth = 0;
  let isAfterBetween = false;
  words.forEach((match, i) => {
    let start = match.index;
    if (start < endOfMonth) return;
    let end = start + match[0].length;
    let [letter, number] = classify(analyzer, match[0]);
    const following = words[i + 1];
    const pair = [match, following].map((word) => (word ? analyzer.normalize(word[0]) : ""));
    const month = pair.every(Boolean) ? monthNumbers[pair.join("")] : 0;
    if (letter === "x" && month) {
      // Some Arabic months have two words.
      [letter, number, end] = ["M", month, following.index + following[0].length];
      endOfMonth = end;
    }
    const [before, last] = symbols.slice(-2);
    if ("DY".includes(letter) && last && isAttached(before, last, start)) letter = "x";
    if ("ab".includes(letter))
      [letter, isAfterBetween] = [isAfterBetween && letter === "a" ? "r" : "x", letter === "b"];
    if (letter === "M" && last?.letter === "/" && before.letter === "M" && before.number === number) {
      start = before.start; // two names of one month
      symbols.splice(-2);
    }
    symbols.push({ letter, number, start, end });
  });
  return symbols;
}

/**
 * Whether a hyphen attaches a number to a word: "covid-19".
 *
 * @param {DateSymbol} word
 * @param {DateSymbol} hyphen
 * @param {number} start the offset of the number
 */
const isAttached = (word, hyphen, start) =>
  word.letter === "x" && hyphen.letter === "-" && word.end === hyphen.start && hyphen.end === start;

/**
 * The letter of a word or sign, and the number of a day, month or year.
 *
 * @param {Analyzer} analyzer
 * @param {string} word
 * @returns {[letter: string, number: number]}
 */
function classify(analyzer, word) {
  const { dateSigns, dashes, ordinal, monthNumbers, dateFillers, rangeWords, andWords, betweenWords, boundWords } =
    analyzer.rules;
  if (Object.hasOwn(dateSigns, word)) return [dateSigns[word], 0];
  if (dashes.includes(word)) return ["-", 0];
  if ("/.,".includes(word)) return [word, 0];
  const digits = new RegExp(`^${ordinal}$`).exec(word.toLowerCase())?.[1] ?? word;
  if (/^[0-9]+$/.test(digits)) {
    const number = Number(digits);
    if (digits.length === 4) return ["Y", number];
    return digits.length < 3 && number >= 1 && number <= LAST_DAY ? ["D", number] : ["x", 0];
  }
  const term = analyzer.normalize(word);
  if (Object.hasOwn(monthNumbers, term)) return ["M", monthNumbers[term]];
  const kinds = { f: dateFillers, r: rangeWords, a: andWords, b: betweenWords, ...boundWords };
  return [Object.entries(kinds).find(([, ofKind]) => ofKind.includes(term))?.[0] ?? "x", 0];
}

/**
 * The range or date that begins with a symbol: its end, its scope, and what it may mean.
 *
 * @param {Analyzer} analyzer
 * @param {DateSymbol[]} symbols
 * @param {string} letters
 * @param {number} at
 * @returns {DateRange}
 */
function findRange(analyzer, symbols, letters, at) {
  const endOfBetween = (/** @type {number} */ position) => {
    if (!"-ru".includes(letters[position] ?? "x")) return 0;
    return position + (letters[position + 1] === "f" ? 2 : 1);
  };
  const [firsts, end] = findForm(analyzer, symbols, letters, at);
  let between = endOfBetween(at + 1);
  if (!firsts.length && letters[at] === "D" && between) {
    const [[last], lastEnd] = findForm(analyzer, symbols, letters, between); // "3 to 5 May 2020"
    if (last?.day && last.month) return asRange({ ...last, day: symbols[at].number }, last, lastEnd);
  }
  const [first] = firsts;
  if (!first) return { end: at + 1, scope: "date", periods: [] };
  between = endOfBetween(end);
  if (firsts.length === 1 && between) {
    let [[last], lastEnd] = findForm(analyzer, symbols, letters, between);
    LAST_DAY_OF_RANGE.lastIndex = between;
    const match = !last && first.day ? LAST_DAY_OF_RANGE.exec(letters) : null;
    if (match) {
      lastEnd = between + match[0].length;
      const numbers = symbols.slice(between, lastEnd).filter(({ letter }) => "DY".includes(letter));
      last = { year: Math.max(first.year, numbers[1]?.number ?? 0), month: first.month, day: numbers[0].number };
    }
    const found = last && asRange(first, last, lastEnd);
    if (found?.periods.length) return found;
  }
  const isMonth = letters[at] === "M" && !first.year && !first.day;
  const periods = firsts.flatMap((parts) => periodBetween(parts, parts));
  return { end, scope: isMonth ? "month" : first.month ? "date" : "year", periods };
}

/**
 * @param {DateParts} one
 * @param {DateParts} other
 * @param {number} end
 * @returns {DateRange}
 */
function asRange(one, other, end) {
  const first = { ...one, year: one.year || other.year };
  const last = { ...other, year: other.year || one.year };
  const periods = periodBetween(first, last);
  const isReversed = first.year && periods.some(([from, to]) => to < from);
  return { end, scope: first.year || first.day ? "date" : "month", periods: isReversed ? [] : periods };
}

/**
 * What the date that begins with a symbol may mean, and its end.
 *
 * @param {Analyzer} analyzer
 * @param {DateSymbol[]} symbols
 * @param {string} letters
 * @param {number} at
 * @returns {[found: DateParts[], end: number]}
 */
function findForm(analyzer, symbols, letters, at) {
  for (const [pattern, names] of analyzer.rules.dateForms) {
    const form = analyzer.form(pattern);
    form.lastIndex = at;
    const match = form.exec(letters);
    if (!match) continue;
    const end = at + match[0].length;
    const numbers = symbols.slice(at, end).flatMap(({ letter, number }) => ("DMY".includes(letter) ? [number] : []));
    const found = [dateParts(names, numbers)];
    if (names === "dmy" && !match[0].includes(".")) {
      const other = dateParts("mdy", numbers);
      if (other.day !== found[0].day) found.push(other);
    }
    const existing = found.filter((parts) => periodBetween(parts, parts).length);
    if (existing.length) return [existing, end];
  }
  return [[], at];
}

/**
 * @param {string} names
 * @param {number[]} numbers
 * @returns {DateParts}
 */
function dateParts(names, numbers) {
  const number = (/** @type {string} */ name) => numbers[names.replace("n", "m").indexOf(name)] ?? 0;
  return { year: number("y"), month: number("m"), day: number("d") };
}

/** @param {DateParts} parts */
function dateExists({ year, month, day }) {
  const date = new Date(0);
  date.setUTCFullYear(year || 2020, (month || 1) - 1, day || 1);
  return month <= 12 && (!month || date.getUTCMonth() === month - 1) && (!day || date.getUTCDate() === day);
}

/**
 * The period from the first day of a date to the last day of another, if both exist.
 *
 * @param {DateParts} first
 * @param {DateParts} last
 * @returns {Period[]}
 */
function periodBetween(first, last) {
  if (!dateExists(first) || !dateExists(last)) return [];
  const start = `${padded(first.year, 4)}-${padded(first.month || 1)}-${padded(first.day || 1)}`;
  const end = `${padded(last.year, 4)}-${padded(last.month || 12)}-${padded(last.day || LAST_DAY)}`;
  const cut = first.year ? 0 : "YYYY-".length;
  return [[start.slice(cut), end.slice(cut)]];
}

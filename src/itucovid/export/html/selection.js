// @ts-check
// The selection of records by date, and the files of a selection.

import { findDates, overlaps } from "./dates.js";

/** @import { Analyzer } from "./text.js" */
/** @import { Downloads, Period } from "./types" */

export const FIRST_DAY = "0000-01-01";
export const LAST_DAY_OF_TIME = "9999-12-31";
const WORDS = /[\p{L}\p{N}]+/gu;
const PREPOSITIONS = ["в", "في"];

/**
 * What a text may mean that is a date with a year; nothing if it is none.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @returns {Period[]}
 */
export function datePeriods(analyzer, text) {
  const plain = text.normalize("NFC").replace("º", " ");
  const [date] = findDates(analyzer, plain);
  if (!date || date.periods[0][0].length < FIRST_DAY.length) return [];
  const others = `${plain.slice(0, date.start)} ${plain.slice(date.end)}`.match(WORDS) ?? [];
  const fillers = [...analyzer.rules.dateFillers, ...PREPOSITIONS];
  return others.every((word) => fillers.includes(word) || fillers.includes(analyzer.normalize(word)))
    ? date.periods
    : [];
}

/**
 * Whether the dates of a record, an interval of ISO 8601-2 or the empty string, include a day of a period.
 *
 * @param {string} dates
 * @param {Period} period
 */
export const isWithin = (dates, period) =>
  Boolean(dates) && overlaps(period, dates.replace(/\.\.$/, "9999").replace(/\/$/, ""));

/**
 * Whether only the start of a record is known, so that it may have lasted into a period.
 *
 * @param {string} dates
 * @param {Period} period
 */
export const mayHaveLasted = (dates, [first]) => dates.endsWith("/") && !isWithin(dates, [first, LAST_DAY_OF_TIME]);

/**
 * The text of a file of some records.
 *
 * @param {Downloads} downloads
 * @param {string} suffix
 * @param {number[]} records
 * @param {(record: number) => [title: string, summary: string]} textsOf
 */
export function fileText({ files, pieces }, suffix, records, textsOf) {
  const { head, records: numbers } = files[suffix];
  return records.reduce((text, record) => {
    const own = textsOf(record);
    return text + numbers[record].map((number) => own[number] ?? pieces[number]).join("");
  }, head);
}

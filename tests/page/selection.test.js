// @ts-check
// Filters by date, as `--since` and `--until` do, and the text of downloads.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { datePeriods, fileText, isWithin, mayHaveLasted } from "../../src/itucovid/export/html/selection.js";
import { Analyzer } from "../../src/itucovid/export/html/text.js";

/** @type {typeof import("./cases.json")} */
const { rules, dates } = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf-8"));
const analyzer = new Analyzer(rules);

/**
 * The first and last day of a partial date; every month has 31 days.
 *
 * @param {string} date
 */
const periodOf = (date) => [`${date}-01-01`.slice(0, 10), date + "-12-31".slice(date.length - 10 || 6)];

for (const { text, meanings } of dates) {
  test(`“${text}” means ${meanings.join(" or ") || "no date"}`, () => {
    assert.deepEqual(datePeriods(analyzer, text).sort(), meanings.map(periodOf));
  });
}

for (const [record, first, last, within] of /** @type {[string, string, string, boolean][]} */ ([
  ["", "0000-01-01", "9999-12-31", false],
  ["2020-05-18/2020-05-19", "2020-05-19", "2020-06-01", true],
  ["2020-05-18/2020-05-19", "2020-05-20", "9999-12-31", false],
  ["2020-05-18/2020-05-19", "0000-01-01", "2020-05-17", false],
  ["2020-02/2020-02", "2020-02-31", "9999-12-31", true],
  ["2020/2021", "2021-12-31", "9999-12-31", true],
  ["2020-05/..", "2031-01-01", "9999-12-31", true],
  ["2020-05/..", "0000-01-01", "2020-04-31", false],
  ["2020-05/", "2020-05-31", "9999-12-31", true],
  ["2020-05/", "2020-06-01", "9999-12-31", false],
])) {
  test(`a record of ${record || "no date"} is ${within ? "" : "not "}within ${first} to ${last}`, () => {
    assert.equal(isWithin(record, [first, last]), within);
  });
}

for (const [record, first, may] of /** @type {[string, string, boolean][]} */ ([
  ["2020-05/", "2020-06-01", true],
  ["2020-05/", "2020-05-31", false],
  ["2020-05/", "0000-01-01", false],
  ["2020-05/2020-05", "2020-06-01", false],
  ["2020-05/..", "2020-06-01", false],
  ["", "2020-06-01", false],
])) {
  test(`a record of ${record || "no date"} ${may ? "may have" : "has not"} lasted until ${first}`, () => {
    assert.equal(mayHaveLasted(record, [first, "9999-12-31"]), may);
  });
}

test("a file is its head and the pieces of its records, with their titles and summaries", () => {
  const downloads = {
    files: {
      csv: {
        head: "id\n",
        records: [
          [2, 0, 3],
          [1, 3],
        ],
      },
    },
    pieces: ["", "", "one,", "\n"],
  };
  const textsOf = (/** @type {number} */ record) =>
    /** @type {[string, string]} */ ([`title ${record}`, record ? "" : "summary"]);
  assert.equal(fileText(downloads, "csv", [1, 0], textsOf), "id\n\none,title 0\n");
  assert.equal(fileText(downloads, "csv", [], textsOf), "id\n");
});

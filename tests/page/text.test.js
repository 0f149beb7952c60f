// @ts-check
// Text analysis of the page: see cases.py for the texts that Python splits alike.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Analyzer, countCharacters, memoize, osaDistance, truncate } from "../../src/itucovid/export/html/text.js";

/** @type {typeof import("./cases.json")} */
const { rules, texts } = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf-8"));
const analyzer = new Analyzer(rules);

for (const { text, tokens } of texts) {
  test(`terms, stems and compounds of “${text}”`, () => {
    const found = analyzer.indexTokens(text);
    assert.deepEqual(
      found.map(({ term, start, end }) => [term, analyzer.stem(term), text.slice(start, end)]),
      tokens,
    );
  });
}

for (const [word, term] of [
  ["Santé", "sante"],
  ["５Ｇ", "5g"],
  ["الصّحة", "الصحه"],
  ["Straße", "strasse"],
  ["ΟΔΟΣ", "οδοσ"],
  ["Œuvre", "oeuvre"],
  ["-", ""],
]) {
  test(`${word} is normalized to ${term || "nothing"}`, () => {
    assert.equal(analyzer.normalize(word), term);
  });
}

for (const [one, other, limit, distance] of /** @type {[string, string, number, number][]} */ ([
  ["giga", "giga", 2, 0],
  ["giga", "gigas", 2, 1],
  ["giga", "iga", 2, 1],
  ["giga", "gaga", 2, 1],
  ["giga", "igga", 2, 1],
  ["giga", "iggas", 2, 2],
  ["ca", "abc", 3, 3],
  ["giga", "health", 2, 3],
  ["giga", "gogo", 1, 2],
  ["giga", "gigahertz", 2, 3],
  ["𞤀𞤁", "𞤁𞤀", 2, 1],
  ["ab", "𞤀b", 2, 1],
])) {
  test(`the distance of ${one} and ${other} within ${limit} is ${distance}`, () => {
    assert.equal(osaDistance(one, other, limit), distance);
  });
}

test("characters outside the basic plane count once", () => {
  assert.equal(countCharacters("a𠮷"), 2);
  assert.equal(truncate("a𠮷b", 2), "a𠮷");
});

test("a memoized function computes each result once", () => {
  let calls = 0;
  const upper = memoize((text) => {
    calls++;
    return text.toUpperCase();
  });
  assert.deepEqual([upper("a"), upper("a"), upper("b"), calls], ["A", "A", "B", 2]);
});

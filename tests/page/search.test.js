// @ts-check
// The search of the page against what Python finds in the same records: see cases.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fieldTexts, Index, matchSpans, parse, search } from "../../src/itucovid/export/html/search.js";
import { Analyzer } from "../../src/itucovid/export/html/text.js";

/** @type {typeof import("./cases.json")} */
const { rules, corpora } = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf-8"));
const analyzer = new Analyzer(rules);

/** @param {(typeof corpora)[number]} corpus */
function buildIndex({ corpusStems, texts, values, titles, summaries }) {
  const textsOf = (/** @type {number} */ record) =>
    fieldTexts({ rules, texts, values }, record, titles[record], summaries[record]);
  const index = new Index(analyzer, corpusStems, textsOf, titles.length);
  index.add(titles.length);
  return index;
}

/**
 * Sort spans, and merge those that overlap.
 *
 * @param {[number, number][]} spans
 */
function merge(spans) {
  /** @type {[number, number][]} */
  const merged = [];
  for (const [start, end] of spans.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && start < last[1]) last[1] = Math.max(end, last[1]);
    else merged.push([start, end]);
  }
  return merged;
}

for (const corpus of corpora) {
  describe(corpus.name, () => {
    const index = buildIndex(corpus);
    for (const { query, among, hits, highlights, ...expected } of corpus.searches) {
      test(`${query.slice(0, 40)} in ${among.length} records`, () => {
        const found = search(
          index,
          query,
          among.map((id) => corpus.ids.indexOf(id)),
        );
        const { terms, excluded, operators } = parse(analyzer, query);
        const marked = found.hits.flatMap((record) =>
          [...index.texts(record)].flatMap(([field, text]) =>
            merge(matchSpans(index, found.highlights, text)).map(([start, end]) =>
              JSON.stringify([corpus.ids[record], rules.fields[field].name, text.slice(start, end)]),
            ),
          ),
        );
        assert.deepEqual(
          {
            terms: terms.map(({ text, words }) => [text, ...words]),
            excluded: excluded.map(({ text, words }) => [text, ...words]),
            periods: [...terms, ...excluded].map((term) => term.periods),
            operators,
            hits: found.hits.map((record) => corpus.ids[record]),
            unmatched: found.unmatched,
            words: found.words.map(({ text, how, known }) => [text, how, ...known]),
            excludedCount: found.excluded,
            suggestions: found.suggestions.flatMap(([, words]) => words),
            highlights: new Set(marked),
          },
          {
            ...expected,
            hits: hits.map(([id]) => id),
            highlights: new Set(highlights.map((highlight) => JSON.stringify(highlight))),
          },
        );
        // Python rounds the scores to one digit.
        hits.forEach(([, score], i) => {
          assert.ok(
            Math.abs(100 * found.scores[i] - Number(score)) < 0.05 + 1e-9,
            `${100 * found.scores[i]} for ${score}`,
          );
        });
      });
    }
  });
}

test("match counts cover records that are not among the possible hits", () => {
  const corpus = corpora.find(({ name }) => name === "query");
  assert.ok(corpus);
  const { hits, matchCounts } = search(buildIndex(corpus), "giga schools -internet", [1]);
  assert.deepEqual({ hits, matchCounts: [...matchCounts] }, { hits: [1], matchCounts: [2, 1, 0] });
});

test("an index that is built in parts is complete after the last part", () => {
  const index = new Index(analyzer, [], (record) => [[0, `Title title ${record}`]], 3);
  assert.deepEqual([index.add(2), index.add(2), index.add(2)], [true, false, false]);
  assert.deepEqual([index.records("title"), index.records("2"), index.records("3")], [[0, 1, 2], [2], []]);
});

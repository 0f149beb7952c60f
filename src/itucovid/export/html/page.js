// @ts-check
// The page. Its state is that of the form, and the form's is the fragment of the address, so that views can be shared.

import { bestMatches, fieldTexts, Index, matchSpans, search } from "./search.js";
import { datePeriods, FIRST_DAY, fileText, isWithin, LAST_DAY_OF_TIME, mayHaveLasted } from "./selection.js";
import { Analyzer, range } from "./text.js";

/** @import { Downloads, Period, Results, ScriptData, WordMatch } from "./types" */
/** @typedef {Record<string, string[]>} SelectedValues for each filter the selected values */

const PAGE_SIZE = 25;
const INDEX_BATCH = 200;
const HISTORY_DELAY = 300;
const MAX_ORPHANS = 5;
const COPIED_DELAY = 3000;
const DOWNLOAD_DELAY = 60_000;
const JUMP_FRAMES = 20;

const element = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.getElementById(`page:${name}`));

/** @type {ScriptData} */
const data = JSON.parse(element("data").textContent);
const form = /** @type {HTMLFormElement} */ (element("form"));
const queryInput = /** @type {HTMLInputElement} */ (element("q"));
/** @type {HTMLInputElement[]} */
const checkboxes = [...form.querySelectorAll("input[type=checkbox]")].map(
  (input) => /** @type {HTMLInputElement} */ (input),
);
/** The first and last day of the period; none if no record has a date. @type {HTMLInputElement[]} */
const dateInputs = [...form.querySelectorAll("input[type=text]")].map(
  (input) => /** @type {HTMLInputElement} */ (input),
);
const filters = [...new Set(checkboxes.map((input) => input.name))];
/** The records in the order of the data, which a page saved while it was filtered does not have. */
const articles = data.ids.map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const bars = [...document.querySelectorAll(".timeline li")].map((bar) => /** @type {HTMLElement} */ (bar));
const records = range(articles.length);
const introduction = document.querySelector(".introduction");

const find = (/** @type {Element} */ parent, /** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (parent.querySelector(selector));

const titles = data.titles ?? articles.map((article) => find(article, ".title").textContent);
const summaries = articles.map((article) => article.querySelector(".summary")?.textContent ?? "");

const textsOf = (/** @type {number} */ record) => fieldTexts(data, record, titles[record], summaries[record]);

const analyzer = new Analyzer(data.rules);
const index = new Index(analyzer, data.corpusStems, textsOf, articles.length);

// Build the index while the page is idle.
const whenIdle = window.requestIdleCallback ?? ((/** @type {() => void} */ task) => setTimeout(task, 1));
const indexWhenIdle = () => {
  if (index.add(INDEX_BATCH)) whenIdle(indexWhenIdle);
};
whenIdle(indexWhenIdle);

const plural = (/** @type {number} */ number, /** @type {string} */ noun) =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

/** The query and the selected values of each filter. */
function readForm() {
  const fields = new FormData(form);
  const selection = Object.fromEntries(filters.map((filter) => [filter, fields.getAll(filter).map(String)]));
  return { query: queryInput.value.trim(), selection };
}

/** The period of the form, if it limits the dates, in days and in the words of the form; and what is wrong with it. */
function readPeriod() {
  /** @type {Period} */
  const period = [FIRST_DAY, LAST_DAY_OF_TIME];
  /** @type {string[]} */
  const words = [];
  /** @type {string[]} */
  const problems = [];
  dateInputs.forEach(({ name, value }, side) => {
    const text = value.trim();
    if (!text) return;
    const meanings = datePeriods(analyzer, text);
    if (meanings.length > 1) {
      problems.push(`“${text}” is ambiguous; write ${meanings.map(([day]) => day).join(" or ")}.`);
    } else if (meanings.length) {
      period[side] = meanings[0][side];
      words.push(`${name} ${text}`);
    } else {
      problems.push(`“${text}” is not a date; write 2020, 2020-05, 2020-05-03 or May 2020.`);
    }
  });
  if (period[1] < period[0])
    return { period: null, words: [], problems: ["The end of the period is before its start."] };
  return { period: words.length ? period : null, words, problems };
}

/** The records within the period. */
let inPeriod = records;

/**
 * The records that match the filters.
 *
 * @param {SelectedValues} selection
 * @param {string} [except] a filter that does not count
 * @param {number[]} [among]
 */
function applyFilters(selection, except, among = inPeriod) {
  const active = filters.filter((filter) => filter !== except && selection[filter].length);
  if (!active.length) return among;
  return among.filter((record) =>
    active.every((filter) => selection[filter].some((value) => data.facets[record][filter].includes(value))),
  );
}

/** Whether the last word of the query may be unfinished. */
let isTyping = false;

/**
 * The results of the query in the form. The first letters of a word match nothing: they do not count while it is typed.
 *
 * @param {string} query
 * @param {number[]} among
 */
function searchForm(query, among) {
  const results = query ? search(index, query, among) : null;
  const letters = /[^\s"“”]+$/.exec(queryInput.value)?.[0] ?? "";
  const isUnfinished = isTyping && letters && [...letters].length < data.rules.minPrefixLength;
  if (!isUnfinished || !results?.unmatched.length) return results;
  const finished = query.slice(0, -letters.length).trim();
  return finished ? search(index, finished, among) : null;
}

// The records of the current view, and how many of them are in the list of results.
let shown = records;
/** @type {Results | null} */
let results = null;
let listed = 0;
/** Notes on parts of the address that the page does not know. @type {string[]} */
let unknown = [];
/** Comments in the place of the articles that are in the list of results. @type {Map<HTMLElement, Comment>} */
const placeholders = new Map();
/** @type {Range[]} */
const highlighted = [];
/** Why records are hits, below their titles. @type {HTMLElement[]} */
const reasons = [];

/** The list of all records is shown only while this slot is in its shadow root. */
const slot = document.createElement("slot");
/** @type {ShadowRoot | undefined} */
let allRoot;

/** Show the records that match the form. */
function show() {
  const { query, selection } = readForm();
  const { period, words: dates, problems } = readPeriod();
  inPeriod = period ? records.filter((record) => isWithin(data.dates[record], period)) : records;
  const isFiltered = Boolean(period) || filters.some((filter) => selection[filter].length);
  const filtered = applyFilters(selection);
  if (query) index.add(articles.length);
  results = searchForm(query, filtered);
  const isActive = Boolean(results) || isFiltered;
  shown = results ? results.hits : filtered;
  // When an element with `content-visibility` is removed, Chromium updates the CSS counters of all elements that have a
  // slot. So the list of all records is removed before the results appear, and restored after they are gone.
  if (isActive) {
    allRoot ??= element("all").attachShadow({ mode: "open" });
    slot.remove();
  }
  element("results").hidden = !isActive;
  element("clear").hidden = !String(formParameters());
  // Not a class of the body: that would invalidate the style of all records.
  element("nav").hidden = isActive;
  introduction?.classList.toggle("searching", isActive);
  clearHighlights();
  if (isActive) {
    listed = 0;
    showMore(PAGE_SIZE);
  } else {
    restoreOrder();
    if (allRoot && !slot.parentNode) {
      // Updates the layout.
      element("results").getBoundingClientRect();
      allRoot.append(slot);
    }
  }
  showCounts(selection, filtered);
  showTimeline(isActive);
  const total = plural(articles.length, "record");
  element("status").textContent = isActive ? `${shown.length} of ${total}` : total;
  if (dateInputs.length) element("selected:date").textContent = dates.join(", ");
  const selected = [...filters.flatMap(selectedLabels), ...dates];
  element("selected").textContent = selected.join(", ");
  element("request").textContent = [...(query ? [`“${query}”`] : []), ...selected].join(", ");
  const lines = [...unknown, ...problems, ...(period ? notesOnDates(selection, period) : [])];
  element("notes").replaceChildren(
    ...lines.map((line) => paragraph("note", line)),
    ...(results ? notes(results, query, isFiltered) : []),
  );
}

/**
 * How many records a period leaves out that may belong to it.
 *
 * @param {SelectedValues} selection
 * @param {Period} period
 */
function notesOnDates(selection, period) {
  const matching = applyFilters(selection, undefined, records);
  const found = results ? bestMatches(results.matchCounts, matching) : matching;
  const undated = found.filter((record) => !data.dates[record]).length;
  const started = found.filter((record) => mayHaveLasted(data.dates[record], period)).length;
  return [
    ...(undated ? [`${plural(undated, "record")} without a date ${undated === 1 ? "is" : "are"} not shown.`] : []),
    ...(started ? [`${plural(started, "record")} with only a start date may have lasted into this period.`] : []),
  ];
}

/**
 * The labels of the selected values of a filter.
 *
 * @param {string} filter
 */
const selectedLabels = (filter) =>
  checkboxes
    .filter((input) => input.name === filter && input.checked)
    .map((input) => find(labelOf(input), "bdi").textContent);

const labelOf = (/** @type {HTMLInputElement} */ input) => /** @type {HTMLLabelElement} */ (input.closest("label"));

/** Put the records back where they are without a search. */
function restoreOrder() {
  for (const [article, placeholder] of placeholders) placeholder.replaceWith(article);
  placeholders.clear();
  listed = 0;
}

/**
 * List further records of the results, and the last few with them. Those that are listed already stay where they are:
 * moving a record costs several times what finding it costs.
 *
 * @param {number} count
 */
function showMore(count) {
  const isLast = shown.length - listed - count <= MAX_ORPHANS;
  const next = shown.slice(listed, isLast ? shown.length : listed + count);
  listed += next.length;
  for (const record of next) {
    const article = articles[record];
    if (placeholders.has(article)) continue;
    const placeholder = document.createComment("");
    article.replaceWith(placeholder);
    placeholders.set(article, placeholder);
  }
  const list = element("list");
  const wanted = shown.slice(0, listed).map((record) => articles[record]);
  const old = [...list.children];
  const changed = old.findIndex((article, i) => article !== wanted[i]);
  const kept = changed < 0 ? old.length : changed;
  for (const article of old.slice(kept)) article.remove();
  list.append(...wanted.slice(kept));
  if (results) highlight(next, results);
  const rest = shown.length - listed;
  element("more").hidden = !rest;
  element("more").textContent =
    rest > PAGE_SIZE + MAX_ORPHANS ? `Show ${PAGE_SIZE} more of ${rest}` : `Show the other ${rest}`;
}

function clearHighlights() {
  for (const reason of reasons.splice(0)) reason.remove();
  if (window.Highlight) CSS.highlights.clear();
  highlighted.length = 0;
}

/**
 * Highlight the matches in some articles; if the text that matches is not on the page, show it below the title.
 *
 * @param {number[]} hits
 * @param {Results} found
 */
function highlight(hits, { highlights }) {
  for (const record of hits) {
    const ranges = [...articles[record].querySelectorAll(".text")]
      .flatMap((text) => [...text.childNodes])
      .flatMap((node) => matchSpans(index, highlights, node.nodeValue ?? "").map((span) => rangeOf(node, ...span)));
    highlighted.push(...ranges);
    if (ranges.length) continue;
    const match = [...textsOf(record)].find(([, text]) => matchSpans(index, highlights, text).length);
    if (match) {
      const reason = reasonOf(...match);
      reasons.push(reason);
      find(articles[record], ".title").after(reason);
    }
  }
  if (window.Highlight) CSS.highlights.set("match", new Highlight(...highlighted));
}

/**
 * @param {Node} node
 * @param {number} start
 * @param {number} end
 */
function rangeOf(node, start, end) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/**
 * Why a record is a hit: the text of a field.
 *
 * @param {number} field
 * @param {string} text
 */
function reasonOf(field, text) {
  const value = document.createElement("bdi");
  value.textContent = text;
  const own = Object.hasOwn(data.languages, text) ? data.languages[text] : "";
  const language = own || data.rules.fields[field].language;
  if (language) value.lang = language;
  return paragraph("reason", `${data.rules.fields[field].label}: `, value);
}

/**
 * @param {string} className
 * @param {(string | Node)[]} content
 */
function paragraph(className, ...content) {
  const created = document.createElement("p");
  created.className = className;
  created.append(...content);
  return created;
}

// For each filter the numbers of its values, and for each record the numbers of the values that it matches.
const facetValues = filters.map((filter) => {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  for (const { [filter]: values } of data.facets) {
    for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size);
  }
  return {
    filter,
    numbers,
    ofRecords: data.facets.map((facets) => facets[filter].map((value) => numbers.get(value) ?? 0)),
  };
});

/**
 * Change the text of an element only if it differs: each change costs a layout.
 *
 * @param {HTMLElement} changed
 * @param {string} text
 */
function setText(changed, text) {
  if (changed.textContent !== text) changed.textContent = text;
}

/**
 * Show for each value of a filter how many records there would be if it were selected.
 *
 * @param {SelectedValues} selection
 * @param {number[]} filtered the records that match all filters
 */
function showCounts(selection, filtered) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const matching = results ? filtered.filter((record) => results?.matchCounts[record]) : filtered;
  for (const { filter, numbers, ofRecords } of facetValues) {
    // As `bestMatches`, but for each value.
    const count = new Uint32Array(numbers.size);
    const best = new Uint8Array(numbers.size);
    for (const record of selection[filter].length ? applyFilters(selection, filter) : matching) {
      const matches = results ? results.matchCounts[record] : 1;
      if (!matches) continue;
      for (const value of ofRecords[record]) {
        if (matches > best[value]) {
          best[value] = matches;
          count[value] = 1;
        } else if (matches === best[value]) {
          count[value]++;
        }
      }
    }
    for (const [value, number] of numbers) counts.set(`${filter}:${value}`, count[number]);
    setText(element(`selected:${filter}`), selectedLabels(filter).join(", "));
  }
  for (const input of checkboxes) {
    const count = counts.get(`${input.name}:${input.value}`) ?? 0;
    labelOf(input).classList.toggle("none", !count);
    setText(find(labelOf(input), ".count"), String(count));
  }
}

/** @param {boolean} isActive whether there is a query or a filter */
function showTimeline(isActive) {
  if (!bars.length) return;
  const ids = new Set(shown.map((record) => articles[record].id));
  for (const bar of bars) bar.hidden = isActive && !ids.has(bar.dataset.record ?? "");
  const dated = bars.filter((bar) => !bar.hidden).length;
  element("timeline").hidden = !dated;
  element("dated").textContent = `${dated} of ${plural(shown.length, "record")} ${dated === 1 ? "has" : "have"} a date`;
}

/**
 * What readers need to know about results that are not exactly what they asked for.
 *
 * @param {Results} found
 * @param {string} query
 * @param {boolean} isFiltered
 */
function notes({ hits, matchCounts, words, unmatched, suggestions, excluded, operators }, query, isFiltered) {
  /** @type {(string | Node)[][]} */
  const lines = words.filter(({ known }) => known.length).map((word) => [guessNote(word)]);
  if (operators.length) {
    lines.push([`${operators.join(" and ")}: not supported; all words are searched, and -word excludes.`]);
  }
  if (excluded && !hits.length) {
    lines.push([`The excluded words remove all of ${plural(excluded, "matching record")}.`]);
  } else if (unmatched.length && hits.length) {
    lines.push([`No record matches every word; showing the closest (without ${alternatives(unmatched)}).`]);
  } else if (unmatched.length) {
    lines.push([`No record matches ${alternatives(unmatched)}.`]);
  }
  const links = suggestions.flatMap(([typed, words]) => words.map((word) => suggestionLink(query, typed, word)));
  if (links.length) lines.push(["Did you mean ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])), "?"]);
  if (!hits.length && isFiltered) {
    const { length } = bestMatches(matchCounts, records);
    if (length) lines.push([`Without the filters: ${plural(length, "record")}.`]);
  }
  return lines.map((line) => paragraph("note", ...line));
}

/**
 * What was searched instead of a word.
 *
 * @param {WordMatch} word
 */
function guessNote({ text, how, known }) {
  if (how === "prefix") {
    return `No record contains “${text}” as a word. Showing words that begin with it: ${alternatives(known)}.`;
  }
  return `No record contains “${text}”. Showing results for ${alternatives(known)}.`;
}

/**
 * “a”, “b” or “c”
 *
 * @param {string[]} words
 */
const alternatives = (words) =>
  words.map((word) => `“${word}”`).reduce((list, word, i) => `${list}${i === words.length - 1 ? " or " : ", "}${word}`);

/**
 * A link to the current view with another word in the query.
 *
 * @param {string} query
 * @param {string} typed
 * @param {string} word
 */
function suggestionLink(query, typed, word) {
  const link = document.createElement("a");
  const view = formParameters();
  view.set(
    "q",
    query.normalize("NFKC").replace(typed, () => word),
  );
  link.href = `#${view}`;
  link.textContent = word;
  return link;
}

/** The form as in an address, without empty fields. */
const formParameters = () =>
  new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]).filter(([, v]) => v.trim()),
  );

const withoutFragment = (/** @type {string} */ address) => address.replace(/#.*/s, "");

/**
 * Save the view in the address. Letters typed one after the other make one entry of the history.
 *
 * @param {{ isTyping: boolean }} state
 */
function saveView(state) {
  const parameters = String(formParameters());
  const fragment = parameters && `#${parameters}`;
  if (fragment === location.hash) return;
  const address = withoutFragment(location.href) + fragment;
  if (state.isTyping && history.state?.isTyping) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
}

/** @type {ReturnType<typeof setTimeout>} */
let saveTimer;

function saveViewLater() {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(() => saveView({ isTyping: true }), HISTORY_DELAY);
}

/** Save the view now, so that what is typed next is another entry of the history. */
function endHistoryEntry() {
  clearTimeout(saveTimer);
  saveView({ isTyping: true });
  if (history.state?.isTyping) history.replaceState({ isTyping: false }, "");
}

const foldCase = (/** @type {string} */ text) => text.normalize("NFKC").trim().toLowerCase();

/**
 * The checkboxes of a filter with some value, or else those with this value or label in other letter case.
 *
 * @param {string} filter
 * @param {string} value
 */
function checkboxesOf(filter, value) {
  const ofFilter = checkboxes.filter((input) => input.name === filter);
  const exact = ofFilter.filter((input) => input.value === value);
  if (exact.length) return exact;
  const labelled = (/** @type {HTMLInputElement} */ input) => find(labelOf(input), "bdi").textContent;
  return ofFilter.filter((input) => [input.value, labelled(input)].some((text) => foldCase(text) === foldCase(value)));
}

/** Fill the form from the address. A fragment with "=" is a view; any other is the id of an element. */
function restoreFromUrl() {
  const fragment = location.hash.slice(1);
  const view = new URLSearchParams(fragment.includes("=") ? fragment : "");
  form.reset();
  isTyping = false;
  unknown = [];
  for (const [name, value] of view) {
    if (!value.trim()) continue;
    const filter = foldCase(name);
    const isFilter = filters.includes(filter);
    const selected = isFilter ? checkboxesOf(filter, value) : [];
    for (const checkbox of selected) checkbox.checked = true;
    const input = filter === "q" ? queryInput : dateInputs.find((one) => one.name === filter);
    if (input) input.value = value;
    else if (!isFilter) unknown.push(`Ignored: “${name}” is not a filter of this page.`);
    else if (!selected.length) unknown.push(`Ignored: no record here has the ${filter} “${value}”.`);
  }
  show();
  if (!fragment || fragment.includes("=")) return;
  const target = document.getElementById(decodeFragment(fragment));
  if (target) jumpTo(target);
}

/** The next frame of a jump. */
let jump = 0;

/**
 * Focus an element and scroll to it, for some frames: what is above it gets its height only as it is drawn
 * (content-visibility), and some engines do not keep the position then.
 *
 * @param {HTMLElement} target
 */
function jumpTo(target) {
  cancelAnimationFrame(jump);
  target.focus({ preventScroll: true });
  let frames = JUMP_FRAMES;
  const scroll = () => {
    target.scrollIntoView();
    if (--frames) jump = requestAnimationFrame(scroll);
  };
  scroll();
}

for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
  addEventListener(event, () => cancelAnimationFrame(jump), { passive: true });
}

/**
 * A percent-encoded fragment; one that is not valid stands for itself.
 *
 * @param {string} fragment
 */
function decodeFragment(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

form.addEventListener("input", (event) => {
  if (dateInputs.some((input) => input === event.target)) return; // until it is a whole date
  // Not what is pasted or filled in.
  const { inputType } = /** @type {InputEvent} */ (event);
  if (event.target === queryInput) isTyping = /^(insertText|insertCompositionText|delete)/.test(inputType ?? "");
  unknown = [];
  show();
  if (element("status").getBoundingClientRect().top < 0) element("status").scrollIntoView();
  if (event.target === queryInput) saveViewLater();
  else saveView({ isTyping: false });
});
form.addEventListener("change", (event) => {
  if (!dateInputs.some((input) => input === event.target)) return;
  unknown = [];
  show();
  saveView({ isTyping: false });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  isTyping = false;
  show();
  endHistoryEntry();
  // The keyboard of a telephone would cover the results.
  if (matchMedia("(pointer: coarse)").matches) queryInput.blur();
});
element("clear").addEventListener("click", () => {
  form.reset();
  unknown = [];
  show();
  saveView({ isTyping: false });
  queryInput.focus();
});
element("more").addEventListener("click", () => {
  const next = articles[shown[listed]];
  showMore(PAGE_SIZE);
  next.focus();
});
addEventListener("hashchange", () => {
  clearTimeout(saveTimer);
  restoreFromUrl();
});
addEventListener("beforeprint", () => {
  if (!element("results").hidden) showMore(shown.length);
});

const closest = (/** @type {Event} */ event, /** @type {string} */ selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

// A link leaves the view, so the view is saved first.
document.addEventListener(
  "click",
  (event) => {
    const link = closest(event, "a");
    if (!link) return;
    endHistoryEntry();
    const fragment = link.getAttribute("href") ?? "";
    if (link.matches(".skip")) {
      event.preventDefault();
      jumpTo(element("main"));
    } else if (fragment === location.hash) {
      restoreFromUrl();
    } else if (fragment.startsWith("#") && withoutFragment(document.baseURI) !== withoutFragment(location.href)) {
      // In a frame with `srcdoc`, addresses are relative to that of the page around it.
      event.preventDefault();
      location.hash = fragment;
    }
  },
  { capture: true },
);

document.addEventListener("click", async (event) => {
  const button = closest(event, ".copy");
  const citation = button?.parentElement?.querySelector(".citation");
  if (!button || !citation) return;
  try {
    await navigator.clipboard.writeText(citation.textContent);
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, COPIED_DELAY);
  } catch {
    // Without access to the clipboard, readers copy the selection themselves.
    getSelection()?.selectAllChildren(citation);
    button.textContent = "Selected: copy it now";
  }
});

/**
 * The record that some text is selected in, unless it is its citation.
 *
 * @param {Selection} selection
 */
function quotedArticle(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: node } = range;
  const ancestor = node instanceof Element ? node : node.parentElement;
  if (ancestor?.closest(".actions")) return null;
  const article = ancestor?.closest("article");
  if (article) return article;
  // A selection of the last paragraph may end at the start of the next record.
  const quoted = [...range.cloneContents().querySelectorAll("article")].filter((part) => part.textContent.trim());
  return quoted.length === 1 ? document.getElementById(quoted[0].id) : null;
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  const article = selection && quotedArticle(selection);
  if (!article || !event.clipboardData) return;
  const citation = find(article, ".citation").textContent;
  const html = document.createElement("div");
  html.append(selection.getRangeAt(0).cloneContents(), paragraph("citation", citation));
  for (const hidden of html.querySelectorAll(".actions, [id]")) {
    if (hidden.matches(".actions")) hidden.remove();
    else hidden.removeAttribute("id");
  }
  event.clipboardData.setData("text/plain", `${String(selection).trimEnd()}\n\n${citation}\n`);
  event.clipboardData.setData("text/html", html.innerHTML);
  event.preventDefault();
});

/** @type {Downloads | undefined} */
let downloads;

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (closest(event, ".downloads button"));
  if (!button) return;
  downloads ??= /** @type {Downloads} */ (JSON.parse(element("downloads").textContent));
  const text = fileText(downloads, button.value, shown, (record) => [titles[record], summaries[record]]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = `records.${button.value}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_DELAY);
});

/**
 * Print one record with its citation.
 *
 * @param {Element} article
 */
function printRecord(article) {
  const { title } = document;
  const details = find(article, ".cite");
  const wasOpen = details.hasAttribute("open");
  const setUp = (/** @type {boolean} */ isPrinting) => {
    document.body.classList.toggle("one-record", isPrinting);
    article.classList.toggle("printed", isPrinting);
    details.toggleAttribute("open", isPrinting || wasOpen);
    // Browsers print the title, and name a PDF after it.
    document.title = isPrinting ? find(article, ".title").textContent : title;
  };
  setUp(true);
  addEventListener("afterprint", () => setUp(false), { once: true });
  print();
}

document.addEventListener("click", (event) => {
  const article = closest(event, ".print")?.closest("article");
  if (article) printRecord(article);
});

// If there is room beside the records, the filters are always open. If not, the records come before the timeline.
const wideScreen = matchMedia("(min-width: 60rem)");
function arrange() {
  const { matches } = wideScreen;
  find(form, ".filters").toggleAttribute("open", matches);
  const timeline = document.getElementById("page:timeline");
  timeline?.toggleAttribute("open", matches);
  if (timeline) element("results")[matches ? "before" : "after"](timeline);
}
wideScreen.addEventListener("change", arrange);
arrange();

/** Undo what browsers save with a page: the contents of the form, and the order of the results. */
function restoreSavedPage() {
  for (const input of [queryInput, ...dateInputs]) input.defaultValue = "";
  for (const input of checkboxes) input.defaultChecked = false;
  if (!element("list").childElementCount) return;
  articles.forEach((article, record) => {
    const [theme] = data.facets[record].theme;
    document.getElementById(`theme:${theme}`)?.parentElement?.append(article);
  });
  for (const part of document.querySelectorAll(".part")) part.remove();
}

for (const hidden of document.querySelectorAll("[data-script]")) hidden.removeAttribute("hidden");
restoreSavedPage();
restoreFromUrl();

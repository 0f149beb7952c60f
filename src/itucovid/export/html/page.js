// The page itself. Its state is the form's, and the form's is the address's fragment: a view can be sent to others.

const AT_ONCE = 25;

const part = (name) => document.getElementById(`page:${name}`);
const FACETS = Object.keys(data.facets[0] ?? {}).filter((facet) => part(`chosen:${facet}`));
const form = part("form");
const articles = [...document.querySelectorAll(".record")];
const bars = [...document.querySelectorAll(".timeline li")];
const texts = articles.map((article) => [".title", ".summary"].map((name) => article.querySelector(name).textContent));

function* passages(number) {
  const [title, summary] = texts[number];
  yield [rules.title, title];
  for (const [field, place] of data.records[number]) for (const text of data.texts[place]) yield [field, text];
  yield [rules.summary, summary];
}

const index = new Index(passages, articles.length);
const every = articles.map((_, number) => number);

// The words are read while nobody waits.
const idly = window.requestIdleCallback ?? ((task) => setTimeout(task, 1));
const readIdly = () => index.readSome(200) && idly(readIdly);
idly(readIdly);

/** What the form asks for: `{query, chosen}`, with the values chosen of each facet. */
function asked() {
  const filled = new FormData(form);
  const chosen = Object.fromEntries(FACETS.map((facet) => [facet, filled.getAll(facet)]));
  return { query: filled.get("q").trim(), chosen };
}

/** The records that pass the filters, but for one of these. */
function passing(chosen, except) {
  const active = FACETS.filter((facet) => facet !== except && chosen[facet].length);
  if (!active.length) return every;
  return every.filter((number) =>
    active.every((facet) => chosen[facet].some((value) => data.facets[number][facet].includes(value))),
  );
}

let shown = { numbers: every, found: null };
// What is listed stands in the list; a mark keeps its place in the register.
const spots = new Map();
let listed = 0;

/** Show what the form asks for. */
function show() {
  const { query, chosen } = asked();
  const filtered = FACETS.some((facet) => chosen[facet].length);
  if (query) while (index.readSome(articles.length));
  const among = passing(chosen);
  const found = query ? search(index, query, among) : null;
  shown = { numbers: found ? found.hits : among, found };
  const active = Boolean(query) || filtered;
  part("register").hidden = active;
  part("results").hidden = !active;
  part("clear").hidden = !active;
  document.body.classList.toggle("searching", active);
  unmark();
  if (active) {
    part("list").replaceChildren();
    listed = 0;
    showMore();
  } else {
    goHome();
  }
  count(chosen, found, among);
  showTimeline(active);
  part("status").textContent = active
    ? `${shown.numbers.length} of ${numberOf(articles.length)}`
    : numberOf(articles.length);
  part("asked").textContent = [query && `“${query}”`, ...FACETS.flatMap((facet) => namesOf(facet))].filter(Boolean).join(", ");
  part("notes").replaceChildren(...(found ? notes(found, query, filtered) : []));
}

/** The names of the values that are chosen of a facet. */
const namesOf = (facet) =>
  [...form.querySelectorAll(`input[name="${facet}"]:checked`)].map(
    (input) => input.closest("label").querySelector("bdi").textContent,
  );

const numberOf = (number) => `${number} ${number === 1 ? "record" : "records"}`;

/** Put the records back where they stand without a search. */
function goHome() {
  for (const [article, spot] of spots) spot.replaceWith(article);
  spots.clear();
  listed = 0;
}

function unmark() {
  for (const why of document.querySelectorAll(".why")) why.remove();
  CSS.highlights?.clear();
  marked.length = 0;
}

/** Bring some more of the records found into the list. */
function showMore(number = AT_ONCE) {
  const next = shown.numbers.slice(listed, listed + number);
  listed += next.length;
  for (const n of next) {
    const article = articles[n];
    if (spots.has(article)) continue;
    const spot = document.createComment("");
    article.replaceWith(spot);
    spots.set(article, spot);
  }
  part("list").append(...next.map((n) => articles[n]));
  if (shown.found) explain(next);
  const left = shown.numbers.length - listed;
  part("more").hidden = !left;
  part("more").textContent = `Show ${Math.min(AT_ONCE, left)} more of ${left}`;
}

const marked = [];
const read = cached((text) => tokens(text));

/** Mark the words that answer, and where no text of the page has one, name the text that does. */
function explain(numbers) {
  const { forms, runs } = shown.found;
  const placesIn = (text) => [
    ...read(text).filter((word) => forms.has(word.form)).map((word) => [word.start, word.end]),
    ...(runs.length ? runs.flatMap((sets) => runsIn(words(text), sets)) : []),
  ];
  for (const number of numbers) {
    const before = marked.length;
    for (const element of articles[number].querySelectorAll(".text")) {
      for (const node of element.childNodes) {
        for (const [start, end] of placesIn(node.data ?? "")) {
          const range = new Range();
          range.setStart(node, start);
          range.setEnd(node, end);
          marked.push(range);
        }
      }
    }
    if (marked.length > before) continue;
    const answer = [...passages(number)].find(([, text]) => placesIn(text).length);
    if (!answer) continue;
    const [field, text] = answer;
    const why = document.createElement("p");
    const passage = document.createElement("bdi");
    passage.textContent = text;
    if (data.tongues[text]) passage.lang = data.tongues[text];
    why.className = "why";
    why.append(`${rules.labels[field]}: `, passage);
    articles[number].querySelector(".title").after(why);
  }
  if (window.Highlight) CSS.highlights.set("answer", new Highlight(...marked));
}

/** Say at each value of a filter how many records there would be with it: those that answer most of the query. */
function count(chosen, found, among) {
  for (const facet of FACETS) {
    const counts = new Map();
    const most = new Map();
    for (const n of chosen[facet].length ? passing(chosen, facet) : among) {
      const answered = found ? found.answered[n] : 1;
      if (!answered) continue;
      for (const value of data.facets[n][facet]) {
        const before = most.get(value) ?? 0;
        if (answered > before) most.set(value, answered);
        if (answered >= before) counts.set(value, answered > before ? 1 : counts.get(value) + 1);
      }
    }
    for (const input of form.querySelectorAll(`input[name="${facet}"]`)) {
      const records = counts.get(input.value) ?? 0;
      const label = input.closest("label");
      label.classList.toggle("none", !records);
      label.querySelector(".count").textContent = records;
    }
    part(`chosen:${facet}`).textContent = namesOf(facet).join(", ");
  }
}

function showTimeline(active) {
  if (!bars.length) return;
  const visible = new Set(shown.numbers.map((n) => articles[n].id));
  let dated = 0;
  for (const bar of bars) {
    bar.hidden = active && !visible.has(bar.dataset.record);
    if (!bar.hidden) dated++;
  }
  part("timeline").hidden = !dated;
  part("dated").textContent = `${dated} of ${numberOf(shown.numbers.length)} ${dated === 1 ? "has" : "have"} a date`;
}

/** What a reader should know of an answer that is not just what was asked for. */
function notes(found, query, filtered) {
  const quoted = (list) => list.map((text) => `“${text}”`).join(", ");
  const lines = found.corrections.map(([typed, taken]) => [`No record says “${typed}”. Taken for ${quoted(taken)}.`]);
  if (found.unanswered.length) {
    lines.push([`${found.hits.length ? "No record has all words. Not answered" : "No record answers"}: ${quoted(found.unanswered)}.`]);
  }
  if (found.suggestions.length) {
    const links = found.suggestions.map(([typed, word]) => {
      const link = document.createElement("a");
      const view = new URLSearchParams(new FormData(form));
      view.set("q", query.normalize("NFKC").replace(typed, () => word));
      link.href = `#${view}`;
      link.textContent = word;
      return link;
    });
    lines.push(["Did you mean ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])), "?"]);
  }
  if (!found.hits.length && filtered) {
    const { length } = answeringMost(found.answered, every);
    if (length) lines.push([`Without the filters: ${numberOf(length)}.`]);
  }
  return lines.map((line) => {
    const paragraph = document.createElement("p");
    paragraph.append(...line);
    return paragraph;
  });
}

/** Put what the form asks for into the address. Letters typed one after the other make one step of the history. */
function keep({ typing }) {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim());
  const fragment = filled.length ? `#${new URLSearchParams(filled)}` : "";
  if (fragment === location.hash) return;
  const address = `${location.pathname}${location.search}${fragment}`;
  history[typing && history.state?.typing ? "replaceState" : "pushState"]({ typing }, "", address);
}

/** End a step of the history: what is typed next is another one. */
function keepNow() {
  clearTimeout(waiting);
  keep({ typing: true });
  if (history.state?.typing) history.replaceState({ typing: false }, "");
}

/** Fill the form from the address. A fragment with "=" is a view; any other is an anchor in the whole register. */
function follow() {
  const fragment = location.hash.slice(1);
  const view = new URLSearchParams(fragment.includes("=") ? fragment : "");
  form.elements.q.value = view.get("q") ?? "";
  for (const input of form.querySelectorAll("input[type=checkbox]")) {
    input.checked = view.getAll(input.name).includes(input.value);
  }
  show();
  if (fragment && !fragment.includes("=")) {
    const target = document.getElementById(decoded(fragment));
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }
}

/** A fragment as the id that it means; one that is not well encoded means itself. */
function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

let waiting;
const keepLater = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => keep({ typing: true }), 300);
};

form.addEventListener("input", (event) => {
  show();
  const { top } = part("status").getBoundingClientRect();
  if (top < 0) part("status").scrollIntoView();
  if (event.target.type === "checkbox") keep({ typing: false });
  else keepLater();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keepNow();
  // The keyboard of a telephone would cover what was found.
  if (matchMedia("(pointer: coarse)").matches) form.elements.q.blur();
});
part("clear").addEventListener("click", () => {
  form.reset();
  show();
  keep({ typing: false });
  form.elements.q.focus();
});
part("more").addEventListener("click", () => {
  const first = shown.numbers[listed];
  showMore();
  articles[first].focus();
});
addEventListener("hashchange", () => {
  clearTimeout(waiting);
  follow();
});
addEventListener("beforeprint", () => {
  if (!part("results").hidden) showMore(shown.numbers.length);
});

// A link leads away from the view; first the view gets its place in the history.
document.addEventListener("click", (event) => event.target.closest("a") && keepNow(), { capture: true });
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  part("main").scrollIntoView();
  part("main").focus({ preventScroll: true });
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  const citation = button.parentElement.querySelector(".citation");
  try {
    await navigator.clipboard.writeText(citation.textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 3000);
  } catch {
    // Where the clipboard is closed to pages, the reader copies what is selected.
    getSelection().selectAllChildren(citation);
    button.textContent = "Selected: copy it now";
  }
});

// Where there is room for the filters beside the records they are always open.
const wide = matchMedia("(min-width: 60rem)");
const openFilters = () => (document.querySelector(".filters").open = wide.matches);
wide.addEventListener("change", openFilters);
openFilters();

for (const hidden of document.querySelectorAll("[data-script]")) hidden.hidden = false;
follow();

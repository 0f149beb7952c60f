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
const passing = (chosen, except) =>
  every.filter((number) =>
    FACETS.every(
      (facet) =>
        facet === except ||
        !chosen[facet].length ||
        chosen[facet].some((value) => data.facets[number][facet].includes(value)),
    ),
  );

let shown = { numbers: every, found: null };
const spots = new Map();

/** Show what the form asks for. */
function show() {
  const { query, chosen } = asked();
  const filtered = FACETS.some((facet) => chosen[facet].length);
  while (index.readSome(articles.length));
  const find = (except) => {
    const among = passing(chosen, except);
    return query ? search(index, query, among) : { hits: among };
  };
  const found = find();
  shown = { numbers: found.hits, found: query ? found : null };
  const active = Boolean(query) || filtered;
  part("register").hidden = active;
  part("results").hidden = !active;
  part("clear").hidden = !active;
  document.body.classList.toggle("searching", active);
  goHome();
  if (active) showMore();
  count(chosen, find, found.hits);
  showTimeline(active);
  part("status").textContent = active
    ? `${found.hits.length} of ${numberOf(articles.length)}`
    : numberOf(articles.length);
  part("notes").replaceChildren(...(query ? notes(found, find, filtered) : []));
}

const numberOf = (number) => `${number} ${number === 1 ? "record" : "records"}`;

/** Put the records back where they stand without a search. */
function goHome() {
  for (const [article, spot] of spots) {
    article.querySelector(".why")?.remove();
    spot.replaceWith(article);
  }
  spots.clear();
  CSS.highlights?.clear();
  marked.length = 0;
}

/** Bring some more of the records found into the list. */
function showMore(number = AT_ONCE) {
  const next = shown.numbers.slice(spots.size, spots.size + number);
  for (const n of next) {
    const article = articles[n];
    const spot = document.createComment("");
    article.replaceWith(spot);
    spots.set(article, spot);
  }
  part("list").append(...next.map((n) => articles[n]));
  if (shown.found) explain(next);
  const left = shown.numbers.length - spots.size;
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
    why.className = "why";
    why.append(`${rules.labels[field]}: `, passage);
    articles[number].querySelector(".title").after(why);
  }
  if (window.Highlight) CSS.highlights.set("answer", new Highlight(...marked));
}

/** Say at each value of a filter how many records there would be with it. */
function count(chosen, find, hits) {
  for (const facet of FACETS) {
    const numbers = chosen[facet].length ? find(facet).hits : hits;
    const counts = new Map();
    for (const n of numbers) {
      for (const value of data.facets[n][facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const input of form.querySelectorAll(`input[name="${facet}"]`)) {
      const records = counts.get(input.value) ?? 0;
      const label = input.closest("label");
      label.classList.toggle("none", !records);
      label.querySelector(".count").textContent = records;
    }
    const { length } = chosen[facet];
    part(`chosen:${facet}`).textContent = length ? `${length} chosen` : "";
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
function notes(found, find, filtered) {
  const quoted = (list) => list.map((text) => `“${text}”`).join(", ");
  const lines = found.corrections.map(([typed, taken]) => [`No record says “${typed}”. Taken for ${quoted(taken)}.`]);
  if (found.unanswered.length) {
    lines.push([`${found.hits.length ? "No record has all words. Not answered" : "No record answers"}: ${quoted(found.unanswered)}.`]);
  }
  if (found.suggestions.length) {
    const links = found.suggestions.map((word) => {
      const link = document.createElement("a");
      link.href = `#${new URLSearchParams({ q: word })}`;
      link.textContent = word;
      return link;
    });
    lines.push(["Did you mean ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])), "?"]);
  }
  if (!found.hits.length && filtered) {
    const { length } = search(index, asked().query, every).hits;
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
  const fragment = filled.length ? `#${new URLSearchParams(filled)}` : "#";
  if (fragment === (location.hash || "#")) return;
  history[typing && history.state?.typing ? "replaceState" : "pushState"]({ typing }, "", fragment);
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
    const target = document.getElementById(decodeURIComponent(fragment));
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }
}

let waiting;
const keepLater = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => keep({ typing: true }), 300);
};

form.addEventListener("input", (event) => {
  show();
  if (event.target.type === "checkbox") keep({ typing: false });
  else keepLater();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  keep({ typing: true });
});
part("clear").addEventListener("click", () => {
  form.reset();
  show();
  keep({ typing: false });
  form.elements.q.focus();
});
part("more").addEventListener("click", () => {
  const first = shown.numbers[spots.size];
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

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  const citation = button.parentElement.querySelector(".citation");
  try {
    await navigator.clipboard.writeText(citation.textContent);
    button.textContent = "Copied";
  } catch {
    // Where the clipboard is closed to pages, the reader copies what is selected.
    getSelection().selectAllChildren(citation);
    button.textContent = "Selected: copy it now";
  }
});

for (const hidden of document.querySelectorAll("[data-script]")) hidden.hidden = false;
follow();

// Finding as the tool does it: query.py, index.py and search.py of itucovid, with their tables in `rules`.

const QUERY_PART =
  /(?<minus>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?<quoted>[^"“”„«»]*)["“”„«»]|(?<bare>[^\s"“”„«»]+))/gu;

/** A query taken apart: `terms` and `excluded`, each `{words, text, quoted}`. */
function parse(query) {
  const asked = { terms: [], excluded: [] };
  for (const { groups } of query.normalize("NFKC").slice(0, 10_000).matchAll(QUERY_PART)) {
    const text = groups.quoted ?? groups.bare;
    const target = groups.minus ? asked.excluded : asked.terms;
    const found = words(text);
    if (!found.length || target.length >= rules.longestQuery) continue;
    if (groups.quoted === undefined) target.push(...termsOf(text, found));
    else target.push({ words: found.map((word) => word.form), text: text.trim(), quoted: true });
  }
  return asked;
}

/** The terms of an unquoted part: words that only a joiner separates are one term. */
function termsOf(text, found) {
  const groups = [];
  const isElided = ({ form, end }, next) =>
    rules.elisions.includes(form) && next?.start === end + 1 && "'’".includes(text[end]);
  for (const word of found.filter((one, i) => !isElided(one, found[i + 1]))) {
    const run = groups.at(-1);
    if (run && word.start - run.at(-1).end === 1 && run.length < rules.longestCompound) run.push(word);
    else groups.push([word]);
  }
  return groups.map((run) => ({
    words: run.map((word) => word.form.slice(0, rules.longestWord)),
    text: text.slice(run[0].start, run.at(-1).end),
    quoted: false,
  }));
}

/** Each distinct word of the register once, with the records and fields that hold it. */
class Index {
  /**
   * @param passages gives for a record's number its texts: `[field's number, text]`
   * @param size the number of records
   */
  constructor(passages, size) {
    this.passages = passages;
    this.size = size;
    this.postings = new Map();
    this.stems = new Map();
    this.read = 0;
    this.piece = cached((text) => [...new Set(tokens(text).map((word) => word.form))]);
  }

  /** Read some more records; whether there are any left. */
  readSome(number) {
    for (const end = Math.min(this.size, this.read + number); this.read < end; this.read++) {
      for (const [field, text] of this.passages(this.read)) {
        const cut = rules.cuts[field];
        for (const piece of cut ? text.split(cut) : [text]) {
          for (const form of this.piece(piece)) this.add(form, this.read * FIELDS + field);
        }
      }
    }
    return this.read < this.size;
  }

  add(form, place) {
    const places = this.postings.get(form);
    if (places) {
      if (places.at(-1) !== place) places.push(place);
      return;
    }
    this.postings.set(form, [place]);
    const stemmed = stem(form);
    if (this.stems.has(stemmed)) this.stems.get(stemmed).push(form);
    else this.stems.set(stemmed, [form]);
  }

  sameWord(word) {
    return this.stems.get(stem(word)) ?? [];
  }

  isGiven(term) {
    return !term.quoted && term.words.every((word) => rules.given.includes(stem(word)));
  }
}

const FIELDS = rules.weights.length;
const wordsOf = cached(words);

/** What answers a term: single words with their likeness, and runs of words. */
function answering(index, term) {
  const joined = term.words.join("");
  if (term.words.length > 1) {
    // Of "who" it is not known which records say it: whether it stands there is seen when they are read.
    const sets = term.words.map((word) => new Set(rules.pronouns.includes(word) ? [...index.sameWord(word), word] : index.sameWord(word)));
    const together = term.quoted ? [] : index.sameWord(joined);
    return {
      forms: new Map(together.map((form) => [form, rules.joined])),
      runs: sets.every((set) => set.size) ? [[sets, rules.same]] : [],
    };
  }
  const forms = term.quoted ? new Map() : begun(index, joined);
  for (const form of index.sameWord(joined)) forms.set(form, form === joined ? rules.same : rules.sameStem);
  return { forms, runs: term.quoted || forms.size ? [] : halves(index, joined) };
}

/** The words that begin with `word`, if it is long enough to mean a beginning. */
function begun(index, word) {
  const found = new Map();
  const short = Array.from(word).length;
  if (short < rules.beginningFrom && (/^[\x00-\x7f]*$/.test(word) || !ONLY_LETTERS.test(word))) return found;
  if (/^\p{Nd}+$/u.test(word) || (short <= rules.beginningFrom && index.postings.has(word))) return found;
  const [least, more] = rules.beginning;
  const digitLast = /[0-9]$/.test(word);
  for (const form of index.postings.keys()) {
    if (form.startsWith(word) && !(digitLast && /^[0-9]/.test(form.slice(word.length)))) {
      found.set(form, least + (more * word.length) / form.length);
    }
  }
  return found;
}

/** The ways to read one word as two words of the register. */
function halves(index, word) {
  const found = [];
  for (let cut = 1; cut < word.length; cut++) {
    const sets = [word.slice(0, cut), word.slice(cut)].map((half) => new Set(index.sameWord(half)));
    if (sets.every((set) => set.size)) found.push([sets, rules.joined]);
  }
  return found;
}

/** The words that a misspelt word most probably means. */
function alike(index, word) {
  const allowed =
    !ONLY_LETTERS.test(word) || word.length < rules.oneTypoFrom ? 0 : word.length < rules.twoTyposFrom ? 1 : 2;
  const distances = new Map();
  if (!allowed) return distances;
  const compare = (asked, known, forms) => {
    if (known.length < rules.oneTypoFrom || !ONLY_LETTERS.test(known)) return;
    const wrongFirst = known[0] === asked[0] ? 0 : 1;
    const total = distance(asked, known, allowed - wrongFirst) + wrongFirst;
    if (total > allowed) return;
    for (const form of forms) distances.set(form, Math.min(total, distances.get(form) ?? total));
  };
  for (const form of index.postings.keys()) compare(word, form, [form]);
  const stemmed = stem(word);
  for (const [known, forms] of index.stems) compare(stemmed, known, forms);
  const nearest = Math.min(...distances.values());
  const found = new Map();
  for (const [form, away] of distances) {
    if (away === nearest) found.set(form, away <= 1 ? rules.oneTypo : rules.twoTypos);
  }
  return found;
}

/** Where in the words of a text words of these sets stand side by side. */
function runsIn(found, sets) {
  const places = [];
  for (let i = 0; i + sets.length <= found.length; i++) {
    if (sets.every((set, j) => set.has(found[i + j].form))) {
      places.push([found[i].start, found[i + sets.length - 1].end]);
    }
  }
  return places;
}

/** How well each record answers a term, field by field: a number from 0 to 1 a place. */
function answersOf(index, found) {
  const answers = new Float64Array(index.size * FIELDS);
  const add = (place, likeness) => {
    if (answers[place] < likeness) answers[place] = likeness;
  };
  for (const [form, likeness] of found.forms) {
    for (const place of index.postings.get(form) ?? []) add(place, likeness);
  }
  for (const [sets, likeness] of found.runs) {
    const holding = sets
      .filter((set) => !rules.pronouns.some((word) => set.has(word)))
      .map((set) => new Set([...set].flatMap((form) => index.postings.get(form))));
    for (const place of holding[0] ?? answers.keys()) {
      if (!holding.every((places) => places.has(place))) continue;
      for (const [field, text] of index.passages(Math.floor(place / FIELDS))) {
        if (field === place % FIELDS && runsIn(wordsOf(text), sets).length) add(place, likeness);
      }
    }
  }
  return answers;
}

const answersRecord = (answers, number) => {
  for (let place = number * FIELDS; place < (number + 1) * FIELDS; place++) if (answers[place]) return true;
  return false;
};

/** The answers of certain fields only. */
const saying = (answers, spoken) => answers.map((likeness, place) => (spoken[place % FIELDS] ? likeness : 0));

/** The stretches of plain terms that could be parts of one word: `[i, j]`. */
function neighbours(terms) {
  const found = [];
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j <= Math.min(terms.length, i + rules.longestCompound); j++) {
      if (terms[j - 1].words.length > 1 || terms[j - 1].quoted) break;
      if (j - i > 1) found.push([i, j]);
    }
  }
  return found;
}

/**
 * The records that answer a query, best first.
 *
 * @param among the numbers of the records that may be hits
 * @returns `{hits, answered, unanswered, corrections, suggestions, forms, runs}`: the numbers of the records; for every
 *   record how many words it answers, whether it may be a hit or not; the words that no hit answers; words that were
 *   taken for others; words near to the unanswered; what to mark.
 */
function search(index, query, among) {
  const { terms, excluded } = parse(query);
  const left = new Uint8Array(index.size).fill(1);
  for (const term of excluded) {
    const said = answering(index, { ...term, quoted: term.words.length === 1 || term.quoted });
    const answers = saying(answersOf(index, said), rules.spoken);
    for (let n = 0; n < index.size; n++) if (answersRecord(answers, n)) left[n] = 0;
  }
  const numbersOf = (answers) => {
    const numbers = [];
    for (let n = 0; n < index.size; n++) if (answersRecord(answers, n)) numbers.push(n);
    return numbers;
  };
  const idle = terms.map((term) => !term.quoted && term.words.every((word) => rules.stopwords.includes(word)));
  const found = terms.map((term, i) => (idle[i] ? { forms: new Map(), runs: [] } : answering(index, term)));
  const perTerm = found.map((answer) => answersOf(index, answer));
  const joined = new Set();
  for (const [i, j] of neighbours(terms)) {
    const forms = index.sameWord(terms.slice(i, j).map((term) => term.words[0]).join(""));
    if (!forms.length) continue;
    forms.forEach((form) => joined.add(form));
    const together = answersOf(index, { forms: new Map(forms.map((form) => [form, rules.joined])), runs: [] });
    for (let k = i; k < j; k++) perTerm[k] = perTerm[k].map((likeness, place) => Math.max(likeness, together[place]));
  }
  const holders = perTerm.map(numbersOf);
  const corrections = [];
  terms.forEach((term, i) => {
    if (idle[i] || holders[i].length || index.isGiven(term) || term.words.length > 1 || term.quoted) return;
    const near = alike(index, term.words[0]);
    found[i] = { forms: near, runs: [] };
    perTerm[i] = answersOf(index, found[i]);
    holders[i] = numbersOf(perTerm[i]);
    if (holders[i].length) corrections.push([term.text, asWritten(index, near, holders[i])]);
  });

  const { size } = index;
  const common = terms.map(
    (term, i) =>
      index.isGiven(term) || (size >= rules.commonFromRecords && holders[i].length > size * rules.commonShare),
  );
  const every = terms.map((_, i) => i);
  let wanted = every.filter((i) => !common[i] && !idle[i]);
  if (!wanted.length) wanted = every.filter((i) => !idle[i]);
  const rarity = every.map((i) => (idle[i] ? 0 : Math.log1p(size / (common[i] ? size : Math.max(1, holders[i].length)))));
  const answered = new Uint8Array(index.size);
  for (const i of wanted) for (const n of holders[i]) if (left[n]) answered[n]++;
  const hits = answeringMost(answered, among);
  const scores = new Map(hits.map((n) => [n, score(perTerm, rarity, n)]));
  hits.sort((a, b) => scores.get(b) - scores.get(a) || a - b);
  const hit = new Set(hits);
  const unanswered = wanted.filter((i) => !common[i] && !holders[i].some((n) => hit.has(n))).map((i) => terms[i]);
  return {
    hits,
    answered,
    unanswered: unanswered.map((term) => term.text),
    corrections,
    suggestions: suggestions(index, unanswered),
    forms: new Set([...found.flatMap((answer) => [...answer.forms.keys()]), ...joined]),
    runs: found.flatMap((answer) => answer.runs.map(([sets]) => sets)),
  };
}

/** Of some records those that answer most words, if they answer any. */
function answeringMost(answered, among) {
  let most = 1;
  for (const n of among) most = Math.max(most, answered[n]);
  return among.filter((n) => answered[n] === most);
}

/** How well a record answers, from 0 to 1. */
function score(perTerm, rarity, number) {
  let total = 0;
  let reached = 0;
  const shared = new Uint8Array(FIELDS).fill(1);
  perTerm.forEach((answers, i) => {
    if (!rarity[i]) return;
    total += rarity[i];
    let best = 0;
    let fields = 0;
    for (let field = 0; field < FIELDS; field++) {
      const likeness = answers[number * FIELDS + field];
      if (likeness) {
        fields++;
        best = Math.max(best, rules.weights[field] * likeness);
      } else {
        shared[field] = 0;
      }
    }
    if (fields) reached += rarity[i] * Math.min(1, best + rules.secondField * (fields - 1));
  });
  return total ? ((shared.includes(1) ? 1 : 1 - rules.together) * reached) / total : 0;
}

/** How the register writes some folded words: the first writing of each, among some records. */
function asWritten(index, forms, numbers) {
  const written = new Map();
  const among = new Set(numbers);
  const holder = (form) => index.postings.get(form).find((place) => among.has(Math.floor(place / FIELDS)));
  const first = new Set([...forms.keys()].map((form) => Math.floor(holder(form) / FIELDS)));
  for (const number of [...first].sort((a, b) => a - b)) {
    for (const [, text] of index.passages(number)) {
      for (const { form, start, end } of tokens(text)) {
        if (forms.has(form) && !written.has(form)) written.set(form, text.slice(start, end));
      }
    }
  }
  return [...written.values()];
}

/** For each unanswered term the words of the register that are nearest in spelling: `[typed, word]`. */
function suggestions(index, terms) {
  const found = new Map();
  for (const { words: parts, text: typed } of terms) {
    const [word] = parts;
    if (parts.length > 1 || word.length < rules.oneTypoFrom || !ONLY_LETTERS.test(word)) continue;
    const near = [];
    for (const form of index.postings.keys()) {
      if (form === word || form.length < rules.oneTypoFrom || !ONLY_LETTERS.test(form)) continue;
      const longest = Math.max(word.length, form.length);
      const limit = Math.floor(longest * (1 - rules.nearEnough) + 1e-9);
      const away = distance(word, form, limit);
      if (away <= limit) near.push([away / longest, form]);
    }
    near.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
    for (const [, form] of near.slice(0, 3)) {
      const numbers = index.postings.get(form).map((place) => Math.floor(place / FIELDS));
      for (const text of asWritten(index, new Set([form]), numbers)) found.set(text, typed);
    }
  }
  return Array.from(found, ([word, typed]) => [typed, word]);
}

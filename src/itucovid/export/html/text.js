// Words as the tool reads them: text.py of itucovid, with its tables in `rules`.

const LETTER = "[\\p{L}\\p{N}]";
const UNSPACED = "\\u0e00-\\u0e7f\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(
  [
    `(?<number>[0-9]{1,3}(?:[,.'’\\u00a0\\u2009\\u202f][0-9]{3})+(?!${LETTER}))`,
    `(?<decimal>[0-9]+[.,][0-9]{1,2}(?!${LETTER}|[.,\\-][0-9]))`,
    `(?<unspaced>[${UNSPACED}]+)`,
    `(?<letters>(?:(?![${UNSPACED}])${LETTER})+)(?:['’][sS](?!${LETTER}))?`,
  ].join("|"),
  "gu",
);
const MARKS = /[\p{Mn}\p{Mc}\p{Me}\p{Cf}]/gu;
const NO_LETTERS = /[^\p{L}\p{N}]/gu;
const JOINERS = "-‐‑'’@&/.";
const ONLY_LETTERS = /^\p{L}+$/u;

const cached = (reckon) => {
  const known = new Map();
  return (text) => {
    if (!known.has(text)) known.set(text, reckon(text));
    return known.get(text);
  };
};

const withoutMarks = (text) => text.normalize("NFKD").replace(MARKS, "");

/** The form of a word in which case, accents, width and letter variants are gone. */
const fold = cached((word) => {
  if (/^[A-Za-z0-9]+$/.test(word)) return word.toLowerCase();
  const plain = withoutMarks(withoutMarks(word).toUpperCase().toLowerCase()).replaceAll("ς", "σ");
  const variants = Array.from(plain, (letter) => rules.variants[letter] ?? letter).join("");
  return variants.replace(NO_LETTERS, "");
});

/** The words of a text in their order: `{form, start, end}`. */
function words(text) {
  const found = [];
  // Offsets must stay true, so a mark becomes a letter of its own length.
  for (const match of text.replace(MARKS, (mark) => "x".repeat(mark.length)).matchAll(WORD)) {
    const { decimal, unspaced, number, letters } = match.groups;
    const start = match.index;
    if (decimal) {
      found.push({ form: decimal.replaceAll(",", "."), start, end: start + decimal.length });
    } else if (unspaced) {
      const characters = Array.from(unspaced);
      let at = start;
      for (let i = 0; i < Math.max(characters.length - 1, 1); i++) {
        const pair = characters.slice(i, i + 2).join("");
        found.push({ form: fold(pair), start: at, end: at + pair.length });
        at += characters[i].length;
      }
    } else {
      const end = start + (number ?? letters).length;
      found.push({ form: fold(text.slice(start, end)), start, end });
    }
  }
  return found.filter((word) => word.form);
}

/** What words with nothing but a hyphen or the like between them spell together. */
function compounds(text, parts) {
  const found = [];
  parts.forEach((part, i) => {
    let { form } = part;
    for (let j = i; j < Math.min(parts.length - 1, i + 3); j++) {
      const between = text.slice(parts[j].end, parts[j + 1].start);
      if (between.length !== 1 || !JOINERS.includes(between)) break;
      form += parts[j + 1].form;
      found.push({ form, start: part.start, end: parts[j + 1].end });
    }
  });
  return found;
}

/** The words of a text and the compounds that they spell, without pronouns that look like an acronym. */
function tokens(text) {
  const parts = words(text);
  const isPronoun = ({ form, start, end }) => rules.pronouns.includes(form) && text.slice(start, end) === form;
  return [...parts.filter((part) => !isPronoun(part)), ...compounds(text, parts)];
}

/** What the singular, plural, -ing, -ed, British and American spellings of a folded word share. */
const stem = cached((form) => {
  if (!/^[\x00-\x7f]*$/.test(form)) return form.replace(/^(?:[وفبك]?ال(?=[\p{L}\p{N}_]{2})|لل(?=[\p{L}\p{N}_]{2}))/u, "");
  if (/^[0-9]/.test(form)) return form.replace(/^([0-9]+)(?:st|nd|rd|th)$/, "$1");
  if (form.length < rules.stemmedFrom || !ONLY_LETTERS.test(form)) return form;
  let stemmed = form;
  if (stemmed.endsWith("ies")) stemmed = `${stemmed.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|z)es$/.test(stemmed)) stemmed = stemmed.slice(0, -2);
  else if (/s$/.test(stemmed) && !/(?:ss|us|is)$/.test(stemmed) && stemmed !== "news") stemmed = stemmed.slice(0, -1);
  const verb = stemmed.match(/^([a-z]*[aeiouy][a-z]*?[a-z])(?:ing|ed)(?<=[a-z]{6})$/);
  if (verb) {
    stemmed = verb[1];
    if (/([bdgmnprt])\1$/.test(stemmed)) stemmed = stemmed.slice(0, -1);
    else if (stemmed.endsWith("is")) stemmed = `${stemmed.slice(0, -1)}z`;
  } else if (stemmed.endsWith("tion") && stemmed.length > "motion".length) {
    stemmed = stemmed.slice(0, -3);
  }
  for (const [british, american] of rules.spellings) {
    if (stemmed.endsWith(british) && stemmed.length > british.length + 1) {
      stemmed = stemmed.slice(0, -british.length) + american;
      break;
    }
  }
  return stemmed.length > rules.stemmedFrom ? stemmed.replace(/e$/, "") : stemmed;
});

/** Optimal string alignment: how many letters to insert, take away, change or swap; `limit` + 1 for any more than that. */
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

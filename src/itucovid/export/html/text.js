// @ts-check
// Text analysis: the rules of itucovid.text, with its constants in `rules`.

/** @import { SearchRules, Token } from "./types" */

const LETTER = "[\\p{L}\\p{N}]";
// The scripts of South and South-East Asia, and the voicing marks of kana: their marks change the word.
const SIGNS =
  "[\\u0900-\\u109f\\u1700-\\u17ff\\u1900-\\u1aaf\\u1b00-\\u1cff\\u3099\\u309a\\ua800-\\uabff\\u{11000}-\\u{11fff}]";
export const UNSPACED =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua9e0-\\ua9ff\\uaa60-\\uaa7f" +
  "\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const MARK = "\u0301";
const WORD = new RegExp(
  [
    `(?<number>[0-9]{1,3}(?:[,.'’\\u00a0\\u2009\\u202f][0-9]{3})+(?!${LETTER}))`,
    `(?<decimal>[0-9]+[.,][0-9]{1,2}(?!${LETTER}|[.,\\-][0-9]))`,
    `(?<unspaced>[${UNSPACED}][${UNSPACED}${MARK}]*)`,
    `(?<letters>(?![${UNSPACED}])${LETTER}(?:(?![${UNSPACED}])${LETTER}|${MARK})*)(?:['’][sS](?!${LETTER}))?`,
  ].join("|"),
  "gu",
);
const SIGN = `(?=\\p{M})${SIGNS}`;
const DROPPED_MARKS = new RegExp(`(?!${SIGNS})\\p{M}|\\p{Cf}`, "gu");
const NEITHER_ALPHANUMERIC_NOR_SIGN = new RegExp(`(?!${SIGN})[^\\p{L}\\p{N}]`, "gu");
// Marks, and vowels and voicing marks that are no combining characters, but that NFKD gives a combining mark.
const MASKED = /\u0e4d\u0e32|\u0ecd\u0eb2|[\p{M}\p{Cf}\u0e33\u0eb3\uff9e\uff9f]/gu;
const SEPARATORS = new Map([
  ["\u200b", " "],
  ["\u066c", ","],
  ["\u066b", "."],
]);
const DIGIT = /\p{Nd}/u;
const CLUSTERS = new RegExp(`[${UNSPACED}]${MARK}*`, "gu");
const CLUSTER = new RegExp(`^[${UNSPACED}](?:${SIGN})*$`, "u");
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const STARTS_WITH_SIGN = new RegExp(`^${SIGN}`, "u");
const ASCII = /^\p{ASCII}*$/u;
const LETTER_A = /\p{Lowercase}@\p{Lowercase}/u;
const PLAIN_WORD = /^[A-Za-z0-9]+$/;
const LETTERS_ONLY = new RegExp(`^\\p{L}(?:\\p{L}|${SIGN})*$`, "u");
const JOINERS = "-‐‑'’@&/.";
const VERB_ENDING = /^([a-z]*[aeiouy][a-z]*?[a-z])(?:ing|ed)(?<=[a-z]{6})$/;

/** @param {string} word */
export const isAscii = (word) => ASCII.test(word);

/**
 * Whether a word consists of letters, with or without signs.
 *
 * @param {string} word
 */
export const isAlphabetic = (word) => LETTERS_ONLY.test(word);

/**
 * Whether a term is part of a run of a script without spaces between words.
 *
 * @param {string} term
 */
export const isUnspaced = (term) => STARTS_UNSPACED.test(term);

/**
 * Whether a term is one character of a script without spaces, with its signs.
 *
 * @param {string} term
 */
export const isCluster = (term) => CLUSTER.test(term);

/**
 * Whether a text begins with a mark that changes the word.
 *
 * @param {string} text
 */
export const startsWithSign = (text) => STARTS_WITH_SIGN.test(text);

/**
 * The number of characters, as Python counts them.
 *
 * @param {string} text
 */
export const countCharacters = (text) => (isAscii(text) ? text.length : Array.from(text).length);

/**
 * The numbers below a limit.
 *
 * @param {number} limit
 */
export const range = (limit) => Array.from({ length: limit }, (_, number) => number);

/**
 * The first characters of a text.
 *
 * @param {string} text
 * @param {number} length
 */
export const truncate = (text, length) => (text.length <= length ? text : Array.from(text).slice(0, length).join(""));

/**
 * A function that computes the result for each text once.
 *
 * @template T
 * @param {(text: string) => T} compute
 */
export function memoize(compute) {
  /** @type {Map<string, T>} */
  const results = new Map();
  return (/** @type {string} */ text) => {
    let result = results.get(text);
    if (result === undefined) {
      result = compute(text);
      results.set(text, result);
    }
    return result;
  };
}

/**
 * Decompose a text (NFKD) and drop its format characters and the combining marks that do not change the word.
 *
 * @param {string} text
 */
const removeMarks = (text) => text.normalize("NFKD").replace(DROPPED_MARKS, "");

/**
 * Replace the decimal digits of all scripts by those of ASCII.
 *
 * @param {string} text
 */
export const asciiDigits = (text) => (isAscii(text) ? text : text.replace(/\p{Nd}/gu, asciiDigit));

/** @param {string} digit */
function asciiDigit(digit) {
  const code = digit.codePointAt(0) ?? 0;
  // The mathematical digits are the only ones in runs of more than ten.
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/**
 * Replace marks, separators and digits of other scripts by characters of the same length.
 *
 * @param {string} text
 */
function mask(text) {
  if (isAscii(text)) return text;
  const plain = text.replace(/[\u200b\u066b\u066c]/g, (character) => SEPARATORS.get(character) ?? character);
  const marked = plain.replace(MASKED, (mark) => MARK.repeat(mark.length));
  return basicAsciiDigits(marked);
}

/**
 * Replace the decimal digits of the basic plane by those of ASCII.
 *
 * @param {string} text
 */
const basicAsciiDigits = (text) =>
  text.replace(/\p{Nd}/gu, (digit) => (digit.length === 1 ? asciiDigit(digit) : digit));

/** Splits texts into tokens, and reduces words to terms and stems. */
export class Analyzer {
  /** @param {SearchRules} rules */
  constructor(rules) {
    this.rules = rules;
    /** Remove differences of case, accents, width and letter variants from a word. */
    this.normalize = memoize((word) => this.#normalize(word));
    /** Replace the decimal digits of all scripts by those of ASCII; the length of the text stays. */
    this.asciiDigits = basicAsciiDigits;
    /** The regular expression of a pattern that a whole text must match. */
    this.whole = memoize((pattern) => new RegExp(`^(?:${pattern})$`, "u"));
    /** The regular expression of a form of a date. */
    this.form = memoize((pattern) => new RegExp(pattern, "y"));
    /** Reduce a term to what its inflections and its British and American spellings share. */
    this.stem = memoize((term) => this.#stem(term));
  }

  /** @param {string} word */
  #normalize(word) {
    if (PLAIN_WORD.test(word)) return word.toLowerCase();
    // Upper-casing first merges letters that share a capital; lower-casing writes the last sigma of a word differently.
    const plain = removeMarks(removeMarks(word).toUpperCase().toLowerCase()).replaceAll("ς", "σ");
    const merged = Array.from(plain, (letter) => this.rules.letterVariants[letter] ?? letter).join("");
    return asciiDigits(merged).replace(NEITHER_ALPHANUMERIC_NOR_SIGN, "");
  }

  /**
   * Split a text into tokens, in order.
   *
   * @param {string} text
   */
  tokenize(text) {
    /** @type {Token[]} */
    const tokens = [];
    for (const match of mask(text).matchAll(WORD)) {
      const { decimal, unspaced, number, letters } = match.groups ?? {};
      const start = match.index;
      if (decimal) {
        tokens.push({ term: decimal.replaceAll(",", "."), start, end: start + decimal.length });
      } else if (unspaced) {
        tokens.push(...this.#pairs(text, unspaced, start));
      } else {
        const end = start + (number ?? letters ?? "").length;
        tokens.push({ term: this.normalize(text.slice(start, end)), start, end });
      }
    }
    return tokens.filter((token) => token.term);
  }

  /**
   * The overlapping pairs of characters of a run without spaces, each with its marks.
   *
   * @param {string} text
   * @param {string} run the run, with marks masked
   * @param {number} start its offset
   */
  #pairs(text, run, start) {
    const ends = Array.from(run.matchAll(CLUSTERS), (match) => start + match.index + match[0].length);
    const starts = [start, ...ends.slice(0, -1)];
    return starts.slice(0, Math.max(starts.length - 1, 1)).map((from, i) => {
      const end = ends[Math.min(i + 1, ends.length - 1)];
      return { term: this.normalize(text.slice(from, end)), start: from, end };
    });
  }

  /**
   * Join tokens that only a hyphen or another joiner separates: "e-commerce" gives "ecommerce".
   *
   * @param {string} text
   * @param {Token[]} tokens
   */
  compounds(text, tokens) {
    /** @type {Token[]} */
    const compounds = [];
    tokens.forEach((first, i) => {
      let { term, end } = first;
      for (const token of tokens.slice(i + 1, i + this.rules.maxCompoundParts)) {
        if (token.start - end !== 1 || !JOINERS.includes(text.charAt(end))) break;
        const around = text.slice(Math.max(0, end - 2), end + 3); // a letter may have two code units
        term += (LETTER_A.test(around) ? "a" : "") + token.term;
        end = token.end;
        compounds.push({ term, start: first.start, end });
      }
    });
    return compounds;
  }

  /**
   * The tokens and compounds of a text, without pronouns that look like an acronym.
   *
   * @param {string} text
   */
  indexTokens(text) {
    const tokens = this.tokenize(text);
    const kept = tokens.filter(
      ({ term, start, end }) =>
        !this.rules.ambiguousAcronyms.includes(term) || text.slice(start, end) === term.toUpperCase(),
    );
    return [...kept, ...this.compounds(text, tokens)];
  }

  /** @param {string} term */
  #stem(term) {
    const { arabicInflection, irregularPlurals, russianInflection } = this.rules;
    if (!isAscii(term)) {
      const russian = this.whole(russianInflection).exec(term)?.slice(1).find(Boolean);
      return russian ?? this.whole(arabicInflection).exec(term)?.[1] ?? term;
    }
    if (Object.hasOwn(irregularPlurals, term)) return irregularPlurals[term];
    if (/^[0-9]/.test(term)) return term.replace(/^([0-9]+)(?:st|nd|rd|th)$/, "$1");
    if (term.length < this.rules.minStemLength || !isAlphabetic(term)) return term;
    let stem = singular(term);
    const verb = VERB_ENDING.exec(stem)?.[1];
    if (verb) {
      stem = verb;
      if (/([bdgmnprt])\1$/.test(stem)) stem = stem.slice(0, -1);
      else if (stem.endsWith("is")) stem = `${stem.slice(0, -1)}z`;
    } else if (stem.endsWith("tion") && stem.length > "motion".length) {
      stem = stem.slice(0, -3);
    }
    for (const [british, american] of this.rules.spellings) {
      if (stem.endsWith(british) && stem.length > british.length + 1) {
        stem = stem.slice(0, -british.length) + american;
        break;
      }
    }
    if (/[^aeiou]y$/.test(stem)) return `${stem.slice(0, -1)}i`;
    if (/(?:elle|enne)$/.test(stem) && stem.length > "pelles".length) return stem.slice(0, -2);
    if (/[ao]$/.test(stem) && stem.length > "saludo".length) return stem.slice(0, -1);
    return stem.length > this.rules.minStemLength ? stem.replace(/e$/, "") : stem;
  }
}

/** @param {string} term */
export function singular(term) {
  if (term.endsWith("ies") || /(?:ss|sh|ch|x|z)es$/.test(term)) return term.slice(0, -2);
  if (/(?:eau|eu)x$/.test(term)) return term.slice(0, -1);
  if (term.endsWith("aux") && term.length > "faux".length) return `${term.slice(0, -2)}l`;
  if (term.endsWith("s") && !/(?:ss|us|is)$/.test(term) && term !== "news") return term.slice(0, -1);
  return term;
}

/**
 * The distance of optimal string alignment: how many letters to insert, delete, replace or transpose.
 *
 * @param {string} one
 * @param {string} other
 * @param {number} limit
 * @returns {number} `limit` + 1 for any greater distance
 */
export function osaDistance(one, other, limit) {
  if (!isAscii(one) || !isAscii(other)) return distanceOf(Array.from(one), Array.from(other), limit);
  return distanceOf(one, other, limit);
}

/**
 * @param {ArrayLike<string>} one
 * @param {ArrayLike<string>} other
 * @param {number} limit
 */
function distanceOf(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let beforeLast = new Uint16Array(other.length + 1);
  let last = Uint16Array.from(beforeLast, (_, j) => j);
  let row = new Uint16Array(other.length + 1);
  for (let i = 1; i <= one.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const replaced = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      let distance = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        distance = Math.min(distance, beforeLast[j - 2] + 1);
      }
      row[j] = distance;
      least = Math.min(least, distance);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[other.length];
}

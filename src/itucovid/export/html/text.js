// @ts-check
// Text analysis: the rules of itucovid.text, with its constants in `rules`.

/** @import { SearchRules, Token } from "./types" */

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
const NOT_ALPHANUMERIC = /[^\p{L}\p{N}]/gu;
const ASCII = /^\p{ASCII}*$/u;
const PLAIN_WORD = /^[A-Za-z0-9]+$/;
const LETTERS_ONLY = /^\p{L}+$/u;
const JOINERS = "-‐‑'’@&/.";
const ARABIC_ARTICLE = /^(?:[وفبك]?ال(?=[\p{L}\p{N}_]{2})|لل(?=[\p{L}\p{N}_]{2}))/u;
const VERB_ENDING = /^([a-z]*[aeiouy][a-z]*?[a-z])(?:ing|ed)(?<=[a-z]{6})$/;

/** @param {string} word */
export const isAscii = (word) => ASCII.test(word);

/** @param {string} word */
export const isAlphabetic = (word) => LETTERS_ONLY.test(word);

/**
 * The number of characters, as Python counts them.
 *
 * @param {string} text
 */
export const countCharacters = (text) => (isAscii(text) ? text.length : Array.from(text).length);

/** @param {string} text */
export const firstCharacter = (text) => String.fromCodePoint(text.codePointAt(0) ?? 0);

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
 * Decompose a text (NFKD) and drop its combining marks and format characters.
 *
 * @param {string} text
 */
const removeMarks = (text) => text.normalize("NFKD").replace(MARKS, "");

/** Splits texts into tokens, and reduces words to terms and stems. */
export class Analyzer {
  /** @param {SearchRules} rules */
  constructor(rules) {
    this.rules = rules;
    /** Remove differences of case, accents, width and letter variants from a word. */
    this.normalize = memoize((word) => this.#normalize(word));
    /** Reduce a term to what its inflections and its British and American spellings share. */
    this.stem = memoize((term) => this.#stem(term));
  }

  /** @param {string} word */
  #normalize(word) {
    if (PLAIN_WORD.test(word)) return word.toLowerCase();
    // Upper-casing first merges letters that share a capital; lower-casing writes the last sigma of a word differently.
    const plain = removeMarks(removeMarks(word).toUpperCase().toLowerCase()).replaceAll("ς", "σ");
    const merged = Array.from(plain, (letter) => this.rules.letterVariants[letter] ?? letter).join("");
    return merged.replace(NOT_ALPHANUMERIC, "");
  }

  /**
   * Split a text into tokens, in order.
   *
   * @param {string} text
   */
  tokenize(text) {
    /** @type {Token[]} */
    const tokens = [];
    // Replace marks by letters of the same length, so that the offsets are those of the original text.
    for (const match of text.replace(MARKS, (mark) => "x".repeat(mark.length)).matchAll(WORD)) {
      const { decimal, unspaced, number, letters } = match.groups ?? {};
      const start = match.index;
      if (decimal) {
        tokens.push({ term: decimal.replaceAll(",", "."), start, end: start + decimal.length });
      } else if (unspaced) {
        tokens.push(...this.#pairs(unspaced, start));
      } else {
        const end = start + (number ?? letters ?? "").length;
        tokens.push({ term: this.normalize(text.slice(start, end)), start, end });
      }
    }
    return tokens.filter((token) => token.term);
  }

  /**
   * The overlapping pairs of characters of a run without spaces.
   *
   * @param {string} run
   * @param {number} start its offset
   */
  #pairs(run, start) {
    const characters = Array.from(run);
    let offset = start;
    return Array.from({ length: Math.max(characters.length - 1, 1) }, (_, i) => {
      const pair = characters.slice(i, i + 2).join("");
      const token = { term: this.normalize(pair), start: offset, end: offset + pair.length };
      offset += characters[i].length;
      return token;
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
        term += token.term;
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
      ({ term, start, end }) => !this.rules.ambiguousAcronyms.includes(term) || text.slice(start, end) !== term,
    );
    return [...kept, ...this.compounds(text, tokens)];
  }

  /** @param {string} term */
  #stem(term) {
    if (!isAscii(term)) return term.replace(ARABIC_ARTICLE, "");
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
    return stem.length > this.rules.minStemLength ? stem.replace(/e$/, "") : stem;
  }
}

/** @param {string} term */
function singular(term) {
  if (term.endsWith("ies")) return `${term.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(term)) return term.slice(0, -2);
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

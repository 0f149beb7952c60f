// @ts-check
// Full-text search: the rules of itucovid.search. Records and fields have numbers.

import { findDates, overlaps } from "./dates.js";
import {
  Analyzer,
  countCharacters,
  isAlphabetic,
  isAscii,
  isCluster,
  isUnspaced,
  memoize,
  osaDistance,
  range,
  singular,
  startsWithSign,
  truncate,
  UNSPACED,
} from "./text.js";

/** @import { FieldScores, FieldText, How, Period, Phrase, Query, Results, ScriptData, SearchRules } from "./types" */
/** @import { Span, Spelling, Term, TermMatch, Token, WordMatch } from "./types" */

// A run has no quotation mark and no word with a minus sign.
const QUERY_PART = new RegExp(
  '(?<minusQuote>(?<!\\S)[-−–])?["“”„«»](?<quoted>[^"“”„«»]*)["“”„«»]|' +
    '(?<minus>(?<!\\S)[-−–])(?<word>[^\\s"“”„«»]+)|' +
    '(?<run>(?:(?!(?<!\\S)[-−–]\\S)[^"“”„«»])+)',
  "gu",
);
const CONTAINS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const OPERATOR = /(?<=\S\s)(?:AND|OR|NOT)(?=\s+\S)|^\s*NOT(?=\s+\S)/g;

/**
 * Parse a query: words, dates, "phrases" and -exclusions.
 *
 * @param {Analyzer} analyzer
 * @param {string} query
 * @returns {Query}
 */
export function parse(analyzer, query) {
  const { maxQueryLength, maxTerms } = analyzer.rules;
  const text = truncate(query.normalize("NFKC"), maxQueryLength);
  /** @type {Term[]} */
  const excluded = [];
  /** Terms, and months without a day or year. @type {(Term & { isMonth?: boolean })[]} */
  const found = [];
  for (const { groups = {} } of text.matchAll(QUERY_PART)) {
    const { run, minus, minusQuote, quoted, word } = groups;
    if (run !== undefined) {
      found.push(...splitRun(analyzer, run));
    } else if (minus || minusQuote) {
      if (excluded.length < maxTerms)
        excluded.push(...(minus ? excludedTerms(analyzer, word) : quote(analyzer, quoted)));
    } else if (found.length < maxTerms) {
      found.push(...quote(analyzer, quoted));
    }
  }
  const isWholeQuery = found.every((term) => term.isMonth || isStopword(analyzer.rules, term));
  const terms = found.flatMap(({ isMonth, ...term }) =>
    isMonth && !isWholeQuery ? splitTerms(analyzer, term.text) : [term],
  );
  return {
    terms: terms.slice(0, maxTerms),
    excluded: excluded.slice(0, maxTerms),
    operators: [...new Set(text.match(OPERATOR)?.map((operator) => operator.trim()))],
  };
}

/**
 * Whether a term need not match.
 *
 * @param {SearchRules} rules
 * @param {Term} term
 */
const isStopword = ({ stopwords, stopwordAcronyms }, { quoted, periods, words, text }) =>
  !quoted && !periods.length && !stopwordAcronyms.includes(text) && words.every((word) => stopwords.includes(word));

/** @typedef {{ names: Set<string>, longest: number }} LongNames */

/** @type {WeakMap<SearchRules, LongNames>} */
const longNames = new WeakMap();

/**
 * The names of countries of several words, their words separated by a space, and the number of words of the longest.
 *
 * @param {SearchRules} rules
 */
function longCountryNames(rules) {
  let known = longNames.get(rules);
  if (!known) {
    const names = [...frontCoded(rules.knownNames)].filter((name) => name.includes(" "));
    known = { names: new Set(names), longest: Math.max(...names.map((name) => name.split(" ").length)) };
    longNames.set(rules, known);
  }
  return known;
}

/**
 * Where the names of countries of several words are in a text; the longest of those that overlap.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 */
function findNames(analyzer, text) {
  const { names, longest } = longCountryNames(analyzer.rules);
  const tokens = analyzer.tokenize(text);
  /** @type {Token[][]} */
  const found = [];
  for (let at = 0; at < tokens.length; at++) {
    for (let length = Math.min(longest, tokens.length - at); length > 1; length--) {
      const run = tokens.slice(at, at + length);
      if (!names.has(run.map((token) => token.term).join(" "))) continue;
      found.push(run);
      at += length - 1;
      break;
    }
  }
  return found;
}

/**
 * The terms and dates of a text without quotes and exclusions.
 *
 * @param {Analyzer} analyzer
 * @param {string} run
 */
function splitRun(analyzer, run) {
  const { maxTerms, pronoun } = analyzer.rules;
  const text = run.replace(new RegExp(pronoun, "gu"), "");
  const splitWords = (/** @type {string} */ words) =>
    words
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, maxTerms)
      .flatMap((word) => splitWord(analyzer, word));
  const lastElision = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${analyzer.rules.elisions.join("|")})['’]$`, "iu");
  const splitNames = (/** @type {string} */ own) => {
    /** @type {Term[]} */
    const terms = [];
    let start = 0;
    for (const run of findNames(analyzer, own)) {
      const end = run[run.length - 1].end;
      const name = {
        words: run.map((token) => token.term),
        text: own.slice(run[0].start, end),
        quoted: false,
        periods: [],
      };
      terms.push(...splitWords(own.slice(start, run[0].start).replace(lastElision, "")), name);
      start = end;
    }
    return [...terms, ...splitWords(own.slice(start))];
  };
  /** @type {(Term & { isMonth?: boolean })[]} */
  const found = [];
  let start = 0;
  for (const date of findDates(analyzer, text).slice(0, maxTerms)) {
    found.push(...splitNames(text.slice(start, date.start)));
    start = date.end;
    const own = text.slice(date.start, date.end);
    const words = date.scope === "year" ? analyzer.tokenize(own).map((token) => token.term) : [];
    found.push({ words, text: own, quoted: false, periods: date.periods, isMonth: date.scope === "month" });
  }
  return [...found, ...splitNames(text.slice(start))];
}

/**
 * As `splitTerms`, but Chinese function words separate words, and a number or the name of a country is one term.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @returns {Term[]}
 */
function splitWord(analyzer, text) {
  const { functionWords, numeral, unspacedNames } = analyzer.rules;
  if (!CONTAINS_UNSPACED.test(text)) return splitTerms(analyzer, text);
  const pattern = new RegExp(`(${unspacedNames.join("|")}|${numeral})|${functionWords}`, "gu");
  /** @type {Term[]} */
  const terms = [];
  let start = 0;
  for (const match of text.matchAll(pattern)) {
    const [all, name] = match;
    terms.push(...splitTerms(analyzer, text.slice(start, match.index)));
    if (name) {
      const isNumeral = isNumberWord(analyzer.rules, name);
      const words = isNumeral ? [name] : analyzer.tokenize(name).map((token) => token.term);
      terms.push({ words, text: name, quoted: false, periods: [] });
    }
    start = match.index + all.length;
  }
  terms.push(...splitTerms(analyzer, text.slice(start)));
  return terms.length ? terms : splitTerms(analyzer, text);
}

/**
 * Whether a word is a number that has synonyms, in digits or in words.
 *
 * @param {SearchRules} rules
 * @param {string} word
 */
const isNumberWord = ({ synonyms }, word) => synonyms.some((group) => /^[0-9]/.test(group[0]) && group.includes(word));

/**
 * The terms of an excluded word; a date excludes what it finds, and its words.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 */
function excludedTerms(analyzer, text) {
  const periods = wholeDate(analyzer, text, analyzer.tokenize(text));
  return splitTerms(analyzer, text).map((term) => ({ ...term, periods }));
}

/**
 * What a text means if it is a date.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @param {Token[]} tokens
 */
function wholeDate(analyzer, text, tokens) {
  const [date] = findDates(analyzer, text);
  const covers = date && tokens.length && date.start <= tokens[0].start && date.end >= tokens[tokens.length - 1].end;
  return covers ? date.periods : [];
}

/**
 * The phrase between two quotation marks, if it contains a word; a day or year is also a date.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @returns {Term[]}
 */
function quote(analyzer, text) {
  const tokens = analyzer.tokenize(text);
  if (!tokens.length) return [];
  const periods = isAlphabetic(text.trim()) ? [] : wholeDate(analyzer, text, tokens);
  return [{ words: tokens.map((token) => token.term), text: text.trim(), quoted: true, periods }];
}

/**
 * Split an unquoted part into terms; tokens with one character between them are one term, except a separator.
 *
 * @param {Analyzer} analyzer
 * @param {string} text
 * @returns {Term[]}
 */
function splitTerms(analyzer, text) {
  const { rules } = analyzer;
  const tokens = analyzer.tokenize(text);
  /** @type {Token[][]} */
  const runs = [];
  const isElision = (/** @type {Token} */ { term, end }, /** @type {Token | undefined} */ next) =>
    rules.elisions.includes(term) && "'’".includes(text.charAt(end)) && next?.start === end + 1;
  for (const token of tokens.filter((one, i) => !isElision(one, tokens[i + 1]))) {
    const run = runs.at(-1);
    const between = run ? text.slice(run[run.length - 1].end, token.start) : "";
    const isJoined = countCharacters(between) === 1 && !rules.separators.includes(between);
    if (run && isJoined && run.length < rules.maxCompoundParts) run.push(token);
    else runs.push([token]);
  }
  return runs.map((run) => ({
    words: run.map((token) => truncate(token.term, rules.maxTermLength)),
    text: text.slice(run[0].start, run[run.length - 1].end),
    quoted: false,
    periods: [],
  }));
}

/**
 * The searchable texts of a record, in the order of the fields.
 *
 * @param {Pick<ScriptData, "rules" | "texts" | "values">} data
 * @param {number} record
 * @param {string} title
 * @param {string} summary
 * @returns {Iterable<FieldText>}
 */
export function* fieldTexts({ rules, texts, values }, record, title, summary) {
  let next = 0;
  for (let field = 0; field < rules.fields.length; field++) {
    const { name } = rules.fields[field];
    if (name === "title") yield [field, title];
    if (name === "summary") yield [field, summary];
    for (; values[record][next]?.[0] === field; next++) {
      for (const text of texts[values[record][next][1]]) yield [field, text];
    }
  }
}

/**
 * The words of a text that has of each the number of characters that it shares with the one before, and the others.
 *
 * @param {string} text
 */
function* frontCoded(text) {
  let word = "";
  for (const [, shared, rest] of text.matchAll(/([0-9])([^0-9]*)/g)) {
    word = Array.from(word).slice(0, Number(shared)).join("") + rest;
    yield word;
  }
}

/**
 * The CRC-32 of some bytes, after bytes with another.
 *
 * @param {Uint8Array} bytes
 * @param {number} [before]
 */
function crc32(bytes, before = 0) {
  let crc = ~before;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/**
 * Whether a stem is in the Bloom filter of common ones.
 *
 * @param {Index} index
 * @param {string} stem
 */
function isCommon({ commonStems, rules }, stem) {
  const bytes = new TextEncoder().encode(stem);
  const first = crc32(bytes);
  const second = crc32(bytes, first);
  for (let i = 0; i < rules.commonStemHashes; i++) {
    const bit = (first + i * second) % (8 * commonStems.length);
    if (!((commonStems[Math.floor(bit / 8)] >> (bit % 8)) & 1)) return false;
  }
  return true;
}

/** The inverted index of some records. A posting is the number `record * fieldCount + field`. */
export class Index {
  /**
   * @param {Analyzer} analyzer
   * @param {string[]} corpusStems the stems of the terms that apply to every record
   * @param {(record: number) => Iterable<FieldText>} texts the searchable texts of a record
   * @param {number} size the number of records
   */
  constructor(analyzer, corpusStems, texts, size) {
    this.analyzer = analyzer;
    this.rules = analyzer.rules;
    this.corpusStems = new Set(corpusStems);
    this.texts = texts;
    this.size = size;
    this.fieldCount = this.rules.fields.length;
    /** @type {Map<string, number[]>} */
    this.postings = new Map();
    /** @type {Map<string, string[]>} */
    this.stems = new Map();
    this.indexed = 0;
    /** The periods of records: the texts for readers with the dates, and the records of each. */
    /** @type {Map<string, { dates: string, postings: number[] }>} */
    this.periods = new Map();
    const names = [...frontCoded(this.rules.knownNames)];
    this.knownWords = new Set(names.flatMap((name) => name.split(" ")));
    this.commonStems = Uint8Array.from(atob(this.rules.commonStems), (character) => character.charCodeAt(0));
    this.longNames = this.rules.fields.length - 1;
    this.tokens = memoize((text) => analyzer.tokenize(text));
    this.indexTokens = memoize((text) => analyzer.indexTokens(text));
    this.terms = memoize((text) => [...new Set(analyzer.indexTokens(text).map((token) => token.term))]);
  }

  /**
   * Index some more records.
   *
   * @param {number} count
   * @returns {boolean} whether any are left
   */
  add(count) {
    for (const end = Math.min(this.size, this.indexed + count); this.indexed < end; this.indexed++) {
      for (const [field, text] of this.texts(this.indexed)) {
        const { name, separator } = this.rules.fields[field];
        const posting = this.indexed * this.fieldCount + this.searchedField(field, text);
        if (name === "period") {
          this.#postPeriod(text, posting);
          continue;
        }
        for (const part of separator ? text.split(separator) : [text]) {
          for (const term of this.terms(part)) this.#post(term, posting);
        }
      }
    }
    return this.indexed < this.size;
  }

  /**
   * The field as which a text of a field counts.
   *
   * @param {number} field
   * @param {string} text
   */
  searchedField(field, text) {
    const { name } = this.rules.fields[field];
    if (name !== "partners" && name !== "mentions") return field;
    return text.split(/\s+/).filter(Boolean).length >= this.rules.wordsOfLongName ? this.longNames : field;
  }

  /**
   * @param {string} text the dates for readers, and in brackets as an ISO 8601 date or interval
   * @param {number} posting
   */
  #postPeriod(text, posting) {
    const dates = text.slice(text.lastIndexOf("(") + 1, -1);
    const period = this.periods.get(text) ?? { dates, postings: [] };
    period.postings.push(posting);
    this.periods.set(text, period);
  }

  /**
   * @param {string} term
   * @param {number} posting
   */
  #post(term, posting) {
    const postings = this.postings.get(term);
    if (postings) {
      if (postings[postings.length - 1] !== posting) postings.push(posting);
      return;
    }
    this.postings.set(term, [posting]);
    const stem = this.analyzer.stem(term);
    const terms = this.stems.get(stem);
    if (terms) terms.push(term);
    else this.stems.set(stem, [term]);
  }

  /**
   * The numbers of the records with a term, in ascending order.
   *
   * @param {string} term
   */
  records(term) {
    return (this.postings.get(term) ?? []).map((posting) => Math.floor(posting / this.fieldCount));
  }

  /**
   * The terms with the same stem as a word.
   *
   * @param {string} word
   */
  stemMatches(word) {
    return this.stems.get(this.analyzer.stem(word)) ?? [];
  }
}

/**
 * Mark the terms that are, alone or side by side, a phrase that applies to every record.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 */
function markCorpusTerms({ analyzer, corpusStems, rules }, matches) {
  matches.forEach((_, start) => {
    /** @type {string[]} */
    const words = [];
    for (let end = start; end < Math.min(matches.length, start + rules.maxCorpusTerms); end++) {
      const { term } = matches[end];
      if (!term.words.length || term.quoted) break;
      words.push(...term.words);
      const phrase = words.map((word) => analyzer.stem(word)).join(" ");
      if (corpusStems.has(phrase) || corpusStems.has(analyzer.stem(words.join("")))) {
        for (const match of matches.slice(start, end + 1)) match.isCorpusTerm = true;
      }
    }
  });
}

/**
 * Match the terms of a query, stopwords excepted; terms that match nothing are matched as misspellings.
 *
 * @param {Index} index
 * @param {Term[]} terms
 */
export function matchTerms(index, terms) {
  /** @type {TermMatch[]} */
  const matches = terms.map((term, i) => {
    const isIgnored = isStopword(index.rules, term);
    const minPrefixLength = index.rules.minPrefixLength + Number(i < terms.length - 1);
    const match = isIgnored ? newMatch(index, term) : matchTerm(index, term, minPrefixLength);
    return { ...match, isStopword: isIgnored };
  });
  markCorpusTerms(index, matches);
  for (const match of matches) match.scores = findRecords(index, match.words, match.phrases, match.term.periods);
  for (const [run, words] of compoundRuns(index, matches)) {
    const scores = findRecords(index, words, []);
    for (const match of run) merge(match.scores, scores);
  }
  for (const match of matches) {
    const { term } = match;
    if (match.scores.records.length || match.isStopword || term.quoted || term.words.length !== 1) continue;
    if (match.isCorpusTerm) continue;
    match.words = fuzzyMatches(index, term.words[0]);
    match.phrases = [];
    match.scores = findRecords(index, match.words, []);
    match.guess = match.scores.records.length ? "fuzzy" : "";
  }
  correctCharacters(index, matches);
  markOptional(index, matches);
  return matches;
}

/**
 * Make words optional that say little beside others: "partnership" beside the name of an organisation or record, and
 * "initiatives" beside any other word.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 */
function markOptional(index, matches) {
  const { analyzer, rules } = index;
  const withStems = (/** @type {string[]} */ stems) =>
    matches.filter(
      ({ term }) => !term.quoted && term.words.length === 1 && stems.includes(analyzer.stem(term.words[0])),
    );
  const relations = withStems(rules.relationStems);
  if (relations.length) {
    const others = matches.flatMap((match) => (relations.includes(match) ? [""] : match.term.words));
    const isOptional = hasName(index, others);
    for (const match of relations) match.isOptional = isOptional;
  }
  const general = withStems(rules.generalStems);
  const isOptional = matches.some((match) => !match.isStopword && !match.isOptional && !general.includes(match));
  for (const match of general) match.isOptional = isOptional;
}

/**
 * Whether a name of a record, or of a partner or mentioned organisation, is among some words, side by side.
 *
 * @param {Index} index
 * @param {string[]} words
 */
function hasName(index, words) {
  const { fieldCount, longNames, rules } = index;
  const isName = (/** @type {number} */ field) =>
    field === longNames || /^(id|aliases|partners|mentions)$|title$/.test(rules.fields[field].name);
  const spelled = `\n${words.join("\n")}\n`;
  return [...new Set(words)].some((word) =>
    index.postings.get(word)?.some((posting) => {
      const record = Math.floor(posting / fieldCount);
      if (!isName(posting - record * fieldCount)) return false;
      return [...index.texts(record)]
        .filter(([field, text]) => isName(index.searchedField(field, text)) && text.split(" ").length <= words.length)
        .map(([, text]) => index.tokens(text).map((token) => token.term))
        .some((name) => name.length && spelled.includes(`\n${name.join("\n")}\n`));
    }),
  );
}

/**
 * Correct one wrong character within a run without spaces: 网络按全 matches 网络安全. Its two pairs of characters match
 * nothing, but a pair beside them does.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 */
function correctCharacters(index, matches) {
  matches.slice(1).forEach((other, at) => {
    const one = matches[at];
    if (one.scores.records.length || other.scores.records.length || !overlap(one, other)) return;
    const isNear = (/** @type {TermMatch | undefined} */ match) =>
      match?.scores.records.length && (overlap(match, one) || overlap(other, match));
    if (!isNear(matches[at - 1]) && !isNear(matches[at + 2])) return;
    const [first] = one.term.words[0];
    const [, last] = other.term.words[0];
    const pairs = [...index.postings.keys()]
      .map((term) => Array.from(term))
      .filter((term) => term.length === "网络".length && term[0] === first && index.postings.has(term[1] + last))
      .map(([, second]) => [first + second, second + last])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(
        (pair) =>
          !phraseMatches(
            index,
            pair.map((term) => new Set([term])),
          ).next().done,
      );
    if (!pairs.length) return;
    [one, other].forEach((match, i) => {
      match.words = new Map(pairs.map((pair) => [pair[i], index.rules.oneTypo]));
      match.scores = findRecords(index, match.words, []);
      match.guess = "fuzzy";
    });
  });
}

/**
 * Some terms of a query as typed. Of scripts without spaces, terms that overlap are one text, without what they share
 * with other terms beside them: of 网络量子, whose 网络 matches, 络量 and 量子 give 量子.
 *
 * @param {TermMatch[]} matches
 * @param {TermMatch[]} unmatched
 */
function unmatchedTexts(matches, unmatched) {
  /** @type {string[]} */
  const texts = [];
  let run = "";
  matches.forEach((match, at) => {
    if (!unmatched.includes(match)) return;
    const following = matches[at + 1];
    run += match.term.text.slice(shared(matches[at - 1], match));
    const size = shared(match, following);
    if (size && unmatched.includes(following)) return;
    run = run.slice(0, run.length - size);
    if (run) texts.push(run);
    run = "";
  });
  return texts;
}

/**
 * How long the text is that two terms of a script without spaces share, the last of one and the first of the other.
 *
 * @param {TermMatch | undefined} one
 * @param {TermMatch | undefined} other
 */
function shared(one, other) {
  const [before, after] = [one, other].map((match) => {
    const isPair = match && match.term.words.length === 1 && !match.term.quoted && isUnspaced(match.term.words[0]);
    return isPair ? match.term.text : "";
  });
  let size = before ? Math.max(after.length - 1, 0) : 0;
  while (size && !before.endsWith(after.slice(0, size))) size--;
  return size;
}

/**
 * Whether two terms are overlapping pairs of characters.
 *
 * @param {TermMatch} one
 * @param {TermMatch} other
 */
function overlap(one, other) {
  const [[, second = "", ...more] = "", [first, third = "", ...others] = ""] = [one, other].map(({ term }) =>
    term.words.length === 1 && !term.quoted && isUnspaced(term.words[0]) ? Array.from(term.words[0]) : [],
  );
  return Boolean(second && third) && second === first && !more.length && !others.length;
}

/**
 * @param {Index} index
 * @param {Term} term
 * @param {Map<string, number>} words
 * @param {TermMatch["phrases"]} phrases
 * @returns {TermMatch}
 */
function newMatch(index, term, words = new Map(), phrases = []) {
  return {
    term,
    isStopword: false,
    isOptional: false,
    isCorpusTerm: false,
    words,
    phrases,
    scores: noScores(index),
    guess: "",
  };
}

/**
 * Match one term by itself, its stem, a synonym, as a prefix of some length, or as a compound.
 *
 * @param {Index} index
 * @param {Term} term
 * @param {number} [minPrefixLength]
 */
function matchTerm(index, term, minPrefixLength = index.rules.minPrefixLength) {
  const { rules } = index;
  const word = term.words.join("");
  if (!word) return newMatch(index, term);
  if (term.words.length > 1) {
    // The index does not contain "who" in lower case, but the texts do.
    const phrase = term.words.map(
      (one) => new Set([...index.stemMatches(one), ...rules.ambiguousAcronyms.filter((acronym) => acronym === one)]),
    );
    const compounds = term.quoted ? [] : index.stemMatches(word);
    return newMatch(
      index,
      term,
      new Map(compounds.map((known) => [known, rules.compound])),
      phrase.every((terms) => terms.size) ? [[phrase, rules.exact]] : [],
    );
  }
  const stems = index.stemMatches(word);
  const isNumber = isNumberWord(rules, word);
  const isReplaced = !term.quoted && (isNumber || !stems.length);
  const others = isReplaced ? synonymsOf(index, word).flatMap((other) => index.stemMatches(other)) : [];
  if (others.length && !isNumber) {
    const match = newMatch(index, term, new Map(others.map((known) => [known, rules.synonym])));
    match.guess = "synonym";
    return match;
  }
  const words = term.quoted || isNumber ? new Map() : prefixMatches(index, word, minPrefixLength);
  if (isNumber) for (const known of others) words.set(known, rules.stem);
  for (const known of stems) words.set(known, known === word ? rules.exact : rules.stem);
  if (isNumber) return newMatch(index, term, words);
  return newMatch(index, term, words, term.quoted || words.size ? [] : splitCompound(index, word));
}

/**
 * The terms that begin with a word, if it is long enough for a prefix.
 *
 * @param {Index} index
 * @param {string} word
 * @param {number} minLength
 */
function prefixMatches(index, word, minLength) {
  const { endOfAlphabets, minPrefixLength, prefix, prefixBonus } = index.rules;
  /** @type {Map<string, number>} */
  const words = new Map();
  const length = countCharacters(word);
  const isShort = length < minLength && (word < endOfAlphabets || !isAlphabetic(word));
  if (isUnspaced(word) ? !isCluster(word) : isShort) {
    return words;
  }
  if (/^\p{Nd}+$/u.test(word) || (length <= minPrefixLength && index.postings.has(word))) return words;
  const endsInDigit = /\p{Nd}$/u.test(word);
  for (const term of index.postings.keys()) {
    // "wha7" is not a prefix of "wha73": numbers are not split, nor is a sign from its letter.
    if (!term.startsWith(word)) continue;
    const rest = term.slice(word.length);
    if (!(endsInDigit && /^\p{Nd}/u.test(rest)) && !(isUnspaced(word) && startsWithSign(rest))) {
      words.set(term, prefix + (prefixBonus * length) / countCharacters(term));
    }
  }
  return words;
}

/**
 * The words that stand for a word, in any inflection of it.
 *
 * @param {Index} index
 * @param {string} word
 */
function synonymsOf({ analyzer }, word) {
  const own = analyzer.stem(word);
  return analyzer.rules.synonyms
    .filter((group) => group.some((other) => analyzer.stem(other) === own))
    .flatMap((group) => group.filter((other) => analyzer.stem(other) !== own));
}

/**
 * How a term of the index matches a term of a query.
 *
 * @param {Index} index
 * @param {TermMatch} match
 * @param {string} known
 * @returns {How}
 */
function howMatched({ analyzer }, { term, guess }, known) {
  const word = term.words.join("");
  if (guess) return guess;
  if (term.words.length > 1 && known !== word) return "compound";
  if (analyzer.stem(known) === analyzer.stem(word)) return known === word ? "exact" : "stem";
  return known.startsWith(word) ? "prefix" : "synonym";
}

/**
 * The ways to split a word into two words of the index, or else into three: "smartcities", "UNHabitatplan".
 *
 * @param {Index} index
 * @param {string} word
 */
function splitCompound(index, word) {
  const { compound, minPartLength } = index.rules;
  if (isUnspaced(word)) return [];
  const known = memoize((part) => new Set(index.stemMatches(part)));
  /** @type {Phrase[]} */
  const phrases = [];
  for (let cut = 1; cut < word.length; cut++) phrases.push([known(word.slice(0, cut)), known(word.slice(cut))]);
  if (!phrases.some((parts) => parts.every((terms) => terms.size))) {
    for (let first = minPartLength; first < word.length; first++) {
      const start = known(word.slice(0, first));
      if (!start.size) continue;
      for (let second = first + minPartLength; second <= word.length - minPartLength; second++) {
        phrases.push([start, known(word.slice(first, second)), known(word.slice(second))]);
      }
    }
  }
  return phrases
    .filter((parts) => parts.every((terms) => terms.size))
    .map((parts) => /** @type {[Phrase, number]} */ ([parts, compound]));
}

/**
 * The runs of adjacent single, unquoted words that spell words of the index: "cyber security".
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 */
function compoundRuns(index, matches) {
  const { compound, maxCompoundParts } = index.rules;
  /** @type {[run: TermMatch[], words: Map<string, number>][]} */
  const runs = [];
  for (let i = 0; i < matches.length; i++) {
    for (let j = i + 1; j <= Math.min(matches.length, i + maxCompoundParts); j++) {
      const { term } = matches[j - 1];
      if (term.words.length !== 1 || term.quoted) break;
      if (j - i < 2) continue;
      const run = matches.slice(i, j);
      const words = index.stemMatches(run.map((match) => match.term.words[0]).join(""));
      if (words.length) runs.push([run, new Map(words.map((word) => [word, compound]))]);
    }
  }
  return runs;
}

/**
 * The terms that a misspelled word most probably means: those at the least distance within the limit, stopwords
 * excepted.
 *
 * @param {Index} index
 * @param {string} word
 */
export function fuzzyMatches(index, word) {
  const { oneTypo, twoTypos } = index.rules;
  const limit = typoLimit(index, word);
  /** @type {Map<string, number>} */
  const distances = new Map();
  const stem = index.analyzer.stem(word);
  const isKnown = index.knownWords.has(word) || index.knownWords.has(singular(word)) || isCommon(index, stem);
  if (limit && !isKnown) {
    compareAll(index, word, index.postings.keys(), (term, distance) => distances.set(term, distance));
    compareAll(index, stem, index.stems.keys(), (known, distance) => {
      for (const term of index.stems.get(known) ?? []) {
        distances.set(term, Math.min(distance, distances.get(term) ?? distance));
      }
    });
  }
  for (const stopword of index.rules.stopwords) distances.delete(stopword);
  const least = Math.min(...distances.values());
  const closest = [...distances].filter(([, distance]) => distance === least);
  return new Map(closest.map(([term, distance]) => [term, distance <= 1 ? oneTypo : twoTypos]));
}

/**
 * Call a function with the candidates within the typo limit of a word, and their distances.
 *
 * @param {Index} index
 * @param {string} word
 * @param {Iterable<string>} candidates
 * @param {(known: string, distance: number) => void} found
 */
function compareAll(index, word, candidates, found) {
  const limit = typoLimit(index, word);
  if (!limit) return;
  const [first, second] = word;
  for (const known of candidates) {
    if (!known.startsWith(first) && !known.startsWith(second + first)) continue;
    const distance = osaDistance(word, known, limit);
    if (distance > limit || !isLikely(index, word, known)) continue;
    if (isCorrectable(index, word, known)) found(known, distance);
  }
}

/**
 * Whether a word is probably misspelled for another: short words that differ in one letter mostly are not.
 *
 * @param {Index} index
 * @param {string} word
 * @param {string} known
 */
function isLikely({ rules }, word, known) {
  const letters = Array.from(word);
  const others = Array.from(known);
  return (
    letters.length >= rules.minLengthsForWrongLetter[isAscii(word) ? 0 : 1] ||
    letters.length !== others.length ||
    letters.sort().join("") === others.sort().join("")
  );
}

/**
 * Whether a word may stand for a candidate: it has the same digits, and is not too short.
 *
 * @param {Index} index
 * @param {string} word
 * @param {string} known
 */
function isCorrectable(index, word, known) {
  if (isAlphabetic(word)) return countCharacters(known) >= index.rules.minLengthForOneTypo && isAlphabetic(known);
  const digits = (/** @type {string} */ text) => text.replace(/[^0-9]/g, "");
  return typoLimit(index, known) > 0 && digits(known) === digits(word);
}

/**
 * How many typos are corrected in a word; it may have digits, if it has four letters. A word of a script with few
 * vowels is as long as its stem without one letter.
 *
 * @param {Index} index
 * @param {string} word
 */
function typoLimit({ analyzer, rules }, word) {
  const letters = word.replace(/[0-9]/g, "");
  if (!isAlphabetic(letters) || isUnspaced(letters)) return 0;
  const stem = new RegExp(`^${rules.consonants}`, "u").test(letters) ? analyzer.stem(letters).slice(1) : "";
  if (countCharacters(stem || letters) < rules.minLengthForOneTypo) return 0;
  return countCharacters(stem || word) < rules.minLengthsForTwoTypos[isAscii(word) ? 0 : 1] ? 1 : 2;
}

/**
 * @param {Index} index
 * @returns {FieldScores}
 */
const noScores = ({ size }) => ({ best: new Float64Array(size), fields: new Uint32Array(size), records: [] });

/**
 * The records in which any of some words, phrases or periods occurs.
 *
 * @param {Index} index
 * @param {Map<string, number>} words
 * @param {TermMatch["phrases"]} phrases
 * @param {Period[]} [periods]
 */
function findRecords(index, words, phrases, periods = []) {
  const { fieldCount, rules } = index;
  const boosts = rules.fields.map((field) => field.boost);
  const scores = noScores(index);
  const { best, fields, records } = scores;
  /** @type {(posting: number, similarity: number) => void} */
  const add = (posting, similarity) => {
    const record = Math.floor(posting / fieldCount);
    const field = posting - record * fieldCount;
    const score = boosts[field] * similarity;
    if (best[record] < score) best[record] = score;
    if (!fields[record]) records.push(record);
    fields[record] |= 1 << field;
  };
  for (const [word, similarity] of words) {
    for (const posting of index.postings.get(word) ?? []) add(posting, similarity);
  }
  for (const { dates, postings } of periods.length ? index.periods.values() : []) {
    if (!periods.some((period) => overlaps(period, dates))) continue;
    for (const posting of postings) add(posting, rules.exact);
  }
  for (const [phrase, similarity] of phrases) {
    for (const posting of phraseMatches(index, phrase)) add(posting, similarity);
  }
  return scores;
}

/**
 * The postings of a phrase.
 *
 * @param {Index} index
 * @param {Phrase} phrase
 */
function* phraseMatches(index, phrase) {
  const { fieldCount, size } = index;
  const candidates = phraseCandidates(index, phrase);
  const records = new Set(
    candidates ? Array.from(candidates, (posting) => Math.floor(posting / fieldCount)) : range(size),
  );
  for (const record of records) {
    for (const [field, text] of index.texts(record)) {
      if (index.periods.has(text)) continue;
      const posting = record * fieldCount + index.searchedField(field, text);
      if (candidates && !candidates.has(posting)) continue;
      if (phraseSpans(index.tokens(text), phrase).length) yield posting;
    }
  }
}

/**
 * The postings that all words of a phrase share; undefined if any field may contain it.
 *
 * @param {Index} index
 * @param {Phrase} phrase
 */
function phraseCandidates(index, phrase) {
  const [first, ...others] = phrase
    .filter((terms) => !index.rules.ambiguousAcronyms.some((acronym) => terms.has(acronym)))
    .map((terms) => new Set([...terms].flatMap((term) => index.postings.get(term) ?? [])));
  return first && new Set([...first].filter((posting) => others.every((postings) => postings.has(posting))));
}

/**
 * Where adjacent tokens match a phrase.
 *
 * @param {Token[]} tokens
 * @param {Phrase} phrase
 */
export function phraseSpans(tokens, phrase) {
  /** @type {Span[]} */
  const spans = [];
  for (let i = 0; i + phrase.length <= tokens.length; i++) {
    if (phrase.every((terms, j) => terms.has(tokens[i + j].term))) {
      spans.push([tokens[i].start, tokens[i + phrase.length - 1].end]);
    }
  }
  return spans;
}

/**
 * Add the matches of `other` to `scores`.
 *
 * @param {FieldScores} scores
 * @param {FieldScores} other
 */
function merge(scores, other) {
  for (const record of other.records) {
    if (!scores.fields[record]) scores.records.push(record);
    scores.best[record] = Math.max(scores.best[record], other.best[record]);
    scores.fields[record] |= other.fields[record];
  }
}

/**
 * The inverse document frequency of a term that occurs in some of `size` records.
 *
 * @param {number} size
 * @param {number} documentFrequency
 */
const idf = (size, documentFrequency) => Math.log1p(size / Math.max(1, documentFrequency));

/**
 * The scores of records, from 0 to 1: the mean of the matches of all terms, weighted by their inverse document
 * frequency.
 *
 * @param {SearchRules} rules
 * @param {FieldScores[]} matches
 * @param {number[]} idfs
 */
function scorer({ extraFieldBonus, splitFieldsPenalty, fields: allFields }, matches, idfs) {
  const bonusFields = allFields.reduce((bits, field, i) => bits | (Number(field.bonus) << i), 0);
  const translations = allFields.reduce((bits, field, i) => bits | (Number(field.language !== "") << i), 0);
  return (/** @type {number} */ record) => {
    let total = 0;
    let reached = 0;
    let shared = -1;
    matches.forEach(({ best, fields }, i) => {
      if (!idfs[i]) return;
      total += idfs[i];
      if (fields[record]) {
        const isTranslated = fields[record] & translations ? 1 : 0;
        const further = Math.max(0, countBits(fields[record] & bonusFields) + isTranslated - 1);
        reached += idfs[i] * Math.min(1, best[record] + extraFieldBonus * further);
      } else {
        // A term that applies to every record.
        reached += idfs[i] * best[record];
      }
      shared &= fields[record];
    });
    const factor = shared ? 1 : 1 - splitFieldsPenalty;
    return total ? (factor * reached) / total : 0;
  };
}

/** @param {number} bits */
function countBits(bits) {
  let count = 0;
  for (let rest = bits; rest; rest &= rest - 1) count++;
  return count;
}

/**
 * Search the records: every term must match, except stopwords and common terms; if no record matches all terms, the
 * hits are those that match most.
 *
 * @param {Index} index
 * @param {string} query
 * @param {number[]} among the numbers of the records that may be hits, in ascending order
 * @returns {Results}
 */
export function search(index, query, among) {
  const { size, rules } = index;
  const parsed = parse(index.analyzer, query);
  const matches = matchTerms(index, parsed.terms);
  const isCommon = (/** @type {TermMatch} */ { isCorpusTerm, scores }) =>
    isCorpusTerm ||
    (size >= rules.minRecordsForCommonTerms && scores.records.length > size * rules.maxDocumentFrequency);
  const content = matches.filter((match) => !match.isStopword && !match.isOptional);
  const distinctive = content.filter((match) => !isCommon(match));
  const required = distinctive.length ? distinctive : content;

  if (!distinctive.length) {
    for (const { scores } of required.filter((match) => match.isCorpusTerm)) {
      const others = range(size).filter((record) => !scores.fields[record]);
      for (const record of others) scores.best[record] = rules.corpusTermScore;
      scores.records.push(...others);
    }
  }
  const excluded = excludedRecords(index, parsed.excluded);
  const matchCounts = new Uint8Array(size);
  for (const { scores } of required) {
    for (const record of scores.records) if (!excluded[record]) matchCounts[record]++;
  }
  const isMatch = (/** @type {number} */ record) => required.some(({ scores }) => scores.best[record]);
  const excludedCount = among.filter((record) => excluded[record] && isMatch(record)).length;
  const hits = bestMatches(matchCounts, among);

  const idfs = matches.map((match) => {
    if (!content.includes(match)) return 0;
    return idf(size, isCommon(match) ? size : match.scores.records.length);
  });
  const fieldScores = matches.map((match) => match.scores);
  const scores = new Float64Array(size);
  const score = scorer(rules, fieldScores, idfs);
  for (const record of hits) scores[record] = score(record);
  hits.sort((a, b) => scores[b] - scores[a] || a - b);
  rerank(index, matches, scores, hits);

  const isUnmatched = (/** @type {TermMatch} */ match) =>
    !isCommon(match) && !hits.some((record) => match.scores.fields[record]);
  const unmatched = required.filter(
    (match) => isUnmatched(match) && (hits.length || !excludedCount || !match.scores.records.length),
  );
  return {
    hits,
    scores: hits.map((record) => scores[record]),
    matchCounts,
    unmatched: unmatchedTexts(matches, unmatched),
    words: wordMatches(index, content, hits),
    suggestions: unmatched.flatMap(({ term }) => suggest(index, term)),
    excluded: excludedCount,
    operators: parsed.operators,
    highlights: highlights(index, matches),
  };
}

/**
 * Add the bonus for adjacent words to the scores of the best hits, and sort these again.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 * @param {Float64Array} scores
 * @param {number[]} hits
 */
function rerank(index, matches, scores, hits) {
  const { adjacencyBonus, maxReranked } = index.rules;
  const pairs = matches
    .slice(1)
    .map((other, i) => /** @type {[TermMatch, TermMatch]} */ ([matches[i], other]))
    .filter((pair) => pair.every(({ term, words }) => words.size && !term.quoted));
  if (!pairs.length) return;
  const best = hits.slice(0, maxReranked);
  for (const record of best) {
    const adjacent = pairs.filter((pair) => areAdjacent(index, record, pair)).length;
    scores[record] = Math.min(1, scores[record] + (adjacencyBonus * adjacent) / pairs.length);
  }
  const places = new Map(best.map((record, place) => [record, place]));
  best.sort((a, b) => scores[b] - scores[a] || (places.get(a) ?? 0) - (places.get(b) ?? 0));
  hits.splice(0, best.length, ...best);
}

/**
 * Whether two terms are side by side, in this order, in a text of a record.
 *
 * @param {Index} index
 * @param {number} record
 * @param {[TermMatch, TermMatch]} pair
 */
function areAdjacent(index, record, [one, other]) {
  const shared = one.scores.fields[record] & other.scores.fields[record];
  if (!shared) return false;
  const phrase = [new Set(one.words.keys()), new Set(other.words.keys())];
  for (const [field, text] of index.texts(record)) {
    if (!(shared & (1 << index.searchedField(field, text))) || index.periods.has(text)) continue;
    if (phraseSpans(index.tokens(text), phrase).length) return true;
  }
  return false;
}

/**
 * How the terms of a query match the hits.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 * @param {number[]} hits
 * @returns {WordMatch[]}
 */
function wordMatches(index, matches, hits) {
  const { hows, maxListedWords, fields: allFields } = index.rules;
  const translations = allFields.reduce((bits, field, i) => bits | (field.language ? 1 << i : 0), 0);
  const isHit = new Uint8Array(index.size);
  for (const record of hits) isHit[record] = 1;
  const frequency = memoize(
    (word) => index.records(word).filter((record, i, all) => isHit[record] && record !== all[i - 1]).length,
  );
  /** @type {WordMatch[]} */
  const found = [];
  for (const match of matches) {
    const { term, scores } = match;
    const records = scores.records.filter((record) => isHit[record]);
    if (!records.length) continue;
    const fields = records.reduce((bits, record) => bits | scores.fields[record], 0);
    const words = [...match.words.keys()].filter(frequency);
    /** @type {How[]} */
    const ways = words.map((word) => howMatched(index, match, word));
    if (fields && !words.length && !term.periods.length) {
      ways.push(term.words.length === 1 ? "compound" : "exact");
    }
    if (term.periods.length) ways.push("date");
    let how = ways.sort((a, b) => hows.indexOf(a) - hows.indexOf(b))[0] ?? "exact";
    const isTranslated = fields !== 0 && !(fields & ~translations);
    const isFar = how === "stem" && isTranslated && isAscii(term.words[0]);
    const isSameWord = words.some((word) => numberless(index, word) === numberless(index, term.words.join("")));
    const isGuess = !match.isCorpusTerm && (["synonym", "prefix", "fuzzy"].includes(how) || (isFar && !isSameWord));
    if (isTranslated && (how === "exact" || how === "stem")) how = "translation";
    const byFrequency = (/** @type {string} */ a, /** @type {string} */ b) =>
      frequency(b) - frequency(a) || (a < b ? -1 : 1);
    const frequent = isGuess ? words.sort(byFrequency).slice(0, maxListedWords) : [];
    found.push({ text: term.text, how, known: originalSpellings(index, frequent, hits) });
  }
  return found;
}

/**
 * What a word and its plural have in common, in Latin script.
 *
 * @param {Index} index
 * @param {string} word
 */
function numberless({ rules: { irregularPlurals } }, word) {
  return Object.hasOwn(irregularPlurals, word) ? irregularPlurals[word] : singular(word).replace(/e$/, "");
}

/**
 * What to highlight in the hits.
 *
 * @param {Index} index
 * @param {TermMatch[]} matches
 * @returns {Results["highlights"]}
 */
function highlights(index, matches) {
  const compounds = compoundRuns(index, matches).map(([, words]) => words);
  const words = [...matches.map((match) => match.words), ...compounds];
  return {
    terms: new Set(words.flatMap((one) => [...one.keys()])),
    phrases: matches.flatMap((match) => match.phrases.map(([phrase]) => phrase)),
    periods: matches.flatMap((match) => match.term.periods),
  };
}

/**
 * Where a text matches, unsorted; spans may overlap.
 *
 * @param {Index} index
 * @param {Results["highlights"]} highlights
 * @param {string} text
 * @returns {Span[]}
 */
export function matchSpans(index, { terms, phrases, periods }, text) {
  const own = index.periods.get(text);
  if (own) {
    return periods.some((period) => overlaps(period, own.dates)) ? [[0, text.lastIndexOf(" (")]] : [];
  }
  const tokens = index.indexTokens(text).filter((token) => terms.has(token.term));
  const spans = phrases.flatMap((phrase) => phraseSpans(index.tokens(text), phrase));
  return [...tokens.map(({ start, end }) => /** @type {Span} */ ([start, end])), ...spans];
}

/**
 * For each record whether it contains an excluded term.
 *
 * @param {Index} index
 * @param {Term[]} terms
 */
function excludedRecords(index, terms) {
  const excludable = index.rules.fields.reduce((bits, field, i) => bits | (Number(field.excludable) << i), 0);
  const excluded = new Uint8Array(index.size);
  for (const term of terms) {
    // Prefixes and compounds of an excluded word do not count.
    const match = matchTerm(index, { ...term, quoted: term.quoted || term.words.length === 1 });
    const { fields, records } = findRecords(index, match.words, match.phrases, term.periods);
    for (const record of records) if (fields[record] & excludable) excluded[record] = 1;
  }
  return excluded;
}

/**
 * The records that match the greatest number of terms, at least one.
 *
 * @param {Uint8Array} matchCounts
 * @param {number[]} among
 */
export function bestMatches(matchCounts, among) {
  let best = 1;
  for (const record of among) best = Math.max(best, matchCounts[record]);
  return among.filter((record) => matchCounts[record] === best);
}

/**
 * How records spell some terms: the first spelling of each, in the order of the records.
 *
 * @param {Index} index
 * @param {Iterable<string>} terms
 * @param {number[]} records
 */
function originalSpellings(index, terms, records) {
  const among = new Set(records);
  const first = new Map(Array.from(terms, (term) => [term, index.records(term).find((record) => among.has(record))]));
  /** @type {Map<string, string>} */
  const spellings = new Map();
  for (const number of [...new Set(first.values())].sort((a = 0, b = 0) => a - b)) {
    if (number === undefined) continue;
    const wanted = new Set([...first.keys()].filter((term) => first.get(term) === number));
    for (const [, text] of index.texts(number)) {
      if (!wanted.size) break;
      for (const { term, start, end } of index.analyzer.indexTokens(text)) {
        if (wanted.delete(term)) spellings.set(term, text.slice(start, end));
      }
    }
  }
  return [...spellings.values()];
}

/**
 * The words of the index that are spelled most like an unmatched term, if there are any.
 *
 * @param {Index} index
 * @param {Term} term
 * @returns {Spelling[]}
 */
function suggest(index, { words, text }) {
  const { maxSuggestions, minSimilarity } = index.rules;
  const [word] = words;
  if (words.length !== 1 || !typoLimit(index, word)) return [];
  /** @type {[distance: number, term: string][]} */
  const close = [];
  for (const term of index.postings.keys()) {
    const length = Math.max(countCharacters(word), countCharacters(term));
    // The small number corrects the rounding of floats.
    const limit = Math.floor(length * (1 - minSimilarity) + 1e-9);
    const distance = osaDistance(word, term, limit);
    if (distance > limit || term === word) continue;
    if (isCorrectable(index, word, term)) close.push([distance / length, term]);
  }
  close.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
  const spellings = close
    .slice(0, maxSuggestions)
    .flatMap(([, term]) => originalSpellings(index, [term], index.records(term)));
  return spellings.length ? [[text, spellings]] : [];
}

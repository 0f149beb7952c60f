// @ts-check
// Full-text search: the rules of itucovid.search. Records and fields have numbers.

import {
  Analyzer,
  countCharacters,
  firstCharacter,
  isAlphabetic,
  isAscii,
  memoize,
  osaDistance,
  range,
  truncate,
} from "./text.js";

/** @import { FieldScores, FieldText, Phrase, Query, Results, ScriptData, SearchRules } from "./types" */
/** @import { Span, Spelling, Term, TermMatch, Token } from "./types" */

const QUERY_PART = /(?<minus>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?<quoted>[^"“”„«»]*)["“”„«»]|(?<bare>[^\s"“”„«»]+))/gu;

/**
 * Parse a query: words, "phrases" and -exclusions.
 *
 * @param {Analyzer} analyzer
 * @param {string} query
 */
export function parse(analyzer, query) {
  const { maxQueryLength, maxTerms } = analyzer.rules;
  /** @type {Query} */
  const parsed = { terms: [], excluded: [] };
  for (const { groups = {} } of truncate(query.normalize("NFKC"), maxQueryLength).matchAll(QUERY_PART)) {
    const text = groups.quoted ?? groups.bare;
    const target = groups.minus ? parsed.excluded : parsed.terms;
    const tokens = analyzer.tokenize(text);
    if (!tokens.length || target.length >= maxTerms) continue;
    if (groups.quoted === undefined) target.push(...splitTerms(analyzer.rules, text, tokens));
    else target.push({ words: tokens.map((token) => token.term), text: text.trim(), quoted: true });
  }
  return { terms: parsed.terms.slice(0, maxTerms), excluded: parsed.excluded.slice(0, maxTerms) };
}

/**
 * Split an unquoted part into terms; tokens with one character between them are one term.
 *
 * @param {SearchRules} rules
 * @param {string} text
 * @param {Token[]} tokens
 * @returns {Term[]}
 */
function splitTerms(rules, text, tokens) {
  /** @type {Token[][]} */
  const runs = [];
  const isElision = (/** @type {Token} */ { term, end }, /** @type {Token | undefined} */ next) =>
    rules.elisions.includes(term) && "'’".includes(text.charAt(end)) && next?.start === end + 1;
  for (const token of tokens.filter((one, i) => !isElision(one, tokens[i + 1]))) {
    const run = runs.at(-1);
    const isAdjacent = run && countCharacters(text.slice(run[run.length - 1].end, token.start)) === 1;
    if (isAdjacent && run.length < rules.maxCompoundParts) run.push(token);
    else runs.push([token]);
  }
  return runs.map((run) => ({
    words: run.map((token) => truncate(token.term, rules.maxTermLength)),
    text: text.slice(run[0].start, run[run.length - 1].end),
    quoted: false,
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
        const { separator } = this.rules.fields[field];
        for (const part of separator ? text.split(separator) : [text]) {
          for (const term of this.terms(part)) this.#post(term, this.indexed * this.fieldCount + field);
        }
      }
    }
    return this.indexed < this.size;
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

  /**
   * Whether a term applies to every record.
   *
   * @param {Term} term
   */
  isCorpusTerm(term) {
    return !term.quoted && term.words.every((word) => this.corpusStems.has(this.analyzer.stem(word)));
  }
}

/**
 * Match the terms of a query, stopwords excepted; terms that match nothing are matched as misspellings.
 *
 * @param {Index} index
 * @param {Term[]} terms
 */
export function matchTerms(index, terms) {
  const matches = terms.map((term) => {
    const isStopword = !term.quoted && term.words.every((word) => index.rules.stopwords.includes(word));
    const match = isStopword ? newMatch(index, term) : matchTerm(index, term);
    return { ...match, isStopword };
  });
  for (const match of matches) match.scores = findRecords(index, match.words, match.phrases);
  for (const [run, words] of compoundRuns(index, matches)) {
    const scores = findRecords(index, words, []);
    for (const match of run) merge(match.scores, scores);
  }
  for (const match of matches) {
    const { term } = match;
    if (match.scores.records.length || match.isStopword || term.quoted || term.words.length > 1) continue;
    if (index.isCorpusTerm(term)) continue;
    match.words = fuzzyMatches(index, term.words[0]);
    match.phrases = [];
    match.scores = findRecords(index, match.words, []);
    match.isFuzzy = match.scores.records.length > 0;
  }
  return matches;
}

/**
 * @param {Index} index
 * @param {Term} term
 * @param {Map<string, number>} words
 * @param {TermMatch["phrases"]} phrases
 * @returns {TermMatch}
 */
function newMatch(index, term, words = new Map(), phrases = []) {
  return { term, isStopword: false, words, phrases, scores: noScores(index), isFuzzy: false };
}

/**
 * Match one term by itself, its stem, as a prefix, or as a compound.
 *
 * @param {Index} index
 * @param {Term} term
 */
function matchTerm(index, term) {
  const { rules } = index;
  const word = term.words.join("");
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
  const words = term.quoted ? new Map() : prefixMatches(index, word);
  for (const known of index.stemMatches(word)) words.set(known, known === word ? rules.exact : rules.stem);
  return newMatch(index, term, words, term.quoted || words.size ? [] : splitCompound(index, word));
}

/**
 * The terms that begin with a word, if it is long enough for a prefix.
 *
 * @param {Index} index
 * @param {string} word
 */
function prefixMatches(index, word) {
  const { minPrefixLength, prefix, prefixBonus } = index.rules;
  /** @type {Map<string, number>} */
  const words = new Map();
  const length = countCharacters(word);
  if (length < minPrefixLength && (isAscii(word) || !isAlphabetic(word))) return words;
  if (/^\p{Nd}+$/u.test(word) || (length <= minPrefixLength && index.postings.has(word))) return words;
  const endsInDigit = /\p{Nd}$/u.test(word);
  for (const term of index.postings.keys()) {
    // "wha7" is not a prefix of "wha73": numbers are not split.
    if (term.startsWith(word) && !(endsInDigit && /^\p{Nd}/u.test(term.slice(word.length)))) {
      words.set(term, prefix + (prefixBonus * length) / countCharacters(term));
    }
  }
  return words;
}

/**
 * The ways to split a word into two words of the index: "smartcities", "UNHabitat".
 *
 * @param {Index} index
 * @param {string} word
 */
function splitCompound(index, word) {
  /** @type {TermMatch["phrases"]} */
  const phrases = [];
  for (let cut = 1; cut < word.length; cut++) {
    const halves = [word.slice(0, cut), word.slice(cut)].map((half) => new Set(index.stemMatches(half)));
    if (halves.every((terms) => terms.size)) phrases.push([halves, index.rules.compound]);
  }
  return phrases;
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
      if (term.words.length > 1 || term.quoted) break;
      if (j - i < 2) continue;
      const run = matches.slice(i, j);
      const words = index.stemMatches(run.map((match) => match.term.words[0]).join(""));
      if (words.length) runs.push([run, new Map(words.map((word) => [word, compound]))]);
    }
  }
  return runs;
}

/**
 * The terms that a misspelled word most probably means: those at the least distance within the limit. A wrong first
 * letter counts double.
 *
 * @param {Index} index
 * @param {string} word
 */
export function fuzzyMatches(index, word) {
  const { minLengthForOneTypo, oneTypo, twoTypos } = index.rules;
  const limit = typoLimit(index.rules, word);
  /** @type {Map<string, number>} */
  const distances = new Map();
  /** @type {(typed: string, known: string, terms: string[]) => void} */
  const compare = (typed, known, terms) => {
    const wrongFirstLetter = firstCharacter(known) === firstCharacter(typed) ? 0 : 1;
    const distance = osaDistance(typed, known, limit - wrongFirstLetter) + wrongFirstLetter;
    if (distance > limit || countCharacters(known) < minLengthForOneTypo || !isAlphabetic(known)) return;
    for (const term of terms) distances.set(term, Math.min(distance, distances.get(term) ?? distance));
  };
  if (limit) {
    const stem = index.analyzer.stem(word);
    for (const term of index.postings.keys()) compare(word, term, [term]);
    for (const [known, terms] of index.stems) compare(stem, known, terms);
  }
  const least = Math.min(...distances.values());
  const closest = [...distances].filter(([, distance]) => distance === least);
  return new Map(closest.map(([term, distance]) => [term, distance <= 1 ? oneTypo : twoTypos]));
}

/**
 * How many typos are corrected in a word.
 *
 * @param {SearchRules} rules
 * @param {string} word
 */
function typoLimit(rules, word) {
  const length = countCharacters(word);
  if (!isAlphabetic(word) || length < rules.minLengthForOneTypo) return 0;
  return length < rules.minLengthForTwoTypos ? 1 : 2;
}

/**
 * @param {Index} index
 * @returns {FieldScores}
 */
const noScores = ({ size }) => ({ best: new Float64Array(size), fields: new Uint32Array(size), records: [] });

/**
 * The records in which any of some words or phrases occurs.
 *
 * @param {Index} index
 * @param {Map<string, number>} words
 * @param {TermMatch["phrases"]} phrases
 */
function findRecords(index, words, phrases) {
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
      const posting = record * fieldCount + field;
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
 * The score of a record, from 0 to 1: the mean of the matches of all terms, weighted by their inverse document
 * frequency.
 *
 * @param {SearchRules} rules
 * @param {FieldScores[]} matches
 * @param {number[]} idfs
 * @param {number} record
 */
function score({ extraFieldBonus, splitFieldsPenalty }, matches, idfs, record) {
  let total = 0;
  let reached = 0;
  let shared = -1;
  matches.forEach(({ best, fields }, i) => {
    if (!idfs[i]) return;
    total += idfs[i];
    if (fields[record]) {
      reached += idfs[i] * Math.min(1, best[record] + extraFieldBonus * (countBits(fields[record]) - 1));
    }
    shared &= fields[record];
  });
  const factor = shared ? 1 : 1 - splitFieldsPenalty;
  return total ? (factor * reached) / total : 0;
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
  const isCommon = (/** @type {TermMatch} */ { term, scores }) =>
    index.isCorpusTerm(term) ||
    (size >= rules.minRecordsForCommonTerms && scores.records.length > size * rules.maxDocumentFrequency);
  const content = matches.filter((match) => !match.isStopword);
  const distinctive = content.filter((match) => !isCommon(match));
  const required = distinctive.length ? distinctive : content;

  const excluded = excludedRecords(index, parsed.excluded);
  const matchCounts = new Uint8Array(size);
  for (const { scores } of required) {
    for (const record of scores.records) if (!excluded[record]) matchCounts[record]++;
  }
  const hits = bestMatches(matchCounts, among);

  const idfs = matches.map((match) => {
    if (match.isStopword) return 0;
    return idf(size, isCommon(match) ? size : match.scores.records.length);
  });
  const fieldScores = matches.map((match) => match.scores);
  const scores = new Float64Array(size);
  for (const record of hits) scores[record] = score(rules, fieldScores, idfs, record);
  hits.sort((a, b) => scores[b] - scores[a] || a - b);

  const unmatched = required
    .filter((match) => !isCommon(match) && !hits.some((record) => match.scores.fields[record]))
    .map((match) => match.term);
  return {
    hits,
    scores: hits.map((record) => scores[record]),
    matchCounts,
    unmatched: unmatched.map((term) => term.text),
    corrections: matches
      .filter((match) => match.isFuzzy)
      .map(({ term, words, scores: { records } }) => [term.text, originalSpellings(index, words.keys(), records)]),
    suggestions: unmatched.flatMap((term) => suggest(index, term)),
    highlights: highlights(index, matches),
  };
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
export function matchSpans(index, { terms, phrases }, text) {
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
    const { fields, records } = findRecords(index, match.words, match.phrases);
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
    for (const [, text] of index.texts(number)) {
      for (const { term, start, end } of index.analyzer.indexTokens(text)) {
        if (first.get(term) === number && !spellings.has(term)) spellings.set(term, text.slice(start, end));
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
  const { maxSuggestions, minLengthForOneTypo, minSimilarity } = index.rules;
  const [word] = words;
  if (words.length > 1 || countCharacters(word) < minLengthForOneTypo || !isAlphabetic(word)) return [];
  /** @type {[distance: number, term: string][]} */
  const close = [];
  for (const term of index.postings.keys()) {
    const length = Math.max(countCharacters(word), countCharacters(term));
    // The small number corrects the rounding of floats.
    const limit = Math.floor(length * (1 - minSimilarity) + 1e-9);
    const distance = osaDistance(word, term, limit);
    if (distance > limit || term === word) continue;
    if (countCharacters(term) >= minLengthForOneTypo && isAlphabetic(term)) close.push([distance / length, term]);
  }
  close.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
  const spellings = close
    .slice(0, maxSuggestions)
    .flatMap(([, term]) => originalSpellings(index, [term], index.records(term)));
  return spellings.length ? [[text, spellings]] : [];
}

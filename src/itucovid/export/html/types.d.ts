// The data that Python passes to the script (script_data.py, rules.py), and the types that the scripts share.

export interface FieldRules {
  name: string;
  label: string;
  boost: number;
  separator: string;
  excludable: boolean;
  bonus: boolean;
  language: string;
}

/** The constants of text analysis and search, as in Python. */
export interface SearchRules {
  letterVariants: Record<string, string>;
  spellings: string[][];
  irregularPlurals: Record<string, string>;
  russianInflection: string;
  arabicInflection: string;
  minStemLength: number;
  maxCompoundParts: number;
  stopwords: string[];
  stopwordAcronyms: string[];
  elisions: string[];
  separators: string;
  functionWords: string;
  numeral: string;
  pronoun: string;
  unspacedNames: string[];
  maxQueryLength: number;
  maxTerms: number;
  maxTermLength: number;
  monthNumbers: Record<string, number>;
  dateFillers: string[];
  rangeWords: string[];
  boundWords: Record<string, string[]>;
  betweenWords: string[];
  andWords: string[];
  ordinal: string;
  dashes: string;
  dateSigns: Record<string, string>;
  dateForms: string[][];
  fields: FieldRules[];
  ambiguousAcronyms: string[];
  wordsOfLongName: number;
  extraFieldBonus: number;
  splitFieldsPenalty: number;
  adjacencyBonus: number;
  maxReranked: number;
  hows: string[];
  maxListedWords: number;
  knownNames: string;
  commonStems: string;
  commonStemHashes: number;
  relationStems: string[];
  generalStems: string[];
  synonyms: string[][];
  synonym: number;
  minPartLength: number;
  exact: number;
  stem: number;
  compound: number;
  prefix: number;
  prefixBonus: number;
  minPrefixLength: number;
  endOfAlphabets: string;
  oneTypo: number;
  twoTypos: number;
  minLengthForOneTypo: number;
  consonants: string;
  minLengthsForTwoTypos: number[];
  minLengthsForWrongLetter: number[];
  minSimilarity: number;
  maxSuggestions: number;
  maxCorpusTerms: number;
  corpusTermScore: number;
  maxDocumentFrequency: number;
  minRecordsForCommonTerms: number;
}

export interface ScriptData {
  rules: SearchRules;
  corpusStems: string[];
  texts: string[][];
  values: number[][][];
  ids: string[];
  facets: Record<string, string[]>[];
  titles: string[] | null;
  languages: Record<string, string>;
  dates: string[];
}

/** The files that can be downloaded (downloads.py). */
export interface Downloads {
  files: Record<string, { head: string; records: number[][] }>;
  pieces: string[];
}

/** A word of a text: its normalized term, and its offsets (`text.slice(start, end)`). */
export interface Token {
  term: string;
  start: number;
  end: number;
}

/** A pair of offsets. */
export type Span = [start: number, end: number];

/** A searchable text of a record, with the number of its field in `rules.fields`. */
export type FieldText = [field: number, text: string];

/** The first and last day of a date or range, as "2020-05-03", or in every year, as "05-03". */
export type Period = [first: string, last: string];

/** A date or range in a text, with its offsets; "month" is one without a day or year, "year" a year alone. */
export interface FoundDate {
  start: number;
  end: number;
  periods: Period[];
  scope: "date" | "month" | "year";
}

/** A term of a query: one word, several that must be adjacent, or a date. */
export interface Term {
  words: string[];
  text: string;
  quoted: boolean;
  periods: Period[];
}

/** The terms that records should match, and those that they must not contain. */
export interface Query {
  terms: Term[];
  excluded: Term[];
  /** The words that are operators elsewhere (AND, OR, NOT), but not here. */
  operators: string[];
}

/** For each of some adjacent tokens the terms that match it. */
export type Phrase = Set<string>[];

/**
 * How well records match a term: for each record the best product of boost and similarity, the set of fields with a
 * match as bits, and the numbers of the records that match.
 */
export interface FieldScores {
  best: Float64Array;
  fields: Uint32Array;
  records: number[];
}

/** What matches a term of a query: words and phrases of the index, each with its similarity, and the records. */
export interface TermMatch {
  term: Term;
  isStopword: boolean;
  isOptional: boolean;
  isCorpusTerm: boolean;
  words: Map<string, number>;
  phrases: [phrase: Phrase, similarity: number][];
  scores: FieldScores;
  /** What the term is taken for, if neither it nor another inflection, beginning or compound matches. */
  guess: "" | "synonym" | "fuzzy";
}

/** How a word of a query matches; "translation" is a word, in any inflection, of translations only. */
export type How = "exact" | "stem" | "compound" | "date" | "translation" | "synonym" | "prefix" | "fuzzy";

/** The most exact way in which a word matches a hit; if it does not occur as typed, words that match it. */
export interface WordMatch {
  text: string;
  how: How;
  known: string[];
}

/** A word of a query, with words of the dataset that are spelled like it. */
export type Spelling = [typed: string, words: string[]];

/** The results of a search. */
export interface Results {
  /** The numbers of the matching records, best match first. */
  hits: number[];
  /** The scores of the hits, from 0 to 1. */
  scores: number[];
  /** For each record the number of required terms that it matches, whether or not it may be a hit. */
  matchCounts: Uint8Array;
  /** The terms that match none of the hits. */
  unmatched: string[];
  /** How each word matches, stopwords and unmatched words excepted. */
  words: WordMatch[];
  /** The number of records that match, but contain an excluded term. */
  excluded: number;
  /** The words in capitals that are operators elsewhere, but not here. */
  operators: string[];
  /** The unmatched terms, each with words of the dataset that are spelled like it. */
  suggestions: Spelling[];
  /** The terms, phrases and dates to highlight. */
  highlights: { terms: Set<string>; phrases: Phrase[]; periods: Period[] };
}

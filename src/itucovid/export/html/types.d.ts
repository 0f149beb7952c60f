// The data that Python passes to the script (script_data.py, rules.py), and the types that the scripts share.

export interface FieldRules {
  name: string;
  label: string;
  boost: number;
  separator: string;
  excludable: boolean;
}

/** The constants of text analysis and search, as in Python. */
export interface SearchRules {
  letterVariants: Record<string, string>;
  spellings: string[][];
  minStemLength: number;
  maxCompoundParts: number;
  stopwords: string[];
  elisions: string[];
  maxQueryLength: number;
  maxTerms: number;
  maxTermLength: number;
  fields: FieldRules[];
  ambiguousAcronyms: string[];
  extraFieldBonus: number;
  splitFieldsPenalty: number;
  exact: number;
  stem: number;
  compound: number;
  prefix: number;
  prefixBonus: number;
  minPrefixLength: number;
  oneTypo: number;
  twoTypos: number;
  minLengthForOneTypo: number;
  minLengthForTwoTypos: number;
  minSimilarity: number;
  maxSuggestions: number;
  maxDocumentFrequency: number;
  minRecordsForCommonTerms: number;
}

export interface ScriptData {
  rules: SearchRules;
  corpusStems: string[];
  texts: string[][];
  values: number[][][];
  facets: Record<string, string[]>[];
  languages: Record<string, string>;
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

/** A term of a query: one word, or several that must be adjacent. */
export interface Term {
  words: string[];
  text: string;
  quoted: boolean;
}

/** The terms that records should match, and those that they must not contain. */
export interface Query {
  terms: Term[];
  excluded: Term[];
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
  words: Map<string, number>;
  phrases: [phrase: Phrase, similarity: number][];
  scores: FieldScores;
  isFuzzy: boolean;
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
  /** The misspelled words, each with the words that were searched instead. */
  corrections: Spelling[];
  /** The unmatched terms, each with words of the dataset that are spelled like it. */
  suggestions: Spelling[];
  /** The terms and phrases to highlight. */
  highlights: { terms: Set<string>; phrases: Phrase[] };
}

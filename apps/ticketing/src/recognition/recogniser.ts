import type { Candidate } from './classifier/classifier.js';

/** What is recognised from words, and stored with why. */
export const RECOGNISED = ['language', 'category', 'urgency', 'mood'] as const;
export type RecognisedKind = (typeof RECOGNISED)[number];
/** What is learned from examples. */
export const LEARNED = ['category', 'urgency'] as const;
export type LearnedKind = (typeof LEARNED)[number];

/**
 * What it was told from: the desk's phrases, its model, both of them, the customer's words (language, mood) or voice (`speech`), what else the
 * desk says (a category that is urgent by itself), or an outside language model (`llm`).
 */
export type Basis = 'phrases' | 'model' | 'both' | 'words' | 'speech' | 'desk' | 'llm';

export interface Recognised {
  /** Null: unsure, a person decides. */
  readonly label: string | null;
  /** 0..1. */
  readonly confidence: number;
  readonly basis: Basis;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** The customer's words, or the desk's phrases, that speak for it. */
  readonly because: readonly string[];
  readonly modelVersion: number | null;
}

/** What an outside reader may be asked. */
export type SecondKind = Extract<RecognisedKind, 'category' | 'mood'>;
export type SecondOpinion = Readonly<Partial<Record<SecondKind, Recognised>>>;

/** What is said to an outside reader: nothing but what the settings name. */
export interface ReadWords {
  readonly subject: string;
  readonly text: string;
  readonly channel: string | null;
  readonly language: string | null;
}

/** A label that may be answered, with what it means. */
export interface Label {
  readonly key: string;
  readonly name: string;
}

/**
 * Somebody else who reads what this process is unsure about. Only labels that are offered count; whatever else comes back is no answer. Rejects with what went
 * wrong (`RetriableError`, `PermanentError`); then what was recognised here stands.
 */
export interface SecondReader {
  read(words: ReadWords, offered: Readonly<Partial<Record<SecondKind, readonly Label[]>>>): Promise<SecondOpinion>;
}

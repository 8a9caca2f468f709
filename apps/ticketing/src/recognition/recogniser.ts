import type { Candidate } from './classifier/classifier.js';

/** What is recognised from words, and stored with why. */
export const RECOGNISED = ['language', 'category', 'urgency', 'mood'] as const;
export type RecognisedKind = (typeof RECOGNISED)[number];
/** What is learned from examples. */
export const LEARNED = ['category', 'urgency'] as const;
export type LearnedKind = (typeof LEARNED)[number];

/**
 * What it was told from: the desk's phrases, its model, both of them, the customer's words (language, mood), what else the desk says (a category that
 * is urgent by itself), or a service outside that the desk named.
 */
export type Basis = 'phrases' | 'model' | 'both' | 'words' | 'desk' | 'outside';

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

export interface RecogniserQuestion {
  /** What the customer wrote. */
  readonly text: string;
  readonly labels: readonly { readonly label: string; readonly name: string }[];
}

/** Says which label a text has. The desk's own (`LocalRecogniser`) works in the process; another may stand behind the same port. */
export interface Recogniser {
  recognise(question: RecogniserQuestion): Promise<Recognised>;
}

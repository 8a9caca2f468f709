import type { Candidate } from './classifier/classifier.js';

/** What is recognised from words, and stored with why. */
export const RECOGNISED = ['language', 'category', 'urgency', 'mood'] as const;
export type RecognisedKind = (typeof RECOGNISED)[number];
/** What is learned from examples. */
export const LEARNED = ['category', 'urgency'] as const;
export type LearnedKind = (typeof LEARNED)[number];

/**
 * What it was told from: the desk's phrases, its model, both of them, the customer's words (language, mood), or what else the desk says (a category that
 * is urgent by itself).
 */
export type Basis = 'phrases' | 'model' | 'both' | 'words' | 'desk';

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

import type { NumberRules } from './numbers.js';

export type Language = 'en' | 'zh';

/** What a desk wants made of its calls. */
export interface DeskRules extends NumberRules {
  readonly language: Language;
  readonly labels: Readonly<Record<string, string>>;
  /** Ways to urgent lines through the voice menu, from the first menu on: `3`, or `1,3` of a sub-menu. */
  readonly urgent: readonly string[];
  readonly longCallMs: number;
  readonly retentionDays: number;
}

import type { NumberRules } from './numbers.js';

export type Language = 'en' | 'zh';

/** What a desk wants made of its calls. */
export interface DeskRules extends NumberRules {
  readonly language: Language;
  readonly labels: Readonly<Record<string, string>>;
  /** Keys of urgent lines. */
  readonly urgent: readonly string[];
  readonly longCallMs: number;
  readonly retentionDays: number;
}

import type { DeskText } from '#page-kit';
import type { TFunction } from 'i18next';

/** What turns values into words of the reader. */
export interface RecordTools {
  readonly t: TFunction<'thread'>;
  readonly pick: (text: DeskText) => string | null;
  readonly time: (at: string) => string;
  readonly list: (words: readonly string[]) => string;
  /** By key or id. */
  readonly group: (key: string) => string;
}

export type Said = string | null;
export type Teller = (data: Readonly<Record<string, unknown>>, tools: RecordTools) => Said;

/** Null for what is no text, or an empty one. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

export function timeOf(value: unknown, time: (at: string) => string): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? time(value) : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** What a colleague added stands below, in his own words. */
export function withNote(text: string, note: unknown): string {
  const added = textOf(note);
  return added === null ? text : `${text}\n${added}`;
}

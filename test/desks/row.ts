import type { AddedChannelName } from './added-channel.js';
import type { RunningDesk } from './running-desk.js';

/** Says in words what was shown; the last words stand behind the row in `npm run desks`. */
export type Show = (words: string) => void;

export interface RowOptions {
  /** Day that the row needs, in the desk's zone: rows with one run last, in the order of their days. `2026-10-01`. */
  readonly on?: string;
  /** Where it starts products of its own; else a minute. */
  readonly limitMs?: number;
  /** Takes minutes: it is shown by night, by `npm run desks`, and where it is named. */
  readonly byNight?: boolean;
  /** A channel that an integrator's connector adds to the desk (`desk.added`). */
  readonly adds?: AddedChannelName;
}

/** One row of the desks' table. It shares the running desk with the other rows, so it brings customers and agents of its own. */
export interface Row extends RowOptions {
  readonly id: string;
  /** It is looked at in a browser, without which it is skipped. */
  readonly isSeen: boolean;
  run(desk: RunningDesk, show: Show): Promise<void>;
}

export function row(id: string, run: Row['run'], options: RowOptions = {}): Row {
  return { id, run, isSeen: false, ...options };
}

/** A part of a row as people have it before them (`desk.screens`): a second file of the row. */
export function seen(id: string, run: Row['run'], options: RowOptions = {}): Row {
  return { id, isSeen: true, ...options, run: (desk, show) => run(desk, (words) => show(`seen in the browser: ${words}`)) };
}

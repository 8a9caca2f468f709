import type { Answer } from '#page-kit';
import type { Threshold } from '../desk-profile.js';

export type Live = Answer<'GET /live'>;
export type Figure = keyof Live['all'];
type Part = Readonly<Partial<Record<Figure, number>>>;

const MINUTE_S = 60;

/** Figures of the wall by the names that thresholds of the desk's file give them. */
const FIGURES: Readonly<Record<string, Figure>> = {
  open: 'open',
  new: 'new',
  waiting: 'waiting',
  unassigned: 'unassigned',
  'longest-wait': 'longestWaitS',
  'in-line': 'inLine',
  'opened-today': 'openedToday',
  'solved-today': 'solvedToday',
  'low-scores-today': 'lowScoresToday',
  breached: 'breached',
  'due-soon': 'dueSoon',
  'agents-online': 'agentsOnline',
  'agents-free': 'agentsFree',
};

export interface Passed {
  readonly figure: Figure;
  readonly threshold: Threshold;
}

/** Thresholds that are passed now: of the whole desk, of a group or of a channel (`where`). */
export function findPassed(part: Part, thresholds: readonly Threshold[], where: { group?: string; channel?: string } = {}): Passed[] {
  return thresholds.flatMap((threshold) => {
    const figure = FIGURES[threshold.metric];
    if (figure === undefined || threshold.group !== where.group || threshold.channel !== where.channel) return [];
    const value = part[figure];
    if (value === undefined) return [];
    return isPassed(figure === 'longestWaitS' ? value / MINUTE_S : value, threshold) ? [{ figure, threshold }] : [];
  });
}

function isPassed(value: number, { above, below }: Threshold): boolean {
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}

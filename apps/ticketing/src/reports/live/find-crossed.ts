import type { ThresholdSection } from '../../desk/schema/reports.js';
import { type LiveFigures, NO_TICKETS } from './live-figures.js';

/** What a threshold looks at, in its own unit: a count, or minutes. */
export function valueOf(threshold: ThresholdSection, figures: LiveFigures): number {
  const { metric, group, channel } = threshold;
  const { all } = figures;
  const part =
    group !== undefined
      ? (figures.groups.find(({ key }) => key === group) ?? NO_TICKETS)
      : channel !== undefined
        ? (figures.channels.find(({ key }) => key === channel) ?? NO_TICKETS)
        : all;
  switch (metric) {
    case 'open':
    case 'new':
    case 'waiting':
    case 'unassigned':
      return part[metric];
    case 'longest-wait':
      return part.longestWaitS / 60;
    case 'in-line':
      return all.inLine;
    case 'breached':
      return all.breached;
    case 'due-soon':
      return all.dueSoon;
    case 'agents-online':
      return all.agentsOnline;
    case 'agents-free':
      return all.agentsFree;
    case 'opened-today':
      return all.openedToday;
    case 'solved-today':
      return all.solvedToday;
    case 'low-scores-today':
      return all.lowScoresToday;
  }
}

export function isCrossed({ above, below }: ThresholdSection, value: number): boolean {
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}

import { seenBy, type Viewer } from '../../agents/viewer.js';
import type { ReportScope } from '../report.js';

/** Of what is made for nobody in particular: every group's tickets, no confidential one. */
export const NOBODY_IN_PARTICULAR: Viewer = { agentId: null, ownGroups: [], sees: 'all', sealed: false, trusted: [] };

/** Condition that the report's reader sees the ticket of this id (an SQL expression); what it compares with is added to `values`. */
export function isSeen({ viewer }: ReportScope, ticketId: string, values: unknown[]): string {
  if (viewer === null) return 'true';
  return `exists (select from tickets v where v.id = ${ticketId} and ${seenBy(viewer, 'v', (value) => `$${values.push(value)}`)})`;
}

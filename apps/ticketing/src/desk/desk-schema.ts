import { z } from 'zod';
import { AutomaticSection } from './schema/automatic.js';
import { GroupsSection } from './schema/groups.js';
import type { DeskFault } from './schema/keys.js';
import { DutySection, findDutyFaults } from './schema/duty.js';
import { CompensationSection, findIncidentFaults, IncidentsSection } from './schema/incidents.js';
import { MeasuresSection } from './schema/measures.js';
import { findPlanFaults, PlansSection } from './schema/plans.js';
import { findStaffingFaults, StaffingSection } from './schema/staffing.js';
import { findRuleFaults } from './schema/rule-faults.js';
import { RulesSection } from './schema/rules.js';
import { Language } from './schema/texts.js';

/** How a desk works: `profile:` of its file. A section a line; each stands in `schema/` and belongs to the room that follows it. */
export const Desk = z.strictObject({
  languages: z.array(Language).min(1).default(['zh', 'en']).describe('the desk writes in these, its own first'),
  automatic: AutomaticSection,
  groups: GroupsSection,
  rules: RulesSection,
  duty: DutySection,
  plans: PlansSection,
  incidents: IncidentsSection,
  compensations: CompensationSection,
  measures: MeasuresSection,
  staffing: StaffingSection,
});
export type Desk = z.infer<typeof Desk>;

/** What sections say of each other; a line a section. */
const REFERENCES: readonly ((desk: Desk) => readonly DeskFault[])[] = [
  findRuleFaults,
  findDutyFaults,
  findPlanFaults,
  findIncidentFaults,
  findStaffingFaults,
];

export function findReferenceFaults(desk: Desk): DeskFault[] {
  return REFERENCES.flatMap((find) => find(desk));
}

export const EMPTY_DESK: Desk = Desk.parse({});

import { z } from 'zod';
import { AccessSection, DoorsSection, findAccessFaults } from './schema/access.js';
import { ClosingSection, findClosingFaults } from './schema/archive.js';
import { AutomaticSection } from './schema/automatic.js';
import { EvidenceRequest, EvidenceSection, findEvidenceFaults } from './schema/evidence.js';
import { FieldsSection, findFieldFaults } from './schema/fields.js';
import { findFormFaults, FormsSection } from './schema/forms.js';
import { ProgressSection } from './schema/progress.js';
import { DefaultRequestType, findRequestTypeFaults, RequestTypesSection } from './schema/request-types.js';
import { GroupsSection } from './schema/groups.js';
import type { DeskFault } from './schema/keys.js';
import { Language } from './schema/texts.js';

/** How a desk works: `profile:` of its file. A section a line; each stands in `schema/` and belongs to the room that follows it. */
export const Desk = z.strictObject({
  languages: z.array(Language).min(1).default(['zh', 'en']).describe('the desk writes in these, its own first'),
  automatic: AutomaticSection,
  groups: GroupsSection,
  fields: FieldsSection,
  requestTypes: RequestTypesSection,
  defaultRequestType: DefaultRequestType,
  evidence: EvidenceSection,
  evidenceRequest: EvidenceRequest,
  forms: FormsSection,
  access: AccessSection,
  doors: DoorsSection,
  closing: ClosingSection,
  progress: ProgressSection,
});
export type Desk = z.infer<typeof Desk>;

/** What sections say of each other; a line a section. */
const REFERENCES: readonly ((desk: Desk) => readonly DeskFault[])[] = [
  findFieldFaults,
  findRequestTypeFaults,
  findEvidenceFaults,
  findFormFaults,
  findAccessFaults,
  findClosingFaults,
];

export function findReferenceFaults(desk: Desk): DeskFault[] {
  return REFERENCES.flatMap((find) => find(desk));
}

export const EMPTY_DESK: Desk = Desk.parse({});

import { z } from 'zod';
import { AccessSection, DoorsSection, findAccessFaults } from './schema/access.js';
import { ClosingSection, findClosingFaults } from './schema/archive.js';
import { AutomaticSection } from './schema/automatic.js';
import { BotSection, findBotFaults } from './schema/bot.js';
import { CategoriesSection, findCategoryFaults, listCategories, UrgentSection } from './schema/categories.js';
import { findCategoryUseFaults } from './schema/category-uses.js';
import { ExpertsSection, findGroupFaults, GroupsSection, SkillsSection, SuccessorsSection } from './schema/groups.js';
import { CheckInsSection, findCheckInsFaults } from './schema/check-ins.js';
import { ChecklistsSection, findChecklistFaults } from './schema/checklists.js';
import { findKnowledgeFaults, KnowledgeSection } from './schema/knowledge.js';
import { findTemplateFaults, MacrosSection, TemplatesSection } from './schema/templates.js';
import { CalendarsSection, findCalendarFaults } from './schema/calendars.js';
import { ChannelsSection, findChannelFaults } from './schema/channels.js';
import { EvidenceRequest, EvidenceSection, findEvidenceFaults } from './schema/evidence.js';
import { FieldsSection, findFieldFaults } from './schema/fields.js';
import { findFormFaults, FormsSection } from './schema/forms.js';
import { ProgressSection } from './schema/progress.js';
import { DefaultRequestType, findRequestTypeFaults, RequestTypesSection } from './schema/request-types.js';
import { findPriorityFaults, PrioritiesSection } from './schema/priorities.js';
import { findTargetFaults, TargetsSection } from './schema/targets.js';
import type { DeskFault } from './schema/keys.js';
import { RecognitionSection } from './schema/recognition.js';
import { findRoutingFaults, RoutingSection } from './schema/routing.js';
import { findShiftFaults, ShiftsSection } from './schema/shifts.js';
import { findReportsFaults, ReportsSection } from './schema/reports.js';
import { findSurveysFaults, SurveysSection } from './schema/surveys.js';
import { DutySection, findDutyFaults } from './schema/duty.js';
import { CompensationSection, findIncidentFaults, IncidentsSection } from './schema/incidents.js';
import { MeasuresSection } from './schema/measures.js';
import { findPlanFaults, PlansSection } from './schema/plans.js';
import { findStaffingFaults, StaffingSection } from './schema/staffing.js';
import { findRuleFaults } from './schema/rule-faults.js';
import { RulesSection } from './schema/rules.js';
import { AccountDataSection, findAccountDataFaults } from './schema/account-data.js';
import { findRetentionFaults, RetentionSection } from './schema/retention.js';
import { findRolesFaults, RolesSection, SealedSection } from './schema/roles.js';
import { AttachmentsSection, findAttachmentFaults } from './schema/attachments.js';
import { BookingsSection, findBookingFaults } from './schema/bookings.js';
import { findQualityFaults, QualitySection } from './schema/quality.js';
import { findVisitFaults, VisitsSection } from './schema/visits.js';
import { Language } from './schema/texts.js';

/** How a desk works: `profile:` of its file. A section a line; each stands in `schema/` and belongs to the room that follows it. */
export const Desk = z.strictObject({
  languages: z.array(Language).min(1).default(['zh', 'en']).describe('the desk writes in these, its own first'),
  automatic: AutomaticSection,
  groups: GroupsSection,
  visits: VisitsSection,
  quality: QualitySection,
  bookings: BookingsSection,
  attachments: AttachmentsSection,
  categories: CategoriesSection,
  urgent: UrgentSection,
  recognition: RecognitionSection,
  bot: BotSection,
  skills: SkillsSection,
  successors: SuccessorsSection,
  experts: ExpertsSection,
  routing: RoutingSection,
  shifts: ShiftsSection,
  surveys: SurveysSection,
  checkIns: CheckInsSection,
  reports: ReportsSection,
  macros: MacrosSection,
  templates: TemplatesSection,
  checklists: ChecklistsSection,
  knowledge: KnowledgeSection,
  calendars: CalendarsSection,
  channels: ChannelsSection,
  priorities: PrioritiesSection,
  targets: TargetsSection,
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
  rules: RulesSection,
  duty: DutySection,
  plans: PlansSection,
  incidents: IncidentsSection,
  compensations: CompensationSection,
  measures: MeasuresSection,
  staffing: StaffingSection,
  roles: RolesSection,
  sealed: SealedSection,
  accountData: AccountDataSection,
  retention: RetentionSection,
});
export type Desk = z.infer<typeof Desk>;

/** What sections say of each other; a line a section. */
const REFERENCES: readonly ((desk: Desk & { readonly categoryKeys: readonly string[] | undefined }) => readonly DeskFault[])[] = [
  findVisitFaults,
  findQualityFaults,
  findBookingFaults,
  findAttachmentFaults,
  findCategoryFaults,
  findCategoryUseFaults,
  findBotFaults,
  findGroupFaults,
  findRoutingFaults,
  findShiftFaults,
  findSurveysFaults,
  findCheckInsFaults,
  findReportsFaults,
  findTemplateFaults,
  findChecklistFaults,
  findKnowledgeFaults,
  findCalendarFaults,
  findChannelFaults,
  findPriorityFaults,
  findTargetFaults,
  findFieldFaults,
  findRequestTypeFaults,
  findEvidenceFaults,
  findFormFaults,
  findAccessFaults,
  findClosingFaults,
  findRuleFaults,
  findDutyFaults,
  findPlanFaults,
  findIncidentFaults,
  findStaffingFaults,
  findRolesFaults,
  findAccountDataFaults,
  findRetentionFaults,
];

export function findReferenceFaults(desk: Desk): DeskFault[] {
  const categories = listCategories(desk.categories).map(({ key }) => key);
  // A desk without a list of categories may name any.
  const categoryKeys = categories.length === 0 ? undefined : categories;
  return REFERENCES.flatMap((find) => find({ ...desk, categoryKeys }));
}

export const EMPTY_DESK: Desk = Desk.parse({});

import { z } from 'zod';
import { AccessSection, DoorsSection, findAccessFaults } from './schema/access.js';
import { ClosingSection, findClosingFaults } from './schema/archive.js';
import { AppearanceSection } from './schema/appearance.js';
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
  appearance: AppearanceSection.describe('how the desk looks to its customers'),
  automatic: AutomaticSection.describe('how much the desk writes by itself at most'),
  groups: GroupsSection,
  visits: VisitsSection.describe('branches where staff register who comes in, and what the receipt says'),
  quality: QualitySection.describe('sheets by which entries and recordings are reviewed, and the share of each that is'),
  bookings: BookingsSection.describe('services with slots, who is entitled to them, and the least lead time'),
  attachments: AttachmentsSection.describe('how files that are sent are named, and which names say nothing'),
  categories: CategoriesSection.describe('what tickets are about, in levels'),
  urgent: UrgentSection.describe('what makes a ticket urgent whatever its category'),
  recognition: RecognitionSection.describe(
    'words by which category, urgency, language and mood are recognised besides what was learned from labelled tickets',
  ),
  bot: BotSection.describe('what answers first, its scripts, and the way to a person'),
  skills: SkillsSection,
  successors: SuccessorsSection,
  experts: ExpertsSection,
  routing: RoutingSection.describe('who gets which ticket, and how much at once'),
  shifts: ShiftsSection.describe('who works when, surcharges by date, temporary desks and the forecast of a shortfall'),
  surveys: SurveysSection.describe('what customers are asked, when and by which way, and who sees what they say'),
  checkIns: CheckInsSection,
  reports: ReportsSection.describe('tables, figures and promises, when they are written and whom they are mailed to'),
  macros: MacrosSection.describe('several steps of an agent in one'),
  templates: TemplatesSection.describe('what agents send, in the customer’s language'),
  checklists: ChecklistsSection.describe('steps to check, by type and symptom; customers or agents tick them'),
  knowledge: KnowledgeSection.describe('sections and product lines, synonyms, the first articles, and what is proposed'),
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
  closing: ClosingSection.describe('what customers are asked at the end, what silence means, and what an archive needs'),
  progress: ProgressSection.describe('signed links by which customers see how their ticket stands'),
  rules: RulesSection,
  duty: DutySection.describe('people on duty and their rotas'),
  plans: PlansSection.describe('what is done in an emergency: steps with owners and times, the first contact, reports until it is solved'),
  incidents: IncidentsSection.describe('how those touched by an outage are told, and what is proposed for it'),
  compensations: CompensationSection.describe('what a missed promise or an outage is worth'),
  measures: MeasuresSection.describe('remote help and risky steps: consent, rights, start and end, record'),
  staffing: StaffingSection,
  roles: RolesSection,
  sealed: SealedSection,
  accountData: AccountDataSection.describe('answers with data of an account, stopped in open or unproved channels'),
  retention: RetentionSection.describe('how long what is kept, by class of ticket'),
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

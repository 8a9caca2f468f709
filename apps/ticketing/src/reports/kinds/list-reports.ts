import { groupIdOf } from '../../desk/desk-groups.js';
import { pickText, type LocalisedText } from '../../desk/schema/texts.js';
import { column, type ReportKindOf, type ReportScope } from '../report.js';
import { isOfInboxes } from './facts-sql.js';
import { isSeen } from './seen-tickets.js';
import { field, first, nextOf, of, rating, STATES, worded, type Source, type TicketRow } from './list-cells.js';
import { wentOut } from '../../tickets/went-out.js';

export { ASSESSOR_EXPORT } from './assessor-export.js';
export { SATISFACTION_TABLE } from './satisfaction-table.js';

const URGENCIES: Readonly<Record<string, LocalisedText>> = {
  low: { zh: '低', en: 'low' },
  normal: { zh: '普通', en: 'normal' },
  high: { zh: '紧急', en: 'high' },
  urgent: { zh: '特急', en: 'urgent' },
};

/** Tickets of the period, by when they were opened; a page of them is found before anything is read of them. */
const ticketsOf = (shown: string) => `from (
    select f.ticket_id, f.answered_at, f.answered_by, f.step, f.closed_at as archived_at from report_facts f
    where f.counted and f.opened_at >= $1::date::timestamp at time zone $9 and f.opened_at < ($2::date + 1)::timestamp at time zone $9
      and (cardinality($3::text[]) = 0 or f.channel = any($3))
      and (cardinality($4::text[]) = 0 or f.category = any($4)) and (cardinality($5::uuid[]) = 0 or f.group_id = any($5))
      and ($6::timestamptz is null or (f.opened_at, f.ticket_id) > ($6, $7::uuid)) and ${shown}
    order by f.opened_at, f.ticket_id limit $8) p
  join tickets t on t.id = p.ticket_id join contacts first on first.id = t.contact_id join contacts c on c.id = coalesce(first.merged_into, first.id)
  left join contact_profiles pr on pr.contact_id = c.id left join agents a on a.id = coalesce(t.assignee_id, p.answered_by)
  left join ticket_archives ar on ar.ticket_id = t.id left join ticket_cases ca on ca.ticket_id = t.id`;

const ADDRESSES = `(select string_agg(i.raw, ' / ' order by i.created_at, i.scheme, i.value) from identities i where i.contact_id = c.id and i.scheme in ('email', 'phone', 'tel'))`;
const WORDS = `(select coalesce(nullif(e.new_text, ''), e.plain_text) from entries e where e.ticket_id = t.id and e.direction = 'inbound' and not e.folded order by e.seq limit 1)`;
const LAST_WORDS = `(select to_char(e.occurred_at at time zone $9, 'YYYY-MM-DD HH24:MI') || ' ' || coalesce(nullif(e.new_text, ''), e.plain_text)
  from entries e where e.ticket_id = t.id and e.direction in ('inbound', 'outbound', 'echo') and not e.folded and e.flags->>'automatic' is null and ${wentOut('e')} order by e.seq desc limit 1)`;

/** When somebody last wrote or noted something; that a message was delivered is no news of the matter. */
const LAST_WORK = `(select max(e.occurred_at) from entries e where e.ticket_id = t.id and not e.folded and e.flags->>'automatic' is null)`;

/** A stage as the desk calls it in tables, else as its request type does. */
const stage: Source = (row, scope) => {
  const [key, type] = [row['stage'], row['requestType']];
  if (typeof key !== 'string') return null;
  const { reports, requestTypes, languages } = scope.desk;
  const stages = typeof type === 'string' ? requestTypes[type]?.stages : undefined;
  const text = reports.states[key] ?? stages?.find((each) => each.key === key)?.name;
  return text === undefined ? key : pickText(text, scope.language, languages[0]);
};
const isUnderWay = ({ status }: TicketRow) => status !== 'solved' && status !== 'closed';
const state = first(
  (row, scope) =>
    isUnderWay(row) && typeof row['stage'] === 'string' && row['stage'] in scope.desk.reports.states ? stage(row, scope) : null,
  worded('status', ({ desk }) => desk.reports.states, STATES),
);
/** What it counts as now, whatever its words or its form said first. */
const urgency = worded('priority', ({ desk }) => ({ ...namesOf(desk.priorities), ...desk.reports.urgencies }), URGENCIES);

function namesOf(priorities: ReportScope['desk']['priorities']): Record<string, LocalisedText> {
  return Object.fromEntries(Object.entries(priorities).flatMap(([key, section]) => (section === undefined ? [] : [[key, section.name]])));
}

const LOG: readonly [ReturnType<typeof column>, Source][] = [
  [column('number', 'text', '需求编号', 'Request number'), of('number')],
  [column('customer', 'text', '客户名称', 'Customer'), first(field('customer'), of('company'), of('name'))],
  [column('contact', 'text', '联系人', 'Contact person'), first(field('contact', 'contact_person'), of('name'))],
  [column('contactDetails', 'text', '联系方式', 'Contact details'), first(field('contactDetails', 'phone', 'email'), of('addresses'))],
  [column('product', 'text', '产品/服务名称', 'Product/service'), field('product', 'service')],
  [column('problem', 'text', '问题描述', 'Problem'), first(field('problem'), of('words'), of('subject'))],
  [column('urgency', 'text', '紧急程度', 'Urgency'), urgency],
  [column('requestedAt', 'moment', '请求时间', 'Request time'), of('opened')],
  [column('respondedAt', 'moment', '响应时间', 'Response time'), of('responded')],
  [column('handler', 'text', '处理人', 'Handler'), first(field('handler'), of('agent'))],
  [column('state', 'text', '处理状态', 'State'), state],
  [column('solution', 'text', '解决方案', 'Solution'), first(field('solution'), of('solution'))],
  [column('feedback', 'text', '客户反馈', 'Feedback'), first(field('feedback'), rating)],
  [column('archivedAt', 'moment', '归档时间', 'Archive time'), of('archived')],
];

const PROGRESS: readonly [ReturnType<typeof column>, Source][] = [
  [column('number', 'text', '需求编号', 'Request number'), of('number')],
  [column('state', 'text', '当前状态', 'State'), state],
  [column('handler', 'text', '处理人', 'Handler'), first(field('handler'), of('agent'))],
  [column('step', 'text', '处理步骤', 'Step'), first(field('step'), stage)],
  [column('estimate', 'moment', '预计完成时间', 'Estimate'), first(of('estimate'), field('estimate'))],
  [column('contacted', 'text', '客户沟通记录', 'Record of contact with the customer'), first(field('contacted'), of('lastWords'))],
  [column('updatedAt', 'moment', '更新时间', 'Updated'), of('updated')],
];

/** Of the desk's language nothing is left out: what a column shows is the ticket's field, where the desk names one. */
function listOfTickets(
  facts: Pick<ReportKindOf, 'kind' | 'title'>,
  chosen: readonly [ReturnType<typeof column>, Source][],
  selected: string,
): ReportKindOf {
  return {
    ...facts,
    per: null,
    ofTickets: true,
    columns: chosen.map(([each]) => each),
    run: async (scope) => {
      const rows = await readTickets(scope, selected);
      const cells = rows.map((row) =>
        chosen.map(([{ key }, source]) => {
          const named = scope.definition.columns[key]?.field;
          return named === undefined ? source(row, scope) : first(field(named), source)(row, scope);
        }),
      );
      return { rows: cells, next: nextOf(rows, scope) };
    },
  };
}

async function readTickets(scope: ReportScope, selected: string): Promise<TicketRow[]> {
  const { definition, period, after, limit, timeZone } = scope;
  const values: unknown[] = [
    ...[period.from, period.to, definition.channels, definition.categories, definition.groups.map(groupIdOf)],
    ...[after?.[0] ?? null, after?.[1] ?? null, limit, timeZone],
  ];
  const part = isOfInboxes(scope, 'f.inbox_id', values);
  const seen = isSeen(scope, 'f.ticket_id', values);
  return scope.sql.query<TicketRow>(
    `select t.id, t.opened_at as opened, t.number, t.status, t.stage, t.priority, t.subject, t.category, t.fields, t.request_type as "requestType", c.display_name as name, pr.company,
       a.display_name as agent, p.step, ${selected} ${ticketsOf(`${part} and ${seen}`)} order by t.opened_at, t.id`,
    values,
  );
}

export const REQUEST_LOG = listOfTickets(
  { kind: 'request-log', title: { zh: '客户需求登记表', en: 'Request log' } },
  LOG,
  `p.answered_at as responded, p.archived_at as archived, ar.solution, ar.feedback as said, ${ADDRESSES} as addresses, ${WORDS} as words`,
);
export const PROGRESS_TABLE = listOfTickets(
  { kind: 'progress', title: { zh: '需求处理进度表', en: 'Progress' } },
  PROGRESS,
  `ca.estimate_at as estimate, greatest(${LAST_WORK}, ca.updated_at) as updated, ${LAST_WORDS} as "lastWords"`,
);

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { GroupDirectory } from '../groups/group-directory.js';
import type { Actor } from './actor.js';
import { EditGuards } from './edit-guards.js';
import type { TicketDraft } from './ticket-draft.js';
import type { TicketEdit } from './ticket-edit.js';
import { nextStatus } from './ticket-state.js';
import type { WorkUnit } from './work-unit.js';

export interface TicketChange {
  readonly draft: TicketDraft;
  readonly edit: TicketEdit;
}

/** Who changes it, and why in a word or two: `agent`, `rule urgent-words`. */
export interface ChangeCause {
  readonly actor: Actor;
  readonly reason: string;
}

/** Columns that an edit may set, by their names in it. */
const COLUMNS = {
  priority: 'priority',
  subject: 'subject',
  category: 'category',
  group: 'group_id',
  assignee: 'assignee_id',
  requestType: 'request_type',
  stage: 'stage',
  language: 'language',
  mood: 'mood',
  urgency: 'urgency',
  level: 'level',
  tags: 'tags',
  fields: 'fields',
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
type Values = { [C in Column]: unknown };

const READ = `select id, ${NAMES.map((name) => `${COLUMNS[name]} as "${name}"`).join(', ')} from tickets where id = any($1::uuid[])`;
const WRITE = `update tickets t set ${NAMES.map((name) => `${COLUMNS[name]} = c."${name}"`).join(', ')}
  from json_to_recordset($1::json) as c (id uuid, priority text, subject text, category text, "group" uuid, assignee uuid, "requestType" text, stage text,
    language text, mood text, urgency text, level int, tags text[], fields jsonb) where t.id = c.id`;

/** Changes fields of locked tickets, as a part of other work: all at once, each told with what it was before. */
@Injectable()
export class TicketChanger {
  constructor(
    private readonly teller: ConversationTeller,
    private readonly groups: GroupDirectory,
    private readonly guards: EditGuards,
  ) {}

  /** Throws `PermanentError` (`group_unknown`, and what guards say). What is the same already changes nothing and is not told. */
  async change(unit: WorkUnit, asked: readonly TicketChange[], cause: ChangeCause): Promise<void> {
    const changes = await this.guards.look(unit, asked, cause);
    const rows = await unit.transaction.query<{ id: string } & Values>(
      READ,
      [[...new Set(changes.map(({ draft }) => draft.id))]],
      'ticketing_read_changed',
    );
    const now = new Map(rows.map((row) => [row.id, row]));
    const written = new Map<string, { id: string } & Values>();
    for (const { draft, edit } of changes) {
      const before = now.get(draft.id)!;
      const after = { ...before, ...this.resolve(before, edit) };
      const names = NAMES.filter((name) => !isDeepStrictEqual(before[name], after[name]));
      if (names.length > 0) {
        now.set(draft.id, after);
        written.set(draft.id, after);
        if (typeof after.subject === 'string') draft.subject = after.subject;
      }
      if (names.length > 0 || movesStatus(draft, edit)) draft.touch();
      await this.tell(unit, { draft, edit }, { names, before, after }, cause);
    }
    if (written.size > 0) await unit.transaction.query(WRITE, [JSON.stringify([...written.values()])], 'ticketing_write_changed');
  }

  private resolve(before: Values, edit: TicketEdit): Partial<Values> {
    const { group, tags, fields } = edit;
    const given = Object.fromEntries(NAMES.filter((name) => edit[name] !== undefined).map((name) => [name, edit[name]])) as Partial<Values>;
    if (group !== undefined && group !== null) given.group = this.groups.resolve(group);
    if (tags !== undefined) given.tags = [...new Set(tags)].sort();
    if (fields !== undefined) {
      const merged = Object.entries({ ...(before.fields as object), ...fields }).filter(
        ([, value]) => value !== null && value !== undefined,
      );
      given.fields = Object.fromEntries(merged);
    }
    return given;
  }

  private async tell(
    unit: WorkUnit,
    { draft, edit }: TicketChange,
    { names, before, after }: { readonly names: readonly Column[]; readonly before: Values; readonly after: Values },
    { actor, reason }: ChangeCause,
  ): Promise<void> {
    const { assignee, group } = after as { assignee: string | null; group: string | null };
    if (names.includes('assignee') && assignee !== null) {
      const agent = await findAgent(unit, assignee);
      if (agent !== null) await this.teller.taken(unit, draft.id, agent);
    }
    if (edit.status !== undefined) unit.apply(draft, { kind: 'agent_set', status: edit.status }, reason);
    if (edit.status === 'solved' || edit.status === 'closed') await this.teller.ended(unit, draft.id);
    if (names.length > 0) {
      const changes = Object.fromEntries(names.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]));
      unit.tell('ticket.changed.v1', draft, {
        changes,
        by: { kind: actor.kind, ...(actor.id === undefined ? {} : { id: actor.id }) },
        reason,
      });
    }
    if (names.includes('group') || names.includes('assignee')) unit.assign(draft, assignee, group, reason);
  }
}

function movesStatus(draft: TicketDraft, { status }: TicketEdit): boolean {
  return status !== undefined && nextStatus(draft.status, { kind: 'agent_set', status }) !== draft.status;
}

async function findAgent(unit: WorkUnit, id: string): Promise<{ id: string; displayName: string } | null> {
  const [row] = await unit.transaction.query<{ id: string; displayName: string }>(
    'select id, display_name as "displayName" from agents where id = $1::uuid',
    [id],
  );
  return row ?? null;
}

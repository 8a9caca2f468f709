import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { findUnseen, type Viewer } from '../agents/viewer.js';
import { GroupDirectory } from '../groups/group-directory.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { lockLeads } from './lock-leads.js';

export interface BulkEdit extends Omit<TicketEdit, 'expectedVersion' | 'tags' | 'subject'> {
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
}

export interface BulkAction {
  readonly id: string;
  readonly kind: string;
  readonly actor: Actor;
  readonly madeAt: Date;
  readonly undoneAt: Date | null;
  /** Tickets it changed. */
  readonly changed: readonly string[];
  /** Tickets somebody else changed meanwhile: left as they are. */
  readonly left: readonly string[];
}

const FIELDS = [
  'status',
  'priority',
  'category',
  'group',
  'assignee',
  'requestType',
  'stage',
  'language',
  'mood',
  'urgency',
  'level',
  'tags',
  'fields',
] as const;
type Values = Partial<Record<(typeof FIELDS)[number], unknown>>;
interface Change {
  readonly ticketId: string;
  readonly before: Values;
  readonly after: Values;
}

const READ = `select id, status, priority, category, group_id as "group", assignee_id as assignee, request_type as "requestType", stage, language, mood, urgency, level,
  tags, fields from tickets where id = any($1::uuid[])`;

/** One change to many tickets, in one transaction; taken back as a whole. */
@Injectable()
export class BulkActions {
  constructor(
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
    private readonly groups: GroupDirectory,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** `expected`: versions that the agent saw, by ticket; one that differs is left out. `viewer`: who asks; null sees all. Throws `PermanentError`: `ticket_unknown`, `group_unknown`. */
  async apply(
    tickets: readonly string[],
    edit: BulkEdit,
    expected: Readonly<Record<string, number>>,
    actor: Actor,
    viewer: Viewer | null,
  ): Promise<BulkAction> {
    const { id, left } = await this.work.run(async (unit) => {
      const drafts = await lockLeads(unit, [...new Set(tickets)]);
      if (viewer !== null) await refuseUnseen(unit, drafts, viewer);
      const stale = drafts.filter((draft) =>
        [draft.id, draft.number].some((name) => expected[name] !== undefined && expected[name] !== draft.version),
      );
      const fresh = [...new Set(drafts.filter((draft) => !stale.includes(draft)))];
      const id = await this.applyIn(
        unit,
        fresh.map((draft) => draft.id),
        edit,
        { kind: 'bulk', actor },
      );
      return { id, left: stale.map((draft) => draft.id) };
    });
    return { ...(await this.get(id)), left };
  }

  /** On tickets that are locked, as a part of other work. Returns what it is taken back by. */
  async applyIn(
    unit: WorkUnit,
    ids: readonly string[],
    { addTags = [], removeTags = [], ...edit }: BulkEdit,
    { kind, actor }: { kind: string; actor: Actor },
  ): Promise<string> {
    const before = await this.read(unit, ids);
    const drafts = await unit.lock(ids);
    const changes = drafts.map((draft) => {
      const tags = before.get(draft.id)!.tags as string[];
      const wanted = [...new Set([...tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
      return { draft, edit: { ...edit, ...(addTags.length + removeTags.length === 0 ? {} : { tags: wanted }) } };
    });
    await this.changer.change(unit, changes, { actor, reason: kind });
    const after = await this.read(unit, ids);
    const made = drafts.flatMap((draft): Change[] => {
      const now: Values = { ...after.get(draft.id)!, status: draft.status };
      const was = before.get(draft.id)!;
      const names = FIELDS.filter((name) => !isDeepStrictEqual(now[name], was[name]));
      const pick = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
      return names.length === 0 ? [] : [{ ticketId: draft.id, before: pick(was), after: pick(now) }];
    });
    const id = randomUUID();
    await unit.transaction.query('insert into bulk_actions (id, kind, actor, changes, made_at) values ($1, $2, $3, $4, $5)', [
      ...[id, kind, JSON.stringify(actor), JSON.stringify(made), unit.now],
    ]);
    return id;
  }

  /** What nobody changed since is as it was before. Throws `PermanentError`: `action_unknown`, `action_undone`. */
  async undo(id: string, actor: Actor): Promise<BulkAction> {
    const left = await this.work.run(async (unit) => {
      const [row] = isUuid(id)
        ? await unit.transaction.query<{ changes: Change[]; undone_at: Date | null }>(
            'select changes, undone_at from bulk_actions where id = $1::uuid for update',
            [id],
          )
        : [];
      if (row === undefined) throw new PermanentError(`there is no action ${id}`, { code: 'action_unknown' });
      if (row.undone_at !== null) throw new PermanentError('it was taken back already', { code: 'action_undone' });
      const leads = new Map(
        (
          await lockLeads(
            unit,
            row.changes.map(({ ticketId }) => ticketId),
          )
        ).map((draft, index) => [row.changes[index]!.ticketId, draft]),
      );
      const now = await this.read(
        unit,
        [...leads.values()].map((draft) => draft.id),
      );
      const left: string[] = [];
      const changes = row.changes.flatMap(({ ticketId, before, after }) => {
        const draft = leads.get(ticketId)!;
        const values = now.get(draft.id)!;
        const same = FIELDS.filter((name) => name in after && isDeepStrictEqual(values[name] ?? null, after[name] ?? null));
        if (draft.id !== ticketId || same.length < Object.keys(after).length) left.push(draft.id);
        if (draft.id !== ticketId || same.length === 0) return [];
        return [{ draft, edit: toEdit(before, values, same) }];
      });
      await this.changer.change(unit, changes, { actor, reason: 'undo' });
      await unit.transaction.query('update bulk_actions set undone_at = $2, undone_by = $3 where id = $1::uuid', [
        id,
        unit.now,
        JSON.stringify(actor),
      ]);
      return left;
    });
    return { ...(await this.get(id)), left };
  }

  async get(id: string): Promise<BulkAction> {
    const [row] = isUuid(id)
      ? await this.database.sql.query<Omit<BulkAction, 'changed' | 'left'> & { changes: Change[] }>(
          'select id, kind, actor, made_at as "madeAt", undone_at as "undoneAt", changes from bulk_actions where id = $1::uuid',
          [id],
        )
      : [];
    if (row === undefined) throw new PermanentError(`there is no action ${id}`, { code: 'action_unknown' });
    const { changes, ...action } = row;
    return { ...action, changed: changes.map(({ ticketId }) => ticketId), left: [] };
  }

  private async read(unit: WorkUnit, ids: readonly string[]): Promise<Map<string, Values>> {
    const rows = await unit.transaction.query<Values & { id: string }>(READ, [ids]);
    return new Map(
      rows.map(({ id, ...values }) => {
        const tags = [...(values.tags as string[])].sort();
        return [id, { ...values, tags, group: this.groups.keyOf(values.group as string | null) ?? values.group }];
      }),
    );
  }
}

async function refuseUnseen(unit: WorkUnit, drafts: readonly TicketDraft[], viewer: Viewer): Promise<void> {
  const [unseen] = await findUnseen(
    unit.transaction,
    viewer,
    drafts.map(({ id }) => id),
  );
  const hidden = drafts.find(({ id }) => id === unseen);
  if (hidden !== undefined) throw new PermanentError(`there is no ticket ${hidden.number}`, { code: 'ticket_unknown' });
}

/** Fields that came are taken away again. */
function toEdit(before: Values, now: Values, names: readonly string[]): TicketEdit {
  const edit: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, before[name as keyof Values] ?? null]));
  if ('fields' in edit) {
    const was = (edit['fields'] ?? {}) as Record<string, unknown>;
    const gone = Object.keys((now.fields ?? {}) as object).filter((key) => !(key in was));
    edit['fields'] = { ...was, ...Object.fromEntries(gone.map((key) => [key, null])) };
  }
  if (edit['status'] === 'new') edit['status'] = 'open';
  return edit as TicketEdit;
}

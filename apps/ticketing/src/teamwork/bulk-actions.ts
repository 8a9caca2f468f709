import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { GroupDirectory } from '../groups/group-directory.js';
import type { Actor } from '../tickets/actor.js';
import { EditGuards } from '../tickets/edit-guards.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { findLeads, listUnseen, lockLeads } from './lock-leads.js';
import { type Change, FIELDS, READ, toEdit, type Values } from './ticket-values.js';

export interface BulkEdit extends Omit<TicketEdit, 'expectedVersion'> {
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
}

/** A ticket for which something could not be done, and why. */
export interface Refusal {
  /** As it was asked for. */
  readonly ticket: string;
  readonly code: string;
  readonly detail: string;
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
  readonly refused: readonly Refusal[];
}

interface Cause {
  readonly kind: string;
  readonly actor: Actor;
  /** Of the events; the kind where nothing is said. */
  readonly reason?: string;
}

/** Kind of a change that somebody made of one ticket. */
export const EDIT = 'edit';

/** One change to many tickets, in one transaction; taken back as a whole. */
@Injectable()
export class BulkActions {
  constructor(
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
    private readonly groups: GroupDirectory,
    private readonly guards: EditGuards,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /**
   * `expected`: versions that the agent saw, by ticket; one that differs is left out. What cannot be done for one ticket is told and holds up no other.
   * `viewer`: who asks; null sees all. Throws `PermanentError`: `group_unknown`, `ticket_unknown` where none is known.
   */
  async apply(
    tickets: readonly string[],
    edit: BulkEdit,
    expected: Readonly<Record<string, number>>,
    actor: Actor,
    viewer: Viewer | null,
  ): Promise<BulkAction> {
    const { id, left, refused } = await this.work.run(async (unit) => {
      const unseen = await listUnseen(unit.transaction, viewer, tickets);
      const { leads, unknown } = await findLeads(
        unit,
        [...new Set(tickets)].filter((each) => !unseen.has(each)),
      );
      const strange = tickets.filter((each) => unseen.has(each) || unknown.includes(each));
      if (leads.length === 0) throw new PermanentError(`there is no ticket ${strange[0]!}`, { code: 'ticket_unknown' });
      const drafts = await unit.lock(leads);
      const stale = drafts.filter((draft) =>
        [draft.id, draft.number].some((name) => expected[name] !== undefined && expected[name] !== draft.version),
      );
      const fresh = [...new Set(drafts.filter((draft) => !stale.includes(draft)))];
      const { able, refused } = await this.sortOut(unit, fresh, edit, actor);
      const id = await this.applyIn(unit, able, edit, { kind: 'bulk', actor });
      const gone = strange.map((ticket) => ({ ticket, code: 'ticket_unknown', detail: `there is no ticket ${ticket}` }));
      return { id, left: stale.map((draft) => draft.id), refused: [...gone, ...refused] };
    });
    return { ...(await this.get(id)), left, refused };
  }

  /** One change to one ticket. Returns what it is taken back by; null where it changed nothing. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, what guards say. */
  async edit(idOrNumber: string, given: TicketEdit, actor: Actor): Promise<{ readonly ticketId: string; readonly undo: string | null }> {
    const { expectedVersion, ...edit } = toStorable(given);
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, expectedVersion);
      return { ticketId: draft.id, undo: await this.change(unit, [draft.id], edit, { kind: EDIT, actor, reason: actor.kind }) };
    });
  }

  /** Tickets whose guards would refuse the change, apart from those that it can be made of. */
  private async sortOut(unit: WorkUnit, drafts: readonly TicketDraft[], edit: BulkEdit, actor: Actor) {
    const cause = { actor, reason: 'bulk' };
    const { addTags: _added, removeTags: _removed, ...changes } = edit;
    const all = drafts.map((draft) => ({ draft, edit: changes }));
    const { code } = await this.guards.look(unit, all, cause).then(() => ({ code: null }), tolerate);
    if (code === null) return { able: drafts.map(({ id }) => id), refused: [] };
    const refused: Refusal[] = [];
    const able: string[] = [];
    for (const draft of drafts)
      await this.guards.look(unit, [{ draft, edit: changes }], cause).then(
        () => able.push(draft.id),
        (error: unknown) => {
          const { code, message } = tolerate(error);
          refused.push({ ticket: draft.id, code, detail: message });
        },
      );
    return { able, refused };
  }

  /** On tickets that are locked, as a part of other work. Returns what it is taken back by. */
  async applyIn(unit: WorkUnit, ids: readonly string[], edit: BulkEdit, cause: { kind: string; actor: Actor }): Promise<string> {
    return (await this.change(unit, ids, edit, cause)) ?? this.keep(unit, [], cause);
  }

  private async change(
    unit: WorkUnit,
    ids: readonly string[],
    { addTags = [], removeTags = [], ...edit }: BulkEdit,
    { kind, actor, reason = kind }: Cause,
  ): Promise<string | null> {
    const before = await this.read(unit, ids);
    const drafts = await unit.lock(ids);
    const changes = drafts.map((draft) => {
      const tags = before.get(draft.id)!.tags as string[];
      const wanted = [...new Set([...tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
      return { draft, edit: { ...edit, ...(addTags.length + removeTags.length === 0 ? {} : { tags: wanted }) } };
    });
    await this.changer.change(unit, changes, { actor, reason });
    const after = await this.read(unit, ids);
    const made = drafts.flatMap((draft): Change[] => {
      const now: Values = { ...after.get(draft.id)!, status: draft.status };
      const was = before.get(draft.id)!;
      const names = FIELDS.filter((name) => !isDeepStrictEqual(now[name], was[name]));
      const pick = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
      return names.length === 0 ? [] : [{ ticketId: draft.id, before: pick(was), after: pick(now) }];
    });
    return made.length === 0 ? null : this.keep(unit, made, { kind, actor });
  }

  private async keep(unit: WorkUnit, made: readonly Change[], { kind, actor }: Cause): Promise<string> {
    const id = randomUUID();
    await unit.transaction.query('insert into bulk_actions (id, kind, actor, changes, made_at) values ($1, $2, $3, $4, $5)', [
      ...[id, kind, JSON.stringify(actor), JSON.stringify(made), unit.now],
    ]);
    return id;
  }

  /**
   * What nobody changed since is as it was before. An action on tickets that `viewer` does not see all is not there for him. Throws `PermanentError`:
   * `action_unknown`, `action_undone`.
   */
  async undo(id: string, actor: Actor, viewer: Viewer | null): Promise<BulkAction> {
    const left = await this.work.run(async (unit) => {
      const [row] = isUuid(id)
        ? await unit.transaction.query<{ changes: Change[]; undone_at: Date | null }>(
            'select changes, undone_at from bulk_actions where id = $1::uuid for update',
            [id],
          )
        : [];
      const unseen = await listUnseen(unit.transaction, viewer, row?.changes.map(({ ticketId }) => ticketId) ?? []);
      if (row === undefined || unseen.size > 0) throw new PermanentError(`there is no action ${id}`, { code: 'action_unknown' });
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
      ? await this.database.sql.query<Omit<BulkAction, 'changed' | 'left' | 'refused'> & { changes: Change[] }>(
          'select id, kind, actor, made_at as "madeAt", undone_at as "undoneAt", changes from bulk_actions where id = $1::uuid',
          [id],
        )
      : [];
    if (row === undefined) throw new PermanentError(`there is no action ${id}`, { code: 'action_unknown' });
    const { changes, ...action } = row;
    return { ...action, changed: changes.map(({ ticketId }) => ticketId), left: [], refused: [] };
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

function tolerate(error: unknown): PermanentError {
  if (error instanceof PermanentError) return error;
  throw error;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { groupIdOf } from '../../desk/desk-groups.js';
import { SUCCESSION_TIMER } from '../../desk/desk-removals.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { listCategories } from '../../desk/schema/categories.js';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import { HOUSE } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import type { TicketEdit } from '../../tickets/ticket-edit.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { LiveChats } from '../presence/live-chats.js';

/** Tickets of one transaction; more follow at once. */
const BATCH = 200;
/** Before rules and routing look at the ticket. */
const ORDER = 5;

export interface Succession {
  readonly what: 'group' | 'category' | 'agent';
  readonly from: string;
  /** Of an agent's tickets null: back into the line. */
  readonly to: string | null;
}

/** Moves tickets of groups, categories and agents that are no more to whatever takes their place. */
@Injectable()
export class Successions implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly changer: TicketChanger,
    private readonly chats: LiveChats,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'successions', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.timers.handle(SUCCESSION_TIMER, async (unit, due) => {
      await this.profiles.reload();
      for (const timer of due) await this.move(unit, timer);
    });
  }

  /** A closed ticket keeps what it had; opened again it belongs to what took the place. */
  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    const { categories, groups } = desk.successors;
    if (Object.keys(categories).length + Object.keys(groups).length === 0) return;
    const ids = happenings.flatMap(({ type, ticketId, data }) =>
      type === 'ticket.status_changed.v1' && data['from'] === 'closed' ? [ticketId] : [],
    );
    if (ids.length === 0) return;
    const rows = await unit.transaction.query<{ id: string; category: string | null; group: string | null }>(
      `select t.id, t.category, g.key as "group" from tickets t left join groups g on g.id = t.group_id and g.removed
       where t.id = any($1::uuid[]) and t.status <> 'closed' and t.merged_into is null and (t.category = any($2::text[]) or g.key = any($3::text[]))`,
      [[...new Set(ids)], Object.keys(categories), Object.keys(groups)],
    );
    const known = new Set(listCategories(desk.categories).map(({ key }) => key));
    const wanted = new Map(
      rows.map(({ id, category, group }) => {
        const heir = category === null || known.has(category) ? undefined : categories[category];
        const team = group === null ? undefined : groups[group];
        return [id, { ...(heir === undefined ? {} : { category: heir }), ...(team === undefined ? {} : { group: team }) }];
      }),
    );
    const drafts = await unit.lock([...wanted.keys()]);
    const changes = drafts.map((draft) => ({ draft, edit: wanted.get(draft.id) ?? {} }));
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'what it had is no more' });
  }

  private async move(unit: WorkUnit, { key, data }: Timer): Promise<void> {
    const succession = data as unknown as Succession;
    const { column, value, edit } = toMove(succession);
    const rows = await unit.transaction.query<{ id: string }>(
      `select id from tickets where ${column} = $1 and status <> 'closed' and merged_into is null order by id limit ${BATCH} for no key update`,
      [value],
    );
    const ids = rows.map(({ id }) => id);
    // Who is in a conversation with him waits again, and is told.
    if (succession.what === 'agent' && succession.to === null) await this.chats.giveBack(unit, ids, 'agent_left');
    else {
      const reason = `${succession.what} ${succession.from} is no more`;
      const drafts = await unit.lock(ids);
      await this.changer.change(
        unit,
        drafts.map((draft) => ({ draft, edit })),
        { actor: HOUSE, reason },
      );
    }
    if (rows.length === BATCH) await this.timers.set(unit.transaction, [{ kind: SUCCESSION_TIMER, key, dueAt: unit.now, data }]);
  }
}

/** Which tickets go, and what becomes of them. */
export function toMove({ what, from, to }: Succession): { readonly column: string; readonly value: string; readonly edit: TicketEdit } {
  if (what === 'group') return { column: 'group_id', value: groupIdOf(from), edit: { group: to } };
  if (what === 'category') return { column: 'category', value: from, edit: { category: to } };
  return { column: 'assignee_id', value: from, edit: { assignee: to } };
}

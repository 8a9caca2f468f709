import { Injectable } from '@nestjs/common';
import { ConversationTeller } from '../../conversations/conversation-teller.js';
import { HOUSE } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import type { WorkUnit } from '../../tickets/work-unit.js';

const LIVE = `exists (select from live_conversations l where l.ticket_id = t.id and l.state in ('joined', 'returned'))`;
const OURS = `t.status in ('new', 'open', 'pending') and t.merged_into is null`;

/** Conversations in which somebody waits at his screen: they never stay with an agent who is not there. */
@Injectable()
export class LiveChats {
  constructor(
    private readonly changer: TicketChanger,
    private readonly teller: ConversationTeller,
  ) {}

  /** Of agents who went: back into the line, in their old places. */
  async returnOf(unit: WorkUnit, agentIds: readonly string[]): Promise<void> {
    if (agentIds.length === 0) return;
    await this.giveBackThose(
      unit,
      () =>
        unit.transaction.query(`select t.id from tickets t where t.assignee_id = any($1::uuid[]) and ${OURS} and ${LIVE}`, [[...agentIds]]),
      'agent_offline',
    );
  }

  /** Of these tickets, those that came back to somebody who is not there. */
  async returnAbandoned(unit: WorkUnit, ticketIds: readonly string[]): Promise<void> {
    await this.giveBackThose(
      unit,
      () =>
        unit.transaction.query(
          `select t.id from tickets t join agent_presence p on p.agent_id = t.assignee_id
           where t.id = any($1::uuid[]) and t.status = 'open' and ${OURS} and ${LIVE} and (p.state = 'offline' or p.expires_at <= $2::timestamptz)`,
          [[...ticketIds], unit.now],
          'ticketing_find_abandoned_chats',
        ),
      'agent_offline',
    );
  }

  /** What `find` still finds when it is locked: until then somebody may have taken it. */
  async giveBackThose(unit: WorkUnit, find: () => Promise<readonly { readonly id: string }[]>, reason: string): Promise<void> {
    const found = await find();
    if (found.length === 0) return;
    await unit.lock(found.map(({ id }) => id));
    const locked = new Set(found.map(({ id }) => id));
    const still = (await find()).filter(({ id }) => locked.has(id));
    await this.giveBack(
      unit,
      still.map(({ id }) => id),
      reason,
    );
  }

  /** Takes tickets from whoever has them; conversations of theirs wait again. */
  async giveBack(unit: WorkUnit, ticketIds: readonly string[], reason: string): Promise<void> {
    if (ticketIds.length === 0) return;
    const drafts = await unit.lock(ticketIds);
    await this.changer.change(
      unit,
      drafts.map((draft) => ({ draft, edit: { assignee: null } })),
      { actor: HOUSE, reason },
    );
    await this.teller.waitAgain(unit.transaction, ticketIds);
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { pickText } from '../../desk/schema/texts.js';
import { TicketFactsReader } from '../../facts/ticket-facts.js';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import { Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';

/** Tells the supervisors of a ticket whose priority is theirs to know, at the moment it has it. */
@Injectable()
export class PriorityTeller implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'priorities', order: 42, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { priorities, languages } = this.profiles.current().desk;
    if (!Object.values(priorities).some((priority) => priority?.supervisorsTold)) return;
    const moved = happenings.filter(
      ({ type, data }) => type === 'ticket.opened.v1' || (type === 'ticket.changed.v1' && 'priority' in (data['changes'] as object)),
    );
    const tickets = await this.facts.read(
      unit.transaction,
      moved.map(({ ticketId }) => ticketId),
    );
    const told = [...tickets.values()].filter(
      ({ priority, folded, quarantined }) => priorities[priority]?.supervisorsTold && !folded && !quarantined,
    );
    await this.notices.tell(
      unit,
      told.map(({ id, number, subject, priority }) => ({
        to: { role: 'supervisor' },
        kind: 'priority_reached',
        key: `priority:${id}:${priority}`,
        text: `${number}: ${pickText(priorities[priority]!.name, languages[0])} · ${subject}`,
        ticketId: id,
      })),
    );
  }
}

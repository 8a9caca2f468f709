import { Injectable } from '@nestjs/common';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { GroupTasks } from '../collaboration/group-tasks.js';
import type { Presence } from '../matching/facts.js';
import { Router } from '../waiting/router.js';
import { WaitingLineKeeper } from '../waiting/waiting-line-keeper.js';
import { WaitingTicketRepository } from '../waiting/waiting-ticket.repository.js';
import { LiveChats } from './live-chats.js';

/** What presence changes for tickets. */
@Injectable()
export class PresenceEffects {
  constructor(
    private readonly chats: LiveChats,
    private readonly tasks: GroupTasks,
    private readonly router: Router,
    private readonly line: WaitingLineKeeper,
    private readonly waiting: WaitingTicketRepository,
  ) {}

  async changed(unit: WorkUnit, agentId: string, state: Presence): Promise<void> {
    if (state === 'offline') {
      await this.chats.returnOf(unit, [agentId]);
      await this.tasks.passOn(unit, agentId);
    }
    // What was held for him waits for anybody, or for him again.
    await this.router.reconsider(unit, await this.waiting.listHeldFor(unit.transaction, agentId));
    if (state === 'online') await this.line.wake(unit);
  }
}

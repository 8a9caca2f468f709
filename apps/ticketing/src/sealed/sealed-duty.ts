import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SealedBoxes } from '../desk/sealed-boxes.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { Notices } from '../notices/notices.js';
import type { WorkUnit } from '../tickets/work-unit.js';

/** Tells those on duty of what comes to a sealed box, at any hour: its calendar has no closing time. */
@Injectable()
export class SealedDuty implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly boxes: SealedBoxes,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'sealed boxes', order: 55, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const boxes = this.boxes.byInbox();
    if (boxes.size === 0) return;
    const notices = happenings.flatMap(({ id, type, ticketId, data }) => {
      const box = type === 'ticket.opened.v1' ? boxes.get(String(data['inboxId'])) : undefined;
      if (box?.duty !== true) return [];
      const text = `${String(data['number'])} came to ${box.inbox}. Only its group sees it.`;
      return [{ to: { group: box.groupId }, kind: 'sealed_box', text, ticketId, key: `sealed:${id}` }];
    });
    await this.notices.tell(unit, notices);
  }
}

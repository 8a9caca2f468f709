import { Injectable } from '@nestjs/common';
import { groupIdOf } from './desk-groups.js';
import { DeskProfiles } from './desk-profiles.js';

/** An inbox with closed visibility. */
export interface SealedBox {
  readonly inbox: string;
  readonly groupId: string;
  readonly duty: boolean;
}

/** Inboxes whose tickets only a few see, as the desk in force says. */
@Injectable()
export class SealedBoxes {
  constructor(private readonly profiles: DeskProfiles) {}

  byInbox(): ReadonlyMap<string, SealedBox> {
    const { sealed } = this.profiles.current().desk;
    return new Map(sealed.map(({ inbox, group, duty }) => [inbox, { inbox, groupId: groupIdOf(group), duty }]));
  }
}

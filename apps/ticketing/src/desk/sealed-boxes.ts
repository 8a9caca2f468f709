import { Injectable } from '@nestjs/common';
import { isUnticketedSeenBy, type Viewer } from '../agents/viewer.js';
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

  /** Which inboxes' messages that are in no ticket yet he does not see; undefined: he sees them all; null: none at all. */
  hiddenFrom(viewer: Viewer | null): readonly string[] | null | undefined {
    if (viewer === null) return undefined;
    if (!isUnticketedSeenBy(viewer, null)) return null;
    return [...this.byInbox().values()].filter(({ groupId }) => !isUnticketedSeenBy(viewer, groupId)).map(({ inbox }) => inbox);
  }
}

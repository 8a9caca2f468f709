import { Injectable } from '@nestjs/common';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Happening } from './happening.js';

/** A room that does something when things happen to tickets. */
export interface Follower {
  readonly name: string;
  /** Lower ones come first; what they changed is seen by those behind. */
  readonly order: number;
  /** All of a batch at once, in order per ticket, each once whatever dies. What it tells comes back as a happening of a later batch. */
  follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void>;
}

/** Who follows tickets in this process. */
@Injectable()
export class Followers {
  private readonly followers: Follower[] = [];

  /** Call it in `onModuleInit`. */
  add(follower: Follower): void {
    this.followers.push(follower);
    this.followers.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  }

  inOrder(): readonly Follower[] {
    return this.followers;
  }
}

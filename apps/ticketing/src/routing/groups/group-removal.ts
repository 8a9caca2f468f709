import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskService } from '../../desk/desk.service.js';
import { DeskVersionRepository } from '../../desk/desk-version.repository.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import type { Actor } from '../../tickets/actor.js';

/** Takes a group out of the desk, as a new version of it: what refers to it otherwise is refused with the rest of the desk's faults. */
@Injectable()
export class GroupRemoval {
  constructor(
    private readonly desks: DeskService,
    private readonly versions: DeskVersionRepository,
    private readonly groups: GroupDirectory,
  ) {}

  /** The version in force then. Throws `PermanentError`: `group_unknown`, `desk_in_use`, `desk_invalid`. */
  async remove(group: string, successor: string | undefined, actor: Actor): Promise<number> {
    const stored = await this.versions.findLatest();
    // Asked for again after its answer was lost.
    if (stored !== null && wasRemoved(stored.note, group)) return stored.version;
    const key = this.groups.keyOf(this.groups.resolve(group))!;
    const heir = successor === undefined ? undefined : this.groups.keyOf(this.groups.resolve(successor))!;
    if (heir === key)
      throw new PermanentError('a group does not take its own place', { code: 'group_unknown', hint: 'name another group' });
    const before = (stored?.desk ?? {}) as { groups?: Record<string, unknown>; successors?: { groups?: Record<string, string> } };
    const { [key]: _gone, ...groups } = before.groups ?? {};
    const heirs = { ...redirect(before.successors?.groups ?? {}, key, heir), ...(heir === undefined ? {} : { [key]: heir }) };
    const desk = { ...before, groups, successors: { ...before.successors, groups: heirs } };
    return this.desks.apply({ desk, source: 'api', actor, note: noteOf(key), expectedVersion: stored?.version ?? 0 });
  }
}

function noteOf(key: string): string {
  return `group ${key} taken away`;
}

/** By key or by id: a group that is no more is found by neither. */
function wasRemoved(note: string | null, group: string): boolean {
  const [, key] = /^group (\S+) taken away$/.exec(note ?? '') ?? [];
  return key !== undefined && (key === group || groupIdOf(key) === group.toLowerCase());
}

/** What went to the group that goes now goes on to its heir; without one nothing says so any more. */
function redirect(successors: Readonly<Record<string, string>>, from: string, to: string | undefined): Record<string, string> {
  const kept = Object.entries(successors).flatMap(([key, heir]) => (heir !== from ? [[key, heir]] : to === undefined ? [] : [[key, to]]));
  return Object.fromEntries(kept) as Record<string, string>;
}

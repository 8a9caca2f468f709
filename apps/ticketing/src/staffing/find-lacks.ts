import type { StaffedChannel } from '../desk/schema/staffing.js';

/** Why a channel answers nobody: `connection`, its inboxes are away; `people`, nobody is at work while it is open. */
export type Lack = 'connection' | 'people';

export interface ChannelFacts {
  /** State of each inbox as its connector said it last; absent: it never did. */
  readonly states: ReadonlyMap<string, string>;
  /** Who is there, by group. */
  readonly there: ReadonlyMap<string, ReadonlySet<string>>;
  /** Is it open now? */
  readonly open: boolean;
}

const AT_WORK: ReadonlySet<string> = new Set(['connected', 'backfilling']);

/** What a channel lacks at a moment, with whom it is about in words. */
export function findLacks(
  { inboxes, groups, least }: StaffedChannel,
  { states, there, open }: ChannelFacts,
): { readonly lack: Lack; readonly detail: string }[] {
  const away = inboxes.filter((id) => !AT_WORK.has(states.get(id) ?? ''));
  const people = new Set(groups.flatMap((group) => [...(there.get(group) ?? [])]));
  const few = groups.length > 0 && open && people.size < least;
  return [
    ...(away.length === 0
      ? []
      : [{ lack: 'connection' as const, detail: away.map((id) => `${id}: ${states.get(id) ?? 'never connected'}`).join(', ') }]),
    ...(few ? [{ lack: 'people' as const, detail: `${people.size} of ${least} at work (${groups.join(', ')})` }] : []),
  ];
}

import { describe, expect, it } from '@jest/globals';
import type { DeskService } from '../../desk/desk.service.js';
import type { DeskVersionRepository } from '../../desk/desk-version.repository.js';
import type { GroupDirectory } from '../../groups/group-directory.js';
import type { Actor } from '../../tickets/actor.js';
import { GroupRemoval } from './group-removal.js';

const ACTOR: Actor = { kind: 'agent', id: 'ann', displayName: 'Ann' };
const KEYS = ['chat', 'mail', 'tech'];

/** Takes a group away from a stored desk; what is applied then. */
async function remove(group: string, successor?: string, stored: object | null = { version: 4, note: null, desk: DESK }) {
  const applied: Record<string, unknown>[] = [];
  const desks = { apply: (given: Record<string, unknown>) => (applied.push(given), Promise.resolve(5)) } as unknown as DeskService;
  const versions = { findLatest: () => Promise.resolve(stored) } as unknown as DeskVersionRepository;
  const groups = { resolve: (key: string) => `id of ${key}`, keyOf: (id: string) => KEYS.find((key) => id.endsWith(key)) ?? null };
  const version = await new GroupRemoval(desks, versions, groups as unknown as GroupDirectory).remove(group, successor, ACTOR);
  return { version, applied };
}
const DESK = {
  languages: ['zh'],
  groups: { chat: { name: 'Chat' }, mail: { name: 'Mail' }, tech: { name: 'Tech' } },
  successors: { groups: { old: 'chat', other: 'mail' }, categories: { a: 'b' } },
};

describe('a group that is taken away', () => {
  it('is gone from the next version of the desk, all else stays, and its tickets go to its heir', async () => {
    const { version, applied } = await remove('chat', 'mail');
    expect(version).toBe(5);
    expect(applied).toEqual([
      {
        desk: {
          languages: ['zh'],
          groups: { mail: { name: 'Mail' }, tech: { name: 'Tech' } },
          successors: { groups: { old: 'mail', other: 'mail', chat: 'mail' }, categories: { a: 'b' } },
        },
        ...{ source: 'api', actor: ACTOR, note: 'group chat taken away', expectedVersion: 4 },
      },
    ]);
  });

  it('without an heir takes along what went to it', async () => {
    const { applied } = await remove('chat');
    expect(applied[0]).toMatchObject({ desk: { successors: { groups: { other: 'mail' } } } });
    expect((applied[0]!['desk'] as typeof DESK).successors.groups).toEqual({ other: 'mail' });
  });

  it('does not take its own place', async () => {
    await expect(remove('chat', 'chat')).rejects.toMatchObject({ code: 'group_unknown' });
  });

  it('is taken away once, however often it is asked for', async () => {
    const { version, applied } = await remove('chat', 'mail', { version: 9, note: 'group chat taken away', desk: DESK });
    expect([version, applied]).toEqual([9, []]);
    expect((await remove('mail', 'tech', { version: 9, note: 'group chat taken away', desk: DESK })).applied).toHaveLength(1);
  });

  it('of a desk that says nothing else leaves nothing else', async () => {
    expect((await remove('chat', 'mail', null)).applied).toMatchObject([
      { desk: { groups: {}, successors: { groups: { chat: 'mail' } } }, expectedVersion: 0 },
    ]);
  });
});

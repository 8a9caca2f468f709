import { describe, expect, it } from '@jest/globals';
import { HealthRegistry, Settings, silentLogger, SystemClock } from '#runtime';
import { DoorInboxes } from './door-inboxes.js';
import type { Contest } from './recipient-directory.js';
import { SmtpDoor } from './smtp-door.js';

describe('an address that two inboxes claim', () => {
  const create = () => {
    const contests: Contest[] = [];
    const doors = new DoorInboxes((contest) => contests.push(contest));
    const taken: string[] = [];
    const set = (id: string, addresses: string[], catchAll = false) =>
      doors.set({ id, addresses, catchAll, accept: () => Promise.resolve(void taken.push(id)), acceptRead: () => Promise.resolve() });
    const holderOf = async (address: string) => {
      await doors.deliver({
        raw: Buffer.alloc(0),
        mailFrom: '',
        rcptTo: [address],
        deliveryId: 'd',
        receivedAt: new Date(0),
        remoteAddress: '',
        relayed: true,
        checks: undefined,
      });
      return taken.pop();
    };
    return { doors, contests, set, holderOf };
  };

  it('stays with the one that had it, whatever changes, and is told once', async () => {
    const { contests, set, holderOf } = create();
    set('sales', ['sales@example.com']);
    set('support', ['support@example.com']);
    set('sales', ['sales@example.com', 'Support@EXAMPLE.com']);
    set('support', ['support@example.com', 'help@example.com']);
    expect(await holderOf('support@example.com')).toBe('support');
    expect(contests).toEqual([{ address: 'support@example.com', holder: 'support', other: 'sales' }]);
    set('support', ['help@example.com']);
    expect(await holderOf('support@example.com')).toBe('sales');
    expect(contests).toHaveLength(1);
  });

  it('goes to one that runs when its holder stopped; when that runs again it is told', async () => {
    const { doors, contests, set, holderOf } = create();
    set('old', ['support@example.com']);
    doors.pause('old');
    set('new', ['support@example.com']);
    expect(await holderOf('support@example.com')).toBe('new');
    expect(contests).toEqual([]);
    set('old', ['support@example.com']);
    expect(await holderOf('support@example.com')).toBe('new');
    expect(contests).toEqual([{ address: 'support@example.com', holder: 'new', other: 'old' }]);
  });

  it('stays with one that is kept stopped, although it never ran here: its senders come again', async () => {
    const { doors, set, holderOf } = create();
    set('all', ['all@example.com'], true);
    doors.hold({ id: 'support', addresses: ['support@example.com'], catchAll: false });
    doors.completeNow();
    await expect(holderOf('support@example.com')).rejects.toMatchObject({ responseCode: 451 });
    expect(await holderOf('other@example.com')).toBe('all');
    set('support', ['support@example.com']);
    expect(await holderOf('support@example.com')).toBe('support');
  });

  it('may be the rest of a domain', () => {
    const { contests, set } = create();
    set('one', ['a@example.com', 'b@example.com'], true);
    set('two', ['c@example.com'], true);
    expect(contests).toEqual([{ address: '@example.com', holder: 'one', other: 'two' }]);
  });

  it('is said in the log of the process', () => {
    const warnings: unknown[] = [];
    const log = { ...silentLogger, warn: (message: string, fields?: object) => void warnings.push({ message, ...fields }) };
    const door = new SmtpDoor(Settings.parse({}), log, new SystemClock(), new HealthRegistry());
    for (const id of ['one', 'two'])
      door.inboxes.set({
        id,
        addresses: ['a@example.com'],
        catchAll: false,
        accept: () => Promise.resolve(),
        acceptRead: () => Promise.resolve(),
      });
    expect(warnings).toEqual([expect.objectContaining({ address: 'a@example.com', inboxId: 'one', claimedBy: 'two' })]);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { callIn, clockWhere } from './desk-clocks.js';
import type { RunningDesk } from './running-desk.js';

/** D3.3, its times: a call is taken within 15 s, and within 10 s once it waits in the line; the menu's urgent keys make it urgent. */
export async function showCallTimes(desk: RunningDesk): Promise<string> {
  const call = async (caller: string, more: Omit<Parameters<typeof callIn>[1], 'id' | 'caller'>) => {
    const id = randomUUID();
    await callIn(desk, { id, caller, ...more });
    return desk.ticketOf(id);
  };
  const ended =
    (state: string) =>
    ({ state: found }: { state: string }) =>
      found === state;
  const quick = await call('+8613800003301', { queued: 4, answered: 12, ended: 300, keys: ['3'] });
  const [taken, line] = [await clockWhere(desk, quick, 'pickup', ended('met')), await clockWhere(desk, quick, 'firstLine', ended('met'))];
  expect([taken.target, taken.breachedAt, line.target, line.breachedAt]).toEqual(['call-taken', null, 'first-line', null]);
  expect((await desk.ticket(quick.id)).priority).toBe('urgent');
  await clockWhere(desk, quick, 'response', ended('met'));
  const slow = await call('+8613800003302', { queued: 2, answered: 20, ended: 300, keys: ['7'] });
  const [late, lateLine] = [await clockWhere(desk, slow, 'pickup', ended('met')), await clockWhere(desk, slow, 'firstLine', ended('met'))];
  expect(Date.parse(late.breachedAt!) - Date.parse(late.startedAt)).toBe(15_000);
  expect(Date.parse(lateLine.breachedAt!) - Date.parse(lateLine.startedAt)).toBe(10_000);
  const lost = await call('+8613800003303', { answered: null, ended: 40 });
  expect((await clockWhere(desk, lost, 'pickup', ended('cancelled'))).breachedAt).not.toBeNull();
  await clockWhere(desk, lost, 'response', ({ state }) => state === 'running' || state === 'breached');
  return 'a call that was taken after 12 s (8 s in the line) kept both promises and is urgent by its key, one after 20 s broke both; who hung up after 40 s waits for an answer';
}

import { expect } from '@jest/globals';
import type { RunningDesk } from '../running-desk.js';
import { Teams } from '../teams.js';

/** Of D4.8 and D4.12: a manager of one's own, and the fast lane. Returns what was shown. */
export function showFastLane(desk: RunningDesk, id: string, plan: string): Promise<string> {
  return Teams.on(desk, async (teams) => {
    const write = (who: string, subject: string) =>
      desk.doors.mail({
        from: `${id.toLowerCase()}-${who}@shop.test`,
        to: 'support@helper.example',
        subject: `${id} ${subject}`,
        text: 'Orders do not sync.',
      });
    const first = await write('flagship', 'first');
    const mei = await desk.agents.get('mei@helper.example');
    await desk.api('PATCH', `/contacts/${first.contact.id}`, { plan, accountManager: mei.id });
    await desk.api('PATCH', `/tickets/${first.id}`, { status: 'closed' });
    const plain = await write('plain', 'waits longer');
    await desk.api('PATCH', `/tickets/${plain.id}`, { group: 'managers' });
    const flagship = await write('flagship', 'waits shorter');
    await teams.inGroup(flagship, 'managers');
    const mo = await desk.agents.get('mo@helper.example');
    await desk.api('PATCH', `/agents/${mo.id}`, { capacity: { total: 1 } });
    await teams.come('mo@helper.example');
    await teams.givenTo(flagship, mo);
    expect((await desk.ticket(plain.id)).assignee).toBeNull();
    await teams.come('mei@helper.example');
    const own = await write('flagship', 'her own manager');
    await teams.givenTo(own, mei);
    expect((await teams.assignments(own))[0]!.reason).toBe('routing.named');
    await desk.api('PATCH', `/agents/${mo.id}`, { capacity: null });
    for (const { id: open } of [plain, flagship, own]) await desk.api('PATCH', `/tickets/${open}`, { status: 'closed' });
    return `a ${plan} shop has its own manager first, and the fast lane before a ticket that waited longer`;
  });
}

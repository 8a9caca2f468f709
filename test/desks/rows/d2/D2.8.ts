import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

export default row('D2.8', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const write = (from: string, subject: string, to = 'support@levels.example') =>
      desk.doors.mail({ from: `${from}@customer.test`, to, subject: `D2.8 ${subject}`, text: '请帮忙。' });
    const known = await write('d2.8-key', 'first');
    await desk.api('PATCH', `/contacts/${known.contact.id}`, { vip: true });
    await desk.api('PATCH', `/tickets/${known.id}`, { status: 'solved' });
    const own = await write('d2.8-own', 'by their own address', 'vip@levels.example');
    await teams.inGroup(own, 'key-accounts');
    await desk.api('PATCH', `/tickets/${own.id}`, { status: 'solved' });
    const plain = await write('d2.8-plain', 'waits longer');
    const key = await write('d2.8-key', 'waits shorter');
    await teams.inGroup(plain, 'first-line');
    await teams.inGroup(key, 'key-accounts');
    // Nobody of the key accounts is there: after five minutes the first line may take it, before what waited there longer.
    await desk.clock.advance(6 * 60_000);
    const an = await desk.agents.get('an@levels.example');
    await desk.api('PATCH', `/agents/${an.id}`, { capacity: { total: 1 } });
    await teams.come('an@levels.example');
    await teams.givenTo(key, an);
    expect((await desk.ticket(plain.id)).assignee).toBeNull();
    await desk.api('PATCH', `/agents/${an.id}`, { capacity: null });
    await desk.api('PATCH', `/tickets/${plain.id}`, { status: 'solved' });
    show(
      'mail to the key customers’ own address and tickets of key customers go to their own group; overflowed, theirs was taken before one that waited longer',
    );
  }),
);

import { expect } from '@jest/globals';
import { row } from '../../row.js';

/** 3:30 in Shanghai. */
function nextNight(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(19, 30, 0, 0);
  return night > now ? night : new Date(night.getTime() + 86_400_000);
}

interface Notices {
  readonly items: readonly { readonly kind: string; readonly ticketId: string | null }[];
}

/** The security mailbox: who sees it, at which hour, and what never leaves by it. */
export default row('D4.6', async (desk, show) => {
  await desk.clock.set(nextNight(desk.clock.now()));
  const [member, agent, lead] = [
    await desk.agents.get('sec@helper.example'),
    await desk.agents.get('d4.6-wu'),
    await desk.agents.get('d4.6-lead', 'supervisor'),
  ];
  const ticket = await desk.doors.mail({
    from: 'finder@d4-6.test',
    to: 'security@helper.example',
    subject: 'Hole in the export',
    text: 'Anybody can read SHOP-123456',
  });
  expect(ticket.confidential).toBe(true);
  const statuses = await Promise.all(
    [member, agent, lead].map(async (who) => (await desk.ask('GET', `/tickets/${ticket.id}`, undefined, who)).status),
  );
  expect(statuses).toEqual([200, 404, 200]);
  const listed = await desk.api<{ items: { id: string }[] }>('GET', '/tickets?limit=200', undefined, agent);
  expect(listed.items.map(({ id }) => id)).not.toContain(ticket.id);
  await desk.until(async () => {
    const { items } = await desk.api<Notices>('GET', '/notices?kind=sealed_box', undefined, member);
    return items.some(({ ticketId }) => ticketId === ticket.id);
  }, 'the notice of who is on duty');
  // Out of hours the engineer on duty is paged, and hears nothing of what is sealed.
  const page = await desk.until(
    () => Promise.resolve(desk.messages.said.find(({ to, text }) => /^\+861380004000[12]$/.test(to) && text.includes(ticket.number))?.text),
    'a page by SMS',
  );
  expect(page).toContain('（保密）');
  expect(page).not.toMatch(/Hole|export|SHOP|finder/);

  const stopped = await desk.ask<{ code: string; kinds: string[] }>(
    'POST',
    `/tickets/${ticket.id}/replies`,
    { text: 'The shop SHOP-123456 pays with 4111 1111 1111 1111.' },
    member,
  );
  expect([stopped.status, stopped.body.code, stopped.body.kinds]).toEqual([409, 'account_data_stopped', ['card', 'shop-account']]);
  const reason = { text: 'SHOP-123456', accountDataReason: 'He knows it already' };
  expect((await desk.ask('POST', `/tickets/${ticket.id}/replies`, reason, member)).status).toBe(409);
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: 'Thank you, we look at it at once.' }, member);
  await desk.mailTo('finder@d4-6.test', ({ raw }) => raw.includes('we look at it at once'));
  const audit = await desk.api<{ items: { outcome: string; reason?: string }[] }>('GET', `/audit?ticket=${ticket.id}`);
  expect(audit.items.filter(({ reason }) => reason === 'account_data_stopped')).toHaveLength(2);

  const { visitor, ticket: chat } = await desk.doors.chatWith('What is my shop number?');
  const inChat = await desk.ask<{ code: string; where: string }>(
    'POST',
    `/tickets/${chat.id}/replies`,
    { text: 'It is SHOP-654321' },
    agent,
  );
  visitor.send({ t: 'bye' });
  expect(inChat.body).toMatchObject({ code: 'account_data_stopped', where: 'webchat is an open channel' });
  show(
    'at half past three at night a mail to security@ is seen by its group and by supervisors, and the group is told at once, the engineer on duty by an SMS without a word of it; a card number or an account in an answer is stopped in the open chat and towards an unproved address, and the attempt is audited',
  );
});

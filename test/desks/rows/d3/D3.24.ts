import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Visit {
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly receipt: string;
  readonly receiptText: string;
}

export default row('D3.24', async (desk, show) => {
  const staff = await desk.agents.get('d3.24-branch');
  const contact = { identity: { scheme: 'phone', value: '+8613900000324' }, displayName: '周杰' };
  const visit = await desk.api<Visit>(
    'POST',
    '/visits',
    { branch: 'shanghai', contact, subject: '实名认证资料提交 d3.24', text: '带来身份证原件，已核对', category: 'account' },
    staff,
  );
  expect(visit.ticketNumber).toMatch(/BRN/);
  expect(visit.receipt).toBe(`SHANGHAI-${visit.ticketNumber}`);
  expect(visit.receiptText).toContain(`周杰，您的到店登记已受理，单号 ${visit.ticketNumber}`);
  const ticket = await desk.ticket(visit.ticketId);
  expect([ticket.channels, ticket.numberTold?.how]).toEqual([['branch'], 'agent']);
  expect((await desk.api<Visit>('GET', `/visits/${visit.receipt}`, undefined, staff)).ticketId).toBe(ticket.id);
  await expect(desk.api('POST', '/visits', { branch: 'nowhere', contact, subject: 'x' }, staff)).rejects.toThrow(/shanghai, chengdu/);
  show(`branch staff register a visit: ticket ${visit.ticketNumber}, and the receipt ${visit.receipt} that leads back to it`);
});

import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

export default row('D1.14', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const ke = await teams.come('ke@b2b.example');
    const pan = await teams.come('pan@b2b.example');
    const customer = 'd1.14@customer.test';
    const ticket = await desk.doors.mail({
      from: customer,
      to: 'service@b2b.example',
      subject: 'D1.14 报表怎么导出',
      text: '请问报表怎么导出？',
    });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { group: 'service' });
    await teams.givenTo(ticket, ke);
    const asked = await desk.api<{ id: string }>(
      'POST',
      `/tickets/${ticket.id}/consultations`,
      { group: 'product', question: '有图文教程吗？' },
      ke,
    );
    await teams.told(pan, 'consulted', ticket);
    await desk.api('POST', `/consultations/${asked.id}/answer`, { answer: '有，发视频链接。' }, pan);
    await teams.told(ke, 'consultation_answered', ticket);
    expect((await desk.ticket(ticket.id)).assignee).toBe(ke.id);
    const guide = '图文教程：1. 打开报表 2. 点击导出。视频：https://b2b.example/videos/export';
    await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: guide }, ke);
    const mail = await desk.mailTo(customer, ({ raw }) => raw.toString().includes('In-Reply-To'));
    expect(mail).toBeDefined();
    const words = (await desk.entries(ticket)).filter(({ direction }) => direction === 'outbound').map(({ newText }) => newText);
    expect(words.join('\n')).not.toContain('有图文教程吗');
    show(
      'asked the product group inside the ticket and kept it; the answer stood in the thread for agents only; the illustrated guide with its video went to the customer',
    );
  }),
);

import { expect } from '@jest/globals';
import { Writer } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D2.4', async (desk, show) => {
  const address = 'd2.4@customer.test';
  const ticket = await new Writer(desk, address, 'support@levels.example').open('打印机报错 d2.4', '提示 E05。');
  const agent = await desk.agents.get('d2.4-li');
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '请重启后再试。' }, agent);
  const answered = await desk.mailTo(address, ({ mail }) => /请重启后再试/.test(mail.text ?? ''));
  expect(answered.mail.subject).toContain(`【技术支持】${ticket.number}`);
  // A mail of its own, with nothing but the number in its subject; the old character, too.
  for (const tag of ['【技术支持】', '【技術支持】']) {
    const again = await new Writer(desk, address, 'support@levels.example').open(`${tag}${ticket.number}`, `重启后仍报错 ${tag}`);
    expect(again.id).toBe(ticket.id);
  }
  const stranger = await new Writer(desk, 'd2.4-other@customer.test', 'support@levels.example').open(
    `【技术支持】${ticket.number}`,
    '我也想知道',
  );
  expect(stranger.id).not.toBe(ticket.id);
  show(
    `answers carry 【技术支持】${ticket.number} in their subject; a customer’s mail with it, in either character, lands in that ticket; a stranger’s does not`,
  );
});

import { expect } from '@jest/globals';
import { listOf } from '../../emergency-views.js';
import type { Ticket } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D0.13', async (desk, show) => {
  const mail = (from: string, subject: string, text: string) => desk.doors.mail({ from, to: 'support@smartcv.example', subject, text });
  const asked = await mail('dev@d013.test', 'API 调用返回 401', '我们用 API 密钥调用导出接口，一直返回 401，access token 已更新。');
  const other = await mail('user@d013.test', '发票', '请帮我开一张发票，谢谢。');
  const ticket = await desk.ticketWhere(
    asked.id,
    ({ category, tags }) => category === 'api_integration' && tags.includes('developer'),
    'a ticket of developers',
  );
  const groups = await listOf<{ id: string; key: string }>(desk, '/groups');
  const api = groups.find(({ key }) => key === 'api')!;
  expect(ticket.group).toBe(api.id);
  const queue = (await listOf<Ticket>(desk, `/tickets?group=${api.id}`)).map(({ id }) => id);
  expect([queue.includes(asked.id), queue.includes(other.id)]).toEqual([true, false]);
  const [run] = (await listOf<{ rule: string; matched: { fact: string; value: string }[] }>(desk, `/tickets/${asked.id}/rule-runs`)).filter(
    ({ rule }) => rule === 'api-queue',
  );
  show(
    `a mail about the API is API & integration and waits in the queue of the API team (because ${run!.matched[0]!.fact} says "${run!.matched[0]!.value}"); one about an invoice does not`,
  );
});

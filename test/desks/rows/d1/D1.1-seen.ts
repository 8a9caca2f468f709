import { expect } from '@jest/globals';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';
import { Teams } from '../../teams.js';

export default seen('D1.1', async (desk, show) => {
  const agent = await desk.agents.get('d1.1-seen');
  const help = await desk.screens.help('/new/platform');
  const types = help.getByLabel('请求类型');
  await types.waitFor();
  const offered = (await types.locator('option').allInnerTexts()).slice(1);
  expect(offered).toEqual(['故障报修', '咨询', '使用指导', '投诉', '产品建议', '定制需求']);
  const mail = { from: 'd1.1-seen@customer.test', to: 'service@b2b.example', subject: 'D1.1 定制', text: '我们想定制一个审批模块' };
  const ticket = await desk.doors.mail(mail);
  await new Teams(desk).inGroup(ticket, 'product');
  const page = await desk.screens.ticket(agent, ticket);
  await isChosen(page.getByLabel('客服组'), '产品');
  await (await beside(page, '信息')).getByRole('heading', { name: '定制需求' }).waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`customers choose among ${offered.join(', ')}; a wish by mail is 定制需求 beside its thread and lies with 产品`);
});

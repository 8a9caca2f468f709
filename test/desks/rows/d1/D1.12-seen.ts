import { answer, archive, confirmByMail } from '../../desk-feedback.js';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.12', async (desk, show) => {
  const agent = await desk.agents.get('d1.12-seen');
  const from = 'd1.12-seen@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'service@b2b.example', subject: 'D1.12 抬头', text: '发票抬头错误' });
  await answer(desk, ticket, '已重开发票', agent);
  await archive(desk, ticket, agent, { confirm: confirmByMail(desk, ticket, from, 'service@b2b.example') });
  await desk.mailTo(from, ({ mail: { text = '' } }) => text.includes('满意吗'));
  const page = await desk.screens.ticket(agent, ticket);
  await isChosen(page.getByLabel('状态'), '已关闭');
  const facts = await beside(page, '信息');
  await facts.getByText('创建时间').waitFor();
  await desk.doors.mail({ from, to: 'service@b2b.example', subject: `Re: [${ticket.number}]`, text: '满意' });
  await facts.getByText(/^评分 .*满意/).waitFor();
  await isChosen(page.getByLabel('状态'), '已关闭');
  show('满意, written after the archive, came up beside the ticket, which stayed 已关闭');
});

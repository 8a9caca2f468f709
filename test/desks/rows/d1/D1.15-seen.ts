import { mailPicture } from '../../help-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.15', async (desk, show) => {
  const agent = await desk.agents.get('d1.15-seen');
  const from = 'd1.15-seen@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'service@b2b.example', subject: '报表怎么配 d1.15', text: '请一步一步教我配置报表' });
  const page = await desk.screens.ticket(agent, ticket);
  const around = await beside(page, '关联');
  await around.getByRole('button', { name: '开始：自定义报表操作指导' }).click();
  await around.getByText('等待客户发送截图：选择数据源与时间字段').waitFor();
  await desk.mailTo(from, ({ mail }) => mail.text?.includes('2. 选择数据源') === true);
  await mailPicture(desk, from, 'service@b2b.example', ticket, '截图如下');
  await around.getByRole('button', { name: '发送后续步骤' }).click();
  await desk.mailTo(from, ({ mail }) => mail.text?.includes('4. 保存') === true);
  await around.getByText('等待客户发送截图：保存并设置可见范围').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'the guidance was begun beside the thread and said which screenshot it waits for; when that had come the next steps went out in one click',
  );
});

import { seen } from '../../row.js';

export default seen('D2.5', async (desk, show) => {
  const agent = await desk.agents.get('d2.5-seen');
  const page = await desk.screens.console(agent, '/calls');
  await page.getByLabel('我的分机').fill('2051');
  await page.getByRole('button', { name: '设置' }).click();
  await page.getByText('该分机的来电将自动弹屏。').waitFor();
  const at = () => desk.clock.now().toISOString();
  const call = { callId: 'd2.5-seen', direction: 'inbound', caller: '+8613900002051', callee: '4008009012', startedAt: at() };
  await desk.doors.hook('hotline', { ...call, ringing: ['2051'] });
  const pop = page.getByRole('region', { name: '您的来电' });
  await pop.getByText('振铃中').waitFor();
  // Who comes to the page while it rings already sees it too.
  await page.reload();
  await pop.getByText('振铃中').waitFor();
  await pop.getByText('您好，技术支持，工号 d2.5-seen，很高兴为您服务').waitFor();
  await desk.doors.hook('hotline', { ...call, answeredAt: at(), agents: ['2051'] });
  await pop.getByText('通话中').waitFor();
  for (const [label, words] of [
    ['称呼', '赵敏'],
    ['联系电话', '010-6555 2051'],
    ['问题', '网关每十分钟断线'],
    ['已做操作', '重启过两次'],
  ] as const)
    await pop.getByLabel(label).fill(words);
  await pop.getByLabel('已做操作').press('Tab');
  await pop.getByText('已记入工单。').waitFor();
  await pop.getByRole('heading', { name: '赵敏' }).waitFor();
  await desk.doors.hook('hotline', { ...call, answeredAt: call.startedAt, endedAt: at(), outcome: 'answered', agents: ['2051'] });
  await pop.getByText('已结束').waitFor();
  await pop.getByLabel('沟通内容').fill('网关每十分钟断线，安排上门');
  await pop.getByRole('button', { name: '保存' }).click();
  await page.getByText('已记入会话。').waitFor();
  await pop.getByRole('button', { name: '关闭此来电' }).click();
  show(
    'a call on her extension opened over the page with the greeting in her name; caller, number, problem and steps were kept as she left each field, and the summary after it',
  );
});

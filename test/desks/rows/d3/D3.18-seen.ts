import { entryOf, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.18', async (desk, show) => {
  const agent = await desk.agents.get('d3.18-seen');
  const { visitor, ticket } = await desk.doors.chatWith('你们公司的法务怎么联系', 'assistant');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('智能客服小魔');
  await visitor.say('人工');
  await hears('转接人工客服');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, '智能客服小魔').waitFor();
  await isChosen(page.getByLabel('客服组'), '一线客服');
  await page.getByRole('button', { name: '领取' }).click();
  await page.getByRole('toolbar', { name: '文本与工具' }).getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '升级' }).click();
  const form = page.getByRole('dialog', { name: '升级' });
  await form.getByLabel('升级原因').selectOption({ index: 1 });
  for (const [label, words] of [
    ['问题描述', '合同条款的法律问题'],
    ['影响范围', '客户要求书面答复'],
    ['已尝试的措施 1', '查阅用户协议'],
    ['结果 1', '没有规定'],
    ['为什么需要升级', '需要法务答复'],
  ] as const)
    await form.getByLabel(label, { exact: true }).fill(words);
  await form.getByLabel('建议团队').selectOption({ label: '法务部' });
  await form.getByRole('button', { name: '升级', exact: true }).click();
  await page.getByText('已升级。').waitFor();
  await isChosen(page.getByLabel('客服组'), '法务部');
  await visitor.close();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'what the assistant had said stood before an agent, who took the ticket of 一线客服 and called 法务部 of the second line from there',
  );
});

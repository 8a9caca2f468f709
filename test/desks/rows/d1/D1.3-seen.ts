import { expect } from '@jest/globals';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

const REGISTERED = {
  客户名称: '天海科技有限公司',
  联系人: '王强',
  联系电话: '13800138000',
  邮箱: 'd1.3-seen@customer.test',
  '产品/服务': '数据网关 G2',
  版本: '3.2.1',
  关联订单号: 'SO-20260115',
  问题描述: '网关每小时断线一次',
};

export default seen('D1.3', async (desk, show) => {
  const help = await desk.screens.help('/new/platform');
  await help.getByLabel('请求类型').selectOption({ label: '故障报修' });
  for (const [label, words] of Object.entries(REGISTERED)) await help.getByLabel(new RegExp(`^${label}`)).fill(words);
  await help.getByLabel('主题').fill('网关断线 d1.3');
  await help.getByLabel(/^紧急程度/).selectOption({ label: '特急' });
  await help.getByRole('button', { name: '提交', exact: true }).click();
  const number = await help.locator('strong').innerText();

  const agent = await desk.agents.get('d1.3-seen');
  const { id } = await desk.ticket(number);
  await desk.ticketWhere(id, ({ priority }) => priority === 'urgent', 'critical');
  const page = await desk.screens.ticket(agent, { number });
  const priority = page.getByLabel('优先级');
  await isChosen(priority, '特急');
  expect(await priority.locator('option').allInnerTexts()).toEqual(['普通', '紧急', '特急']);
  const facts = await beside(page, '信息');
  await facts.getByText('数据网关 G2').first().waitFor();
  const read = await facts.innerText();
  for (const [label, words] of Object.entries({ ...REGISTERED, 紧急程度: '特急' }))
    expect(read).toMatch(new RegExp(`${label}[^]*${words}`));
  await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(`what was filled in stands beside ${number} under the desk’s names; 特急 is its priority, one of 普通, 紧急, 特急`);
});

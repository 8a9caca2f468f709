import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.9', async (desk, show) => {
  const owner = await desk.agents.get('d2.9-seen');
  const ticket = await desk.doors.mail({
    from: 'left@d29-seen.test',
    to: 'support@levels.example',
    subject: 'D2.9 E-4711',
    text: 'E-4711',
  });
  const contact = `/contacts/${ticket.contact.id}`;
  const product = { name: '网关', model: 'GW-200', version: '3.1', boughtOn: '2025-06-01' };
  await desk.api('PUT', `${contact}/products`, { products: [product] }, owner);
  const thread = await desk.screens.ticket(owner, ticket);
  await thread.getByRole('button', { name: '更多操作' }).click();
  await thread.getByRole('menuitem', { name: '记录联系情况…' }).click();
  const dialog = thread.getByRole('dialog');
  for (const [label, words] of [
    ['联系方式', '电话'],
    ['沟通内容', '询问故障现象'],
    ['处理结果', '无人接听'],
    ['报错信息（客户口述）', 'E-4711'],
  ] as const)
    await dialog.getByLabel(label).fill(words);
  await dialog.getByLabel('已联系到客户').uncheck();
  await dialog.getByRole('button', { name: '保存' }).click();
  await thread.getByText('已记入会话。').waitFor();

  const page = await desk.screens.console(owner, contact);
  await page.getByRole('button', { name: '编辑' }).click();
  for (const [label, words] of [
    ['姓名', '陈工'],
    ['部门', '运维部'],
    ['电话（口述）', '021-5555 0209'],
    ['邮箱（口述）', 'chen@dongfang.test'],
    ['通信地址', '上海市浦东新区 1 号'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(words);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { level: 1, name: '陈工' }).waitFor();
  for (const words of ['运维部', '021-5555 0209', 'chen@dongfang.test', '上海市浦东新区 1 号'])
    await page.getByText(words).first().waitFor();
  await page.getByRole('tab', { name: '订单与产品' }).click();
  const line = page.getByRole('row', { name: /网关 · GW-200/ });
  await line.getByText('3.1', { exact: true }).waitFor();
  await line.getByText('2025年6月1日').waitFor();
  await page.getByRole('tab', { name: '工单' }).click();
  await page.getByRole('link', { name: /D2\.9 E-4711/ }).click();
  const record = entryOf(page, '询问故障现象');
  for (const words of ['无人接听', 'E-4711']) await record.getByText(words).first().waitFor();
  show(
    'who she is, where and how to reach her were written into her card, her 网关 GW-200 stands with version and day, and the call in the thread with content, result and error',
  );
});

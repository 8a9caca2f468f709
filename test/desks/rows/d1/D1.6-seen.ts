import { caseWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.6', async (desk, show) => {
  const agent = await desk.agents.get('d1.6-seen');
  const customer = new Writer(desk, 'd1.6-seen@customer.test', 'service@b2b.example');
  const ticket = await customer.open('设备无法开机', '设备今天早上无法启动，指示灯红色闪烁。');
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'fault', 'a fault by its words');
  await customer.send('设备无法开机', '截图见附件', [{ name: '红灯.png', type: 'image/png' }]);
  await caseWhere(desk, ticket, ({ evidence }) => evidence.some(({ givenAt }) => givenAt !== null), 'a picture ticked');
  const page = await desk.screens.ticket(agent, ticket);
  const facts = await beside(page, '信息');
  const evidence = facts.getByRole('checkbox', { checked: true });
  await evidence.first().waitFor();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('menuitem', { name: '未知问题' }).click();
  const dialog = page.getByRole('dialog', { name: '未知问题' });
  const day = new Date(desk.clock.now().getTime() + 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  await dialog.getByLabel('预计完成时间').fill(`${day}T18:00`);
  await dialog.getByRole('button', { name: '继续' }).click();
  await page.getByText('当前阶段：技术攻关中。').waitFor();
  const told = await desk.mailTo(customer.address, ({ mail }) => /预计完成时间：/.test(mail.text ?? ''));
  await facts.getByText(/已告知：.*18:00（共 1 次）/).waitFor();

  const link = desk.customers.arrived
    .filter(({ envelopeTo }) => envelopeTo.includes(customer.address))
    .flatMap(({ mail }) => /http\S+\/progress\/[\w-]+/.exec(mail.text ?? '') ?? [])[0];
  if (link === undefined) throw new Error(`no link in ${told.mail.text}`);
  const help = await desk.screens.help(link);
  const now = help.getByRole('list', { name: '处理步骤' }).locator('[aria-current=step]');
  await now.getByText('技术攻关中').waitFor();
  const estimate = await help.getByText(/^预计 .*18:00 前完成$/).innerText();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `the screenshot ticked itself beside the thread; 未知问题 asked for an estimate, and the customer reads on his page 技术攻关中, ${estimate}`,
  );
});

import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D4.6', async (desk, show) => {
  const agent = await desk.agents.get('d4.6-seen');
  const email = 'd4.6-seen@customer.test';
  const help = await desk.screens.help('/new/appeal');
  await help.getByText('提交后我们会先核实您的身份；核实前不会透露任何账户信息。').waitFor();
  await help.getByLabel(/邮箱/).fill(email);
  await help.locator('form select').first().selectOption('stolen');
  await help.locator('form textarea').first().fill('我的店铺账户被盗 d4.6 seen');
  await help.getByRole('button', { name: '提交', exact: true }).click();
  const number = await help.locator('strong').innerText();
  await desk.mailTo(email, ({ mail: { text = '' } }) => text.includes('验证码'));
  const lead = await desk.agents.get('d4.6-seen-lead', 'supervisor');
  const sealed = await desk.screens.ticket(lead, { number });
  await sealed.getByText('保密', { exact: true }).waitFor();
  await sealed.getByText(new RegExp(`联系人验证 ${email.replace('.', '\\.')} 之前，不会发出任何回复。`)).waitFor();

  const { visitor, ticket } = await desk.doors.chatWith('请转人工，我的店铺号是多少？ d4.6');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, '我的店铺号是多少').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('您的店铺号是 SHOP-654321');
  await page.keyboard.press('Control+Enter');
  const stopped = await page.getByText(/^已拦截：回复中含有账户信息/).innerText();
  await visitor.close();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `an appeal says first that identity is proved; ${number} is 保密, and nothing goes out before; in an open chat an answer with the shop’s number was stopped: ${stopped}`,
  );
});

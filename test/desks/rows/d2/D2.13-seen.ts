import { seen } from '../../row.js';

export default seen('D2.13', async (desk, show) => {
  const agent = await desk.agents.get('d2.13-seen');
  const from = 'd2.13-seen@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', subject: '要补丁 d2.13', text: '请把补丁发给我' });
  const page = await desk.screens.ticket(agent, ticket);
  await page.keyboard.press('r');
  await page.keyboard.type('补丁见附件');
  await page.locator('input[type=file]').setInputFiles({ name: '截图(2).txt', mimeType: 'text/plain', buffer: Buffer.from('a patch') });
  const file = page.getByRole('list', { name: '附件' });
  await file.getByText('截图(2).txt').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('“截图(2).txt”看不出内容，请说明是什么？').fill('内存泄漏补丁');
  await page.getByRole('button', { name: '发送', exact: true }).click();
  const { mail } = await desk.mailTo(from, (each) => each.mail.attachments.length > 0);
  const name = mail.attachments[0]!.filename!;
  await page.getByText(name).waitFor();
  show(
    `an agent who attached “截图(2).txt” was asked what it is before anything was sent; her customer got ${name}, and it stands in the thread`,
  );
});

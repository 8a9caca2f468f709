import { seen } from '../../row.js';

export default seen('D3.24', async (desk, show) => {
  const staff = await desk.agents.get('d3.24-seen');
  const contact = { identity: { scheme: 'phone', value: '+8613900003244' }, displayName: '周杰 d3.24' };
  const known = await desk.api<{ contact: { id: string } }>('POST', '/tickets', { contact, subject: 'D3.24', origin: 'call' });
  const page = await desk.screens.console(staff, `/contacts/${known.contact.id}`);
  await page.getByRole('tab', { name: '预约与到访' }).click();
  await page.getByRole('button', { name: '登记到访' }).click();
  const dialog = page.getByRole('dialog', { name: '登记到访' });
  await dialog.getByLabel('网点').selectOption({ label: '上海网点' });
  await dialog.getByLabel('事由').fill('实名认证资料提交');
  await dialog.getByLabel('客户陈述').fill('带来身份证原件');
  await dialog.getByRole('button', { name: '登记到访' }).click();
  const receipt = await dialog.getByText(/您的到店登记已受理，单号 .*BRN/).innerText();
  await dialog.getByRole('button', { name: '完成' }).click();
  await page.getByText(/上海网点，回执号 SHANGHAI-/).waitFor();
  show(`a visit was registered from her card, and the receipt stood there to be given: ${receipt}`);
});

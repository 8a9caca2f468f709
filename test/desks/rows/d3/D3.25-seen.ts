import { seen } from '../../row.js';

export default seen('D3.25', async (desk, show) => {
  const [agent, chief] = [await desk.agents.get('d3.25-seen'), await desk.agents.get('d3.25-chief', 'supervisor')];
  const page = await desk.screens.console(chief, '/wall');
  const shanghai = page.getByRole('table', { name: '网点' }).getByRole('row', { name: /上海网点/ });
  await shanghai.waitFor();
  const visits = async () => Number((await shanghai.getByRole('cell').last().innerText()).trim());
  const before = await visits();
  const contact = { identity: { scheme: 'phone', value: '+8613800032599' }, displayName: '赵先生' };
  await desk.api('POST', '/visits', { branch: 'shanghai', contact, subject: 'D3.25 到店' }, agent);
  await shanghai
    .getByRole('cell')
    .last()
    .getByText(String(before + 1), { exact: true })
    .waitFor();
  await page.getByLabel('查找客服').fill('d3.25-seen');
  await page.getByRole('row', { name: /d3\.25-seen/ }).waitFor();
  const count = await page.getByRole('heading', { name: /\d+ 名客服/ }).innerText();
  show(`the wall showed the visit in 上海网点 (${before} → ${before + 1}) by itself, and found one agent among ${count}`);
});

import { expect } from '@jest/globals';
import { figuresWhere } from '../../desk-feedback.js';
import { lineOf } from '../../console-parts.js';
import { seen } from '../../row.js';

const COLUMNS = { 客户需求登记表: 14, 处理进度表: 7, 满意度表: 6 };

export default seen('D1.9', async (desk, show) => {
  const lead = await desk.agents.get('d1.9-seen', 'supervisor');
  const mail = { from: 'd1.9-seen@customer.test', name: '=周九', to: 'service@b2b.example', subject: 'D1.9 打不开', text: '报表打不开' };
  const ticket = await desk.doors.mail(mail);
  await desk.api('POST', `/tickets/${ticket.id}/ratings`, { value: 2, reason: '等了很久 d1.9', suggestion: '电话回访' }, lead);
  const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  await figuresWhere(desk, `satisfaction?from=${day}&to=${day}&limit=10000`, (rows) =>
    rows.some((each) => each['number'] === ticket.number),
  );
  const page = await desk.screens.console(lead, '/reports');
  const titles = await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').allInnerTexts();
  for (const [index, key] of ['request-log', 'progress', 'satisfaction'].entries()) {
    await page.goto(`${desk.product.apiUrl}/console/reports/${key}?from=${day}&to=${day}`);
    const line = lineOf(page, ticket.number);
    await line.waitFor();
    expect(await page.getByRole('columnheader').count()).toBe(Object.values(COLUMNS)[index]);
  }
  for (const cell of ['=周九', '一般', '等了很久 d1.9', '电话回访'])
    await lineOf(page, ticket.number).getByText(cell, { exact: true }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^下载 XLSX/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  show(
    `three tables of ${Object.values(COLUMNS).join(', ')} columns among the reports (${titles.slice(0, 3).join(', ')} …) show ${ticket.number} cell by cell, and one was taken along as XLSX`,
  );
});

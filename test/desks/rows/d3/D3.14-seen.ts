import { seen } from '../../row.js';

export default seen('D3.14', async (desk, show) => {
  const [agent, admin] = [await desk.agents.get('d3.14-seen'), await desk.agents.get('d3.14-admin', 'admin')];
  const contact = { identity: { scheme: 'email', value: 'seen@d3-14.test' } };
  const ticket = await desk.api<{ id: string; number: string }>('POST', '/tickets', { subject: '证据 d3.14', origin: 'counter', contact });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { priority: 'high' }, agent);
  const page = await desk.screens.console(admin, '/first-run');
  // Whoever is new among the admins is led there once.
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(`sessionStorage.setItem('tributary.first-run', '1')`);
  await page.goto(`${desk.product.apiUrl}/console/audit`);
  await page.getByRole('heading', { level: 1, name: '审计日志' }).waitFor();
  await page.getByLabel('操作者').selectOption({ label: 'd3.14-seen' });
  const line = page.getByRole('row').filter({ hasText: 'd3.14-seen' }).first();
  const read = (await line.innerText()).replaceAll('\n', ' ');
  await page
    .getByRole('button', { name: /验证|校验/ })
    .first()
    .click();
  const proof = await page
    .getByText(/完整|未被(?:改动|篡改)|一致/)
    .first()
    .innerText();
  show(`who did what stands in the audit log (${read.slice(0, 80)}…); asked to check its chain it says: ${proof}`);
});

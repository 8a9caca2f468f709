import { answer, archive, figuresWhere } from '../../desk-feedback.js';
import { seen } from '../../row.js';

export default seen('D3.2', async (desk, show) => {
  const [agent, chief] = [await desk.agents.get('d3.2-seen'), await desk.agents.get('d3.2-chief', 'supervisor')];
  const ticket = await desk.doors.mail({
    from: 'd3.2-seen@customer.test',
    to: 'service@cr魔法.com',
    subject: 'D3.2',
    text: '礼包没有到账',
  });
  await answer(desk, ticket, '已补发', agent);
  await archive(desk, ticket, agent, { status: 'solved' });
  const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  await figuresWhere(desk, `service?from=${day}&to=${day}`, ([each]) => Number(each?.['firstContact']) > 0);
  const page = await desk.screens.console(chief, `/reports/service?from=${day}&to=${day}`);
  const figures = page.locator('table', { has: page.getByRole('columnheader', { name: '首次解决率' }) }).first();
  await figures.waitFor();
  const heads = await figures.getByRole('columnheader').allInnerTexts();
  const cells = await figures.getByRole('row').last().getByRole('cell').allInnerTexts();
  const said = (head: string) => `${head} ${cells[heads.indexOf(head)] ?? 'is not there'}`;
  const shown = [said('解决率'), said('首次解决率')];
  for (const each of shown) if (!/ \d+(\.\d+)?%$/.test(each)) throw new Error(`${heads.join()}: ${each}`);
  show(`the supervisor’s report of the day says ${shown.join(', ')}`);
});

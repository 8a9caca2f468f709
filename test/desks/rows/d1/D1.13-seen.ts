import { expect } from '@jest/globals';
import { lineOf } from '../../console-parts.js';
import { seen } from '../../row.js';

/** What D1.13 wrote into the tables, as a supervisor reads it there. */
export default seen(
  'D1.13',
  async (desk, show) => {
    const lead = await desk.agents.get('d1.13-seen', 'supervisor');
    const day = 'from=2026-04-07&to=2026-04-07';
    const cellsOf = async (page: Awaited<ReturnType<typeof desk.screens.console>>, number: string) =>
      (await lineOf(page, number).getByRole('cell').allInnerTexts()).map((cell) => cell.trim());
    const page = await desk.screens.console(lead, `/reports/request-log?${day}`);
    await lineOf(page, '20260407-ONL-002').waitFor();
    const [first, second] = [await cellsOf(page, '20260407-ONL-001'), await cellsOf(page, '20260407-ONL-002')];
    expect(first.map((cell) => cell.replace(/^.* (\d\d:\d\d):\d\d$/, '$1'))).toEqual([
      ...['20260407-ONL-001', '甲公司', '张经理', '–', 'ERP 系统', '登录报错 500', '紧急', '09:00', '09:10'],
      ...['d1.13-gao', '已归档', '重启服务后恢复', '满意', '11:00'],
    ]);
    expect(second.slice(9, 11)).toEqual(['d1.13-gao', '技术攻关中']);
    await page.goto(`${desk.product.apiUrl}/console/reports/progress?${day}`);
    await lineOf(page, '20260407-ONL-002').waitFor();
    const standing = await cellsOf(page, '20260407-ONL-002');
    expect(standing[4]).toMatch(/4月8日 18:00:00$/);
    await page.goto(`${desk.product.apiUrl}/console/reports/satisfaction?${day}`);
    await lineOf(page, '20260407-ONL-001').getByText('满意', { exact: true }).waitFor();
    show(`the guide’s records read in the three tables: ${first.join(' | ')}; ONL-002 ${standing[1]}, ${standing[4]}`);
  },
  { on: '2026-04-07' },
);

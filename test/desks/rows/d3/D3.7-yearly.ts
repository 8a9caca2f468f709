import { expect } from '@jest/globals';
import { rowsOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D3.7',
  async (desk, show) => {
    await desk.clock.moveTo('2027-01-02 09:00');
    const { id } = await desk.until(async () => {
      const { items } = await desk.api<{ items: { id: string; from: string; to: string }[] }>('GET', '/report-runs?key=wecom-yearly');
      return items.find(({ from, to }) => from === '2026-01-01' && to === '2026-12-31');
    }, 'the yearly report');
    const { title, rows } = await desk.api<{ title: string; rows: unknown[] }>('GET', `/report-runs/${id}`);
    expect([title, rows.length > 0]).toEqual(['企业微信年度服务报告', true]);
    const months = await rowsOf(desk, 'wecom-yearly?from=2026-01-01&to=2026-12-31');
    const inquiries = months.reduce((sum, each) => sum + Number(each['inquiries']), 0);
    expect(inquiries).toBeGreaterThan(0);
    show(`on 1 January the yearly report of 企业微信 was made by itself: ${inquiries} inquiries in ${months.length} months`);
  },
  { on: '2027-01-02' },
);

import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { postForm, readHelp, searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

interface Offered {
  readonly key: string;
  readonly steps: readonly { readonly key: string; readonly text: string }[];
}
interface Run {
  readonly checklist: string;
  readonly state: string;
  readonly results: readonly { readonly step: string; readonly result: unknown }[];
}

export default row('D0.10', async (desk, show) => {
  // Before and while he writes.
  expect((await searchHelp(desk, '下载简历是空白的'))[0]?.key).toBe('export-pdf');
  expect((await searchHelp(desk, '导出 pd', '&typing=true'))[0]?.key).toBe('export-pdf');
  const { items } = await readHelp<List<Offered>>(desk, '/checklists?language=zh');
  const check = items.find(({ key }) => key === 'self-check')!;
  expect(check.steps.map(({ key }) => key)).toEqual(['docs', 'restart', 'network', 'cache', 'device']);

  const subject = '导出 PDF 一直转圈 d0.10';
  const self_check = ['docs', 'restart', 'cache'];
  const fields = { category: 'technical', email: 'd0.10@customer.test', summary: subject, symptom: '点导出后一直转圈', self_check };
  expect((await postForm(desk, 'tickets', fields)).status).toBe(200);
  const ticket = await desk.ticketLike('d0.10');
  const run = await desk.until(
    async () =>
      (await desk.api<{ runs: Run[] }>('GET', `/tickets/${ticket.id}/checklists`)).runs.find((each) => each.checklist === 'self-check'),
    'the ticks of the customer',
  );
  expect([run.state, run.results.map(({ step }) => step).sort()]).toEqual(['done', ['cache', 'docs', 'restart']]);
  const told = (await desk.entries(ticket)).find(({ plainText }) => plainText.includes('✓ 1. 查看帮助文档'));
  expect(told?.plainText).toContain('– 5. 换一台设备');
  show(
    'articles are found before and while a ticket is written, five steps to check are offered, and what the customer ticked stands on his ticket',
  );
});

import { expect } from '@jest/globals';
import { mailPicture } from '../../help-views.js';
import { row } from '../../row.js';

interface Run {
  readonly id: string;
  readonly sentUpTo: number;
  readonly waitsFor: string | null;
  readonly results: readonly { readonly step: string; readonly entryId: string | null }[];
}

export default row('D1.15', async (desk, show) => {
  const li = await desk.agents.get('d1.15-li');
  const from = 'd1.15@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'service@b2b.example', subject: '报表不会配置 d1.15', text: '请一步一步教我配置报表' });
  const { offered } = await desk.api<{ offered: { key: string; kind: string }[] }>(
    'GET',
    `/tickets/${ticket.id}/checklists`,
    undefined,
    li,
  );
  expect(offered.find(({ kind }) => kind === 'guidance')?.key).toBe('report-guidance');
  const run = await desk.api<Run>('POST', `/tickets/${ticket.id}/checklists`, { checklist: 'report-guidance' }, li);
  expect([run.sentUpTo, run.waitsFor]).toEqual([2, 'source']);
  const first = await desk.mailTo(from, ({ mail }) => mail.text?.includes('2. 选择数据源') === true);
  expect(first.mail.text).toContain('完成第 2 步后，请发一张截图');
  expect(first.mail.text).not.toContain('3. ');
  expect(first.mail.html).toMatch(/<ol>\s*<li>打开“报表中心”/);

  // Words alone are no picture.
  await desk.doors.mail({ from, to: 'service@b2b.example', subject: `Re: ${ticket.subject} 【技术支持】${ticket.number}`, text: '好的' });
  await desk.until(async () => (await desk.entries(ticket)).some(({ newText }) => newText.trim() === '好的'), 'the words in the thread');
  const shown = await mailPicture(desk, from, 'service@b2b.example', ticket, '截图如下');
  expect(shown.id).toBe(ticket.id);
  const arrived = await desk.until(async () => {
    const { runs } = await desk.api<{ runs: Run[] }>('GET', `/tickets/${ticket.id}/checklists`);
    return runs[0]?.waitsFor === null && runs[0];
  }, 'the picture on the guidance');
  const pictured = (await desk.entries(ticket)).find(({ attachments }) => attachments.length > 0)!;
  expect(pictured.newText).toContain('截图如下');
  expect(arrived.results).toEqual([expect.objectContaining({ step: 'source', entryId: pictured.id })]);
  const notices = await desk.api<{ items: { kind: string }[] }>('GET', `/notices?ticket=${ticket.id}`);
  expect(notices.items.map(({ kind }) => kind)).toContain('guidance_picture');

  const next = await desk.api<Run>('POST', `/tickets/${ticket.id}/checklists/${run.id}/next-steps`, {}, li);
  expect([next.sentUpTo, next.waitsFor]).toEqual([4, 'save']);
  const second = await desk.mailTo(from, ({ mail }) => mail.text?.includes('4. 保存') === true);
  expect(second.mail.html).toContain('<ol start="3">');
  show(
    'numbered steps go out up to the key step, the rest waits for the customer’s screenshot; it stands with its step, and the agent sends steps 3 and 4',
  );
});

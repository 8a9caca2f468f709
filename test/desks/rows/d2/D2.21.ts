import { expect } from '@jest/globals';
import type { Report } from '../../desk-feedback.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

const PROBLEMS: readonly (readonly [string, string])[] = [
  ['水泵控制器报警灯常亮', '水泵控制器的报警灯一直亮着，复位键没反应'],
  ['证书导入后网页打不开', '导入新证书之后管理网页打不开，浏览器提示握手失败'],
  ['语音网守注册超时', '语音网守注册总是超时，话机显示未注册'],
  ['日志磁盘写满停止服务', '日志把磁盘写满，数据库停止服务，清理后又满'],
  ['蓝牙读卡器掉驱动', '蓝牙读卡器每天掉驱动，重新插拔才好'],
  ['短信猫发送乱码', '短信猫发送中文全是乱码，英文正常'],
];

export default row(
  'D2.21',
  async (desk, show) => {
    for (const [subject, text] of PROBLEMS)
      for (let customer = 1; customer <= 3; customer += 1)
        await desk.doors.mail({
          from: `d2.21-${customer}-${subject.length}${subject.codePointAt(0)}@customer.test`,
          to: 'support@levels.example',
          subject: `${subject} ${customer}`,
          text: `${text}，第${customer}次联系`,
        });
    const list = async () => (await desk.api<{ items: { name: string; count: number }[] }>('GET', '/knowledge/problems')).items;
    const typical = await desk.until(async () => {
      const items = await list();
      return PROBLEMS.every(([subject]) => items.some(({ name, count }) => name.startsWith(subject) && count >= 3)) && items;
    }, 'the week’s problems');
    await desk.clock.moveTo('Mon 06:30');
    const proposals = await desk.until(async () => {
      const { items } = await desk.api<{ items: { state: string; problem: string; month: string }[] }>('GET', '/knowledge/proposals');
      return items.length > 0 && items;
    }, 'drafts proposed on Monday');
    const month = desk.clock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 7);
    const ofMonth = proposals.filter((each) => each.month === month);
    expect(ofMonth.length).toBeGreaterThanOrEqual(3);
    expect(ofMonth.length).toBeLessThanOrEqual(5);
    expect(ofMonth.every(({ state }) => state === 'draft')).toBe(true);
    // At nine the week's list is made and told to supervisors.
    await desk.clock.moveTo('Mon 09:05');
    const today = desk.clock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const run = await desk.until(async () => {
      const { items } = await desk.api<List<{ id: string; kind: string; to: string; madeAt: string }>>('GET', '/report-runs?key=typical');
      return items.find(({ to, madeAt }) => to < today && Date.parse(madeAt) >= Date.parse(`${today}T09:00:00+08:00`));
    }, 'the weekly list');
    expect(run.kind).toBe('problems');
    const made = await desk.api<Report>('GET', `/report-runs/${run.id}`);
    const count = made.columns.findIndex(({ key }) => key === 'inquiries');
    expect(made.rows.reduce((sum, cells) => sum + Number(cells[count]), 0)).toBeGreaterThanOrEqual(PROBLEMS.length * 3);
    const lead = await desk.agents.get('d2.21-lead', 'supervisor');
    const { items: told } = await desk.api<List<{ text: string }>>('GET', '/notices?kind=report', undefined, lead);
    expect(told.some(({ text }) => text.includes(run.id))).toBe(true);
    show(
      `the week’s ${typical.length} typical problems are listed, told to supervisors on Monday at nine, and ${ofMonth.length} of them are drafts of the help, five a month at most`,
    );
  },
  // A Monday morning ends it.
  { on: '2026-03-09' },
);

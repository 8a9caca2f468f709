import { expect } from '@jest/globals';
import { answer, archive, confirmByChat, figuresWhere, lineWith, ratingOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D1.13',
  async (desk, show) => {
    await desk.clock.moveTo('2026-04-07 09:00');
    const gao = await desk.agents.get('d1.13-gao');
    const first = await desk.doors.chatWith('登录报错 500');
    await desk.clock.moveTo('2026-04-07 09:10');
    await answer(desk, first.ticket, '正在为您处理', gao);
    const known = { customer: '甲公司', contact_person: '张经理', product: 'ERP 系统', urgency: 'urgent', solution: '重启服务后恢复' };
    await desk.api('PATCH', `/tickets/${first.ticket.id}`, { assignee: gao.id, fields: known }, gao);
    await desk.clock.moveTo('2026-04-07 10:00');
    const second = await desk.doors.chatWith('数据同步延迟');
    await desk.clock.moveTo('2026-04-07 10:20');
    await answer(desk, second.ticket, '原因正在排查，预计明天 18:00 前完成', gao);
    const open = { customer: '乙公司', contact_person: '李主管', product: '数据平台' };
    await desk.api('PATCH', `/tickets/${second.ticket.id}`, { category: 'malfunction', assignee: gao.id, fields: open }, gao);
    const estimate = { at: '2026-04-08T18:00:00+08:00', note: '同步服务扩容' };
    await desk.until(async () => (await desk.ticket(second.ticket.id)).stage === 'diagnosis', 'the request of its type');
    await desk.api('POST', `/tickets/${second.ticket.id}/stages`, { outcome: 'unknown', estimate }, gao);
    await desk.clock.moveTo('2026-04-07 11:00');
    await archive(desk, first.ticket, gao, { fields: known, confirm: confirmByChat(first.visitor) });
    await lineWith(first.visitor, '满意吗');
    await desk.clock.moveTo('2026-04-07 11:30');
    await first.visitor.say('3');
    await ratingOf(desk, first.ticket);

    const day = 'from=2026-04-07&to=2026-04-07';
    expect([first.ticket.number, second.ticket.number]).toEqual(['20260407-ONL-001', '20260407-ONL-002']);
    const log = await figuresWhere(desk, `request-log?${day}`, (rows) => rows[0]?.['feedback'] === '满意');
    const at = (time: string) => new Date(`2026-04-07T${time}:00+08:00`).toISOString().slice(0, 16);
    const toMinute = (each: Record<string, string | number | null>) =>
      Object.values(each).map((cell) => (typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell) ? cell.slice(0, 16) : cell));
    expect(toMinute(log[0]!)).toEqual([
      ...['20260407-ONL-001', '甲公司', '张经理', null, 'ERP 系统', '登录报错 500', '紧急', at('09:00'), at('09:10')],
      ...['d1.13-gao', '已归档', '重启服务后恢复', '满意', at('11:00')],
    ]);
    expect(toMinute(log[1]!)).toEqual([
      ...['20260407-ONL-002', '乙公司', '李主管', null, '数据平台', '数据同步延迟', '一般', at('10:00'), at('10:20')],
      ...['d1.13-gao', '技术攻关中', null, null, null],
    ]);
    const progress = await figuresWhere(desk, `progress?${day}`, (rows) => rows.length === 2);
    expect(toMinute(progress[1]!)).toEqual([
      ...[
        '20260407-ONL-002',
        '技术攻关中',
        'd1.13-gao',
        '技术攻关中',
        '2026-04-08T10:00',
        '2026-04-07 10:20 原因正在排查，预计明天 18:00 前完成',
        at('10:20'),
      ],
    ]);
    const [rated] = await figuresWhere(desk, `satisfaction?${day}`, (rows) => rows.length === 1);
    expect(toMinute(rated!)).toEqual(['20260407-ONL-001', '张经理', '满意', null, null, at('11:30')]);
    await first.visitor.close();
    await second.visitor.close();
    show(
      'ONL-001 (archived 11:00, 满意 at 11:30) and ONL-002 (技术攻关中, estimate 2026-04-08 18:00, updated 10:20) stand in the three tables, cell by cell',
    );
  },
  { on: '2026-04-07' },
);

import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

interface Task {
  readonly id: string;
  readonly dueAt: string;
  readonly createdAt: string;
  readonly assigneeId: string | null;
  readonly groupId: string | null;
}
const FORM = {
  problem: '充值到账争议',
  impact: '客户威胁公开投诉',
  tried: [{ what: '核对流水', result: '双方不一致' }],
  why: '双方各执一词',
};

export default row('D3.8', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const yi = await teams.come('yi@mofa.example');
    const [technicalA, technicalB, legalB, zong] = [
      await teams.come('ji@mofa.example'),
      await teams.come('shu@mofa.example'),
      await teams.come('lv@mofa.example'),
      await teams.come('zong@mofa.example'),
    ];
    const supervisor = await desk.agents.get('d3.8-supervisor', 'supervisor');
    const ticket = await desk.doors.mail({
      from: 'd3.8@customer.test',
      to: 'query@cr魔法.com',
      subject: '跨区',
      text: '想把跨区的两个角色合并',
    });
    await desk.ticketWhere(
      ticket.id,
      ({ priority, tags }) => priority === 'high' && tags.includes('complex'),
      'a complex case by its words',
    );
    // The first line owns it, whatever it is about, and its free agent has it at once; the departments are asked by the same rule.
    await teams.inGroup(ticket, 'first-line');
    await teams.givenTo(ticket, yi);
    const tasks = async () => {
      const { items } = await desk.api<List<Task>>('GET', `/tasks?ticket=${ticket.id}&state=open`);
      return ['technical', 'legal'].map((key) => items.find(({ groupId }) => groupId === ids[key]));
    };
    const ids: Record<string, string> = { technical: await teams.groupId('technical'), legal: await teams.groupId('legal') };
    const items = (await tasks()).map((task) => task!);
    expect(items.map(({ assigneeId }) => assigneeId)).toEqual([technicalA.id, legalB.id]);
    for (const { dueAt, createdAt } of items) expect(Date.parse(dueAt) - Date.parse(createdAt)).toBe(30 * 60_000);
    await teams.told(technicalA, 'joint_handling', ticket);
    await teams.told(legalB, 'joint_handling', ticket);
    // A leaves after it was given to him: B has it, and does it.
    await teams.go(technicalA);
    await teams.told(technicalB, 'joint_handling', ticket);
    expect((await tasks()).map((task) => task?.assigneeId)).toEqual([technicalB.id, legalB.id]);
    await desk.api('POST', `/tasks/${items[0]!.id}/done`, { outcome: '已冻结账号并恢复装备' }, technicalB);
    expect((await teams.told(yi, 'task_done', ticket)).text).toContain('已冻结账号');
    await desk.clock.advance(31 * 60_000);
    const late = await teams.told(supervisor, 'joint_handling_late', ticket);
    expect(late.text).toContain(ticket.number);
    const again = [await teams.come('yi@mofa.example'), await teams.come('zong@mofa.example')];
    await desk.api('POST', `/tickets/${ticket.id}/escalations`, { ...FORM, reason: 'dispute' }, yi);
    expect((await teams.givenTo(ticket, zong)).level).toBe(3);
    expect(again).toHaveLength(2);
    show(
      'a case was complex by its words, and who was free in the first line had it at once; two departments were asked by themselves at once: technical’s A, and B when A left, legal’s B because A is not there, 30 minutes each; what was late is told to the supervisor; the dispute went to the top office',
    );
  }),
);

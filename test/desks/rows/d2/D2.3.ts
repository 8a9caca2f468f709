import { expect } from '@jest/globals';
import { Writer } from '../../case-views.js';
import { row } from '../../row.js';

/** What the desk calls them: high, medium, low. */
const MAILS = [
  { name: 'outage', subject: '系统宕机', text: '系统宕机，全部用户无法访问。', priority: 'high' },
  { name: 'loss', subject: '数据丢失', text: '昨天录入的数据丢失了。', priority: 'high' },
  { name: 'security', subject: '安全漏洞', text: '扫描发现一个漏洞，可能被攻击。', priority: 'high' },
  { name: 'core', subject: '核心业务停了', text: '核心业务模块不能用。', priority: 'high' },
  { name: 'function', subject: '功能异常', text: '打印功能报错，错误代码 E17。', priority: 'normal' },
  { name: 'display', subject: '显示异常', text: '界面错位，显示乱码。', priority: 'normal' },
  { name: 'operation', subject: '备份做不出来', text: '按手册做，不会操作备份，点了按钮没反应。', priority: 'normal' },
  { name: 'slight', subject: '界面轻微错位', text: '首页显示有点错位，不影响使用。', priority: 'low' },
  { name: 'suggestion', subject: '一个建议', text: '建议增加导出为 PDF 的选项。', priority: 'low' },
  { name: 'question', subject: '请教设置', text: '请教怎么设置自动备份？', priority: 'low' },
] as const;

export default row('D2.3', async (desk, show) => {
  for (const { name, subject, text, priority } of MAILS) {
    const ticket = await new Writer(desk, `d2.3-${name}@customer.test`, 'support@levels.example').open(`${subject} d2.3`, text);
    const judged = await desk.ticketWhere(
      ticket.id,
      ({ category, urgency }) => category !== null || urgency !== null,
      `${name} recognised`,
    );
    const settled =
      priority === 'normal' ? judged : await desk.ticketWhere(ticket.id, (now) => now.priority === priority, `${name} ${priority}`);
    expect([name, settled.priority]).toEqual([name, priority]);
    await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  }
  // An alarm asks for one of the three, too.
  const alarm = { title: 'D2.3 服务停止', status: 'firing', incident: 'd23-stopped', severity: 'critical' };
  expect(await desk.doors.hook('alarms', alarm)).toBeLessThan(300);
  const alarmed = await desk.ticketLike('D2.3 服务停止');
  expect(alarmed.priority).toBe('high');
  await desk.api('PATCH', `/tickets/${alarmed.id}`, { status: 'solved' });
  show(
    'outage, data loss, security hole, core function and critical alarms are high, function, operation and display errors medium, questions, suggestions and slight faults low: by the customer’s own words',
  );
});

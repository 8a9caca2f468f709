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
  }
  show(
    'outage, data loss, security hole and core function are high, function and display errors medium, questions low: by the customer’s own words',
  );
});

import { expect } from '@jest/globals';
import { row } from '../../row.js';

export default row('D2.22', async (desk, show) => {
  const wang = await desk.agents.get('d2.22-wang');
  const from = 'd2.22@customer.test';
  const ticket = await desk.doors.mail({
    from,
    to: 'support@levels.example',
    name: '孙丽',
    subject: '怎么打补丁 d2.22',
    text: '补丁怎么安装',
  });
  await desk.api('POST', `/tickets/${ticket.id}/template-sendings`, { template: 'solution-steps' }, wang);
  const { mail, raw } = await desk.mailTo(from, (each) => each.mail.text?.includes('安装补丁') === true);
  expect(raw).toMatch(/multipart\/alternative/i);
  expect(mail.text).toContain('1. 备份当前配置\n2. 停止服务\n3. 安装补丁并启动服务');
  expect(mail.html).toMatch(/<ol>\s*<li>备份当前配置<\/li>\s*<li>停止服务<\/li>\s*<li>安装补丁并启动服务<\/li>\s*<\/ol>/);
  expect(mail.html).toMatch(/<ul>\s*<li>请在业务低峰期操作<\/li>/);
  // As an agent writes it herself, too.
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '再试一次：\n1. 断电\n2. 等 10 秒\n3. 通电' }, wang);
  const own = await desk.mailTo(from, (each) => each.mail.text?.includes('等 10 秒') === true);
  expect(own.mail.text).toContain('1. 断电\n2. 等 10 秒\n3. 通电');
  expect(own.mail.html).toMatch(/<ol>\s*<li>断电<\/li>\s*<li>等 10 秒<\/li>\s*<li>通电<\/li>\s*<\/ol>/);
  show('an answer with steps, from a template or typed, is a numbered list in the mail’s HTML and numbered lines in its plain text');
});

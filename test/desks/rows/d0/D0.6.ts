import { expect } from '@jest/globals';
import { row } from '../../row.js';

/** What customers write, and what it is about. */
const SAID: Readonly<Record<string, string>> = {
  feature_unusable: '点击导出按钮没反应',
  page_loading: '编辑页面一直加载不出来',
  data_sync: '手机上改的内容电脑上没有同步',
  performance: '编辑器很卡',
  login: '我登录不了，提示网络异常',
  password_reset: '忘记密码了怎么办',
  email_verification: '收不到验证邮件',
  permissions: '同事没有权限打开',
  payment_failed: '微信支付失败了',
  subscription: '我的会员没有续费成功',
  refund: 'I would like my money back',
  invoice: '请帮我开发票',
  new_feature: '希望增加一个简历评分功能',
  improvement: '模板分类可以改进',
  ux_feedback: '步骤太多，不顺手',
  ui: 'Please make a dark mode',
};
const PARENTS = { technical: 4, account: 4, payment: 4, suggestion: 4 };

export default row('D0.6', async (desk, show) => {
  const { desk: profile } = await desk.api<{ desk: { categories: Record<string, { name: Record<string, string>; children: object }> } }>(
    'GET',
    '/desk',
  );
  for (const [key, count] of Object.entries(PARENTS))
    expect([key, Object.keys(profile.categories[key]!.children).length]).toEqual([key, count]);

  const written = await Promise.all(
    Object.entries(SAID).map(async ([category, text], at) => {
      const ticket = await desk.doors.mail({ from: `d0.6-${at}@customer.test`, to: 'support@smartcv.example', subject: '咨询', text });
      const judged = await desk.ticketWhere(ticket.id, (one) => one.language !== null, `what “${text}” is about`);
      return [text, judged.category === category ? category : `${judged.category}, not ${category}`, judged.priority] as const;
    }),
  );
  expect(written).toEqual(Object.entries(SAID).map(([category, text]) => [text, category, expect.any(String)]));
  const suggestions = Object.keys(profile.categories['suggestion']!.children);
  for (const [text, category, priority] of written)
    expect([text, priority]).toEqual([text, suggestions.includes(category) ? 'low' : 'normal']);

  const unclear = await desk.doors.mail({
    from: 'd0.6-unclear@customer.test',
    to: 'support@smartcv.example',
    subject: '你好',
    text: '你好，在吗？',
  });
  expect((await desk.ticketWhere(unclear.id, (one) => one.language !== null, 'a greeting judged')).category).toBeNull();
  const li = await desk.agents.get('d0.6-li');
  await desk.api('PATCH', `/tickets/${unclear.id}`, { category: 'invoice' }, li);
  await desk.until(async () => {
    const { items } = await desk.api<{ items: { kind: string; correctedTo: string | null }[] }>(
      'GET',
      `/tickets/${unclear.id}/recognition`,
    );
    return items.some(({ kind, correctedTo }) => kind === 'category' && correctedTo === 'invoice');
  }, 'the agent’s word kept as an example');
  show(
    `16 messages, in Chinese and English, each in its category of the second level below ${Object.keys(PARENTS).join(', ')}; a greeting was left to an agent, whose word is the next example`,
  );
});

import { expect } from '@jest/globals';
import { fillForm, signIn, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const FIELDS = {
  email: 'd0.9@customer.test',
  user_id: 'u-2041',
  plan: '专业版',
  account_created: '2025年10月',
  os: 'windows',
  browser: 'Chrome 131',
  device: 'computer',
  network: 'wifi',
  summary: '无法将简历导出为 PDF',
  occurred: '2026-03-02 08:40',
  symptom: '点击“导出 PDF”后转圈，约一分钟后提示“导出失败”',
  steps: '1. 登录账户，打开“产品经理”简历\n2. 点击右上角“导出”\n3. 选择：PDF 格式',
  expected: '下载到 PDF 文件',
  actual: '提示“导出失败”，没有文件',
  impact: '今天要投递，无法提交',
};
const EXAMPLE = `您好，简历导出一直失败，麻烦帮忙看一下。

【账户】
邮箱：d0.9@customer.test
用户 ID：u-2041
套餐类型：专业版
注册时间（大致）：2025年10月

【使用环境】
操作系统：☑ Windows  □ Mac  □ iOS  □ Android
浏览器：Chrome 131
设备：☑ 电脑  □ 手机  □ 平板
网络：☑ Wi-Fi  □ 移动网络

【问题】
问题概述：无法将简历导出为 PDF
问题发生时间：2026-03-02 08:40
问题现象：点击“导出 PDF”后转圈，约一分钟后提示“导出失败”
操作步骤：
1. 登录账户，打开“产品经理”简历
2. 点击右上角“导出”
3. 选择：PDF 格式
期望结果：下载到 PDF 文件
实际结果：提示“导出失败”，没有文件
影响程度：今天要投递，无法提交`;

export default row('D0.9', async (desk, show) => {
  const form = await desk.api<{ mailTemplate: string; fields: { key: string; choices: unknown[] }[] }>(
    'GET',
    '/desk/forms/ticket?language=zh',
  );
  for (const label of ['邮箱：', '操作系统：□ Windows  □ Mac', '网络：□ Wi-Fi', '【问题】', '期望结果：'])
    expect(form.mailTemplate).toContain(label);
  const customer = new Writer(desk, 'd0.9@customer.test', 'support@smartcv.example');
  const ticket = await customer.open('无法导出 PDF', EXAMPLE);
  const { fields } = await desk.ticketWhere(ticket.id, (found) => Object.keys(found.fields).length > 0, 'its fields');
  expect(fields).toEqual(FIELDS);
  const sorted = { category: 'feature_unusable', requestType: 'fault', priority: 'normal', urgency: null };
  await desk.ticketWhere(ticket.id, ({ requestType }) => requestType === 'fault', 'a fault');
  expect(await desk.ticket(ticket.id)).toMatchObject(sorted);
  await customer.send('无法导出 PDF', '报错截图见附件', [{ name: '报错.png', type: 'image/png' }]);
  const items = await desk.until(async () => {
    const entries = (await desk.entries(ticket)).filter(({ direction }) => direction === 'inbound');
    return entries.length === 2 && entries;
  }, 'the screenshot in the same ticket');
  expect(items[1]!.attachments.map(({ fileName }) => fileName)).toEqual(['报错.png']);

  const page = await fillForm(
    desk,
    'tickets',
    { ...FIELDS, summary: `${FIELDS.summary} d0.9`, category: 'technical', user_token: await signIn(desk, 'u-2041', 'd0.9@customer.test') },
    [{ name: '报错.png', type: 'image/png' }],
  );
  expect(page.status).toBe(200);
  const posted = await desk.ticketLike(`${FIELDS.summary} d0.9`);
  await desk.ticketWhere(
    posted.id,
    ({ requestType, fields: of }) => requestType === 'fault' && of['os'] === 'windows',
    'the form as a fault',
  );
  expect(await desk.ticket(posted.id)).toMatchObject({
    ...{ category: 'technical', priority: 'normal', urgency: null },
    fields: { ...FIELDS, summary: `${FIELDS.summary} d0.9` },
  });
  show(
    'the template is offered, and the PDF-export example comes in by mail and by the form as one ticket, a technical fault of medium priority, with account, environment as choices, and summary, symptom, steps, expected, actual and impact in fields of their own',
  );
});

import { expect } from '@jest/globals';
import { answer, archive, confirmByMail, figuresWhere, report } from '../../desk-feedback.js';
import { row } from '../../row.js';
import { API_KEY } from '../../../support/started-product.js';

const COLUMNS = {
  'request-log': [
    '需求编号',
    '客户名称',
    '联系人',
    '联系方式',
    '产品/服务名称',
    '问题描述',
    '紧急程度',
    '请求时间',
    '响应时间',
    '处理人',
    '处理状态',
    '解决方案',
    '客户反馈',
    '归档时间',
  ],
  progress: ['需求编号', '当前状态', '处理人', '处理步骤', '预计完成时间', '客户沟通记录', '更新时间'],
  satisfaction: ['需求编号', '联系人', '满意度评价', '原因', '建议', '评价时间'],
};

export default row('D1.9', async (desk, show) => {
  const agent = await desk.agents.get('d1.9-gao');
  const ticket = await desk.doors.mail({
    from: 'd1.9@customer.test',
    name: '=周九',
    to: 'service@b2b.example',
    subject: 'D1.9',
    text: '报表打不开',
  });
  await answer(desk, ticket, '请清除缓存', agent);
  await archive(desk, ticket, agent, { confirm: confirmByMail(desk, ticket, 'd1.9@customer.test', 'service@b2b.example') });
  await desk.api('POST', `/tickets/${ticket.id}/ratings`, { value: 2, reason: '等了很久', suggestion: '电话回访' }, agent);
  const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  const period = `from=${day}&to=${day}&limit=10000`;
  await figuresWhere(desk, `request-log?${period}`, (rows) =>
    rows.some((each) => each['number'] === ticket.number && each['feedback'] === '一般'),
  );
  for (const [key, labels] of Object.entries(COLUMNS)) {
    const { columns, rows } = await report(desk, `${key}?${period}`);
    expect(columns.map(({ label }) => label)).toEqual(labels);
    expect(rows.filter(([number]) => number === ticket.number)).toHaveLength(1);
  }
  const { rows } = await report(desk, `satisfaction?${period}`);
  expect(rows.find(([number]) => number === ticket.number)!.slice(1, 5)).toEqual(['=周九', '一般', '等了很久', '电话回访']);
  const csv = await fetch(`${desk.product.apiUrl}/api/v1/reports/satisfaction?${period}&format=csv`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(await csv.text()).toContain(`${ticket.number},'=周九,一般,等了很久,电话回访,`);
  const xlsx = await fetch(`${desk.product.apiUrl}/api/v1/reports/request-log?${period}&format=xlsx`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(
    Buffer.from(await xlsx.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  show(
    'request log (14 columns), progress table (7) and satisfaction table (6) on demand, as JSON, CSV and XLSX; a name that begins with = is no formula',
  );
});

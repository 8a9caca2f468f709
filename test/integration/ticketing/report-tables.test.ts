import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MARCH, onReports, openReports } from '../../support/reported-month.js';
import type { Api } from '../../support/ticketing-api.js';

describe('tables of reports', () => {
  let api: Api;
  const { numbers, ask, report, fill, findAdmin } = onReports(() => api);
  beforeAll(async () => {
    api = await openReports();
    await fill(await findAdmin());
  });
  afterAll(() => api.close());

  it('the request log has its fourteen columns, and each cell is of what is stored', async () => {
    const { columns, rows } = await report(`request-log?${MARCH}`);
    expect(columns.map(({ label }) => label)).toEqual(
      ...[
        [
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
      ],
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual([
      ...[
        numbers[0],
        'XX 公司',
        '=张三',
        'zhang@example.com',
        'ERP',
        '无法登录',
        '普通',
        '2026-03-02T09:00:00.000Z',
        '2026-03-02T09:30:00.000Z',
      ],
      ...[expect.any(String), '已归档', '重置密码', '满意', '2026-03-02T10:00:00.000Z'],
    ]);
    expect(rows[1]!.slice(10)).toEqual(['技术攻关中', null, null, null]);
    expect(rows[2]!.slice(8)).toEqual([null, null, '待受理', null, null, null]);
  });

  it('a list goes on where it ended', async () => {
    const page = await report(`request-log?${MARCH}&limit=2`);
    const rest = await report(`request-log?${MARCH}&limit=2&cursor=${encodeURIComponent(page.nextCursor!)}`);
    expect([...page.rows, ...rest.rows].map(([number]) => number)).toEqual(numbers);
    expect(rest.nextCursor).toBeNull();
  });

  it('progress and satisfaction tables', async () => {
    const [, progress] = (await report(`progress?${MARCH}`)).rows;
    expect(progress!.slice(0, 4)).toEqual([numbers[1], '技术攻关中', expect.any(String), '技术攻关中']);
    expect(progress![5]).toBe('2026-03-02 20:00 正在排查');
    const { columns, rows } = await report(`satisfaction?${MARCH}&language=en`);
    expect(columns).toHaveLength(6);
    expect(rows).toEqual([[numbers[0], '=张三', 'satisfied', null, '@more', '2026-03-02T10:30:00.000Z']]);
  });

  it('an export for an assessor names nobody', async () => {
    const { rows } = await report(`assessor?${MARCH}`);
    const text = JSON.stringify(rows);
    for (const secret of ['张三', 'example.com', 'EML', '无法登录', ...numbers]) expect(text).not.toContain(secret);
    expect(rows[0]!.slice(2)).toEqual(['2026-03-02', 'email', 'login', 'normal', 'closed', 30, 60, 'yes', 0, 100]);
    expect((await report(`assessor?${MARCH}`)).rows).toEqual(rows);
  });

  it('a file names what the desk names, and its columns, in the language asked for', async () => {
    const file = async (language: string) =>
      (await api.ask<string>('GET', `/api/v1/reports/assessor?${MARCH}&format=csv&language=${language}`)).body.split('\r\n');
    const [head, row] = await file('zh');
    expect(head).toContain('日期,渠道,类别,优先级,状态');
    expect(row).toContain('2026-03-02,邮件,');
    expect(row).toMatch(/,普通,[^,]+,30,60,是,0,100$/);
    const [englishHead, englishRow] = await file('en');
    expect(englishHead).toContain('Day,Channel,Category,Priority,Status');
    expect(englishRow).toContain('2026-03-02,Email,');
    expect(englishRow).toMatch(/,Normal,[^,]+,30,60,yes,0,100$/);
  });

  it('files are safe to open, and for supervisors', async () => {
    const csv = await api.ask<string>('GET', `/api/v1/reports/satisfaction?${MARCH}&format=csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain(`${numbers[0]},'=张三,满意,,'@more,2026-03-02 18:30`);
    const response = await fetch(`${api.url}/api/v1/reports/request-log?${MARCH}&format=xlsx&limit=1`, {
      headers: { authorization: 'Bearer a-bootstrap-key-of-the-tests' },
    });
    expect([response.status, response.headers.get('link')]).toEqual([200, expect.stringContaining('rel="next"')]);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await ask('GET', '/reports/none')).body).toMatchObject({ status: 404, code: 'report_unknown' });
    expect((await ask('GET', '/reports/kpi?from=2026-03-02&to=2026-03-01')).body).toMatchObject({ status: 400, code: 'period_invalid' });
    expect((await ask('GET', '/reports/kpi', undefined, null)).status).toBe(401);
  });
});

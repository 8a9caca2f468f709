import { expect } from '@jest/globals';
import { rowsOf } from '../../desk-feedback.js';
import { writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';
import { sayInWecom } from '../../wecom-app.js';

const DAY = '2027-12-30';

export default row(
  'D3.7',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    for (const name of ['a', 'b']) await desk.ticketOf(await sayInWecom(desk, `d3.7-year-${name}`, '请问活动几点开始'));
    for (const name of ['A', 'B', 'C']) await writeToOfficial(desk, 'official', `oD37Year${name}`, `D3.7 年度 ${name}`);
    await desk.until(
      async () =>
        (await rowsOf(desk, `channels?from=${DAY}&to=${DAY}`)).find((each) => each['channel'] === 'wechat' && each['inquiries'] === 5),
      'five by 微信',
    );

    await desk.clock.moveTo('2028-01-02 09:00');
    const { id } = await desk.until(async () => {
      const { items } = await desk.api<{ items: { id: string; from: string; to: string }[] }>('GET', '/report-runs?key=wecom-yearly');
      return items.find(({ from, to }) => from === '2027-01-01' && to === '2027-12-31');
    }, 'the yearly report');
    const { title, rows } = await desk.api<{ title: string; rows: unknown[][] }>('GET', `/report-runs/${id}`);
    expect([title, rows.map(([month, inquiries]) => [month, inquiries])]).toEqual(['企业微信年度服务报告', [['2027-12-01', 2]]]);
    const [whole] = await rowsOf(desk, 'wecom-yearly?from=2027-01-01&to=2027-12-31&per=year');
    expect(whole).toMatchObject({ inquiries: 2 });
    show('on 1 January the yearly report of 企业微信 was made by itself: of two inquiries there and three by the 公众号 it counts the two');
  },
  { on: DAY },
);

import { expect } from '@jest/globals';
import { answer, archive, call, figuresWhere, lineWith, ratingOf, taskOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

const DAY = '2026-11-30';
const MAIL = 'd3.10-mail@customer.test';

interface Run {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export default row(
  'D3.10',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    const agent = await desk.agents.get('d3.10-er');
    const { visitor, ticket: chat } = await desk.doors.chatWith('皮肤没有到账');
    await answer(desk, chat, '已补发', agent);
    await lineWith(visitor, '已补发');
    await archive(desk, chat, agent, { status: 'solved' });
    await lineWith(visitor, '响应速度、解决质量、服务态度、便捷程度');
    await visitor.say('5 4 3 2 9');
    const byChat = await ratingOf(desk, chat);
    expect(byChat).toMatchObject({ way: 'reply', parts: { speed: 5, quality: 4, attitude: 3, ease: 2 }, value: 3.9, recommend: 9 });
    expect((await desk.ticket(chat.id)).status).toBe('solved');

    const mail = await desk.doors.mail({ from: MAIL, to: 'service@cr魔法.com', subject: 'D3.10 建议', text: '希望增加收藏夹' });
    await answer(desk, mail, '已转产品部门', agent);
    await archive(desk, mail, agent, { status: 'solved' });
    const asked = await desk.mailTo(MAIL, ({ mail: { text = '' } }) => text.includes('响应速度、解决质量、服务态度、便捷程度'));
    const thread = [`In-Reply-To: ${asked.mail.messageId}`, `References: ${asked.mail.messageId}`];
    const reply = { from: MAIL, to: 'service@cr魔法.com', subject: `Re: [${mail.number}]`, text: '5 4 3 2', headers: thread };
    expect((await desk.doors.mail(reply)).id).toBe(mail.id);
    const byMail = await ratingOf(desk, mail);
    expect(byMail).toMatchObject({ way: 'reply', parts: { speed: 5, quality: 4, attitude: 3, ease: 2 }, value: 3.9, recommend: null });

    const rung = await call(desk, '+8613800031001');
    await archive(desk, rung, agent, { status: 'solved' });
    await taskOf(desk, rung, 'survey_call');
    // Each part has a weight of its own: 0.3×2 + 0.4×5 + 0.2×1 + 0.1×3.
    const parts = { speed: 2, quality: 5, attitude: 1, ease: 3 };
    await desk.api('POST', `/tickets/${rung.id}/ratings`, { survey: 'weighted', parts, recommend: 8 }, agent);
    const byPhone = await ratingOf(desk, rung);
    expect(byPhone).toMatchObject({ way: 'agent', parts, value: 3.1, recommend: 8 });

    const [nps] = await figuresWhere(desk, `nps-daily?from=${DAY}&to=${DAY}`, ([each]) => each?.['answers'] === 2);
    expect(nps).toMatchObject({ promoters: 1, passives: 1, detractors: 0, nps: 50 });
    await figuresWhere(desk, 'health-monthly?from=2026-11-01&to=2026-11-30', ([each]) => each?.['rated'] === 3);
    // The first of a month at eight: yesterday's NPS and the month's health.
    await desk.clock.moveTo('2026-12-01 08:00');
    const made = async (key: string, from: string) => {
      const { id } = await desk.until(
        async () =>
          (await desk.api<{ items: Run[] }>('GET', `/report-runs?key=${key}`)).items.find((run) => run.from === from && run.to === DAY),
        `the report ${key} by itself`,
      );
      const { columns, rows } = await desk.api<{ columns: { key: string }[]; rows: unknown[][] }>('GET', `/report-runs/${id}`);
      return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.key, row[at]])));
    };
    expect(await made('nps-daily', DAY)).toMatchObject([{ answers: 2, nps: 50 }]);
    expect(await made('health-monthly', '2026-11-01')).toMatchObject([{ inquiries: 3, rated: 3, nps: 50 }]);
    await visitor.close();
    show(
      'asked at once in the chat, by mail and by a call to make: "5 4 3 2" is 0.3×5 + 0.4×4 + 0.2×3 + 0.1×2 = 3.9 by chat and mail, 2 5 1 3 taken down on the phone 3.1; on 1 December at 8:00 the daily report said NPS 50, and so did the health report of November',
    );
  },
  { on: DAY },
);

import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { callIn } from '../../desk-clocks.js';
import { answer, archive, figuresWhere, ratingOf, taskOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

const DAY = '2027-01-05';

export default row(
  'D4.7',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    const agent = await desk.agents.get('d4.7-bei');
    const write = async (index: number, text: string, category: string) => {
      const from = `d4.7-${index}@customer.test`;
      const { id } = await desk.doors.mail({ from, to: 'support@helper.example', subject: `D4.7 ${index}`, text });
      return desk.ticketWhere(id, (ticket) => ticket.category === category, `what “${text}” is about`);
    };
    const sync = [
      await write(1, '订单同步延迟，昨天的订单还没有同步', 'order_sync'),
      await write(2, 'Our orders do not sync, the order sync has a delay', 'order_sync'),
      await write(3, '店铺订单没同步过来', 'order_sync'),
    ];
    const export_ = await write(4, '怎么导出数据报表？', 'reports');
    for (const ticket of [sync[0]!, export_]) {
      await answer(desk, ticket, '已处理', agent);
      await archive(desk, ticket, agent);
    }
    await desk.mailTo('d4.7-1@customer.test', ({ mail: { text = '' } }) => text.includes('1 至 5'));
    const said = { from: 'd4.7-1@customer.test', to: 'support@helper.example', subject: `Re: [${sync[0]!.number}]`, text: '1，等了好几天' };
    await desk.doors.mail(said);
    expect(await ratingOf(desk, sync[0]!)).toMatchObject({ way: 'reply', value: 1, reason: '等了好几天' });

    const { visitor, ticket: chat } = await desk.doors.chatWith('D4.7 请转人工');
    await answer(desk, chat, '您好，已为您处理。', agent);
    await desk.api('PATCH', `/tickets/${chat.id}`, { status: 'solved' }, agent);
    await visitor.until(() => visitor.lines.some(({ state }) => state?.is === 'rating_asked'), 'the wish for a rating');
    visitor.send({ t: 'rate', id: randomUUID(), score: 5 });
    expect(await ratingOf(desk, chat)).toMatchObject({ way: 'tap', value: 5 });
    await visitor.close();

    const callId = randomUUID();
    await callIn(desk, { id: callId, caller: '+8613800004701', answered: 5, ended: 120 });
    const call = await desk.ticketOf(callId);
    await desk.api('PATCH', `/tickets/${call.id}`, { status: 'solved' }, agent);
    await taskOf(desk, call, 'survey_call');
    await desk.api('POST', `/tickets/${call.id}/ratings`, { value: 4 }, agent);
    expect(await ratingOf(desk, call)).toMatchObject({ way: 'agent', value: 4 });

    const rows = await figuresWhere(desk, `gap-analysis?from=${DAY}&to=${DAY}`, (each) => each.some(({ low }) => low === 1));
    expect(rows[0]).toMatchObject({ category: 'order_sync', inquiries: 3, solvedShare: 0.3333, low: 1 });
    expect(rows.find(({ category }) => category === 'reports')).toMatchObject({ inquiries: 1, solvedShare: 1, gap: 0 });
    show(
      'rated after a mail ("1", and why), by a tap in the chat, and by telephone; of what customers wrote, in two languages, the gap analysis puts order synchronisation first: 3 inquiries, a third of them solved, one low score (a year of 5 000 a day: npm run bench, reports)',
    );
  },
  { on: DAY },
);

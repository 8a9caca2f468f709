import { beside, entryOf, isChosen, promiseOf } from '../../console-parts.js';
import { clockWhere } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D3.4', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const agent = await desk.agents.get('d3.4-seen');
  const write = (to: string, name: string, text: string) =>
    desk.doors.mail({ from: `d3.4-seen-${name}@customer.test`, to, subject: `D3.4 ${name}`, text });
  const complaint = await write('service@xn--cr-g61el41o.com', 'complaint', '我要投诉上次的客服。');
  await clockWhere(desk, complaint, 'response', ({ target, dueAt }) => target === 'complaints' && dueAt !== null);
  const page = await desk.screens.ticket(agent, complaint);
  await isChosen(page.getByLabel('客服组'), '投诉与建议');
  const promised = await promiseOf(page, '首次回复');
  await entryOf(page, '我要投诉上次的客服').waitFor();

  const parcel = await write('query@cr魔法.com', 'parcel', '快递三天没有更新，物流信息停了');
  await desk.ticketWhere(parcel.id, ({ category, group }) => category === 'logistics' && group !== null, 'sorted by its words');
  const sorted = await desk.screens.ticket(agent, parcel);
  await isChosen(sorted.getByLabel('客服组'), '物流部');
  await (await beside(sorted, '信息')).getByText('物流', { exact: true }).first().waitFor();
  for (const { id } of [complaint, parcel]) await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(`a complaint to service@ stood with 投诉与建议 (${promised.says}), one to query@ about a parcel with 物流部 as 物流`);
});

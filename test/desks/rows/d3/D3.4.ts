import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from '../../desk-clocks.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

/** To query@: what customers write, and whose it is. */
const SORTED = [
  ['parcel', '快递三天没有更新，物流信息停了', 'logistics', 'logistics'],
  ['payment', '充值成功了但是没有到账', 'payment', 'payment'],
  ['account', '身份证信息填错了怎么修改实名', 'registration', 'accounts'],
  ['product', '键盘有几个键不亮，怎么维修', 'product_service', 'technical'],
] as const;

export default row('D3.4', (desk, show) =>
  Teams.on(desk, async (teams) => {
    await desk.clock.moveTo('Tue 10:00');
    const write = (to: string, name: string, text: string) =>
      desk.doors.mail({ from: `d3.4-${name}@customer.test`, to, subject: '您好', text });
    const due = async (ticket: { readonly id: string }, kind: string, target: string) =>
      minutesOf(await clockWhere(desk, ticket, kind, (clock) => clock.target === target && clock.dueAt !== null));

    const unicode = await write('service@cr魔法.com', 'unicode', '建议增加夜间模式，谢谢。');
    const punycode = await write('service@xn--cr-g61el41o.com', 'punycode', '我要投诉上次的客服。');
    for (const ticket of [unicode, punycode]) {
      await teams.inGroup(ticket, 'complaints');
      expect(await due(ticket, 'response', 'complaints')).toBe(24 * 60);
    }
    expect(unicode.inboxId).toBe(punycode.inboxId);

    const technical = await write('support@cr魔法.com', 'technical', '更新以后打不开了。');
    await teams.inGroup(technical, 'technical');
    expect(await due(technical, 'resolution', 'technical-solved')).toBe(48 * 60);

    for (const [name, text, category, group] of SORTED) {
      const ticket = await teams.inGroup(await write('query@cr魔法.com', name, text), group);
      expect([text, ticket.category]).toEqual([text, category]);
    }
    show(
      'service@ → complaints and suggestions, answered within 24 h, in either spelling of the domain; support@ → technical, solved in 48 h; four mails to query@ were sorted by what they say: logistics, payment, accounts, technical',
    );
  }),
);

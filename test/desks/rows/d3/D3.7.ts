import { expect } from '@jest/globals';
import { fillForm, writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';
import { Teams } from '../../teams.js';
import { sayInWecom } from '../../wecom-app.js';

const FOLLOWER = 'oD37Follower';

/** The menu's button, then a number; returns what the follower then reads. */
async function askProgress(desk: RunningDesk, number: string, words: RegExp): Promise<string> {
  const { desk: phone } = desk.official;
  const before = phone.arrived.length;
  await desk.official.event(FOLLOWER, 'CLICK', { EventKey: 'progress' });
  await desk.official.text(FOLLOWER, number);
  return desk.until(
    () => Promise.resolve(phone.arrived.slice(before).find(({ openid, text }) => openid === FOLLOWER && words.test(text ?? ''))?.text),
    `the progress of ${number}`,
  );
}

export default row('D3.7', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const [wu, zhi] = [await teams.come('wu@mofa.example'), await teams.come('zhi@mofa.example')];
    // A member of a company that is verified by now; before, nobody was given what he wrote.
    const verified = async (member: string) => {
      const greeting = await desk.ticketOf(await sayInWecom(desk, member, 'D3.7 你好'));
      await desk.ticketWhere(greeting.id, ({ tags }) => tags.includes('not_entitled'), 'a company that nobody verified');
      await desk.api('PATCH', `/contacts/${greeting.contact.id}`, { company: '天海贸易' });
      await desk.api('PATCH', `/tickets/${greeting.id}`, { status: 'closed' });
    };
    await Promise.all(['d3.7-parcel', 'd3.7-money'].map(verified));
    const parcel = await desk.ticketOf(await sayInWecom(desk, 'd3.7-parcel', '快递三天没有更新，物流信息停了'));
    expect([parcel.channels, parcel.inboxId]).toEqual([['wechat'], 'wecom']);
    await teams.inGroup(parcel, 'logistics');
    await teams.givenTo(parcel, wu);
    const money = await desk.ticketOf(await sayInWecom(desk, 'd3.7-money', '充值成功了但是没有到账'));
    await teams.inGroup(money, 'payment');
    await teams.givenTo(money, zhi);

    const asked = await writeToOfficial(desk, 'official', FOLLOWER, 'D3.7 公众号：皮肤没有到账');
    await desk.until(
      () => Promise.resolve(desk.official.desk.arrived.some(({ openid, text }) => openid === FOLLOWER && text?.includes(asked.number))),
      'the number that he was told',
    );
    // Its subject stands in no other message that he gets.
    await askProgress(desk, asked.number, new RegExp(`${asked.number}[^]*皮肤没有到账`));
    const order = { email: 'd3.7@customer.test', summary: 'D3.7 官网订单', symptom: '手办没有收到', order: 'MG-370001' };
    const form = await fillForm(desk, 'website', order, 'D3.7 官网订单');
    // Somebody else's order is nobody else's business, until it is known that they are one person.
    await askProgress(desk, 'MG-370001', /MG-370001/);
    await desk.api('POST', `/contacts/${asked.contact.id}/merges`, { contactId: form.contact.id });
    await askProgress(desk, 'MG-370001', new RegExp(`${form.number}[^]*官网订单`));

    const { visitor: guest, ticket: outside } = await desk.doors.chatWith('D3.7 我想参加内测', 'community');
    await desk.ticketWhere(outside.id, ({ tags }) => tags.includes('not_entitled'), 'a guest of the community’s channel');
    await guest.until(() => guest.texts().some((text) => text?.includes('加入官方社区并绑定账号')), 'how to get there');
    const { visitor: member, ticket: first } = await desk.doors.chatWith('D3.7 社区成员报到', 'community');
    await desk.api('PATCH', `/contacts/${first.contact.id}`, { fields: { community: 'yes' } });
    await desk.api('PATCH', `/tickets/${first.id}`, { status: 'closed' });
    const seq = await member.say('D3.7 社区活动问题');
    const inside = await desk.ticketOf(`${member.welcome!.conversation}.${seq}`);
    await teams.inGroup(inside, 'advisers');
    expect((await desk.ticket(inside.id)).tags).not.toContain('not_entitled');
    await Promise.all([guest.close(), member.close()]);
    show(
      '企业微信, of verified companies: a message about a parcel went to the logistics department and its agent, one about money to payment, by what they say; 公众号: the number of a ticket or order typed after the menu’s button is answered with how it stands; the community has a channel of its own, others are told how to get there',
    );
  }),
);

import { expect } from '@jest/globals';
import { Writer } from '../../case-views.js';
import type { List, Ticket } from '../../desk-views.js';
import { sendFromApp } from '../../entry-doors.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';
import { Teams } from '../../teams.js';
import { sayInWecom } from '../../wecom-app.js';

interface Door {
  readonly key: string;
  readonly open: boolean;
  readonly conditions: readonly string[];
}

export default row('D3.22', async (desk, show) => {
  const doors = (await desk.api<List<Door>>('GET', '/desk/doors?language=zh')).items;
  const of = (key: string) => doors.find((door) => door.key === key)!;
  expect([of('app').open, of('wecom').open, of('mail').open]).toEqual([false, false, true]);
  expect(of('app').conditions[0]).toContain('实名认证');
  expect(of('wecom').conditions[0]).toContain('营业执照');

  await Teams.on(desk, async (teams) => {
    const [technical, logistics] = [await teams.come('ji@mofa.example'), await teams.come('wu@mofa.example')];
    // In the game: no real name, no agent; its proof brings the same ticket to the department.
    const player = { user: 'player-22' };
    const first = await sendFromApp(desk, 'app', { subject: '装备丢失 d3.22 道具消失了', text: '道具消失了', sender: player });
    await desk.ticketWhere(first.id, ({ tags }) => tags.includes('not_entitled'), 'kept and marked');
    const told = await desk.until(
      async () => (await desk.entries(first)).find(({ parts }) => parts[0]!.code === 'access.refused'),
      'the record of it',
    );
    expect(told.parts[0]!.data).toMatchObject({ rule: 'real_name', missing: ['verified'] });
    const open = await desk.doors.mail({
      ...{ from: 'd3.22-open@customer.test', to: 'support@cr魔法.com', subject: '游戏闪退', text: '游戏闪退进不去' },
    });
    await teams.givenTo(open, technical);
    expect([(await desk.ticket(first.id)).assignee, await teams.assignments(first)]).toEqual([null, []]);
    await proveNumber(desk, first, '+8613800132201');
    const taken = await teams.givenTo(first, technical);
    expect(taken.tags).not.toContain('not_entitled');
    const second = await sendFromApp(desk, 'app', { subject: '装备丢失 d3.22 又消失了', text: '道具消失了', sender: player });
    await teams.givenTo(second, technical);
    expect((await desk.ticket(second.id)).tags).not.toContain('not_entitled');

    // By 企业微信: told there how to get in, given to nobody; a verified company goes to the department.
    const parcel = await desk.ticketOf(await sayInWecom(desk, 'd3.22-member', '包裹丢了，快递三天没更新'));
    const { app } = desk.wecom;
    await desk.until(
      () =>
        Promise.resolve(app.delivered.find(({ user, content }) => user === 'd3.22-member' && JSON.stringify(content).includes('营业执照'))),
      'how to get in, told in 企业微信',
    );
    await teams.inGroup(parcel, 'logistics');
    expect([(await desk.ticket(parcel.id)).assignee, await teams.assignments(parcel)]).toEqual([null, []]);
    await desk.api('PATCH', `/contacts/${parcel.contact.id}`, { company: '天海贸易' });
    await teams.givenTo(parcel, logistics);
  });

  const asking = new Writer(desk, 'd3.22@customer.test', 'service@cr魔法.com');
  const community = await asking.open('社区活动', '我想参加社区内测。');
  await desk.api('PATCH', `/tickets/${community.id}`, { requestType: 'community' });
  const answer = await desk.mailTo(asking.address, ({ mail }) => /加入官方社区并绑定账号/.test(mail.text ?? ''));
  expect(answer.mail.text).toContain('service@cr魔法.com');
  show(
    'who each channel is for is shown beforehand; a player without a proved name and a member of an unverified company were kept, marked, told how to get in and given to nobody; proved by a code, or the company verified, the same tickets went to the department; who asked for the community’s service was told how to get there and what is open to him',
  );
});

/** A code by text message, and back. */
async function proveNumber(desk: RunningDesk, ticket: Ticket, value: string): Promise<void> {
  const { id } = await desk.api<{ id: string }>('POST', `/tickets/${ticket.id}/confirmations`, { scheme: 'phone', value, inboxId: 'sms' });
  const { text } = await desk.until(() => Promise.resolve(desk.messages.said.find(({ to }) => to === value)), 'the code');
  await desk.api('POST', `/contacts/${ticket.contact.id}/confirmations/${id}/answers`, { code: /\d{6}/.exec(text)![0] });
}

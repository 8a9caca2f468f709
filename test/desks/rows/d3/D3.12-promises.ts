import { expect } from '@jest/globals';
import { answer, archive, figuresWhere, releasedFigures } from '../../desk-feedback.js';
import { callIn } from '../../desk-clocks.js';
import { fillForm, sendFromApp, writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';

const DAY = '2027-01-04';
const CHANNELS = ['热线', '在线客服', '游戏内客服', '公众号', '官网', '营业厅', '邮件'];

export default row(
  'D3.12',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    const agent = await desk.agents.get('d3.12-zhen');
    await callIn(desk, { id: 'd3.12-quick', caller: '+8613800031201', queued: 2, answered: 8, ended: 60 });
    const { visitor, ticket: chat } = await desk.doors.chatWith('D3.12 活动什么时候开始');
    const app = await sendFromApp(desk, 'app', {
      subject: 'D3.12 游戏内',
      text: '皮肤问题',
      sender: { user: 'd3.12-player', name: '玩家' },
    });
    const official = await writeToOfficial(desk, 'official', 'oD312Follower', 'D3.12 公众号');
    const fields = { email: 'd3.12@customer.test', summary: 'D3.12 官网', symptom: '请问一下' };
    const website = await fillForm(desk, 'website', fields, 'D3.12 官网');
    const person = { identity: { scheme: 'phone', value: '+8613800031202' }, displayName: '王女士' };
    const visit = { branch: 'shanghai', contact: person, subject: 'D3.12 营业厅', text: '到店办理' };
    const { ticketId } = await desk.api<{ ticketId: string }>('POST', '/visits', visit, agent);
    const branch = await desk.ticket(ticketId);
    const write = (name: string) =>
      desk.doors.mail({ from: `d3.12-${name}@customer.test`, to: 'query@cr魔法.com', subject: `D3.12 ${name}`, text: '请问一下' });
    const mail = await write('mail');
    await write('forgotten');
    // The chat is answered in its five minutes, the 公众号 is not.
    await desk.clock.advance(2 * 60_000);
    for (const ticket of [chat, mail]) await answer(desk, ticket, '已为您查看。', agent);
    const byMail = { text: '已为您查看。', inboxId: 'service', to: [{ scheme: 'email', value: fields.email }] };
    await desk.api('POST', `/tickets/${website.id}/replies`, byMail, agent);
    // The game has no way back by itself: the player is rung.
    const rung = { way: '电话', reached: true, content: '已电话告知处理结果', result: '客户知晓' };
    await desk.api('POST', `/tickets/${app.id}/contact-records`, rung, agent);
    await desk.clock.advance(10 * 60_000);
    await answer(desk, official, '已为您查看。', agent);
    await archive(desk, branch, agent, { status: 'solved' });
    const path = `channel-promises?from=${DAY}&to=${DAY}&language=en`;
    const seen = (rows: readonly Record<string, unknown>[]) => rows.map(({ channel, measured, kept }) => [channel, measured, kept]);
    const kept = (channel: string, measured = 1) => [channel, measured, 'yes'];
    const rows = await figuresWhere(desk, path, (found) => found.every(({ measured }) => Number(measured) > 0));
    expect(seen(rows)).toEqual([
      ...[kept('Phone'), kept('Chat'), kept('App'), ['Official Account', 1, 'no']],
      ...[kept('Website'), kept('Branch office'), kept('Email')],
    ]);
    // A call that nobody took is in the figure, and so is the mail when its day is over and nobody did a thing.
    await callIn(desk, { id: 'd3.12-lost', caller: '+8613800031203', queued: 2, answered: null, ended: 40 });
    await figuresWhere(desk, path, ([phone]) => phone?.['measured'] === 2 && phone['within'] === 0.5 && phone['kept'] === 'no');
    await desk.clock.advance(24 * 60 * 60_000);
    const next = await figuresWhere(desk, path, (found) => found.at(-1)?.['measured'] === 2);
    expect(next.at(-1)).toMatchObject({ channel: 'Email', within: 0.5, kept: 'no' });
    await visitor.close();
    await desk.clock.moveTo('2027-02-01 08:00');
    const shown = await releasedFigures(desk, 'channel-promises', '2027-01-01');
    expect(shown.rows.map((cells) => cells[0])).toEqual(CHANNELS);
    show(
      'the promises of seven channels stand beside what was measured, a player who was rung and a visit too; not kept: by who answered after 12 min, by a call that nobody took, by a mail that nobody answered in its 24 h; a supervisor releases the month, and everybody sees it',
    );
  },
  { on: '2027-01-04' },
);
